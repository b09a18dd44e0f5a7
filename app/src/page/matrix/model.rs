//! A matrix while it is edited: one signal per cell, so that a click repaints one cell.

use crate::dto::{EditedRole, MatrixPage};
use authz::{
    Extent, Permission, Role, RoleId,
    matrix::{self, Cell, Via},
};
use leptos::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// A cell: column and row, counted from 0.
pub type Place = (u32, u32);

/// A draft as plain data.
pub type Kept = Vec<(RoleId, Permission, Option<Extent>)>;

/// A matrix and the draft on it. Cheap to clone.
#[derive(Clone)]
pub struct Model(Arc<Inner>);

struct Inner {
    page: MatrixPage,
    rows: Vec<Permission>,
    /// What reaches each cell, by column and row, without the explicit cells of any column.
    fixed: Vec<Vec<Cell>>,
    /// For each column, the columns it includes, transitively.
    includes: Vec<Vec<u32>>,
    stored: Vec<Vec<Option<Extent>>>,
    wanted: Vec<Vec<RwSignal<Option<Extent>>>>,
    /// The cells that differ from what is stored.
    changes: RwSignal<BTreeSet<Place>>,
}

fn at<T>(grid: &[Vec<T>], (column, row): Place) -> Option<&T> {
    grid.get(usize::try_from(column).ok()?)?.get(usize::try_from(row).ok()?)
}

impl Model {
    /// Nothing changed yet.
    pub fn new(page: MatrixPage) -> Self {
        let rows: Vec<Permission> = page.types.iter().flat_map(|kind| kind.permissions.clone()).collect();
        let roles: BTreeMap<&RoleId, &Role> =
            page.columns.iter().map(|column| &column.role).chain(&page.others).map(|role| (&role.id, role)).collect();
        let bare: BTreeMap<&RoleId, Role> = roles.iter().map(|(id, role)| (*id, without_cells(role, &rows))).collect();
        let fixed = page.columns.iter().map(|column| {
            let role = bare.get(&column.role.id).unwrap_or(&column.role);
            rows.iter().map(|row| matrix::cell(role, row, |id| fixed_role(&page, &bare, &roles, id))).collect()
        });
        let fixed: Vec<Vec<Cell>> = fixed.collect();
        let stored: Vec<Vec<Option<Extent>>> = page
            .columns
            .iter()
            .map(|column| rows.iter().map(|row| matrix::cell(&column.role, row, |_| None).explicit).collect())
            .collect();
        let signal = |column: &Vec<Option<Extent>>| column.iter().map(|value| RwSignal::new(*value)).collect();
        let wanted = stored.iter().map(signal).collect();
        let includes = page.columns.iter().map(|column| included(&page, &roles, &column.role)).collect();
        let changes = RwSignal::new(BTreeSet::new());
        Self(Arc::new(Inner { rows, fixed, includes, stored, wanted, changes, page }))
    }

    /// What the server sent.
    pub fn page(&self) -> &MatrixPage {
        &self.0.page
    }

    /// The permission of a row.
    pub fn permission(&self, row: u32) -> Option<&Permission> {
        self.0.rows.get(usize::try_from(row).ok()?)
    }

    /// How many rows there are.
    pub fn height(&self) -> u32 {
        u32::try_from(self.0.rows.len()).unwrap_or(u32::MAX)
    }

    /// The cell as it would be saved; reading it in a view repaints that view when the cell changes.
    pub fn cell(&self, place: Place) -> Cell {
        let mut cell = at(&self.0.fixed, place).cloned().unwrap_or_default();
        cell.explicit = at(&self.0.wanted, place).and_then(RwSignal::try_get).flatten();
        let columns = usize::try_from(place.0).ok().and_then(|column| self.0.includes.get(column));
        for other in columns.into_iter().flatten() {
            let reach = at(&self.0.wanted, (*other, place.1)).and_then(RwSignal::try_get).flatten();
            let known = cell.inherited.as_ref().map(|(extent, _)| *extent);
            if let (true, Some(extent), Some(role)) = (reach > known, reach, self.role(*other)) {
                cell.inherited = Some((extent, Via::Role(role.id.clone())));
            }
        }
        cell
    }

    fn role(&self, column: u32) -> Option<&Role> {
        self.0.page.columns.get(usize::try_from(column).ok()?).map(|column| &column.role)
    }

    /// Does the cell differ from what is stored?
    pub fn is_changed(&self, place: Place) -> bool {
        self.0.changes.with(|changes| changes.contains(&place))
    }

    /// How many cells differ, and in how many roles.
    pub fn count(&self) -> (usize, usize) {
        self.0.changes.with(|changes| {
            let columns: BTreeSet<u32> = changes.iter().map(|(column, _)| *column).collect();
            (changes.len(), columns.len())
        })
    }

    /// Sets a cell of an editable column.
    pub fn set(&self, place: Place, value: Option<Extent>) {
        let Some(signal) = at(&self.0.wanted, place) else { return };
        signal.set(value);
        let stored = at(&self.0.stored, place).copied().flatten();
        self.0.changes.update(|changes| {
            if value == stored {
                changes.remove(&place);
            } else {
                changes.insert(place);
            }
        });
    }

    /// A click: none, all, own, none.
    pub fn toggle(&self, place: Place) {
        let now = at(&self.0.wanted, place).and_then(|signal| signal.get_untracked());
        let owners = self.permission(place.1).is_some_and(|permission| permission.kind() != authz::SYSTEM);
        self.set(place, matrix::next(now, owners));
    }

    /// Puts a cell back.
    pub fn revert(&self, place: Place) {
        self.set(place, at(&self.0.stored, place).copied().flatten());
    }

    /// Puts everything back.
    pub fn discard(&self) {
        for place in self.0.changes.get_untracked() {
            self.revert(place);
        }
    }

    /// The changed cells with what they were and are to be.
    pub fn changes(&self) -> Vec<(Place, Option<Extent>, Option<Extent>)> {
        let value = |place| at(&self.0.wanted, place).and_then(RwSignal::try_get).flatten();
        let stored = |place| at(&self.0.stored, place).copied().flatten();
        self.0.changes.get().into_iter().map(|place| (place, stored(place), value(place))).collect()
    }

    /// Every changed role as it is to be.
    pub fn edits(&self) -> Vec<EditedRole> {
        let mut edits: BTreeMap<u32, EditedRole> = BTreeMap::new();
        for (place, _, value) in self.changes() {
            let Some(column) = usize::try_from(place.0).ok().and_then(|column| self.0.page.columns.get(column)) else {
                continue;
            };
            let edit = edits.entry(place.0).or_insert_with(|| EditedRole {
                id: column.role.id.clone(),
                version: column.version,
                permissions: column.role.permissions.clone(),
            });
            if let Some(permission) = self.permission(place.1) {
                matrix::set(&mut edit.permissions, permission, value);
            }
        }
        edits.into_values().collect()
    }

    /// The draft as plain data: it outlives the page it was made on.
    pub fn kept(&self) -> Kept {
        let name = |((column, row), _, value): (Place, _, _)| {
            Some((self.role(column)?.id.clone(), self.permission(row)?.clone(), value))
        };
        untrack(|| self.changes()).into_iter().filter_map(name).collect()
    }

    /// Takes a draft over, where its cells still exist: it survives that somebody else saved meanwhile.
    pub fn adopt(&self, kept: &Kept) {
        for (role, permission, value) in kept {
            let column = self.0.page.columns.iter().position(|mine| mine.editable && mine.role.id == *role);
            let row = self.0.rows.iter().position(|mine| mine == permission);
            if let (Some(Ok(column)), Some(Ok(row))) = (column.map(u32::try_from), row.map(u32::try_from)) {
                self.set((column, row), *value);
            }
        }
    }
}

/// The role without the plain entries that are cells of these rows.
fn without_cells(role: &Role, rows: &[Permission]) -> Role {
    let mut bare = role.clone();
    for row in rows {
        matrix::set(&mut bare.permissions, row, None);
    }
    bare
}

/// An included role: its cells are signals if it is a column, and fixed if not.
fn fixed_role<'a>(
    page: &MatrixPage,
    bare: &'a BTreeMap<&RoleId, Role>,
    roles: &BTreeMap<&RoleId, &'a Role>,
    id: &RoleId,
) -> Option<&'a Role> {
    if page.columns.iter().any(|column| column.role.id == *id) { bare.get(id) } else { roles.get(id).copied() }
}

/// The columns a role includes, transitively.
fn included(page: &MatrixPage, roles: &BTreeMap<&RoleId, &Role>, role: &Role) -> Vec<u32> {
    let mut seen: BTreeSet<&RoleId> = BTreeSet::new();
    let mut wave: Vec<&RoleId> = role.includes.iter().collect();
    while let Some(id) = wave.pop() {
        if let Some(found) = roles.get(id).filter(|_| *id != role.id && seen.insert(id)) {
            wave.extend(&found.includes);
        }
    }
    (0..).zip(&page.columns).filter(|(_, column)| seen.contains(&column.role.id)).map(|(place, _)| place).collect()
}
