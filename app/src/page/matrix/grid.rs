//! The grid: permissions by type down, roles across.

use super::model::{Model, Place};
use crate::{dto::MatrixColumn, link};
use authz::{
    Extent,
    matrix::{Cell, Via},
};
use leptos::{ev::KeyboardEvent, prelude::*};

/// The grid. Without script it is a table to read, and the name of a role leads to its form.
#[component]
pub fn Grid(
    /// The matrix.
    model: Model,
) -> impl IntoView {
    let focus: RwSignal<Place> = RwSignal::new((0, 0));
    let page = model.page().clone();
    let heads = page.columns.iter().map(|column| head(&page.node, column)).collect_view();
    let width = page.columns.len();
    let mut row: u32 = 0;
    let bodies = page
        .types
        .iter()
        .map(|kind| {
            let first = row;
            row += u32::try_from(kind.permissions.len()).unwrap_or_default();
            let lines = (first..row).map(|row| view! { <Line model=model.clone() row focus/> }).collect_view();
            let note = if kind.built_in { "of the console" } else { "" };
            view! {
                <tbody>
                    <tr class="matrix-type">
                        <th scope="rowgroup">{kind.kind.clone()} <span class="font-normal text-muted">{note}</span></th>
                        <td colspan=width></td>
                    </tr>
                    {lines}
                </tbody>
            }
        })
        .collect_view();
    let keys = model.clone();
    view! {
        <div class="matrix-frame" tabindex="-1" on:keydown=move |event| steer(&event, &keys, focus)>
            <table class="matrix" aria-label="Permissions by role">
                <thead><tr><th scope="col">"Permission"</th>{heads}</tr></thead>
                {bodies}
            </table>
        </div>
    }
}

fn head(node: &str, column: &MatrixColumn) -> impl IntoView + use<> {
    let holders = match column.holders {
        0 => "nobody".to_owned(),
        1 => "1 holder".to_owned(),
        more => format!("{more} holders"),
    };
    let locked = column.locked(node);
    let label = column.label().to_owned();
    let name = if locked.is_some() {
        view! { <span title=locked>{label}</span> }.into_any()
    } else {
        view! { <a class="hover:underline underline-offset-4" href=link::role(node, column.role.id.as_str())>{label}</a> }.into_any()
    };
    view! {
        <th scope="col" class:matrix-locked=locked.is_some()>
            <span class="block truncate">{name}</span>
            <span class="block font-normal text-2xs text-muted">{if locked.is_some() { "locked · " } else { "" }}{holders}</span>
        </th>
    }
}

#[component]
fn Line(model: Model, row: u32, focus: RwSignal<Place>) -> impl IntoView {
    let action = model.permission(row).map(|permission| permission.action().to_owned()).unwrap_or_default();
    let columns = u32::try_from(model.page().columns.len()).unwrap_or_default();
    let cells =
        (0..columns).map(|column| view! { <Square model=model.clone() place=(column, row) focus/> }).collect_view();
    view! { <tr><th scope="row">{action}</th>{cells}</tr> }
}

/// A cell. Its shape and its words say what it is; colour only helps.
#[component]
fn Square(model: Model, place: Place, focus: RwSignal<Place>) -> impl IntoView {
    let cell = Memo::new({
        let model = model.clone();
        move |_| (model.cell(place), model.is_changed(place))
    });
    let column = usize::try_from(place.0).ok().and_then(|column| model.page().columns.get(column)).cloned();
    let editable = column.as_ref().is_some_and(|column| column.editable);
    let role = column.as_ref().map(|column| column.label().to_owned()).unwrap_or_default();
    let permission = model.permission(place.1).map(ToString::to_string).unwrap_or_default();
    let name = move || cell.with(|(cell, changed)| format!("{permission}, {role}: {}", words(cell, *changed)));
    let state = move || cell.with(|(cell, _)| state(cell));
    let mark = move || cell.with(|(cell, _)| mark(cell));
    view! {
        <td>
            <button
                type="button"
                class="cell"
                id=format!("cell-{}-{}", place.0, place.1)
                data-state=state
                data-changed=move || cell.with(|(_, changed)| changed.then_some("true"))
                aria-label=name
                aria-disabled=(!editable).then_some("true")
                tabindex=move || if focus.get() == place { "0" } else { "-1" }
                on:focus=move |_| focus.set(place)
                on:click=move |_| if editable { model.toggle(place) }
            >
                <span aria-hidden="true">{mark}</span>
            </button>
        </td>
    }
}

/// How the cell is drawn.
fn state(cell: &Cell) -> &'static str {
    match (cell.explicit, &cell.inherited) {
        (Some(Extent::All), _) => "all",
        (_, Some((Extent::All, _))) => "inherited",
        (Some(Extent::Own), _) => "own",
        (None, Some((Extent::Own, _))) => "inherited-own",
        (None, None) if cell.conditional => "conditional",
        (None, None) => "none",
    }
}

/// What stands in the cell.
fn mark(cell: &Cell) -> &'static str {
    match state(cell) {
        "all" | "inherited" => "✓",
        "own" | "inherited-own" => "own",
        "conditional" => "if",
        _ => "–",
    }
}

/// The cell in words.
pub fn words(cell: &Cell, changed: bool) -> String {
    let own = match cell.explicit {
        Some(Extent::All) => "granted",
        Some(Extent::Own) => "granted on one's own",
        None => "",
    };
    let via = cell.inherited.as_ref().map(|(extent, via)| {
        let from = match via {
            Via::Pattern(pattern) => format!("its entry {pattern}"),
            Via::Role(role) => role.to_string(),
        };
        let on = if *extent == Extent::Own { " on one's own" } else { "" };
        format!("inherited{on} from {from}")
    });
    let mut parts: Vec<String> = [own.to_owned()].into_iter().chain(via).filter(|part| !part.is_empty()).collect();
    if cell.conditional {
        parts.push("also under a condition".to_owned());
    }
    if parts.is_empty() {
        parts.push("not granted".to_owned());
    }
    parts.push(if changed { "changed" } else { "unchanged" }.to_owned());
    parts.join(", ")
}

/// Arrows, Home and End move; Escape puts the cell back; A, O and N set it.
fn steer(event: &KeyboardEvent, model: &Model, focus: RwSignal<Place>) {
    let (column, row) = focus.get_untracked();
    let columns = u32::try_from(model.page().columns.len()).unwrap_or_default();
    let (last_column, last_row) = (columns.saturating_sub(1), model.height().saturating_sub(1));
    let to = match event.key().as_str() {
        "ArrowLeft" => (column.saturating_sub(1), row),
        "ArrowRight" => ((column + 1).min(last_column), row),
        "ArrowUp" => (column, row.saturating_sub(1)),
        "ArrowDown" => (column, (row + 1).min(last_row)),
        "Home" if event.ctrl_key() => (0, 0),
        "End" if event.ctrl_key() => (last_column, last_row),
        "Home" => (0, row),
        "End" => (last_column, row),
        "PageUp" => (column, row.saturating_sub(10)),
        "PageDown" => (column, (row + 10).min(last_row)),
        key => return choose(event, key, model, (column, row)),
    };
    event.prevent_default();
    focus.set(to);
    let cell = document().get_element_by_id(&format!("cell-{}-{}", to.0, to.1));
    if let Some(cell) = cell.and_then(|cell| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(cell).ok()) {
        // A cell that is gone cannot be focused; then nothing happens.
        let _ = cell.focus();
    }
}

fn choose(event: &KeyboardEvent, key: &str, model: &Model, place: Place) {
    let editable =
        usize::try_from(place.0).ok().and_then(|column| model.page().columns.get(column)).is_some_and(|c| c.editable);
    if !editable || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    match key {
        "a" | "A" => model.set(place, Some(Extent::All)),
        "o" | "O" => model.set(place, Some(Extent::Own)),
        "n" | "N" => model.set(place, None),
        "Escape" => model.revert(place),
        _ => return,
    }
    event.prevent_default();
}
