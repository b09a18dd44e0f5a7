//! Proofs that a caller may do something, and what can be done with each: a file per noun.
//!
//! A method takes no scope: it uses the proof's. A method that writes consumes the proof.

mod access;
mod account;
mod activity;
mod audit;
mod catalog;
mod decision;
mod explorer;
mod grant;
mod group;
mod job;
mod member;
mod navigation;
mod node;
mod outlook;
mod policy;
mod project;
mod rights;
mod role;
mod role_version;
mod route;
mod session;
mod user;

pub use access::{Access, HeldPlace, Holdings, RoleTally, Way};
pub use account::{Account, AccountEdit, AccountTerms};
pub use activity::{Activity, Day};
pub use catalog::{
    ActShift, CatalogEdit, CatalogFile, CatalogOutlook, CatalogPlan, CatalogRecord, CatalogShow, Drift, PlanLine, Sign,
};
pub(crate) use decision::COMPLETE_SINCE;
pub use decision::{LastUse, Replay, Replayed, Turned, Unused};
pub use explorer::{Found, Told, Topic, Topics};
pub use grant::{AtomKind, AtomText, GrantAction, GrantDraft, GrantEdit, GrantLine, GrantTurn};
pub use group::{Group, GroupTurn, GroupWay, Joined, NewGroup};
pub(crate) use job::carry_on;
pub use job::{Job, JobItem, MAX_JOB, Outlook, Picked, Skip};
pub use member::{
    Facets, Known, Member, MemberEdit, NewMembers, Reach, Reached, Resolved, RoleAbility, RoleName, Sight,
};
pub use navigation::seen as navigation_seen;
pub use node::{NewNode, NodeEdit, NodeLine, NodeTrial, NodeVerdict, NodeView, NodeViews, NodeWho, Resource};
pub use outlook::{AccessOutlook, ShiftLine, Toll};
pub use policy::{PolicyCandidate, PolicyChange, PolicyRecord, PolicyTrial, PolicyTurn};
pub use project::{Abilities, NewProject, Place, Project, ProjectEdit};
pub use rights::Rights;
pub use role::{MatrixRecord, MatrixRole, NewRole, OneRole, RoleChange, RoleEdit, RoleHolding, RoleHoldings, RoleTurn};
pub use role_version::{RoleHistory, RoleHolder, RoleHolders};
pub use route::{RouteChange, RouteRecord, RouteTrial, RouteTrialNeed, RouteTurn};
pub use session::{Ending, Profile, Turn};
pub use user::NewUser;
pub(crate) use user::new_user;

use crate::{
    Caller, Gate, Micros,
    error::{Result, StoreError},
    gate::{ask, session_facts},
    port::{Outcome, Transaction},
    work::Work,
};
use authz::{
    Atom, Change, Grant, GrantId, Index, Node, NodeId, RoleId, Source,
    action::{Action, Write},
    catalog::{NewHolder, OnCreate},
    guard::{self, Refusal, Writer},
    remark,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// A proof that the caller may do `A` on the scope, with the transaction in which that is so.
#[must_use = "a proof that is not used does nothing"]
pub struct Permitted<A: Action> {
    gate: Gate,
    transaction: Box<dyn Transaction>,
    caller: Caller,
    scope: A::Scope,
    now: Micros,
}

/// What an audit line says about a change.
#[derive(Default)]
pub(crate) struct Story {
    /// To whom or what.
    pub(crate) subject: Option<String>,
    /// What it was before, as JSON.
    pub(crate) before: Option<String>,
    /// What it is after, as JSON.
    pub(crate) after: Option<String>,
    /// Why, in the actor's words.
    pub(crate) reason: Option<String>,
}

impl Story {
    pub(crate) fn about(subject: &impl ToString) -> Self {
        Self { subject: Some(subject.to_string()), ..Self::default() }
    }

    pub(crate) fn before(mut self, value: &impl Serialize) -> Self {
        self.before = serde_json::to_string(value).ok();
        self
    }

    pub(crate) fn after(mut self, value: &impl Serialize) -> Self {
        self.after = serde_json::to_string(value).ok();
        self
    }

    pub(crate) fn because(mut self, reason: &str) -> Self {
        self.reason = (!reason.trim().is_empty()).then(|| reason.trim().to_owned());
        self
    }
}

impl<A: Action> Permitted<A> {
    pub(crate) fn new(
        gate: Gate,
        transaction: Box<dyn Transaction>,
        caller: Caller,
        scope: A::Scope,
        now: Micros,
    ) -> Self {
        Self { gate, transaction, caller, scope, now }
    }

    /// Who asked.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The instant it was decided for.
    pub fn now(&self) -> Micros {
        self.now
    }

    fn index<R>(&self, look: impl FnOnce(&Index) -> R) -> R {
        self.gate.index(look)
    }

    /// May the caller also do what asks for this permission of the console there?
    fn may(&self, name: &str, node: &NodeId) -> bool {
        self.index(|index| self.may_in(index, name, node))
    }

    /// The same, where the index is being looked at already: locking it twice could wait for ever.
    fn may_in(&self, index: &Index, name: &str, node: &NodeId) -> bool {
        index
            .catalog()
            .permission_for(name)
            .is_some_and(|permission| ask(index, &self.caller, &permission, node, self.now))
    }
}

impl<A: Action> Permitted<A> {
    /// The nodes below which the caller may make something of a type: `system`, and accounts.
    async fn creatable(&mut self, name: &str, kind: &str) -> Result<Vec<Place>> {
        let system = NodeId::system();
        let ids: Vec<NodeId> = self.index(|index| {
            let parents = index.catalog().types.get(kind).map(|kind| kind.parents.as_slice()).unwrap_or_default();
            let nodes = std::iter::once(&system).chain(index.nodes_of_type("account"));
            let fitting =
                nodes.filter(|id| parents.iter().any(|parent| parent == id.kind()) && self.may_in(index, name, id));
            fitting.take(MAX_PLACES).cloned().collect()
        });
        let names: BTreeMap<NodeId, String> = self.transaction.names(&ids).await?.into_iter().collect();
        let place = |id: NodeId| Place { name: names.get(&id).cloned().unwrap_or_default(), id };
        Ok(ids.into_iter().map(place).collect())
    }
}

impl<A: Action> Permitted<A> {
    /// What the catalog gives a new node of this type.
    fn on_create(&self, id: &NodeId) -> Result<Vec<Change>> {
        let extras = self.index(|index| index.catalog().types.get(id.kind()).map(|kind| kind.on_create.clone()));
        let mut changes = Vec::new();
        for extra in extras.unwrap_or_default() {
            match extra {
                OnCreate::Child(kind) => {
                    let child = NodeId::new(&kind, id.name()).map_err(StoreError::database)?;
                    changes.push(Change::PutNode(Node::new(child, vec![id.clone()])));
                }
                OnCreate::Grant { to, role } => {
                    let who = match (to, self.caller.user()) {
                        (NewHolder::Creator, Some(user)) => Atom::User(user.clone()),
                        // The command line makes things for others.
                        (NewHolder::Creator, None) => continue,
                        (NewHolder::Members, _) if id.kind() == "account" => Atom::Account(id.clone()),
                        (NewHolder::Members, _) => Atom::Group(id.clone()),
                    };
                    changes.push(Change::PutGrant(self.grant(who, role, id, None)?));
                }
            }
        }
        Ok(changes)
    }

    /// A new direct grant.
    fn grant(&self, who: Atom, role: RoleId, on: &NodeId, expires_at: Option<Micros>) -> Result<Grant> {
        let id = GrantId::parse(&self.gate.new_id("grt")).map_err(StoreError::database)?;
        Ok(Grant { id, who: vec![who], role, on: on.clone(), expires_at, source: Source::Direct })
    }
}

impl<A: Action> Permitted<A> {
    /// Judges the changes by the guards. Where an operator who forces skipped a rule, says what came of it.
    fn judge(&self, changes: &[Change]) -> Result<Option<String>, Refusal> {
        self.index(|index| {
            let judge = |writer| guard::judge(index, &writer, changes, self.now);
            let Err(refusal) = judge(writer(&self.caller)) else { return Ok(None) };
            match (&self.caller, left_without(&refusal)) {
                (Caller::Host(operator), Some(left)) if operator.forces() => {
                    judge(Writer::Host { force: true }).map(|()| Some(format!("forced: {left}")))
                }
                _ => Err(refusal),
            }
        })
    }
}

/// Most nodes offered to make something below.
const MAX_PLACES: usize = 200;

impl<A: Write> Permitted<A> {
    /// Judges the changes by the guards, writes them and the audit line, and commits.
    async fn commit(self, work: Work, node: &NodeId, story: Story) -> Result<()> {
        self.commit_line(work, node, story).await.map(drop)
    }

    /// The same, and answers the audit line's id.
    async fn commit_line(mut self, work: Work, node: &NodeId, story: Story) -> Result<String> {
        self.refuse_retired(&work.changes).await?;
        let skipped = match self.judge(&work.changes) {
            Ok(skipped) => skipped,
            Err(refusal) => {
                let (gate, caller) = (self.gate, self.caller);
                gate.record_refusal(self.transaction, &caller, A::ID, node.to_string(), refusal.to_string()).await?;
                return Err(refusal.into());
            }
        };
        let reason: Vec<String> = skipped.into_iter().chain(story.reason).collect();
        let reason = (!reason.is_empty()).then(|| reason.join("; "));
        let mut line = self.gate.line(&self.caller, A::ID, node.to_string(), Outcome::Done, reason);
        line.subject = story.subject;
        line.before = story.before;
        line.after = story.after;
        self.gate.commit(self.transaction, &work, &line).await?;
        Ok(line.id)
    }

    /// Names of deleted nodes are never used again.
    async fn refuse_retired(&mut self, changes: &[Change]) -> Result<()> {
        for change in changes {
            if let Change::PutNode(node) = change
                && self.index(|index| index.node(&node.id).is_none())
                && self.transaction.is_retired(&node.id).await?
            {
                return Err(StoreError::invalid(
                    "id",
                    remark!("`{id}` was used before and is never used again", id = node.id),
                ));
            }
        }
        Ok(())
    }
}

/// What is so after a change that only the rules on the last one refuse; nothing for the other rules.
fn left_without(refusal: &Refusal) -> Option<String> {
    match refusal {
        Refusal::LastOwner { node } => Some(format!("`{node}` has no owner now")),
        Refusal::LastAdministrator => Some("nobody is administrator now".to_owned()),
        _ => None,
    }
}

/// Whose rights a change is judged by.
fn writer(caller: &Caller) -> Writer {
    match caller {
        Caller::Host(_) => Writer::Host { force: false },
        Caller::Anonymous(_) => Writer::subject("anonymous", authz::Attributes::new()),
        Caller::Person(person) => Writer::subject(person.user.as_str(), session_facts(caller).subject),
        Caller::Ordered(ordered) => Writer::subject(ordered.user.as_str(), session_facts(caller).subject),
    }
}

/// Most characters of a name.
pub(crate) const MAX_NAME: usize = 120;
/// Most characters of a description or reason.
pub(crate) const MAX_TEXT: usize = 2_000;

/// A trimmed name of 1 to 120 characters.
pub(crate) fn name(field: &'static str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > MAX_NAME || text.chars().any(char::is_control) {
        return Err(StoreError::invalid(field, remark!("write 1 to {n} characters on one line", n = MAX_NAME)));
    }
    Ok(text.to_owned())
}

/// A trimmed text of at most 2,000 characters.
pub(crate) fn text(field: &'static str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.chars().count() > MAX_TEXT {
        return Err(StoreError::invalid(field, remark!("write at most {n} characters", n = MAX_TEXT)));
    }
    Ok(text.to_owned())
}
