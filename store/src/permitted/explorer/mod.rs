//! The access explorer: why somebody may do something or may not, who may, where, and what.
//!
//! Everything is told through a [`Viewer`]: what the caller may not see is left out, and it is said that something is.

mod find;

pub use find::{Topic, Topics};

use super::{Permitted, RoleName};
use crate::{
    Caller, Micros,
    error::{Denied, Result, StoreError},
    gate::session_facts,
};
use authz::{
    ANONYMOUS, Explanation, Grant, GrantId, Index, NodeId, Permission, Question, RoleId, Sent, Unknown,
    action::{Action, ExploreAccess, ExploreOwn, ExplorePlaces},
    explain::{Thing, Viewer},
    remark,
};
use std::collections::{BTreeMap, BTreeSet};

/// Some of what was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<T> {
    /// Some of it, in order.
    pub items: Vec<T>,
    /// After which of them the next page begins; nothing on the last.
    pub next: Option<String>,
    /// How many there are, for who may see them all.
    pub total: Option<usize>,
    /// Is some of it left out that the caller may not see?
    pub withheld: bool,
}

/// An explanation, with what is needed to lead to what it names. Nothing in it is hidden from the caller.
#[derive(Clone, Debug)]
pub struct Told {
    /// The explanation.
    pub why: Explanation,
    /// The grants it names.
    pub grants: BTreeMap<GrantId, Grant>,
    /// The project in which to look at a resource it names, where the caller reads one.
    pub projects: BTreeMap<NodeId, NodeId>,
    /// The homes of the roles it names.
    pub homes: BTreeMap<RoleId, NodeId>,
}

impl Told {
    fn new(index: &Index, sight: &Sight, why: Explanation) -> Self {
        let grants = why.grants().into_iter().filter_map(|id| Some((id.clone(), index.grant(&id)?)));
        let project = |id: &NodeId| {
            let above = index.ancestors(id).into_iter().chain([id]);
            above.into_iter().find(|above| above.kind() == "project" && sight.reads(above)).cloned()
        };
        let projects = why.nodes().into_iter().filter_map(|id| Some((id.clone(), project(&id)?)));
        let homes = why.roles().into_iter().filter_map(|id| Some((id.clone(), index.role(&id)?.home.clone())));
        Self { grants: grants.collect(), projects: projects.collect(), homes: homes.collect(), why }
    }
}

/// What the caller sees. Who works on the machine itself sees everything.
pub(super) struct Sight<'a> {
    viewer: Option<Viewer<'a>>,
}

impl Sight<'_> {
    pub(super) fn sees(&self, thing: Thing) -> bool {
        self.viewer.as_ref().is_none_or(|viewer| viewer.sees(thing))
    }

    pub(super) fn reads(&self, node: &NodeId) -> bool {
        self.viewer.as_ref().is_none_or(|viewer| viewer.reads(node))
    }

    fn knows(&self, who: &str, on: &NodeId) -> bool {
        self.viewer.as_ref().is_none_or(|viewer| viewer.knows(who, on))
    }

    /// May the caller see all nodes of a type, and who holds what on them?
    fn sees_all(&self, kind: &str) -> bool {
        let system = NodeId::system();
        self.viewer.as_ref().is_none_or(|viewer| viewer.may(&format!("{kind}:read"), &system) && viewer.lists(&system))
    }
}

/// What is asked about is not known, or not to the caller: both are answered alike.
fn unknown(field: &'static str, what: &str) -> StoreError {
    StoreError::invalid(field, remark!("there is no `{what}` that you may ask about", what))
}

impl<A: Action> Permitted<A> {
    /// Nodes whose plain members do not see each other.
    async fn discreet(&mut self) -> Result<BTreeSet<NodeId>> {
        Ok(self.transaction.list_discreet().await?.into_iter().collect())
    }

    /// Looks at the facts with the caller's eyes.
    fn look<T>(&self, discreet: &BTreeSet<NodeId>, look: impl FnOnce(&Index, &Sight) -> T) -> T {
        let sent = session_facts(&self.caller);
        let id = self.caller.user().map_or(ANONYMOUS, NodeId::as_str);
        self.index(|index| {
            let viewer =
                (!matches!(self.caller, Caller::Host(_))).then(|| Viewer::new(index, id, &sent, self.now, discreet));
            look(index, &Sight { viewer })
        })
    }

    /// The attributes that are known of somebody beside those stored: of the caller, their session's.
    fn sent_for(&self, subject: &str) -> Sent {
        let own = self.caller.user().is_some_and(|user| user.as_str() == subject);
        if own { session_facts(&self.caller) } else { Sent::default() }
    }

    async fn explained(&mut self, subject: &str, permission: &Permission, node: &NodeId) -> Result<Told> {
        let (discreet, sent) = (self.discreet().await?, self.sent_for(subject));
        self.look(&discreet, |index, sight| {
            if !sight.reads(node) {
                return Err(Denied::NotFound.into());
            }
            if !sight.knows(subject, node) {
                return Err(unknown("who", subject));
            }
            let asks = [(permission.as_str(), node.as_str())];
            let question = Question { subject, asks: &asks, sent: &sent, parents: None, now: self.now };
            let explained = index.explain_to(&question, &|thing| sight.sees(thing)).map_err(about)?;
            let why = explained.into_iter().next().ok_or(Denied::NotFound)?;
            Ok(Told::new(index, sight, why))
        })
    }

    async fn allowed_on(&mut self, subject: &str, node: &NodeId) -> Result<Vec<Permission>> {
        let (discreet, sent) = (self.discreet().await?, self.sent_for(subject));
        self.look(&discreet, |index, sight| {
            if !sight.reads(node) {
                return Err(Denied::NotFound.into());
            }
            if !sight.knows(subject, node) {
                return Err(unknown("who", subject));
            }
            let search = index.search(self.now).sent(&sent);
            let mut found: Vec<Permission> = search.what_can(subject, node.as_str()).map_err(about)?.cloned().collect();
            found.sort();
            Ok(found)
        })
    }

    /// What nodes are called, those without a name by their own.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    async fn named(&mut self, nodes: &[NodeId]) -> Result<BTreeMap<NodeId, String>> {
        self.called(nodes).await
    }
}

/// A question that names what is not known.
fn about(unknown: Unknown) -> StoreError {
    match unknown {
        Unknown::Subject(who) => self::unknown("who", &who),
        Unknown::Permission(permission) => self::unknown("can", &permission),
        Unknown::Node(_) | Unknown::Nothing => Denied::NotFound.into(),
    }
}

/// One page of what comes in order, and whether something in it is hidden: all of it is looked at, so that a page says
/// nothing of what lies between. Who may see all is told how many there are; then it is looked at from the beginning.
fn page<'a>(
    found: impl Iterator<Item = &'a NodeId>,
    after: &str,
    limit: u32,
    seen: impl Fn(&NodeId) -> bool,
    all: bool,
) -> Found<NodeId> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let (mut items, mut withheld, mut next, mut total) = (Vec::<NodeId>::new(), false, None, 0);
    for id in found {
        if !seen(id) {
            withheld = true;
            continue;
        }
        total += 1;
        if id.as_str() <= after {
            continue;
        }
        if items.len() < limit {
            items.push(id.clone());
        } else {
            next = items.last().map(ToString::to_string);
            if !all && withheld {
                break;
            }
        }
    }
    Found { items, next, total: (all && !withheld).then_some(total), withheld }
}

impl Permitted<ExploreAccess> {
    /// Why somebody may do something on the node, or may not, as far as the caller may know.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for somebody or a permission that is not known, or not to the caller.
    pub async fn explain(&mut self, subject: &str, permission: &Permission) -> Result<Told> {
        let node = self.scope.clone();
        self.explained(subject, permission, &node).await
    }

    /// Everything somebody may do on the node.
    ///
    /// # Errors
    /// As [`Permitted::explain`].
    pub async fn what_can(&mut self, subject: &str) -> Result<Vec<Permission>> {
        let node = self.scope.clone();
        self.allowed_on(subject, &node).await
    }

    /// The people who may do something on the node, by id, as far as the caller sees them.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for a permission that is not known; [`Denied::NotFound`] for a node that is not there.
    pub async fn who_can(&mut self, permission: &Permission, after: &str, limit: u32) -> Result<Found<NodeId>> {
        let (discreet, node) = (self.discreet().await?, self.scope.clone());
        self.look(&discreet, |index, sight| {
            if !sight.reads(&node) {
                return Err(Denied::NotFound.into());
            }
            let all = sight.sees_all("user");
            let search = index.search(self.now).after(if all { "" } else { after });
            let people = search.who_can(permission.as_str(), node.as_str()).map_err(about)?;
            Ok(page(people, after, limit, |user| sight.knows(user.as_str(), &node), all))
        })
    }
}

impl Permitted<ExploreOwn> {
    /// Why the caller may do something on a node that they may read, or may not.
    ///
    /// # Errors
    /// [`Denied::NotFound`] for a node that is not there, or not to be read; [`StoreError::Invalid`] for a permission that
    /// is not known.
    pub async fn explain(&mut self, permission: &Permission, node: &NodeId) -> Result<Told> {
        let subject = self.caller.name().to_owned();
        self.explained(&subject, permission, node).await
    }

    /// Everything the caller may do on a node that they may read.
    ///
    /// # Errors
    /// [`Denied::NotFound`] for a node that is not there, or not to be read.
    pub async fn what_can(&mut self, node: &NodeId) -> Result<Vec<Permission>> {
        let subject = self.caller.name().to_owned();
        self.allowed_on(&subject, node).await
    }
}

impl Permitted<ExplorePlaces> {
    /// The nodes of a type on which somebody may do something, by id, as far as the caller may read them and sees who may
    /// do what there.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for somebody, a permission or a type that is not known, or not to the caller.
    pub async fn where_can(
        &mut self,
        subject: &str,
        permission: &Permission,
        kind: &str,
        within: &NodeId,
        after: &str,
        limit: u32,
    ) -> Result<Found<NodeId>> {
        let (discreet, sent) = (self.discreet().await?, self.sent_for(subject));
        self.look(&discreet, |index, sight| {
            let who = NodeId::parse(subject).ok();
            let known = subject == ANONYMOUS || who.is_some_and(|who| sight.sees(Thing::Node(&who)));
            if !known {
                return Err(unknown("who", subject));
            }
            if index.catalog().types.get(kind).is_none_or(|kind| kind.by_policy) {
                return Err(unknown("of", kind));
            }
            let seen = |node: &NodeId| sight.reads(node) && sight.knows(subject, node);
            let all = sight.sees_all(kind);
            let inside = |node: &&NodeId| within.is_system() || index.lies_below(*node, within);
            let search = index.search(self.now).sent(&sent).after(if all { "" } else { after });
            let places = search.where_can(subject, permission.as_str(), kind).map_err(about)?;
            Ok(page(places.filter(inside), after, limit, seen, all))
        })
    }
}

/// What a page of the explorer needs to name things.
impl<A: Action> Permitted<A> {
    /// What nodes are called that an answer names.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn explorer_names(&mut self, nodes: &[NodeId]) -> Result<Vec<(NodeId, String)>> {
        Ok(self.named(nodes).await?.into_iter().collect())
    }

    /// Every role, for showing by its name what was told.
    pub fn explorer_roles(&self) -> Vec<RoleName> {
        self.role_names()
    }

    /// The instant that was asked for.
    pub fn asked_at(&self) -> Micros {
        self.now
    }
}
