//! Grants: when and by whom they were made, and what was done to them. What they give is a fact, and written as one.

use super::HistoryRecord;
use crate::{Micros, error::Result};
use async_trait::async_trait;
use authz::{GrantId, NodeId};

/// When and by whom a grant was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeRecord {
    /// The grant.
    pub id: GrantId,
    /// When.
    pub at: Micros,
    /// By whom: a node id, `operator@host` or a preset.
    pub author: String,
}

/// Grants.
#[async_trait]
pub trait GrantPort {
    /// When and by whom these were made, by id.
    async fn grants_made(&mut self, ids: &[GrantId]) -> Result<Vec<MadeRecord>>;
    /// What was done to a grant of a node, newest first, at most so many.
    async fn list_grant_history(&mut self, node: &NodeId, grant: &str, most: u32) -> Result<Vec<HistoryRecord>>;
}
