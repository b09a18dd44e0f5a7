//! What gives a permission, and how.

use super::{Case, MAX_PROOFS, Match, Proof, Through};
use crate::{
    Entry, Extent, Index, NodeId, RoleId, Visibility,
    condition::Condition,
    decide::{Check, Given, Person, Start},
    index::{Flags, GrantSlot, NONE, Principal, Ref},
};
use alloc::{collections::BTreeMap, string::ToString, vec, vec::Vec};

/// A node on the way up, and how it is reached.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub number: u32,
    /// By a way that crosses no restricted node.
    pub open: bool,
    /// By a way that crosses no archived node, itself not counted.
    pub live: bool,
}

/// The node asked about, where it is registered, and all above, each once, in the order of the walk.
pub(super) fn ways(index: &Index, start: &Start) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut places: BTreeMap<u32, usize> = BTreeMap::new();
    index.climb(start, |number, _, way| {
        let step = Step { number, open: way.open, live: way.live };
        if let Some(known) = places.get(&number).and_then(|place| steps.get_mut(*place)) {
            *known = step;
        } else {
            places.insert(number, steps.len());
            steps.push(step);
        }
        core::ops::ControlFlow::Continue(())
    });
    steps
}

/// All proofs of all cases: the first ones spelled out, and how many there are.
pub(super) fn proofs(cases: &[Case]) -> (Vec<Proof>, usize) {
    let (mut proofs, mut count) = (Vec::new(), 0);
    for case in cases {
        let index = case.check.index;
        for step in ways(index, &case.start) {
            let mut found: Vec<Given> = Vec::new();
            case.check.given_at(step.number, index.steps.at(step.number), step.open, &mut |given| {
                if !found.contains(&given) {
                    found.push(given);
                }
                false
            });
            count += found.len();
            let room = MAX_PROOFS.saturating_sub(proofs.len());
            proofs.extend(found.into_iter().take(room).filter_map(|given| proof(case, step.number, given)));
        }
    }
    (proofs, count)
}

fn proof(case: &Case, on: u32, given: Given) -> Option<Proof> {
    let index = case.check.index;
    let (through, who, role, everybody) = match given {
        Given::Grant(number) => {
            let grant = index.grants.at(number).as_deref()?;
            let who = who(&case.check, grant);
            (Through::Grant(grant.fact.id.clone()), who, grant.role, grant.is_everybody())
        }
        Given::Visitor(visibility, role) => (Through::Visibility(visibility), Vec::new(), role, true),
    };
    let (roles, entry) = chain(index, role, |entry| entry_reaches(case, entry))?;
    Some(Proof {
        through,
        on: index.id(on)?.clone(),
        who,
        roles,
        entry,
        path: path(index, &case.start, on, everybody),
        policy: case.policy.clone(),
    })
}

pub(super) fn entry_reaches(case: &Case, entry: &Entry) -> bool {
    covers(case, entry) && (entry.extent == Extent::All || case.check.own) && holds(&case.check, &entry.conditions)
}

pub(super) fn covers(case: &Case, entry: &Entry) -> bool {
    case.permission().is_some_and(|permission| entry.pattern.covers(permission))
}

pub(super) fn holds(check: &Check, conditions: &[Condition]) -> bool {
    let seen = check.seen();
    conditions.iter().all(|condition| condition.compile().is_ok_and(|test| test.holds(&seen)))
}

/// The nearest role that this one is or includes with an entry that will do, the roles on the way to it, and the entry.
pub(super) fn chain(index: &Index, role: u32, wanted: impl Fn(&Entry) -> bool) -> Option<(Vec<RoleId>, Entry)> {
    let mut from: BTreeMap<u32, u32> = BTreeMap::from([(role, NONE)]);
    let mut next = vec![role];
    let mut at = 0;
    while let Some(number) = next.get(at).copied() {
        at += 1;
        let Some(fact) = &index.roles.at(number).fact else { continue };
        let mut entries: Vec<&Entry> = fact.permissions.iter().filter(|entry| wanted(entry)).collect();
        // The plainest explanation first.
        entries.sort_by_key(|entry| (entry.conditions.len(), entry.extent == Extent::Own));
        if let Some(entry) = entries.first() {
            let way = back(&from, number).into_iter().rev();
            return Some((way.filter_map(|role| index.role_id(role)).cloned().collect(), (*entry).clone()));
        }
        for included in fact.includes.iter().filter_map(|id| index.role_names.find(id.as_str())) {
            from.entry(included).or_insert_with(|| {
                next.push(included);
                number
            });
        }
    }
    None
}

/// The way from a number back to where the search began.
fn back(from: &BTreeMap<u32, u32>, last: u32) -> Vec<u32> {
    let mut way = vec![last];
    while let Some(before) = way.last().and_then(|number| from.get(number)).filter(|before| **before != NONE) {
        way.push(*before);
    }
    way
}

/// A shortest way up; for what everybody has, one that crosses no restricted node.
pub(super) fn path(index: &Index, start: &Start, to: u32, everybody: bool) -> Vec<NodeId> {
    let first = match start {
        Start::Node(number) => vec![*number],
        Start::Below(parents) => parents.clone(),
    };
    let mut from: BTreeMap<u32, u32> = first.iter().map(|number| (*number, NONE)).collect();
    let mut next = first;
    let mut at = 0;
    while let Some(number) = next.get(at).copied() {
        at += 1;
        if number == to {
            return index.ids(back(&from, to).into_iter().rev()).cloned().collect();
        }
        let step = index.steps.at(number);
        if everybody && step.flags.has(Flags::RESTRICTED) {
            continue;
        }
        for parent in index.parents(number, step) {
            from.entry(*parent).or_insert_with(|| {
                next.push(*parent);
                number
            });
        }
    }
    Vec::new()
}

/// How each atom of a grant holds.
fn who(check: &Check, grant: &GrantSlot) -> Vec<Match> {
    let Some(person) = check.person else { return vec![Match::Anyone] };
    grant.atoms.iter().rev().filter_map(|atom| matched(check, person, *atom)).collect()
}

fn matched(check: &Check, person: &Person, atom: Principal) -> Option<Match> {
    let index = check.index;
    Some(match atom {
        Principal::Anyone => Match::Anyone,
        Principal::SignedIn => Match::SignedIn,
        Principal::User(user) => Match::User(index.id(user)?.clone()),
        // From a group the person is in up to the group named.
        Principal::Group(group) => {
            Match::Group(index.ids(index.way_into(person.number, group).into_iter()).cloned().collect())
        }
        Principal::Admins(group) => Match::GroupAdmins(index.id(group)?.clone()),
        Principal::Account(account) => Match::Account(index.id(account)?.clone()),
        Principal::Label(label) => {
            let label = index.label_slots.at(label).text.to_string();
            Match::AccountLabel { account: index.id(person.account())?.clone(), label }
        }
        Principal::Holder(role, node) => {
            let grant = index.held_as(person, role, node, check.moment.now)?;
            Match::Holder {
                role: index.role_id(role)?.clone(),
                node: index.id(node)?.clone(),
                grant: grant.fact.id.clone(),
                who: grant.atoms.iter().rev().filter_map(|atom| matched(check, person, *atom)).collect(),
            }
        }
    })
}

impl Index {
    /// The grant by which a person holds exactly this role there, as `holder` atoms see it.
    fn held_as(&self, person: &Person, role: u32, node: u32, now: i64) -> Option<&GrantSlot> {
        let grants = self.records.at(node).grants.iter().copied();
        let holding = grants.filter(|grant| self.is_for(Some(person), *grant, now));
        let mut slots = holding.filter_map(|grant| self.grants.at(grant).as_deref());
        slots.find(|grant| grant.role == role && grant.is_for_users_and_groups())
    }

    /// What a node's visibility is, the catalog's flags taken into account.
    pub(crate) fn visibility(&self, number: u32) -> Visibility {
        let flags = self.steps.at(number).flags;
        if flags.has(Flags::PUBLIC) {
            Visibility::Public
        } else if flags.has(Flags::INTERNAL) {
            Visibility::Internal
        } else {
            Visibility::Private
        }
    }

    /// The nodes directly below, by number.
    pub(crate) fn children_of(&self, number: u32) -> impl Iterator<Item = u32> {
        self.records.at(number).refs(Ref::Child)
    }
}
