//! The grid: a tree grid (APG) of permissions by type and roles, or turned.

use super::{
    axes::{Axes, Item, spot_of},
    desk::Desk,
    head::{Corner, HeadCell},
    keys::steer,
    line::Line,
    look::Panel,
    model::len,
    point,
    pool::Pool,
    window::{COLUMN, LABEL, ROW, Window, measure, pixels},
};
use crate::prelude::*;
use crate::text::t;
use leptos::{attr::custom::custom_attribute, ev::Event};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// The spot of the cell that an event is about.
pub fn spot_at(event: &Event) -> Option<super::axes::Spot> {
    let target: Element = event.target()?.dyn_into().ok()?;
    spot_of(&target.closest("[id^='cell-']").ok()??.id())
}

/// What is drawn, and gaps for what is not.
#[derive(Clone, Copy)]
pub struct Drawn {
    /// The rows and columns that are drawn.
    pub window: Memo<Window>,
    /// The columns that are drawn, with where they stand.
    pub columns: Memo<Vec<(Item, usize)>>,
}

/// Rows, columns or cells by where they stand. One function for all of them, or the WebAssembly holds it four times.
pub fn each(list: Memo<Vec<(Item, usize)>>, draw: Arc<dyn Fn((Item, usize)) -> AnyView + Send + Sync>) -> AnyView {
    view! { <For each=move || list.get() key=|one| *one children=move |one| draw(one)/> }
}

/// The grid. Without script it is a table to read, and the name of a role leads to its form.
#[component]
pub fn Grid(
    /// What is shared.
    desk: Desk,
) -> impl IntoView {
    let (axes, look, frame) = (desk.axes, desk.look, desk.frame);
    let window = Memo::new(move |_| axes.with(|axes| Window::new(axes, look.pane.get(), look.whole.get())));
    let columns = Memo::new(move |_| axes.with(|axes| window.get().columns(axes)));
    let pool = Pool::default();
    // A row is named by its header, whatever it shows.
    let rows = Memo::new({
        let pool = pool.clone();
        move |_| {
            let shown = axes.with(|axes| pool.show(&window.get().rows(axes)));
            shown.into_iter().map(|row| (Item::Label, row)).collect()
        }
    });
    let drawn = Drawn { window, columns };
    let count = move |list: fn(&Axes) -> u32| axes.with(|axes| (list(axes) + 1).to_string());
    // The size of the frame is known once it is there.
    Effect::new(move |_| {
        if let Some(frame) = frame.get() {
            measure(&look, &frame);
        }
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| {
        if let Some(frame) = frame.get_untracked() {
            measure(&look, &frame);
        }
    });
    on_cleanup(move || resized.remove());
    let above = move || pixels(window.get().top, ROW).to_string();
    let below = move || axes.with(|axes| pixels(axes.down.len().saturating_sub(window.get().bottom), ROW).to_string());
    let span = move || (columns.with(Vec::len) + 3).to_string();
    let wide = move || axes.with(|axes| (pixels(axes.across.len(), COLUMN) + pixels(1, LABEL)).to_string());
    let line = {
        let desk = desk.clone();
        move |(_, row)| pool.item(row).map(|item| view! { <Line desk=desk.clone() item drawn/> }).into_any()
    };
    view! {
        <Frame desk=desk.clone()>
            <table
                {..custom_attribute("width", wide)}
                class="matrix"
                role="treegrid"
                aria-label=t("Permissions by role")
                aria-multiselectable="true"
                aria-rowcount=move || count(|axes| len(&axes.down))
                aria-colcount=move || count(|axes| len(&axes.across))
            >
                <Columns drawn axes/>
                <HeadRow desk=desk.clone() drawn/>
                <tbody>
                    <tr class="matrix-gap" aria-hidden="true"><td {..custom_attribute("height", above)} colspan=span></td></tr>
                    {each(rows, Arc::new(line))}
                    <tr class="matrix-gap" aria-hidden="true"><td {..custom_attribute("height", below)} colspan=span></td></tr>
                </tbody>
            </table>
            {move || axes.with(|axes| axes.down.is_empty()).then(|| view! {
                <p class="px-5 py-8 text-muted">{t("Nothing fits. Take a word away, or clear the search.")}</p>
            })}
        </Frame>
    }
    .into_any()
}

/// What scrolls, and takes keys and clicks for all cells.
#[component]
fn Frame(desk: Desk, children: Children) -> impl IntoView {
    let (look, frame, changed) = (desk.look, desk.frame, desk.changed);
    let (keys, clicks, seconds, focus) = (desk.clone(), desk.clone(), desk.clone(), desk);
    // Room for the bar below. By the object model, because a class would make the browser look through all cells.
    Effect::new(move |_| {
        let Some(frame) = frame.get() else { return };
        let style = web_sys::HtmlElement::style(&frame);
        // A browser that refuses it shows the bar below the window.
        let _ = if changed.get() {
            style.set_property("max-height", "calc(100dvh - 25rem)")
        } else {
            style.remove_property("max-height").map(drop)
        };
    });
    view! {
        <div
            class="matrix-frame"
            class:matrix-whole=move || look.whole.get()
            tabindex="-1"
            node_ref=frame
            on:scroll=move |_| {
                if let Some(frame) = frame.get_untracked() {
                    measure(&look, &frame);
                }
            }
            on:keydown=move |event| steer(&event, &keys)
            on:click=move |event| point::click(&event, &clicks)
            on:contextmenu=move |event| {
                if let Some(place) = spot_at(&event).and_then(super::axes::place_of) {
                    event.prevent_default();
                    seconds.look.panel.set(Panel::Cell(place));
                }
            }
            on:focusin=move |event| {
                if let Some(spot) = spot_at(&event).filter(|spot| *spot != focus.look.focus.get_untracked()) {
                    focus.look.focus.set(spot);
                }
            }
        >
            {children()}
        </div>
    }
    .into_any()
}

/// The widths of the columns that are drawn, and of the gaps beside them.
#[component]
fn Columns(drawn: Drawn, axes: Memo<Arc<Axes>>) -> impl IntoView {
    let before = move || pixels(drawn.window.get().start, COLUMN).to_string();
    let after =
        move || axes.with(|axes| pixels(axes.across.len().saturating_sub(drawn.window.get().end), COLUMN).to_string());
    let col = |_| view! { <col {..custom_attribute("width", pixels(1, COLUMN).to_string())}/> };
    view! {
        <colgroup>
            <col {..custom_attribute("width", pixels(1, LABEL).to_string())}/>
            <col {..custom_attribute("width", before)}/>
            {each(drawn.columns, Arc::new(col))}
            <col {..custom_attribute("width", after)}/>
        </colgroup>
    }
    .into_any()
}

/// The row of headers.
#[component]
fn HeadRow(desk: Desk, drawn: Drawn) -> impl IntoView {
    let cell = {
        let desk = desk.clone();
        move |(item, at)| view! { <HeadCell desk=desk.clone() item at/> }
    };
    view! {
        <thead>
            <tr role="row" aria-rowindex="1">
                <Corner desk/>
                <td class="matrix-gap" aria-hidden="true"></td>
                {each(drawn.columns, Arc::new(cell))}
                <td class="matrix-gap" aria-hidden="true"></td>
            </tr>
        </thead>
    }
    .into_any()
}
