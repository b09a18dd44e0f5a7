//! Reading facts back.

use super::{Flags, GrantSlot, Index, Principal, Record, Ref, RoleSlot};
use crate::{Catalog, Grant, GrantId, Group, Key, Node, NodeId, Role, RoleId, User, Visibility, World};
use crate::{decide::Person, node::MAX_DEPTH};
use alloc::{collections::BTreeSet, vec, vec::Vec};

impl Index {
    pub(crate) fn record(&self, id: &str) -> Option<&Record> {
        self.nodes.find(id).map(|number| self.records.at(number))
    }

    /// The name behind a number, if it has one.
    pub(crate) fn id(&self, number: u32) -> Option<&NodeId> {
        self.records.at(number).id.as_ref()
    }

    pub(crate) fn ids<'a>(&'a self, numbers: impl Iterator<Item = u32> + 'a) -> impl Iterator<Item = &'a NodeId> {
        numbers.filter_map(|number| self.id(number))
    }

    /// The catalog.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog.fact
    }

    /// The node in effect: as it was put, or the one that a user, group or key without a node of its own has.
    pub fn node(&self, id: &(impl AsRef<str> + ?Sized)) -> Option<&Node> {
        self.record(id.as_ref())?.node.as_deref()
    }

    /// The nodes directly below.
    pub fn children(&self, id: &(impl AsRef<str> + ?Sized)) -> impl Iterator<Item = &NodeId> {
        self.refs_to(id.as_ref(), Ref::Child)
    }

    /// What refers to a node in one way.
    pub(crate) fn refs_to(&self, id: &str, kind: Ref) -> impl Iterator<Item = &NodeId> {
        self.ids(self.record(id).into_iter().flat_map(move |record| record.refs(kind)))
    }

    /// All nodes above, each once, nearest first; not the node itself.
    pub fn ancestors(&self, id: &(impl AsRef<str> + ?Sized)) -> Vec<&NodeId> {
        let Some(start) = self.nodes.find(id.as_ref()) else { return Vec::new() };
        let above = spread(start, |number| self.parents_of(number).to_vec());
        self.ids(above.into_iter()).collect()
    }

    /// All nodes below, each once, nearest first; not the node itself.
    pub fn descendants(&self, id: &(impl AsRef<str> + ?Sized)) -> Vec<&NodeId> {
        let Some(start) = self.nodes.find(id.as_ref()) else { return Vec::new() };
        self.ids(self.below(start).into_iter()).collect()
    }

    pub(crate) fn below(&self, start: u32) -> Vec<u32> {
        spread(start, |number| self.records.at(number).refs(Ref::Child).collect())
    }

    pub(crate) fn above(&self, start: u32) -> Vec<u32> {
        spread(start, |number| self.parents_of(number).to_vec())
    }

    /// Is the node that one, or below it?
    pub fn lies_below(&self, id: &(impl AsRef<str> + ?Sized), top: &(impl AsRef<str> + ?Sized)) -> bool {
        let (id, top) = (id.as_ref(), top.as_ref());
        let numbers = (self.nodes.find(id), self.nodes.find(top));
        id == top || matches!(numbers, (Some(number), Some(top)) if self.is_above(top, number))
    }

    /// Is the first above the second?
    fn is_above(&self, top: u32, mut number: u32) -> bool {
        for _ in 0..MAX_DEPTH {
            match self.parents_of(number) {
                [] => return false,
                [parent] if *parent == top => return true,
                [parent] => number = *parent,
                _ => break,
            }
        }
        self.above(number).contains(&top)
    }

    /// Who may visit the node because of its own visibility, or of what is above it by a way that no restricted node cuts.
    pub fn visibility_of(&self, id: &(impl AsRef<str> + ?Sized)) -> Visibility {
        let mut open: Vec<u32> = self.nodes.find(id.as_ref()).into_iter().collect();
        let mut seen: BTreeSet<u32> = open.iter().copied().collect();
        let mut most = Visibility::Private;
        while let Some(number) = open.pop() {
            let flags = self.steps.at(number).flags;
            if flags.has(Flags::PUBLIC) {
                return Visibility::Public;
            }
            if flags.has(Flags::INTERNAL) {
                most = Visibility::Internal;
            }
            if !flags.has(Flags::RESTRICTED) {
                open.extend(self.parents_of(number).iter().copied().filter(|parent| seen.insert(*parent)));
            }
        }
        most
    }

    /// The nodes of a type, by name.
    pub fn nodes_of_type(&self, kind: &str) -> impl Iterator<Item = &NodeId> + Clone {
        self.nodes_of_type_after(kind, "")
    }

    /// The nodes of a type whose name comes after this one, by name: the next page.
    pub fn nodes_of_type_after<'a>(&'a self, kind: &str, after: &'a str) -> impl Iterator<Item = &'a NodeId> + Clone {
        let kind = self.kinds.find(kind).map(|kind| self.kind_slots.at(kind));
        kind.into_iter().flat_map(move |kind| kind.nodes.from(move |id| id.as_str() <= after))
    }

    /// A user.
    pub fn user(&self, id: &(impl AsRef<str> + ?Sized)) -> Option<&User> {
        self.record(id.as_ref())?.user.as_deref()
    }

    /// Is this a user who is enabled, and whose account is not suspended?
    pub fn is_active(&self, user: &(impl AsRef<str> + ?Sized)) -> bool {
        let number = self.nodes.find(user.as_ref());
        number.and_then(|number| Person::find(self, number)).is_some_and(|person| person.active)
    }

    /// All users, by name.
    pub fn users(&self) -> impl Iterator<Item = &NodeId> + Clone {
        self.users.iter()
    }

    /// The users of an account.
    pub fn users_of(&self, account: &(impl AsRef<str> + ?Sized)) -> impl Iterator<Item = &NodeId> {
        self.refs_to(account.as_ref(), Ref::Resident)
    }

    /// A group, with its own members and admins.
    pub fn group(&self, id: &(impl AsRef<str> + ?Sized)) -> Option<Group> {
        let number = self.nodes.find(id.as_ref()).filter(|number| !self.around.at(*number).is_empty())?;
        let record = self.records.at(number);
        let all = |kind| self.ids(record.refs(kind)).cloned().collect();
        Some(Group { id: record.id.clone()?, members: all(Ref::Member), admins: all(Ref::Admin) })
    }

    /// All groups, by name.
    pub fn groups(&self) -> impl Iterator<Item = &NodeId> + Clone {
        self.groups.iter()
    }

    /// The groups a user or group is in, those that contain its groups among them.
    pub fn groups_of(&self, member: &(impl AsRef<str> + ?Sized)) -> BTreeSet<&NodeId> {
        let number = self.nodes.find(member.as_ref()).into_iter();
        let direct = number.flat_map(|number| self.subjects.at(number).groups.iter());
        self.ids(direct.flat_map(|group| self.around.at(group).iter())).collect()
    }

    /// The users in a group, those of the groups within it among them.
    pub fn members_of(&self, group: &(impl AsRef<str> + ?Sized)) -> BTreeSet<&NodeId> {
        let number = self.nodes.find(group.as_ref()).into_iter();
        let users = number.flat_map(|number| self.users_in(number));
        users.filter_map(|user| self.id(user)).collect()
    }

    /// The users in a group and the groups within it, by number.
    pub(crate) fn users_in(&self, group: u32) -> Vec<u32> {
        let mut all = spread(group, |number| self.records.at(number).refs(Ref::Member).collect());
        all.retain(|number| self.records.at(*number).user.is_some());
        all
    }

    /// A key.
    pub fn key(&self, id: &(impl AsRef<str> + ?Sized)) -> Option<&Key> {
        self.record(id.as_ref())?.key.as_ref().map(|key| &key.fact)
    }

    /// All keys, by name.
    pub fn keys(&self) -> impl Iterator<Item = &NodeId> + Clone {
        self.keys.iter()
    }

    /// The keys that act for a user.
    pub fn keys_of(&self, owner: &(impl AsRef<str> + ?Sized)) -> impl Iterator<Item = &NodeId> {
        self.refs_to(owner.as_ref(), Ref::Key)
    }

    /// A role.
    pub fn role(&self, id: &(impl AsRef<str> + ?Sized)) -> Option<&Role> {
        self.role_slot(id.as_ref())?.fact.as_deref()
    }

    /// The roles that a role includes, transitively.
    pub fn included_in(&self, role: &(impl AsRef<str> + ?Sized)) -> impl Iterator<Item = &RoleId> {
        let numbers = self.role_names.find(role.as_ref()).map(|number| self.includes(number)).unwrap_or_default();
        numbers.into_iter().skip(1).filter_map(|number| self.role_id(number))
    }

    pub(crate) fn role_slot(&self, id: &str) -> Option<&RoleSlot> {
        self.role_names.find(id).map(|number| self.roles.at(number))
    }

    /// All roles, in no order.
    pub fn roles(&self) -> impl Iterator<Item = &Role> {
        self.role_slots().filter_map(|(_, slot)| slot.fact.as_deref())
    }

    /// The roles at home on a node.
    pub fn roles_at(&self, home: &(impl AsRef<str> + ?Sized)) -> impl Iterator<Item = &Role> {
        let roles = self.record(home.as_ref()).into_iter().flat_map(|record| record.refs(Ref::Home));
        roles.filter_map(|role| self.roles.at(role).fact.as_deref())
    }

    /// A grant, as it was put. (It is made anew from numbers; so are those of all the lists below.)
    pub fn grant(&self, id: &(impl AsRef<str> + ?Sized)) -> Option<Grant> {
        self.grant_at(self.grant_number(id.as_ref())?)
    }

    pub(crate) fn grant_at(&self, number: u32) -> Option<Grant> {
        self.grants.at(number).as_ref().and_then(|slot| self.fact(slot))
    }

    /// The rows behind numbers.
    pub(crate) fn slots<I>(&self, grants: I) -> impl Iterator<Item = &GrantSlot> + use<'_, I>
    where
        I: Iterator<Item = u32>,
    {
        grants.filter_map(|grant| self.grants.at(grant).as_ref())
    }

    /// The rows of the grants made on a node.
    pub(crate) fn slots_on(&self, node: u32) -> impl Iterator<Item = &GrantSlot> {
        self.slots(self.records.at(node).grants.iter().copied())
    }

    /// The numbers of the grants with an atom that names this.
    pub(crate) fn mentions(&self, node: u32) -> impl Iterator<Item = u32> {
        let found_under = self.subjects.at(node).holdings.iter().map(|holding| holding.grant);
        found_under.chain(self.records.at(node).refs(Ref::Mention))
    }

    /// All grants, in no order.
    pub fn grants(&self) -> impl Iterator<Item = Grant> {
        (0..self.grant_numbers.count()).filter_map(|number| self.grant_at(number))
    }

    /// The grants made on a node.
    pub fn grants_on(&self, node: &(impl AsRef<str> + ?Sized)) -> impl Iterator<Item = Grant> {
        let grants = self.record(node.as_ref()).into_iter().flat_map(|record| record.grants.iter());
        grants.filter_map(|grant| self.grant_at(*grant))
    }

    /// The grants of a role made on a node. What others hold there is passed over unread.
    pub fn grants_on_of(
        &self,
        node: &(impl AsRef<str> + ?Sized),
        role: &(impl AsRef<str> + ?Sized),
    ) -> impl Iterator<Item = Grant> {
        let numbers = self.nodes.find(node.as_ref()).zip(self.role_names.find(role.as_ref())).into_iter();
        let slots = numbers.flat_map(|(node, role)| self.slots_on(node).filter(move |slot| slot.role == role));
        slots.filter_map(|slot| self.fact(slot))
    }

    /// The grants of the same role on the same node that are for whoever this one is for, and perhaps for more: each of their
    /// atoms is one of its own. What others hold there is passed over unread.
    pub fn grants_as_wide(&self, grant: &Grant) -> impl Iterator<Item = Grant> {
        let place = self.nodes.find(grant.on.as_str()).zip(self.role_names.find(grant.role.as_str()));
        let atoms: Vec<Principal> = grant.who.iter().filter_map(|atom| self.principal_of(atom)).collect();
        let numbers: Vec<u32> = match (place, atoms.as_slice()) {
            // Somebody's own grants are fewer than those of all others on a node.
            (Some(_), [Principal::User(one) | Principal::Group(one)]) => self.mentions(*one).collect(),
            (Some((node, _)), _) => self.records.at(node).grants.iter().copied().collect(),
            (None, _) => Vec::new(),
        };
        let wide = move |slot: &GrantSlot| {
            place == Some((slot.on, slot.role)) && slot.atoms().iter().all(|atom| atoms.contains(atom))
        };
        let slots = numbers.into_iter().filter_map(|number| self.grants.at(number).as_ref());
        slots.filter(move |slot| wide(slot)).filter_map(|slot| self.fact(slot))
    }

    /// The ids of grants made on a node, by whom they are for; where there are many, the others are passed over unread.
    pub fn grant_ids_on(
        &self,
        node: &(impl AsRef<str> + ?Sized),
        wanted: impl Fn(Whom) -> bool,
    ) -> impl Iterator<Item = GrantId> {
        let slots = self.nodes.find(node.as_ref()).into_iter().flat_map(|node| self.slots_on(node));
        slots.filter(move |slot| wanted(slot.whom())).map(GrantSlot::grant_id)
    }

    /// The grants with an atom that names this user, group or account, or holders on this node.
    pub fn grants_naming(&self, node: &(impl AsRef<str> + ?Sized)) -> impl Iterator<Item = Grant> {
        let grants = self.nodes.find(node.as_ref()).into_iter().flat_map(|number| self.mentions(number));
        grants.filter_map(|grant| self.grant_at(grant))
    }

    /// The grants of a role.
    pub fn grants_of(&self, role: &(impl AsRef<str> + ?Sized)) -> impl Iterator<Item = Grant> {
        let grants = self.role_slot(role.as_ref()).into_iter().flat_map(|slot| slot.grants.iter());
        grants.filter_map(|grant| self.grant_at(*grant))
    }

    /// May something be asked on this node as it is?
    pub(crate) fn is_registered(&self, number: u32) -> bool {
        self.steps.at(number).flags.has(Flags::REGISTERED)
    }

    /// All facts, as [`Index::new`] takes them.
    pub fn world(&self) -> World {
        let mut nodes: Vec<Node> =
            (0..self.nodes.count()).filter_map(|number| self.records.at(number).put.as_deref().cloned()).collect();
        nodes.sort_by(|one, other| one.id.cmp(&other.id));
        let mut roles: Vec<Role> = self.roles().cloned().collect();
        roles.sort_by(|one, other| one.id.cmp(&other.id));
        let mut grants: Vec<Grant> = self.grants().collect();
        grants.sort_by(|one, other| one.id.cmp(&other.id));
        World {
            catalog: self.catalog.fact.clone(),
            roles,
            nodes,
            users: self.users().filter_map(|id| self.user(id.as_str())).cloned().collect(),
            groups: self.groups().filter_map(|id| self.group(id.as_str())).collect(),
            grants,
            keys: self.keys().filter_map(|id| self.key(id.as_str())).cloned().collect(),
        }
    }

    /// The name of a role.
    pub(crate) fn role_id(&self, number: u32) -> Option<&RoleId> {
        self.roles.at(number).id.as_ref()
    }

    /// The name of a grant.
    pub(crate) fn grant_id(&self, number: u32) -> Option<GrantId> {
        self.grants.at(number).as_ref().map(GrantSlot::grant_id)
    }
}

/// Whom a grant is for, in so far as lists tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// One user, and that is all.
    User,
    /// One group, and that is all.
    Group,
    /// Anybody else.
    Others,
}

impl GrantSlot {
    fn whom(&self) -> Whom {
        let alone = self.more.as_ref().is_none_or(|more| more.who.len() == 1);
        match self.principal {
            Principal::User(_) if alone => Whom::User,
            Principal::Group(_) if alone => Whom::Group,
            _ => Whom::Others,
        }
    }
}

/// What is reached from a number, each once, nearest first, without the start.
fn spread(start: u32, next: impl Fn(u32) -> Vec<u32>) -> Vec<u32> {
    let mut found = vec![start];
    let mut seen: hashbrown::HashSet<u32> = [start].into_iter().collect();
    let mut at = 0;
    while let Some(number) = found.get(at).copied() {
        at += 1;
        found.extend(next(number).into_iter().filter(|number| seen.insert(*number)));
    }
    found.remove(0);
    found
}
