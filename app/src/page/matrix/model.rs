//! A matrix while it is edited: what is stored, what is wanted, and who is told when a cell changes.
//!
//! A cell is told by a trigger that is made when it is first drawn, so that a click repaints one cell and those that
//! inherit from it, and 50,000 cells cost nothing while they are not seen.

use super::{
    step::{Draft, Step},
    unused::Unused,
};
use crate::dto::{Lock, MatrixColumn, MatrixPage};
use crate::text::folded;
use authz::{
    Extent, Permission,
    matrix::{Cell, Risk, Via, risk, unpack},
};
use leptos::prelude::*;
use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
    time::Duration,
};

/// A cell: column and row, counted from 0.
pub type Place = (u32, u32);

/// What stands in a cell: nothing, own, all.
pub type Value = Option<Extent>;

/// A row.
pub struct Row {
    /// What it is about.
    pub permission: Permission,
    /// Which type's it is.
    pub kind: u32,
    /// Does it deserve a second look?
    pub risk: Option<Risk>,
    /// What a search looks at, in lower case.
    pub text: String,
}

/// Rows of one type.
pub struct Kind {
    /// The type.
    pub name: String,
    /// One of the console's own?
    pub built_in: bool,
    /// Its rows.
    pub rows: Range<u32>,
}

/// Why a cell cannot be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locked {
    /// Its whole column.
    Column(Lock),
    /// The viewer does not hold the permission.
    Beyond,
}

/// A matrix and the draft on it. Cheap to clone.
#[derive(Clone)]
pub struct Model(Arc<Inner>);

struct Inner {
    page: MatrixPage,
    rows: Vec<Row>,
    kinds: Vec<Kind>,
    /// What reaches each column, but for the cells of other columns.
    reach: Vec<Vec<(Via, Vec<Value>)>>,
    conditional: Vec<Vec<Value>>,
    givable: Vec<Value>,
    /// For each column, those that include it.
    includers: Vec<Vec<u32>>,
    draft: RwLock<Draft>,
    cells: Mutex<HashMap<Place, ArcTrigger>>,
    columns: Mutex<HashMap<u32, ArcTrigger>>,
    /// Of a column, what is in the rows of a type.
    sums: Mutex<HashMap<(u32, u32), ArcTrigger>>,
    /// Counts the changes: whatever is about the whole draft looks at it.
    revision: RwSignal<u64>,
    unused: Unused,
}

/// An element of a list by a number.
pub fn get<T>(list: &[T], at: u32) -> Option<&T> {
    list.get(usize::try_from(at).ok()?)
}

/// How long a list is.
pub fn len<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

fn rows_of(page: &MatrixPage) -> (Vec<Row>, Vec<Kind>) {
    let (mut rows, mut kinds) = (Vec::new(), Vec::new());
    for (number, kind) in (0..).zip(&page.types) {
        let first = len(&rows);
        for action in &kind.actions {
            let Ok(permission) = Permission::of(&kind.kind, action) else { continue };
            let about = authz::action::TABLE.iter().filter(|row| row.name == permission.as_str());
            let text = about.fold(format!("{permission} {} {action}", kind.kind), |text, row| text + row.label);
            rows.push(Row { risk: risk(&permission), kind: number, text: folded(&text), permission });
        }
        kinds.push(Kind { name: kind.kind.clone(), built_in: kind.built_in, rows: first..len(&rows) });
    }
    (rows, kinds)
}

fn tell<K: std::hash::Hash + Eq>(map: &Mutex<HashMap<K, ArcTrigger>>, key: &K) {
    let found = map.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned();
    if let Some(trigger) = found {
        trigger.notify();
    }
}

/// A changed cell of a column: its row, what is stored and what is wanted.
pub type Changed = (u32, Value, Value);

impl Model {
    /// Nothing changed yet.
    pub fn new(page: MatrixPage) -> Self {
        let (rows, kinds) = rows_of(&page);
        let cells = |text: &str| unpack(text, rows.len());
        let reach = |column: &MatrixColumn| {
            column.reach.iter().map(|reach| (reach.via.clone(), cells(&reach.cells))).collect::<Vec<_>>()
        };
        let conditional = |column: &MatrixColumn| {
            if column.conditional.is_empty() { Vec::new() } else { cells(&column.conditional) }
        };
        let stored: Vec<Vec<Value>> = page.columns.iter().map(|column| cells(&column.cells)).collect();
        let mut includers = vec![Vec::new(); page.columns.len()];
        for (place, column) in (0..).zip(&page.columns) {
            for included in &column.includes {
                if let Some(list) = usize::try_from(*included).ok().and_then(|at| includers.get_mut(at)) {
                    list.push(place);
                }
            }
        }
        let versions = page.columns.iter().map(|column| column.version).collect();
        Self(Arc::new(Inner {
            reach: page.columns.iter().map(reach).collect(),
            conditional: page.columns.iter().map(conditional).collect(),
            givable: cells(&page.givable),
            includers,
            draft: RwLock::new(Draft::new(stored, versions)),
            cells: Mutex::default(),
            columns: Mutex::default(),
            sums: Mutex::default(),
            revision: RwSignal::new(0),
            unused: Unused::default(),
            rows,
            kinds,
            page,
        }))
    }

    /// What the server sent.
    pub fn page(&self) -> &MatrixPage {
        &self.0.page
    }

    /// The rows.
    pub fn rows(&self) -> &[Row] {
        &self.0.rows
    }

    /// The types.
    pub fn kinds(&self) -> &[Kind] {
        &self.0.kinds
    }

    /// The permission of a row.
    pub fn permission(&self, row: u32) -> Option<&Permission> {
        get(&self.0.rows, row).map(|row| &row.permission)
    }

    /// A column.
    pub fn column(&self, column: u32) -> Option<&MatrixColumn> {
        get(&self.0.page.columns, column)
    }

    /// What people call a column's role.
    pub fn label(&self, column: u32) -> &str {
        self.column(column).map(MatrixColumn::label).unwrap_or_default()
    }

    /// The column of a role.
    pub fn find_column(&self, role: &str) -> Option<u32> {
        (0..).zip(&self.0.page.columns).find(|(_, column)| column.id.as_str() == role).map(|(at, _)| at)
    }

    /// The row of a permission.
    pub fn find_row(&self, permission: &str) -> Option<u32> {
        (0..).zip(&self.0.rows).find(|(_, row)| row.permission.as_str() == permission).map(|(at, _)| at)
    }

    /// How many columns there are.
    pub fn width(&self) -> u32 {
        len(&self.0.page.columns)
    }

    /// How many rows there are.
    pub fn height(&self) -> u32 {
        len(&self.0.rows)
    }

    pub(super) fn draft(&self) -> RwLockReadGuard<'_, Draft> {
        self.0.draft.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn draft_mut(&self) -> RwLockWriteGuard<'_, Draft> {
        self.0.draft.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn trigger<K: std::hash::Hash + Eq>(map: &Mutex<HashMap<K, ArcTrigger>>, key: K) -> ArcTrigger {
        map.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default().clone()
    }

    /// Whoever reads this draws again when the cell changes.
    pub fn track(&self, place: Place) {
        Self::trigger(&self.0.cells, place).track();
    }

    /// Whoever reads this draws again when any cell of the column changes.
    pub fn track_column(&self, column: u32) {
        Self::trigger(&self.0.columns, column).track();
    }

    /// Whoever reads this draws again when any of a type's cells in the column changes.
    pub fn track_sum(&self, column: u32, kind: u32) {
        Self::trigger(&self.0.sums, (column, kind)).track();
    }

    /// What is known to be unused.
    pub fn unused(&self) -> Unused {
        self.0.unused
    }

    /// Whoever reads this draws again when anything changes.
    pub fn track_all(&self) {
        self.0.revision.track();
    }

    /// The cell as it would be saved.
    pub fn cell(&self, place: Place) -> Cell {
        let draft = self.draft();
        let mut best: Option<(Extent, &Via)> = None;
        let own = self.reaches(place.0).map(|(via, cells)| (get(cells, place.1).copied().flatten(), via));
        for (extent, via) in own {
            if let Some(extent) = extent.filter(|extent| best.is_none_or(|(known, _)| *extent > known)) {
                best = Some((extent, via));
            }
        }
        let mut inherited = best.map(|(extent, via)| (extent, via.clone()));
        for other in self.includes(place.0) {
            let known = inherited.as_ref().map(|(extent, _)| *extent);
            if let (Some(extent), Some(column)) = (draft.wanted((*other, place.1)), self.column(*other))
                && known.is_none_or(|known| extent > known)
            {
                inherited = Some((extent, Via::Role(column.id.clone())));
            }
        }
        let conditional = get(&self.0.conditional, place.0).and_then(|cells| get(cells, place.1).copied().flatten());
        Cell { explicit: draft.wanted(place), inherited, conditional: conditional.is_some() }
    }

    fn reaches(&self, column: u32) -> impl Iterator<Item = &(Via, Vec<Value>)> {
        get(&self.0.reach, column).into_iter().flatten()
    }

    fn includes(&self, column: u32) -> &[u32] {
        self.column(column).map(|column| column.includes.as_slice()).unwrap_or_default()
    }

    /// The columns that include a column.
    pub fn includers(&self, column: u32) -> &[u32] {
        get(&self.0.includers, column).map(Vec::as_slice).unwrap_or_default()
    }

    /// What holds in a cell without a condition, wherever it comes from.
    pub fn effective(&self, place: Place) -> Value {
        self.effective_in(&self.draft(), place)
    }

    fn effective_in(&self, draft: &Draft, place: Place) -> Value {
        let reach = self.reaches(place.0).map(|(_, cells)| get(cells, place.1).copied().flatten()).max().flatten();
        let roles = self.includes(place.0).iter().map(|other| draft.wanted((*other, place.1))).max().flatten();
        draft.wanted(place).max(reach).max(roles)
    }

    /// How many of these rows the column grants.
    pub fn granted(&self, column: u32, rows: Range<u32>) -> u32 {
        let draft = self.draft();
        rows.filter(|row| self.effective_in(&draft, (column, *row)).is_some()).fold(0, |sum, _| sum + 1)
    }

    /// Why a cell cannot be changed.
    pub fn locked(&self, (column, row): Place) -> Option<Locked> {
        let found = self.column(column)?;
        let beyond = || get(&self.0.givable, row).copied().flatten().is_none().then_some(Locked::Beyond);
        found.lock.map(Locked::Column).or_else(beyond)
    }

    /// Does the row's type have owners, so that "own" means something?
    pub fn has_owners(&self, row: u32) -> bool {
        self.permission(row).is_some_and(|permission| permission.kind() != authz::SYSTEM)
    }

    /// Sets cells as one step that can be undone; says how many changed and how many are locked.
    pub fn apply(&self, wanted: impl IntoIterator<Item = (Place, Value)>) -> (usize, usize) {
        let (mut step, mut locked) = (Step::new(), 0);
        {
            let draft = self.draft();
            for (place, value) in wanted {
                let before = draft.wanted(place);
                // Where nobody owns anything there is nothing between all and none.
                let value =
                    if value == Some(Extent::Own) && !self.has_owners(place.1) { Some(Extent::All) } else { value };
                if self.locked(place).is_some() {
                    locked += 1;
                } else if before != value {
                    step.push((place, before, value));
                }
            }
        }
        let changed = step.len();
        self.perform(|draft| draft.perform(step));
        (changed, locked)
    }

    /// Takes the last step back; nothing if there is none.
    pub fn undo(&self) -> Option<usize> {
        self.perform(Draft::undo)
    }

    /// Takes the last step that was taken back again.
    pub fn redo(&self) -> Option<usize> {
        self.perform(Draft::redo)
    }

    /// Changes the draft and tells whoever draws the cells it touched.
    pub(super) fn perform<R>(&self, act: impl FnOnce(&mut Draft) -> R) -> R {
        let (result, touched) = {
            let mut draft = self.draft_mut();
            let result = act(&mut draft);
            (result, draft.take_touched())
        };
        let mut sums = Vec::new();
        for (column, row) in touched {
            let kind = get(&self.0.rows, row).map(|row| row.kind).unwrap_or_default();
            for column in self.includers(column).iter().chain([&column]) {
                sums.push((*column, kind));
                tell(&self.0.cells, &(*column, row));
            }
        }
        sums.sort_unstable();
        sums.dedup();
        for sum in &sums {
            tell(&self.0.sums, sum);
        }
        sums.dedup_by_key(|(column, _)| *column);
        for (column, _) in sums {
            tell(&self.0.columns, &column);
        }
        self.tell_all();
        result
    }

    /// Whatever is about the whole draft comes after the cells: those are painted first.
    fn tell_all(&self) {
        let revision = self.0.revision;
        // The page may be gone by then.
        let tell = move || _ = revision.try_update(|revision| *revision += 1);
        if cfg!(target_arch = "wasm32") {
            request_animation_frame(move || set_timeout(tell, Duration::ZERO));
        } else {
            tell();
        }
    }

    /// The changed cells with what they were and are to be, by column.
    pub fn changes(&self) -> Vec<(u32, Vec<Changed>)> {
        let draft = self.draft();
        let mut columns: Vec<u32> = draft.changes().map(|place| place.0).chain(draft.rests().copied()).collect();
        columns.sort_unstable();
        columns.dedup();
        let cells = |column: u32| {
            let here = draft.changes().filter(move |place| place.0 == column);
            here.map(|place| (place.1, draft.stored(*place), draft.wanted(*place))).collect()
        };
        columns.into_iter().map(|column| (column, cells(column))).collect()
    }

    /// How many changes there are, and in how many roles.
    pub fn count(&self) -> (usize, usize) {
        let (changes, rests) = (self.changes(), self.draft().rests().count());
        (changes.iter().map(|(_, cells)| cells.len()).sum::<usize>() + rests, changes.len())
    }
}
