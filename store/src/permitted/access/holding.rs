//! Everywhere somebody has access, as far as the caller may see it.
//!
//! What was given to them, or to what they are, is worked out from their grants downwards and told first; then comes what
//! is theirs only because everybody has it, or because they hold a role on the whole system.

use super::{Access, Strengths, access};
use crate::{
    error::Result,
    gate::is_readable,
    permitted::Permitted,
    port::{After, Page, PageRequest, fold},
};
use authz::{Index, NodeId, RoleId, action::Action};
use std::collections::{BTreeMap, BTreeSet};

/// Most places whose names are sorted in memory; where there are more, the list is walked by name instead.
const SORTED: usize = 2_000;

/// What lists are of beside the nodes that grants are made on.
const KIND: &str = "project";

/// Everywhere somebody has access, as far as the caller may see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Holdings {
    /// On the whole system.
    pub system: Vec<Access>,
    /// On single nodes, what was given to them first, then by name.
    pub places: Page<HeldPlace>,
    /// On how many projects each role is the strongest, leaving out what everybody has and the whole system gives; the
    /// role that gives most first. `None` where there are too many to count.
    pub tally: Option<Vec<RoleTally>>,
    /// May there be more that the caller may not see?
    pub partial: bool,
}

/// On how many projects a role is somebody's strongest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleTally {
    /// The role.
    pub role: RoleId,
    /// How many projects.
    pub projects: usize,
}

/// A node on which somebody has access.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldPlace {
    /// The node.
    pub node: NodeId,
    /// What people call it.
    pub name: String,
    /// Through what, the strongest first.
    pub access: Vec<Access>,
    /// May the caller see its members?
    pub members: bool,
}

/// Where somebody may have access.
struct Candidates {
    /// By grants to them or to what they are, below the system.
    given: BTreeSet<NodeId>,
    /// Because everybody has it; `None` for all there are.
    open: Option<BTreeSet<NodeId>>,
}

impl<A: Action> Permitted<A> {
    /// Everywhere a user or group has access, from a place in the list on.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub(in crate::permitted) async fn everywhere(
        &mut self,
        subject: &NodeId,
        after: Option<&After>,
        size: usize,
    ) -> Result<Holdings> {
        let system = NodeId::system();
        let on_system = self.index(|index| access(index, &system, subject, self.now, &mut Strengths::default()));
        let all = !on_system.is_empty();
        let seen = self.seen_places(subject, BTreeSet::from([system])).await?;
        let Candidates { given, open } = self.index(|index| candidates(index, subject, all, self.now));
        let counted = given.len() <= SORTED;
        let given = if counted { self.seen_places(subject, given).await? } else { BTreeSet::new() };
        let tally = counted.then(|| self.index(|index| tally(index, subject, &given, self.now)));
        let mut items = match after.filter(|after| after.key.starts_with(LATER)) {
            None => self.sorted(&given, after.and_then(|after| read(after, FIRST)), FIRST, size + 1).await?,
            Some(_) => Vec::new(),
        };
        if items.len() <= size {
            let start = after.and_then(|after| read(after, LATER));
            let left = size + 1 - items.len();
            let more = match open.filter(|_| counted) {
                Some(open) => {
                    let open = self.seen_places(subject, &open - &given).await?;
                    self.sorted(&open, start, LATER, left).await?
                }
                None => self.walked(subject, &given, start, left).await?,
            };
            items.extend(more);
        }
        let next = (items.len() > size).then(|| items.get(size.saturating_sub(1)).map(|(after, _)| after.clone()));
        items.truncate(size);
        let places = self.index(|index| {
            let mut strengths = Strengths::default();
            let place = |(_, (node, name)): (After, (NodeId, String))| HeldPlace {
                access: access(index, &node, subject, self.now, &mut strengths),
                members: self.may_in(index, "member:read", &node),
                node,
                name,
            };
            items.into_iter().map(place).collect()
        });
        let partial = seen.is_empty();
        let system = if partial { Vec::new() } else { on_system };
        Ok(Holdings { system, places: Page { items: places, next: next.flatten() }, tally, partial })
    }

    /// Those of these nodes whose members the caller may see; of their own access people see everything they may read.
    async fn seen_places(&mut self, subject: &NodeId, nodes: BTreeSet<NodeId>) -> Result<BTreeSet<NodeId>> {
        let own = self.caller.user() == Some(subject);
        // Who manages members sees them all; others do not where members do not see each other.
        let (mut seen, mut asked) = (BTreeSet::new(), Vec::new());
        self.index(|index| {
            for node in nodes.into_iter().filter(|node| is_readable(index, &self.caller, node, self.now)) {
                let manages = || MANAGING.iter().any(|name| self.may_in(index, name, &node));
                if own || manages() {
                    seen.insert(node);
                } else if self.may_in(index, "member:read", &node) {
                    asked.push(node);
                }
            }
        });
        let discreet: BTreeSet<NodeId> = self.transaction.discreet_among(&asked).await?.into_iter().collect();
        seen.extend(asked.into_iter().filter(|node| !discreet.contains(node)));
        Ok(seen)
    }

    /// Some of these nodes, by name.
    async fn sorted(
        &mut self,
        nodes: &BTreeSet<NodeId>,
        start: Option<After>,
        tier: &str,
        size: usize,
    ) -> Result<Vec<(After, (NodeId, String))>> {
        let ids: Vec<NodeId> = nodes.iter().cloned().collect();
        let names: BTreeMap<NodeId, String> = self.transaction.names(&ids).await?.into_iter().collect();
        let mut found: Vec<(String, NodeId, String)> = ids
            .into_iter()
            .map(|id| {
                let name = names.get(&id).cloned().unwrap_or_else(|| id.name().to_owned());
                (fold(&name), id, name)
            })
            .collect();
        found.sort();
        let later = |(key, id, _): &(String, NodeId, String)| {
            start.as_ref().is_none_or(|start| (key.as_str(), id.as_str()) > (start.key.as_str(), start.id.as_str()))
        };
        Ok(found
            .into_iter()
            .filter(later)
            .take(size)
            .map(|(key, id, name)| (write(tier, &key, &id), (id, name)))
            .collect())
    }

    /// Some of all projects on which they have access, by name, without those given.
    async fn walked(
        &mut self,
        subject: &NodeId,
        given: &BTreeSet<NodeId>,
        start: Option<After>,
        size: usize,
    ) -> Result<Vec<(After, (NodeId, String))>> {
        let (mut found, mut request) = (Vec::new(), PageRequest { after: start, limit: 100, ..PageRequest::default() });
        loop {
            let page = self.transaction.list_profiles(KIND, &request).await?;
            let nodes: BTreeSet<NodeId> = self.index(|index| {
                let mut strengths = Strengths::default();
                let held = |id: &&NodeId| !access(index, id, subject, self.now, &mut strengths).is_empty();
                let others = page.items.iter().map(|profile| &profile.node).filter(|id| !given.contains(*id));
                others.filter(held).cloned().collect()
            });
            let seen = self.seen_places(subject, nodes).await?;
            for profile in page.items.into_iter().filter(|profile| seen.contains(&profile.node)) {
                found.push((write(LATER, &fold(&profile.name), &profile.node), (profile.node, profile.name)));
                if found.len() == size {
                    return Ok(found);
                }
            }
            match page.next {
                Some(next) => request.after = Some(next),
                None => return Ok(found),
            }
        }
    }
}

/// Whoever may one of these manages members.
const MANAGING: [&str; 3] = ["member:add", "member:update", "member:remove"];
/// What the keys of places given begin with, and those of the others.
const FIRST: &str = "1 ";
const LATER: &str = "2 ";

fn write(tier: &str, key: &str, id: &NodeId) -> After {
    After { key: format!("{tier}{key}"), id: id.to_string() }
}

fn read(after: &After, tier: &str) -> Option<After> {
    after.key.strip_prefix(tier).map(|key| After { key: key.to_owned(), id: after.id.clone() })
}

fn candidates(index: &Index, subject: &NodeId, everywhere: bool, now: i64) -> Candidates {
    let mut given = BTreeSet::new();
    let tops: BTreeSet<NodeId> =
        index.grants_to_subject(subject, now).map(|grant| grant.on).filter(|on| !on.is_system()).collect();
    for top in tops {
        given.insert(top.clone());
        given.extend(projects_below(index, &top));
        if given.len() > SORTED {
            break;
        }
    }
    if everywhere {
        return Candidates { given, open: None };
    }
    let mut open = BTreeSet::new();
    // A group is no visitor.
    let nodes = if subject.kind() == "user" { index.open_nodes(now) } else { BTreeSet::new() };
    let mut strengths = Strengths::default();
    for top in nodes {
        let all = projects_below(index, top).chain((top.kind() == KIND).then(|| top.clone()));
        open.extend(all.filter(|id| !access(index, id, subject, now, &mut strengths).is_empty()));
        if open.len() > SORTED {
            return Candidates { given, open: None };
        }
    }
    Candidates { given, open: Some(open) }
}

fn projects_below<'a>(index: &'a Index, top: &NodeId) -> impl Iterator<Item = NodeId> + 'a {
    index.descendants(top).into_iter().filter(|id| id.kind() == KIND).cloned()
}

/// On how many projects each role is the strongest of those given.
fn tally(index: &Index, subject: &NodeId, given: &BTreeSet<NodeId>, now: i64) -> Vec<RoleTally> {
    let mut strengths = Strengths::default();
    let mut counts: BTreeMap<RoleId, usize> = BTreeMap::new();
    for node in given.iter().filter(|node| node.kind() == KIND) {
        let found = access(index, node, subject, now, &mut strengths);
        if let Some(access) = found.into_iter().find(Access::is_particular) {
            *counts.entry(access.role).or_default() += 1;
        }
    }
    let mut tally: Vec<RoleTally> = counts.into_iter().map(|(role, projects)| RoleTally { role, projects }).collect();
    tally.sort_by_cached_key(|one| (std::cmp::Reverse(strengths.of(index, &one.role)), one.role.clone()));
    tally
}
