//! Cells of the permissions matrix: what a role says of one permission, and what it gets from elsewhere.
//!
//! A cell is the plain entry for exactly that permission. Wildcards, included roles and conditional entries reach it
//! too; they are shown, and not changed by setting the cell.

mod pack;
mod risk;

pub use pack::{pack, unpack};
pub use risk::{Risk, risk};

use crate::{Catalog, Entry, Extent, Pattern, Permission, Role, RoleId, action::is_console};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    string::String,
    vec::Vec,
};
use serde::{Deserialize, Serialize};

/// What a role gives of one permission.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Its own plain entry for exactly this permission.
    pub explicit: Option<Extent>,
    /// The most that reaches it from elsewhere without a condition, and from where.
    pub inherited: Option<(Extent, Via)>,
    /// Does an entry with conditions reach it, the role's own or an included one's?
    pub conditional: bool,
}

impl Cell {
    /// What holds without a condition: the more of the two.
    pub fn effective(&self) -> Option<Extent> {
        self.explicit.max(self.inherited.as_ref().map(|(extent, _)| *extent))
    }
}

/// Where an inherited permission comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// A wider pattern of the role itself.
    Pattern(Pattern),
    /// A role it includes, directly or through others.
    Role(RoleId),
}

/// The cell of a role and a permission. `find` gives a role by its id.
pub fn cell<'a>(role: &'a Role, permission: &Permission, find: impl Fn(&RoleId) -> Option<&'a Role>) -> Cell {
    let mut cell = Cell::default();
    for entry in &role.permissions {
        if !entry.pattern.covers(permission) {
            continue;
        }
        if !entry.conditions.is_empty() {
            cell.conditional = true;
        } else if is_exact(entry, permission) {
            cell.explicit = cell.explicit.max(Some(entry.extent));
        } else {
            inherit(&mut cell, entry.extent, || Via::Pattern(entry.pattern.clone()));
        }
    }
    for included in closure(role, find) {
        for entry in included.permissions.iter().filter(|entry| entry.pattern.covers(permission)) {
            if entry.conditions.is_empty() {
                inherit(&mut cell, entry.extent, || Via::Role(included.id.clone()));
            } else {
                cell.conditional = true;
            }
        }
    }
    cell
}

fn inherit(cell: &mut Cell, extent: Extent, via: impl FnOnce() -> Via) {
    if cell.inherited.as_ref().is_none_or(|(known, _)| extent > *known) {
        cell.inherited = Some((extent, via()));
    }
}

/// The roles a role includes, transitively, nearest first; itself is left out, cycles are harmless.
pub fn closure<'a>(role: &'a Role, find: impl Fn(&RoleId) -> Option<&'a Role>) -> Vec<&'a Role> {
    let mut seen: BTreeSet<&RoleId> = [&role.id].into();
    let mut found: Vec<&Role> = Vec::new();
    let mut wave: Vec<&RoleId> = role.includes.iter().collect();
    while !wave.is_empty() {
        let mut next = Vec::new();
        for id in wave {
            if let Some(included) = find(id).filter(|_| seen.insert(id)) {
                found.push(included);
                next.extend(&included.includes);
            }
        }
        wave = next;
    }
    found
}

/// A role's own plain entries for exactly these permissions, one value a permission.
pub fn own_cells(role: &Role, rows: &[Permission]) -> Vec<Option<Extent>> {
    let plain = role.permissions.iter().filter(|entry| entry.conditions.is_empty());
    let mut found: BTreeMap<&str, Extent> = BTreeMap::new();
    for entry in plain {
        let known = found.entry(entry.pattern.as_str()).or_insert(entry.extent);
        *known = (*known).max(entry.extent);
    }
    rows.iter().map(|row| found.get(row.as_str()).copied()).collect()
}

/// Is the entry a cell: plain, and for exactly one permission?
pub fn is_cell(entry: &Entry) -> bool {
    entry.conditions.is_empty() && entry.pattern.kind() != "*" && entry.pattern.action() != "*"
}

fn is_exact(entry: &Entry, permission: &Permission) -> bool {
    entry.conditions.is_empty() && entry.pattern.as_str() == permission.as_str()
}

/// Sets the cell in a role's own entries; everything else stays as and where it is.
pub fn set(entries: &mut Vec<Entry>, permission: &Permission, wanted: Option<Extent>) {
    let Some(extent) = wanted else {
        entries.retain(|entry| !is_exact(entry, permission));
        return;
    };
    let mut found = false;
    entries.retain_mut(|entry| {
        if !is_exact(entry, permission) {
            return true;
        }
        entry.extent = extent;
        // One entry per permission is enough.
        !core::mem::replace(&mut found, true)
    });
    if !found {
        entries.push(Entry { pattern: permission.into(), extent, conditions: Vec::new() });
    }
}

/// Types that are, or can be, asked about at a node of this type or below: the rows of its matrix. The catalog's own
/// come before the console's.
pub fn kinds_at<'a>(catalog: &'a Catalog, kind: &str) -> Vec<&'a str> {
    let mut found: Vec<&str> = catalog.types.keys().map(String::as_str).filter(|name| *name == kind).collect();
    let mut next = 0;
    while let Some(above) = found.get(next).copied() {
        next += 1;
        for (name, below) in &catalog.types {
            let hangs = below.parents.iter().any(|parent| parent == above);
            if hangs && !below.by_policy && !found.contains(&name.as_str()) {
                found.push(name);
            }
        }
    }
    found.sort_by_key(|name| is_console(name));
    found
}

/// The value after this one, as a click cycles: none, all, own where things have owners, none.
pub fn next(value: Option<Extent>, owners: bool) -> Option<Extent> {
    match value {
        None => Some(Extent::All),
        Some(Extent::All) if owners => Some(Extent::Own),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    fn role(id: &str, entries: &[(&str, Extent)], includes: &[&str]) -> Role {
        Role {
            id: RoleId::parse(id).unwrap(),
            name: String::new(),
            description: String::new(),
            home: crate::NodeId::system(),
            on: vec![],
            permissions: entries
                .iter()
                .map(|(text, extent)| Entry {
                    pattern: Pattern::parse(text).unwrap(),
                    extent: *extent,
                    conditions: vec![],
                })
                .collect(),
            includes: includes.iter().map(|id| RoleId::parse(id).unwrap()).collect(),
            assigned_by: vec![],
            locked: false,
        }
    }

    #[test]
    fn a_cell_tells_its_own_from_what_it_inherits() {
        let viewer = role("viewer", &[("item:read", Extent::All), ("item:update", Extent::Own)], &["editor"]);
        let editor = role("editor", &[("item:update", Extent::Own), ("note:*", Extent::All)], &["viewer"]);
        let roles = [&viewer, &editor];
        let find = |id: &RoleId| roles.iter().copied().find(|role| role.id == *id);
        let of = |text| cell(&editor, &Permission::parse(text).unwrap(), find);
        assert_eq!(of("item:read").inherited, Some((Extent::All, Via::Role(viewer.id.clone()))));
        assert_eq!((of("item:read").explicit, of("item:update").explicit), (None, Some(Extent::Own)));
        assert_eq!(of("item:update").effective(), Some(Extent::Own));
        assert_eq!(of("note:read").inherited, Some((Extent::All, Via::Pattern(Pattern::parse("note:*").unwrap()))));
        assert_eq!(of("item:delete").effective(), None);
    }

    #[test]
    fn setting_a_cell_leaves_the_rest_alone() {
        let mut entries = role("r", &[("item:*", Extent::Own), ("item:read", Extent::All)], &[]).permissions;
        let read = Permission::parse("item:read").unwrap();
        set(&mut entries, &read, Some(Extent::Own));
        assert_eq!(entries.len(), 2);
        set(&mut entries, &read, None);
        set(&mut entries, &read, None);
        assert_eq!(entries.len(), 1);
        set(&mut entries, &read, Some(Extent::All));
        assert_eq!(entries.last().unwrap().pattern.as_str(), "item:read");
    }

    #[test]
    fn a_click_cycles_through_what_the_type_knows() {
        assert_eq!(next(None, true), Some(Extent::All));
        assert_eq!(next(Some(Extent::All), true), Some(Extent::Own));
        assert_eq!(next(Some(Extent::All), false), None);
        assert_eq!(next(Some(Extent::Own), true), None);
    }
}
