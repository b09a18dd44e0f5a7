//! Through whose eyes a tree is looked at.

use super::within;
use crate::{
    Caller, Micros, Origin,
    caller::Ordered,
    gate::{ask, is_readable},
    permitted::{Abilities, Permitted},
};
use authz::{Change, Index, NodeId, Permission, User, action::ReadNode};

/// Through whose eyes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NodeView {
    /// One's own.
    #[default]
    Own,
    /// Those of somebody who is signed in and was given nothing.
    Stranger,
    /// Those of somebody who is not signed in.
    Anyone,
}

/// What may be done with a node and what can be below it, by everybody it may be looked at as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeViews {
    /// By the caller.
    pub own: Vec<Abilities>,
    /// By somebody who is signed in and was given nothing.
    pub stranger: Vec<Abilities>,
    /// By somebody who is not signed in.
    pub anyone: Vec<Abilities>,
}

/// Somebody else's eyes: facts with them in it, and who they are.
pub(super) struct Eyes {
    index: Option<Index>,
    caller: Caller,
    now: Micros,
}

impl Eyes {
    pub(super) fn new(index: &Index, view: NodeView, caller: &Caller, now: Micros) -> Self {
        let (index, caller) = match view {
            NodeView::Own => (None, caller.clone()),
            NodeView::Anyone => (None, Caller::Anonymous(Origin::default())),
            NodeView::Stranger => with_stranger(index),
        };
        Self { index, caller, now }
    }

    pub(super) fn sees(&self, index: &Index, node: &NodeId) -> bool {
        is_readable(self.index.as_ref().unwrap_or(index), &self.caller, node, self.now)
    }

    fn may(&self, index: &Index, kind: &str, action: &str, node: &NodeId) -> bool {
        let index = self.index.as_ref().unwrap_or(index);
        Permission::of(kind, action).is_ok_and(|permission| ask(index, &self.caller, &permission, node, self.now))
    }
}

/// The facts with a user in them who was given nothing.
fn with_stranger(index: &Index) -> (Option<Index>, Caller) {
    let name = |number: usize| NodeId::new("user", &format!("a stranger {number}")).ok();
    let free = (0..).map_while(name).find(|id| index.node(id).is_none());
    let id = free.unwrap_or_else(NodeId::system);
    let user = User { id: id.clone(), account: None, active: true, mfa: false };
    let after = index.preview(&[Change::PutUser(user)]).ok();
    // Without the user in the facts nothing is known of them, and so nothing is allowed.
    (after, Caller::Ordered(Ordered { user: id, mfa: false, origin: Origin::default() }))
}

impl Permitted<ReadNode> {
    /// What may be done with the node and what can be below it, by everybody it may be looked at as.
    pub fn views(&self) -> NodeViews {
        self.index(|index| {
            let seen = |view| {
                let (eyes, node) = (Eyes::new(index, view, &self.caller, self.now), self.scope.first());
                let inside = within(index.catalog(), node.kind());
                let kinds = index.catalog().types.iter().filter(|(name, _)| inside.contains(name.as_str()));
                let abilities = kinds.map(|(name, kind)| {
                    let asked = kind.actions.iter().map(|action| (action.clone(), eyes.may(index, name, action, node)));
                    Abilities { kind: name.clone(), actions: asked.collect() }
                });
                abilities.collect()
            };
            NodeViews { own: seen(NodeView::Own), stranger: seen(NodeView::Stranger), anyone: seen(NodeView::Anyone) }
        })
    }
}
