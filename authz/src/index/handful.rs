//! A sorted set of numbers that is mostly small: up to four are in place, so that reading them waits for nothing.

use super::{NONE, Sorted};

/// How many are in place.
const FEW: usize = 4;

/// A sorted set of numbers.
#[derive(Clone, Debug)]
pub(crate) enum Handful {
    /// In order, and [`NONE`] after them.
    Few([u32; FEW]),
    /// Elsewhere.
    Many(Sorted<u32>),
}

impl Default for Handful {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl FromIterator<u32> for Handful {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let mut set = Self::EMPTY;
        numbers.into_iter().for_each(|number| set.insert(number));
        set
    }
}

impl Handful {
    /// No numbers.
    pub const EMPTY: Self = Self::Few([NONE; FEW]);

    fn few(&self) -> &[u32] {
        match self {
            Self::Few(few) => few.get(..few.partition_point(|number| *number != NONE)).unwrap_or_default(),
            Self::Many(_) => &[],
        }
    }

    fn many(&self) -> Option<&Sorted<u32>> {
        match self {
            Self::Few(_) => None,
            Self::Many(many) => Some(many),
        }
    }

    /// The first one.
    pub fn first(&self) -> Option<u32> {
        match self {
            Self::Few([first, ..]) => Some(*first).filter(|first| *first != NONE),
            Self::Many(many) => many.first().copied(),
        }
    }

    /// No numbers?
    pub fn is_empty(&self) -> bool {
        self.first().is_none()
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + Clone {
        self.few().iter().chain(self.many().into_iter().flat_map(Sorted::iter)).copied()
    }

    /// Is it among them?
    pub fn contains(&self, number: u32) -> bool {
        self.few().contains(&number) || self.many().is_some_and(|many| many.contains(&number))
    }

    /// Adds a number.
    pub fn insert(&mut self, number: u32) {
        if self.contains(number) {
            return;
        }
        if self.few().len() == FEW {
            let mut many = Sorted::None;
            many.extend(self.few());
            *self = Self::Many(many);
        }
        match self {
            // INVARIANT: there is room, and `NONE` sorts last.
            Self::Few(few) => {
                if let Some(last) = few.last_mut() {
                    *last = number;
                }
                few.sort_unstable();
            }
            Self::Many(many) => many.insert(number),
        }
    }

    /// Takes a number away.
    pub fn remove(&mut self, number: u32) {
        match self {
            Self::Few(few) => {
                few.iter_mut().filter(|one| **one == number).for_each(|one| *one = NONE);
                few.sort_unstable();
            }
            Self::Many(many) => {
                many.remove(&number);
                if many.is_empty() {
                    *self = Self::EMPTY;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{collections::BTreeSet, vec::Vec};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_a_set(edits in prop::collection::vec((any::<bool>(), 0u32..12), 0..60)) {
            let (mut set, mut model) = (Handful::EMPTY, BTreeSet::new());
            for (add, number) in edits {
                if add {
                    set.insert(number);
                    model.insert(number);
                } else {
                    set.remove(number);
                    model.remove(&number);
                }
                prop_assert_eq!(set.iter().collect::<Vec<_>>(), model.iter().copied().collect::<Vec<_>>());
                prop_assert_eq!((set.first(), set.is_empty()), (model.first().copied(), model.is_empty()));
                prop_assert!((0..12).all(|number| set.contains(number) == model.contains(&number)));
            }
        }
    }

    #[test]
    fn it_is_as_small_as_what_it_stands_for() {
        assert_eq!(size_of::<Handful>(), size_of::<Sorted<u32>>());
        assert_eq!(size_of::<crate::index::Subject>(), 64);
    }
}
