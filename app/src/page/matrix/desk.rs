//! What all parts of the matrix share: the model, what one looks at, and a voice.

use super::{
    axes::{Axes, Item, Spot, element_id},
    look::{Look, Panel},
    model::{Model, Place, Value},
    window::{COLUMN, HEAD, LABEL, ROW},
};
use crate::text::{fill, plural};
use leptos::{html, prelude::*};
use std::{sync::Arc, time::Duration};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Shared by all parts. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    /// The matrix and its draft.
    pub model: Model,
    /// What one looks at.
    pub look: Look,
    /// The rows and columns.
    pub axes: Memo<Arc<Axes>>,
    /// The selected block, as positions: first and last row, first and last column.
    pub selected: Memo<Option<(i64, i64, i64, i64)>>,
    /// Is anything changed?
    pub changed: Memo<bool>,
    /// Speaks.
    pub voice: Voice,
    /// What scrolls.
    pub frame: NodeRef<html::Div>,
    /// What was copied.
    pub clip: StoredValue<Vec<Vec<Value>>>,
}

impl Desk {
    /// A desk for a matrix.
    pub fn new(model: Model, look: Look) -> Self {
        let axes = Memo::new({
            let model = model.clone();
            move |_| {
                let wanted = look.wanted();
                if wanted.query.is_about_draft() {
                    model.track_all();
                }
                Arc::new(Axes::new(&model, &wanted))
            }
        });
        let selected = Memo::new(move |_| {
            let (from, to) = look.block.get()?;
            let axes = axes.get();
            let (top, bottom) = super::axes::ordered(axes.row_of(from.0), axes.row_of(to.0));
            let (start, end) = super::axes::ordered(axes.column_of(from.1), axes.column_of(to.1));
            Some((top, bottom, start, end))
        });
        let changed = Memo::new({
            let model = model.clone();
            move |_| {
                model.track_all();
                model.count().0 > 0
            }
        });
        let (voice, frame, clip) = (Voice::new(), NodeRef::new(), StoredValue::new(Vec::new()));
        Self { model, look, axes, selected, changed, voice, frame, clip }
    }

    /// Is a spot in the selected block?
    pub fn is_selected(&self, (down, across): Spot) -> bool {
        let Some((top, bottom, start, end)) = self.selected.get() else { return false };
        let axes = self.axes.get_untracked();
        let (Some(row), Some(column)) = (axes.row_of(down), axes.column_of(across)) else { return false };
        (top..=bottom).contains(&row) && (start..=end).contains(&column)
    }

    /// The cells that an action is about: those of the block, or the one with the focus.
    pub fn chosen(&self) -> Vec<Place> {
        let axes = self.axes.get_untracked();
        let spot = self.look.focus.get_untracked();
        let (from, to) = self.look.block.get_untracked().unwrap_or((spot, spot));
        axes.places(&self.model, from, to)
    }

    /// Sets cells and says what came of it.
    pub fn set(&self, wanted: Vec<(Place, Value)>) {
        let one = match wanted.as_slice() {
            [(place, _)] => Some(*place),
            _ => None,
        };
        let (changed, locked) = self.model.apply(wanted);
        if let Some(place) = one {
            let why = super::state::why(&self.model, place);
            self.voice.say(why.unwrap_or_else(|| super::state::name(&self.model, place)));
        } else {
            let changed = plural(changed, "{n} cell changed", "{n} cells changed");
            let locked = (locked > 0).then(|| plural(locked, ", {n} is locked", ", {n} are locked"));
            self.voice.say(changed + &locked.unwrap_or_default());
        }
    }

    /// Moves the focus and brings the cell into sight.
    pub fn go(&self, spot: Spot) {
        self.look.focus.set(spot);
        self.reveal(spot);
        if !focus_element(spot) {
            // The cell is drawn once the grid has scrolled there.
            request_animation_frame(move || {
                focus_element(spot);
            });
        }
    }

    /// Puts the focus back to where it was in the grid.
    pub fn back(&self) {
        self.look.panel.set(Panel::None);
        self.go(self.look.focus.get_untracked());
    }

    /// Scrolls so that a cell is not under a sticky header, nor out of sight.
    #[expect(clippy::cast_precision_loss, reason = "positions are small")]
    fn reveal(&self, (down, across): Spot) {
        let (axes, Some(frame)) = (self.axes.get_untracked(), self.frame.get_untracked()) else { return };
        let within = |scroll: i32, room: i32, at: i64, size: f64, head: f64| {
            let (first, scroll, room) = (at as f64 * size, f64::from(scroll), f64::from(room) - head);
            if at < 0 || (first >= scroll && first + size <= scroll + room) {
                scroll
            } else if first < scroll {
                first
            } else {
                first + size - room
            }
        };
        if let Some(row) = axes.row_of(down) {
            let top = within(frame.scroll_top(), frame.client_height(), row, ROW, HEAD);
            if whole(top) != frame.scroll_top() {
                frame.set_scroll_top(whole(top));
            }
        }
        if let Some(column) = axes.column_of(across) {
            let left = within(frame.scroll_left().abs(), frame.client_width(), column, COLUMN, LABEL);
            // From right to left, browsers count the other way.
            let sign = if frame.scroll_left() < 0 || is_turned_around() { -1 } else { 1 };
            frame.set_scroll_left(sign * whole(left));
        }
        super::window::measure(&self.look, &frame);
    }

    /// Folds or unfolds a type.
    pub fn fold(&self, kind: u32, fold: Option<bool>) {
        let Some(found) = super::model::get(self.model.kinds(), kind) else { return };
        let name = found.name.clone();
        let mut now = false;
        self.look.folded.update(|folded| {
            now = fold.unwrap_or(!folded.contains(&name));
            if now && !folded.contains(&name) {
                folded.push(name.clone());
            } else if !now {
                folded.retain(|other| *other != name);
            }
        });
        let title = super::state::title(&name);
        self.voice.say(if now {
            fill("{type} is folded", &[("type", &title)])
        } else {
            fill("{type} is unfolded", &[("type", &title)])
        });
    }

    /// Is this type folded?
    pub fn is_folded(&self, kind: u32) -> bool {
        let name = super::model::get(self.model.kinds(), kind).map(|kind| kind.name.as_str()).unwrap_or_default();
        self.look.folded.with(|folded| folded.iter().any(|other| other == name))
            && self.look.text.with(|text| text.trim().is_empty())
    }

    /// The next or previous changed cell after the focus.
    pub fn next_change(&self, backward: bool) {
        let axes = self.axes.get_untracked();
        let turned = axes.turned;
        let spot = |column: u32, row: u32| {
            if turned { (Item::Role(column), Item::Row(row)) } else { (Item::Row(row), Item::Role(column)) }
        };
        let mut found: Vec<(i64, i64)> = self
            .model
            .draft()
            .changes()
            .filter_map(|(column, row)| {
                let (down, across) = spot(*column, *row);
                Some((axes.row_of(down)?, axes.column_of(across)?))
            })
            .collect();
        found.sort_unstable();
        let (down, across) = self.look.focus.get_untracked();
        let here = (axes.row_of(down).unwrap_or(-1), axes.column_of(across).unwrap_or(-1));
        let next = if backward {
            found.iter().rev().find(|at| **at < here).or(found.last())
        } else {
            found.iter().find(|at| **at > here).or(found.first())
        };
        match next {
            Some((row, column)) => self.go(axes.at(*row, *column)),
            None => self.voice.say(crate::text::t("Nothing is changed")),
        }
    }
}

/// A number of pixels without its fraction.
#[expect(clippy::cast_possible_truncation, reason = "pixels are few")]
fn whole(pixels: f64) -> i32 {
    pixels.round() as i32
}

/// Is the page read from right to left?
pub fn is_turned_around() -> bool {
    document().document_element().is_some_and(|root| root.get_attribute("dir").is_some_and(|dir| dir == "rtl"))
}

/// The drawn element of a spot.
pub fn element(spot: Spot) -> Option<HtmlElement> {
    document().get_element_by_id(&element_id(spot))?.dyn_into().ok()
}

/// Focuses a cell and makes it the grid's one tab stop; `false` if it is not drawn.
fn focus_element(spot: Spot) -> bool {
    let Some(found) = element(spot) else { return false };
    let stops = document().query_selector_all(".matrix [tabindex='0']").ok();
    for number in 0..stops.as_ref().map_or(0, web_sys::NodeList::length) {
        let stop =
            stops.as_ref().and_then(|stops| stops.get(number)).and_then(|node| node.dyn_into::<HtmlElement>().ok());
        if let Some(stop) = stop {
            stop.set_tab_index(-1);
        }
    }
    found.set_tab_index(0);
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    // A cell that cannot be focused stays as it is.
    let _ = found.focus_with_options(&options);
    true
}

/// One polite live region: at most one message a second, the latest.
#[derive(Clone, Copy)]
pub struct Voice {
    /// What is said.
    pub text: RwSignal<String>,
    waiting: StoredValue<Option<String>>,
    busy: StoredValue<bool>,
}

impl Voice {
    fn new() -> Self {
        Self { text: RwSignal::new(String::new()), waiting: StoredValue::new(None), busy: StoredValue::new(false) }
    }

    /// Says something, now or within a second.
    pub fn say(self, text: impl Into<String>) {
        if self.busy.get_value() {
            self.waiting.set_value(Some(text.into()));
            return;
        }
        self.busy.set_value(true);
        self.text.set(text.into());
        set_timeout(
            move || {
                // The page may be gone by then.
                if self.busy.try_get_value().is_some() {
                    self.busy.set_value(false);
                    let next = self.waiting.get_value();
                    self.waiting.set_value(None);
                    if let Some(next) = next {
                        self.say(next);
                    }
                }
            },
            Duration::from_secs(1),
        );
    }
}
