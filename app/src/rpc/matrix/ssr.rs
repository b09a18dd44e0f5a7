//! Records of the store as what the matrix shows, and forms as edits.

use crate::{
    AppError,
    dto::{
        EditedRole, HolderItem, HoldersPage, Lock, MOST_DAYS, MatrixColumn, MatrixPage, MatrixType, ProjectHead, Reach,
        RoleVersion, Unused,
    },
    text::{fill, t},
};
use authz::{
    Atom, Entry, Extent, NodeId, Permission, Role, RoleId,
    matrix::{self, Via, pack},
    role::ADMINISTRATOR,
};
use std::collections::BTreeMap;
use store::{MatrixRecord, MatrixRole, NewRole, RoleEdit, RoleHistory, RoleHolder, RoleHolders};

impl From<EditedRole> for RoleEdit {
    fn from(edited: EditedRole) -> Self {
        Self { id: edited.id, version: edited.version, cells: edited.cells, rest: edited.rest }
    }
}

impl From<store::Unused> for Unused {
    fn from(unused: store::Unused) -> Self {
        match unused {
            store::Unused::Unknown => Self::Unknown,
            store::Unused::Since(roles) => Self::Since(roles.into_iter().collect()),
        }
    }
}

/// The rows of a node's matrix.
fn types(node: &NodeId, record: &MatrixRecord) -> Vec<MatrixType> {
    let kinds = matrix::kinds_at(&record.catalog, node.kind());
    let found = kinds.into_iter().filter_map(|kind| {
        let actions = record.catalog.types.get(kind)?.actions.clone();
        Some(MatrixType { kind: kind.to_owned(), built_in: authz::action::is_console(kind), actions })
    });
    found.collect()
}

/// The permissions of the rows.
fn rows(types: &[MatrixType]) -> Vec<Permission> {
    let of = |kind: &MatrixType| {
        kind.actions.iter().filter_map(|action| Permission::of(&kind.kind, action).ok()).collect::<Vec<_>>()
    };
    types.iter().flat_map(of).collect()
}

impl MatrixPage {
    /// The page of a record.
    pub(in crate::rpc) fn new(node: &NodeId, viewer: &str, head: Option<ProjectHead>, record: &MatrixRecord) -> Self {
        let types = types(node, record);
        let rows = rows(&types);
        let givable: Vec<_> = rows.iter().map(|row| record.givable.contains(row).then_some(Extent::All)).collect();
        let every = record.roles.iter().map(|column| &column.role).chain(&record.others);
        let roles: BTreeMap<&RoleId, &Role> = every.map(|role| (&role.id, role)).collect();
        let columns = record.roles.iter().map(|column| self::column(node, record, column, &rows, &roles)).collect();
        Self {
            node: node.to_string(),
            viewer: viewer.to_owned(),
            head,
            account: None,
            policies: node.is_system() && record.catalog.types.values().any(|kind| kind.by_policy),
            types,
            givable: pack(&givable),
            columns,
            editable: record.editable,
            may_create: record.may_create,
            may_delete: record.may_delete,
        }
    }
}

fn column(
    node: &NodeId,
    record: &MatrixRecord,
    column: &MatrixRole,
    rows: &[Permission],
    roles: &BTreeMap<&RoleId, &Role>,
) -> MatrixColumn {
    let role = &column.role;
    let included = matrix::closure(role, |id| roles.get(id).copied());
    let position = |id: &RoleId| record.roles.iter().position(|other| other.role.id == *id);
    let mut reach: Vec<Reach> = Vec::new();
    for entry in wide(role) {
        reach.push(reached(Via::Pattern(entry.pattern.clone()), rows, &[entry]));
    }
    for other in &included {
        // The cells of another column are known to the browser; what it does not know is what else that role gives.
        let whole = position(&other.id).is_none();
        let plain = |entry: &&Entry| entry.conditions.is_empty() && (whole || !matrix::is_cell(entry));
        let entries: Vec<&Entry> = other.permissions.iter().filter(plain).collect();
        if !entries.is_empty() {
            reach.push(reached(Via::Role(other.id.clone()), rows, &entries));
        }
    }
    let conditions: Vec<&Entry> = included
        .iter()
        .copied()
        .chain([role])
        .flat_map(|role| role.permissions.iter().filter(|entry| !entry.conditions.is_empty()))
        .collect();
    let index = |other: &&Role| position(&other.id).and_then(|place| u32::try_from(place).ok());
    MatrixColumn {
        id: role.id.clone(),
        name: role.name.clone(),
        description: role.description.clone(),
        version: column.version,
        people: column.people,
        groups: column.groups,
        others: column.holders.saturating_sub(column.people).saturating_sub(column.groups),
        lock: lock(node, column),
        cells: pack(&matrix::own_cells(role, rows)),
        reach,
        includes: included.iter().filter_map(index).collect(),
        conditional: if conditions.is_empty() { String::new() } else { marked(rows, &conditions) },
    }
}

fn lock(node: &NodeId, column: &MatrixRole) -> Option<Lock> {
    if column.editable {
        None
    } else if column.role.locked {
        Some(if column.role.id.as_str() == ADMINISTRATOR { Lock::BuiltIn } else { Lock::Filed })
    } else if column.role.home != *node {
        Some(Lock::Elsewhere)
    } else {
        Some(Lock::Forbidden)
    }
}

/// Entries that are no cells and have no conditions.
fn wide(role: &Role) -> impl Iterator<Item = &Entry> {
    role.permissions.iter().filter(|entry| entry.conditions.is_empty() && !matrix::is_cell(entry))
}

fn reached(via: Via, rows: &[Permission], entries: &[&Entry]) -> Reach {
    let most =
        |row: &Permission| entries.iter().filter(|entry| entry.pattern.covers(row)).map(|entry| entry.extent).max();
    Reach { via, cells: pack(&rows.iter().map(most).collect::<Vec<_>>()) }
}

fn marked(rows: &[Permission], entries: &[&Entry]) -> String {
    let any = |row: &Permission| entries.iter().any(|entry| entry.pattern.covers(row)).then_some(Extent::All);
    pack(&rows.iter().map(any).collect::<Vec<_>>())
}

/// A role's history for the rows of its matrix.
pub(super) fn versions(node: &NodeId, record: &MatrixRecord, history: RoleHistory) -> Vec<RoleVersion> {
    let rows = rows(&types(node, record));
    let version = |found: store::port::RoleRecord| {
        // SECURITY: whom the viewer may not see is not told by an id either.
        let hidden = || t("somebody you may not see").to_owned();
        let author = match NodeId::parse(&found.author) {
            Ok(id) => history.names.get(&id).cloned().unwrap_or_else(hidden),
            Err(_) => found.author,
        };
        let rest = found.role.permissions.iter().filter(|entry| !matrix::is_cell(entry));
        RoleVersion {
            version: found.version,
            at: found.at,
            author,
            cells: pack(&matrix::own_cells(&found.role, &rows)),
            rest: rest.map(entry_text).collect(),
        }
    };
    history.versions.into_iter().map(version).collect()
}

fn entry_text(entry: &Entry) -> String {
    let on = if entry.extent == Extent::Own { t(" on one's own") } else { "" };
    let condition = if entry.conditions.is_empty() { "" } else { t(" under a condition") };
    format!("{}{on}{condition}", entry.pattern)
}

impl From<RoleHolders> for HoldersPage {
    fn from(found: RoleHolders) -> Self {
        let item = |holder: RoleHolder| {
            let names: BTreeMap<&NodeId, &String> = holder.names.iter().map(|(id, name)| (id, name)).collect();
            let who: Vec<String> = holder.who.iter().map(|atom| words(atom, &names)).collect();
            let on = holder.on_name.clone().unwrap_or_else(|| {
                if holder.on.is_system() { t("the whole system").to_owned() } else { holder.on.to_string() }
            });
            HolderItem { who: who.join(", "), on, expires_at: holder.expires_at }
        };
        Self {
            more: u32::try_from(found.more).unwrap_or(u32::MAX),
            holders: found.holders.into_iter().map(item).collect(),
        }
    }
}

fn words(atom: &Atom, names: &BTreeMap<&NodeId, &String>) -> String {
    let name = |id: &NodeId| names.get(id).map_or_else(|| id.to_string(), |name| (*name).clone());
    match atom {
        Atom::User(id) => name(id),
        Atom::Group(id) => fill("the group {name}", &[("name", &name(id))]),
        Atom::GroupAdmins(id) => fill("the admins of the group {name}", &[("name", &name(id))]),
        Atom::Account(id) => fill("everybody in {name}", &[("name", &name(id))]),
        Atom::AccountLabel(label) => fill("accounts with the label {name}", &[("name", label)]),
        Atom::Holder(role, id) => fill("whoever is {role} on {name}", &[("role", role.as_str()), ("name", &name(id))]),
        Atom::SignedIn(_) => t("everybody who is signed in").to_owned(),
        Atom::Anyone(_) => t("anyone").to_owned(),
    }
}

/// A role's id as an address or a form has it.
pub(in crate::rpc) fn role_id(role: &str) -> Result<RoleId, AppError> {
    RoleId::parse(role).map_err(|bad| AppError::invalid("role", bad.to_string()))
}

/// How many days back something is asked.
pub(in crate::rpc) fn asked_days(days: u32) -> Result<u32, AppError> {
    let most = MOST_DAYS.to_string();
    let wrong = || AppError::invalid("days", fill("ask about 1 to {most} days", &[("most", &most)]));
    (1..=MOST_DAYS).contains(&days).then_some(days).ok_or_else(wrong)
}

/// A role as its form has it; its id is made from its name where none is given.
pub(in crate::rpc) fn new_role(name: String, id: String, copy_of: &str) -> Result<NewRole, AppError> {
    let id = if id.trim().is_empty() { slug(&name) } else { id };
    if id == crate::link::NEW {
        return Err(AppError::invalid("id", t("`new` stands for this form in addresses; choose another id")));
    }
    let copy_of = (!copy_of.is_empty()).then(|| RoleId::parse(copy_of)).transpose();
    let copy_of = copy_of.map_err(|bad| AppError::invalid("copy_of", bad.to_string()))?;
    Ok(NewRole { id, name, copy_of })
}

/// An id made from a name: letters and digits, the rest as single hyphens.
fn slug(name: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { ' ' };
    let text: String = name.chars().map(plain).collect();
    text.split_whitespace().collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_role_is_called_like_the_form_for_one() {
        for (name, id) in [("New", ""), ("Something", "new")] {
            let refused = super::new_role(name.to_owned(), id.to_owned(), "").map(|role| role.id);
            assert_eq!(refused.unwrap_err().field.as_deref(), Some("id"));
        }
    }

    #[test]
    fn an_id_is_made_from_a_name() {
        assert_eq!(super::slug("Data  Steward (Lab 2)"), "data-steward-lab-2");
    }
}
