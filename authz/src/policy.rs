//! Patterns of policies: matched against whole ids, case-sensitively.

mod finding;
mod language;

pub use finding::{Finding, findings};
pub use language::{Budget, Found, example};

use alloc::vec::Vec;

/// A pattern with `*` (any run of characters, `/` too), `?` (one) and sets `[ab]`, `[a-c]`, `[!ab]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glob(Vec<Piece>);

/// Why a text is no pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a `[` is not closed: write `[ab]`, `[a-c]` or `[!ab]`, and `[[]` for the character itself")]
pub struct Unclosed;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    One(char),
    Any,
    Run,
    Set { not: bool, ranges: Vec<(char, char)> },
}

impl Piece {
    fn takes(&self, letter: char) -> bool {
        match self {
            Self::One(wanted) => *wanted == letter,
            Self::Any => true,
            Self::Run => false,
            Self::Set { not, ranges } => ranges.iter().any(|(from, to)| (*from..=*to).contains(&letter)) != *not,
        }
    }
}

impl Glob {
    /// Reads a pattern.
    ///
    /// # Errors
    /// [`Unclosed`] if a `[` has no `]`.
    pub fn parse(text: &str) -> Result<Self, Unclosed> {
        let mut pieces = Vec::new();
        let mut rest = text.chars();
        while let Some(letter) = rest.next() {
            pieces.push(match letter {
                '*' => Piece::Run,
                '?' => Piece::Any,
                '[' => {
                    let (set, after) = set(rest.as_str()).ok_or(Unclosed)?;
                    rest = after.chars();
                    set
                }
                letter => Piece::One(letter),
            });
        }
        Ok(Self(pieces))
    }

    /// Whatever goes on after these letters, by at least one.
    pub fn below(plain: &str) -> Self {
        Self(plain.chars().map(Piece::One).chain([Piece::Any, Piece::Run]).collect())
    }

    /// Does the pattern match the whole text?
    pub fn matches(&self, text: &str) -> bool {
        let (mut pieces, mut rest) = (self.0.as_slice(), text.chars());
        // Where to go on if what follows the last run does not fit: the run takes one more character.
        let mut retry: Option<(&[Piece], core::str::Chars)> = None;
        loop {
            match pieces.split_first() {
                Some((Piece::Run, after)) => {
                    retry = Some((after, rest.clone()));
                    pieces = after;
                    continue;
                }
                Some((piece, after)) if rest.clone().next().is_some_and(|letter| piece.takes(letter)) => {
                    rest.next();
                    pieces = after;
                    continue;
                }
                None if rest.as_str().is_empty() => return true,
                _ => {}
            }
            let Some((after, from)) = &mut retry else { return false };
            if from.next().is_none() {
                return false;
            }
            (pieces, rest) = (after, from.clone());
        }
    }
}

/// Reads a set after its `[`. A `]` right at its beginning is a character of the set.
fn set(text: &str) -> Option<(Piece, &str)> {
    let (not, text) = text.strip_prefix('!').map_or((false, text), |text| (true, text));
    let mut letters = text.char_indices();
    letters.next()?;
    let (end, _) = letters.find(|(_, letter)| *letter == ']')?;
    let (inside, after) = (text.get(..end)?, text.get(end + 1..)?);
    let mut ranges = Vec::new();
    let mut inside = inside.chars();
    while let Some(from) = inside.next() {
        let mut ahead = inside.clone();
        match (ahead.next(), ahead.next()) {
            (Some('-'), Some(to)) => {
                ranges.push((from, to));
                inside = ahead;
            }
            _ => ranges.push((from, from)),
        }
    }
    Some((Piece::Set { not, ranges }, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_ids() {
        for (pattern, text, fits) in [
            ("path:*", "path:/a/b", true),
            ("path:/a/?", "path:/a/1", true),
            ("path:/a/?", "path:/a/12", false),
            ("path:*/secret*", "path:/x/secret-1", true),
            ("*a*b", "xaxbxaxb", true),
            ("*a*b", "xaxbxaxc", false),
            ("p:[ab]", "p:b", true),
            ("p:[a-c]x", "p:cx", true),
            ("p:[!a-c]", "p:b", false),
            ("p:[!a-c]", "p:d", true),
            ("p:[]x]", "p:]", true),
            ("p:[!]]", "p:]", false),
            ("p:[a-]", "p:-", true),
            ("p:[c-a]", "p:b", false),
            ("P:a", "p:a", false),
            ("p:?", "p:ü", true),
            ("", "", true),
            ("*", "", true),
            ("p:a", "p:ab", false),
        ] {
            assert_eq!(Glob::parse(pattern).unwrap().matches(text), fits, "{pattern} on {text}");
        }
        for bad in ["p:[", "p:[a", "p:[]", "p:[!]", "p:[!"] {
            assert_eq!(Glob::parse(bad), Err(Unclosed), "{bad}");
        }
    }
}
