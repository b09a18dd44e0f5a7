//! New members.

use super::RoleChoice;
use crate::dto::ProjectHead;
use serde::{Deserialize, Serialize};

/// Somebody who could be added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The user's, group's or account's node id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The user name, or what it is.
    pub hint: String,
    /// Is it a group or an account?
    pub group: bool,
}

/// A few who could be added, and how many match.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidates {
    /// The first of them, by name.
    pub items: Vec<Candidate>,
    /// How many there are.
    pub total: u64,
}

/// Can somebody be added?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// Yes.
    Known,
    /// They are a member with these roles.
    Member,
    /// The viewer may not.
    NotAllowed,
    /// The name is of several.
    Several,
    /// There is nobody of this name.
    Unknown,
}

/// What a name that was written means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResolvedItem {
    /// As it was written.
    pub text: String,
    /// The node id; empty for nobody.
    pub id: String,
    /// The name; as it was written, for nobody.
    pub name: String,
    /// Can they be added?
    pub standing: Standing,
    /// More on that.
    pub note: String,
    /// Is it a group or an account?
    pub group: bool,
}

/// The form for new members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMemberPage {
    /// The project.
    pub head: ProjectHead,
    /// Roles that may be given.
    pub roles: Vec<RoleChoice>,
    /// What was written so far, checked.
    pub checked: Vec<ResolvedItem>,
}
