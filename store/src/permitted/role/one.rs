//! One role of the matrix of a node, and what it stands between.

use super::{Permitted, is_column};
use crate::{
    error::{Result, StoreError},
    gate::{ask, is_readable},
};
use authz::{
    Catalog, Index, NodeId, Role, RoleId, Value,
    action::{Action, ReadMatrix},
    matrix, remark,
};
use std::collections::{BTreeMap, BTreeSet};

/// Most nodes whose attributes are looked at for values to offer.
const LOOKED_AT: usize = 2_000;
/// Most values offered for one attribute.
const OFFERED: usize = 30;

/// One role, and what it stands between.
#[derive(Clone, Debug, PartialEq)]
pub struct OneRole {
    /// The role.
    pub role: Role,
    /// How often it was changed; sent back with a change.
    pub version: u64,
    /// Types and actions.
    pub catalog: Catalog,
    /// Is its home the node, is it not locked, and may the caller change roles here?
    pub editable: bool,
    /// And delete them?
    pub may_delete: bool,
    /// The roles that it includes, transitively, and those that include it, as far as the caller may see them.
    pub around: BTreeMap<RoleId, Role>,
    /// Is it included by some that the caller may not see?
    pub hidden: bool,
    /// Roles that it may come to include: they are at home at or above its home, and do not include it.
    pub includable: Vec<Role>,
}

/// The roles that include this one, transitively.
pub(in crate::permitted) fn includers(index: &Index, role: &RoleId) -> BTreeSet<RoleId> {
    let includes = |other: &&Role| index.included_in(&other.id).any(|included| included == role);
    index.roles().filter(includes).map(|other| other.id.clone()).filter(|id| id != role).collect()
}

impl<A: Action<Scope = NodeId>> Permitted<A> {
    /// May the caller know of the role here? Those of the matrix, and those of nodes whose roles they may see.
    pub(super) fn knows_role(&self, index: &Index, role: &Role) -> bool {
        let read = index.catalog().permission_for("role:read");
        is_column(index, role, &self.scope)
            || read.is_some_and(|read| ask(index, &self.caller, &read, &role.home, self.now))
    }

    /// Roles that this one includes already or could.
    pub(super) fn includable(&self, index: &Index, role: &Role) -> Vec<Role> {
        let above = includers(index, &role.id);
        let fits = |other: &&Role| {
            other.id != role.id
                && !above.contains(&other.id)
                && index.lies_below(&role.home, &other.home)
                && (role.includes.contains(&other.id) || self.knows_role(index, other))
        };
        let mut found: Vec<Role> = index.roles().filter(fits).cloned().collect();
        found.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
        found
    }
}

impl Permitted<ReadMatrix> {
    /// One role of the matrix.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] where the matrix has no such role; [`StoreError::Database`].
    pub async fn one(&mut self, id: &RoleId) -> Result<OneRole> {
        self.column(id)?;
        let versions = self.transaction.role_versions().await?;
        let version = versions.into_iter().find(|(role, _)| role == id).map(|(_, version)| version).unwrap_or_default();
        let [update, delete] = ["role:update", "role:delete"].map(|name| self.may(name, &self.scope));
        let found = self.index(|index| {
            let role = index.role(id)?.clone();
            let own = role.home == self.scope && !role.locked;
            let above = includers(index, id);
            let seen = above.iter().filter_map(|other| index.role(other)).filter(|other| self.knows_role(index, other));
            let mut around: BTreeMap<RoleId, Role> = seen.map(|role| (role.id.clone(), role.clone())).collect();
            let hidden = around.len() < above.len();
            // What a role includes is a part of what it gives, and told with it.
            let below = matrix::closure(&role, |id| index.role(id));
            around.extend(below.into_iter().map(|role| (role.id.clone(), role.clone())));
            let includable = self.includable(index, &role);
            let catalog = index.catalog().clone();
            let (editable, may_delete) = (update && own, delete && own);
            Some(OneRole { role, version, catalog, editable, may_delete, around, hidden, includable })
        });
        found.ok_or_else(|| StoreError::invalid("role", remark!("there is no role `{id}` here", id)))
    }

    /// Attributes that conditions may look at, as conditions name them, with some of the values they have: those of
    /// people and of things at the node and below that the caller may read, and those that conditions name already.
    pub fn attributes(&self) -> BTreeMap<String, Vec<Value>> {
        let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        let mut offer = |name: String, value: Option<&Value>| {
            let values = found.entry(name).or_default();
            if let Some(value) = value.filter(|value| values.len() < OFFERED && !values.contains(value)) {
                values.push(value.clone());
            }
        };
        for value in [true, false] {
            offer("subject.mfa".to_owned(), Some(&Value::Bool(value)));
        }
        self.index(|index| {
            // SECURITY: an attribute is offered to who may read what has it, and to nobody else.
            let readable = |id: &&NodeId| is_readable(index, &self.caller, id, self.now);
            let has = |id: &&NodeId| index.node(*id).is_some_and(|node| !node.attributes.is_empty());
            let below = index.descendants(&self.scope);
            for (whose, nodes) in [
                ("subject", index.users().filter(has).take(LOOKED_AT).filter(readable).collect::<Vec<_>>()),
                ("node", below.into_iter().filter(has).take(LOOKED_AT).filter(readable).collect()),
            ] {
                let attributes = nodes.into_iter().filter_map(|id| index.node(id)).flat_map(|node| &node.attributes);
                for (name, value) in attributes {
                    offer(format!("{whose}.{name}"), Some(value));
                }
            }
            let known = index.roles().filter(|role| self.knows_role(index, role));
            for condition in known.flat_map(|role| &role.permissions).flat_map(|entry| &entry.conditions) {
                match &condition.2 {
                    Value::Object(_) => offer(condition.0.clone(), None),
                    Value::List(items) => items.iter().for_each(|item| offer(condition.0.clone(), Some(item))),
                    value => offer(condition.0.clone(), Some(value)),
                }
            }
        });
        found
    }
}
