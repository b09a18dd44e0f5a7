//! The rows of the table, and what each of them shows. When something else is to be seen, the rows that are there show it:
//! making hundreds of cells costs a browser several times what writing them anew does.

use super::axes::Item;
use leptos::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};

/// How many rows out of use are kept: as many as a screen has. They are hidden.
const SPARE: usize = 40;

/// A row of the table, by its number, and what it shows; nothing while it is out of use.
type Slot = (usize, ArcRwSignal<Option<Item>>);

/// The rows of the table. Cheap to clone.
#[derive(Clone, Default)]
pub struct Pool(Arc<Mutex<Slots>>);

#[derive(Default)]
struct Slots {
    /// From top to bottom.
    standing: Vec<Slot>,
    /// Out of use, below them.
    spare: Vec<Slot>,
    next: usize,
}

impl Pool {
    /// Shows these items, and answers all rows from top to bottom, those out of use last.
    pub fn show(&self, items: &[Item]) -> Vec<usize> {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        slots.scroll(items);
        slots.put_away(items.len());
        for (place, item) in items.iter().enumerate() {
            match slots.standing.get(place) {
                Some((_, shown)) if shown.get_untracked() == Some(*item) => {}
                Some((_, shown)) => shown.set(Some(*item)),
                None => {
                    let slot = slots.another(*item);
                    slots.standing.push(slot);
                }
            }
        }
        slots.all().map(|(number, _)| *number).collect()
    }

    /// What a row shows.
    pub fn item(&self, number: usize) -> Option<ArcRwSignal<Option<Item>>> {
        let slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        slots.all().find(|(known, _)| *known == number).map(|(_, item)| item.clone())
    }
}

impl Slots {
    fn all(&self) -> impl Iterator<Item = &Slot> {
        self.standing.iter().chain(&self.spare)
    }

    /// A row that was out of use, or a new one.
    fn another(&mut self, item: Item) -> Slot {
        if self.spare.is_empty() {
            self.next += 1;
            return (self.next, ArcRwSignal::new(Some(item)));
        }
        let slot = self.spare.remove(0);
        slot.1.set(Some(item));
        slot
    }

    /// Takes rows beyond a number out of use.
    fn put_away(&mut self, beyond: usize) {
        let mut spare = self.standing.split_off(beyond.min(self.standing.len()));
        for (_, shown) in &spare {
            shown.set(None);
        }
        spare.append(&mut self.spare);
        spare.truncate(SPARE);
        self.spare = spare;
    }

    /// Rows that stay in sight while one scrolls stay as they are: those that leave at one end come in at the other.
    fn scroll(&mut self, items: &[Item]) {
        let shown: Vec<Item> = self.standing.iter().filter_map(|(_, item)| item.get_untracked()).collect();
        let (Some(first), Some(top)) = (items.first(), shown.first()) else { return };
        let same = |one: &[Item], other: &[Item]| one.iter().zip(other).all(|(one, other)| one == other);
        if let Some(gone) = shown.iter().position(|item| item == first)
            && same(shown.get(gone..).unwrap_or_default(), items)
        {
            self.standing.rotate_left(gone);
        } else if let Some(come) = items.iter().position(|item| item == top)
            && same(&shown, items.get(come..).unwrap_or_default())
        {
            let kept = items.len() - come;
            let spare = self.standing.split_off(kept.min(self.standing.len()));
            let mut above: Vec<Slot> = spare.into_iter().take(come).collect();
            while let (true, Some(item)) = (above.len() < come, items.get(above.len())) {
                above.push(self.another(*item));
            }
            self.standing.splice(0..0, above);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(range: std::ops::Range<u32>) -> Vec<Item> {
        range.map(Item::Row).collect()
    }

    /// Shows the items; says which rows there are, having looked that each shows what it is to.
    fn shown(pool: &Pool, items: &[Item]) -> Vec<usize> {
        let numbers = pool.show(items);
        let found: Vec<Item> =
            numbers.iter().filter_map(|number| pool.item(*number)).filter_map(|item| item.get_untracked()).collect();
        assert_eq!(found, items);
        numbers
    }

    #[test]
    fn rows_in_sight_stay_while_one_scrolls() {
        let pool = Pool::default();
        assert_eq!(shown(&pool, &rows(0..4)), [1, 2, 3, 4]);
        assert_eq!(shown(&pool, &rows(1..5)), [2, 3, 4, 1]);
        assert_eq!(shown(&pool, &rows(3..7)), [4, 1, 2, 3]);
        assert_eq!(shown(&pool, &rows(2..6)), [3, 4, 1, 2]);
        // More or fewer at the edges.
        assert_eq!(shown(&pool, &rows(0..6)), [5, 6, 3, 4, 1, 2]);
        assert_eq!(shown(&pool, &rows(3..6)), [4, 1, 2, 5, 6, 3]);
    }

    #[test]
    fn what_is_found_is_shown_where_rows_are_and_the_others_wait() {
        let pool = Pool::default();
        shown(&pool, &rows(0..5));
        assert_eq!(shown(&pool, &[Item::Kind(0), Item::Row(2), Item::Kind(1)]), [1, 2, 3, 4, 5]);
        assert_eq!(shown(&pool, &[]), [1, 2, 3, 4, 5]);
        assert_eq!(shown(&pool, &rows(7..9)), [1, 2, 3, 4, 5]);
        assert_eq!(shown(&pool, &rows(7..13)), [1, 2, 3, 4, 5, 6]);
        // Not more of them than a screen has.
        shown(&pool, &rows(0..100));
        assert_eq!(shown(&pool, &[]).len(), SPARE);
    }
}
