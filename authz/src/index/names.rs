//! Numbers for names, in shared shards: one hash and one probe to read, one shard copied at most to write.

use alloc::{sync::Arc, vec, vec::Vec};
use core::hash::BuildHasher;
use hashbrown::{DefaultHashBuilder, HashTable};

/// Names per shard before the shards are doubled.
const SHARD: usize = 1024;

/// Names and the numbers they have.
#[derive(Clone, Debug)]
pub(crate) struct Names<K> {
    shards: Vec<Arc<HashTable<(K, u32)>>>,
    hasher: DefaultHashBuilder,
    len: usize,
    next: u32,
    free: Vec<u32>,
}

impl<K> Default for Names<K> {
    fn default() -> Self {
        Self {
            shards: vec![Arc::new(HashTable::new())],
            hasher: DefaultHashBuilder::default(),
            len: 0,
            next: 0,
            free: Vec::new(),
        }
    }
}

impl<K: AsRef<str> + Clone> Names<K> {
    fn hash(&self, name: &str) -> u64 {
        self.hasher.hash_one(name)
    }

    /// The table itself uses the lowest and the highest bits.
    fn shard(&self, hash: u64) -> usize {
        (hash >> 32) as usize & (self.shards.len() - 1)
    }

    /// The name's number.
    pub fn find(&self, name: &str) -> Option<u32> {
        let hash = self.hash(name);
        let shard = self.shards.get(self.shard(hash))?;
        shard.find(hash, |(known, _)| known.as_ref() == name).map(|(_, number)| *number)
    }

    /// The name's number, a new one if it has none.
    pub fn intern(&mut self, name: &K) -> u32 {
        if let Some(number) = self.find(name.as_ref()) {
            return number;
        }
        if self.len >= self.shards.len() * SHARD {
            self.grow();
        }
        let number = self.free.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.insert(name.clone(), number);
        self.len += 1;
        number
    }

    /// Forgets a name; its number may be given to another.
    pub fn forget(&mut self, name: &str) {
        let hash = self.hash(name);
        let at = self.shard(hash);
        let Some(shard) = self.shards.get_mut(at) else { return };
        if let Ok(entry) = Arc::make_mut(shard).find_entry(hash, |(known, _)| known.as_ref() == name) {
            let ((_, number), _) = entry.remove();
            self.free.push(number);
            self.len -= 1;
        }
    }

    /// All names, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&K, u32)> {
        self.shards.iter().flat_map(|shard| shard.iter()).map(|(name, number)| (name, *number))
    }

    /// How many numbers were ever given.
    pub fn count(&self) -> u32 {
        self.next
    }

    fn insert(&mut self, name: K, number: u32) {
        let (hash, hasher) = (self.hash(name.as_ref()), self.hasher.clone());
        let at = self.shard(hash);
        if let Some(shard) = self.shards.get_mut(at) {
            Arc::make_mut(shard).insert_unique(hash, (name, number), |(name, _)| hasher.hash_one(name.as_ref()));
        }
    }

    fn grow(&mut self) {
        let wider = (0..self.shards.len() * 2).map(|_| Arc::default()).collect();
        for shard in core::mem::replace(&mut self.shards, wider) {
            for (name, number) in shard.iter() {
                self.insert(name.clone(), *number);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::GrantId;
    use std::format;

    #[test]
    fn numbers_stay_and_freed_ones_return() {
        let name = |at: u32| GrantId::parse(&format!("g{at}")).unwrap();
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
}
