//! Grants, each in the row where a check finds it by its most selective atom.

use super::{Flags, GrantSlot, Held, Holding, Index, Principal, Ref, RoleRef};
use crate::{Atom, Grant, GrantId};
use alloc::{sync::Arc, vec::Vec};

impl Index {
    pub(super) fn put_grant(&mut self, grant: Grant) {
        self.remove_grant(&grant.id);
        let number = self.grant_names.intern(grant.id.as_str());
        let (on, role) = (self.intern(&grant.on), self.intern_role(&grant.role));
        let mut atoms: Vec<Principal> = grant.who.iter().map(|atom| self.principal(atom)).collect();
        atoms.sort_unstable();
        atoms.dedup();
        let slot = GrantSlot { fact: grant, on, role, atoms };
        self.records.edit(on, |record| record.grants.insert(number));
        match found_under(number, &slot) {
            Some(Found::User(user, holding)) => self.subjects.edit(user, |subject| subject.holdings.insert(holding)),
            Some(Found::Node(held)) => {
                self.places.edit(on, |place| place.held.insert(held));
                self.steps.edit(on, |step| step.flags = step.flags.with(Flags::HELD, true));
            }
            None => {}
        }
        if slot.is_everybody() {
            self.everybody.insert(number);
        }
        self.role_link(role, RoleRef::Grant, number);
        for atom in &slot.atoms {
            match atom {
                Principal::Anyone | Principal::SignedIn => {}
                Principal::Label(label) => self.label_slots.edit(*label, |label| label.grants.insert(number)),
                Principal::Holder(role, node) => {
                    self.role_link(*role, RoleRef::Holders, number);
                    self.link(*node, Ref::Mention, number);
                }
                Principal::User(node) | Principal::Group(node) | Principal::Admins(node) | Principal::Account(node) => {
                    self.link(*node, Ref::Mention, number);
                }
            }
        }
        self.grants.edit(number, |row| *row = Some(Arc::new(slot)));
    }

    pub(super) fn remove_grant(&mut self, id: &GrantId) {
        let Some(number) = self.grant_names.find(id.as_str()) else { return };
        let Some(slot) = self.grants.edit(number, Option::take) else { return };
        self.grant_names.forget(id.as_str());
        self.records.edit(slot.on, |record| record.grants.remove(&number));
        match found_under(number, &slot) {
            Some(Found::User(user, holding)) => self.subjects.edit(user, |subject| subject.holdings.remove(&holding)),
            Some(Found::Node(held)) => {
                let some = self.places.edit(slot.on, |place| {
                    place.held.remove(&held);
                    !place.held.is_empty()
                });
                self.steps.edit(slot.on, |step| step.flags = step.flags.with(Flags::HELD, some));
            }
            None => {}
        }
        self.everybody.remove(&number);
        self.role_unlink(slot.role, RoleRef::Grant, number);
        for atom in &slot.atoms {
            match atom {
                Principal::Anyone | Principal::SignedIn => {}
                Principal::Label(label) => self.label_slots.edit(*label, |label| label.grants.remove(&number)),
                Principal::Holder(role, node) => {
                    self.role_unlink(*role, RoleRef::Holders, number);
                    self.unlink(*node, Ref::Mention, number);
                }
                Principal::User(node) | Principal::Group(node) | Principal::Admins(node) | Principal::Account(node) => {
                    self.unlink(*node, Ref::Mention, number);
                }
            }
        }
    }

    fn principal(&mut self, atom: &Atom) -> Principal {
        match atom {
            Atom::User(user) => Principal::User(self.intern(user)),
            Atom::Group(group) => Principal::Group(self.intern(group)),
            Atom::GroupAdmins(group) => Principal::Admins(self.intern(group)),
            Atom::Account(account) => Principal::Account(self.intern(account)),
            Atom::AccountLabel(label) => Principal::Label(self.intern_label(label)),
            Atom::Holder(role, node) => Principal::Holder(self.intern_role(role), self.intern(node)),
            Atom::SignedIn(_) => Principal::SignedIn,
            Atom::Anyone(_) => Principal::Anyone,
        }
    }
}

/// Where a check finds a grant: in the row of the user it names, however many hold something on its node; else in the
/// row of its node.
enum Found {
    User(u32, Holding),
    Node(Held),
}

fn found_under(grant: u32, slot: &GrantSlot) -> Option<Found> {
    let (on, role) = (slot.on, slot.role);
    let plain = slot.atoms.len() == 1 && slot.fact.expires_at.is_none();
    Some(match *slot.atoms.last()? {
        Principal::User(user) => Found::User(user, Holding { on, grant, role, plain }),
        principal => Found::Node(Held { principal, grant, role, plain }),
    })
}
