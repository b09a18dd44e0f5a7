//! Which grants reach whom.

use super::{GrantSlot, Index, Principal};
use crate::{
    Atom, Grant, NodeId,
    decide::{Person, Start},
};
use alloc::{collections::BTreeSet, vec::Vec};
use core::ops::ControlFlow;
use hashbrown::HashSet;

impl Index {
    /// Is the grant in force, and does its `who` match this user? The grant need not be one of the index.
    pub fn grant_matches(&self, grant: &Grant, user: &(impl AsRef<str> + ?Sized), now: i64) -> bool {
        let number = self.nodes.find(user.as_ref());
        let Some(person) = number.and_then(|number| Person::find(self, number)) else { return false };
        let live = grant.expires_at.is_none_or(|end| now < end) && !grant.who.is_empty();
        live && grant
            .who
            .iter()
            .all(|atom| self.principal_of(atom).is_some_and(|atom| self.matches(Some(&person), atom, now)))
    }

    /// The live grants on the node or above it whose `who` matches the user; for a group, those that name it or a
    /// group around it; for an account, those that name it.
    pub fn grants_reaching(
        &self,
        subject: &(impl AsRef<str> + ?Sized),
        node: &(impl AsRef<str> + ?Sized),
        now: i64,
    ) -> impl Iterator<Item = Grant> {
        let numbers = (self.nodes.find(subject.as_ref()), self.nodes.find(node.as_ref()));
        let mut found = BTreeSet::new();
        if let (Some(subject), Some(node)) = numbers {
            let person = Person::find(self, subject);
            let named = self.named_with(subject);
            let matches = |grant: &GrantSlot| match &person {
                Some(person) => grant.atoms().iter().all(|atom| self.matches(Some(person), *atom, now)),
                None => grant.atoms().iter().any(|atom| named.contains(atom)),
            };
            self.climb(&Start::Node(node), |number, _, way| {
                let under_user =
                    person.iter().flat_map(|person| person.subject.holdings_on(number)).map(|held| held.grant);
                for grant in self.places.at(number).held.iter().map(|held| held.grant).chain(under_user) {
                    let slot = self.grants.at(grant).as_ref();
                    if slot.is_some_and(|slot| slot.live(now) && (way.open || !slot.is_everybody()) && matches(slot)) {
                        found.insert(grant);
                    }
                }
                ControlFlow::Continue(())
            });
        }
        found.into_iter().collect::<Vec<_>>().into_iter().filter_map(|grant| self.grant_at(grant))
    }

    /// The live grants that are for a user by what they are, wherever they were made; for a group, those that name it or a
    /// group around it. Not those to everybody.
    pub fn grants_to_subject(&self, subject: &(impl AsRef<str> + ?Sized), now: i64) -> impl Iterator<Item = Grant> {
        let number = self.nodes.find(subject.as_ref());
        let numbers: BTreeSet<u32> = match number.map(|number| (number, Person::find(self, number))) {
            Some((_, Some(person))) => {
                let grants = self.grants_to(&person).into_iter();
                grants.filter(|grant| self.is_for(Some(&person), *grant, now)).collect()
            }
            Some((number, None)) => self.grants_naming_group(number, now),
            None => BTreeSet::new(),
        };
        let particular = |grant: &u32| self.grants.at(*grant).as_ref().is_some_and(|slot| !slot.is_everybody());
        numbers.into_iter().filter(particular).filter_map(|grant| self.grant_at(grant))
    }

    /// How many different subjects the grants of a role are for: all, single users among them, and single groups.
    pub fn subjects_of(&self, role: &(impl AsRef<str> + ?Sized)) -> (usize, usize, usize) {
        let grants = self.role_slot(role.as_ref()).into_iter().flat_map(|slot| slot.grants.iter().copied());
        let subjects: HashSet<&[Principal]> = self.slots(grants).map(GrantSlot::atoms).collect();
        let count = |fits: fn(&[Principal]) -> bool| subjects.iter().filter(|atoms| fits(atoms)).count();
        let users = count(|atoms| matches!(atoms, [Principal::User(_)]));
        (subjects.len(), users, count(|atoms| matches!(atoms, [Principal::Group(_)])))
    }

    fn grants_naming_group(&self, group: u32, now: i64) -> BTreeSet<u32> {
        let named = self.named_with(group);
        let mentions = self.around.at(group).iter().flat_map(|group| self.mentions(group));
        let names_it = |grant: &u32| {
            let slot = self.grants.at(*grant).as_ref();
            slot.is_some_and(|slot| slot.live(now) && slot.atoms().iter().any(|atom| named.contains(atom)))
        };
        mentions.filter(names_it).collect()
    }

    /// The nodes that are open to every active user, with all below that is not restricted: by their visibility, or by a
    /// live grant to everybody.
    pub fn open_nodes(&self, now: i64) -> BTreeSet<&NodeId> {
        let live = move |grant: &u32| self.grants.at(*grant).as_ref().filter(|slot| slot.live(now)).map(|slot| slot.on);
        let granted = self.everybody.iter().filter_map(live);
        self.ids(self.visible.iter().copied().chain(granted)).collect()
    }

    /// The atoms that name a group, one around it, or an account.
    fn named_with(&self, number: u32) -> Vec<Principal> {
        let groups = self.around.at(number).iter();
        groups.map(Principal::Group).chain([Principal::Account(number)]).collect()
    }

    /// An atom by numbers, if what it names ever was.
    pub(crate) fn principal_of(&self, atom: &Atom) -> Option<Principal> {
        Some(match atom {
            Atom::User(user) => Principal::User(self.nodes.find(user.as_str())?),
            Atom::Group(group) => Principal::Group(self.nodes.find(group.as_str())?),
            Atom::GroupAdmins(group) => Principal::Admins(self.nodes.find(group.as_str())?),
            Atom::Account(account) => Principal::Account(self.nodes.find(account.as_str())?),
            Atom::AccountLabel(label) => Principal::Label(self.labels.find(label)?),
            Atom::Holder(role, node) => {
                Principal::Holder(self.role_names.find(role.as_str())?, self.nodes.find(node.as_str())?)
            }
            Atom::SignedIn(_) => Principal::SignedIn,
            Atom::Anyone(_) => Principal::Anyone,
        })
    }
}
