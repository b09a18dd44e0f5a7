//! Reading the decision log: what was asked, what is used, and what a change would have answered otherwise.

use super::{
    Permitted, RoleEdit,
    role::{Checked, includers, is_column},
};
use crate::{
    Micros, SECOND,
    error::{Result, StoreError},
    port::{DecisionFilter, DecisionRecord, DecisionSource, Page, PageRequest, QuestionRecord, Transaction, UseRecord},
};
use authz::{
    Change, Index, NodeId, Permission, Question, RoleId, Sent, Value,
    action::{Action, ReadDecisions, ReadMatrix},
    matrix,
};
use std::collections::{BTreeMap, BTreeSet};

/// The setting that says since when nothing is missing from the log.
pub(crate) const COMPLETE_SINCE: &str = "decisions_complete_since";
/// Most decisions that a change is tried on, the latest.
const REPLAYED: u32 = 100_000;
/// Most of them while a change is still being written.
const REPLAYED_AHEAD: u32 = 20_000;
/// Most uses of a permission that are looked through for those by a role's holders.
const MOST_USES: u32 = 2_000;
const DAY: Micros = 86_400 * SECOND;

/// When somebody was last allowed something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastUse {
    /// Then.
    At(Micros),
    /// Not in the time asked about.
    NotSince(Micros),
    /// Not as far as the log knows, but it does not know everything: it is younger, or holds only some.
    Unknown,
}

/// What roles give and nobody who holds them used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unused {
    /// By role. A permission that very many others used counts as used.
    Since(BTreeMap<RoleId, Vec<Permission>>),
    /// The log is younger than that, or holds only some decisions.
    Unknown,
}

/// Recent decisions that a change would have answered otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replay {
    /// How many different questions were asked again.
    pub questions: usize,
    /// How many could not be: attributes were sent with them that are not kept, or what they name is gone.
    pub unanswered: usize,
    /// Whom it would be another answer for.
    pub callers: Vec<Replayed>,
    /// How many more there are that the caller may not see.
    pub withheld: usize,
    /// Does the log hold everything that was asked in that time?
    pub complete: bool,
}

/// What would be answered otherwise to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replayed {
    /// Who: a user, an API key or `anonymous`.
    pub subject: String,
    /// What, in the order of nodes and permissions.
    pub turned: Vec<Turned>,
}

/// A question that would be answered otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turned {
    /// What was asked.
    pub permission: Permission,
    /// Where.
    pub node: NodeId,
    /// Would it be allowed, and is not? Otherwise it is, and would not be.
    pub allowed: bool,
    /// How often it was asked.
    pub times: u64,
    /// When last.
    pub at: Micros,
}

impl<A: Action<Scope = NodeId>> Permitted<A> {
    /// Asks again what was asked on the node and below.
    async fn asked_again(&mut self, changes: &[Change], days: u32) -> Result<Replay> {
        self.replayed(changes, days, &self.scope.clone(), REPLAYED).await
    }
}

impl<A: Action> Permitted<A> {
    /// Is nothing missing from the log since this time?
    pub(in crate::permitted) async fn is_complete(&mut self, since: Micros) -> Result<bool> {
        Ok(complete_since(&mut *self.transaction).await?.is_some_and(|complete| complete <= since))
    }

    /// Asks again what was asked lately, anywhere.
    pub(in crate::permitted) async fn asked_again_anywhere(&mut self, changes: &[Change], days: u32) -> Result<Replay> {
        self.replayed(changes, days, &NodeId::system(), REPLAYED_AHEAD).await
    }

    async fn replayed(&mut self, changes: &[Change], days: u32, within: &NodeId, most: u32) -> Result<Replay> {
        let since = self.now - i64::from(days) * DAY;
        let questions = self.transaction.list_questions(since, most).await?;
        let complete = self.is_complete(since).await?;
        let replayed = self.index(|index| {
            let after = index.preview(changes)?;
            let mut replay = replay(index, &after, within, questions, self.now);
            let all = replay.callers.len();
            for caller in &mut replay.callers {
                caller.turned.retain(|turned| self.sees(index, &turned.node));
            }
            let seen = |subject: &str| NodeId::parse(subject).map_or(true, |who| self.sees(index, &who));
            replay.callers.retain(|caller| !caller.turned.is_empty() && seen(&caller.subject));
            replay.withheld = all - replay.callers.len();
            Ok(replay)
        });
        let replay = replayed.map_err(|invalid: authz::Invalid| StoreError::Refused(invalid.into()))?;
        Ok(Replay { complete, ..replay })
    }
}

/// Since when nothing is missing from the log; nothing where something is missing all the time.
async fn complete_since(transaction: &mut dyn Transaction) -> Result<Option<Micros>> {
    Ok(transaction.find_setting(COMPLETE_SINCE).await?.and_then(|text| text.parse().ok()))
}

/// Asks both, and keeps what they answer differently.
fn replay(before: &Index, after: &Index, scope: &NodeId, questions: Vec<QuestionRecord>, now: Micros) -> Replay {
    let mut replay = Replay::default();
    let mut callers: BTreeMap<String, Vec<Turned>> = BTreeMap::new();
    for question in questions.into_iter().filter(|question| before.lies_below(&question.node, scope)) {
        let was = if question.sent { None } else { answer(before, &question, now) };
        let Some(was) = was else {
            replay.unanswered += 1;
            continue;
        };
        replay.questions += 1;
        // What is no longer there is allowed to nobody.
        let allowed = answer(after, &question, now).unwrap_or(false);
        if allowed != was {
            let QuestionRecord { subject, permission, node, times, at, .. } = question;
            callers.entry(subject).or_default().push(Turned { permission, node, allowed, times, at });
        }
    }
    let caller = |(subject, mut turned): (String, Vec<Turned>)| {
        turned.sort_by(|one, other| (&one.node, &one.permission).cmp(&(&other.node, &other.permission)));
        Replayed { subject, turned }
    };
    replay.callers = callers.into_iter().map(caller).collect();
    replay
}

fn answer(index: &Index, question: &QuestionRecord, now: Micros) -> Option<bool> {
    let mut sent = Sent::default();
    // As the gate asked: what is known of the session goes along.
    if question.source == DecisionSource::Console && index.user(&question.subject).is_some() {
        sent.subject.insert("mfa".to_owned(), Value::Bool(question.mfa));
    }
    let asks = [(question.permission.as_str(), question.node.as_str())];
    index.decide(&Question { subject: &question.subject, asks: &asks, sent: &sent, parents: None, now }).ok()
}

impl Permitted<ReadDecisions> {
    /// Decisions, newest first; elsewhere than on `system`, those on the node. Names of people and nodes come along.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn list(
        mut self,
        mut filter: DecisionFilter,
        request: &PageRequest,
    ) -> Result<(Page<DecisionRecord>, Vec<(NodeId, String)>)> {
        if !self.scope.is_system() {
            filter.node = Some(self.scope.clone());
        }
        let page = self.transaction.list_decisions(&filter, request).await?;
        let mut nodes: BTreeSet<NodeId> = page.items.iter().map(|decision| decision.node.clone()).collect();
        nodes.extend(page.items.iter().filter_map(|decision| NodeId::parse(&decision.subject).ok()));
        let nodes: Vec<NodeId> = nodes.into_iter().collect();
        let names = self.transaction.names(&nodes).await?;
        Ok((page, names))
    }

    /// Whether somebody was allowed this in so many days, and when last: on the node; on `system`, anywhere.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn last_use(&mut self, subject: &str, permission: &Permission, days: u32) -> Result<LastUse> {
        let since = self.now - i64::from(days) * DAY;
        let node = (!self.scope.is_system()).then(|| self.scope.clone());
        Ok(match self.transaction.last_use(subject, permission, node.as_ref()).await? {
            Some(at) if at >= since => LastUse::At(at),
            _ if self.is_complete(since).await? => LastUse::NotSince(since),
            _ => LastUse::Unknown,
        })
    }

    /// What of the last days' decisions on the node and below the changes would answer otherwise. Nothing is saved.
    ///
    /// # Errors
    /// [`StoreError::Refused`] if the changes cannot be made.
    pub async fn replay(mut self, changes: &[Change], days: u32) -> Result<Replay> {
        self.asked_again(changes, days).await
    }
}

impl Permitted<ReadMatrix> {
    /// What of the last days' decisions on the node and below the edits would answer otherwise. Nothing is saved.
    ///
    /// # Errors
    /// As [`Permitted::save`].
    pub async fn replay(mut self, edits: Vec<RoleEdit>, days: u32) -> Result<Replay> {
        let Checked { changes, .. } = self.checked(edits).await?;
        self.asked_again(&changes, days).await
    }

    /// What the roles of the matrix give that none of their holders used in so many days.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn unused(mut self, days: u32) -> Result<Unused> {
        let since = self.now - i64::from(days) * DAY;
        if !self.is_complete(since).await? {
            return Ok(Unused::Unknown);
        }
        let given = self.index(|index| given(index, &self.scope));
        let asked: BTreeSet<&Permission> = given.values().flatten().collect();
        let mut uses: BTreeMap<Permission, Vec<UseRecord>> = BTreeMap::new();
        for permission in asked {
            uses.insert(permission.clone(), self.transaction.list_uses(permission, since, MOST_USES).await?);
        }
        let unused = self.index(|index| {
            let role = |(id, permissions): (RoleId, Vec<Permission>)| {
                let holding = holding(index, &id);
                let is_used = |permission: &Permission| {
                    uses.get(permission).is_some_and(|uses| is_used_by(index, holding.as_ref(), uses, self.now))
                };
                (id, permissions.into_iter().filter(|permission| !is_used(permission)).collect())
            };
            given.into_iter().map(role).collect()
        });
        Ok(Unused::Since(unused))
    }
}

/// What each role of a node's matrix gives, by whatever entry.
fn given(index: &Index, scope: &NodeId) -> BTreeMap<RoleId, Vec<Permission>> {
    let types = index.catalog().types.iter().filter(|(_, kind)| !kind.by_policy);
    let all: Vec<Permission> = types
        .flat_map(|(name, kind)| kind.actions.iter().filter_map(|action| Permission::of(name, action).ok()))
        .collect();
    let gives = |role: &authz::Role, permission: &Permission| {
        let cell = matrix::cell(role, permission, |id| index.role(id));
        cell.conditional || cell.effective().is_some()
    };
    let roles = index.roles().filter(|role| is_column(index, role, scope));
    roles.map(|role| (role.id.clone(), all.iter().filter(|one| gives(role, one)).cloned().collect())).collect()
}

/// The role and those that include it; nothing where visitors hold it, of whom there is no list.
fn holding(index: &Index, role: &RoleId) -> Option<BTreeSet<RoleId>> {
    let mut found = includers(index, role);
    found.insert(role.clone());
    let visitors = &index.catalog().visitor_roles;
    let visited = [&visitors.public, &visitors.internal].into_iter().flatten().any(|role| found.contains(role));
    (!visited).then_some(found)
}

/// Was one of these uses by somebody who holds one of the roles there?
fn is_used_by(index: &Index, roles: Option<&BTreeSet<RoleId>>, uses: &[UseRecord], now: Micros) -> bool {
    let Some(roles) = roles.filter(|_| uses.len() < MOST_USES as usize) else { return !uses.is_empty() };
    uses.iter().any(|used| {
        let person = index.key(&used.subject).map_or(used.subject.as_str(), |key| key.owner.as_str());
        let above = index.ancestors(&used.node).into_iter().chain([&used.node]);
        above
            .flat_map(|node| roles.iter().flat_map(move |role| index.grants_on_of(node, role)))
            .any(|grant| index.grant_matches(&grant, person, now))
    })
}
