//! Resources by level and by name. What they are is a fact, and written as one.

use super::{Page, PageRequest};
use crate::{Micros, error::Result};
use async_trait::async_trait;
use authz::NodeId;

/// What a resource is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeRecord {
    /// The node.
    pub node: NodeId,
    /// Its name for people; without one, the name in its id.
    pub name: String,
    /// What it is sorted by.
    pub key: String,
}

/// Resources.
#[async_trait]
pub trait NodePort {
    /// Those directly below a node, by name. The request's search is not looked at.
    async fn list_below(&mut self, parent: &NodeId, request: &PageRequest) -> Result<Page<NodeRecord>>;
    /// Those with the request's search in their name or id, the oldest first; of one or two letters, those whose name
    /// begins so, by name.
    async fn find_nodes(&mut self, request: &PageRequest) -> Result<Page<NodeRecord>>;
    /// What somebody is about to import into a node, and since when.
    async fn find_draft(&mut self, author: &str, node: &NodeId) -> Result<Option<(String, Micros)>>;
    /// Keeps it, instead of an earlier one; drops all that were kept before an instant.
    async fn put_draft(&mut self, author: &str, node: &NodeId, text: &str, at: Micros, before: Micros) -> Result<()>;
    /// Drops it.
    async fn remove_draft(&mut self, author: &str, node: &NodeId) -> Result<()>;
}
