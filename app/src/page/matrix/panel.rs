//! What opens beside the grid: a menu and a popover at their cell, everything else as a sheet at the side.

use super::{
    axes::{Item, Spot},
    desk::Desk,
    files::Files,
    history::History,
    holders::{Holders, fetched},
    keysheet::KeySheet,
    look::Panel,
    menu::{CopyFrom, Menu},
    model::Place,
    point::place_on_screen,
    popover::Popover,
    tool::{self, Tool},
};
use crate::prelude::*;
use crate::{
    kit::{Glyph, Icon},
    text::t,
};
use leptos::{ev::KeyboardEvent, html};

/// What is open, if anything is.
#[component]
pub fn Panels(
    /// What is shared.
    desk: Desk,
) -> impl IntoView {
    let panel = desk.look.panel;
    reactive(move || {
        let (desk, open) = (desk.clone(), panel.get());
        (open != Panel::None).then(|| tool::shown(Tool::Panel(desk, open)))
    })
}

/// Draws what is open.
pub fn drawn(desk: Desk, open: Panel) -> AnyView {
    let inner = desk.clone();
    match open {
        Panel::None => ().into_any(),
        Panel::Menu(column) => {
            view! { <Anchored desk spot=role_spot(&inner, column)><Menu desk=inner column/></Anchored> }
        }
        Panel::Cell(place) => {
            view! { <Anchored desk spot=cell_spot(&inner, place)><Popover desk=inner place/></Anchored> }
        }
        Panel::Holders(column) => {
            let found = fetched(&desk, column, crate::rpc::matrix::load_role_holders);
            let title = desk.model.label(column).to_owned();
            view! { <Sheet desk title><Holders found/></Sheet> }
        }
        Panel::History(column) => {
            let title = desk.model.label(column).to_owned();
            view! { <Sheet desk title><History desk=inner column/></Sheet> }
        }
        Panel::Copy(column) => {
            let title = desk.model.label(column).to_owned();
            view! { <Sheet desk title><CopyFrom desk=inner column/></Sheet> }
        }
        Panel::Keys => view! { <Sheet desk title=t("Keys").to_owned()><KeySheet desk=inner/></Sheet> },
        Panel::Files => {
            view! { <Sheet desk title=t("Export and import").to_owned()><Files desk=inner/></Sheet> }
        }
    }
}

fn is_turned(desk: &Desk) -> bool {
    desk.axes.with_untracked(|axes| axes.turned)
}

fn role_spot(desk: &Desk, column: u32) -> Spot {
    if is_turned(desk) { (Item::Role(column), Item::Label) } else { (Item::Head, Item::Role(column)) }
}

/// Where a cell is in the grid as it stands.
pub fn cell_spot(desk: &Desk, (column, row): Place) -> Spot {
    if is_turned(desk) { (Item::Role(column), Item::Row(row)) } else { (Item::Row(row), Item::Role(column)) }
}

/// Escape closes, and the focus goes back into the grid.
fn closes(desk: &Desk) -> impl Fn(KeyboardEvent) + 'static {
    let desk = desk.clone();
    move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            event.stop_propagation();
            desk.back();
        }
    }
}

/// The first thing inside that takes the focus gets it.
fn focus_first(root: &web_sys::HtmlElement) {
    use wasm_bindgen::JsCast;
    let first = root.query_selector("[data-first], button:not(:disabled), input:not(:disabled), a").ok().flatten();
    if let Some(first) = first.and_then(|first| first.dyn_into::<web_sys::HtmlElement>().ok()) {
        // What cannot be focused stays as it is.
        let _ = first.focus();
    }
}

/// Beside a cell.
#[component]
fn Anchored(desk: Desk, spot: Spot, children: Children) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let Some(panel) = node.get() else { return };
        let Some((left, top, bottom)) = place_on_screen(spot) else { return };
        let view = document().document_element();
        let (width, height) =
            view.map_or((1024.0, 768.0), |view| (f64::from(view.client_width()), f64::from(view.client_height())));
        let (own_width, own_height) = (f64::from(panel.offset_width()), f64::from(panel.offset_height()));
        let left = left.min(width - own_width - 8.0).max(8.0);
        let below = bottom + 4.0;
        let top = if below + own_height > height - 8.0 { (top - own_height - 4.0).max(8.0) } else { below };
        // By the object model: the policy forbids style attributes, not this.
        let style = web_sys::HtmlElement::style(&panel);
        let _ = style.set_property("left", &format!("{left}px"));
        let _ = style.set_property("top", &format!("{top}px"));
        let _ = panel.class_list().add_1("matrix-pop-placed");
        focus_first(&panel);
    });
    let away = desk.clone();
    view! {
        <div class="matrix-shade" on:click=move |_| away.back()></div>
        <div class="matrix-pop" node_ref=node on:keydown=closes(&desk)>{children()}</div>
    }
    .into_any()
}

/// At the side; the whole screen of a phone.
#[component]
fn Sheet(desk: Desk, title: String, children: Children) -> impl IntoView {
    let node = NodeRef::<html::Section>::new();
    Effect::new(move |_| {
        if let Some(sheet) = node.get() {
            focus_first(&sheet);
        }
    });
    let (away, close, name) = (desk.clone(), desk.clone(), title.clone());
    view! {
        <div class="matrix-shade matrix-shade-dark" on:click=move |_| away.back()></div>
        <section class="matrix-sheet" role="dialog" aria-modal="true" aria-label=name node_ref=node on:keydown=closes(&desk)>
            <header class="matrix-sheet-head">
                <h2 class="grow">{title}</h2>
                <button type="button" class="btn btn-plain btn-sm" aria-label=t("Close") on:click=move |_| close.back()><Icon glyph=Glyph::Cross/></button>
            </header>
            {children()}
        </section>
    }
    .into_any()
}
