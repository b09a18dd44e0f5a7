//! A sorted set in shared chunks: lookups are binary searches, cloning copies pointers, writing copies one chunk.

use alloc::{sync::Arc, vec::Vec};
use core::slice;

/// Most items per chunk.
const CHUNK: usize = 128;

/// A sorted set. Most hold a handful of items, some a hundred thousand.
#[derive(Clone, Debug, Default)]
pub(crate) enum Sorted<T> {
    /// Nothing.
    #[default]
    None,
    /// One chunk.
    Few(Arc<[T]>),
    /// Several chunks in order, none empty.
    Many(Arc<Vec<Arc<[T]>>>),
}

impl<T: Ord + Clone> Sorted<T> {
    fn chunks(&self) -> &[Arc<[T]>] {
        match self {
            Self::None => &[],
            Self::Few(chunk) => slice::from_ref(chunk),
            Self::Many(chunks) => chunks,
        }
    }

    /// How many items?
    pub fn len(&self) -> usize {
        self.chunks().iter().map(|chunk| chunk.len()).sum()
    }

    /// No items?
    pub fn is_empty(&self) -> bool {
        self.chunks().is_empty()
    }

    /// Adds items in order, each once. Where there was nothing, they fill their chunks.
    pub fn extend(&mut self, items: &[T]) {
        if self.is_empty() {
            *self = match items {
                [] => Self::None,
                items if items.len() <= CHUNK => Self::Few(Arc::from(items)),
                items => Self::Many(Arc::new(items.chunks(CHUNK).map(Arc::from).collect())),
            };
        } else {
            for item in items {
                self.insert(item.clone());
            }
        }
    }

    /// The first item.
    pub fn first(&self) -> Option<&T> {
        self.chunks().first().and_then(|chunk| chunk.first())
    }

    /// The last item.
    pub fn last(&self) -> Option<&T> {
        self.chunks().last().and_then(|chunk| chunk.last())
    }

    /// All items, where they fit in one chunk.
    pub fn few(&self) -> Option<&[T]> {
        match self {
            Self::None => Some(&[]),
            Self::Few(chunk) => Some(chunk),
            Self::Many(_) => None,
        }
    }

    /// All items in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> + Clone {
        self.chunks().iter().flat_map(|chunk| chunk.iter())
    }

    /// The items from the first that is not below the bound.
    pub fn from(&self, below: impl Fn(&T) -> bool) -> impl Iterator<Item = &T> + Clone {
        let chunks = self.chunks();
        let first = chunks.partition_point(|chunk| chunk.last().is_none_or(&below));
        let tail = chunks.get(first..).unwrap_or_default();
        let skip = tail.first().map_or(0, |chunk| chunk.partition_point(&below));
        let (head, rest) =
            tail.split_first().map_or((&[][..], &[][..]), |(head, rest)| (head.get(skip..).unwrap_or_default(), rest));
        head.iter().chain(rest.iter().flat_map(|chunk| chunk.iter()))
    }

    /// Is it true of some item, among those that are not below and, from the first of them on, within?
    pub fn any_within(
        &self,
        below: impl Fn(&T) -> bool,
        within: impl Fn(&T) -> bool,
        mut is: impl FnMut(&T) -> bool,
    ) -> bool {
        let chunks = self.chunks();
        let first = chunks.partition_point(|chunk| chunk.last().is_none_or(&below));
        for chunk in chunks.get(first..).unwrap_or_default() {
            for item in chunk.get(chunk.partition_point(&below)..).unwrap_or_default() {
                if !within(item) || is(item) {
                    return within(item);
                }
            }
        }
        false
    }

    /// Is the item there?
    pub fn contains(&self, item: &T) -> bool {
        self.from(|other| other < item).next() == Some(item)
    }

    /// Adds an item; nothing happens if it is there.
    pub fn insert(&mut self, item: T) {
        match self {
            Self::None => *self = Self::Few(Arc::from([item])),
            Self::Few(chunk) => {
                if let Some(grown) = with(chunk, item) {
                    *self = match split(&grown) {
                        Some(halves) => Self::Many(Arc::new(Vec::from(halves))),
                        None => Self::Few(grown),
                    };
                }
            }
            Self::Many(chunks) => {
                let chunks = Arc::make_mut(chunks);
                let at = chunks
                    .partition_point(|chunk| chunk.last().is_none_or(|last| *last < item))
                    .min(chunks.len().saturating_sub(1));
                let Some(grown) = chunks.get(at).and_then(|chunk| with(chunk, item)) else { return };
                match split(&grown) {
                    Some(halves) => {
                        chunks.splice(at..=at, halves);
                    }
                    None => {
                        chunks.splice(at..=at, [grown]);
                    }
                }
            }
        }
    }

    /// Removes an item; nothing happens if it is not there.
    pub fn remove(&mut self, item: &T) {
        match self {
            Self::None => {}
            Self::Few(chunk) => {
                if let Some(shrunk) = without(chunk, item) {
                    *self = if shrunk.is_empty() { Self::None } else { Self::Few(shrunk) };
                }
            }
            Self::Many(chunks) => {
                let chunks = Arc::make_mut(chunks);
                let at = chunks.partition_point(|chunk| chunk.last().is_none_or(|last| last < item));
                let Some(shrunk) = chunks.get(at).and_then(|chunk| without(chunk, item)) else { return };
                if shrunk.is_empty() {
                    chunks.remove(at);
                } else {
                    chunks.splice(at..=at, [shrunk]);
                }
                match chunks.as_slice() {
                    [] => *self = Self::None,
                    [only] => *self = Self::Few(only.clone()),
                    _ => {}
                }
            }
        }
    }
}

fn with<T: Ord + Clone>(chunk: &[T], item: T) -> Option<Arc<[T]>> {
    let at = chunk.binary_search(&item).err()?;
    let (before, after) = chunk.split_at_checked(at)?;
    Some(before.iter().cloned().chain([item]).chain(after.iter().cloned()).collect())
}

fn without<T: Ord + Clone>(chunk: &[T], item: &T) -> Option<Arc<[T]>> {
    let at = chunk.binary_search(item).ok()?;
    let (before, after) = chunk.split_at_checked(at)?;
    Some(before.iter().chain(after.iter().skip(1)).cloned().collect())
}

fn split<T: Clone>(chunk: &[T]) -> Option<[Arc<[T]>; 2]> {
    if chunk.len() <= CHUNK {
        return None;
    }
    let (before, after) = chunk.split_at_checked(chunk.len() / 2)?;
    Some([before.into(), after.into()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_a_sorted_set(
            edits in prop::collection::vec((any::<bool>(), 0u16..600), 0..2000),
            more in prop::collection::btree_set(0u16..600, 0..400),
            bound in 0u16..600,
        ) {
            let (mut set, mut model) = (Sorted::None, BTreeSet::new());
            for (add, item) in edits {
                if add { set.insert(item); model.insert(item); } else { set.remove(&item); model.remove(&item); }
            }
            prop_assert_eq!(set.len(), model.len());
            prop_assert!(set.iter().eq(model.iter()));
            prop_assert!(set.from(|item| *item < bound).eq(model.range(bound..)));
            prop_assert_eq!(set.contains(&bound), model.contains(&bound));
            let end = bound.saturating_add(9);
            let odd = model.range(bound..end).any(|item| item % 7 == 0);
            prop_assert_eq!(set.any_within(|item| *item < bound, |item| *item < end, |item| item % 7 == 0), odd);
            prop_assert_eq!((set.first(), set.last()), (model.first(), model.last()));
            prop_assert_eq!(set.is_empty(), model.is_empty());
            let items: Vec<u16> = more.into_iter().collect();
            let mut filled = Sorted::None;
            filled.extend(&items);
            prop_assert!(filled.iter().eq(&items));
            set.extend(&items);
            model.extend(&items);
            prop_assert!(set.iter().eq(model.iter()));
            filled.insert(bound);
            filled.remove(&(bound + 1));
            prop_assert!(filled.iter().eq(items.iter().filter(|item| **item != bound + 1).collect::<BTreeSet<_>>().union(&[&bound].into()).copied()));
        }
    }
}
