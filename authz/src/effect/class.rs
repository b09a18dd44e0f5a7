//! Nodes for which all answers are the same: one of each class is looked at.

use super::touch::{Subjects, Touched};
use crate::{
    Index,
    condition::Test,
    index::{Flags, NONE, Ref},
};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    format,
    string::String,
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

/// What a node's answers depend on in one index: what comes from above and itself, its owner, those of its attributes
/// that conditions look at.
type Likeness = (u32, u32, Option<u32>);

/// What makes a class: likeness before and after, the tops it is below where not all can feel it, and whether it is one
/// of its own.
type Key<'a> = (Likeness, Likeness, Option<&'a [u32]>, Option<u32>);

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
        // Where all can feel it, it does not matter from where: a whole tree that goes is of few classes.
        let all = tops.iter().any(|top| touched.tops.get(top) == Some(&Subjects::All));
        let felt = (!all).then_some(tops.as_slice());
        let key = (before.likeness(node), after.likeness(node), felt, single.map(|_| node));
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
    /// The attributes of nodes that conditions look at.
    read: BTreeSet<&'a str>,
    /// Numbers for what is there of them, by how it is written.
    values: BTreeMap<String, u32>,
}

impl<'a> Signatures<'a> {
    fn new(index: &'a Index) -> Self {
        let entries = index.role_slots().flat_map(|(_, role)| &role.reach.conditional);
        let read = entries.flat_map(|entry| &entry.tests).flat_map(Test::reads_of_node).collect();
        Self { index, known: BTreeMap::new(), mixes: BTreeMap::new(), read, values: BTreeMap::new() }
    }

    fn likeness(&mut self, node: u32) -> Likeness {
        if !self.index.is_askable(node) {
            return (NONE, NONE, None);
        }
        let values = self.values_of(node);
        (self.signature(node), self.index.origins.at(node).owner, values)
    }

    fn values_of(&mut self, node: u32) -> Option<u32> {
        let stored = &self.index.records.at(node).node.as_ref()?.attributes;
        let values: Vec<_> = self.read.iter().filter_map(|name| stored.get_key_value(*name)).collect();
        if values.is_empty() {
            return None;
        }
        let next = u32::try_from(self.values.len()).unwrap_or(NONE);
        Some(*self.values.entry(format!("{values:?}")).or_insert(next))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guard::scene::{NOW, Scene, attributes, node};

    #[test]
    fn a_tree_that_goes_is_of_few_classes() {
        let mut scene = Scene::new().project("apollo");
        for at in 0..200 {
            let id = format!("item:i{at}");
            let owner = (at % 2 == 0).then(|| node("user:ann"));
            scene = scene.node(&id, &["project:apollo"]).with(&id, |item| {
                item.owner.clone_from(&owner);
                item.attributes = attributes("size", f64::from(at));
            });
        }
        let before = scene.index();
        let changes = before.removal("project:apollo");
        let after = before.preview(&changes).unwrap();
        let touched = Touched::of(&before, &after, &changes, NOW);
        let classes = classes(&before, &after, &touched);
        assert!(changes.len() > 200 && classes.len() < 10, "{} of {}", classes.len(), changes.len());
    }
}
