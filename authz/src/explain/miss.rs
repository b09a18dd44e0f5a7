//! What would give a permission, had it not failed in one way.

use super::{
    Case, Failed, MAX_MISSES, Miss, Through, Why,
    proof::{covers, entry_reaches, holds, ways},
};
use crate::{
    Extent, Index, NodeId, Visibility,
    decide::Start,
    index::{Flags, GrantSlot},
};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};

/// Where things are, seen from the node asked about.
struct Around {
    /// On the way up: reached by a way that crosses no restricted node?
    above: BTreeMap<u32, bool>,
    /// Directly below.
    below: BTreeSet<u32>,
    /// Directly below a parent.
    beside: BTreeSet<u32>,
}

impl Around {
    fn new(index: &Index, start: &Start) -> Self {
        let above: BTreeMap<u32, bool> = ways(index, start).iter().map(|step| (step.number, step.open)).collect();
        let (below, parents) = match start {
            Start::Node(number) => (index.children_of(*number).collect(), index.parents_of(*number).to_vec()),
            Start::Below(parents) => (BTreeSet::new(), parents.clone()),
        };
        let beside = parents.into_iter().flat_map(|parent| index.children_of(parent)).collect();
        Self { above, below, beside }
    }
}

/// The nearest misses of all cases.
pub(super) fn misses(cases: &[Case]) -> Vec<Miss> {
    let mut misses = Vec::new();
    for case in cases {
        let around = Around::new(case.check.index, &case.start);
        misses.extend(grants(case).into_iter().filter_map(|grant| missed_grant(case, &around, grant)));
        for (number, open) in &around.above {
            misses.extend(missed_visibility(case, *number, *open));
        }
    }
    misses.truncate(MAX_MISSES);
    misses
}

/// The grants that are, or were, for the person.
fn grants<'a>(case: &Case<'a>) -> Vec<&'a GrantSlot> {
    let index = case.check.index;
    let named = case.check.person.map(|person| index.grants_to(person)).unwrap_or_default();
    let all: BTreeSet<u32> = named.into_iter().chain(index.everybody.iter().copied()).collect();
    let slots = all.into_iter().filter_map(|grant| index.grants.at(grant).as_deref());
    let matches = |grant: &&GrantSlot| {
        grant.atoms.iter().all(|atom| index.matches(case.check.person, *atom, case.check.moment.now))
    };
    slots.filter(matches).collect()
}

fn missed_grant(case: &Case, around: &Around, grant: &GrantSlot) -> Option<Miss> {
    let index = case.check.index;
    let mut whys = Vec::new();
    match around.above.get(&grant.on) {
        Some(open) if !open && grant.is_everybody() => {
            whys.push(Why::Restricted(restricting(index, &case.start, grant.on)));
        }
        Some(_) => {}
        None if around.below.contains(&grant.on) => whys.push(Why::TooLow),
        None if around.beside.contains(&grant.on) => whys.push(Why::Beside),
        None => return None,
    }
    if let Some(end) = grant.fact.expires_at.filter(|_| !grant.live(case.check.moment.now)) {
        whys.push(Why::Expired(end));
    }
    whys.extend(unreached(case, grant.role)?);
    only(whys).map(|why| Miss {
        through: Through::Grant(grant.fact.id.clone()),
        on: grant.fact.on.clone(),
        role: grant.fact.role.clone(),
        why,
    })
}

fn missed_visibility(case: &Case, number: u32, open: bool) -> Vec<Miss> {
    let index = case.check.index;
    let (visibility, catalog) = (index.visibility(number), &index.catalog);
    let public = (visibility == Visibility::Public).then_some((Visibility::Public, catalog.public));
    let internal = visibility >= Visibility::Internal && case.check.person.is_some();
    let internal = internal.then_some((Visibility::Internal, catalog.internal));
    let missed = |(visibility, role): (Visibility, u32)| {
        let mut whys: Vec<Why> = Vec::new();
        if !open {
            whys.push(Why::Restricted(restricting(index, &case.start, number)));
        }
        whys.extend(unreached(case, role)?);
        let (on, role) = (index.id(number)?.clone(), index.role_id(role)?.clone());
        only(whys).map(|why| Miss { through: Through::Visibility(visibility), on, role, why })
    };
    public.into_iter().chain(internal).filter_map(missed).collect()
}

/// The one reason, if there is but one.
fn only(mut whys: Vec<Why>) -> Option<Why> {
    let why = whys.pop();
    if whys.is_empty() { why } else { None }
}

/// Why a role does not reach the permission, by the entry that comes nearest; no reasons if it does, nothing if no
/// entry is about it.
fn unreached(case: &Case, role: u32) -> Option<Vec<Why>> {
    let index = case.check.index;
    let roles = index.includes(role);
    let facts = roles.iter().filter_map(|role| index.roles.at(*role).fact.as_deref());
    let entries: Vec<_> = facts.flat_map(|role| &role.permissions).filter(|entry| covers(case, entry)).collect();
    if entries.iter().any(|entry| entry_reaches(case, entry)) {
        return Some(Vec::new());
    }
    let whys = entries.into_iter().map(|entry| {
        let mut whys = Vec::new();
        if entry.extent == Extent::Own && !case.check.own {
            whys.push(Why::NotOwn(owner(case)));
        }
        if !holds(&case.check, &entry.conditions) {
            whys.push(Why::Conditions(failed(case, &entry.conditions)));
        }
        whys
    });
    whys.min_by_key(Vec::len)
}

fn owner(case: &Case) -> Option<NodeId> {
    let Start::Node(number) = case.start else { return None };
    let index = case.check.index;
    index.id(index.steps.at(number).owner).cloned()
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

/// The restricted nodes on a way up to a node, fewest first.
fn restricting(index: &Index, start: &Start, to: u32) -> Vec<NodeId> {
    let first = match start {
        Start::Node(number) => Vec::from([*number]),
        Start::Below(parents) => parents.clone(),
    };
    // Ways with fewer restricted nodes are tried first.
    let mut open: BTreeSet<(usize, Vec<u32>)> = first.into_iter().map(|number| (0, Vec::from([number]))).collect();
    let mut seen = BTreeSet::new();
    while let Some((cut, way)) = open.pop_first() {
        let Some(last) = way.last().copied() else { continue };
        if last == to {
            let cutting =
                way.iter().filter(|number| **number != to && index.steps.at(**number).flags.has(Flags::RESTRICTED));
            return index.ids(cutting.copied()).cloned().collect();
        }
        if !seen.insert(last) {
            continue;
        }
        let cut = cut + usize::from(index.steps.at(last).flags.has(Flags::RESTRICTED));
        for parent in index.parents_of(last) {
            let longer = way.iter().copied().chain([*parent]).collect();
            open.insert((cut, longer));
        }
    }
    Vec::new()
}
