//! Everything a subject is allowed on a node, in one walk. It agrees with the decision for each permission.

use super::{Asker, Check, Given, Moment, Start};
use crate::{
    Extent, Index, Visibility,
    index::{Bits, Flags, NONE, Step},
};
use alloc::vec::Vec;
use core::ops::ControlFlow;

/// What is allowed, and what each grant and visibility gives of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rights {
    /// The permissions allowed.
    pub bits: Bits,
    /// What gives them; some perhaps more than once, and more than is allowed in the end.
    pub given: Vec<(Given, Bits)>,
}

impl Index {
    /// Everything the subject is allowed on the node, whatever a type decided by policies might add.
    pub(crate) fn rights(&self, asker: &Asker, start: &Start, moment: Moment) -> Rights {
        let active = asker.anonymous || asker.person.is_some_and(|person| person.active);
        let key = asker.key;
        let in_force = |fact: &crate::Key| fact.active && fact.expires_at.is_none_or(|end| moment.now < end);
        if !active || !key.is_none_or(|key| in_force(&key.fact)) {
            return Rights::default();
        }
        // The permission is not looked at; every one is collected.
        let check = Check::new(self, asker, NONE, start, moment);
        let mut rights = Rights::default();
        let (mut writable, mut in_scope) = (false, key.is_none());
        self.climb(start, |number, step, way| {
            in_scope = in_scope || key.is_some_and(|key| key.on == number);
            writable =
                writable || (way.live && !step.flags.has(Flags::ARCHIVED) && self.parents(number, step).is_empty());
            check.gather(number, *step, way.open, &mut rights);
            ControlFlow::Continue(())
        });
        if !in_scope {
            return Rights::default();
        }
        if !writable {
            rights.bits.keep(&self.catalog.read);
        }
        if let Some(key) = key {
            rights.bits.keep(&self.patterns(&key.fact));
        }
        rights
    }

    /// The permissions that a key's patterns cover.
    pub(crate) fn patterns(&self, key: &crate::Key) -> Bits {
        let mut bits = Bits::default();
        for pattern in &key.permissions {
            bits.merge(&self.covered(pattern));
        }
        bits
    }
}

impl Check<'_> {
    fn gather(&self, number: u32, step: Step, open: bool, rights: &mut Rights) {
        let mut add = |given: Given, role: u32| {
            let bits = self.bits(role);
            rights.bits.merge(&bits);
            rights.given.push((given, bits));
        };
        if let Some(person) = self.person {
            for holding in person.subject.holdings_on(number) {
                if holding.plain || self.index.is_for(self.person, holding.grant, self.moment.now) {
                    add(Given::Grant(holding.grant), holding.role);
                }
            }
        }
        if open && step.flags.has(Flags::INTERNAL) {
            let catalog = &self.index.catalog;
            if step.flags.has(Flags::PUBLIC) {
                add(Given::Visitor(Visibility::Public, catalog.public), catalog.public);
            }
            if self.person.is_some() {
                add(Given::Visitor(Visibility::Internal, catalog.internal), catalog.internal);
            }
        }
        if step.flags.has(Flags::HELD) {
            self.index.held_by(self.person, self.index.places.at(number), |held| {
                if (open || !held.principal.is_everybody()) && self.index.holds(self.person, held, self.moment.now) {
                    add(Given::Grant(held.grant), held.role);
                }
                false
            });
        }
    }

    /// What a role gives here.
    fn bits(&self, role: u32) -> Bits {
        let reach = &self.index.roles.at(role).reach;
        let mut bits = reach.all.clone();
        if self.own {
            bits.merge(&reach.own);
        }
        for entry in &reach.conditional {
            let extent = self.own || entry.extent == Extent::All;
            if extent && entry.tests.iter().all(|test| test.holds(&self.seen())) {
                bits.merge(&entry.bits);
            }
        }
        bits
    }
}
