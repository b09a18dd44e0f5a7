//! Who is signed in.

use super::NavLink;
use serde::{Deserialize, Serialize};

/// Who is signed in, and what the shell shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The user's node id.
    pub id: String,
    /// The person's name.
    pub name: String,
    /// The navigation as they are shown it.
    pub nav: Vec<NavLink>,
    /// What they may begin from anywhere.
    pub sees: Sees,
    /// The demo that is loaded, if one is.
    pub demo: Option<String>,
    /// A digest of what they hold, to notice when it is another.
    pub rights: String,
}

/// What somebody may begin from anywhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sees {
    /// People of the whole system.
    pub people: bool,
    /// May create projects that belong to no account.
    pub create_project: bool,
}
