//! Roles, compiled to sets of permissions with all they include.

use super::{Bits, Conditional, Index, Reach, Ref, RoleRef, RoleSlot};
use crate::{Extent, Pattern, Role, RoleId};
use alloc::{collections::BTreeSet, sync::Arc, vec, vec::Vec};

impl Index {
    pub(super) fn intern_role(&mut self, id: &RoleId) -> u32 {
        let known = self.role_names.count();
        let number = self.role_names.intern(id.as_str());
        if number >= known {
            self.roles.edit(number, |role| role.id = Some(id.clone()));
        }
        number
    }

    pub(super) fn put_role(&mut self, role: Role) {
        let number = self.intern_role(&role.id);
        self.unlink_role(number);
        let home = self.intern(&role.home);
        self.link(home, Ref::Home, number);
        for included in &role.includes {
            let included = self.intern_role(included);
            self.role_link(included, RoleRef::IncludedBy, number);
        }
        self.roles.edit(number, |slot| slot.fact = Some(Arc::new(role)));
        self.refresh_roles(number);
    }

    pub(super) fn remove_role(&mut self, id: &RoleId) {
        if let Some(number) = self.role_names.find(id.as_str()) {
            self.unlink_role(number);
            self.roles.edit(number, |slot| slot.fact = None);
            self.refresh_roles(number);
        }
    }

    pub(super) fn role_link(&mut self, to: u32, kind: RoleRef, from: u32) {
        self.roles.edit(to, |role| role.refs.insert((kind, from)));
    }

    pub(super) fn role_unlink(&mut self, to: u32, kind: RoleRef, from: u32) {
        self.roles.edit(to, |role| role.refs.remove(&(kind, from)));
    }

    fn unlink_role(&mut self, number: u32) {
        let Some(fact) = self.roles.at(number).fact.clone() else { return };
        let home = self.intern(&fact.home);
        self.unlink(home, Ref::Home, number);
        for included in &fact.includes {
            let included = self.intern_role(included);
            self.role_unlink(included, RoleRef::IncludedBy, number);
        }
    }

    /// Compiles a role again, and every role that includes it.
    fn refresh_roles(&mut self, number: u32) {
        let mut affected = BTreeSet::new();
        let mut open = vec![number];
        while let Some(number) = open.pop() {
            if affected.insert(number) {
                open.extend(self.roles.at(number).refs(RoleRef::IncludedBy));
            }
        }
        for number in affected {
            self.refresh_role(number);
        }
    }

    pub(super) fn refresh_role(&mut self, number: u32) {
        let reach = Arc::new(self.reach(number));
        self.roles.edit(number, |slot| slot.reach = reach);
    }

    fn reach(&self, number: u32) -> Reach {
        let mut reach = Reach::default();
        for role in self.includes(number) {
            let Some(fact) = &self.roles.at(role).fact else { continue };
            for entry in &fact.permissions {
                let bits = self.covered(&entry.pattern);
                if entry.conditions.is_empty() {
                    match entry.extent {
                        Extent::All => reach.all.merge(&bits),
                        Extent::Own => reach.own.merge(&bits),
                    }
                } else if let Ok(tests) = entry.conditions.iter().map(crate::condition::Condition::compile).collect() {
                    // A malformed condition is refused before it gets here; if it did, its entry gives nothing.
                    reach.conditional.push(Conditional {
                        bits,
                        extent: entry.extent,
                        written: entry.conditions.clone(),
                        tests,
                    });
                }
            }
        }
        reach
    }

    /// The role and all it includes, nearest first.
    pub(crate) fn includes(&self, number: u32) -> Vec<u32> {
        let mut found = vec![number];
        let mut next = 0;
        while let Some(role) = found.get(next).copied() {
            next += 1;
            let includes = self.roles.at(role).fact.iter().flat_map(|fact| &fact.includes);
            for included in includes.filter_map(|id| self.role_names.find(id.as_str())) {
                if !found.contains(&included) {
                    found.push(included);
                }
            }
        }
        found
    }

    /// The permissions of the catalog that a pattern covers.
    pub(crate) fn covered(&self, pattern: &Pattern) -> Bits {
        let mut bits = Bits::default();
        for (number, permission) in (0u32..).zip(&self.catalog.permissions) {
            if pattern.covers(permission) {
                bits.add(number);
            }
        }
        bits
    }

    /// All roles there are.
    pub(crate) fn role_slots(&self) -> impl Iterator<Item = (u32, &RoleSlot)> {
        (0..self.role_names.count()).map(|number| (number, self.roles.at(number)))
    }
}
