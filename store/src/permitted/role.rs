//! Roles and the permissions matrix of a node.

mod holding;
mod one;
mod turn;

pub use holding::{RoleHolding, RoleHoldings};
pub use one::OneRole;
pub(super) use one::includers;
pub use turn::{RoleChange, RoleTurn};

use super::{AccessOutlook, Permitted, Story, name, text};
use crate::{
    error::{Conflict, Result, StoreError},
    gate::ask,
    snapshot::snapshot,
    work::Work,
};
use authz::{
    Catalog, Change, Entry, Extent, Index, NodeId, Permission, Role, RoleId, World,
    action::{Action, CreateRole, DeleteRole, EditMatrix, PreviewRoleRemoval, ReadMatrix},
    matrix, remark,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Most entries of one role.
const MAX_ENTRIES: usize = 2_000;

/// The permissions matrix of a node: its own roles, and those of nodes above that may be granted on it.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixRecord {
    /// Types and actions: the rows.
    pub catalog: Catalog,
    /// The columns.
    pub roles: Vec<MatrixRole>,
    /// Roles that columns include and that are none themselves.
    pub others: Vec<Role>,
    /// The permissions the caller holds on the node, and so may give with a role.
    pub givable: BTreeSet<Permission>,
    /// May the caller change roles whose home is the node?
    pub editable: bool,
    /// May the caller create roles here?
    pub may_create: bool,
    /// May the caller delete roles here?
    pub may_delete: bool,
}

/// A column of the matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixRole {
    /// The role.
    pub role: Role,
    /// How often it was changed; sent back with a save.
    pub version: u64,
    /// Users and groups that hold it on the node by a grant made there, or on nodes above or below.
    pub holders: u32,
    /// How many of them are people.
    pub people: u32,
    /// How many of them are groups.
    pub groups: u32,
    /// Is its home the node, and is it not locked?
    pub editable: bool,
}

/// What of a role's own entries is to be otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleEdit {
    /// The role.
    pub id: RoleId,
    /// The version the change was made on.
    pub version: u64,
    /// Cells: the plain entry for exactly this permission; nothing takes it away.
    pub cells: Vec<(Permission, Option<Extent>)>,
    /// The version whose other entries (wildcards, conditions) are to be in force again.
    pub rest: Option<u64>,
}

/// A role to be made.
#[derive(Clone, Debug)]
pub struct NewRole {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// A role whose entries it begins with.
    pub copy_of: Option<RoleId>,
}

impl Permitted<ReadMatrix> {
    /// The matrix.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn get(mut self) -> Result<MatrixRecord> {
        let versions: BTreeMap<RoleId, u64> = self.transaction.role_versions().await?.into_iter().collect();
        let [editable, may_create, may_delete] =
            ["role:update", "role:create", "role:delete"].map(|name| self.may(name, &self.scope));
        let scope = &self.scope;
        Ok(self.index(|index| {
            let mut roles: Vec<MatrixRole> = index
                .roles()
                .filter(|role| is_column(index, role, scope))
                .map(|role| {
                    let (holders, people, groups) = holders(index, role);
                    let version = versions.get(&role.id).copied().unwrap_or_default();
                    let editable = editable && role.home == *scope && !role.locked;
                    MatrixRole { version, holders, people, groups, editable, role: role.clone() }
                })
                .collect();
            roles.sort_by_key(|column| (!column.editable, column.role.permissions.len(), column.role.id.clone()));
            let others = included(index, &roles);
            let givable = self.givable(index);
            MatrixRecord { catalog: index.catalog().clone(), roles, others, givable, editable, may_create, may_delete }
        }))
    }

    /// What the caller holds on the node: nobody gives what they do not hold.
    fn givable(&self, index: &Index) -> BTreeSet<Permission> {
        let of = |(kind, found): (&String, &authz::catalog::NodeType)| {
            let each = found.actions.iter().filter_map(|action| Permission::of(kind, action).ok());
            each.collect::<Vec<Permission>>()
        };
        let all = index.catalog().types.iter().filter(|(_, found)| !found.by_policy).flat_map(of);
        all.filter(|permission| ask(index, &self.caller, permission, &self.scope, self.now)).collect()
    }

    /// The facts a browser needs to count who gains and loses; `None` where there are too many. Whoever the caller may
    /// not see is in it under a number.
    pub fn snapshot(self) -> Option<World> {
        self.index(|index| snapshot(index, &self.caller, &self.scope, self.now))
    }

    /// What changed cells would do, over the whole system. Nothing is saved.
    ///
    /// # Errors
    /// As [`Permitted::save`].
    pub async fn outlook(&mut self, edits: Vec<RoleEdit>) -> Result<AccessOutlook> {
        let changes = self.checked(edits).await?.changes;
        self.outlook_of(&changes).await
    }
}

/// May the role be granted on the node, or is the node its home?
pub(super) fn is_column(index: &Index, role: &Role, scope: &NodeId) -> bool {
    role.home == *scope
        || (role.on.iter().any(|kind| kind == scope.kind()) && index.lies_below(scope.as_str(), role.home.as_str()))
}

/// Roles that the columns include, transitively, and that are none themselves.
fn included(index: &Index, columns: &[MatrixRole]) -> Vec<Role> {
    let mut others: Vec<Role> = Vec::new();
    let mut wave: Vec<RoleId> = columns.iter().flat_map(|column| column.role.includes.clone()).collect();
    while let Some(id) = wave.pop() {
        let known = columns.iter().any(|column| column.role.id == id) || others.iter().any(|role| role.id == id);
        if let Some(role) = index.role(&id).filter(|_| !known) {
            wave.extend(role.includes.clone());
            others.push(role.clone());
        }
    }
    others
}

/// Different subjects of the role's grants: all, people, groups.
fn holders(index: &Index, role: &Role) -> (u32, u32, u32) {
    let (all, people, groups) = index.subjects_of(&role.id);
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    (count(all), count(people), count(groups))
}

/// Edits as changes, with what the roles were and are.
pub(super) struct Checked {
    pub changes: Vec<Change>,
    before: Vec<Role>,
    after: Vec<Role>,
}

impl<A: Action<Scope = NodeId>> Permitted<A> {
    /// Checks versions, homes and patterns.
    pub(super) async fn checked(&mut self, edits: Vec<RoleEdit>) -> Result<Checked> {
        let versions: BTreeMap<RoleId, u64> = self.transaction.role_versions().await?.into_iter().collect();
        let mut checked = Checked { changes: Vec::new(), before: Vec::new(), after: Vec::new() };
        for edit in edits {
            let role = self.index(|index| index.role(&edit.id).cloned());
            let Some(role) = role.filter(|role| role.home == self.scope) else {
                return Err(StoreError::invalid("role", remark!("there is no role `{id}` here", id = edit.id)));
            };
            let current = versions.get(&edit.id).copied().unwrap_or_default();
            if current != edit.version {
                return Err(Conflict { role: edit.id, expected: edit.version, current }.into());
            }
            let mut permissions = self.rest(&role, edit.rest).await?;
            for (permission, value) in edit.cells.iter().take(MAX_ENTRIES) {
                matrix::set(&mut permissions, permission, *value);
            }
            if permissions.len() > MAX_ENTRIES || edit.cells.len() > MAX_ENTRIES {
                return Err(StoreError::invalid(
                    "permissions",
                    remark!("a role has at most {n} entries", n = MAX_ENTRIES),
                ));
            }
            self.check_patterns(&permissions)?;
            let wanted = Role { permissions, ..role.clone() };
            if wanted != role {
                checked.changes.push(Change::PutRole(wanted.clone()));
                checked.before.push(role);
                checked.after.push(wanted);
            }
        }
        Ok(checked)
    }

    /// The role's entries before cells are set: its own, or those of an older version where they are no cells.
    async fn rest(&mut self, role: &Role, version: Option<u64>) -> Result<Vec<Entry>> {
        let Some(version) = version else { return Ok(role.permissions.clone()) };
        let versions = self.transaction.list_role_versions(&role.id).await?;
        let found = versions.into_iter().find(|found| found.version == version);
        let found = found.ok_or_else(|| {
            StoreError::invalid("version", remark!("`{id}` has no version {version}", id = role.id, version))
        })?;
        let cells = role.permissions.iter().filter(|entry| matrix::is_cell(entry)).cloned();
        let rest = found.role.permissions.into_iter().filter(|entry| !matrix::is_cell(entry));
        Ok(cells.chain(rest).collect())
    }

    /// Patterns name types and actions of the catalog.
    fn check_patterns(&self, entries: &[Entry]) -> Result<()> {
        let unknown = self.index(|index| {
            let types = &index.catalog().types;
            let known = |entry: &&Entry| {
                let (kind, action) = (entry.pattern.kind(), entry.pattern.action());
                let mut fitting = types.iter().filter(|(name, _)| kind == "*" || *name == kind);
                fitting.any(|(_, found)| action == "*" || found.actions.iter().any(|have| have == action))
            };
            entries.iter().find(|entry| !known(entry)).map(|entry| entry.pattern.clone())
        });
        match unknown {
            Some(pattern) => Err(StoreError::invalid(
                "permissions",
                remark!("the catalog has nothing that `{pattern}` covers", pattern),
            )),
            None => Ok(()),
        }
    }
}

impl Permitted<EditMatrix> {
    /// Saves the roles' entries and returns the new versions of those that changed.
    ///
    /// # Errors
    /// [`Conflict`] if somebody was faster; [`StoreError::Invalid`] for roles that are not at home here, or patterns of
    /// nothing in the catalog; [`StoreError::Refused`] if a guard says no.
    pub async fn save(mut self, edits: Vec<RoleEdit>, reason: &str) -> Result<Vec<(RoleId, u64)>> {
        let (node, reason) = (self.scope.clone(), text("reason", reason)?);
        let versions: Vec<(RoleId, u64)> = edits.iter().map(|edit| (edit.id.clone(), edit.version + 1)).collect();
        let checked = self.checked(edits).await?;
        if checked.changes.is_empty() {
            return Ok(Vec::new());
        }
        let changed = |id: &RoleId| checked.after.iter().any(|role| role.id == *id);
        let versions = versions.into_iter().filter(|(id, _)| changed(id)).collect();
        let told = |roles: &[Role]| {
            roles.iter().map(|role| json!({ "role": role.id, "permissions": role.permissions })).collect::<Vec<_>>()
        };
        let story = match checked.after.as_slice() {
            [one] => Story::about(&one.id),
            _ => Story::default(),
        };
        let story = story.before(&told(&checked.before)).after(&told(&checked.after)).because(&reason);
        self.commit(Work::from(checked.changes), &node, story).await?;
        Ok(versions)
    }
}

impl Permitted<CreateRole> {
    /// Makes a role whose home is the node.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names the field that cannot be taken; [`StoreError::Refused`] if a guard says no.
    pub async fn add(self, new: NewRole) -> Result<RoleId> {
        let node = self.scope.clone();
        let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_.".contains(letter);
        let id = new.id.trim();
        if id.is_empty() || id.len() > 64 || !id.chars().all(plain) {
            return Err(StoreError::invalid(
                "id",
                remark!("use 1 to 64 letters a-z, digits, dots, hyphens or underscores"),
            ));
        }
        let id = RoleId::parse(id).map_err(|bad| StoreError::invalid("id", bad))?;
        if self.index(|index| index.role(&id).is_some()) {
            return Err(StoreError::invalid("id", remark!("`{id}` is taken, choose another", id)));
        }
        let mut role = Role {
            id: id.clone(),
            name: name("name", &new.name)?,
            description: String::new(),
            home: node.clone(),
            on: vec![node.kind().to_owned()],
            permissions: Vec::new(),
            includes: Vec::new(),
            assigned_by: Vec::new(),
            locked: false,
        };
        if let Some(other) = &new.copy_of {
            let model = self.index(|index| index.role(other).filter(|role| is_column(index, role, &node)).cloned());
            let model = model
                .ok_or_else(|| StoreError::invalid("copy_of", remark!("there is no role `{other}` here", other)))?;
            role.permissions = model.permissions;
            role.includes = model.includes;
        }
        let story = Story::about(&id).after(&role);
        self.commit(Work::from(vec![Change::PutRole(role)]), &node, story).await?;
        Ok(id)
    }
}

impl<A: Action<Scope = NodeId>> Permitted<A> {
    /// The role of this id whose home is the node.
    fn at_home(&self, id: &RoleId) -> Result<Role> {
        let role = self.index(|index| index.role(id).filter(|role| role.home == self.scope).cloned());
        role.ok_or_else(|| StoreError::invalid("role", remark!("there is no role `{id}` here", id)))
    }

    /// What goes with a role: the grants of it, and that others include it.
    fn removal(&self, id: &RoleId) -> Vec<Change> {
        let mut changes: Vec<Change> = self.index(|index| {
            let grants = index.grants_of(id.as_str()).map(|grant| Change::RemoveGrant(grant.id));
            let includers = index.roles().filter(|other| other.includes.contains(id)).map(|other| {
                let mut other = other.clone();
                other.includes.retain(|included| included != id);
                Change::PutRole(other)
            });
            grants.chain(includers).collect()
        });
        changes.push(Change::RemoveRole(id.clone()));
        changes
    }
}

impl Permitted<PreviewRoleRemoval> {
    /// What deleting the role would take. Nothing is saved.
    ///
    /// # Errors
    /// As [`Permitted::remove`].
    pub async fn outlook(&mut self, id: &RoleId) -> Result<AccessOutlook> {
        self.at_home(id)?;
        let changes = self.removal(id);
        self.outlook_of(&changes).await
    }
}

impl Permitted<DeleteRole> {
    /// Deletes a role of the node and the grants of it.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] if the role is not at home here; [`StoreError::Refused`] if a guard says no.
    pub async fn remove(self, id: &RoleId, reason: &str) -> Result<()> {
        let (node, reason) = (self.scope.clone(), text("reason", reason)?);
        let role = self.at_home(id)?;
        let changes = self.removal(id);
        self.commit(Work::from(changes), &node, Story::about(id).before(&role).because(&reason)).await
    }
}
