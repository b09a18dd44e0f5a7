//! The walk from a node up to the roots.

use crate::{
    Index,
    index::{Flags, Step},
};
use alloc::{vec, vec::Vec};
use core::ops::ControlFlow;

/// Where a walk starts.
#[derive(Clone, Debug)]
pub(crate) enum Start {
    /// On a registered node.
    Node(u32),
    /// On an unregistered one below these.
    Below(Vec<u32>),
}

/// How a node was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bits {
    /// By a way that crosses no restricted node: what everybody has there counts.
    pub open: bool,
    /// By a way that crosses no archived node (the node reached not counted).
    pub live: bool,
}

impl Bits {
    const ALL: Self = Self { open: true, live: true };

    /// How the nodes above this one are reached through it.
    fn through(self, step: Step) -> Self {
        Self {
            open: self.open && !step.flags.has(Flags::RESTRICTED),
            live: self.live && !step.flags.has(Flags::ARCHIVED),
        }
    }

    fn adds_to(self, other: Self) -> bool {
        (self.open && !other.open) || (self.live && !other.live)
    }

    fn or(self, other: Self) -> Self {
        Self { open: self.open || other.open, live: self.live || other.live }
    }
}

/// Longest chain of only parents that is followed without remembering where one was. Longer ones cannot be, but a
/// walk must end whatever the facts are.
const CHAIN: usize = 64;

impl Index {
    /// Visits the node and all above it until told to stop. A node shared by several ways is visited again when a
    /// later way is better than those before.
    pub(crate) fn climb(&self, start: &Start, mut visit: impl FnMut(u32, &Step, Bits) -> ControlFlow<()>) {
        let (mut number, mut way) = match start {
            Start::Node(number) => (*number, Bits::ALL),
            Start::Below(parents) => match parents.as_slice() {
                [parent] => (*parent, Bits::ALL),
                parents => {
                    return self.climb_ways(parents.iter().map(|parent| (*parent, Bits::ALL)).collect(), &mut visit);
                }
            },
        };
        for _ in 0..CHAIN {
            let step = self.steps.at(number);
            if visit(number, step, way).is_break() {
                return;
            }
            way = way.through(*step);
            match self.parents(number, step) {
                [] => return,
                [parent] => number = *parent,
                parents => return self.climb_ways(parents.iter().map(|parent| (*parent, way)).collect(), &mut visit),
            }
        }
        self.climb_ways(vec![(number, way)], &mut visit);
    }

    #[cold]
    fn climb_ways(&self, mut open: Vec<(u32, Bits)>, visit: &mut impl FnMut(u32, &Step, Bits) -> ControlFlow<()>) {
        let mut seen = Seen::default();
        while let Some((number, way)) = open.pop() {
            let Some(way) = seen.improve(number, way) else { continue };
            let step = self.steps.at(number);
            if visit(number, step, way).is_break() {
                return;
            }
            let above = way.through(*step);
            open.extend(self.parents(number, step).iter().map(|parent| (*parent, above)));
        }
    }
}

/// How each node was reached so far.
#[derive(Default)]
struct Seen {
    first: [Option<(u32, Bits)>; 24],
    rest: hashbrown::HashMap<u32, Bits>,
}

impl Seen {
    /// Notes a way to a node: how it is reached by now, or nothing if this way adds nothing.
    fn improve(&mut self, number: u32, way: Bits) -> Option<Bits> {
        for slot in &mut self.first {
            match slot {
                Some((seen, best)) if *seen == number => return better(best, way),
                Some(_) => {}
                None => {
                    *slot = Some((number, way));
                    return Some(way);
                }
            }
        }
        match self.rest.entry(number) {
            hashbrown::hash_map::Entry::Occupied(mut best) => better(best.get_mut(), way),
            hashbrown::hash_map::Entry::Vacant(slot) => {
                slot.insert(way);
                Some(way)
            }
        }
    }
}

fn better(best: &mut Bits, way: Bits) -> Option<Bits> {
    way.adds_to(*best).then(|| {
        *best = best.or(way);
        *best
    })
}
