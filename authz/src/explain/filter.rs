//! What of the facts a viewer may see, and whether anything was passed over.

use super::{Cut, Match};
use crate::{GrantId, Index, NodeId, RoleId, index::GrantSlot};
use alloc::vec::Vec;
use core::cell::Cell;

/// Something an explanation names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing<'a> {
    /// A node: a resource, a person, a group, an account, a key.
    Node(&'a NodeId),
    /// A role that is, or could be, granted on a node.
    Role(&'a RoleId, &'a NodeId),
    /// A grant on a node.
    Grant(&'a GrantId, &'a NodeId),
}

/// Says whether a viewer may see something.
pub type Sees<'a> = dyn Fn(Thing) -> bool + 'a;

/// What a viewer sees; remembers when something was passed over.
pub(super) struct Filter<'a> {
    sees: &'a Sees<'a>,
    withheld: Cell<bool>,
}

impl<'a> Filter<'a> {
    pub fn new(sees: &'a Sees<'a>) -> Self {
        Self { sees, withheld: Cell::new(false) }
    }

    /// Was something passed over?
    pub fn withheld(&self) -> bool {
        self.withheld.get()
    }

    pub fn sees(&self, thing: Thing) -> bool {
        let seen = (self.sees)(thing);
        self.withheld.set(self.withheld.get() || !seen);
        seen
    }

    pub fn sees_number(&self, index: &Index, number: u32) -> bool {
        index.id(number).is_some_and(|id| self.sees(Thing::Node(id)))
    }

    /// The grant, and the node it is on?
    pub fn sees_grant(&self, index: &Index, grant: &GrantSlot) -> bool {
        let on = index.id(grant.on);
        on.is_some_and(|on| self.sees(Thing::Grant(&grant.grant_id(), on)) && self.sees(Thing::Node(on)))
    }

    /// How an atom holds?
    pub fn sees_match(&self, matched: &Match) -> bool {
        match matched {
            Match::User(node) | Match::GroupAdmins(node) | Match::Account(node) => self.sees(Thing::Node(node)),
            Match::Group(way) => way.iter().all(|group| self.sees(Thing::Node(group))),
            Match::AccountLabel { account, .. } => self.sees(Thing::Node(account)),
            Match::Holder { role, node, grant, who } => {
                self.sees(Thing::Role(role, node))
                    && self.sees(Thing::Node(node))
                    && self.sees(Thing::Grant(grant, node))
                    && who.iter().all(|matched| self.sees_match(matched))
            }
            Match::SignedIn | Match::Anyone => true,
        }
    }

    /// The cut, without what is not seen of it.
    pub fn cut(&self, cut: Cut) -> Option<Cut> {
        match cut {
            Cut::Disabled(node) => self.of(node).map(Cut::Disabled),
            Cut::Suspended(node) => self.of(node).map(Cut::Suspended),
            Cut::OwnerGone(node) => self.of(node).map(Cut::OwnerGone),
            Cut::KeyScope(node) => self.of(node).map(Cut::KeyScope),
            Cut::Archived(nodes) => {
                let seen: Vec<NodeId> = nodes.into_iter().filter_map(|node| self.of(node)).collect();
                (!seen.is_empty()).then_some(Cut::Archived(seen))
            }
            Cut::KeyRevoked | Cut::KeyExpired(_) | Cut::KeyPatterns | Cut::NoPolicy => Some(cut),
        }
    }

    fn of(&self, node: NodeId) -> Option<NodeId> {
        self.sees(Thing::Node(&node)).then_some(node)
    }
}
