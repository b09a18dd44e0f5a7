//! The draft as data: what is stored, what is wanted, steps that can be taken back.

use super::model::{Place, Value};
use std::collections::BTreeSet;

/// Cells that were changed together: what they were, what they became.
pub type Step = Vec<(Place, Value, Value)>;

/// Most steps that are remembered.
const MAX_STEPS: usize = 500;

/// What is stored and what is wanted.
#[derive(Debug)]
pub struct Draft {
    stored: Vec<Vec<Value>>,
    wanted: Vec<Vec<Value>>,
    versions: Vec<u64>,
    changes: BTreeSet<Place>,
    /// Few, so that looking through them is quick: what somebody else put into cells that are changed here too.
    conflicts: Vec<(Place, Value)>,
    /// For a column, the version whose other entries are to come back.
    rests: Vec<(u32, u64)>,
    done: Vec<Step>,
    undone: Vec<Step>,
    touched: Vec<Place>,
}

fn at(grid: &[Vec<Value>], (column, row): Place) -> Value {
    let cells = usize::try_from(column).ok().and_then(|column| grid.get(column));
    cells.and_then(|cells| cells.get(usize::try_from(row).ok()?)).copied().flatten()
}

impl Draft {
    /// Nothing changed yet.
    pub fn new(stored: Vec<Vec<Value>>, versions: Vec<u64>) -> Self {
        Self {
            wanted: stored.clone(),
            stored,
            versions,
            changes: BTreeSet::new(),
            conflicts: Vec::new(),
            rests: Vec::new(),
            done: Vec::new(),
            undone: Vec::new(),
            touched: Vec::new(),
        }
    }

    /// What is stored in a cell.
    pub fn stored(&self, place: Place) -> Value {
        at(&self.stored, place)
    }

    /// What is to be in a cell.
    pub fn wanted(&self, place: Place) -> Value {
        at(&self.wanted, place)
    }

    /// The version a column was read at.
    pub fn version(&self, column: u32) -> u64 {
        usize::try_from(column).ok().and_then(|column| self.versions.get(column)).copied().unwrap_or_default()
    }

    /// The cells that differ from what is stored.
    pub fn changes(&self) -> impl Iterator<Item = &Place> {
        self.changes.iter()
    }

    /// Does the cell differ from what is stored?
    pub fn is_changed(&self, place: Place) -> bool {
        self.changes.contains(&place)
    }

    /// What somebody else put into a cell that is changed here too, where that is not settled.
    pub fn conflict(&self, place: Place) -> Option<Value> {
        self.conflicts.iter().find(|(known, _)| *known == place).map(|(_, theirs)| *theirs)
    }

    /// How many cells two people changed.
    pub fn conflicts(&self) -> usize {
        self.conflicts.len()
    }

    /// The columns whose other entries are to be those of an older version.
    pub fn rests(&self) -> impl Iterator<Item = &u32> {
        self.rests.iter().map(|(column, _)| column)
    }

    /// The version whose other entries are to come back.
    pub fn rest(&self, column: u32) -> Option<u64> {
        self.rests.iter().find(|(known, _)| *known == column).map(|(_, version)| *version)
    }

    /// Takes a version's other entries, or leaves them as they are.
    pub fn set_rest(&mut self, column: u32, version: Option<u64>) {
        self.rests.retain(|(known, _)| *known != column);
        self.rests.extend(version.map(|version| (column, version)));
    }

    /// Marks a cell that somebody else changed too.
    pub fn set_conflict(&mut self, place: Place, theirs: Value) {
        self.settle(place);
        self.conflicts.push((place, theirs));
    }

    /// A conflict is settled: the wanted value stays as it is.
    pub fn settle(&mut self, place: Place) {
        self.conflicts.retain(|(known, _)| *known != place);
        self.touched.push(place);
    }

    fn put(&mut self, place: Place, value: Value) {
        let (Ok(column), Ok(row)) = (usize::try_from(place.0), usize::try_from(place.1)) else { return };
        let Some(cell) = self.wanted.get_mut(column).and_then(|cells| cells.get_mut(row)) else { return };
        *cell = value;
        if value == self.stored(place) {
            self.changes.remove(&place);
        } else {
            self.changes.insert(place);
        }
        self.conflicts.retain(|(known, _)| *known != place);
        self.touched.push(place);
    }

    /// Does a step and remembers it.
    pub fn perform(&mut self, step: Step) {
        if step.is_empty() {
            return;
        }
        for (place, _, value) in &step {
            self.put(*place, *value);
        }
        self.undone.clear();
        if self.done.len() >= MAX_STEPS {
            self.done.remove(0);
        }
        self.done.push(step);
    }

    /// Takes the last step back; how many cells it was.
    pub fn undo(&mut self) -> Option<usize> {
        let step = self.done.pop()?;
        for (place, before, _) in &step {
            self.put(*place, *before);
        }
        let count = step.len();
        self.undone.push(step);
        Some(count)
    }

    /// Does a step again that was taken back.
    pub fn redo(&mut self) -> Option<usize> {
        let step = self.undone.pop()?;
        for (place, _, after) in &step {
            self.put(*place, *after);
        }
        let count = step.len();
        self.done.push(step);
        Some(count)
    }

    /// Is there a step to take back?
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Puts everything back, as one step.
    pub fn discard(&mut self) {
        let step = self.changes.iter().map(|place| (*place, self.wanted(*place), self.stored(*place))).collect();
        self.perform(step);
        self.rests.clear();
        self.conflicts.clear();
    }

    /// What was wanted is stored now, at these versions. Answers the step that would take it back.
    pub fn saved(&mut self, versions: &[(u32, u64)]) -> Step {
        let back: Step = self.changes.iter().map(|place| (*place, self.wanted(*place), self.stored(*place))).collect();
        for (column, version) in versions {
            if let Some(known) = usize::try_from(*column).ok().and_then(|column| self.versions.get_mut(column)) {
                *known = *version;
            }
        }
        self.stored.clone_from(&self.wanted);
        self.touched.extend(std::mem::take(&mut self.changes));
        self.rests.clear();
        self.done.clear();
        self.undone.clear();
        back
    }

    /// The cells that were touched since this was last asked.
    pub fn take_touched(&mut self) -> Vec<Place> {
        std::mem::take(&mut self.touched)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use authz::Extent::{All, Own};

    #[test]
    fn steps_are_taken_back_and_done_again() {
        let mut draft = Draft::new(vec![vec![None, Some(All)]], vec![1]);
        draft.perform(vec![((0, 0), None, Some(All)), ((0, 1), Some(All), None)]);
        draft.perform(vec![((0, 0), Some(All), Some(Own))]);
        assert_eq!(draft.changes().count(), 2);
        assert_eq!((draft.undo(), draft.wanted((0, 0))), (Some(1), Some(All)));
        assert_eq!((draft.undo(), draft.changes().count(), draft.undo()), (Some(2), 0, None));
        assert_eq!((draft.redo(), draft.redo(), draft.redo()), (Some(2), Some(1), None));
        assert_eq!(draft.wanted((0, 0)), Some(Own));
    }

    #[test]
    fn what_is_saved_can_be_taken_back_by_a_new_draft() {
        let mut draft = Draft::new(vec![vec![None]], vec![1]);
        draft.perform(vec![((0, 0), None, Some(All))]);
        let back = draft.saved(&[(0, 2)]);
        assert_eq!((draft.changes().count(), draft.version(0), draft.can_undo()), (0, 2, false));
        draft.perform(back);
        assert_eq!(draft.wanted((0, 0)), None);
        assert!(draft.is_changed((0, 0)));
    }
}
