//! What roles reach: the rows of roles, and sets of permissions.

use super::Sorted;
use crate::{Condition, Role, RoleId, condition::Test, role::Extent};
use alloc::{sync::Arc, vec::Vec};

/// What refers to a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RoleRef {
    /// A role that includes this one.
    IncludedBy,
    /// A grant to holders of this role.
    Holders,
}

/// A role.
#[derive(Clone, Debug, Default)]
pub(crate) struct RoleSlot {
    /// Its name; every number has one.
    pub id: Option<RoleId>,
    /// As put.
    pub fact: Option<Arc<Role>>,
    /// What it gives with all it includes.
    pub reach: Arc<Reach>,
    /// The grants of it.
    pub grants: Sorted<u32>,
    /// What else refers to it.
    pub refs: Sorted<(RoleRef, u32)>,
}

impl RoleSlot {
    /// The numbers of what refers to this in one way.
    pub fn refs(&self, kind: RoleRef) -> impl Iterator<Item = u32> + Clone {
        self.refs
            .from(move |(other, _)| *other < kind)
            .take_while(move |(other, _)| *other == kind)
            .map(|(_, number)| *number)
    }
}

/// The permissions a role gives, its own and those of the roles it includes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Reach {
    /// On all nodes.
    pub all: Bits,
    /// On the subject's own nodes.
    pub own: Bits,
    /// Under conditions.
    pub conditional: Vec<Conditional>,
}

/// One entry with conditions.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Conditional {
    /// The permissions covered.
    pub bits: Bits,
    /// On which nodes.
    pub extent: Extent,
    /// As written.
    pub written: Vec<Condition>,
    /// As evaluated; all must hold.
    pub tests: Vec<Test>,
}

/// A set of permissions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bits(Vec<u64>);

impl Bits {
    /// Is the permission in the set?
    pub fn has(&self, permission: u32) -> bool {
        self.0.get(permission as usize / 64).is_some_and(|word| word >> (permission % 64) & 1 == 1)
    }

    /// Puts a permission into the set.
    pub fn add(&mut self, permission: u32) {
        let word = permission as usize / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        if let Some(word) = self.0.get_mut(word) {
            *word |= 1 << (permission % 64);
        }
    }

    /// Puts all of another set into this one.
    pub fn merge(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }

    /// Leaves only what is in the other set too.
    pub fn keep(&mut self, other: &Self) {
        let others = other.0.iter().chain(core::iter::repeat(&0));
        for (word, other) in self.0.iter_mut().zip(others) {
            *word &= other;
        }
    }

    /// All in it, in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        (0u32..)
            .zip(&self.0)
            .flat_map(|(at, word)| (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| at * 64 + bit))
    }

    /// How many?
    pub fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// Is everything in it in the other set too?
    pub fn is_within(&self, other: &Self) -> bool {
        let others = other.0.iter().chain(core::iter::repeat(&0));
        self.0.iter().zip(others).all(|(word, other)| word & !other == 0)
    }
}
