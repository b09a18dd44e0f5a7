//! Names and their numbers, in tables that share what does not change.

use super::{Hashed, NONE, Row};
use alloc::{sync::Arc, vec::Vec};
use core::hash::BuildHasher;
use hashbrown::DefaultHashBuilder;

/// Longest name of a node that is kept in its row, so that comparing it reads nothing else. Ids with a UUID in them fit.
const SHORT: usize = 54;

/// A text: in place where it is short.
#[derive(Clone, Debug)]
pub(crate) enum Text<const SHORT: usize> {
    /// So many of the bytes.
    Short {
        /// How many?
        len: u8,
        /// They, and zeros.
        bytes: [u8; SHORT],
    },
    /// Elsewhere.
    Long(Arc<str>),
}

impl<const SHORT: usize> Text<SHORT> {
    const NOTHING: Self = Self::Short { len: 0, bytes: [0; SHORT] };

    /// Keeps a text.
    pub fn of(text: &str) -> Self {
        let mut bytes = [0; SHORT];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(place), Ok(len)) => {
                place.copy_from_slice(text.as_bytes());
                Self::Short { len, bytes }
            }
            _ => Self::Long(text.into()),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Short { .. } => core::str::from_utf8(self.bytes()).unwrap_or_default(),
            Self::Long(text) => text,
        }
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::Short { len, bytes } => bytes.get(..usize::from(*len)).unwrap_or_default(),
            Self::Long(text) => text.as_bytes(),
        }
    }

    /// Is it that text?
    pub fn is(&self, text: &str) -> bool {
        self.bytes() == text.as_bytes()
    }
}

/// A name, its number, and enough of its hash to pass over others. One cache line.
#[derive(Clone, Debug)]
#[repr(align(64))]
struct Entry {
    hash: u32,
    /// [`NONE`] where there is nothing.
    number: u32,
    text: Text<SHORT>,
}

impl Row for Entry {
    const EMPTY: Self = Self { hash: 0, number: NONE, text: Text::NOTHING };

    fn is_empty(&self) -> bool {
        self.number == NONE
    }

    fn hash(&self) -> u32 {
        self.hash
    }
}

/// Part of a hash.
#[expect(clippy::cast_possible_truncation, reason = "only the lower bits are wanted")]
fn hash(hasher: &DefaultHashBuilder, name: &str) -> u32 {
    hasher.hash_one(name) as u32
}

/// Numbers for names: one row to read, since the name is in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    entries: Hashed<Entry>,
    hasher: DefaultHashBuilder,
    count: u32,
}

impl Names {
    /// The name's number.
    pub fn find(&self, name: &str) -> Option<u32> {
        self.find_hashed(hash(&self.hasher, name), name)
    }

    fn find_hashed(&self, hash: u32, name: &str) -> Option<u32> {
        self.entries.find(hash, |entry| entry.text.is(name)).map(|entry| entry.number)
    }

    /// The numbers of two names, looked up at once: where memory is slow, the second costs nothing then.
    pub fn find_both(&self, names: [&str; 2]) -> [Option<u32>; 2] {
        let [one, other] = names.map(|name| hash(&self.hasher, name));
        // The second line is on its way while the first is waited for.
        core::hint::black_box(self.entries.touch(other).map(|entry| entry.number));
        [self.find_hashed(one, names[0]), self.find_hashed(other, names[1])]
    }

    /// The name's number, a new one if it has none.
    pub fn intern(&mut self, name: &str) -> u32 {
        let hash = hash(&self.hasher, name);
        if let Some(number) = self.find_hashed(hash, name) {
            return number;
        }
        let number = self.count;
        self.count += 1;
        self.entries.insert(Entry { hash, number, text: Text::of(name) });
        number
    }

    /// Makes room for so many more.
    pub fn reserve(&mut self, more: usize) {
        self.entries.reserve(more);
    }

    /// How many numbers were given.
    pub fn count(&self) -> u32 {
        self.count
    }
}

/// A number, and part of the hash of the name that has it.
#[derive(Clone, Copy, Debug)]
struct Numbered {
    hash: u32,
    /// [`NONE`] where there is nothing.
    number: u32,
}

impl Row for Numbered {
    const EMPTY: Self = Self { hash: 0, number: NONE };

    fn is_empty(&self) -> bool {
        self.number == NONE
    }

    fn hash(&self) -> u32 {
        self.hash
    }
}

/// Numbers for names that are kept elsewhere: eight bytes for each, and one more row to read. Numbers return.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbers {
    entries: Hashed<Numbered>,
    hasher: DefaultHashBuilder,
    count: u32,
    free: Vec<u32>,
}

impl Numbers {
    /// The name's number, where `is` tells whether a number has that name.
    pub fn find(&self, name: &str, is: impl Fn(u32) -> bool) -> Option<u32> {
        self.entries.find(hash(&self.hasher, name), |entry| is(entry.number)).map(|entry| entry.number)
    }

    /// A number for a name that has none.
    pub fn add(&mut self, name: &str) -> u32 {
        let number = self.free.pop().unwrap_or_else(|| {
            self.count += 1;
            self.count - 1
        });
        self.entries.insert(Numbered { hash: hash(&self.hasher, name), number });
        number
    }

    /// Forgets a name; its number may be given to another.
    pub fn forget(&mut self, name: &str, number: u32) {
        if self.entries.remove(hash(&self.hasher, name), |entry| entry.number == number).is_some() {
            self.free.push(number);
        }
    }

    /// Makes room for so many more.
    pub fn reserve(&mut self, more: usize) {
        self.entries.reserve(more);
    }

    /// How many numbers were ever given.
    pub fn count(&self) -> u32 {
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::{super::GrantSlot, *};
    use alloc::{collections::BTreeMap, string::String};
    use proptest::prelude::*;
    use std::format;

    fn name(at: u32) -> String {
        // Some do not fit into a row.
        format!("g{at}{}", "x".repeat(at as usize % 60))
    }

    #[test]
    fn a_row_is_a_cache_line() {
        assert_eq!(size_of::<Entry>(), 64);
        assert_eq!(size_of::<super::super::Subject>(), 64);
        assert_eq!(size_of::<Option<GrantSlot>>(), 64);
        assert_eq!(size_of::<Numbered>(), 8);
    }

    #[test]
    fn keys_sort_as_principals() {
        use super::super::Principal::*;
        let all = [Anyone, SignedIn, Label(1), Label(2), Account(1), Group(1), Group(NONE), Admins(0), Holder(1, 9)];
        let all: Vec<_> = all.into_iter().chain([Holder(2, 3), User(0), User(1)]).collect();
        assert!(all.windows(2).all(|pair| pair[0] < pair[1] && pair[0].key() < pair[1].key()));
    }

    #[test]
    fn a_text_is_what_was_kept() {
        for at in 0..200 {
            let text = name(at);
            assert_eq!((Text::<30>::of(&text).as_str(), Text::<30>::of(&text).is(&text)), (text.as_str(), true));
            assert!(!Text::<30>::of(&text).is(&name(at + 1)) && !Text::<30>::of(&text).is(""));
        }
    }

    #[test]
    fn numbers_stay() {
        let mut names = Names::default();
        for at in 0..5000 {
            assert_eq!(names.intern(&name(at)), at);
        }
        let before = names.clone();
        assert_eq!((names.intern(&name(9999)), names.intern(&name(4))), (5000, 4));
        assert_eq!((names.find(&name(9999)), before.find(&name(9999))), (Some(5000), None));
        assert!((0..5000).all(|at| before.find(&name(at)) == Some(at)));
        let both = |one, other| before.find_both([&name(one), &name(other)]);
        assert_eq!((both(7, 8), both(9999, 8), both(7, 9999)), ([Some(7), Some(8)], [None, Some(8)], [Some(7), None]));
    }

    proptest! {
        #[test]
        fn numbers_are_a_map_and_freed_ones_return(edits in prop::collection::vec((any::<bool>(), 0u32..60), 0..300)) {
            let (mut numbers, mut model) = (Numbers::default(), BTreeMap::new());
            let mut names: BTreeMap<u32, String> = BTreeMap::new();
            for (add, at) in edits {
                let (name, known) = (name(at), model.get(&at).copied());
                if let (true, None) = (add, known) {
                    let number = numbers.add(&name);
                    prop_assert!(names.insert(number, name.clone()).is_none(), "a number given twice");
                    model.insert(at, number);
                } else if let (false, Some(number)) = (add, known) {
                    numbers.forget(&name, number);
                    names.remove(&number);
                    model.remove(&at);
                }
                for at in 0..60 {
                    let name = self::name(at);
                    let found = numbers.find(&name, |number| names.get(&number) == Some(&name));
                    prop_assert_eq!(found, model.get(&at).copied());
                }
                prop_assert!(numbers.count() <= 60);
            }
        }
    }
}
