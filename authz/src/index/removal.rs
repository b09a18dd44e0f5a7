//! What goes with a node or a role, spelled out as changes.

use super::{Index, Ref, RoleRef};
use crate::{Change, Node, NodeId, User, decide::Person};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};

/// Changes being gathered. What loses several things is put once, without any of them.
#[derive(Default)]
struct Removal {
    /// The nodes that go.
    gone: BTreeSet<u32>,
    /// The roles that go.
    roles: BTreeSet<u32>,
    grants: BTreeSet<u32>,
}

impl Index {
    /// Everything that deleting a node brings, spelled out: what refers to it first, then the nodes that have no other
    /// parent, deepest first, and the node itself last. The root cannot go.
    pub fn removal(&self, node: &(impl AsRef<str> + ?Sized)) -> Vec<Change> {
        let Some(top) = self.nodes.find(node.as_ref()).filter(|number| *number != self.system) else {
            return Vec::new();
        };
        let order = self.goes_with(top);
        let mut removal = Removal { gone: order.iter().copied().collect(), ..Removal::default() };
        self.gather(&mut removal);
        let mut changes = self.spell_out(&removal);
        for number in order.iter().rev() {
            self.remove_with_node(*number, &mut changes);
        }
        changes
    }

    /// Everything that deleting a role brings, spelled out, the role itself last.
    pub fn role_removal(&self, role: &(impl AsRef<str> + ?Sized)) -> Vec<Change> {
        let mut removal =
            Removal { roles: self.role_names.find(role.as_ref()).into_iter().collect(), ..Removal::default() };
        self.gather(&mut removal);
        self.spell_out(&removal)
    }

    fn spell_out(&self, removal: &Removal) -> Vec<Change> {
        let grants = removal.grants.iter().filter_map(|grant| self.grant_id(*grant));
        let mut changes: Vec<Change> = grants.map(Change::RemoveGrant).collect();
        changes.extend(self.roles_without(removal));
        changes.extend(self.groups_without(removal));
        changes.extend(self.accounts_without(removal));
        changes.extend(self.nodes_without(removal));
        changes.extend(removal.roles.iter().filter_map(|role| self.role_id(*role)).cloned().map(Change::RemoveRole));
        changes
    }

    /// The node, what is only below it, and keys that are of no more use: each after what it goes with.
    fn goes_with(&self, top: u32) -> Vec<u32> {
        let mut gone = Vec::from([top]);
        let mut seen = BTreeSet::from([top]);
        let mut left: BTreeMap<u32, usize> = BTreeMap::new();
        let mut at = 0;
        while let Some(number) = gone.get(at).copied() {
            at += 1;
            let record = self.records.at(number);
            let keys = record.refs(Ref::Key).chain(record.refs(Ref::Scope));
            gone.extend(keys.filter(|key| seen.insert(*key)));
            for child in record.refs(Ref::Child) {
                let parents: BTreeSet<u32> = self.parents_of(child).iter().copied().collect();
                let left = left.entry(child).or_insert(parents.len());
                *left = left.saturating_sub(1);
                if *left == 0 && seen.insert(child) {
                    gone.push(child);
                }
            }
        }
        gone
    }

    fn gather(&self, removal: &mut Removal) {
        for number in &removal.gone {
            let record = self.records.at(*number);
            removal.grants.extend(record.grants.iter().copied().chain(self.mentions(*number)));
            removal.roles.extend(record.refs(Ref::Home));
        }
        for role in &removal.roles {
            let role = self.roles.at(*role);
            removal.grants.extend(role.grants.iter().copied().chain(role.refs(RoleRef::Holders)));
        }
    }

    /// Roles that stay, without those that go.
    fn roles_without(&self, removal: &Removal) -> Vec<Change> {
        if removal.roles.is_empty() {
            return Vec::new();
        }
        let goes =
            |id: &crate::RoleId| self.role_names.find(id.as_str()).is_some_and(|role| removal.roles.contains(&role));
        let stay = self.role_slots().filter(|(number, _)| !removal.roles.contains(number));
        let facts = stay.filter_map(|(_, slot)| slot.fact.as_deref());
        let touched = facts.filter(|role| role.includes.iter().chain(&role.assigned_by).any(goes));
        touched
            .map(|role| {
                let mut role = role.clone();
                role.includes.retain(|included| !goes(included));
                role.assigned_by.retain(|assigner| !goes(assigner));
                Change::PutRole(role)
            })
            .collect()
    }

    /// Groups that stay, without the users and groups that go.
    fn groups_without(&self, removal: &Removal) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut touched = BTreeSet::new();
        for number in &removal.gone {
            let record = self.records.at(*number);
            for group in self.subjects.at(*number).groups.iter().filter(|group| !removal.gone.contains(group)) {
                if let (Some(group), Some(member)) = (self.id(group), &record.id) {
                    changes.push(Change::RemoveMember { group: group.clone(), member: member.clone() });
                }
            }
            touched.extend(record.refs(Ref::AdminOf).filter(|group| !removal.gone.contains(group)));
        }
        let gone = |id: &NodeId| self.nodes.find(id.as_str()).is_some_and(|number| removal.gone.contains(&number));
        for mut group in touched.into_iter().filter_map(|group| self.group(self.id(group)?)) {
            group.members.retain(|member| !gone(member));
            group.admins.retain(|admin| !gone(admin));
            changes.push(Change::PutGroup(group));
        }
        changes
    }

    /// Users of accounts that go, where they stay.
    fn accounts_without(&self, removal: &Removal) -> Vec<Change> {
        let users = removal.gone.iter().flat_map(|number| self.records.at(*number).refs(Ref::Resident));
        let stay = users.filter(|user| !removal.gone.contains(user));
        let facts = stay.filter_map(|user| Some((self.records.at(user).user.as_deref()?, Person::find(self, user)?)));
        // SECURITY: who was inactive because the account was suspended must not become active by its removal.
        let without = |(user, person): (&User, Person)| User { account: None, active: person.active, ..user.clone() };
        facts.map(without).map(Change::PutUser).collect()
    }

    /// Nodes that stay, without the parents and owners that go.
    fn nodes_without(&self, removal: &Removal) -> Vec<Change> {
        let mut touched = BTreeSet::new();
        for number in &removal.gone {
            let record = self.records.at(*number);
            touched.extend(record.refs(Ref::Child).chain(record.refs(Ref::Owns)));
        }
        let gone = |id: &NodeId| self.nodes.find(id.as_str()).is_some_and(|number| removal.gone.contains(&number));
        let stay = touched.into_iter().filter(|number| !removal.gone.contains(number));
        stay.filter_map(|number| self.records.at(number).put.as_deref())
            .map(|node| {
                let parents: Vec<NodeId> = node.parents.iter().filter(|parent| !gone(parent)).cloned().collect();
                Change::PutNode(Node {
                    parents,
                    owner: node.owner.clone().filter(|owner| !gone(owner)),
                    ..node.clone()
                })
            })
            .collect()
    }

    fn remove_with_node(&self, number: u32, changes: &mut Vec<Change>) {
        let record = self.records.at(number);
        let Some(id) = &record.id else { return };
        if record.user.is_some() {
            changes.push(Change::RemoveUser(id.clone()));
        }
        if record.key.is_some() {
            changes.push(Change::RemoveKey(id.clone()));
        }
        if !self.around.at(number).is_empty() {
            changes.push(Change::RemoveGroup(id.clone()));
        }
        changes.push(Change::RemoveNode(id.clone()));
    }
}
