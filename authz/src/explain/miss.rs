//! What would give a permission, had it not failed in one way.

use super::{
    Case, Failed, MAX_MISSES, Miss, Thing, Through, Why,
    filter::Filter,
    proof::{covers, entry_reaches, holds, who_seen},
    way::restricting,
};
use crate::{ANONYMOUS, Extent, GrantId, Index, NodeId, Role, RoleId, Visibility, decide::Start, index::GrantSlot};
use alloc::{collections::BTreeMap, vec::Vec};

/// Where things are, seen from the node asked about.
struct Around {
    /// On the way up: reached by a way that crosses no restricted node?
    above: BTreeMap<u32, bool>,
    /// What is below this is directly below.
    node: Option<u32>,
    /// What is below one of these is beside: the parents that are seen.
    parents: Vec<u32>,
}

impl Around {
    fn new(case: &Case, filter: &Filter) -> Self {
        let index = case.check.index;
        let above = case.ways.iter().map(|step| (step.number, step.open)).collect();
        let (node, mut parents) = match &case.start {
            Start::Node(number) => (Some(*number), index.parents_of(*number).to_vec()),
            Start::Below(parents) => (None, parents.clone()),
        };
        parents.retain(|parent| filter.sees_number(index, *parent));
        Self { above, node, parents }
    }

    /// Why what is on this node misses the one asked about: it is directly below, or below the same parent.
    fn off(&self, index: &Index, number: u32) -> Option<Why> {
        let parents = index.parents_of(number);
        if parents.iter().any(|parent| Some(*parent) == self.node) {
            return Some(Why::TooLow);
        }
        parents.iter().any(|parent| self.parents.contains(parent)).then_some(Why::Beside)
    }
}

/// The nearest misses of all cases, those that would help at once first.
pub(super) fn misses(cases: &[Case], node: &str, subject: &str, filter: &Filter) -> Vec<Miss> {
    let seen = |id: &str| id == ANONYMOUS || NodeId::parse(id).is_ok_and(|id| filter.sees(Thing::Node(&id)));
    // Conditions tell attributes of both.
    let attributes = || seen(node) && seen(subject);
    let mut misses = Vec::new();
    for case in cases {
        let around = Around::new(case, filter);
        misses.extend(grants(case, &around).into_iter().filter_map(|grant| missed_grant(case, &around, grant, filter)));
        for (number, open) in &around.above {
            misses.extend(missed_visibility(case, *number, *open, filter));
        }
    }
    misses.retain(|miss| !matches!(miss.why, Why::Conditions(_)) || attributes());
    misses.sort_by(|one, other| key(one).cmp(&key(other)));
    misses.truncate(MAX_MISSES);
    misses
}

/// What misses are sorted by: nothing that depends on what is not told.
fn key(miss: &Miss) -> (u8, &NodeId, &RoleId, Option<&GrantId>) {
    let near = match miss.why {
        Why::Conditions(_) => 0,
        Why::NotOwn(_) => 1,
        Why::Expired(_) => 2,
        Why::Restricted(_) => 3,
        Why::TooLow => 4,
        Why::Beside => 5,
    };
    let grant = match &miss.through {
        Through::Grant(grant) => Some(grant),
        Through::Visibility(_) => None,
    };
    (near, &miss.on, &miss.role, grant)
}

/// The grants that are, or were, for the person; those that name the person only where they come near.
fn grants<'a>(case: &Case<'a>, around: &Around) -> Vec<&'a GrantSlot> {
    let index = case.check.index;
    let mut all = case.check.person.map(|person| index.grants_to(person)).unwrap_or_default();
    for held in case.check.person.iter().flat_map(|person| person.subject.holdings.iter()) {
        if !around.above.contains_key(&held.on) && around.off(index, held.on).is_none() {
            all.remove(&held.grant);
        }
    }
    all.extend(index.everybody.iter());
    let matches = |grant: &&GrantSlot| {
        grant.atoms().iter().all(|atom| index.matches(case.check.person, *atom, case.check.moment.now))
    };
    index.slots(all.into_iter()).filter(matches).collect()
}

fn missed_grant(case: &Case, around: &Around, grant: &GrantSlot, filter: &Filter) -> Option<Miss> {
    let index = case.check.index;
    let mut whys = Vec::new();
    match around.above.get(&grant.on) {
        Some(open) if !open && grant.is_everybody() => {
            whys.push(Why::Restricted(restricting(index, &case.start, grant.on, filter)));
        }
        Some(_) => {}
        None => whys.push(around.off(index, grant.on)?),
    }
    if let Some(end) = grant.expires_at().filter(|_| !grant.live(case.check.moment.now)) {
        whys.push(Why::Expired(end));
    }
    let (on, role) = (index.id(grant.on)?, index.role_id(grant.role)?);
    whys.extend(unreached(case, grant.role, on, filter)?);
    let why = only(whys)?;
    // That somebody is in a group is told only to who sees the group.
    let seen = filter.sees_grant(index, grant) && who_seen(&case.check, grant, filter).is_some();
    seen.then(|| Miss { through: Through::Grant(grant.grant_id()), on: on.clone(), role: role.clone(), why })
}

fn missed_visibility(case: &Case, number: u32, open: bool, filter: &Filter) -> Vec<Miss> {
    let index = case.check.index;
    let (visibility, catalog) = (index.visibility(number), &index.catalog);
    let public = (visibility == Visibility::Public).then_some((Visibility::Public, catalog.public));
    let internal = visibility >= Visibility::Internal && case.check.person.is_some();
    let internal = internal.then_some((Visibility::Internal, catalog.internal));
    let missed = |(visibility, role): (Visibility, u32)| {
        let mut whys: Vec<Why> = Vec::new();
        if !open {
            whys.push(Why::Restricted(restricting(index, &case.start, number, filter)));
        }
        let (on, role_id) = (index.id(number)?.clone(), index.role_id(role)?.clone());
        whys.extend(unreached(case, role, &on, filter)?);
        only(whys).map(|why| Miss { through: Through::Visibility(visibility), on, role: role_id, why })
    };
    public.into_iter().chain(internal).filter_map(missed).collect()
}

/// The one reason, if there is but one.
fn only(mut whys: Vec<Why>) -> Option<Why> {
    let why = whys.pop();
    if whys.is_empty() { why } else { None }
}

/// Why a role does not reach the permission, by the entry that comes nearest; no reasons if it does, nothing if no
/// entry that is seen is about it.
fn unreached(case: &Case, role: u32, on: &NodeId, filter: &Filter) -> Option<Vec<Why>> {
    let index = case.check.index;
    let facts = included(index, role, on, filter);
    let entries: Vec<_> = facts.iter().flat_map(|role| &role.permissions).filter(|entry| covers(case, entry)).collect();
    if entries.iter().any(|entry| entry_reaches(case, entry)) {
        return Some(Vec::new());
    }
    let whys = entries.into_iter().map(|entry| {
        let mut whys = Vec::new();
        if entry.extent == Extent::Own && !case.check.own {
            // Nobody's and somebody's whom the viewer does not see are one.
            whys.push(Why::NotOwn(owner(case).filter(|owner| filter.sees(Thing::Node(owner)))));
        }
        if !holds(&case.check, &entry.conditions) {
            whys.push(Why::Conditions(failed(case, &entry.conditions)));
        }
        whys
    });
    whys.min_by_key(Vec::len)
}

/// The role and what it includes, as far as it is seen.
fn included<'a>(index: &'a Index, role: u32, on: &NodeId, filter: &Filter) -> Vec<&'a Role> {
    let fact = |number: u32| index.roles.at(number).fact.as_deref();
    let mut found: Vec<&Role> = fact(role).into_iter().filter(|role| filter.sees(Thing::Role(&role.id, on))).collect();
    let mut at = 0;
    while let Some(role) = found.get(at).copied() {
        at += 1;
        for inner in role.includes.iter().filter_map(|id| index.role(id)) {
            if !found.iter().any(|known| known.id == inner.id) && filter.sees(Thing::Role(&inner.id, on)) {
                found.push(inner);
            }
        }
    }
    found
}

fn owner(case: &Case) -> Option<NodeId> {
    let Start::Node(number) = case.start else { return None };
    let index = case.check.index;
    index.id(index.origins.at(number).owner).cloned()
}

fn failed(case: &Case, conditions: &[crate::Condition]) -> Vec<Failed> {
    let seen = case.check.seen();
    let failed = conditions.iter().filter_map(|condition| {
        let test = condition.compile().ok()?;
        if test.holds(&seen) {
            return None;
        }
        let (left, right) = test.values(&seen);
        Some(Failed { condition: condition.clone(), left: left.into(), right: right.into() })
    });
    failed.collect()
}
