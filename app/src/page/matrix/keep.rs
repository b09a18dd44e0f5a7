//! A draft that outlives its page: kept in the browser, taken up again, merged with what somebody else saved.

use super::model::{Model, Place, Value};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A draft as plain data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// When it was last changed, in milliseconds since 1970.
    pub at: f64,
    /// Its cells.
    pub cells: Vec<KeptCell>,
    /// Roles whose other entries are to be those of a version.
    #[serde(default)]
    pub rests: Vec<(String, u64)>,
}

/// A cell of a kept draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptCell {
    /// The role.
    pub role: String,
    /// Its version when the draft was made.
    pub version: u64,
    /// The permission.
    pub permission: String,
    /// What was stored.
    pub base: Value,
    /// What is wanted.
    pub value: Value,
}

/// What came of putting a draft onto a newer matrix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Cells that are still to be saved.
    pub mine: usize,
    /// Cells that somebody else gave the same value.
    pub same: usize,
    /// Cells that both changed, each its own way.
    pub both: Vec<Place>,
    /// Cells that are gone or locked now, in words.
    pub lost: Vec<String>,
    /// Columns that somebody else changed, and the version before.
    pub newer: BTreeMap<u32, u64>,
}

impl Kept {
    /// The draft of a matrix.
    pub fn of(model: &Model, at: f64) -> Self {
        let draft = model.draft();
        let cell = |place: &Place| {
            let column = model.column(place.0)?;
            Some(KeptCell {
                role: column.id.to_string(),
                version: draft.version(place.0),
                permission: model.permission(place.1)?.to_string(),
                base: draft.stored(*place),
                value: draft.wanted(*place),
            })
        };
        let rest = |column: &u32| Some((model.column(*column)?.id.to_string(), draft.rest(*column)?));
        Self { at, cells: draft.changes().filter_map(cell).collect(), rests: draft.rests().filter_map(rest).collect() }
    }

    /// How many changes it has, and in how many roles.
    pub fn count(&self) -> (usize, usize) {
        let mut roles: Vec<&str> = self.cells.iter().map(|cell| cell.role.as_str()).collect();
        roles.extend(self.rests.iter().map(|(role, _)| role.as_str()));
        roles.sort_unstable();
        roles.dedup();
        (self.cells.len() + self.rests.len(), roles.len())
    }

    /// Puts the draft onto a matrix, cell by cell. Only where both changed the same cell there is something to ask.
    pub fn onto(&self, model: &Model) -> Merged {
        let mut merged = Merged::default();
        let (mut wanted, mut both) = (Vec::new(), Vec::new());
        for cell in &self.cells {
            let found = model.find_column(&cell.role).zip(model.find_row(&cell.permission));
            let Some(place) = found.filter(|place| model.locked(*place).is_none()) else {
                merged.lost.push(format!("{}, {}", cell.permission, cell.role));
                continue;
            };
            let (theirs, version) = {
                let draft = model.draft();
                (draft.stored(place), draft.version(place.0))
            };
            if version != cell.version {
                merged.newer.entry(place.0).or_insert(cell.version);
            }
            if theirs == cell.value {
                merged.same += 1;
                continue;
            }
            merged.mine += 1;
            wanted.push((place, cell.value));
            if theirs != cell.base {
                both.push((place, theirs));
            }
        }
        model.apply(wanted);
        model.perform(|draft| {
            for (place, theirs) in &both {
                draft.set_conflict(*place, *theirs);
            }
            for (role, version) in &self.rests {
                if let Some(column) = model.find_column(role) {
                    draft.set_rest(column, Some(*version));
                }
            }
        });
        merged.both = both.into_iter().map(|(place, _)| place).collect();
        merged
    }
}

fn key(model: &Model) -> String {
    format!("bailiwick.draft.{}.{}", model.page().viewer, model.page().node)
}

/// The draft that is kept for a matrix.
pub fn read(model: &Model) -> Option<Kept> {
    let text = window().local_storage().ok()??.get_item(&key(model)).ok()??;
    serde_json::from_str(&text).ok().filter(|kept: &Kept| kept.count().0 > 0)
}

/// Is a draft kept for a matrix?
pub fn is_kept(model: &Model) -> bool {
    let kept = window().local_storage().ok().flatten().map(|storage| storage.get_item(&key(model)));
    matches!(kept, Some(Ok(Some(_))))
}

/// Keeps a draft, or nothing where there is none.
pub fn write(model: &Model) {
    let Ok(Some(storage)) = window().local_storage() else { return };
    // A browser that keeps nothing loses the draft on a reload; everything else works.
    let _ = if model.count().0 == 0 {
        storage.remove_item(&key(model))
    } else {
        let kept = Kept::of(model, js_sys::Date::now());
        storage.set_item(&key(model), &serde_json::to_string(&kept).unwrap_or_default())
    };
}

/// Throws the kept draft away.
pub fn forget(model: &Model) {
    if let Ok(Some(storage)) = window().local_storage() {
        // See above.
        let _ = storage.remove_item(&key(model));
    }
}

/// Keeps the draft from now on, whenever it changes. What was kept before stays until something is changed.
pub fn keep(model: Model) {
    Effect::new(move |before: Option<bool>| {
        model.track_all();
        let is = model.count().0 > 0;
        if is || before.unwrap_or_default() {
            write(&model);
        }
        is
    });
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            model::Model,
            tests::{model_of, page},
        },
        *,
    };
    use authz::Extent::{All, Own};

    /// My draft on version 1, and a matrix that somebody else saved since.
    fn merge(mine: &[(Place, Value)], theirs: &str) -> (Model, Merged) {
        let old = model_of(page());
        old.apply(mine.iter().copied());
        let kept = Kept::of(&old, 0.0);
        let mut page = page();
        if let Some(editor) = page.columns.get_mut(1) {
            (editor.cells, editor.version) = (theirs.to_owned(), 2);
        }
        let new = model_of(page);
        let merged = kept.onto(&new);
        (new, merged)
    }

    #[test]
    fn different_cells_merge_without_a_question() {
        let (model, merged) = merge(&[((1, 2), Some(All))], "aoo");
        let (model, merged) = (merged.both.is_empty().then_some(model), merged);
        assert!(model.is_none(), "the cell 1,2 was changed by both: {merged:?}");
        let (model, merged) = merge(&[((1, 3), Some(All))], "aoo");
        assert_eq!((merged.mine, merged.same, merged.both.len()), (1, 0, 0));
        assert_eq!(merged.newer.get(&1), Some(&1));
        assert_eq!(model.draft().wanted((1, 2)), Some(Own));
        assert!(model.draft().is_changed((1, 3)) && !model.draft().is_changed((1, 2)));
    }

    #[test]
    fn the_same_change_is_done_and_another_one_is_asked_about() {
        let (model, merged) = merge(&[((1, 1), Some(All)), ((1, 2), Some(All))], ".ao");
        assert_eq!((merged.mine, merged.same), (1, 1));
        assert_eq!(merged.both, [(1, 2)]);
        assert_eq!(model.draft().conflict((1, 2)), Some(Some(Own)));
        assert_eq!(model.draft().wanted((1, 2)), Some(All));
    }

    #[test]
    fn a_draft_survives_as_text() {
        let model = super::super::tests::model();
        model.apply([((0, 0), None), ((1, 2), Some(Own))]);
        let kept = Kept::of(&model, 7.0);
        let text = serde_json::to_string(&kept).unwrap();
        assert_eq!(serde_json::from_str::<Kept>(&text).unwrap(), kept);
        assert_eq!(kept.count(), (2, 2));
    }
}
