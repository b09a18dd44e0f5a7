//! The ways from a node up, as far as they may be seen.

use super::filter::Filter;
use crate::{
    Index, NodeId,
    decide::Start,
    index::{Flags, NONE},
};
use alloc::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    vec,
    vec::Vec,
};

/// A node on the way up, and how it is reached.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub number: u32,
    /// By how many edges, at the least.
    pub distance: usize,
    /// By a way that crosses no restricted node.
    pub open: bool,
    /// By a way that crosses no archived node, itself not counted.
    pub live: bool,
    /// Is there nothing above?
    pub top: bool,
}

/// Where a walk begins: the node, or those that an unregistered one hangs below.
fn first(index: &Index, start: &Start, filter: &Filter) -> Vec<u32> {
    match start {
        Start::Node(number) => vec![*number],
        Start::Below(parents) => parents.iter().copied().filter(|parent| filter.sees_number(index, *parent)).collect(),
    }
}

/// The nodes above that are seen.
fn above<'a>(index: &'a Index, number: u32, filter: &'a Filter) -> impl Iterator<Item = u32> + 'a {
    index.parents_of(number).iter().copied().filter(|parent| filter.sees_number(index, *parent))
}

/// The node asked about, where it is registered, and all above, each once, the nearest first.
pub(super) fn ways(index: &Index, start: &Start, filter: &Filter) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut places: BTreeMap<u32, usize> = BTreeMap::new();
    let begin = |number| Step { number, distance: 0, open: true, live: true, top: false };
    let mut open: VecDeque<Step> = first(index, start, filter).into_iter().map(begin).collect();
    while let Some(step) = open.pop_front() {
        // A way that is better than those before is followed once more.
        let best = match places.get(&step.number).and_then(|place| steps.get_mut(*place)) {
            Some(known) if (step.open && !known.open) || (step.live && !known.live) => {
                *known = Step { open: known.open || step.open, live: known.live || step.live, ..*known };
                *known
            }
            Some(_) => continue,
            None => {
                let top = above(index, step.number, filter).next().is_none();
                places.insert(step.number, steps.len());
                steps.push(Step { top, ..step });
                step
            }
        };
        let flags = index.steps.at(step.number).flags;
        open.extend(above(index, step.number, filter).map(|number| Step {
            number,
            distance: best.distance + 1,
            open: best.open && !flags.has(Flags::RESTRICTED),
            live: best.live && !flags.has(Flags::ARCHIVED),
            top: false,
        }));
    }
    steps
}

/// The way from a number back to where the search began.
pub(super) fn back(from: &BTreeMap<u32, u32>, last: u32) -> Vec<u32> {
    let mut way = vec![last];
    while let Some(before) = way.last().and_then(|number| from.get(number)).filter(|before| **before != NONE) {
        way.push(*before);
    }
    way
}

/// A shortest way up; for what everybody has, one that crosses no restricted node.
pub(super) fn path(index: &Index, start: &Start, to: u32, everybody: bool, filter: &Filter) -> Vec<NodeId> {
    let first = first(index, start, filter);
    let mut from: BTreeMap<u32, u32> = first.iter().map(|number| (*number, NONE)).collect();
    let mut next = first;
    let mut at = 0;
    while let Some(number) = next.get(at).copied() {
        at += 1;
        if number == to {
            return index.ids(back(&from, to).into_iter().rev()).cloned().collect();
        }
        if everybody && index.steps.at(number).flags.has(Flags::RESTRICTED) {
            continue;
        }
        for parent in above(index, number, filter) {
            from.entry(parent).or_insert_with(|| {
                next.push(parent);
                number
            });
        }
    }
    Vec::new()
}

/// The restricted nodes on a way up to a node, fewest first.
pub(super) fn restricting(index: &Index, start: &Start, to: u32, filter: &Filter) -> Vec<NodeId> {
    // Ways with fewer restricted nodes are tried first.
    let mut open: BTreeSet<(usize, Vec<u32>)> =
        first(index, start, filter).into_iter().map(|number| (0, Vec::from([number]))).collect();
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
        for parent in above(index, last, filter) {
            open.insert((cut, way.iter().copied().chain([parent]).collect()));
        }
    }
    Vec::new()
}
