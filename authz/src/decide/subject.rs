//! A person a decision is about: a user, or the owner of a key.

use crate::{
    Index, Value,
    index::{Flags, Held, NONE, Place, Principal, Ref, Subject},
};

/// A user.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Person<'a> {
    /// The user's number.
    pub number: u32,
    /// What is known of it.
    pub subject: &'a Subject,
    /// Enabled, and its account not suspended?
    pub active: bool,
}

impl<'a> Person<'a> {
    /// The user of this number.
    pub fn find(index: &'a Index, number: u32) -> Option<Self> {
        let subject = index.subjects.at(number);
        if !subject.known {
            return None;
        }
        let suspended = subject.account != NONE && index.steps.at(subject.account).flags.has(Flags::SUSPENDED);
        Some(Self { number, subject, active: subject.active && !suspended })
    }

    /// Its account, or [`NONE`].
    pub fn account(&self) -> u32 {
        self.subject.account
    }

    /// The built-in attribute `subject.mfa`.
    pub fn mfa(&self) -> &'static Value {
        const YES: &Value = &Value::Bool(true);
        const NO: &Value = &Value::Bool(false);
        if self.subject.mfa { YES } else { NO }
    }

    /// Is it in the group, or in a group within it?
    pub fn is_member_of(&self, index: &Index, group: u32) -> bool {
        self.groups(index).any(|other| other == group)
    }

    /// Is it one of the group's own admins?
    pub fn is_admin_of(&self, index: &Index, group: u32) -> bool {
        index.records.at(self.number).refs.contains(&(Ref::AdminOf, group))
    }

    /// Does its account carry the label?
    pub fn carries(&self, index: &Index, label: u32) -> bool {
        self.account() != NONE && index.records.at(self.account()).refs.contains(&(Ref::Label, label))
    }

    /// The groups it is in, those around its groups too; some perhaps more than once.
    pub fn groups<'b>(&self, index: &'b Index) -> impl Iterator<Item = u32> + use<'a, 'b> {
        let direct = self.subject.groups.iter();
        direct.flat_map(|group| index.around.at(group).iter())
    }
}

/// Up to this many grants on a node are each tried; of more, those are looked up that name what the person is.
const FEW: usize = 8;

impl Index {
    /// The grants in a node's row that may hold for a person. Their atoms are still to be checked.
    pub(crate) fn held_by(&self, person: Option<&Person>, place: &Place, mut holds: impl FnMut(&Held) -> bool) -> bool {
        if let Some(few) = place.held.few().filter(|few| few.len() <= FEW) {
            return few.iter().any(holds);
        }
        let mut between = |from: Principal, to: Principal| {
            let (from, to) = (from.key(), to.key());
            place.held.any_within(|held| held.principal.key() < from, |held| held.principal.key() <= to, &mut holds)
        };
        let Some(person) = person else { return between(Principal::Anyone, Principal::Anyone) };
        // Labels, admins of groups and holders are few on a node, if there are any; groups and accounts may be many.
        let any_below = |most: Principal| place.held.first().is_some_and(|first| first.principal <= most);
        let any_above = |least: Principal| place.held.last().is_some_and(|last| last.principal >= least);
        let account = Principal::Account(person.account());
        (any_below(Principal::Label(NONE)) && between(Principal::Anyone, Principal::Label(NONE)))
            || (person.account() != NONE && between(account, account))
            || person.groups(self).any(|group| between(Principal::Group(group), Principal::Group(group)))
            || (any_above(Principal::Admins(0)) && between(Principal::Admins(0), Principal::Holder(NONE, NONE)))
    }
}
