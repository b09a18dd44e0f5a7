//! The audit log: who did what to whom, before and after, and why.

use super::{Page, PageRequest};
use crate::{Micros, error::Result};
use async_trait::async_trait;
use authz::NodeId;
use std::{fmt, str::FromStr};

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Done,
    /// The gate or a guard refused it.
    Refused,
    /// It was tried and went wrong, such as a sign-in with a wrong password.
    Failed,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
        })
    }
}

impl FromStr for Outcome {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "done" => Ok(Self::Done),
            "refused" => Ok(Self::Refused),
            "failed" => Ok(Self::Failed),
            _ => Err(()),
        }
    }
}

/// One line of the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRecord {
    /// Its id; ids sort by time.
    pub id: String,
    /// When.
    pub at: Micros,
    /// Who: a node id, `operator@host` or `anonymous`.
    pub actor: String,
    /// What: the action's own name, such as `AddMember`.
    pub action: String,
    /// Where.
    pub node: String,
    /// How it ended.
    pub outcome: Outcome,
    /// To whom or what: a node or role id.
    pub subject: Option<String>,
    /// What it was before, as JSON.
    pub before: Option<String>,
    /// What it is after, as JSON.
    pub after: Option<String>,
    /// Why, in the actor's words or the refusal's.
    pub reason: Option<String>,
    /// The peer's address.
    pub address: Option<String>,
    /// The user agent.
    pub agent: Option<String>,
    /// The request's id.
    pub request: Option<String>,
    /// How often, for refusals of one source within an hour.
    pub times: u64,
}

/// Which lines are wanted; what is `None` does not narrow.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// Only on this node.
    pub node: Option<NodeId>,
    /// Only by this actor.
    pub actor: Option<String>,
    /// Only this action.
    pub action: Option<String>,
    /// Only what ended so.
    pub outcome: Option<Outcome>,
    /// Only what was before this instant.
    pub until: Option<Micros>,
}

/// How many lines of one kind there are on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditCount {
    /// Days since 1970, in UTC.
    pub day: i64,
    /// What.
    pub action: String,
    /// How it ended.
    pub outcome: Outcome,
    /// How often.
    pub times: u64,
}

/// The audit log. Nothing in it is changed but the count of repeated refusals, and nothing is deleted here.
#[async_trait]
pub trait AuditPort {
    /// Adds a line.
    async fn add_audit(&mut self, line: &AuditRecord) -> Result<()>;
    /// Counts one more of the same refusal since a time; `false` if there was none to count on.
    async fn count_refusal(&mut self, line: &AuditRecord, since: Micros) -> Result<bool>;
    /// Lines, newest first.
    async fn list_audit(&mut self, filter: &AuditFilter, request: &PageRequest) -> Result<Page<AuditRecord>>;
    /// One line.
    async fn find_audit(&mut self, id: &str) -> Result<Option<AuditRecord>>;
    /// Lines on a node, by it or done to it, newest first. The request's search is not used.
    async fn list_audit_about(&mut self, node: &NodeId, request: &PageRequest) -> Result<Page<AuditRecord>>;
    /// Lines since a time, counted by day, action and outcome; only those on the node, if one is named.
    async fn count_audit(&mut self, node: Option<&NodeId>, since: Micros) -> Result<Vec<AuditCount>>;
}
