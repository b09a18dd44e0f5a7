//! A row of the grid: its header, and its cells.

use super::{
    axes::{Item, element_id, place_of, sum_of},
    desk::{Desk, element},
    find::differ,
    grid::{Drawn, each},
    head::{KindName, RoleName, RowName},
    model::get,
    state::{mark, name, state, told},
};
use crate::prelude::*;
use crate::text::{fill, t};
use leptos::attr::custom::custom_attribute;
use std::sync::Arc;
use web_sys::HtmlElement;

/// A row.
#[component]
pub fn Line(
    /// What is shared.
    desk: Desk,
    /// What it is about.
    item: Item,
    /// The columns that are drawn.
    drawn: Drawn,
) -> impl IntoView {
    let axes = desk.axes;
    let index = move || axes.with(|axes| axes.row_of(item).map(|at| (at + 2).to_string()));
    let is_kind = matches!(item, Item::Kind(_));
    let level = match item {
        Item::Kind(_) => Some("1"),
        Item::Row(_) => Some("2"),
        _ => None,
    };
    let open = {
        let desk = desk.clone();
        move || match item {
            Item::Kind(kind) => Some(if desk.is_folded(kind) { "false" } else { "true" }),
            _ => None,
        }
    };
    let cell = {
        let desk = desk.clone();
        move |(across, at)| square(&desk, item, across, at)
    };
    if !is_kind {
        follow(desk.clone(), item, drawn);
    }
    let (id, tab) = (element_id((item, Item::Label)), tab_of(&desk, (item, Item::Label)));
    let header = match item {
        Item::Kind(kind) => view! { <KindName desk kind/> }.into_any(),
        Item::Row(row) => view! { <RowName desk row/> }.into_any(),
        Item::Role(column) => view! { <RoleName desk column/> }.into_any(),
        _ => ().into_any(),
    };
    view! {
        <tr {..custom_attribute("aria-level", level)} role="row" class=if is_kind { "matrix-type" } else { "matrix-line" } aria-rowindex=index aria-expanded=open>
            <th scope="row" role="rowheader" id=id tabindex=tab aria-colindex="1">{header}</th>
            <td class="matrix-gap" aria-hidden="true"></td>
            {each(drawn.columns, Arc::new(cell))}
            <td class="matrix-gap" aria-hidden="true"></td>
        </tr>
    }
    .into_any()
}

/// Whether a cell is the grid's one tab stop when it is drawn.
pub fn tab_of(desk: &Desk, spot: super::axes::Spot) -> &'static str {
    let axes = desk.axes.get_untracked();
    if axes.nearest(&desk.model, desk.look.focus.get_untracked()) == spot { "0" } else { "-1" }
}

fn square(desk: &Desk, down: Item, across: Item, at: usize) -> AnyView {
    let (spot, index) = ((down, across), (at + 2).to_string());
    if let Some(place) = place_of(spot) {
        view! { <Square desk=desk.clone() spot place index/> }.into_any()
    } else if let Some((column, kind)) = sum_of(spot) {
        view! { <Sum desk=desk.clone() spot column kind index/> }.into_any()
    } else if let Item::Row(row) = down {
        view! { <Difference desk=desk.clone() row index/> }.into_any()
    } else {
        view! { <td role="gridcell" id=element_id(spot) tabindex="-1" aria-colindex=index></td> }.into_any()
    }
}

/// What is drawn of a cell. Its shape and its words say what it is; colour only helps.
#[derive(PartialEq)]
struct Drawing {
    state: &'static str,
    change: Option<&'static str>,
    name: String,
    selected: &'static str,
    text: String,
}

impl Drawing {
    fn of(desk: &Desk, spot: super::axes::Spot, place: super::model::Place) -> Self {
        let cell = desk.model.cell(place);
        let change = {
            let draft = desk.model.draft();
            let changed = draft.is_changed(place).then_some("changed");
            draft.conflict(place).map_or(changed, |_| Some("conflict"))
        };
        Self {
            state: state(&cell),
            change,
            name: name(&desk.model, place),
            selected: if desk.is_selected(spot) { "true" } else { "false" },
            text: mark(&desk.model, &cell),
        }
    }

    /// Writes it into the cell's element.
    fn put(&self, cell: &HtmlElement) {
        let change = self.change.unwrap_or_default();
        // The names are attributes', so that none of this can fail.
        let _ = cell.set_attribute("data-state", self.state);
        let _ = cell.set_attribute("aria-label", &self.name);
        let _ = cell.set_attribute("aria-selected", self.selected);
        let _ = if change.is_empty() {
            cell.remove_attribute("data-change")
        } else {
            cell.set_attribute("data-change", change)
        };
        if let Some(inside) = cell.first_element_child() {
            inside.set_text_content(Some(&self.text));
        }
    }
}

/// Draws the cells of a row again where they change: one effect for all of them, because hundreds of cells are made at
/// once when somebody searches or scrolls, and each effect has its price.
fn follow(desk: Desk, down: Item, drawn: Drawn) {
    Effect::new(move |before: Option<Vec<(super::axes::Spot, Drawing)>>| {
        let one = |(across, _): &(Item, usize)| {
            let place = place_of((down, *across))?;
            desk.model.track(place);
            Some(((down, *across), Drawing::of(&desk, (down, *across), place)))
        };
        let now: Vec<_> = drawn.columns.with(|columns| columns.iter().filter_map(one).collect());
        let before = before.unwrap_or_default();
        for (spot, drawing) in &now {
            let known = before.iter().find(|(known, _)| known == spot);
            // A cell that was not there before is drawn as it is.
            if let Some(cell) = known.filter(|(_, known)| known != drawing).and_then(|_| element(*spot)) {
                drawing.put(&cell);
            }
        }
        now
    });
}

#[component]
fn Square(desk: Desk, spot: super::axes::Spot, place: super::model::Place, index: String) -> impl IntoView {
    let (drawing, tab) = (untrack(|| Drawing::of(&desk, spot, place)), tab_of(&desk, spot));
    view! {
        <td
            role="gridcell"
            class="matrix-cell"
            id=element_id(spot)
            tabindex=tab
            data-state=drawing.state
            data-change=drawing.change
            aria-label=drawing.name
            aria-readonly=desk.model.locked(place).is_some().then_some("true")
            aria-selected=drawing.selected
            aria-colindex=index
        >
            <span class="cell" aria-hidden="true">{drawing.text}</span>
        </td>
    }
    .into_any()
}

/// How many of a type's permissions a role has.
#[component]
fn Sum(desk: Desk, spot: super::axes::Spot, column: u32, kind: u32, index: String) -> impl IntoView {
    let (model, tab) = (desk.model.clone(), tab_of(&desk, spot));
    let counts = move || {
        model.track_column(column);
        let rows = get(model.kinds(), kind).map(|kind| kind.rows.clone()).unwrap_or_default();
        let all = rows.end - rows.start;
        (model.granted(column, rows), all)
    };
    let short = counts.clone();
    let full = counts.clone();
    let model = desk.model.clone();
    let words = move || {
        let (granted, all) = counts();
        let kind = get(model.kinds(), kind).map(|kind| super::state::title(&kind.name)).unwrap_or_default();
        let (granted, all) = (granted.to_string(), all.to_string());
        let role = model.label(column);
        fill(
            "{type}, {role}: {granted} of {all} granted",
            &[("type", &kind), ("role", role), ("granted", &granted), ("all", &all)],
        )
    };
    view! {
        <td
            role="gridcell"
            class="matrix-sum"
            id=element_id(spot)
            tabindex=tab
            data-full=move || { let (granted, all) = full(); (granted == all).then_some("true") }
            aria-label=words
            aria-selected=move || if desk.is_selected(spot) { "true" } else { "false" }
            aria-colindex=index
        >
            <span class="matrix-count">{move || { let (granted, all) = short(); format!("{granted}/{all}") }}</span>
        </td>
    }
    .into_any()
}

/// What differs between the roles that are compared.
#[component]
fn Difference(desk: Desk, row: u32, index: String) -> impl IntoView {
    let axes = desk.axes;
    let model = desk.model.clone();
    let roles = move || -> Vec<u32> {
        axes.with(|axes| {
            let role = |item: &Item| match item {
                Item::Role(role) => Some(*role),
                _ => None,
            };
            axes.across.iter().filter_map(role).collect()
        })
    };
    let words = move || {
        let roles = roles();
        for role in &roles {
            model.track_column(*role);
        }
        if !differ(&model, row, &roles) {
            return (false, t("same").to_owned());
        }
        let one = |role: &u32| format!("{}: {}", model.label(*role), told(model.effective((*role, row))));
        (true, roles.iter().map(one).collect::<Vec<_>>().join("; "))
    };
    let whole = words.clone();
    view! {
        <td role="gridcell" class="matrix-difference" id=element_id((Item::Row(row), Item::Difference)) tabindex="-1" aria-colindex=index aria-label=move || whole().1>
            {move || if words().0 { t("differs") } else { t("same") }}
        </td>
    }
    .into_any()
}
