//! Through what somebody has access: told alike in lists of members, on a person's page and on a group's.

mod holding;

pub use holding::{HeldPlace, Holdings, RoleTally};

use super::member::{is_for, strength};
use crate::Micros;
use authz::{Atom, Grant, Index, NodeId, RoleId, Visibility};
use std::{cmp::Reverse, collections::BTreeMap};

/// One thing that gives somebody access.
#[derive(Clone, Debug, PartialEq)]
pub struct Access {
    /// The role it gives.
    pub role: RoleId,
    /// Through what.
    pub way: Way,
    /// Where that is a group somebody is not in themselves: the groups between, the nearest first.
    pub through: Vec<NodeId>,
    /// When it ends; `None` for never.
    pub expires_at: Option<Micros>,
}

/// Through what somebody has access.
#[derive(Clone, Debug, PartialEq)]
pub enum Way {
    /// A grant made here, for them alone.
    Here,
    /// Another grant: through a group, an account, or a node above.
    Grant(Box<Grant>),
    /// The node is open to visitors.
    Visible(Visibility),
}

/// How much roles give, each worked out once.
#[derive(Default)]
pub(super) struct Strengths(BTreeMap<RoleId, usize>);

impl Strengths {
    fn of(&mut self, index: &Index, role: &RoleId) -> usize {
        *self.0.entry(role.clone()).or_insert_with(|| strength(index, role))
    }
}

/// All that is in force and gives somebody access on a node, the strongest first.
pub(super) fn access(
    index: &Index,
    node: &NodeId,
    subject: &NodeId,
    now: Micros,
    strengths: &mut Strengths,
) -> Vec<Access> {
    let mut access: Vec<Access> =
        index.grants_reaching(subject, node, now).map(|grant| by_grant(index, &grant, node, subject)).collect();
    if subject.kind() == "user" {
        access.extend(visible(index, node));
    }
    access.sort_by_cached_key(|access| (Reverse(strengths.of(index, &access.role)), access.way != Way::Here));
    access
}

fn by_grant(index: &Index, grant: &Grant, node: &NodeId, subject: &NodeId) -> Access {
    let here = grant.on == *node && is_for(grant, subject);
    let way = if here { Way::Here } else { Way::Grant(Box::new(grant.clone())) };
    Access { role: grant.role.clone(), way, through: between(index, grant, subject), expires_at: grant.expires_at }
}

/// The groups between somebody and the group that a grant is for.
fn between(index: &Index, grant: &Grant, subject: &NodeId) -> Vec<NodeId> {
    let Some(Atom::Group(group)) = grant.who.first() else { return Vec::new() };
    let mut way: Vec<NodeId> = index.group_path(subject, group).into_iter().cloned().collect();
    way.pop();
    way
}

/// What visitors get of a node.
pub(super) fn visible(index: &Index, node: &NodeId) -> Option<Access> {
    let kind = index.catalog().types.get(node.kind()).filter(|kind| kind.visibility);
    let visibility = kind.and(index.node(node)).map(|node| node.visibility)?;
    let roles = &index.catalog().visitor_roles;
    let role = match visibility {
        Visibility::Private => None,
        Visibility::Internal => roles.internal.clone(),
        Visibility::Public => roles.internal.clone().or_else(|| roles.public.clone()),
    };
    Some(Access { role: role?, way: Way::Visible(visibility), through: Vec::new(), expires_at: None })
}

impl Access {
    /// Was it given below the whole system, and not to everybody?
    fn is_particular(&self) -> bool {
        match &self.way {
            Way::Here => true,
            Way::Visible(_) => false,
            Way::Grant(grant) => {
                let everybody = |atom: &Atom| matches!(atom, Atom::SignedIn(_) | Atom::Anyone(_));
                !grant.on.is_system() && !grant.who.iter().all(everybody)
            }
        }
    }
}
