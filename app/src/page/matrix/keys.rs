//! The keyboard: the whole model of a tree grid, and letters that can be switched off.

use super::{
    axes::{Axes, Item, Spot, place_of},
    desk::{Desk, is_turned_around},
    look::Panel,
    model::Value,
    point::cycle_focus,
    window::{HEAD, ROW},
};
use crate::text::{plural, t};
use authz::Extent;
use leptos::{ev::KeyboardEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// A key while the grid has the focus.
pub fn steer(event: &KeyboardEvent, desk: &Desk) {
    let axes = desk.axes.get_untracked();
    let spot = axes.nearest(&desk.model, desk.look.focus.get_untracked());
    let control = event.ctrl_key() || event.meta_key();
    let key = event.key();
    let done = if control && key.eq_ignore_ascii_case("z") {
        step_back(desk, event.shift_key());
        true
    } else if let Some(to) = target(event, desk, &axes, spot, control) {
        walk(desk, spot, to, event.shift_key() && !matches!(to.1, Item::Label));
        true
    } else {
        act(event, desk, &axes, spot, control) || letter(event, desk, control)
    };
    if done {
        event.prevent_default();
    }
}

fn step_back(desk: &Desk, again: bool) {
    let count = if again { desk.model.redo() } else { desk.model.undo() };
    desk.voice.say(match (count, again) {
        (Some(count), false) => plural(count, "Undone: {n} cell", "Undone: {n} cells"),
        (Some(count), true) => plural(count, "Done again: {n} cell", "Done again: {n} cells"),
        (None, _) => t("There is nothing more").to_owned(),
    });
}

/// Where a key leads.
fn target(event: &KeyboardEvent, desk: &Desk, axes: &Axes, spot: Spot, control: bool) -> Option<Spot> {
    let (row, column) = (axes.row_of(spot.0)?, axes.column_of(spot.1)?);
    let (height, width) = (count(&axes.down), count(&axes.across));
    let page = page(desk);
    let to = match sideways(event.key()).as_str() {
        "ArrowUp" => (row - 1, column),
        "ArrowDown" => (row + 1, column),
        "ArrowLeft" if !folds(spot, axes, desk, true) => (row, column - 1),
        "ArrowRight" if !folds(spot, axes, desk, false) => (row, column + 1),
        "Home" if control => (0, 0),
        "End" if control => (height - 1, width - 1),
        "Home" => (row, if column == 0 { -1 } else { 0 }),
        "End" => (row, width - 1),
        "PageUp" => ((row - page).max(0), column),
        "PageDown" => (row + page, column),
        _ => return None,
    };
    Some(axes.at(to.0, to.1))
}

/// Where a language goes from right to left, what comes next is on the left.
fn sideways(key: String) -> String {
    match key.as_str() {
        "ArrowLeft" if is_turned_around() => "ArrowRight".to_owned(),
        "ArrowRight" if is_turned_around() => "ArrowLeft".to_owned(),
        _ => key,
    }
}

fn count(list: &[Item]) -> i64 {
    i64::try_from(list.len()).unwrap_or(i64::MAX)
}

/// Rows that fit into the frame.
#[expect(clippy::cast_possible_truncation, reason = "rows in sight are few")]
fn page(desk: &Desk) -> i64 {
    (((desk.look.pane.get_untracked().height - HEAD) / ROW) as i64 - 1).max(1)
}

/// On the header of a type, Left folds and Right unfolds; Left on a permission leads to its type.
fn folds(spot: Spot, axes: &Axes, desk: &Desk, left: bool) -> bool {
    match spot {
        (Item::Kind(kind), Item::Label) => desk.is_folded(kind) != left,
        (Item::Row(_), Item::Label) => left && !axes.turned,
        _ => false,
    }
}

fn walk(desk: &Desk, from: Spot, to: Spot, extend: bool) {
    if extend {
        let start = desk.look.block.get_untracked().map_or(from, |(start, _)| start);
        desk.look.block.set(Some((start, to)));
        let count = desk.chosen().len();
        desk.voice.say(plural(count, "{n} cell selected", "{n} cells selected"));
    } else {
        desk.look.block.set(None);
        desk.look.anchor.set_value(place_of(to).map(|_| to));
    }
    desk.go(to);
}

/// Keys that do something where the focus is.
fn act(event: &KeyboardEvent, desk: &Desk, axes: &Axes, spot: Spot, control: bool) -> bool {
    match event.key().as_str() {
        "ArrowLeft" | "ArrowRight" => {
            match spot {
                (Item::Kind(kind), _) => desk.fold(kind, None),
                (Item::Row(row), _) => {
                    if let Some(found) = super::model::get(desk.model.rows(), row) {
                        desk.go((Item::Kind(found.kind), Item::Label));
                    }
                }
                _ => {}
            }
            true
        }
        " " if event.shift_key() => select(desk, (axes.at(row(axes, spot), 0), axes.at(row(axes, spot), i64::MAX - 1))),
        " " if control => select(desk, (axes.at(0, column(axes, spot)), axes.at(i64::MAX - 1, column(axes, spot)))),
        " " => {
            cycle_focus(desk);
            true
        }
        "Enter" | "F2" => {
            open(desk, spot);
            true
        }
        "Escape" => escape(desk, spot),
        _ => false,
    }
}

fn row(axes: &Axes, spot: Spot) -> i64 {
    axes.row_of(spot.0).unwrap_or(0).max(0)
}

fn column(axes: &Axes, spot: Spot) -> i64 {
    axes.column_of(spot.1).unwrap_or(0).max(0)
}

fn select(desk: &Desk, block: (Spot, Spot)) -> bool {
    desk.look.block.set(Some(block));
    desk.voice.say(plural(desk.chosen().len(), "{n} cell selected", "{n} cells selected"));
    true
}

/// Opens what belongs to a spot: a cell's popover, a role's menu, a type.
fn open(desk: &Desk, spot: Spot) {
    match spot {
        (Item::Head, Item::Role(column)) | (Item::Role(column), Item::Label) => {
            desk.look.panel.set(Panel::Menu(column));
        }
        (Item::Kind(kind), _) | (_, Item::Kind(kind)) => desk.fold(kind, None),
        spot => {
            if let Some(place) = place_of(spot) {
                desk.look.panel.set(Panel::Cell(place));
            }
        }
    }
}

/// First what is open, then the selection, then the cell's change.
fn escape(desk: &Desk, spot: Spot) -> bool {
    if desk.look.panel.get_untracked() != Panel::None {
        desk.look.panel.set(Panel::None);
    } else if desk.look.block.get_untracked().is_some() {
        desk.look.block.set(None);
    } else if let Some(place) = place_of(spot).filter(|place| desk.model.draft().is_changed(*place)) {
        let stored = desk.model.draft().stored(place);
        desk.set(vec![(place, stored)]);
    } else {
        return false;
    }
    true
}

/// Letters. They act only while the grid has the focus, and not at all where they are switched off.
fn letter(event: &KeyboardEvent, desk: &Desk, control: bool) -> bool {
    if control || event.alt_key() || !desk.look.letters.get_untracked() {
        return false;
    }
    let set = |value: Value| {
        desk.set(desk.chosen().into_iter().map(|place| (place, value)).collect());
        true
    };
    match event.key().as_str() {
        "a" | "A" => set(Some(Extent::All)),
        "o" | "O" => set(Some(Extent::Own)),
        "n" | "N" => set(None),
        "c" | "C" => copy(desk),
        "v" | "V" => paste(desk),
        "." => next(desk, false),
        "," => next(desk, true),
        "/" => focus_search(),
        "?" => {
            desk.look.panel.set(Panel::Keys);
            true
        }
        _ => false,
    }
}

fn next(desk: &Desk, backward: bool) -> bool {
    desk.look.block.set(None);
    desk.next_change(backward);
    true
}

/// Puts the cursor into the search.
pub fn focus_search() -> bool {
    let found = document().get_element_by_id("matrix-find").and_then(|field| field.dyn_into::<HtmlElement>().ok());
    found.is_some_and(|field| field.focus().is_ok())
}

/// Remembers the values of the block.
fn copy(desk: &Desk) -> bool {
    let axes = desk.axes.get_untracked();
    let spot = desk.look.focus.get_untracked();
    let (from, to) = desk.look.block.get_untracked().unwrap_or((spot, spot));
    let (top, bottom) = super::axes::ordered(axes.row_of(from.0), axes.row_of(to.0));
    let (start, end) = super::axes::ordered(axes.column_of(from.1), axes.column_of(to.1));
    let draft = desk.model.draft();
    let line = |row: i64| -> Vec<Value> {
        (start..=end).filter_map(|column| place_of(axes.at(row, column))).map(|place| draft.wanted(place)).collect()
    };
    let block: Vec<Vec<Value>> = (top..=bottom).map(line).filter(|line| !line.is_empty()).collect();
    let count = block.iter().map(Vec::len).sum();
    drop(draft);
    desk.clip.set_value(block);
    desk.voice.say(plural(count, "{n} cell copied", "{n} cells copied"));
    true
}

/// Puts the values that were copied, from the focus on; a larger selection is filled by repeating them.
fn paste(desk: &Desk) -> bool {
    let (axes, clip) = (desk.axes.get_untracked(), desk.clip.get_value());
    let height = count_of(clip.len());
    let Some(width) = clip.first().map(|line| count_of(line.len())).filter(|_| height > 0) else {
        desk.voice.say(t("Nothing was copied yet"));
        return true;
    };
    let spot = desk.look.focus.get_untracked();
    let (from, to) = desk.look.block.get_untracked().unwrap_or((spot, spot));
    let (top, bottom) = super::axes::ordered(axes.row_of(from.0), axes.row_of(to.0));
    let (start, end) = super::axes::ordered(axes.column_of(from.1), axes.column_of(to.1));
    let value = |line: i64, column: i64| {
        let line = clip.get(usize::try_from(line % height).ok()?)?;
        line.get(usize::try_from(column % width).ok()?).copied()
    };
    let (mut wanted, mut line, mut row) = (Vec::new(), 0, top);
    // Rows that sum up are stepped over, as they were when the block was copied.
    while row < count(&axes.down) && (row <= bottom || line < height) {
        let mut found = false;
        for across in 0..width.max(end - start + 1) {
            let to = start + across;
            let place = (to < count(&axes.across)).then(|| place_of(axes.at(row, to))).flatten();
            if let (Some(place), Some(value)) = (place, value(line, across)) {
                wanted.push((place, value));
                found = true;
            }
        }
        line += i64::from(found);
        row += 1;
    }
    desk.set(wanted);
    true
}

fn count_of(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
