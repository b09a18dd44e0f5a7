//! Which rows and columns are drawn: all of a small matrix, and of a large one what is in sight and a little around.

use super::{
    axes::{Axes, Item},
    look::{Look, Pane},
};
use leptos::prelude::*;
use web_sys::HtmlDivElement;

/// Height of a row in pixels, as in `matrix.css`.
pub const ROW: f64 = 36.0;
/// Width of a column.
pub const COLUMN: f64 = 120.0;
/// Width of the row headers.
pub const LABEL: f64 = 248.0;
/// Height of the column headers.
pub const HEAD: f64 = 84.0;
/// From here on not every cell is drawn, and the browser's own find would miss some.
pub const MANY: usize = 3_000;
/// Rows and columns drawn beyond what is in sight: nobody sees a blank while scrolling.
const AROUND: (usize, usize) = (3, 1);

/// The rows and columns that are drawn, as positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first row.
    pub top: usize,
    /// The row after the last.
    pub bottom: usize,
    /// The first column.
    pub start: usize,
    /// The column after the last.
    pub end: usize,
}

impl Window {
    /// What is drawn.
    pub fn new(axes: &Axes, pane: Pane, whole: bool) -> Self {
        let (rows, columns) = (axes.down.len(), axes.across.len());
        if whole || axes.cells <= MANY {
            return Self { top: 0, bottom: rows, start: 0, end: columns };
        }
        let range = |offset: f64, room: f64, size: f64, around: usize, count: usize| {
            // In steps of half of what is around, so that not every row scrolled by draws something.
            let step = (around / 2).max(1);
            let first = number(offset / size) / step * step;
            let last = number((offset + room) / size) + 1;
            let last = last.div_ceil(step) * step;
            (first.saturating_sub(around).min(count), (last + around).min(count))
        };
        // The headers stand over what scrolls below them.
        let (top, bottom) = range(pane.top, pane.height - HEAD, ROW, AROUND.0, rows);
        let (start, end) = range(pane.start, pane.width - LABEL, COLUMN, AROUND.1, columns);
        Self { top, bottom, start, end }
    }

    /// The rows that are drawn.
    pub fn rows(self, axes: &Axes) -> Vec<Item> {
        axes.down.get(self.top..self.bottom).map(<[Item]>::to_vec).unwrap_or_default()
    }

    /// The columns that are drawn, with where they stand.
    pub fn columns(self, axes: &Axes) -> Vec<(Item, usize)> {
        axes.across.iter().copied().zip(0..).skip(self.start).take(self.end - self.start).collect()
    }
}

/// Pixels per item times items, as an attribute has it.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixels are few"
)]
pub fn pixels(items: usize, size: f64) -> u32 {
    (items as f64 * size) as u32
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is no less than 0 and small")]
fn number(value: f64) -> usize {
    value.max(0.0) as usize
}

/// Takes down what is in sight.
pub fn measure(look: &Look, frame: &HtmlDivElement) {
    let pane = Pane {
        top: f64::from(frame.scroll_top()),
        start: f64::from(frame.scroll_left().abs()),
        height: f64::from(frame.client_height()),
        width: f64::from(frame.client_width()),
    };
    if look.pane.get_untracked() != pane {
        look.pane.set(pane);
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            axes::Wanted,
            tests::{model, model_of, page},
        },
        *,
    };

    fn large() -> Axes {
        let mut page = page();
        let column = page.columns.remove(0);
        page.columns = vec![column; 100];
        if let Some(kind) = page.types.first_mut() {
            kind.actions = (0..500).map(|number| format!("do-{number}")).collect();
        }
        Axes::new(&model_of(page), &Wanted::default())
    }

    #[test]
    fn a_small_matrix_is_drawn_whole_and_of_a_large_one_what_is_in_sight() {
        let (height, width) = (HEAD + 20.0 * ROW, LABEL + 9.0 * COLUMN);
        let pane = Pane { top: 100.0 * ROW, start: 10.0 * COLUMN, height, width };
        let axes = Axes::new(&model(), &Wanted::default());
        assert_eq!(Window::new(&axes, pane, false), Window { top: 0, bottom: 6, start: 0, end: 2 });
        let axes = large();
        let window = Window::new(&axes, pane, false);
        assert!(window.top <= 100 && window.bottom >= 120 && window.start <= 10 && window.end >= 20, "{window:?}");
        assert!(window.rows(&axes).len() * window.columns(&axes).len() < 600, "{window:?}");
        assert_eq!(Window::new(&axes, pane, true).bottom, axes.down.len());
    }
}
