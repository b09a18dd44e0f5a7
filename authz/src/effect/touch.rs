//! Where changes can be felt, and by whom: never less than is true, and not much more.

use crate::{
    Catalog, Change, GrantId, Index, Node, NodeId, Role, RoleId,
    decide::Person,
    index::{GrantSlot, NONE, Principal, Ref, RoleRef},
};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};

/// Whom something can be felt by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subjects {
    /// Anybody.
    All,
    /// These users and keys (and the keys of these users).
    Some(BTreeSet<u32>),
}

impl Default for Subjects {
    fn default() -> Self {
        Self::Some(BTreeSet::new())
    }
}

impl Subjects {
    pub fn merge(&mut self, other: &Self) {
        match (&mut *self, other) {
            (Self::All, _) => {}
            (_, Self::All) => *self = Self::All,
            (Self::Some(mine), Self::Some(more)) => mine.extend(more),
        }
    }
}

/// What is touched. Numbers are those of the index after the changes; names that the one before does not know yet have
/// no row there, and read as nothing.
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// Nodes, with all that is below them before or after.
    pub tops: BTreeMap<u32, Subjects>,
    /// Single nodes.
    pub single: BTreeMap<u32, Subjects>,
    /// Users and keys that a change names: looked at one by one.
    pub named: BTreeSet<u32>,
    /// Did what policies say change?
    pub policies: bool,
}

/// One look at the changes.
struct Look<'a> {
    before: &'a Index,
    after: &'a Index,
    now: i64,
    touched: Touched,
}

impl Touched {
    pub fn of(before: &Index, after: &Index, changes: &[Change], now: i64) -> Self {
        let mut look = Look { before, after, now, touched: Self::default() };
        for change in changes {
            look.change(change);
        }
        look.touched
    }
}

impl<'a> Look<'a> {
    fn change(&mut self, change: &Change) {
        match change {
            Change::SetCatalog(_) => self.catalog(),
            Change::PutNode(Node { id, .. }) | Change::RemoveNode(id) => self.node(id),
            Change::PutUser(crate::User { id, .. }) | Change::RemoveUser(id) => self.user(id),
            Change::PutGroup(crate::Group { id, .. }) | Change::RemoveGroup(id) => self.group(id),
            Change::PutMember { member, .. } | Change::RemoveMember { member, .. } => self.member(member),
            Change::PutRole(Role { id, .. }) | Change::RemoveRole(id) => self.role(id),
            Change::PutGrant(crate::Grant { id, .. }) | Change::RemoveGrant(id) => self.grant(id),
            Change::PutKey(crate::Key { id, .. }) | Change::RemoveKey(id) => self.key(id),
        }
    }

    fn both(&self) -> [&'a Index; 2] {
        [self.before, self.after]
    }

    fn number(&self, id: &NodeId) -> Option<u32> {
        self.after.nodes.find(id.as_str())
    }

    fn top(&mut self, node: u32, subjects: &Subjects) {
        self.touched.tops.entry(node).or_default().merge(subjects);
    }

    fn top_for(&mut self, node: u32, subject: u32) {
        if let Subjects::Some(some) = self.touched.tops.entry(node).or_default() {
            some.insert(subject);
        }
    }

    fn grant(&mut self, id: &GrantId) {
        let [before, after] = self.both().map(|index| index.grant(id));
        if before == after {
            return;
        }
        for index in self.both() {
            for slot in index.slots(index.grant_number(id).into_iter()) {
                self.granted(index, slot, true);
            }
        }
    }

    /// A grant is felt on its node and below by those it is for, and through grants to its holders by the same.
    fn granted(&mut self, index: &Index, slot: &GrantSlot, as_holders: bool) {
        let users = index.users_under(slot.principal);
        let subjects = users.map_or(Subjects::All, |users| Subjects::Some(users.into_iter().collect()));
        self.top(slot.on, &subjects);
        if as_holders && slot.is_for_users_and_groups() {
            for index in self.both() {
                for on in holder_grants(index, slot.role, slot.on) {
                    self.top(on, &subjects);
                }
            }
        }
    }

    fn role(&mut self, id: &RoleId) {
        let Some(number) = self.after.role_names.find(id.as_str()) else { return };
        let mut affected = BTreeSet::new();
        let mut open = Vec::from([number]);
        while let Some(role) = open.pop() {
            if affected.insert(role) {
                for index in self.both() {
                    open.extend(index.roles.at(role).refs(RoleRef::IncludedBy));
                }
            }
        }
        for role in affected {
            let [before, after] = self.both().map(|index| index.roles.at(role));
            if before.reach == after.reach {
                continue;
            }
            for (index, slot) in self.both().into_iter().zip([before, after]) {
                for grant in index.slots(slot.grants.iter().copied()) {
                    self.granted(index, grant, false);
                }
                if [index.catalog.public, index.catalog.internal].contains(&role) {
                    for node in index.visible.iter() {
                        self.top(*node, &Subjects::All);
                    }
                }
            }
        }
    }

    fn group(&mut self, id: &NodeId) {
        let Some(number) = self.number(id) else { return };
        self.placed(number);
        for kind in [Ref::Member, Ref::Admin] {
            let [before, after] =
                self.both().map(|index| index.records.at(number).refs(kind).collect::<BTreeSet<u32>>());
            for member in before.symmetric_difference(&after) {
                self.regrouped(*member);
            }
        }
    }

    fn member(&mut self, member: &NodeId) {
        if let Some(number) = self.number(member) {
            self.regrouped(number);
        }
    }

    fn regrouped(&mut self, member: u32) {
        let within: BTreeSet<u32> =
            self.both().iter().flat_map(|index| index.users_in(member)).chain([member]).collect();
        for user in within {
            self.principals(user);
        }
    }

    /// What a user is has changed: felt where grants match that did not, or match no more.
    fn principals(&mut self, user: u32) {
        let now = self.now;
        let matching = |index: &'a Index| -> BTreeMap<&'a str, u32> {
            let Some(person) = Person::find(index, user) else { return BTreeMap::new() };
            let grants = index.grants_to(&person).into_iter().filter(|grant| index.is_for(Some(&person), *grant, now));
            index.slots(grants).map(|grant| (grant.id.as_str(), grant.on)).collect()
        };
        let [before, after] = self.both().map(matching);
        let changed = before.iter().filter(|(id, _)| !after.contains_key(*id));
        let changed: Vec<u32> =
            changed.chain(after.iter().filter(|(id, _)| !before.contains_key(*id))).map(|(_, on)| *on).collect();
        for on in changed {
            self.top_for(on, user);
        }
    }

    /// Everywhere somebody has anything, now or then.
    fn everywhere(&mut self, user: u32) {
        for index in self.both() {
            let grants = Person::find(index, user).map(|person| index.grants_to(&person)).unwrap_or_default();
            let grants = grants.into_iter().chain(index.everybody.iter().copied());
            let nodes: BTreeSet<u32> = index.slots(grants).map(|grant| grant.on).collect();
            for node in nodes.into_iter().chain(index.visible.iter().copied()) {
                self.top_for(node, user);
            }
        }
    }

    fn user(&mut self, id: &NodeId) {
        let Some(number) = self.number(id) else { return };
        if self.before.user(id) == self.after.user(id) {
            return;
        }
        self.touched.named.insert(number);
        self.placed(number);
        for index in self.both() {
            for key in index.records.at(number).refs(Ref::Key).collect::<Vec<_>>() {
                self.placed(key);
            }
        }
        let [before, after] =
            self.both().map(|index| Person::find(index, number).map(|person| (person.active, person.subject.mfa)));
        if before == after {
            self.principals(number);
        } else {
            self.everywhere(number);
        }
    }

    fn node(&mut self, id: &NodeId) {
        if let Some(number) = self.number(id) {
            self.placed(number);
        }
    }

    /// A node in effect may have changed, its own or the one that a user, key or group brings.
    fn placed(&mut self, number: u32) {
        let [before, after] = self.both().map(|index| index.records.at(number).node.clone());
        if before == after {
            return;
        }
        let same = |of: fn(&Node) -> bool| before.as_deref().is_some_and(of) == after.as_deref().is_some_and(of);
        let differ = |differs: fn(&Node, &Node) -> bool| match (before.as_deref(), after.as_deref()) {
            (Some(before), Some(after)) => differs(before, after),
            (None, None) => false,
            _ => true,
        };
        if differ(|one, other| {
            one.parents != other.parents
                || one.restricted != other.restricted
                || one.visibility != other.visibility
                || one.archived != other.archived
        }) {
            self.top(number, &Subjects::All);
        }
        // A node that comes or goes is felt by all; what follows is about one that stays.
        if before.is_some() && after.is_some() {
            if differ(|one, other| one.owner != other.owner) {
                let owners = self.both().map(|index| index.origins.at(number).owner);
                let owners = Subjects::Some(owners.into_iter().filter(|owner| *owner != NONE).collect());
                self.touched.single.entry(number).or_default().merge(&owners);
            }
            if differ(|one, other| one.attributes != other.attributes) {
                self.touched.single.insert(number, Subjects::All);
            }
        }
        // Conditions may look at what somebody is.
        if self.is_subject(number) && differ(|one, other| one.attributes != other.attributes) {
            self.touched.named.insert(number);
            self.everywhere(number);
        }
        let residents: BTreeSet<u32> =
            self.both().iter().flat_map(|index| index.records.at(number).refs(Ref::Resident)).collect();
        for user in residents {
            if !same(|node| node.suspended) {
                self.touched.named.insert(user);
                self.everywhere(user);
            } else if differ(|one, other| one.labels != other.labels) {
                self.principals(user);
            }
        }
    }

    /// A user or a key, before or after.
    fn is_subject(&self, number: u32) -> bool {
        self.both()
            .iter()
            .any(|index| index.id(number).is_some_and(|id| index.user(id).is_some() || index.key(id).is_some()))
    }

    fn key(&mut self, id: &NodeId) {
        let Some(number) = self.number(id) else { return };
        self.placed(number);
        let keys = self.both().map(|index| index.records.at(number).key.clone());
        let [before, after] = keys.each_ref().map(|key| key.as_ref().map(|key| &key.fact));
        if before == after {
            return;
        }
        self.touched.named.insert(number);
        for key in keys.iter().flatten() {
            self.top_for(key.on, number);
        }
    }

    /// Everything may be different for everybody, unless only what decisions do not look at changed.
    fn catalog(&mut self) {
        if decides_the_same(self.before.catalog(), self.after.catalog()) {
            return;
        }
        self.touched.policies = true;
        let root = self.after.system;
        self.top(root, &Subjects::All);
        // What hangs below no root that is there is reached by nothing else.
        for index in self.both() {
            for number in 0..index.nodes.count() {
                if index.parents_of(number).is_empty() && number != root {
                    self.top(number, &Subjects::All);
                }
            }
        }
    }
}

/// The nodes of grants to the holders of a role on a node.
fn holder_grants(index: &Index, role: u32, node: u32) -> Vec<u32> {
    let mentions = index.slots(index.mentions(node));
    mentions.filter(|grant| grant.atoms().contains(&Principal::Holder(role, node))).map(|grant| grant.on).collect()
}

fn decides_the_same(one: &Catalog, other: &Catalog) -> bool {
    one.visitor_roles == other.visitor_roles
        && one.policies == other.policies
        && one.types.len() == other.types.len()
        && one.types.iter().zip(&other.types).all(|((name, one), (other_name, other))| {
            name == other_name
                && one.actions == other.actions
                && (one.restrictable, one.visibility, one.by_policy)
                    == (other.restrictable, other.visibility, other.by_policy)
        })
}
