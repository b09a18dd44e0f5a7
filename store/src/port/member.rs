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
    /// A user: is a second factor enrolled?
    pub mfa: bool,
    /// When a user was last active on the node, to some minutes.
    pub seen_at: Option<Micros>,
    /// The first end among the grants that end.
    pub ends_at: Option<Micros>,
}

impl MemberRecord {
    /// One of whom nothing else is known.
    pub fn named(subject: NodeId, name: String) -> Self {
        Self { subject, name, email: None, username: None, mfa: false, seen_at: None, ends_at: None }
    }
}

/// When and by whom a grant was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantRecord {
    /// The grant.
    pub id: GrantId,
    /// The user or group it is for.
    pub subject: NodeId,
    /// When.
    pub at: Micros,
    /// By whom: a node id, `operator@host` or a preset.
    pub author: String,
}

/// A line of what was done with members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryRecord {
    /// The audit line's id; ids sort by time.
    pub id: String,
    /// When.
    pub at: Micros,
    /// Who.
    pub actor: String,
    /// What: the action's own name, such as `AddMember`.
    pub action: String,
    /// Was it done, or refused?
    pub done: bool,
    /// To whom, where it is one.
    pub subject: Option<String>,
    /// What it was before, as JSON.
    pub before: Option<String>,
    /// What it is after, as JSON.
    pub after: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// Which members are wanted; what is `None` does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct MemberFilter {
    /// `user` or `group`.
    pub kind: Option<String>,
    /// Words to look for in name, user name and id; empty for all.
    pub search: String,
    /// Look for them in addresses too.
    pub addresses: bool,
    /// With this role.
    pub role: Option<String>,
    /// With a grant of this source.
    pub source: Option<String>,
    /// Enabled, or disabled.
    pub active: Option<bool>,
    /// With a second factor, or without.
    pub mfa: Option<bool>,
    /// With a grant that does not end, or without one.
    pub for_good: Option<bool>,
    /// Whose access ends, or ended, after this instant.
    pub ends_after: Option<Micros>,
    /// Whose access ends, or ended, before this instant.
    pub ends_before: Option<Micros>,
    /// Not active since this instant.
    pub idle_since: Option<Micros>,
    /// Nobody but this one.
    pub only: Option<NodeId>,
}

/// How members divide up, each number within what the filter leaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MemberCounts {
    /// All of them.
    pub all: u64,
    /// Enabled.
    pub active: u64,
    /// With a second factor.
    pub mfa: u64,
    /// With a grant that does not end.
    pub for_good: u64,
    /// Whose access ended.
    pub ended: u64,
    /// Whose access ends within a week.
    pub week: u64,
    /// Whose access ends within 30 days.
    pub month: u64,
    /// Never active here.
    pub never: u64,
    /// Not active here for 30 days.
    pub idle_month: u64,
    /// Not active here for 90 days.
    pub idle_quarter: u64,
}

impl core::iter::Sum for MemberCounts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |all, some| Self {
            all: all.all + some.all,
            active: all.active + some.active,
            mfa: all.mfa + some.mfa,
            for_good: all.for_good + some.for_good,
            ended: all.ended + some.ended,
            week: all.week + some.week,
            month: all.month + some.month,
            never: all.never + some.never,
            idle_month: all.idle_month + some.idle_month,
            idle_quarter: all.idle_quarter + some.idle_quarter,
        })
    }
}

/// Members who hold these roles from these sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleCount {
    /// The roles.
    pub roles: Vec<String>,
    /// The sources.
    pub sources: Vec<String>,
    /// How many, and how they divide up further.
    pub counts: MemberCounts,
}

/// Members of a node, by kind and end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MemberTotals {
    /// Users.
    pub people: u64,
    /// Groups.
    pub groups: u64,
    /// Both, whose access ends within 30 days or has ended.
    pub expiring: u64,
}

/// Members.
#[async_trait]
pub trait MemberPort {
    /// Members of a node by name; by their end where the filter asks for an end and no kind. The request's own search
    /// is not used.
    async fn list_members(
        &mut self,
        node: &NodeId,
        filter: &MemberFilter,
        request: &PageRequest,
    ) -> Result<Page<MemberRecord>>;
    /// One member of a node.
    async fn find_member(&mut self, node: &NodeId, subject: &NodeId) -> Result<Option<MemberRecord>>;
    /// How many members fit.
    async fn count_matching(&mut self, node: &NodeId, filter: &MemberFilter) -> Result<u64>;
    /// How the members of a node that fit divide up.
    async fn count_members(&mut self, node: &NodeId, filter: &MemberFilter, now: Micros) -> Result<Vec<RoleCount>>;
    /// How many members a node has.
    async fn member_totals(&mut self, node: &NodeId, now: Micros) -> Result<MemberTotals>;
    /// Ids of the members that fit, by name; no more than `limit`.
    async fn member_ids(&mut self, node: &NodeId, filter: &MemberFilter, limit: u32) -> Result<Vec<NodeId>>;
    /// Users, groups and accounts that are not members of the node and match the search, by name: whom one could add;
    /// and how many there are.
    async fn list_candidates(&mut self, node: &NodeId, search: &str, limit: u32) -> Result<(Vec<MemberRecord>, u64)>;
    /// The users, groups and accounts that a text names exactly, by user name, address or name; two are enough.
    async fn named(&mut self, text: &str) -> Result<Vec<MemberRecord>>;
    /// When and by whom the grants on a node to some subjects were made.
    async fn list_grants(&mut self, node: &NodeId, subjects: &[NodeId]) -> Result<Vec<GrantRecord>>;
    /// What was done with the members of a node, newest first.
    async fn list_member_history(&mut self, node: &NodeId, request: &PageRequest) -> Result<Page<HistoryRecord>>;
    /// Notes when users were last active on nodes.
    async fn put_activity(&mut self, activity: &[(NodeId, NodeId, Micros)]) -> Result<()>;
    /// Do plain members of the node not see each other?
    async fn is_discreet(&mut self, node: &NodeId) -> Result<bool>;
    /// Those of these nodes whose plain members do not see each other.
    async fn discreet_among(&mut self, nodes: &[NodeId]) -> Result<Vec<NodeId>>;
    /// All nodes whose plain members do not see each other.
    async fn list_discreet(&mut self) -> Result<Vec<NodeId>>;
    /// Says whether plain members of the node see each other.
    async fn put_discreet(&mut self, node: &NodeId, discreet: bool) -> Result<()>;
}
