//! Members of a node: users and groups with a grant made on it.

mod add;
mod also;
mod change;
mod discreet;
mod list;

pub use add::{Known, NewMembers, Resolved};
pub(super) use add::{MAX_ADDED, same};
pub(super) use also::counted;
pub use also::{Reach, Reached};
pub use change::MemberEdit;
pub(super) use change::{held, turned};
pub use list::{Facets, Member, Sight};

use super::Permitted;
use crate::{
    Micros,
    error::{Result, StoreError},
};
use authz::{
    Atom, Extent, Grant, Index, NodeId, Permission, Role, RoleId,
    action::{Action, Write, is_console},
    matrix, remark,
};
use serde_json::{Value, json};

/// A role as people choose it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleName {
    /// The role.
    pub id: RoleId,
    /// What people call it.
    pub name: String,
    /// A sentence on what it is for.
    pub description: String,
}

impl From<&Role> for RoleName {
    fn from(role: &Role) -> Self {
        let name = if role.name.is_empty() { role.id.to_string() } else { role.name.clone() };
        Self { id: role.id.clone(), name, description: role.description.clone() }
    }
}

/// What a role lets its holders do with one type of thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleAbility {
    /// The type.
    pub kind: String,
    /// Actions on all of them.
    pub all: Vec<String>,
    /// Actions on one's own.
    pub own: Vec<String>,
}

impl RoleAbility {
    /// How much that is: what reaches everything counts twice what reaches only one's own.
    pub fn weight(&self) -> usize {
        self.all.len() * 2 + self.own.len()
    }
}

impl<A: Action<Scope = NodeId>> Permitted<A> {
    /// The roles that may be granted on the node, by name.
    pub fn grantable(&self) -> Vec<RoleName> {
        let mut roles: Vec<RoleName> = self.index(|index| {
            index.roles().filter(|role| is_grantable(index, role, &self.scope)).map(RoleName::from).collect()
        });
        roles.sort_by(|one, other| one.name.cmp(&other.name));
        roles
    }

    /// What a role lets its holders do at the node and below: with what the catalog is about first.
    pub fn role_abilities(&self, role: &RoleId) -> Vec<RoleAbility> {
        self.index(|index| {
            let Some(role) = index.role(role) else { return Vec::new() };
            let mut kinds = matrix::kinds_at(index.catalog(), self.scope.kind());
            kinds.sort_by_key(|kind| is_console(kind));
            let abilities = kinds.into_iter().map(|kind| ability(index, role, kind));
            abilities.filter(|ability| !ability.all.is_empty() || !ability.own.is_empty()).collect()
        })
    }
}

fn ability(index: &Index, role: &Role, kind: &str) -> RoleAbility {
    let mut ability = RoleAbility { kind: kind.to_owned(), all: Vec::new(), own: Vec::new() };
    let actions = index.catalog().types.get(kind).map(|kind| kind.actions.as_slice()).unwrap_or_default();
    for action in actions {
        let Ok(permission) = Permission::of(kind, action) else { continue };
        match matrix::cell(role, &permission, |id| index.role(id)).effective() {
            Some(Extent::All) => ability.all.push(action.clone()),
            Some(Extent::Own) => ability.own.push(action.clone()),
            None => {}
        }
    }
    ability
}

/// How much a role gives: for telling which of several is the strongest.
pub(super) fn strength(index: &Index, role: &RoleId) -> usize {
    let Some(role) = index.role(role) else { return 0 };
    let kinds = index.catalog().types.keys();
    let abilities = kinds.map(|kind| ability(index, role, kind));
    abilities.map(|ability| ability.weight()).sum()
}

/// May the role be granted on the node?
pub(super) fn is_grantable(index: &Index, role: &Role, node: &NodeId) -> bool {
    role.on.iter().any(|kind| kind == node.kind()) && index.lies_below(node.as_str(), role.home.as_str())
}

/// Is the grant for this user, group or account alone?
pub(super) fn is_for(grant: &Grant, subject: &NodeId) -> bool {
    matches!(grant.who.as_slice(), [Atom::User(id) | Atom::Group(id) | Atom::Account(id)] if id == subject)
}

/// The grants made on a node for a subject alone.
pub(super) fn own_grants<'a>(
    index: &'a Index,
    node: &'a NodeId,
    subject: &'a NodeId,
) -> impl Iterator<Item = Grant> + use<'a> {
    index.grants_naming(subject).filter(move |grant| grant.on == *node && is_for(grant, subject))
}

pub(super) fn atom(subject: &NodeId) -> Result<Atom> {
    match subject.kind() {
        "user" => Ok(Atom::User(subject.clone())),
        "group" => Ok(Atom::Group(subject.clone())),
        "account" => Ok(Atom::Account(subject.clone())),
        _ => Err(StoreError::invalid("subjects", remark!("`{subject}` is no user, group or account", subject))),
    }
}

impl<A: Action<Scope = NodeId>> Permitted<A> {
    /// The grants made on the node for this subject alone.
    pub(super) fn own_grants(&self, subject: &NodeId) -> Vec<Grant> {
        self.index(|index| own_grants(index, &self.scope, subject).collect())
    }
}

impl<A: Write<Scope = NodeId>> Permitted<A> {
    fn check_role(&self, role: &RoleId) -> Result<()> {
        let known = self.index(|index| index.role(role).is_some());
        known.then_some(()).ok_or_else(|| StoreError::invalid("role", remark!("there is no role `{role}`", role)))
    }

    fn check_expiry(&self, expires_at: Option<Micros>) -> Result<()> {
        match expires_at {
            Some(at) if at <= self.now => {
                Err(StoreError::invalid("expires_at", remark!("choose an end in the future")))
            }
            _ => Ok(()),
        }
    }
}

/// Grants as the audit log shows them.
pub(super) fn told(grants: &[Grant]) -> Value {
    grants.iter().map(|grant| json!({ "role": grant.role, "expires_at": grant.expires_at })).collect()
}
