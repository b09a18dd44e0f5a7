//! Groups: members in both directions, and for each group the groups that contain it.

use super::{Handful, Index, Ref};
use crate::{Group, NodeId};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec,
    vec::Vec,
};

impl Index {
    /// The users and groups that are in a group themselves, in no order.
    pub fn joined(&self, group: &(impl AsRef<str> + ?Sized)) -> impl Iterator<Item = &NodeId> {
        self.refs_to(group.as_ref(), Ref::Member)
    }

    /// The users who look after a group, in no order.
    pub fn admins_of(&self, group: &(impl AsRef<str> + ?Sized)) -> impl Iterator<Item = &NodeId> {
        self.refs_to(group.as_ref(), Ref::Admin)
    }

    /// Is the user or group in the group itself?
    pub fn has_joined(&self, member: &(impl AsRef<str> + ?Sized), group: &(impl AsRef<str> + ?Sized)) -> bool {
        let numbers = (self.nodes.find(member.as_ref()), self.nodes.find(group.as_ref()));
        matches!(numbers, (Some(member), Some(group)) if self.subjects.at(member).groups.contains(group))
    }

    /// How many users and how many groups are in a group themselves.
    pub fn group_size(&self, group: &(impl AsRef<str> + ?Sized)) -> (usize, usize) {
        let members = self.record(group.as_ref()).into_iter().flat_map(|record| record.refs(Ref::Member));
        let (mut users, mut groups) = (0, 0);
        for member in members {
            *(if self.around.at(member).is_empty() { &mut users } else { &mut groups }) += 1;
        }
        (users, groups)
    }

    /// The shortest way from a user or group up to a group: the groups between them, the nearest first, and that group
    /// last. Nothing where there is no way.
    pub fn group_path(&self, member: &(impl AsRef<str> + ?Sized), group: &(impl AsRef<str> + ?Sized)) -> Vec<&NodeId> {
        let (Some(start), Some(to)) = (self.nodes.find(member.as_ref()), self.nodes.find(group.as_ref())) else {
            return Vec::new();
        };
        self.ids(self.way_into(start, to, |_| true).into_iter()).collect()
    }

    /// The same by number, through groups that are seen only.
    pub(crate) fn way_into(&self, start: u32, to: u32, seen: impl Fn(u32) -> bool) -> Vec<u32> {
        let mut from: BTreeMap<u32, u32> = BTreeMap::new();
        let mut next = vec![start];
        let mut at = 0;
        while let Some(number) = next.get(at).copied() {
            at += 1;
            if number == to && number != start {
                let mut way = vec![to];
                while let Some(before) = way.last().and_then(|last| from.get(last)).filter(|before| **before != start) {
                    way.push(*before);
                }
                way.reverse();
                return way;
            }
            for outer in self.subjects.at(number).groups.iter() {
                if outer != start && !from.contains_key(&outer) && seen(outer) {
                    from.insert(outer, number);
                    next.push(outer);
                }
            }
        }
        Vec::new()
    }

    pub(super) fn put_group(&mut self, group: Group) {
        let number = self.intern(&group.id);
        let admins = group.admins.iter().map(|admin| self.intern(admin)).collect();
        let members = group.members.iter().map(|member| self.intern(member)).collect();
        self.groups.insert(group.id);
        self.around.edit(number, |around| around.insert(number));
        self.set_members(number, &members, &admins);
        self.refresh_node(number);
    }

    pub(super) fn remove_group(&mut self, id: &NodeId) {
        let Some(number) = self.nodes.find(id.as_str()) else { return };
        self.set_members(number, &BTreeSet::new(), &BTreeSet::new());
        self.groups.remove(id);
        self.around.edit(number, |around| *around = Handful::EMPTY);
        self.refresh_node(number);
    }

    pub(super) fn put_member(&mut self, group: &NodeId, member: &NodeId) {
        let (Some(group), member) = (self.nodes.find(group.as_str()), self.intern(member)) else { return };
        if !self.around.at(group).is_empty() {
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
        self.subjects.edit(member, |subject| subject.groups.remove(group));
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
            if !self.around.at(number).is_empty() && affected.insert(number) {
                let members = self.records.at(number).refs(Ref::Member);
                open.extend(members.filter(|member| !self.around.at(*member).is_empty()));
            }
        }
        for number in affected {
            let above = self.groups_above(number).into_iter().collect();
            self.around.edit(number, |around| *around = above);
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

#[cfg(test)]
mod tests {
    use crate::guard::scene::*;
    use alloc::string::ToString;

    #[test]
    fn the_way_into_a_group_is_the_shortest() {
        let scene = Scene::new().group("group:in", &["user:vic"], &[]).group("group:mid", &["group:in"], &[]);
        let scene = scene.group("group:out", &["group:mid", "user:ann"], &["user:ed"]);
        let index = scene.index();
        let way = |from: &str, to: &str| -> alloc::vec::Vec<alloc::string::String> {
            index.group_path(from, to).into_iter().map(alloc::string::ToString::to_string).collect()
        };
        assert_eq!(way("user:vic", "group:out"), ["group:in", "group:mid", "group:out"]);
        assert_eq!(way("user:ann", "group:out"), ["group:out"]);
        assert_eq!(way("group:in", "group:out"), ["group:mid", "group:out"]);
        assert!(way("user:ann", "group:in").is_empty() && way("group:in", "group:in").is_empty());
        assert_eq!((index.group_size("group:out"), index.group_size("group:none")), ((1, 1), (0, 0)));
        assert!(index.has_joined("user:vic", "group:in") && !index.has_joined("user:vic", "group:out"));
        assert_eq!((index.joined("group:out").count(), index.admins_of("group:out").count()), (2, 1));
    }

    #[test]
    fn what_is_held_is_told_wherever_it_was_made() {
        let scene = Scene::new().project("apollo").group("group:in", &["user:new"], &[]).user("user:new", None);
        let scene = scene.group("group:out", &["group:in"], &[]).grant("group:out", "viewer", "project:apollo");
        let scene =
            scene.grant("everybody", "viewer", "system").grant("user:new", "editor", "project:apollo").until(NOW);
        let index = scene.index();
        let held = |who: &str| {
            index.grants_to_subject(who, NOW).map(|grant| grant.role.to_string()).collect::<alloc::vec::Vec<_>>()
        };
        assert_eq!((held("user:new"), held("group:in")), (alloc::vec!["viewer".into()], alloc::vec!["viewer".into()]));
        assert!(held("user:none").is_empty());
        assert_eq!(
            index.open_nodes(NOW).into_iter().map(crate::NodeId::as_str).collect::<alloc::vec::Vec<_>>(),
            ["system"]
        );
    }
}
