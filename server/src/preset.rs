//! The presets in the binary.

use authz::remark;
use std::sync::Arc;
use store::{Preset, StoreError};

/// Name and text of every preset, in the order they are offered.
const FILES: &[(&str, &str)] = &[
    ("standard", include_str!("../presets/standard.toml")),
    ("calminer", include_str!("../presets/calminer.toml")),
    ("flexmeasures", include_str!("../presets/flexmeasures.toml")),
    ("depictio", include_str!("../presets/depictio.toml")),
    ("nexus", include_str!("../presets/nexus.toml")),
    ("frost", include_str!("../presets/frost.toml")),
];

/// All presets.
///
/// # Errors
/// [`StoreError::Invalid`] if a file in the binary cannot be read; a test reads them all.
pub fn all() -> Result<Arc<[Preset]>, StoreError> {
    FILES.iter().map(|(_, text)| Preset::parse(text)).collect()
}

/// A preset by name, as text.
pub fn text(name: &str) -> Option<&'static str> {
    FILES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// A preset by name.
///
/// # Errors
/// [`StoreError::Invalid`] names the presets there are.
pub fn get(name: &str) -> Result<Preset, StoreError> {
    if let Some(text) = text(name) {
        return Preset::parse(text);
    }
    let names: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
    Err(StoreError::invalid(
        "preset",
        remark!("there is no `{name}`; choose one of {list}", name, list = names.join(", ")),
    ))
}
