//! What patterns match, as sets of texts: whether some text is matched by these and not by those, and which.
//!
//! The answer is exact. All patterns are followed at once, letter by letter, through the places in them that have been
//! reached; letters that no pattern tells apart are tried once. That can take long for patterns made for it, so there is a
//! budget, and where it is used up the answer is that it is not known.

use super::{Glob, Piece};
use alloc::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    string::String,
    vec,
    vec::Vec,
};

/// Is there such a text?
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A shortest one.
    Example(String),
    /// None at all.
    None,
    /// It would take too long to say.
    Unknown,
}

/// How much may still be looked at, in places of patterns.
#[derive(Clone, Copy, Debug)]
pub struct Budget(pub u64);

impl Default for Budget {
    fn default() -> Self {
        Self(4_000_000)
    }
}

/// The places in a pattern that a beginning of a text leads to.
type Places = Vec<usize>;

impl Glob {
    fn spread(&self, places: BTreeSet<usize>) -> Places {
        let mut all = places.clone();
        for mut place in places {
            // A run may be of no letter at all.
            while self.0.get(place) == Some(&Piece::Run) {
                place += 1;
                all.insert(place);
            }
        }
        all.into_iter().collect()
    }

    fn after(&self, places: &[usize], letter: char) -> Places {
        let next = places.iter().filter_map(|place| match self.0.get(*place)? {
            Piece::Run => Some(*place),
            piece if piece.takes(letter) => Some(place + 1),
            _ => None,
        });
        self.spread(next.collect())
    }

    fn ends(&self, places: &[usize]) -> bool {
        places.last() == Some(&self.0.len())
    }
}

/// One letter of each kind that the patterns tell apart, the plainest of the kind.
fn letters(patterns: &[&Glob]) -> Vec<char> {
    let mut starts: BTreeSet<u32> = [0].into();
    for piece in patterns.iter().flat_map(|pattern| &pattern.0) {
        match piece {
            Piece::One(letter) => starts.extend([u32::from(*letter), u32::from(*letter) + 1]),
            Piece::Set { ranges, .. } => {
                starts.extend(ranges.iter().flat_map(|(from, to)| [u32::from(*from), u32::from(*to) + 1]));
            }
            Piece::Any | Piece::Run => {}
        }
    }
    let starts: Vec<u32> = starts.into_iter().collect();
    let ends = starts.iter().skip(1).copied().chain([u32::from(char::MAX) + 1]);
    let plain = ['a', '0', '-', '_', 'A', '/', '.'];
    let of = |(from, end): (u32, u32)| {
        let within = |letter: &char| (from..end).contains(&u32::from(*letter));
        let all = || (from..end).take(0x900).find_map(char::from_u32);
        let legible = || ('!'..='~').find(|letter| within(letter));
        plain.into_iter().find(within).or_else(legible).or_else(all)
    };
    starts.iter().copied().zip(ends).filter_map(of).collect()
}

/// A shortest text that is matched by one of each of `all`, and by none of `none`.
pub fn example(all: &[&[Glob]], none: &[&Glob], budget: &mut Budget) -> Found {
    let patterns: Vec<&Glob> = all.iter().copied().flatten().chain(none.iter().copied()).collect();
    let letters = letters(&patterns);
    // Which patterns belong to which of `all`.
    let mut groups = Vec::new();
    let mut next = 0;
    for group in all {
        groups.push(next..next + group.len());
        next += group.len();
    }
    let wanted = next;
    let fits = |state: &[Places]| {
        let ends = |at: usize| patterns.get(at).zip(state.get(at)).is_some_and(|(glob, places)| glob.ends(places));
        groups.iter().all(|group| group.clone().any(ends)) && !(wanted..patterns.len()).any(ends)
    };
    let lives = |state: &[Places]| {
        let alive = |at: usize| state.get(at).is_some_and(|places| !places.is_empty());
        groups.iter().all(|group| group.clone().any(alive))
    };
    let start: Vec<Places> = patterns.iter().map(|pattern| pattern.spread([0].into())).collect();
    let mut came: BTreeMap<Vec<Places>, Option<(Vec<Places>, char)>> = [(start.clone(), None)].into();
    let mut open: VecDeque<Vec<Places>> = VecDeque::from(vec![start]);
    while let Some(state) = open.pop_front() {
        if fits(&state) {
            return Found::Example(text(&came, state));
        }
        for letter in &letters {
            let cost = state.iter().map(Vec::len).sum::<usize>() + 1;
            let Some(left) = budget.0.checked_sub(u64::try_from(cost).unwrap_or(u64::MAX)) else {
                return Found::Unknown;
            };
            budget.0 = left;
            let after: Vec<Places> =
                patterns.iter().zip(&state).map(|(pattern, places)| pattern.after(places, *letter)).collect();
            if lives(&after) && !came.contains_key(&after) {
                came.insert(after.clone(), Some((state.clone(), *letter)));
                open.push_back(after);
            }
        }
    }
    Found::None
}

/// The letters that led to a state.
fn text(came: &BTreeMap<Vec<Places>, Option<(Vec<Places>, char)>>, mut state: Vec<Places>) -> String {
    let mut letters = Vec::new();
    while let Some(Some((before, letter))) = came.get(&state) {
        letters.push(*letter);
        state.clone_from(before);
    }
    letters.into_iter().rev().collect()
}
