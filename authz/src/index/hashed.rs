//! A hash table in shared shards: a look-up reads one row mostly, cloning copies pointers, writing copies one shard at most.

use alloc::{sync::Arc, vec::Vec};

/// Places per shard; fewer only while there is but one.
const SHARD: usize = 1024;

/// A row of the table, or a place where none is.
pub(crate) trait Row: Clone {
    /// No row.
    const EMPTY: Self;
    /// Is this no row?
    fn is_empty(&self) -> bool;
    /// The hash of what it is found by.
    fn hash(&self) -> u32;
}

/// Rows by hash: each at the place its hash says, or after it. At most half full on the whole.
#[derive(Clone, Debug)]
pub(crate) struct Hashed<R> {
    /// As many as a power of two, each with as many places as a power of two.
    shards: Vec<Arc<[R]>>,
    len: usize,
}

impl<R: Row> Default for Hashed<R> {
    fn default() -> Self {
        Self { shards: Vec::from([blank(16)]), len: 0 }
    }
}

fn blank<R: Row>(places: usize) -> Arc<[R]> {
    (0..places).map(|_| R::EMPTY).collect()
}

impl<R: Row> Hashed<R> {
    /// The lower part of a hash picks the place, what is above it the shard.
    fn shard_of(&self, hash: u32) -> usize {
        (hash as usize / SHARD) & (self.shards.len() - 1)
    }

    /// The shard of a hash, the place in it where the search begins, and what wraps it around.
    #[inline]
    fn home(&self, hash: u32) -> Option<(&[R], usize, usize)> {
        let shard = self.shards.get(self.shard_of(hash))?;
        let mask = shard.len() - 1;
        Some((shard, hash as usize & mask, mask))
    }

    /// The row at the place that the hash says, which need not be the one. Reading it brings its cache line near.
    #[inline]
    pub fn touch(&self, hash: u32) -> Option<&R> {
        let (shard, place, _) = self.home(hash)?;
        shard.get(place)
    }

    /// The row with this hash that is the one.
    #[inline]
    pub fn find(&self, hash: u32, is: impl Fn(&R) -> bool) -> Option<&R> {
        let (shard, mut place, mask) = self.home(hash)?;
        loop {
            let row = shard.get(place).filter(|row| !row.is_empty())?;
            if row.hash() == hash && is(row) {
                return Some(row);
            }
            place = (place + 1) & mask;
        }
    }

    /// Adds a row, which must not be there yet.
    pub fn insert(&mut self, row: R) {
        self.reserve(1);
        let at = self.shard_of(row.hash());
        // INVARIANT: a place stays empty in every shard, so that looking for a row ends.
        let full = |shard: &Arc<[R]>| shard.iter().filter(|row| row.is_empty()).take(2).count() < 2;
        if self.shards.get(at).is_some_and(full) {
            self.widen();
            return self.insert(row);
        }
        let Some(shard) = self.shards.get_mut(at).map(Arc::make_mut) else { return };
        let mask = shard.len() - 1;
        let mut place = row.hash() as usize & mask;
        while shard.get(place).is_some_and(|row| !row.is_empty()) {
            place = (place + 1) & mask;
        }
        if let Some(empty) = shard.get_mut(place) {
            *empty = row;
            self.len += 1;
        }
    }

    /// Takes the row with this hash that is the one out of the table.
    pub fn remove(&mut self, hash: u32, is: impl Fn(&R) -> bool) -> Option<R> {
        self.find(hash, &is)?;
        let at = self.shard_of(hash);
        let shard = self.shards.get_mut(at).map(Arc::make_mut)?;
        let mask = shard.len() - 1;
        let mut hole = hash as usize & mask;
        while shard.get(hole).is_none_or(|row| row.hash() != hash || !is(row)) {
            hole = (hole + 1) & mask;
        }
        // What comes after moves up, unless that would be before the place its hash says.
        let mut after = hole;
        loop {
            after = (after + 1) & mask;
            let Some(row) = shard.get(after).filter(|row| !row.is_empty()) else { break };
            let behind = after.wrapping_sub(row.hash() as usize) & mask;
            if behind >= after.wrapping_sub(hole) & mask {
                shard.swap(hole, after);
                hole = after;
            }
        }
        self.len -= 1;
        shard.get_mut(hole).map(|last| core::mem::replace(last, R::EMPTY))
    }

    /// Makes room for so many more, once and not bit by bit.
    pub fn reserve(&mut self, more: usize) {
        let places = |table: &Self| table.shards.first().map_or(0, |shard| shard.len()) * table.shards.len();
        if (self.len + more) * 2 > places(self) {
            self.resize(((self.len + more) * 2).next_power_of_two());
        }
    }

    fn widen(&mut self) {
        let places = self.shards.first().map_or(0, |shard| shard.len()) * self.shards.len();
        self.resize(places * 2);
    }

    fn resize(&mut self, places: usize) {
        let wider = (0..places.div_ceil(SHARD)).map(|_| blank(places.min(SHARD))).collect();
        self.len = 0;
        for shard in core::mem::replace(&mut self.shards, wider) {
            for row in shard.iter().filter(|row| !row.is_empty()) {
                self.insert(row.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;
    use proptest::prelude::*;

    /// A hash, and which of those that share it.
    impl Row for (u32, u32) {
        const EMPTY: Self = (0, u32::MAX);
        fn is_empty(&self) -> bool {
            self.1 == u32::MAX
        }
        fn hash(&self) -> u32 {
            self.0
        }
    }

    proptest! {
        #[test]
        fn it_is_a_map(edits in prop::collection::vec((0u8..3, 0u32..9, 0u32..40), 0..600), spread in 1u32..2_000) {
            let (mut table, mut model) = (Hashed::<(u32, u32)>::default(), BTreeSet::new());
            let mut before = None;
            for (at, (edit, hash, which)) in edits.into_iter().enumerate() {
                let hash = hash.wrapping_mul(spread);
                if edit == 0 {
                    let gone = table.remove(hash, |row| row.1 == which);
                    prop_assert_eq!(gone.is_some(), model.remove(&(hash, which)));
                } else if model.insert((hash, which)) {
                    table.insert((hash, which));
                }
                prop_assert_eq!(table.len, model.len());
                if at == 100 {
                    before = Some((table.clone(), model.clone()));
                }
            }
            for (table, model) in before.into_iter().chain([(table, model)]) {
                for row in (0..9).flat_map(|hash: u32| (0..40).map(move |which| (hash.wrapping_mul(spread), which))) {
                    let found = table.find(row.0, |other| other.1 == row.1);
                    prop_assert_eq!(found.is_some(), model.contains(&row));
                }
            }
        }
    }
}
