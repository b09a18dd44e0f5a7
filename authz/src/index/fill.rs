//! An index of all facts at once: rows first, then what leads to them, sorted and put down whole.

use super::{
    Flags, Index, NONE, Ref, RoleRef,
    grant::{Found, Mentioned, found_under, mentioned},
};
use crate::{Grant, Node, NodeId, User};
use alloc::{sync::Arc, vec::Vec};

impl Index {
    /// Puts nodes and users where there are none. The numbers of the nodes, in their order.
    pub(super) fn fill_nodes(&mut self, nodes: Vec<Node>, users: Vec<User>) -> Vec<u32> {
        self.nodes.reserve(nodes.len() + users.len());
        let mut put = Vec::with_capacity(nodes.len());
        for node in nodes {
            let number = self.intern(&node.id);
            self.records.edit(number, |record| record.put = Some(Arc::new(node)));
            put.push(number);
        }
        let (mut there, mut ids) = (put.clone(), Vec::with_capacity(users.len()));
        for user in users {
            let number = self.intern(&user.id);
            there.push(number);
            ids.push(user.id.clone());
            self.set_user(number, user);
        }
        ids.sort_unstable();
        ids.dedup();
        self.users.extend(&ids);
        there.sort_unstable();
        there.dedup();
        self.fill_steps(&there);
        put
    }

    fn fill_steps(&mut self, there: &[u32]) {
        let mut links: Vec<(u32, (Ref, u32))> = Vec::with_capacity(there.len());
        let mut listed: Vec<(u32, NodeId)> = Vec::with_capacity(there.len());
        for number in there.iter().copied() {
            let Some(node) = self.node_in_effect(number, self.records.at(number)) else { continue };
            let first = links.len();
            links.extend(self.links_of(number, &node).into_iter().map(|(to, kind, from)| (to, (kind, from))));
            let fresh = links.get(first..).unwrap_or_default().iter();
            let parents: Vec<u32> =
                fresh.clone().filter(|(_, (kind, _))| *kind == Ref::Child).map(|(to, _)| *to).collect();
            let owner = fresh.clone().find(|(_, (kind, _))| *kind == Ref::Owns).map_or(NONE, |(to, _)| *to);
            let account = self.subjects.at(number).account;
            if account != NONE {
                links.push((account, (Ref::Resident, number)));
            }
            listed.push((self.origins.at(number).kind, node.id.clone()));
            self.records.edit(number, |record| record.node = Some(node));
            self.settle(number, &parents, owner);
            if self.steps.at(number).flags.has(Flags::INTERNAL) {
                self.visible.insert(number);
            }
        }
        by_row(links, |to, refs| self.records.edit(to, |record| record.refs.extend(refs)));
        by_row(listed, |kind, ids| self.kind_slots.edit(kind, |slot| slot.nodes.extend(ids)));
    }

    /// Puts grants where there are none.
    pub(super) fn fill_grants(&mut self, grants: Vec<Grant>) {
        self.grant_numbers.reserve(grants.len());
        for grant in grants {
            let Some(slot) = self.grant_slot(grant) else { continue };
            // Of those put twice the later one counts.
            let known = self.grant_number(slot.id.as_str());
            let number = known.unwrap_or_else(|| self.grant_numbers.add(slot.id.as_str()));
            self.grants.edit(number, |row| *row = Some(slot));
        }
        let (mut on, mut roles, mut everybody) = (Vec::new(), Vec::new(), Vec::new());
        let (mut holdings, mut held) = (Vec::new(), Vec::new());
        let (mut links, mut holders, mut labels) = (Vec::new(), Vec::new(), Vec::new());
        for number in 0..self.grant_numbers.count() {
            let Some(slot) = self.grants.at(number) else { continue };
            on.push((slot.on, number));
            roles.push((slot.role, number));
            match found_under(number, slot) {
                Found::User(user, holding) => holdings.push((user, holding)),
                Found::Node(row) => held.push((slot.on, row)),
            }
            everybody.extend(slot.is_everybody().then_some(number));
            for name in mentioned(slot) {
                match name {
                    Mentioned::Node(node) => links.push((node, (Ref::Mention, number))),
                    Mentioned::Holders(role) => holders.push((role, (RoleRef::Holders, number))),
                    Mentioned::Label(label) => labels.push((label, number)),
                }
            }
        }
        by_row(on, |node, grants| self.records.edit(node, |record| record.grants.extend(grants)));
        by_row(roles, |role, grants| self.roles.edit(role, |role| role.grants.extend(grants)));
        by_row(holdings, |user, holdings| self.subjects.edit(user, |subject| subject.holdings.extend(holdings)));
        by_row(held, |node, held| {
            self.places.edit(node, |place| place.held.extend(held));
            self.steps.edit(node, |step| step.flags = step.flags.with(Flags::HELD, true));
        });
        by_row(links, |to, refs| self.records.edit(to, |record| record.refs.extend(refs)));
        by_row(holders, |to, refs| self.roles.edit(to, |role| role.refs.extend(refs)));
        by_row(labels, |label, grants| self.label_slots.edit(label, |label| label.grants.extend(grants)));
        self.everybody.extend(&everybody);
    }
}

/// Gives each row its items, in order and each once.
fn by_row<T: Ord + Clone>(mut items: Vec<(u32, T)>, mut give: impl FnMut(u32, &[T])) {
    items.sort_unstable();
    items.dedup();
    let mut one = Vec::new();
    for run in items.chunk_by(|(row, _), (other, _)| row == other) {
        one.clear();
        one.extend(run.iter().map(|(_, item)| item.clone()));
        if let Some((row, _)) = run.first() {
            give(*row, &one);
        }
    }
}
