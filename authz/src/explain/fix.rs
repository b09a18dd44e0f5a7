//! What would make it allowed: the least powerful roles that would do, and where; groups that are given such a role; and
//! roles that are held and would have to give more.

use super::{Case, Fix, Join, MAX_FIXES, Thing, filter::Filter, proof};
use crate::{
    NodeId, Role,
    index::{Bits, Held, Principal, Reach},
};
use alloc::{borrow::Cow, collections::BTreeSet, vec::Vec};

/// All kinds of fixes.
#[derive(Default)]
pub(super) struct Fixed {
    pub fixes: Vec<Fix>,
    pub joins: Vec<Join>,
    pub widens: Vec<Fix>,
}

/// Something that would do.
struct Candidate<'a, T> {
    fix: T,
    /// Everything the role gives, under whatever condition.
    gives: Cow<'a, Bits>,
    /// How many steps above the node asked about.
    distance: usize,
}

/// What would make it allowed, as far as the viewer sees what that takes.
pub(super) fn fixes(cases: &[Case], filter: &Filter) -> Fixed {
    // To let in everybody is not a fix.
    let cases = || cases.iter().filter(|case| case.check.person.is_some());
    Fixed {
        fixes: smallest(cases().flat_map(|case| grants(case, filter)).collect()),
        joins: smallest(cases().flat_map(|case| joins(case, filter)).collect()),
        // What a policy asks for is no more than one of several ways.
        widens: nearest(cases().filter(|case| case.policy.is_none()).flat_map(|case| widens(case, filter))),
    }
}

/// The least powerful ones, each once.
fn smallest<T: Ord + Clone>(mut candidates: Vec<Candidate<T>>) -> Vec<T> {
    candidates.sort_by(|one, other| {
        let rank = |candidate: &Candidate<T>| (candidate.gives.count(), candidate.distance);
        rank(one).cmp(&rank(other)).then_with(|| one.fix.cmp(&other.fix))
    });
    let mut smallest: Vec<&Candidate<T>> = Vec::new();
    for candidate in &candidates {
        // A role that gives all another does, and more, is not the least that would do.
        let less =
            |known: &&Candidate<T>| known.gives.is_within(&candidate.gives) && !candidate.gives.is_within(&known.gives);
        if !smallest.iter().any(less) {
            smallest.push(candidate);
        }
    }
    nearest(smallest.into_iter().map(|candidate| candidate.fix.clone()))
}

fn nearest<T: Ord + Clone>(fixes: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    fixes.filter(|fix| seen.insert(fix.clone())).take(MAX_FIXES).collect()
}

/// The registered nodes on the way up, nearest first, with their distance.
fn places<'a>(case: &'a Case) -> impl Iterator<Item = (&'a NodeId, usize, u32)> + 'a {
    let index = case.check.index;
    let registered = case.ways.iter().filter(|step| index.is_registered(step.number));
    registered.filter_map(|step| Some((index.id(step.number)?, step.distance, step.number)))
}

/// Would the role do, with all it includes seen?
fn would_do(case: &Case, role: u32, on: &NodeId, filter: &Filter) -> bool {
    let index = case.check.index;
    let seen = |number: u32| index.role_id(number).is_some_and(|id| filter.sees(Thing::Role(id, on)));
    case.check.reaches(role) && index.includes(role).into_iter().all(seen)
}

fn grants<'a>(case: &Case<'a>, filter: &Filter) -> Vec<Candidate<'a, Fix>> {
    let index = case.check.index;
    let mut places: Vec<(&NodeId, usize)> = places(case).map(|(id, distance, _)| (id, distance)).collect();
    places.sort_by_key(|(id, distance)| (*distance, *id));
    let candidates =
        index.role_slots().filter(|(number, _)| case.check.reaches(*number)).filter_map(|(number, slot)| {
            let role: &Role = slot.fact.as_deref()?;
            let fits = |(id, _): &&(&NodeId, usize)| role.fits(id.kind()) && index.lies_below(*id, &role.home);
            let (on, distance) = places.iter().find(fits)?;
            let fix = Fix { role: role.id.clone(), on: (*on).clone() };
            would_do(case, number, on, filter).then(|| Candidate {
                fix,
                gives: everything(&slot.reach),
                distance: *distance,
            })
        });
    candidates.collect()
}

fn joins<'a>(case: &Case<'a>, filter: &Filter) -> Vec<Candidate<'a, Join>> {
    let index = case.check.index;
    let join = |held: &Held, distance: usize| {
        let Principal::Group(group) = held.principal else { return None };
        if !case.check.reaches(held.role) {
            return None;
        }
        let slot = index.grants.at(held.grant).as_ref()?;
        if slot.atoms().len() > 1 || !slot.live(case.check.moment.now) {
            return None;
        }
        if index.around.at(group).is_empty() {
            return None;
        }
        let (group, role, on) = (index.id(group)?, index.role_id(slot.role)?, index.id(slot.on)?);
        let seen =
            would_do(case, slot.role, on, filter) && filter.sees_grant(index, slot) && filter.sees(Thing::Node(group));
        let fix = || Join { group: group.clone(), role: role.clone(), on: on.clone() };
        seen.then(|| Candidate { fix: fix(), gives: everything(&index.roles.at(slot.role).reach), distance })
    };
    let at = |(_, distance, number)| index.places.at(number).held.iter().filter_map(move |held| join(held, distance));
    places(case).flat_map(at).collect()
}

/// The grants in force on a node that are for the person, and not for everybody.
fn held_on(case: &Case, number: u32) -> BTreeSet<u32> {
    let (index, person, now) = (case.check.index, case.check.person, case.check.moment.now);
    let named = person.into_iter().flat_map(|person| person.subject.holdings_on(number)).map(|holding| holding.grant);
    let mut found: BTreeSet<u32> = named.filter(|grant| index.is_for(person, *grant, now)).collect();
    index.held_by(person, index.places.at(number), |held| {
        if !held.principal.is_everybody() && index.holds(person, held, now) {
            found.insert(held.grant);
        }
        false
    });
    found
}

fn widens(case: &Case, filter: &Filter) -> Vec<Fix> {
    let index = case.check.index;
    let mut found: Vec<(usize, Fix)> = Vec::new();
    for (on, distance, number) in places(case) {
        for slot in index.slots(held_on(case, number).into_iter()) {
            let Some(role) = index.roles.at(slot.role).fact.as_deref().filter(|role| !role.locked) else { continue };
            let seen = filter.sees_grant(index, slot)
                && filter.sees(Thing::Role(&role.id, on))
                && proof::who_seen(&case.check, slot, filter).is_some();
            found.extend(seen.then(|| (distance, Fix { role: role.id.clone(), on: on.clone() })));
        }
    }
    found.sort();
    found.into_iter().map(|(_, fix)| fix).collect()
}

fn everything(reach: &Reach) -> Cow<'_, Bits> {
    if reach.own == Bits::default() && reach.conditional.is_empty() {
        return Cow::Borrowed(&reach.all);
    }
    let mut bits = reach.all.clone();
    bits.merge(&reach.own);
    for entry in &reach.conditional {
        bits.merge(&entry.bits);
    }
    Cow::Owned(bits)
}
