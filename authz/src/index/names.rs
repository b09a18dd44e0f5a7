//! Numbers for names, in shared shards: one row to read, one shard copied at most to write.

use super::NONE;
use alloc::{sync::Arc, vec::Vec};
use core::hash::BuildHasher;
use hashbrown::DefaultHashBuilder;

/// Places per shard; fewer only while there is but one.
const SHARD: usize = 1024;

/// Longest name that is kept in its row, so that comparing it reads nothing else. Ids with a UUID in them fit.
const SHORT: usize = 46;

/// A name, its number, and enough of its hash to pass over others. One cache line.
#[derive(Clone, Debug)]
#[repr(align(64))]
struct Entry {
    hash: u64,
    text: Text,
    /// [`NONE`] where there is nothing.
    number: u32,
}

#[derive(Clone, Debug)]
enum Text {
    Short { len: u8, bytes: [u8; SHORT] },
    Long(Arc<str>),
}

impl Text {
    fn of(name: &str) -> Self {
        let mut bytes = [0; SHORT];
        match (bytes.get_mut(..name.len()), u8::try_from(name.len())) {
            (Some(place), Ok(len)) => {
                place.copy_from_slice(name.as_bytes());
                Self::Short { len, bytes }
            }
            _ => Self::Long(name.into()),
        }
    }

    fn is(&self, name: &str) -> bool {
        match self {
            Self::Short { len, bytes } => bytes.get(..usize::from(*len)) == Some(name.as_bytes()),
            Self::Long(text) => **text == *name,
        }
    }
}

impl Entry {
    const EMPTY: Self = Self { hash: 0, text: Text::Short { len: 0, bytes: [0; SHORT] }, number: NONE };

    fn is_empty(&self) -> bool {
        self.number == NONE
    }
}

/// One part of the names: a name is at the place its hash says, or after it.
type Shard = Arc<[Entry]>;

/// Names and the numbers they have.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    /// As many as a power of two; at most half full on the whole.
    shards: Vec<Shard>,
    hasher: DefaultHashBuilder,
    len: usize,
    next: u32,
    free: Vec<u32>,
}

impl Default for Names {
    fn default() -> Self {
        let shards = Vec::from([blank(16)]);
        Self { shards, hasher: DefaultHashBuilder::default(), len: 0, next: 0, free: Vec::new() }
    }
}

fn blank(places: usize) -> Shard {
    (0..places).map(|_| Entry::EMPTY).collect()
}

impl Names {
    /// One half of a hash picks the shard, the other the place in it.
    fn shard_of(&self, hash: u64) -> usize {
        (hash >> 32) as usize & (self.shards.len() - 1)
    }

    /// The name's number.
    pub fn find(&self, name: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(name);
        let shard = self.shards.get(self.shard_of(hash))?;
        let mask = shard.len() - 1;
        let mut place = home(hash, mask);
        loop {
            let entry = shard.get(place).filter(|entry| !entry.is_empty())?;
            if entry.hash == hash && entry.text.is(name) {
                return Some(entry.number);
            }
            place = (place + 1) & mask;
        }
    }

    /// The name's number, a new one if it has none.
    pub fn intern(&mut self, name: &str) -> u32 {
        if let Some(number) = self.find(name) {
            return number;
        }
        let number = self.free.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.len += 1;
        self.insert(Entry { hash: self.hasher.hash_one(name), text: Text::of(name), number });
        number
    }

    /// Forgets a name; its number may be given to another.
    pub fn forget(&mut self, name: &str) {
        let Some(number) = self.find(name) else { return };
        let hash = self.hasher.hash_one(name);
        let at = self.shard_of(hash);
        let Some(shard) = self.shards.get_mut(at).map(Arc::make_mut) else { return };
        let mask = shard.len() - 1;
        let mut hole = home(hash, mask);
        while shard.get(hole).is_none_or(|entry| entry.number != number) {
            hole = (hole + 1) & mask;
        }
        // What comes after moves up, unless that would be before the place its hash says.
        let mut after = hole;
        loop {
            after = (after + 1) & mask;
            let Some(entry) = shard.get(after).filter(|entry| !entry.is_empty()) else { break };
            let behind = after.wrapping_sub(home(entry.hash, mask)) & mask;
            if behind >= after.wrapping_sub(hole) & mask {
                shard.swap(hole, after);
                hole = after;
            }
        }
        if let Some(last) = shard.get_mut(hole) {
            *last = Entry::EMPTY;
        }
        self.free.push(number);
        self.len -= 1;
    }

    /// How many numbers were ever given.
    pub fn count(&self) -> u32 {
        self.next
    }

    fn insert(&mut self, entry: Entry) {
        let at = self.shard_of(entry.hash);
        let Some(shard) = self.shards.get_mut(at) else { return };
        let places = shard.len();
        // INVARIANT: a place stays empty in every shard, so that looking for a name ends.
        let full = shard.iter().filter(|entry| entry.is_empty()).take(2).count() < 2;
        if full || self.len * 2 > self.shards.len() * places {
            self.grow();
            return self.insert(entry);
        }
        let shard = self.shards.get_mut(at).map(Arc::make_mut).unwrap_or_default();
        let mut place = home(entry.hash, places - 1);
        while shard.get(place).is_some_and(|entry| !entry.is_empty()) {
            place = (place + 1) & (places - 1);
        }
        if let Some(empty) = shard.get_mut(place) {
            *empty = entry;
        }
    }

    fn grow(&mut self) {
        let places = self.shards.first().map_or(16, |shard| shard.len());
        let (shards, places) =
            if places < SHARD { (self.shards.len(), places * 2) } else { (self.shards.len() * 2, places) };
        let wider = (0..shards).map(|_| blank(places)).collect();
        for shard in core::mem::replace(&mut self.shards, wider) {
            for entry in shard.iter().filter(|entry| !entry.is_empty()) {
                self.insert(entry.clone());
            }
        }
    }
}

/// Where a name with this hash would be if nobody were in the way.
#[expect(clippy::cast_possible_truncation, reason = "only the lower bits are wanted")]
fn home(hash: u64, mask: usize) -> usize {
    hash as usize & mask
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeMap;
    use proptest::prelude::*;
    use std::{format, string::String};

    fn name(at: u32) -> String {
        // Some do not fit into a row.
        format!("g{at}{}", "x".repeat(at as usize % 60))
    }

    #[test]
    fn a_row_is_a_cache_line() {
        assert_eq!(size_of::<Entry>(), 64);
        assert_eq!(size_of::<super::super::Subject>(), 64);
    }

    #[test]
    fn numbers_stay_and_freed_ones_return() {
        let mut names = Names::default();
        for at in 0..5000 {
            assert_eq!(names.intern(&name(at)), at);
        }
        let before = names.clone();
        names.forget(&name(7));
        assert_eq!((names.find(&name(7)), before.find(&name(7)), names.find(&name(8))), (None, Some(7), Some(8)));
        assert_eq!(names.intern(&name(9999)), 7);
        assert_eq!(names.intern(&name(4)), 4);
        assert_eq!((0..5000).filter(|at| before.find(&name(*at)) == Some(*at)).count(), 5000);
    }

    proptest! {
        #[test]
        fn it_is_a_map(edits in prop::collection::vec((any::<bool>(), 0u32..60), 0..300)) {
            let (mut names, mut model) = (Names::default(), BTreeMap::new());
            for (add, at) in edits {
                if add {
                    let number = names.intern(&name(at));
                    prop_assert_eq!(*model.entry(at).or_insert(number), number);
                } else {
                    names.forget(&name(at));
                    model.remove(&at);
                }
                for at in 0..60 {
                    prop_assert_eq!(names.find(&name(at)), model.get(&at).copied());
                }
            }
        }
    }
}
