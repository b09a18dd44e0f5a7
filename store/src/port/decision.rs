//! The decision log: what was asked and answered lately. It is no evidence, the audit log is.

use super::{Page, PageRequest};
use crate::{Micros, error::Result};
use async_trait::async_trait;
use authz::{NodeId, Permission};
use std::{fmt, str::FromStr};

/// How a decision was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Yes.
    Allowed,
    /// No: nobody is signed in, or the subject is not active.
    SignIn,
    /// No, and the subject may not know that the node is there.
    NotFound,
    /// No, though the subject may see the node.
    Forbidden,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Allowed => "allowed",
            Self::SignIn => "sign-in",
            Self::NotFound => "not-found",
            Self::Forbidden => "forbidden",
        })
    }
}

impl FromStr for Reason {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "allowed" => Ok(Self::Allowed),
            "sign-in" => Ok(Self::SignIn),
            "not-found" => Ok(Self::NotFound),
            "forbidden" => Ok(Self::Forbidden),
            _ => Err(()),
        }
    }
}

/// Who asked for a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DecisionSource {
    /// The console, for itself.
    Console,
    /// An application.
    Api,
}

impl fmt::Display for DecisionSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Console => "console",
            Self::Api => "api",
        })
    }
}

impl FromStr for DecisionSource {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "console" => Ok(Self::Console),
            "api" => Ok(Self::Api),
            _ => Err(()),
        }
    }
}

/// One decision. What attributes were sent along is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionRecord {
    /// Its id; ids sort by time.
    pub id: String,
    /// When.
    pub at: Micros,
    /// Who it was about: a user, an API key or `anonymous`.
    pub subject: String,
    /// What was asked.
    pub permission: Permission,
    /// Where.
    pub node: NodeId,
    /// How it was answered.
    pub reason: Reason,
    /// The revision of the facts it was decided on.
    pub revision: u64,
    /// Who asked.
    pub source: DecisionSource,
    /// Was a second factor used in the session?
    pub mfa: bool,
    /// Were other attributes sent along? Then the same cannot be asked again.
    pub sent: bool,
}

impl DecisionRecord {
    /// Was it allowed?
    pub fn is_allowed(&self) -> bool {
        self.reason == Reason::Allowed
    }
}

/// Which decisions are wanted; what is `None` does not narrow.
#[derive(Clone, Debug, Default)]
pub struct DecisionFilter {
    /// Only about this subject.
    pub subject: Option<String>,
    /// Only on this node.
    pub node: Option<NodeId>,
    /// Only for this permission.
    pub permission: Option<Permission>,
    /// Only those allowed, or only those refused.
    pub allowed: Option<bool>,
}

/// When somebody was last allowed something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UseRecord {
    /// Who.
    pub subject: String,
    /// Where.
    pub node: NodeId,
    /// When.
    pub at: Micros,
}

/// The same question, asked once or more often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionRecord {
    /// Who it was about.
    pub subject: String,
    /// What was asked.
    pub permission: Permission,
    /// Where.
    pub node: NodeId,
    /// Who asked.
    pub source: DecisionSource,
    /// Was a second factor used in the session?
    pub mfa: bool,
    /// Were other attributes sent along?
    pub sent: bool,
    /// How often.
    pub times: u64,
    /// When last.
    pub at: Micros,
}

/// The decision log.
#[async_trait]
pub trait DecisionPort {
    /// Adds decisions, and notes what was used.
    async fn add_decisions(&mut self, decisions: &[DecisionRecord]) -> Result<()>;
    /// Decisions, newest first. The request's search is not used.
    async fn list_decisions(&mut self, filter: &DecisionFilter, request: &PageRequest) -> Result<Page<DecisionRecord>>;
    /// When the subject was last allowed this, on the node or anywhere.
    async fn last_use(
        &mut self,
        subject: &str,
        permission: &Permission,
        node: Option<&NodeId>,
    ) -> Result<Option<Micros>>;
    /// Who was allowed this since a time, the latest first, at most so many.
    async fn list_uses(&mut self, permission: &Permission, since: Micros, most: u32) -> Result<Vec<UseRecord>>;
    /// What was asked since a time, among the latest decisions, at most so many.
    async fn list_questions(&mut self, since: Micros, most: u32) -> Result<Vec<QuestionRecord>>;
    /// Drops some of the decisions made before a time, or beyond the number that is kept; answers how many it dropped. Not
    /// all at once: others want to write as well.
    async fn drop_decisions(&mut self, before: Micros, keep: u64) -> Result<u64>;
}
