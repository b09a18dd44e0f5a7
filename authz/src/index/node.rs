//! Nodes, and those that users, groups and keys bring with them.

use super::{Flags, Index, NONE, Origin, Record, Ref};
use crate::{Node, NodeId, Visibility};
use alloc::{sync::Arc, vec, vec::Vec};

impl Index {
    pub(super) fn put_node(&mut self, node: Node) {
        let number = self.intern(&node.id);
        self.records.edit(number, |record| record.put = Some(Arc::new(node)));
        self.refresh_node(number);
    }

    pub(super) fn remove_node(&mut self, id: &NodeId) {
        if let Some(number) = self.nodes.find(id.as_str()) {
            self.records.edit(number, |record| record.put = None);
            self.refresh_node(number);
        }
    }

    /// Works out the node in effect, after the facts it comes from changed.
    pub(super) fn refresh_node(&mut self, number: u32) {
        let record = self.records.at(number);
        let (before, after) = (record.node.clone(), self.node_in_effect(number, record));
        if before == after {
            return;
        }
        if let Some(node) = &before {
            self.unlink_node(number, node);
        }
        if let Some(node) = &after {
            self.link_node(number, node);
        }
        self.records.edit(number, |record| record.node = after);
        self.refresh_step(number);
    }

    pub(super) fn node_in_effect(&self, number: u32, record: &Record) -> Option<Arc<Node>> {
        if let Some(node) = &record.put {
            // A user owns itself.
            if record.user.is_some() && node.owner != record.id {
                return Some(Arc::new(Node { owner: record.id.clone(), ..(**node).clone() }));
            }
            return Some(node.clone());
        }
        let id = record.id.clone()?;
        let mut node = Node::new(id, vec![NodeId::system()]);
        if number == self.system {
            node.parents.clear();
        } else if let Some(user) = &record.user {
            node.parents = vec![user.account.clone().unwrap_or_else(NodeId::system)];
            node.owner = Some(user.id.clone());
        } else if let Some(key) = &record.key {
            let owner = self.records.at(key.owner).user.as_ref();
            node.parents = vec![owner.and_then(|owner| owner.account.clone()).unwrap_or_else(NodeId::system)];
            node.owner = Some(key.fact.owner.clone());
        } else if self.around.at(number).is_empty() {
            return None;
        }
        Some(Arc::new(node))
    }

    fn link_node(&mut self, number: u32, node: &Node) {
        for (to, kind, from) in self.links_of(number, node) {
            self.link(to, kind, from);
        }
    }

    /// What a node refers to, but for its labels, which are put down here.
    pub(super) fn links_of(&mut self, number: u32, node: &Node) -> Vec<(u32, Ref, u32)> {
        let mut links: Vec<_> = node.parents.iter().map(|parent| (self.intern(parent), Ref::Child, number)).collect();
        links.extend(node.owner.as_ref().map(|owner| (self.intern(owner), Ref::Owns, number)));
        for label in &node.labels {
            let label = self.intern_label(label);
            links.push((number, Ref::Label, label));
            self.label_slots.edit(label, |slot| slot.accounts.insert(number));
        }
        links
    }

    fn unlink_node(&mut self, number: u32, node: &Node) {
        for parent in &node.parents {
            let parent = self.intern(parent);
            self.unlink(parent, Ref::Child, number);
        }
        if let Some(owner) = &node.owner {
            let owner = self.intern(owner);
            self.unlink(owner, Ref::Owns, number);
        }
        for label in &node.labels {
            let label = self.intern_label(label);
            self.unlink(number, Ref::Label, label);
            self.label_slots.edit(label, |slot| slot.accounts.remove(&number));
        }
    }

    /// Works out what a check reads of the node, after the node or its type changed.
    pub(super) fn refresh_step(&mut self, number: u32) {
        let node = self.records.at(number).node.clone();
        let owner = node.iter().find_map(|node| node.owner.as_ref()).map_or(NONE, |owner| self.intern(owner));
        let parents: Vec<u32> = node.iter().flat_map(|node| &node.parents).map(|parent| self.intern(parent)).collect();
        self.settle(number, &parents, owner);
        let kind = self.origins.at(number).kind;
        let (Some(id), there) = (self.id(number).cloned(), self.is_registered(number)) else { return };
        self.kind_slots.edit(kind, |slot| if there { slot.nodes.insert(id) } else { slot.nodes.remove(&id) });
        if self.steps.at(number).flags.has(Flags::INTERNAL) {
            self.visible.insert(number);
        } else {
            self.visible.remove(&number);
        }
    }

    /// Puts down what a check reads of the node.
    pub(super) fn settle(&mut self, number: u32, parents: &[u32], owner: u32) {
        let kind = self.origins.at(number).kind;
        let mut flags = Flags::default();
        if let Some(node) = &self.records.at(number).node {
            let slot = self.kind_slots.at(kind);
            let visibility = if slot.visibility { node.visibility } else { Visibility::Private };
            flags = flags
                .with(Flags::REGISTERED, true)
                .with(Flags::RESTRICTED, node.restricted && slot.restrictable)
                .with(Flags::ARCHIVED, node.archived)
                .with(Flags::INTERNAL, visibility >= Visibility::Internal)
                .with(Flags::PUBLIC, visibility == Visibility::Public)
                .with(Flags::SUSPENDED, node.suspended)
                .with(Flags::BY_POLICY, slot.by_policy);
        }
        self.origins.edit(number, |origin| *origin = Origin { kind, owner });
        self.set_step(number, flags, parents);
    }

    pub(super) fn intern_label(&mut self, label: &str) -> u32 {
        let known = self.labels.count();
        let number = self.labels.intern(label);
        if number >= known {
            self.label_slots.edit(number, |slot| slot.text = label.into());
        }
        number
    }

    pub(super) fn intern_kind(&mut self, kind: &str) -> u32 {
        let known = self.kinds.count();
        let number = self.kinds.intern(kind);
        if number >= known {
            self.kind_slots.edit(number, |slot| slot.name = kind.into());
        }
        number
    }
}
