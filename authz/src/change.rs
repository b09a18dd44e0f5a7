//! Changes of facts: what a commit did, in the order it did it.

use crate::{Catalog, Grant, GrantId, Group, Key, Node, NodeId, Role, RoleId, User};
use serde::{Deserialize, Serialize};

/// One change. *Put* adds or replaces; every change is idempotent.
///
/// What follows from a change (grants that go with a node, say) is spelled out as changes of its own before it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The whole catalog.
    SetCatalog(Catalog),
    /// A node.
    PutNode(Node),
    /// A node goes, and its name is never used again.
    RemoveNode(NodeId),
    /// A user.
    PutUser(User),
    /// A user goes.
    RemoveUser(NodeId),
    /// A group with all its members.
    PutGroup(Group),
    /// A group goes.
    RemoveGroup(NodeId),
    /// A user or group joins a group.
    PutMember {
        /// The group.
        group: NodeId,
        /// A user or group.
        member: NodeId,
    },
    /// A user or group leaves a group.
    RemoveMember {
        /// The group.
        group: NodeId,
        /// A user or group.
        member: NodeId,
    },
    /// A role.
    PutRole(Role),
    /// A role goes.
    RemoveRole(RoleId),
    /// A grant.
    PutGrant(Grant),
    /// A grant goes.
    RemoveGrant(GrantId),
    /// An API key.
    PutKey(Key),
    /// An API key goes.
    RemoveKey(NodeId),
}
