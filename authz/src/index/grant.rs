//! Grants, each in the row where a check finds it by its most selective atom.

use super::{Flags, GrantMore, GrantSlot, Held, Holding, Index, Principal, Ref, RoleRef, Text};
use crate::{Atom, Grant, GrantId};
use alloc::{sync::Arc, vec::Vec};

impl Index {
    pub(super) fn put_grant(&mut self, grant: Grant) {
        self.remove_grant(&grant.id);
        let Some(slot) = self.grant_slot(grant) else { return };
        let number = self.grant_numbers.add(slot.id.as_str());
        self.records.edit(slot.on, |record| record.grants.insert(number));
        match found_under(number, &slot) {
            Found::User(user, holding) => self.subjects.edit(user, |subject| subject.holdings.insert(holding)),
            Found::Node(held) => {
                self.places.edit(slot.on, |place| place.held.insert(held));
                self.steps.edit(slot.on, |step| step.flags = step.flags.with(Flags::HELD, true));
            }
        }
        if slot.is_everybody() {
            self.everybody.insert(number);
        }
        self.roles.edit(slot.role, |role| role.grants.insert(number));
        for name in mentioned(&slot) {
            match name {
                Mentioned::Node(node) => self.link(node, Ref::Mention, number),
                Mentioned::Holders(role) => self.role_link(role, RoleRef::Holders, number),
                Mentioned::Label(label) => self.label_slots.edit(label, |label| label.grants.insert(number)),
            }
        }
        self.grants.edit(number, |row| *row = Some(slot));
    }

    pub(super) fn remove_grant(&mut self, id: &GrantId) {
        let Some(number) = self.grant_number(id) else { return };
        let Some(slot) = self.grants.edit(number, Option::take) else { return };
        self.grant_numbers.forget(id, number);
        self.records.edit(slot.on, |record| record.grants.remove(&number));
        match found_under(number, &slot) {
            Found::User(user, holding) => self.subjects.edit(user, |subject| subject.holdings.remove(&holding)),
            Found::Node(held) => {
                let some = self.places.edit(slot.on, |place| {
                    place.held.remove(&held);
                    !place.held.is_empty()
                });
                self.steps.edit(slot.on, |step| step.flags = step.flags.with(Flags::HELD, some));
            }
        }
        self.everybody.remove(&number);
        self.roles.edit(slot.role, |role| role.grants.remove(&number));
        for name in mentioned(&slot) {
            match name {
                Mentioned::Node(node) => self.unlink(node, Ref::Mention, number),
                Mentioned::Holders(role) => self.role_unlink(role, RoleRef::Holders, number),
                Mentioned::Label(label) => self.label_slots.edit(label, |label| label.grants.remove(&number)),
            }
        }
    }

    /// The number of a grant.
    pub(crate) fn grant_number(&self, id: &str) -> Option<u32> {
        self.grant_numbers.find(id, |number| self.grants.at(number).as_ref().is_some_and(|slot| slot.id.is(id)))
    }

    /// A grant by numbers; nothing if it is for nobody.
    pub(super) fn grant_slot(&mut self, grant: Grant) -> Option<GrantSlot> {
        let (on, role) = (self.intern(&grant.on), self.intern_role(&grant.role));
        let (id, source) = (Text::of(&grant.id), grant.source);
        if let ([only], None) = (grant.who.as_slice(), grant.expires_at) {
            let principal = self.principal(only);
            return Some(GrantSlot { id, on, role, principal, source, more: None });
        }
        let mut atoms: Vec<Principal> = grant.who.iter().map(|atom| self.principal(atom)).collect();
        atoms.sort_unstable();
        atoms.dedup();
        let principal = *atoms.last()?;
        let more = Some(Arc::new(GrantMore { atoms, who: grant.who, expires_at: grant.expires_at }));
        Some(GrantSlot { id, on, role, principal, source, more })
    }

    /// The fact that was put. Every name it mentions has its number for good.
    pub(crate) fn fact(&self, slot: &GrantSlot) -> Option<Grant> {
        Some(Grant {
            id: slot.grant_id(),
            who: match &slot.more {
                Some(more) => more.who.clone(),
                None => Vec::from([self.atom(slot.principal)?]),
            },
            role: self.role_id(slot.role)?.clone(),
            on: self.id(slot.on)?.clone(),
            expires_at: slot.expires_at(),
            source: slot.source,
        })
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

    fn atom(&self, principal: Principal) -> Option<Atom> {
        let id = |number: u32| self.id(number).cloned();
        Some(match principal {
            Principal::User(user) => Atom::User(id(user)?),
            Principal::Group(group) => Atom::Group(id(group)?),
            Principal::Admins(group) => Atom::GroupAdmins(id(group)?),
            Principal::Account(account) => Atom::Account(id(account)?),
            Principal::Label(label) => Atom::AccountLabel((*self.label_slots.at(label).text).into()),
            Principal::Holder(role, node) => Atom::Holder(self.role_id(role)?.clone(), id(node)?),
            Principal::SignedIn => Atom::SIGNED_IN,
            Principal::Anyone => Atom::ANYONE,
        })
    }
}

/// Where a check finds a grant: in the row of the user it names, however many hold something on its node; else in the
/// row of its node.
pub(super) enum Found {
    User(u32, Holding),
    Node(Held),
}

pub(super) fn found_under(grant: u32, slot: &GrantSlot) -> Found {
    let (on, role, plain) = (slot.on, slot.role, slot.plain());
    match slot.principal {
        Principal::User(user) => Found::User(user, Holding { on, grant, role, plain }),
        principal => Found::Node(Held { principal, grant, role, plain }),
    }
}

/// What must lead to a grant, because it is named there.
pub(super) enum Mentioned {
    Node(u32),
    Holders(u32),
    Label(u32),
}

/// What a grant names, but for the user it is found under.
pub(super) fn mentioned(slot: &GrantSlot) -> impl Iterator<Item = Mentioned> {
    let named = slot.atoms().iter().map(|atom| match *atom {
        Principal::Anyone | Principal::SignedIn => [None, None],
        Principal::Label(label) => [Some(Mentioned::Label(label)), None],
        Principal::Holder(role, node) => [Some(Mentioned::Holders(role)), Some(Mentioned::Node(node))],
        Principal::User(node) | Principal::Group(node) | Principal::Admins(node) | Principal::Account(node) => {
            [Some(Mentioned::Node(node)), None]
        }
    });
    let found_under =
        |name: &Mentioned| matches!(name, Mentioned::Node(node) if slot.principal == Principal::User(*node));
    named.flatten().flatten().filter(move |name| !found_under(name))
}

#[cfg(test)]
mod tests {
    use crate::{Atom, Change, Grant, GrantId, Index, NodeId, RoleId, Source, Whom, World};
    use alloc::{collections::BTreeSet, format, string::ToString, vec::Vec};
    use proptest::prelude::*;

    fn node(at: usize) -> NodeId {
        NodeId::parse(&format!("{}:{at}", ["user", "group", "account", "project"][at % 4])).unwrap()
    }

    fn atom() -> impl Strategy<Value = Atom> {
        (0usize..8, 0usize..12).prop_map(|(kind, at)| match kind {
            0 | 1 => Atom::User(node(at)),
            2 => Atom::Group(node(at)),
            3 => Atom::GroupAdmins(node(at)),
            4 => Atom::Account(node(at)),
            5 => Atom::AccountLabel(at.to_string()),
            6 => Atom::Holder(RoleId::parse(&format!("held{at}")).unwrap(), node(at)),
            _ if at % 2 == 0 => Atom::SIGNED_IN,
            _ => Atom::ANYONE,
        })
    }

    /// Ids short and long; atoms in any order, some twice.
    fn grant() -> impl Strategy<Value = Grant> {
        let ends = prop_oneof![Just(None), Just(Some(i64::MIN)), Just(Some(i64::MAX)), any::<i64>().prop_map(Some)];
        let source = prop_oneof![Just(Source::Direct), Just(Source::Import), Just(Source::Preset)];
        let who = prop_oneof![prop::collection::vec(atom(), 1..2), prop::collection::vec(atom(), 1..5)];
        (0usize..40, who, 0usize..5, 0usize..12, ends, source).prop_map(|(id, who, role, on, expires_at, source)| {
            Grant {
                id: GrantId::parse(&format!("grt_{id}{}", "y".repeat(id % 5 * 10))).unwrap(),
                who,
                role: RoleId::parse(&format!("role{role}")).unwrap(),
                on: node(on),
                expires_at,
                source,
            }
        })
    }

    fn kind_of(atom: &Atom) -> &'static str {
        match atom {
            Atom::User(_) => "user",
            Atom::Group(_) => "group",
            _ => "",
        }
    }

    /// What names a node, as `grants_naming` says.
    fn names(grant: &Grant, node: &NodeId) -> bool {
        grant.who.iter().any(|atom| match atom {
            Atom::User(id) | Atom::Group(id) | Atom::GroupAdmins(id) | Atom::Account(id) | Atom::Holder(_, id) => {
                id == node
            }
            Atom::AccountLabel(_) | Atom::SignedIn(_) | Atom::Anyone(_) => false,
        })
    }

    proptest! {
        #[test]
        fn a_grant_put_is_the_grant_read(
            first in prop::collection::vec(grant(), 0..30),
            edits in prop::collection::vec((any::<bool>(), grant()), 0..60),
        ) {
            let mut model: Vec<Grant> = Vec::new();
            let put = |model: &mut Vec<Grant>, grant: &Grant, stays: bool| {
                model.retain(|other| other.id != grant.id);
                model.extend(stays.then(|| grant.clone()));
            };
            let mut index = Index::new(World { grants: first.clone(), ..World::default() }).unwrap();
            for grant in &first {
                put(&mut model, grant, true);
            }
            for (stays, grant) in edits {
                put(&mut model, &grant, stays);
                index.apply(&[if stays { Change::PutGrant(grant) } else { Change::RemoveGrant(grant.id) }]).unwrap();
            }
            let sorted = |mut grants: Vec<Grant>| { grants.sort_by(|one, other| one.id.cmp(&other.id)); grants };
            let wanted = |keep: &dyn Fn(&Grant) -> bool| sorted(model.iter().filter(|grant| keep(grant)).cloned().collect());
            prop_assert_eq!(sorted(index.grants().collect()), wanted(&|_| true));
            for grant in &model {
                prop_assert_eq!(index.grant(&grant.id), Some(grant.clone()));
                let there = |other: &Grant| other.role == grant.role && other.on == grant.on;
                let wide = wanted(&|other| there(other) && other.who.iter().all(|atom| grant.who.contains(atom)));
                prop_assert_eq!(sorted(index.grants_as_wide(grant).collect()), wide);
            }
            for node in (0..12).map(node) {
                prop_assert_eq!(sorted(index.grants_on(&node).collect()), wanted(&|grant| grant.on == node));
                prop_assert_eq!(sorted(index.grants_naming(&node).collect()), wanted(&|grant| names(grant, &node)));
            }
            for role in (0..5).map(|role| RoleId::parse(&format!("role{role}")).unwrap()) {
                let of_role = wanted(&|grant| grant.role == role);
                prop_assert_eq!(sorted(index.grants_of(&role).collect()), of_role.clone());
                let subjects: BTreeSet<BTreeSet<&Atom>> = of_role.iter().map(|grant| grant.who.iter().collect()).collect();
                let single = |kind: &str| subjects.iter().filter(|who| who.len() == 1 && who.iter().all(|atom| kind_of(atom) == kind)).count();
                prop_assert_eq!(index.subjects_of(&role), (subjects.len(), single("user"), single("group")));
                for node in (0..12).map(node) {
                    let there = wanted(&|grant| grant.role == role && grant.on == node);
                    prop_assert_eq!(sorted(index.grants_on_of(&node, &role).collect()), there);
                }
            }
            for (whom, kind) in [(Whom::User, "user"), (Whom::Group, "group"), (Whom::Others, "")] {
                let is = |grant: &Grant| match grant.who.as_slice() { [only] => kind_of(only), _ => "" } == kind;
                for node in (0..12).map(node) {
                    let ids: BTreeSet<GrantId> = index.grant_ids_on(&node, |other| other == whom).collect();
                    let there: BTreeSet<GrantId> = model.iter().filter(|grant| grant.on == node && is(grant)).map(|grant| grant.id.clone()).collect();
                    prop_assert_eq!(ids, there);
                }
            }
            prop_assert_eq!(index.world().grants, wanted(&|_| true));
        }
    }
}
