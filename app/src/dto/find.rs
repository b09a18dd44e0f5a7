//! What the palette finds.

use serde::{Deserialize, Serialize};

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HitKind {
    /// A project.
    Project,
    /// A person.
    Person,
    /// A group.
    Group,
    /// A role of the whole system.
    Role,
    /// A permission of the catalog.
    Permission,
}

/// Something the viewer may open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// What it is.
    pub kind: HitKind,
    /// What it is called.
    pub label: String,
    /// What tells it from others of that name.
    pub hint: String,
    /// Its page.
    pub href: String,
}
