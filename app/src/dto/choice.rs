//! One of several things to choose from.

use serde::{Deserialize, Serialize};

/// One of several things to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What a form sends.
    pub value: String,
    /// What people read.
    pub label: String,
    /// A sentence on it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint: String,
}

impl Choice {
    /// A choice.
    pub fn new(value: impl Into<String>, label: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: hint.into() }
    }
}

#[cfg(feature = "ssr")]
impl From<store::Place> for Choice {
    fn from(place: store::Place) -> Self {
        if place.id.is_system() {
            Self::new("system", crate::text::t("No account"), "")
        } else {
            Self::new(place.id.as_str(), place.name, "")
        }
    }
}
