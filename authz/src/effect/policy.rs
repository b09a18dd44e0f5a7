//! What changes do to what policies give: on ids nobody registers, so the patterns stand for them.

use super::measure::{Measure, Somebody};
use crate::{
    Index, Permission,
    decide::{Asker, Moment, Rights, Start},
    index::Bits,
};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    string::String,
};

impl Measure<'_> {
    /// What policies give to who holds something on `system`.
    pub(super) fn policies(&mut self, somebodies: &BTreeSet<Somebody>) {
        let policies = self.sides.iter().flat_map(|index| &index.catalog.policies);
        let patterns: BTreeSet<String> = policies.map(|policy| policy.pattern.clone()).collect();
        let mut rights: BTreeMap<Somebody, [BTreeMap<String, Rights>; 2]> = BTreeMap::new();
        for somebody in somebodies {
            rights.insert(*somebody, self.sides.map(|index| by_policy(index, *somebody, self.moment)));
        }
        for pattern in patterns {
            let mut differences = BTreeMap::new();
            for (somebody, [before, after]) in &rights {
                let side = |side: &BTreeMap<String, Rights>| side.get(&pattern).cloned().unwrap_or_default();
                differences.insert(*somebody, self.differences(&[self.renumber(side(before)), side(after)]));
            }
            self.note(&differences, &|area| {
                area.patterns.insert(pattern.clone());
            });
        }
    }
}

/// What each policy gives, by pattern.
fn by_policy(index: &Index, somebody: Somebody, moment: Moment) -> BTreeMap<String, Rights> {
    let mut all: BTreeMap<String, Rights> = BTreeMap::new();
    let Some(asker) = Measure::asker(index, somebody) else { return all };
    let mut covered = None;
    if let Some(key) = asker.key {
        let in_force = key.fact.active && key.fact.expires_at.is_none_or(|end| moment.now < end);
        if !in_force || key.on != index.system {
            return all;
        }
        covered = Some(index.patterns(&key.fact));
    }
    // A key must cover what is asked, not what that needs.
    let owner = Asker { key: None, ..asker };
    let held = index.rights(&owner, &Start::Node(index.system), moment);
    for policy in &index.catalog.policies {
        let rights = all.entry(policy.pattern.clone()).or_default();
        for (action, needed) in policy.needs.iter().filter(|(_, needed)| held.bits.has(**needed)) {
            let mut bits = index.of_policy(&policy.pattern, action);
            if let Some(covered) = &covered {
                bits.keep(covered);
            }
            rights.bits.merge(&bits);
            let given = held.given.iter().filter(|(_, given)| given.has(*needed));
            rights.given.extend(given.map(|(given, _)| (*given, bits.clone())));
        }
    }
    all
}

impl Index {
    /// The permissions an action is on what a pattern may match.
    fn of_policy(&self, pattern: &str, action: &str) -> Bits {
        let plain = pattern.split(['*', '?', '[']).next().unwrap_or_default();
        let kinds = self.catalog.fact.types.iter().filter(|(_, def)| def.by_policy).filter(|(kind, _)| {
            plain.split_once(':').map_or(kind.starts_with(plain), |(plain_kind, _)| plain_kind == kind.as_str())
        });
        let mut bits = Bits::default();
        for permission in kinds.filter_map(|(kind, _)| Permission::of(kind, action).ok()) {
            if let Some(number) = self.catalog.numbers.get(&permission) {
                bits.add(*number);
            }
        }
        bits
    }
}
