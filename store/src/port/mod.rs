//! Ports: what an adapter must be able to do, a file per noun.
//!
//! Nothing outside this crate calls a port: [`crate::Gate`] hands out proofs, and their methods do.

mod account;
mod audit;
mod decision;
mod fact;
mod grant;
mod group;
mod job;
mod link;
mod member;
mod node;
mod page;
mod profile;
mod role;
mod session;
mod setting;
mod user;

pub use account::AccountPort;
pub use audit::{AuditCount, AuditFilter, AuditPort, AuditRecord, Outcome};
pub use decision::{DecisionFilter, DecisionPort, DecisionRecord, DecisionSource, QuestionRecord, Reason, UseRecord};
pub use fact::FactPort;
pub use grant::{GrantPort, MadeRecord};
pub use group::GroupPort;
pub use job::{ItemCounts, ItemRecord, ItemState, JobPort, JobRecord, Order};
pub use link::{LinkPort, Purpose};
pub use member::{
    GrantRecord, HistoryRecord, MemberCounts, MemberFilter, MemberPort, MemberRecord, MemberTotals, RoleCount,
};
pub use node::{NodePort, NodeRecord};
pub use page::{After, MAX_PAGE, Page, PageRequest, fold};
pub use profile::{ProfilePort, ProfileRecord};
pub use role::{RolePort, RoleRecord};
pub use session::{SessionPort, SessionRecord};
pub use setting::SettingPort;
pub use user::{LoginRecord, NewLogin, UserPort, UserRecord};

use crate::error::Result;
use async_trait::async_trait;
use std::path::Path;

/// A database.
#[async_trait]
pub trait Database: Send + Sync + 'static {
    /// Begins a transaction that only reads, on one consistent state.
    async fn read(&self) -> Result<Box<dyn Transaction>>;
    /// Begins a transaction that may write; no other process or task writes until it ends.
    async fn write(&self) -> Result<Box<dyn Transaction>>;
    /// Writes a consistent copy beside the running database.
    async fn backup(&self, target: &Path) -> Result<()>;
    /// Checks the database's own structure; a sound one gives no lines.
    async fn check(&self) -> Result<Vec<String>>;
}

/// A transaction. Dropped without [`Transaction::commit`], it leaves nothing behind.
#[async_trait]
pub trait Transaction:
    AccountPort
    + AuditPort
    + DecisionPort
    + FactPort
    + GrantPort
    + GroupPort
    + JobPort
    + LinkPort
    + MemberPort
    + NodePort
    + ProfilePort
    + RolePort
    + SessionPort
    + SettingPort
    + UserPort
    + Send
    + Sync
{
    /// Makes it last.
    async fn commit(self: Box<Self>) -> Result<()>;
}
