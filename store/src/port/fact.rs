//! Facts: what the engine decides on.

use crate::{Micros, error::Result};
use async_trait::async_trait;
use authz::{Change, NodeId, World};

/// Facts and their change log.
#[async_trait]
pub trait FactPort {
    /// The revision this transaction sees: how many commits changed facts.
    async fn revision(&mut self) -> Result<u64>;
    /// All changes after a revision, in order; `None` if the log no longer reaches back that far.
    async fn changes_since(&mut self, revision: u64) -> Result<Option<Vec<Change>>>;
    /// All facts.
    async fn world(&mut self) -> Result<World>;
    /// Writes the changes to their tables and to the log, and returns the new revision.
    async fn apply(&mut self, changes: &[Change], author: &str, now: Micros) -> Result<u64>;
    /// Was a node of this name deleted? Names are never used again.
    async fn is_retired(&mut self, node: &NodeId) -> Result<bool>;
}
