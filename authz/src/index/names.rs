//! Numbers for names, in shared shards: one probe and one comparison to read, one shard copied at most to write.

use alloc::{sync::Arc, vec::Vec};
use core::hash::BuildHasher;
use hashbrown::DefaultHashBuilder;

/// Places per shard; fewer only while there is but one.
const SHARD: usize = 2048;

/// A name, its number, and enough of its hash to pass over others unread.
#[derive(Clone, Debug)]
struct Entry<K> {
    name: K,
    number: u32,
    hash: u32,
}

/// One part of the names: a name is at the place its hash says, or after it.
type Shard<K> = Arc<[Option<Entry<K>>]>;

/// Names and the numbers they have.
#[derive(Clone, Debug)]
pub(crate) struct Names<K> {
    /// As many as a power of two; at most half full on the whole.
    shards: Vec<Shard<K>>,
    hasher: DefaultHashBuilder,
    len: usize,
    next: u32,
    free: Vec<u32>,
}

impl<K> Default for Names<K> {
    fn default() -> Self {
        let shards = Vec::from([blank(16)]);
        Self { shards, hasher: DefaultHashBuilder::default(), len: 0, next: 0, free: Vec::new() }
    }
}

fn blank<K>(places: usize) -> Shard<K> {
    (0..places).map(|_| None).collect()
}

impl<K: AsRef<str> + Clone> Names<K> {
    #[expect(clippy::cast_possible_truncation, reason = "one half picks the shard, the other the place in it")]
    fn hash(&self, name: &str) -> (usize, u32) {
        let hash = self.hasher.hash_one(name);
        ((hash >> 32) as usize & (self.shards.len() - 1), hash as u32)
    }

    /// The name's number.
    pub fn find(&self, name: &str) -> Option<u32> {
        let (shard, hash) = self.hash(name);
        let shard = self.shards.get(shard)?;
        let mask = shard.len() - 1;
        let mut place = hash as usize & mask;
        loop {
            let entry = shard.get(place)?.as_ref()?;
            if entry.hash == hash && entry.name.as_ref() == name {
                return Some(entry.number);
            }
            place = (place + 1) & mask;
        }
    }

    /// The name's number, a new one if it has none.
    pub fn intern(&mut self, name: &K) -> u32 {
        if let Some(number) = self.find(name.as_ref()) {
            return number;
        }
        let number = self.free.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.len += 1;
        self.insert(name.clone(), number);
        number
    }

    /// Forgets a name; its number may be given to another.
    pub fn forget(&mut self, name: &str) {
        let Some(number) = self.find(name) else { return };
        let (shard, hash) = self.hash(name);
        let Some(shard) = self.shards.get_mut(shard).map(Arc::make_mut) else { return };
        let mask = shard.len() - 1;
        let mut hole = hash as usize & mask;
        let holds = |entry: &Option<Entry<K>>| entry.as_ref().is_some_and(|entry| entry.number == number);
        while !shard.get(hole).is_some_and(holds) {
            hole = (hole + 1) & mask;
        }
        // What comes after moves up, unless that would be before the place its hash says.
        let mut after = hole;
        loop {
            after = (after + 1) & mask;
            let Some(entry) = shard.get(after).and_then(Option::as_ref) else { break };
            let behind = after.wrapping_sub(entry.hash as usize) & mask;
            if behind >= after.wrapping_sub(hole) & mask {
                shard.swap(hole, after);
                hole = after;
            }
        }
        if let Some(last) = shard.get_mut(hole) {
            *last = None;
        }
        self.free.push(number);
        self.len -= 1;
    }

    /// All names, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&K, u32)> {
        self.shards.iter().flat_map(|shard| shard.iter().flatten()).map(|entry| (&entry.name, entry.number))
    }

    /// How many numbers were ever given.
    pub fn count(&self) -> u32 {
        self.next
    }

    fn insert(&mut self, name: K, number: u32) {
        let (at, hash) = self.hash(name.as_ref());
        let Some(shard) = self.shards.get_mut(at) else { return };
        let places = shard.len();
        // INVARIANT: a place stays empty in every shard, so that looking for a name ends.
        let full = shard.iter().filter(|entry| entry.is_none()).take(2).count() < 2;
        if full || self.len * 2 > self.shards.len() * places {
            self.grow();
            return self.insert(name, number);
        }
        let shard = self.shards.get_mut(at).map(Arc::make_mut).unwrap_or_default();
        let mut place = hash as usize & (places - 1);
        while shard.get(place).is_some_and(Option::is_some) {
            place = (place + 1) & (places - 1);
        }
        if let Some(empty) = shard.get_mut(place) {
            *empty = Some(Entry { name, number, hash });
        }
    }

    fn grow(&mut self) {
        let places = self.shards.first().map_or(16, |shard| shard.len());
        let (shards, places) =
            if places < SHARD { (self.shards.len(), places * 2) } else { (self.shards.len() * 2, places) };
        let wider = (0..shards).map(|_| blank(places)).collect();
        for shard in core::mem::replace(&mut self.shards, wider) {
            for entry in shard.iter().flatten() {
                self.insert(entry.name.clone(), entry.number);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::GrantId;
    use alloc::collections::BTreeMap;
    use proptest::prelude::*;
    use std::format;

    fn name(at: u32) -> GrantId {
        GrantId::parse(&format!("g{at}")).unwrap()
    }

    #[test]
    fn numbers_stay_and_freed_ones_return() {
        let mut names = Names::default();
        for at in 0..5000 {
            assert_eq!(names.intern(&name(at)), at);
        }
        let before = names.clone();
        names.forget("g7");
        assert_eq!((names.find("g7"), before.find("g7"), names.find("g8")), (None, Some(7), Some(8)));
        assert_eq!(names.intern(&name(9999)), 7);
        assert_eq!(names.intern(&name(4)), 4);
    }

    proptest! {
        #[test]
        fn it_is_a_map(edits in prop::collection::vec((any::<bool>(), 0u32..40), 0..300)) {
            let (mut names, mut model) = (Names::default(), BTreeMap::new());
            for (add, at) in edits {
                if add {
                    let number = names.intern(&name(at));
                    prop_assert_eq!(*model.entry(at).or_insert(number), number);
                } else {
                    names.forget(name(at).as_str());
                    model.remove(&at);
                }
                for at in 0..40 {
                    prop_assert_eq!(names.find(name(at).as_str()), model.get(&at).copied());
                }
                prop_assert_eq!(names.iter().count(), model.len());
            }
        }
    }
}
