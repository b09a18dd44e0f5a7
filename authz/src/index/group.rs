//! Groups: members in both directions, and for each group the groups that contain it.

use super::{Index, Ref};
use crate::{Group, NodeId};
use alloc::{collections::BTreeSet, sync::Arc, vec, vec::Vec};

impl Index {
    pub(super) fn put_group(&mut self, group: Group) {
        let number = self.intern(&group.id);
        let admins = group.admins.iter().map(|admin| self.intern(admin)).collect();
        let members = group.members.iter().map(|member| self.intern(member)).collect();
        self.groups.insert(group.id);
        self.records.edit(number, |record| {
            record.group.get_or_insert_with(|| Arc::from([number]));
        });
        self.set_members(number, &members, &admins);
        self.refresh_node(number);
    }

    pub(super) fn remove_group(&mut self, id: &NodeId) {
        let Some(number) = self.nodes.find(id.as_str()) else { return };
        self.set_members(number, &BTreeSet::new(), &BTreeSet::new());
        self.groups.remove(id);
        self.records.edit(number, |record| record.group = None);
        self.refresh_node(number);
    }

    pub(super) fn put_member(&mut self, group: &NodeId, member: &NodeId) {
        let (Some(group), member) = (self.nodes.find(group.as_str()), self.intern(member)) else { return };
        if self.records.at(group).group.is_some() {
            self.join(group, member);
            self.refresh_above(&[group, member]);
        }
    }

    pub(super) fn remove_member(&mut self, group: &NodeId, member: &NodeId) {
        if let (Some(group), Some(member)) = (self.nodes.find(group.as_str()), self.nodes.find(member.as_str())) {
            self.leave(group, member);
            self.refresh_above(&[member]);
        }
    }

    fn join(&mut self, group: u32, member: u32) {
        self.link(group, Ref::Member, member);
        self.subjects.edit(member, |subject| subject.groups.insert(group));
    }

    fn leave(&mut self, group: u32, member: u32) {
        self.unlink(group, Ref::Member, member);
        self.subjects.edit(member, |subject| subject.groups.remove(&group));
    }

    fn set_members(&mut self, group: u32, members: &BTreeSet<u32>, admins: &BTreeSet<u32>) {
        let before = self.records.at(group).clone();
        let mut moved = vec![group];
        for member in before.refs(Ref::Member).filter(|member| !members.contains(member)) {
            self.leave(group, member);
            moved.push(member);
        }
        for admin in before.refs(Ref::Admin).filter(|admin| !admins.contains(admin)) {
            self.unlink(group, Ref::Admin, admin);
            self.unlink(admin, Ref::AdminOf, group);
        }
        for member in members {
            self.join(group, *member);
            moved.push(*member);
        }
        for admin in admins {
            self.link(group, Ref::Admin, *admin);
            self.link(*admin, Ref::AdminOf, group);
        }
        self.refresh_above(&moved);
    }

    /// Works out again which groups contain these, and the groups within these.
    fn refresh_above(&mut self, moved: &[u32]) {
        let mut affected = BTreeSet::new();
        let mut open: Vec<u32> = moved.to_vec();
        while let Some(number) = open.pop() {
            let record = self.records.at(number);
            if record.group.is_some() && affected.insert(number) {
                open.extend(record.refs(Ref::Member).filter(|member| self.records.at(*member).group.is_some()));
            }
        }
        for number in affected {
            let above: Arc<[u32]> = self.groups_above(number).into_iter().collect();
            self.records.edit(number, |record| record.group = Some(above));
        }
    }

    fn groups_above(&self, number: u32) -> BTreeSet<u32> {
        let mut above = BTreeSet::new();
        let mut open = vec![number];
        while let Some(number) = open.pop() {
            if above.insert(number) {
                open.extend(self.subjects.at(number).groups.iter());
            }
        }
        above
    }
}
