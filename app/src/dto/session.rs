//! Who is signed in.

use serde::{Deserialize, Serialize};

/// Who is signed in, and what the shell shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The user's node id.
    pub id: String,
    /// The person's name.
    pub name: String,
    /// Navigation: what of the console they may open.
    pub sees: Sees,
    /// The demo that is loaded, if one is.
    pub demo: Option<String>,
}

/// Which parts of the console somebody may open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "independent answers of the gate")]
pub struct Sees {
    /// Roles of the whole system.
    pub roles: bool,
    /// People of the whole system.
    pub people: bool,
    /// Groups.
    pub groups: bool,
    /// The audit log of the whole system.
    pub audit: bool,
    /// May create projects that belong to no account.
    pub create_project: bool,
}
