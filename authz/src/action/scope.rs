//! What actions are asked on.

use super::is_resource;
use crate::{Catalog, NodeId, Permission};
use alloc::{borrow::ToOwned, string::String, vec::Vec};

/// What a permission is asked on.
pub trait Scope: Clone + Send + Sync + 'static {
    /// The node the permission is asked on; `None` where it is asked on each item, or the caller's own.
    fn node(&self) -> Option<&NodeId>;
    /// Is the action open to every signed-in caller, on what is their own?
    const OWN: bool = false;
    /// Every permission that is asked, and where: all of them must be allowed. What is asked nowhere is not to be had.
    fn asks(&self, name: &str, catalog: &Catalog) -> Vec<(Permission, NodeId)> {
        self.node().cloned().and_then(|node| Some((catalog.permission_for(name)?, node))).into_iter().collect()
    }
}

impl Scope for NodeId {
    fn node(&self) -> Option<&NodeId> {
        Some(self)
    }
}

/// The permission is asked on each item; what it does not cover is left out.
#[derive(Clone, Copy, Debug)]
pub struct Each;

impl Scope for Each {
    fn node(&self) -> Option<&NodeId> {
        None
    }
}

/// The caller's own: profile, password, sessions. Asks for nothing but an active caller.
#[derive(Clone, Copy, Debug)]
pub struct Own;

impl Scope for Own {
    fn node(&self) -> Option<&NodeId> {
        None
    }
    const OWN: bool = true;
}

/// Nodes of a type that the deployment brings: what an action `node:…` asks for is the action of that type itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    kind: String,
    first: NodeId,
    more: Vec<NodeId>,
}

impl Typed {
    /// What is done with a node by itself.
    pub fn of(node: NodeId) -> Self {
        Self { kind: node.kind().to_owned(), first: node, more: Vec::new() }
    }

    /// A new node of a type: asked on everything it is to be below.
    pub fn below(kind: &str, first: NodeId, more: Vec<NodeId>) -> Self {
        Self { kind: kind.to_owned(), first, more }
    }

    /// A node that is to be below further ones: asked on itself and on each of them.
    pub fn linked(node: NodeId, parents: Vec<NodeId>) -> Self {
        Self { kind: node.kind().to_owned(), first: node, more: parents }
    }

    /// The type.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The node, or the first of those a new one is to be below.
    pub fn first(&self) -> &NodeId {
        &self.first
    }

    /// Everything it is asked on.
    pub fn all(&self) -> impl Iterator<Item = &NodeId> {
        core::iter::once(&self.first).chain(&self.more)
    }
}

impl Scope for Typed {
    fn node(&self) -> Option<&NodeId> {
        Some(&self.first)
    }

    fn asks(&self, name: &str, catalog: &Catalog) -> Vec<(Permission, NodeId)> {
        // SECURITY: people, groups, projects and the like have actions and guards of their own.
        let known = is_resource(&self.kind, catalog);
        let action = name.strip_prefix("node:").filter(|_| known);
        let permission = action.and_then(|action| Permission::of(&self.kind, action).ok());
        let asks = |permission: Permission| self.all().map(|node| (permission.clone(), node.clone())).collect();
        permission.map(asks).unwrap_or_default()
    }
}

/// A user and the account that they are to belong to, or `system` for none: the permission is asked on both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The user.
    pub user: NodeId,
    /// The account, or `system`.
    pub to: NodeId,
}

impl Scope for Moved {
    fn node(&self) -> Option<&NodeId> {
        Some(&self.user)
    }

    fn asks(&self, name: &str, catalog: &Catalog) -> Vec<(Permission, NodeId)> {
        let permission = catalog.permission_for(name).into_iter();
        permission.flat_map(|asked| [(asked.clone(), self.user.clone()), (asked, self.to.clone())]).collect()
    }
}
