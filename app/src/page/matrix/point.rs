//! What a mouse or a finger does to the grid.

use super::{
    axes::{Item, place_of, sum_of},
    desk::{Desk, element},
    grid::spot_at,
    look::Panel,
};
use leptos::{ev::MouseEvent, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

/// A click: on a menu's button, on a type, on a cell; with Shift, the value of the cell before fills the range.
pub fn click(event: &MouseEvent, desk: &Desk) {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    if let Some(menu) = target.closest("[data-menu]").ok().flatten() {
        if let Some(column) = menu.get_attribute("data-menu").and_then(|column| column.parse().ok()) {
            desk.look.panel.set(Panel::Menu(column));
        }
        return;
    }
    if target.closest("a").ok().flatten().is_some() {
        return;
    }
    let Some(spot) = spot_at(event) else { return };
    if let Some(before) = desk.look.anchor.get_value().filter(|_| event.shift_key() && place_of(spot).is_some()) {
        desk.go(spot);
        return fill_range(desk, before, spot);
    }
    desk.look.anchor.set_value(place_of(spot).map(|_| spot));
    desk.look.block.set(None);
    desk.go(spot);
    match spot {
        (Item::Kind(kind), _) | (_, Item::Kind(kind)) => desk.fold(kind, None),
        spot => {
            if let Some(place) = place_of(spot) {
                cycle(desk, place);
            }
        }
    }
}

/// Gives a range the value of the cell it was begun at.
fn fill_range(desk: &Desk, from: super::axes::Spot, to: super::axes::Spot) {
    let axes = desk.axes.get_untracked();
    let Some(first) = place_of(from) else { return };
    let value = desk.model.draft().wanted(first);
    let places = axes.places(&desk.model, from, to);
    desk.look.block.set(Some((from, to)));
    desk.set(places.into_iter().map(|place| (place, value)).collect());
}

/// None, all, own, none: the cell, or all that is selected like the cell.
pub fn cycle(desk: &Desk, place: super::model::Place) {
    if let Some(why) = super::state::why(&desk.model, place) {
        return desk.voice.say(why);
    }
    let now = desk.model.draft().wanted(place);
    let value = authz::matrix::next(now, desk.model.has_owners(place.1));
    let chosen = desk.chosen();
    let places = if chosen.contains(&place) { chosen } else { vec![place] };
    desk.set(places.into_iter().map(|place| (place, value)).collect());
}

/// Space: a cell, a block, or all of a type for a role.
pub fn cycle_focus(desk: &Desk) {
    let spot = desk.look.focus.get_untracked();
    if let Some(place) = place_of(spot) {
        return cycle(desk, place);
    }
    if sum_of(spot).is_some() {
        let places = desk.chosen();
        let Some(first) = places.first() else { return };
        let owners = desk.model.has_owners(first.1);
        let value = authz::matrix::next(desk.model.draft().wanted(*first), owners);
        desk.set(places.into_iter().map(|place| (place, value)).collect());
    } else if let (Item::Kind(kind), _) | (_, Item::Kind(kind)) = spot {
        desk.fold(kind, None);
    } else if let (Item::Head, Item::Role(column)) | (Item::Role(column), Item::Label) = spot {
        desk.look.panel.set(Panel::Menu(column));
    }
}

/// Where an element of the grid is on the screen: start, top, bottom.
pub fn place_on_screen(spot: super::axes::Spot) -> Option<(f64, f64, f64)> {
    let area = element(spot)?.get_bounding_client_rect();
    Some((area.left(), area.top(), area.bottom()))
}
