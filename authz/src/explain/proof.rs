//! What gives a permission, and how.

use super::{
    Case, MAX_PROOFS, Match, Proof, Thing, Through,
    filter::Filter,
    way::{back, path},
};
use crate::{
    Entry, Extent, GrantId, Index, NodeId, RoleId, Visibility,
    condition::Condition,
    decide::{Check, Given, Person},
    index::{Flags, GrantSlot, NONE, Principal},
};
use alloc::{collections::BTreeMap, string::ToString, vec, vec::Vec};

/// All proofs of all cases that are seen: the shortest ones spelled out, and how many there are.
pub(super) fn proofs(cases: &[Case], filter: &Filter) -> (Vec<Proof>, usize) {
    let mut proofs = Vec::new();
    for case in cases {
        let index = case.check.index;
        for step in &case.ways {
            let mut found: Vec<Given> = Vec::new();
            case.check.given_at(step.number, *index.steps.at(step.number), step.open, &mut |given| {
                if !found.contains(&given) {
                    found.push(given);
                }
                false
            });
            proofs.extend(found.into_iter().filter_map(|given| proof(case, step.number, given, filter)));
        }
    }
    let count = proofs.len();
    proofs.sort_by(|one, other| key(one).cmp(&key(other)));
    proofs.truncate(MAX_PROOFS);
    (proofs, count)
}

/// What proofs are sorted by: nothing that depends on what is not told.
fn key(proof: &Proof) -> (usize, &NodeId, &[RoleId], Option<&GrantId>) {
    let grant = match &proof.through {
        Through::Grant(grant) => Some(grant),
        Through::Visibility(_) => None,
    };
    (proof.path.len(), &proof.on, &proof.roles, grant)
}

fn proof(case: &Case, on: u32, given: Given, filter: &Filter) -> Option<Proof> {
    let index = case.check.index;
    let (through, who, role, everybody) = match given {
        Given::Grant(number) => {
            let grant = index.grants.at(number).as_ref().filter(|grant| filter.sees_grant(index, grant))?;
            let who = who_seen(&case.check, grant, filter)?;
            (Through::Grant(grant.grant_id()), who, grant.role, grant.is_everybody())
        }
        Given::Visitor(visibility, role) => (Through::Visibility(visibility), Vec::new(), role, true),
    };
    let on_id = index.id(on)?.clone();
    let seen = |role: &RoleId| filter.sees(Thing::Role(role, &on_id));
    let (roles, entry) = chain(index, role, |entry| entry_reaches(case, entry), seen)?;
    let path = path(index, &case.start, on, everybody, filter);
    Some(Proof { through, on: on_id, who, roles, entry, path, policy: case.policy.clone() })
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
fn chain(
    index: &Index,
    role: u32,
    wanted: impl Fn(&Entry) -> bool,
    seen: impl Fn(&RoleId) -> bool,
) -> Option<(Vec<RoleId>, Entry)> {
    let mut from: BTreeMap<u32, u32> = BTreeMap::from([(role, NONE)]);
    let mut next = vec![role];
    let mut at = 0;
    while let Some(number) = next.get(at).copied() {
        at += 1;
        let Some(fact) = index.roles.at(number).fact.as_deref().filter(|fact| seen(&fact.id)) else { continue };
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

/// How each atom of a grant holds; nothing where that is not to be seen.
pub(super) fn who_seen(check: &Check, grant: &GrantSlot, filter: &Filter) -> Option<Vec<Match>> {
    let who = who(check, grant, filter);
    who.iter().all(|matched| filter.sees_match(matched)).then_some(who)
}

/// How each atom of a grant holds.
fn who(check: &Check, grant: &GrantSlot, filter: &Filter) -> Vec<Match> {
    let Some(person) = check.person else { return vec![Match::Anyone] };
    grant.atoms().iter().rev().filter_map(|atom| matched(check, person, *atom, filter)).collect()
}

fn matched(check: &Check, person: &Person, atom: Principal, filter: &Filter) -> Option<Match> {
    let index = check.index;
    Some(match atom {
        Principal::Anyone => Match::Anyone,
        Principal::SignedIn => Match::SignedIn,
        Principal::User(user) => Match::User(index.id(user)?.clone()),
        // From a group the person is in up to the group named.
        Principal::Group(group) => {
            let way = index.way_into(person.number, group, |between| filter.sees_number(index, between));
            // Where what is between may not be seen, the group itself is all that is told.
            let way = if way.is_empty() { vec![group] } else { way };
            Match::Group(index.ids(way.into_iter()).cloned().collect())
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
                grant: grant.grant_id(),
                who: grant.atoms().iter().rev().filter_map(|atom| matched(check, person, *atom, filter)).collect(),
            }
        }
    })
}

impl Index {
    /// The grant by which a person holds exactly this role there, as `holder` atoms see it.
    fn held_as(&self, person: &Person, role: u32, node: u32, now: i64) -> Option<&GrantSlot> {
        let grants = self.records.at(node).grants.iter().copied();
        let holding = grants.filter(|grant| self.is_for(Some(person), *grant, now));
        self.slots(holding).find(|grant| grant.role == role && grant.is_for_users_and_groups())
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
}
