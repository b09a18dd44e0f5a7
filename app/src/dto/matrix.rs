//! The permissions matrix.

use super::ProjectHead;
use authz::{Entry, NodeId, Permission, Role, RoleId, World};
use serde::{Deserialize, Serialize};

/// The permissions matrix of a project, or of the whole system.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatrixPage {
    /// Whose: a node id.
    pub node: String,
    /// The project, where it is one's.
    pub head: Option<ProjectHead>,
    /// The rows, by type.
    pub types: Vec<MatrixType>,
    /// The columns.
    pub columns: Vec<MatrixColumn>,
    /// Roles that columns include and that are none themselves.
    pub others: Vec<Role>,
    /// May the viewer change roles whose home is here?
    pub editable: bool,
    /// May the viewer create roles here?
    pub may_create: bool,
    /// May the viewer delete roles here?
    pub may_delete: bool,
}

/// Rows of one type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatrixType {
    /// The type.
    pub kind: String,
    /// One of the console's own?
    pub built_in: bool,
    /// Its permissions.
    pub permissions: Vec<Permission>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatrixColumn {
    /// The role.
    pub role: Role,
    /// The version it was read at.
    pub version: u64,
    /// How many people, groups and others hold it.
    pub holders: u32,
    /// May its cells be changed here?
    pub editable: bool,
}

impl MatrixColumn {
    /// What people call the role.
    pub fn label(&self) -> &str {
        if self.role.name.is_empty() { self.role.id.as_str() } else { &self.role.name }
    }

    /// Why its cells cannot be changed here.
    pub fn locked(&self, node: &str) -> Option<&'static str> {
        if self.editable {
            None
        } else if self.role.locked {
            Some("This role is built in.")
        } else if self.role.home.as_str() != node {
            Some("This role belongs to the whole system; it is changed there.")
        } else {
            Some("You may not change roles here.")
        }
    }
}

/// What a role's entries are to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EditedRole {
    /// The role.
    pub id: RoleId,
    /// The version it was read at.
    pub version: u64,
    /// All its own entries.
    pub permissions: Vec<Entry>,
}

/// Facts for previewing in the browser, with the names of people and groups in them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The facts.
    pub world: World,
    /// Names of nodes.
    pub names: Vec<(NodeId, String)>,
}

/// Some people gain or lose the same permissions on the same nodes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GainLine {
    /// Gain, not lose?
    pub gains: bool,
    /// Who, by name; those the viewer may not see are only counted.
    pub people: Vec<String>,
    /// How many more there are.
    pub more: u32,
    /// Which permissions.
    pub permissions: Vec<String>,
    /// Where, by name or id.
    pub nodes: Vec<String>,
    /// On how many nodes more.
    pub more_nodes: u32,
}
