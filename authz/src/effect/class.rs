//! Nodes for which all answers are the same: one of each class is looked at.

use super::touch::{Subjects, Touched};
use crate::{
    Index,
    index::{Flags, NONE, Ref},
};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};

/// Nodes that are alike before, and alike after.
#[derive(Debug)]
pub(super) struct Class {
    /// The nodes; never empty.
    pub nodes: Vec<u32>,
    /// Who may feel the changes there.
    pub subjects: Subjects,
}

/// What a node's answers depend on in one index: what comes from above and itself, its owner, its attributes.
type Likeness = (u32, u32, Option<u32>);

/// What makes a class: likeness before and after, the tops it is below, and whether it is one of its own.
type Key<'a> = (Likeness, Likeness, &'a [u32], Option<u32>);

/// All touched nodes in classes.
pub(super) fn classes(before: &Index, after: &Index, touched: &Touched) -> Vec<Class> {
    let mut nodes: BTreeSet<u32> = touched.single.keys().copied().collect();
    let mut covered: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for top in touched.tops.keys() {
        let below: BTreeSet<u32> = [before, after].iter().flat_map(|index| index.below(*top)).chain([*top]).collect();
        for node in below {
            covered.entry(node).or_default().push(*top);
        }
    }
    nodes.extend(covered.keys());
    nodes.retain(|node| [before, after].iter().any(|index| index.is_askable(*node)));
    let (mut before, mut after) = (Signatures::new(before), Signatures::new(after));
    let none = Vec::new();
    let mut classes: BTreeMap<Key, Class> = BTreeMap::new();
    for node in nodes {
        let tops = covered.get(&node).unwrap_or(&none);
        let single = touched.single.get(&node);
        let key = (before.likeness(node), after.likeness(node), tops.as_slice(), single.map(|_| node));
        let class = classes.entry(key).or_insert_with(|| {
            let mut subjects = single.cloned().unwrap_or_default();
            for top in tops {
                if let Some(some) = touched.tops.get(top) {
                    subjects.merge(some);
                }
            }
            Class { nodes: Vec::new(), subjects }
        });
        class.nodes.push(node);
    }
    classes.into_values().collect()
}

/// What nodes get from themselves and from above.
struct Signatures<'a> {
    index: &'a Index,
    known: BTreeMap<u32, u32>,
    /// Numbers for sets of parents' signatures, counted down from the top.
    mixes: BTreeMap<Vec<u32>, u32>,
    /// Do some conditions look at attributes?
    attributes: bool,
}

impl<'a> Signatures<'a> {
    fn new(index: &'a Index) -> Self {
        let attributes = index.role_slots().any(|(_, role)| !role.reach.conditional.is_empty());
        Self { index, known: BTreeMap::new(), mixes: BTreeMap::new(), attributes }
    }

    fn likeness(&mut self, node: u32) -> Likeness {
        if !self.index.is_askable(node) {
            return (NONE, NONE, None);
        }
        let has_attributes =
            || self.index.records.at(node).node.as_ref().is_some_and(|node| !node.attributes.is_empty());
        let alone = (self.attributes && has_attributes()).then_some(node);
        (self.signature(node), self.index.origins.at(node).owner, alone)
    }

    /// The same for nodes that get the same from above, and add and cut nothing themselves.
    fn signature(&mut self, node: u32) -> u32 {
        if let Some(known) = self.known.get(&node) {
            return *known;
        }
        // Deep ones last: whatever is above comes first, so that nothing recurses deeply.
        let mut open = Vec::from([node]);
        while let Some(last) = open.last().copied() {
            let parents = if self.is_plain(last) { self.index.parents_of(last) } else { &[] };
            let missing: Vec<u32> = parents.iter().copied().filter(|parent| !self.known.contains_key(parent)).collect();
            if !missing.is_empty() && open.len() < 1000 {
                open.extend(missing);
                continue;
            }
            open.pop();
            let mut above: Vec<u32> = parents.iter().filter_map(|parent| self.known.get(parent)).copied().collect();
            above.sort_unstable();
            above.dedup();
            let signature = match above.as_slice() {
                [] => last,
                [one] => *one,
                _ => {
                    let next = NONE - 1 - u32::try_from(self.mixes.len()).unwrap_or(0);
                    *self.mixes.entry(above).or_insert(next)
                }
            };
            self.known.insert(last, signature);
        }
        self.known.get(&node).copied().unwrap_or(node)
    }

    fn is_plain(&self, node: u32) -> bool {
        let (step, record) = (self.index.steps.at(node), self.index.records.at(node));
        !step.flags.has(Flags::RESTRICTED | Flags::ARCHIVED | Flags::INTERNAL | Flags::HELD)
            && record.grants.is_empty()
            && record.refs(Ref::Scope).next().is_none()
    }
}
