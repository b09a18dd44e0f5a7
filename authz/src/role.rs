//! Roles: named sets of permission patterns.

use crate::{NodeId, Pattern, RoleId, condition::Condition};
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// The locked built-in role that is `*:*` on `system`.
pub const ADMINISTRATOR: &str = "administrator";

/// What the engine knows of a role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Its id.
    pub id: RoleId,
    /// What people call it.
    #[serde(default)]
    pub name: String,
    /// A sentence on what it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// It may be granted only at or below this node, and included only by roles at or below it.
    #[serde(default = "NodeId::system")]
    pub home: NodeId,
    /// Node types it may be granted on. Binds when something is saved, never in a decision.
    #[serde(default)]
    pub on: Vec<String>,
    /// What it gives.
    #[serde(default)]
    pub permissions: Vec<Entry>,
    /// Roles whose entries it gives too, transitively.
    #[serde(default)]
    pub includes: Vec<RoleId>,
    /// Roles whose holders on a node may grant this one there, though they do not hold what it gives.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assigned_by: Vec<RoleId>,
    /// Built in, or owned by a file: not to be changed here.
    #[serde(default, skip_serializing_if = "is_false")]
    pub locked: bool,
}

impl Role {
    /// May it be granted on nodes of this type?
    pub fn fits(&self, kind: &str) -> bool {
        self.on.iter().any(|on| on == kind)
    }

    /// A role at home on `system` that gives nothing yet.
    pub fn new(id: RoleId) -> Self {
        Self {
            id,
            name: String::new(),
            description: String::new(),
            home: NodeId::system(),
            on: Vec::new(),
            permissions: Vec::new(),
            includes: Vec::new(),
            assigned_by: Vec::new(),
            locked: false,
        }
    }
}

impl Entry {
    /// An entry without conditions.
    pub fn new(pattern: Pattern, extent: Extent) -> Self {
        Self { pattern, extent, conditions: Vec::new() }
    }
}

/// One line of a role. Written `["type:action", "all"]` or `["type:action", "own", [conditions]]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "EntryForm", into = "EntryForm")]
pub struct Entry {
    /// The permissions covered.
    pub pattern: Pattern,
    /// On which nodes.
    pub extent: Extent,
    /// All of these must hold.
    pub conditions: Vec<Condition>,
}

/// On which nodes an entry reaches. `All` beats `Own`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// Only on nodes the subject owns.
    Own,
    /// On all.
    All,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum EntryForm {
    Plain(Pattern, Extent),
    Conditional(Pattern, Extent, Vec<Condition>),
}

impl From<EntryForm> for Entry {
    fn from(form: EntryForm) -> Self {
        match form {
            EntryForm::Plain(pattern, extent) => Self { pattern, extent, conditions: Vec::new() },
            EntryForm::Conditional(pattern, extent, conditions) => Self { pattern, extent, conditions },
        }
    }
}

impl From<Entry> for EntryForm {
    fn from(entry: Entry) -> Self {
        if entry.conditions.is_empty() {
            Self::Plain(entry.pattern, entry.extent)
        } else {
            Self::Conditional(entry.pattern, entry.extent, entry.conditions)
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(flag: &bool) -> bool {
    !*flag
}
