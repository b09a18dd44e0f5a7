//! Jobs: changes of many members that go on by themselves, and what became of each.

use crate::{Micros, error::Result};
use async_trait::async_trait;
use authz::{NodeId, RoleId};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What is to be done with each member of a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// One change that was made at once; it is here so that it can be taken back.
    Single,
    /// Give a role, until an instant or for good.
    Give(RoleId, Option<Micros>),
    /// Take a role.
    Take(RoleId),
    /// Put a role in the place of another, which keeps its end; in the place of all, if there is no other named.
    Replace(Option<RoleId>, RoleId),
    /// Let all access end at an instant, or never.
    End(Option<Micros>),
    /// Let access that ends last so many microseconds longer.
    Extend(Micros),
    /// Remove from the node.
    Remove,
    /// Make it as it was before another job.
    Restore,
}

/// A job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRecord {
    /// Its id; ids sort by time.
    pub id: String,
    /// The node whose members change.
    pub node: NodeId,
    /// Who ordered it: a node id, or `operator@host`.
    pub author: String,
    /// Was a second factor used in the session it was ordered in?
    pub mfa: bool,
    /// What is to be done.
    pub order: Order,
    /// Why.
    pub reason: String,
    /// Is it still going on?
    pub running: bool,
    /// When it was ordered.
    pub at: Micros,
    /// When it ended.
    pub ended_at: Option<Micros>,
    /// How many members.
    pub total: u64,
    /// The job it takes back.
    pub undoes: Option<String>,
}

/// What became of a member of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemState {
    /// Its turn will come.
    Waiting,
    /// It was changed.
    Done,
    /// There was nothing to do.
    Skipped,
    /// The gate or a guard said no.
    Refused,
}

impl fmt::Display for ItemState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Skipped => "skipped",
            Self::Refused => "refused",
        })
    }
}

impl FromStr for ItemState {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "waiting" => Ok(Self::Waiting),
            "done" => Ok(Self::Done),
            "skipped" => Ok(Self::Skipped),
            "refused" => Ok(Self::Refused),
            _ => Err(()),
        }
    }
}

/// A member of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemRecord {
    /// Which one: from 0.
    pub position: u32,
    /// Who.
    pub subject: NodeId,
    /// What became of it.
    pub state: ItemState,
    /// Why it was skipped or refused.
    pub note: String,
    /// What was held before, as JSON; in a job that restores, what is to be held.
    pub before: Option<String>,
    /// What is held after, as JSON.
    pub after: Option<String>,
}

/// How many members of a job came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ItemCounts {
    /// Still waiting.
    pub waiting: u64,
    /// Changed.
    pub done: u64,
    /// Nothing to do.
    pub skipped: u64,
    /// Refused.
    pub refused: u64,
}

/// Jobs.
#[async_trait]
pub trait JobPort {
    /// Adds a job with its members.
    async fn add_job(&mut self, job: &JobRecord, items: &[ItemRecord]) -> Result<()>;
    /// A job.
    async fn find_job(&mut self, id: &str) -> Result<Option<JobRecord>>;
    /// Running jobs, oldest first.
    async fn running_jobs(&mut self) -> Result<Vec<JobRecord>>;
    /// Jobs on many members of a node, newest first; at most 20.
    async fn list_jobs(&mut self, node: &NodeId) -> Result<Vec<JobRecord>>;
    /// The job that takes this one back.
    async fn find_undo(&mut self, id: &str) -> Result<Option<String>>;
    /// The next member whose turn it is.
    async fn next_item(&mut self, job: &str) -> Result<Option<ItemRecord>>;
    /// Is it still this member's turn?
    async fn is_waiting(&mut self, job: &str, position: u32) -> Result<bool>;
    /// Says what became of a member.
    async fn put_item(&mut self, job: &str, item: &ItemRecord) -> Result<()>;
    /// Members of a job in their order, after a position; only those that came to this, if it is given.
    async fn list_items(
        &mut self,
        job: &str,
        state: Option<ItemState>,
        after: Option<u32>,
        limit: u32,
    ) -> Result<Vec<ItemRecord>>;
    /// How many came to what.
    async fn count_items(&mut self, job: &str) -> Result<ItemCounts>;
    /// Says that a job is over.
    async fn end_job(&mut self, id: &str, now: Micros) -> Result<()>;
}
