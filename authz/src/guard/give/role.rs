//! What is had through roles whose entries differ, and through membership of groups.

use super::{Gather, Through};
use crate::{
    Atom, Entry, Grant, Group, NodeId, Role, RoleId, Visibility,
    catalog::OnCreate,
    guard::facts::{entries, includes, is_live, is_within, subsumes, to_holders, visibility, visible},
};
use alloc::{collections::BTreeSet, vec::Vec};

impl<'a> Gather<'a> {
    /// Roles whose entries, or those of a role they include, differ.
    pub(super) fn roles(&mut self) {
        if self.touched.roles.is_empty() && !self.touched.catalog {
            return;
        }
        let to = self.to;
        let mut roles: Vec<&'a Role> = to.roles().collect();
        roles.sort_by(|one, other| one.id.cmp(&other.id));
        for role in roles {
            if includes(to, &role.id).into_iter().any(|role| self.touched.roles.contains(role)) {
                self.role(role);
            }
            if !self.losing {
                self.assigners(role);
            }
        }
    }

    fn role(&mut self, role: &'a Role) {
        let (from, to, now) = (self.from, self.to, self.now);
        let had = entries(from, &role.id);
        let mut fresh = entries(to, &role.id);
        fresh.retain(|entry| !had.iter().any(|had| subsumes(had, entry)));
        if fresh.is_empty() {
            return;
        }
        for grant in to.grants_of(&role.id).filter(|grant| is_live(grant, now)) {
            if !self.goes_along(&grant) && !self.is_left(&grant) {
                let own = self.is_mine(&grant);
                self.fresh(&Through::grant(&grant, own), &fresh);
            }
        }
        self.visitors(&role.id, &fresh);
        if !self.losing && (!role.assigned_by.is_empty() || self.comes_with_nodes(&role.id)) {
            // It will be given by who need not hold it, so whoever widens it must.
            self.fresh(&Through::role(&role.id, &role.home), &fresh);
        }
    }

    fn fresh(&mut self, through: &Through, fresh: &[&Entry]) {
        for entry in fresh {
            self.entry(through, entry);
        }
    }

    /// What visibility gives by this role.
    fn visitors(&mut self, role: &'a RoleId, fresh: &[&Entry]) {
        let to = self.to;
        let visitors = &to.catalog().visitor_roles;
        let (public, internal) = (visitors.public.as_ref() == Some(role), visitors.internal.as_ref() == Some(role));
        for node in visible(to).filter(|_| public || internal) {
            if !self.is_gone(node) && (internal || visibility(to, node) == Visibility::Public) {
                let own = self.me.is_some();
                self.fresh(&Through { common: true, own, ..Through::role(role, node) }, fresh);
            }
        }
    }

    /// Does a new node of some type bring a grant of this role?
    fn comes_with_nodes(&self, role: &RoleId) -> bool {
        let mut brought = self.to.catalog().types.values().flat_map(|kind| &kind.on_create);
        brought.any(|brought| matches!(brought, OnCreate::Grant { role: other, .. } if other == role))
    }

    /// A role that others than before may assign, or elsewhere.
    fn assigners(&mut self, role: &'a Role) {
        let (from, to) = (self.from, self.to);
        let before = from.role(&role.id);
        let could = |assigner: &RoleId| {
            from.role(assigner).is_some() && before.is_some_and(|role| role.assigned_by.contains(assigner))
        };
        let mut there = role.assigned_by.iter().filter(|assigner| to.role(*assigner).is_some());
        let moved = before.is_some_and(|before| before.home != role.home) && !role.assigned_by.is_empty();
        if !moved && there.all(could) {
            return;
        }
        self.entries(&Through::role(&role.id, &role.home));
        for other in to_holders(to, &role.id, None).collect::<Vec<_>>() {
            self.entries(&Through::role(&other.role, &other.on));
        }
    }

    /// A group with members or admins it did not have.
    pub(super) fn group(&mut self, id: &'a NodeId) {
        let (from, to) = (self.from, self.to);
        let none = || Group { id: id.clone(), members: BTreeSet::new(), admins: BTreeSet::new() };
        let Some(after) = to.group(id) else { return };
        let before = from.group(id).unwrap_or_else(none);
        let joined = |new: &BTreeSet<NodeId>, old: &BTreeSet<NodeId>| -> Vec<NodeId> {
            new.difference(old).filter(|member| !self.leaves(member)).cloned().collect()
        };
        let (members, admins) = (joined(&after.members, &before.members), joined(&after.admins, &before.admins));
        let around: Vec<&'a NodeId> = to.groups_of(id).into_iter().chain([id]).collect();
        for member in &members {
            for group in around.iter().copied().filter(|group| !is_within(from, member, group)) {
                let own = self.me.is_some_and(|me| is_within(to, me, member) && !is_within(from, me, group));
                self.named(group, own, |atom| matches!(atom, Atom::Group(named) if named == group));
            }
        }
        for admin in &admins {
            let own = self.me == Some(admin);
            self.named(id, own, |atom| matches!(atom, Atom::GroupAdmins(named) if named == id));
        }
    }

    /// Is this the writer leaving, or somebody who goes altogether?
    fn leaves(&self, member: &NodeId) -> bool {
        self.losing && (self.leaver == Some(member) || self.is_gone(member))
    }

    fn named(&mut self, group: &'a NodeId, own: bool, names: impl Fn(&Atom) -> bool) {
        let grants: Vec<Grant> = self.to.grants_naming(group).filter(|grant| grant.who.iter().any(&names)).collect();
        for grant in grants {
            let own = own && self.is_mine(&grant);
            self.through(&grant, own);
        }
    }
}
