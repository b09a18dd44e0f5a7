//! The least powerful roles that would do, and where.

use super::{Case, Fix, MAX_FIXES, proof::ways};
use crate::{
    NodeId,
    index::{Bits, Reach},
};
use alloc::{collections::BTreeSet, vec::Vec};

/// A role that would do.
struct Candidate {
    fix: Fix,
    /// Everything it gives, under whatever condition.
    gives: Bits,
    /// How many steps above the node asked about.
    distance: usize,
}

/// Grants to the person that would make it allowed.
pub(super) fn fixes(cases: &[Case]) -> Vec<Fix> {
    let mut candidates: Vec<Candidate> = cases.iter().flat_map(candidates).collect();
    candidates.sort_by(|one, other| {
        let rank = |candidate: &Candidate| (candidate.gives.count(), candidate.distance);
        rank(one).cmp(&rank(other)).then_with(|| one.fix.cmp(&other.fix))
    });
    let mut smallest: Vec<&Candidate> = Vec::new();
    for candidate in &candidates {
        // A role that gives all another does, and more, is not the least that would do.
        let less =
            |known: &&Candidate| known.gives.is_within(&candidate.gives) && !candidate.gives.is_within(&known.gives);
        if !smallest.iter().any(less) {
            smallest.push(candidate);
        }
    }
    let mut seen = BTreeSet::new();
    let fixes = smallest.into_iter().map(|candidate| candidate.fix.clone());
    fixes.filter(|fix| seen.insert(fix.clone())).take(MAX_FIXES).collect()
}

fn candidates(case: &Case) -> Vec<Candidate> {
    let index = case.check.index;
    // To let in everybody is not a fix.
    if case.check.person.is_none() {
        return Vec::new();
    }
    let steps = ways(index, &case.start).into_iter().map(|step| step.number);
    let ways: Vec<&NodeId> = index.ids(steps.filter(|number| index.is_registered(*number))).collect();
    let roles = index.role_slots().filter(|(number, _)| case.check.reaches(*number));
    let candidates = roles.filter_map(|(_, slot)| {
        let role = slot.fact.as_deref()?;
        let fits = |id: &&NodeId| role.fits(id.kind()) && index.lies_below(*id, &role.home);
        let distance = ways.iter().position(fits)?;
        let fix = Fix { role: role.id.clone(), on: (*ways.get(distance)?).clone() };
        Some(Candidate { fix, gives: everything(&slot.reach), distance })
    });
    candidates.collect()
}

fn everything(reach: &Reach) -> Bits {
    let mut bits = reach.all.clone();
    bits.merge(&reach.own);
    for entry in &reach.conditional {
        bits.merge(&entry.bits);
    }
    bits
}
