//! Members: users and groups with a grant made on a node.

use super::{Page, PageRequest};
use crate::{Micros, error::Result};
use async_trait::async_trait;
use authz::{GrantId, NodeId};

/// A user or group with at least one grant made on the node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberRecord {
    /// The user or group.
    pub subject: NodeId,
    /// Its name.
    pub name: String,
    /// A user's address.
    pub email: Option<String>,
    /// A user's name to sign in with.
    pub username: Option<String>,
}

/// When and by whom a grant was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantRecord {
    /// The grant.
    pub id: GrantId,
    /// When.
    pub at: Micros,
    /// By whom: a node id, `operator@host` or a preset.
    pub author: String,
}

/// Members.
#[async_trait]
pub trait MemberPort {
    /// Members of a node by name.
    async fn list_members(&mut self, node: &NodeId, request: &PageRequest) -> Result<Page<MemberRecord>>;
    /// Users and groups that are not members of the node and match the search, by name: whom one could add.
    async fn list_candidates(&mut self, node: &NodeId, request: &PageRequest) -> Result<Page<MemberRecord>>;
    /// How many members a node has.
    async fn count_members(&mut self, node: &NodeId) -> Result<u64>;
    /// When and by whom the grants on a node to one subject were made.
    async fn list_grants(&mut self, node: &NodeId, subject: &NodeId) -> Result<Vec<GrantRecord>>;
}
