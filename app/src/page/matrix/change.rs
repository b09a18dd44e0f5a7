//! The draft for the server, and in words.

use super::{
    model::{Model, Place, Value},
    step::Draft,
};
use crate::dto::EditedRole;
use authz::Permission;

impl Model {
    /// Every changed role: the changed cells, and the version they were changed on.
    pub fn edits(&self) -> Vec<EditedRole> {
        let changes = self.changes();
        let draft = self.draft();
        let edit = |(column, cells): (u32, Vec<(u32, Value, Value)>)| {
            let cell = |(row, _, value): (u32, Value, Value)| Some((self.permission(row)?.clone(), value));
            let cells: Vec<(Permission, Value)> = cells.into_iter().filter_map(cell).collect();
            let id = self.column(column)?.id.clone();
            Some(EditedRole { id, version: draft.version(column), cells, rest: draft.rest(column) })
        };
        changes.into_iter().filter_map(edit).collect()
    }

    /// Puts a cell back to what is stored.
    pub fn revert(&self, place: Place) {
        let stored = self.draft().stored(place);
        self.apply([(place, stored)]);
    }

    /// Puts everything back.
    pub fn discard(&self) {
        self.perform(Draft::discard);
    }

    /// The draft is stored now. Answers what would take it back.
    pub fn saved(&self, versions: &[(String, u64)]) -> Vec<(Place, Value)> {
        let known = |(role, version): &(String, u64)| Some((self.find_column(role)?, *version));
        let versions: Vec<(u32, u64)> = versions.iter().filter_map(known).collect();
        let back = self.perform(|draft| draft.saved(&versions));
        back.into_iter().map(|(place, _, before)| (place, before)).collect()
    }
}
