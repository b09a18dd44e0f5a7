//! All the facts the engine decides on, as plain data.

use crate::{Catalog, Change, Grant, Group, Key, Node, Role, User};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Everything an [`crate::Index`] is made from. The root node is always there and need not be listed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct World {
    /// Types, visitor roles, policies.
    pub catalog: Catalog,
    /// Roles.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Nodes; a user, group or key without one hangs below its account or owner's account, else the root.
    #[serde(default)]
    pub nodes: Vec<Node>,
    /// Users.
    #[serde(default)]
    pub users: Vec<User>,
    /// Groups.
    #[serde(default)]
    pub groups: Vec<Group>,
    /// Grants.
    #[serde(default)]
    pub grants: Vec<Grant>,
    /// API keys.
    #[serde(default)]
    pub keys: Vec<Key>,
}

impl World {
    /// The changes that make these facts of none.
    pub fn into_changes(self) -> Vec<Change> {
        let mut changes = alloc::vec![Change::SetCatalog(self.catalog)];
        changes.extend(self.roles.into_iter().map(Change::PutRole));
        changes.extend(self.nodes.into_iter().map(Change::PutNode));
        changes.extend(self.users.into_iter().map(Change::PutUser));
        changes.extend(self.groups.into_iter().map(Change::PutGroup));
        changes.extend(self.grants.into_iter().map(Change::PutGrant));
        changes.extend(self.keys.into_iter().map(Change::PutKey));
        changes
    }
}
