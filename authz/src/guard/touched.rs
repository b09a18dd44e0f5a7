//! What a list of changes touches.

use crate::{Change, GrantId, Index, NodeId, RoleId};
use alloc::collections::BTreeSet;

/// The names of what changes touch. What became of each is seen by comparing before and after, so the order of the
/// changes, and what one undoes of another, do not matter.
#[derive(Default)]
pub(super) struct Touched {
    pub catalog: bool,
    /// Nodes, and the users, groups and keys that bring a node with them.
    pub nodes: BTreeSet<NodeId>,
    pub users: BTreeSet<NodeId>,
    pub groups: BTreeSet<NodeId>,
    /// Groups that single members join or leave.
    pub joined: BTreeSet<NodeId>,
    pub keys: BTreeSet<NodeId>,
    pub roles: BTreeSet<RoleId>,
    pub grants: BTreeSet<GrantId>,
}

impl Touched {
    pub fn of(before: &Index, after: &Index, changes: &[Change]) -> Self {
        let mut touched = Self::default();
        for change in changes {
            match change {
                Change::SetCatalog(_) => touched.catalog = true,
                Change::PutNode(node) => touched.node(&node.id),
                Change::RemoveNode(id) => touched.node(id),
                Change::PutUser(user) => touched.user(&user.id),
                Change::RemoveUser(id) => touched.user(id),
                Change::PutGroup(group) => touched.group(&group.id),
                Change::RemoveGroup(id) => touched.group(id),
                Change::PutMember { group, .. } | Change::RemoveMember { group, .. } => {
                    touched.groups.insert(group.clone());
                    touched.joined.insert(group.clone());
                }
                Change::PutRole(role) => touched.role(&role.id),
                Change::RemoveRole(id) => touched.role(id),
                Change::PutGrant(grant) => touched.grant(&grant.id),
                Change::RemoveGrant(id) => touched.grant(id),
                Change::PutKey(key) => touched.key(&key.id),
                Change::RemoveKey(id) => touched.key(id),
            }
        }
        // A user's keys hang below its account unless they were put elsewhere.
        for user in &touched.users {
            touched.nodes.extend(before.keys_of(user).chain(after.keys_of(user)).cloned());
        }
        touched
    }

    fn node(&mut self, id: &NodeId) {
        self.nodes.insert(id.clone());
    }

    fn user(&mut self, id: &NodeId) {
        self.users.insert(id.clone());
        self.node(id);
    }

    fn group(&mut self, id: &NodeId) {
        self.groups.insert(id.clone());
        self.node(id);
    }

    fn key(&mut self, id: &NodeId) {
        self.keys.insert(id.clone());
        self.node(id);
    }

    fn role(&mut self, id: &RoleId) {
        self.roles.insert(id.clone());
    }

    fn grant(&mut self, id: &GrantId) {
        self.grants.insert(id.clone());
    }
}
