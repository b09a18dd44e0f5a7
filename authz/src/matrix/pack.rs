//! A column of cells as a short text: `a` for all, `o` for own, `.` for nothing, each with how often it repeats.

use crate::Extent;
use alloc::{string::String, vec::Vec};
use core::fmt::Write;

/// Most cells that a text is read as: what somebody else wrote must not fill the memory.
const MAX: usize = 100_000;

fn letter(value: Option<Extent>) -> char {
    match value {
        None => '.',
        Some(Extent::Own) => 'o',
        Some(Extent::All) => 'a',
    }
}

/// Cells as a text; nothing at the end is left out.
pub fn pack(cells: &[Option<Extent>]) -> String {
    let mut text = String::new();
    let mut rest = cells;
    while let Some(first) = rest.first() {
        let run = rest.iter().take_while(|cell| *cell == first).count();
        rest = rest.get(run..).unwrap_or_default();
        if rest.is_empty() && first.is_none() {
            break;
        }
        text.push(letter(*first));
        if run > 1 {
            // Writing to a String cannot fail.
            let _ = write!(text, "{run}");
        }
    }
    text
}

/// The first `count` cells of a text; what is no cell is nothing.
pub fn unpack(text: &str, count: usize) -> Vec<Option<Extent>> {
    let count = count.min(MAX);
    let mut cells = Vec::with_capacity(count);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let value = match letter {
            'a' => Some(Extent::All),
            'o' => Some(Extent::Own),
            _ => None,
        };
        let mut run: usize = 0;
        while let Some(digit) = letters.peek().and_then(|digit| digit.to_digit(10)) {
            run = run.saturating_mul(10).saturating_add(usize::try_from(digit).unwrap_or_default());
            letters.next();
        }
        let room = count.saturating_sub(cells.len());
        cells.extend(core::iter::repeat_n(value, run.max(1).min(room)));
    }
    cells.resize(count, None);
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn cells_come_back_as_they_were() {
        let cells = [None, None, Some(Extent::All), Some(Extent::Own), Some(Extent::Own), None];
        assert_eq!(pack(&cells), ".2ao2");
        assert_eq!(unpack(".2ao2", 6), cells);
        assert_eq!((pack(&[None; 500]).as_str(), unpack("", 3)), ("", vec![None; 3]));
    }

    #[test]
    fn a_text_that_promises_too_much_is_cut() {
        assert_eq!(unpack("a99999999999999999999999", 4), vec![Some(Extent::All); 4]);
        assert_eq!(unpack("ao", usize::MAX).len(), MAX);
    }
}
