//! Profiles: what people call a project, an account, a group or a person.

use super::{Page, PageRequest};
use crate::{Micros, error::Result};
use async_trait::async_trait;
use authz::NodeId;

/// What people call a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileRecord {
    /// The node.
    pub node: NodeId,
    /// Its name for people.
    pub name: String,
    /// A sentence or two.
    pub description: String,
    /// When it was made.
    pub created_at: Micros,
    /// By whom: a node id or `operator@host`.
    pub created_by: String,
}

/// Profiles.
#[async_trait]
pub trait ProfilePort {
    /// A node's profile.
    async fn find_profile(&mut self, node: &NodeId) -> Result<Option<ProfileRecord>>;
    /// Adds or changes a profile; when and by whom it was made stays.
    async fn put_profile(&mut self, profile: &ProfileRecord) -> Result<()>;
    /// Profiles of nodes of one type, by name.
    async fn list_profiles(&mut self, kind: &str, request: &PageRequest) -> Result<Page<ProfileRecord>>;
    /// The names of these nodes; one without a profile is left out.
    async fn names(&mut self, nodes: &[NodeId]) -> Result<Vec<(NodeId, String)>>;
}
