//! A row of the grid: its header, and its cells. A row shows one thing after another (see [`super::pool`]).

use super::{
    axes::{Item, Spot, element_id, place_of, spot_of, sum_of},
    desk::Desk,
    find::differ,
    grid::{Drawn, each},
    head::{KindName, RoleName, RowName},
    model::{Place, get},
    state::{self, mark, state, told},
};
use crate::prelude::*;
use crate::text::{fill, t};
use leptos::{attr::custom::custom_attribute, html};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlTableRowElement};

/// A row.
#[component]
pub fn Line(
    /// What is shared.
    desk: Desk,
    /// What it is about; nothing while it is out of use.
    item: ArcRwSignal<Option<Item>>,
    /// The columns that are drawn.
    drawn: Drawn,
) -> impl IntoView {
    let (axes, row) = (desk.axes, NodeRef::new());
    follow(desk.clone(), item.clone(), drawn, row);
    // A row out of use stays as it was: most of it may be wanted again.
    let about = {
        let item = item.clone();
        Memo::new(move |before: Option<&Item>| item.get().or(before.copied()).unwrap_or(Item::Label))
    };
    let spot = (about.get_untracked(), Item::Label);
    let (id, tab) = (element_id(spot), tab_of(&desk, spot));
    let class = move || if matches!(about.get(), Item::Kind(_)) { "matrix-type" } else { "matrix-line" };
    let index = move || axes.with(|axes| axes.row_of(about.get()).map(|at| (at + 2).to_string()));
    let level = move || match about.get() {
        Item::Kind(_) => Some("1"),
        Item::Row(_) => Some("2"),
        _ => None,
    };
    let open = {
        let desk = desk.clone();
        move || match about.get() {
            Item::Kind(kind) => Some(if desk.is_folded(kind) { "false" } else { "true" }),
            _ => None,
        }
    };
    let cell = {
        let (desk, item) = (desk.clone(), item.clone());
        move |(across, at)| view! { <Square desk=desk.clone() down=item.get_untracked() across at/> }
    };
    let hidden = move || item.get().is_none();
    // The header of another type or permission only says something else; only for another sort of thing it is made anew.
    let sort = Memo::new(move |_| match about.get() {
        Item::Kind(_) => Item::Kind(0),
        Item::Row(_) => Item::Row(0),
        other => other,
    });
    let number = move |of: fn(Item) -> Option<u32>| {
        Memo::new(move |before: Option<&u32>| of(about.get()).or(before.copied()).unwrap_or_default())
    };
    let header = move || match sort.get() {
        Item::Kind(_) => {
            let kind = number(|item| if let Item::Kind(kind) = item { Some(kind) } else { None });
            view! { <KindName desk=desk.clone() kind/> }.into_any()
        }
        Item::Row(_) => {
            let row = number(|item| if let Item::Row(row) = item { Some(row) } else { None });
            view! { <RowName desk=desk.clone() row/> }.into_any()
        }
        Item::Role(column) => view! { <RoleName desk=desk.clone() column/> }.into_any(),
        _ => ().into_any(),
    };
    view! {
        <tr {..custom_attribute("aria-level", level)} node_ref=row role="row" class=class aria-rowindex=index aria-expanded=open hidden=hidden>
            <th scope="row" role="rowheader" id=id tabindex=tab aria-colindex="1">{header}</th>
            <td class="matrix-gap" aria-hidden="true"></td>
            {each(drawn.columns, Arc::new(cell))}
            <td class="matrix-gap" aria-hidden="true"></td>
        </tr>
    }
    .into_any()
}

/// Whether a cell is the grid's one tab stop when it is drawn.
pub fn tab_of(desk: &Desk, spot: Spot) -> &'static str {
    if stop(desk) == spot { "0" } else { "-1" }
}

/// The grid's one tab stop.
fn stop(desk: &Desk) -> Spot {
    let axes = desk.axes.get_untracked();
    axes.nearest(&desk.model, desk.look.focus.get_untracked())
}

/// What is drawn of a cell. Its shape and its words say what it is; colour only helps.
#[derive(Clone, Default, PartialEq)]
struct Drawing {
    class: &'static str,
    state: Option<&'static str>,
    change: Option<&'static str>,
    full: Option<&'static str>,
    locked: Option<&'static str>,
    selected: Option<&'static str>,
    name: Option<String>,
    text: String,
}

impl Drawing {
    /// Whoever reads this draws again when the cell changes.
    fn of(desk: &Desk, spot: Spot) -> Self {
        if let Some(place) = place_of(spot) {
            Self::square(desk, spot, place)
        } else if let Some((column, kind)) = sum_of(spot) {
            Self::sum(desk, spot, column, kind)
        } else if let (Item::Row(row), Item::Difference) = spot {
            Self::difference(desk, row)
        } else {
            Self::default()
        }
    }

    fn selected(desk: &Desk, spot: Spot) -> &'static str {
        if desk.is_selected(spot) { "true" } else { "false" }
    }

    fn square(desk: &Desk, spot: Spot, place: Place) -> Self {
        desk.model.track(place);
        let cell = desk.model.cell(place);
        let change = {
            let draft = desk.model.draft();
            let changed = draft.is_changed(place).then_some("changed");
            draft.conflict(place).map_or(changed, |_| Some("conflict"))
        };
        Self {
            class: "matrix-cell",
            state: Some(state(&cell)),
            change,
            locked: desk.model.locked(place).is_some().then_some("true"),
            selected: Some(Self::selected(desk, spot)),
            name: Some(state::name(&desk.model, place)),
            text: mark(&desk.model, &cell),
            ..Self::default()
        }
    }

    /// How many of a type's permissions a role has.
    fn sum(desk: &Desk, spot: Spot, column: u32, kind: u32) -> Self {
        let model = &desk.model;
        model.track_sum(column, kind);
        let Some(found) = get(model.kinds(), kind) else { return Self::default() };
        let all = found.rows.end - found.rows.start;
        let granted = model.granted(column, found.rows.clone());
        let (title, counts) = (state::title(&found.name), (granted.to_string(), all.to_string()));
        let name = fill(
            "{type}, {role}: {granted} of {all} granted",
            &[("type", &title), ("role", model.label(column)), ("granted", &counts.0), ("all", &counts.1)],
        );
        Self {
            class: "matrix-sum",
            full: (granted == all).then_some("true"),
            selected: Some(Self::selected(desk, spot)),
            name: Some(name),
            text: format!("{granted}/{all}"),
            ..Self::default()
        }
    }

    /// Do the compared roles differ, and how?
    fn difference(desk: &Desk, row: u32) -> Self {
        let model = &desk.model;
        let roles: Vec<u32> = desk.axes.with(|axes| {
            let role = |item: &Item| if let Item::Role(column) = item { Some(*column) } else { None };
            axes.across.iter().filter_map(role).collect()
        });
        for role in &roles {
            model.track((*role, row));
        }
        let one = |role: &u32| format!("{}: {}", model.label(*role), told(model.effective((*role, row))));
        let differs = differ(model, row, &roles);
        let (text, name) = if differs {
            (t("differs"), roles.iter().map(one).collect::<Vec<_>>().join("; "))
        } else {
            (t("same"), t("same").to_owned())
        };
        Self { class: "matrix-difference", name: Some(name), text: text.to_owned(), ..Self::default() }
    }

    fn attributes(&self) -> [(&'static str, Option<&str>); 7] {
        [
            ("class", Some(self.class)),
            ("data-state", self.state),
            ("data-change", self.change),
            ("data-full", self.full),
            ("aria-readonly", self.locked),
            ("aria-selected", self.selected),
            ("aria-label", self.name.as_deref()),
        ]
    }

    /// Writes into the cell's element what is other than before.
    fn put(&self, before: &Self, cell: &Element) {
        for ((name, value), (_, had)) in self.attributes().into_iter().zip(before.attributes()) {
            // The names are attributes', so that this cannot fail.
            let _ = match value {
                _ if value == had => Ok(()),
                Some(value) => cell.set_attribute(name, value),
                None => cell.remove_attribute(name),
            };
        }
        if let Some(inside) = cell.first_element_child().filter(|_| self.text != before.text) {
            inside.set_text_content(Some(&self.text));
        }
    }
}

/// What a row showed.
struct Shown {
    down: Option<Item>,
    cells: Vec<((Item, usize), Drawing)>,
}

impl Shown {
    /// What was drawn in a column.
    fn drawing(&self, column: (Item, usize)) -> Option<&Drawing> {
        self.cells.iter().find(|(known, _)| *known == column).map(|(_, drawing)| drawing)
    }
}

/// Draws the cells of a row again where they change: one effect for all of them, because hundreds of cells are there at
/// once, and each effect has its price.
fn follow(desk: Desk, item: ArcRwSignal<Option<Item>>, drawn: Drawn, row: NodeRef<html::Tr>) {
    Effect::new(move |before: Option<Shown>| {
        let (now, row) = (item.get(), row.get_untracked());
        let Some(down) = now else {
            // Out of use: cells keep what they show and give up their names, which others have now.
            if let Some(row) = row {
                cells_of(&row).for_each(|cell| cell.set_id(""));
            }
            return Shown { down: None, cells: before.map(|before| before.cells).unwrap_or_default() };
        };
        let one = |column: &(Item, usize)| (*column, Drawing::of(&desk, (down, column.0)));
        let cells: Vec<_> = drawn.columns.with(|columns| columns.iter().map(one).collect());
        if let (Some(before), Some(row)) = (before, row) {
            if before.down == now {
                for (column, drawing) in &cells {
                    // A cell that was not there before is drawn as it is.
                    let known = before.drawing(*column).filter(|known| *known != drawing);
                    if let Some((known, cell)) = known.zip(cell_at(&row, column.1)) {
                        drawing.put(known, &cell);
                    }
                }
            } else {
                take_over(&desk, &row, down, &cells, &before);
            }
        }
        Shown { down: now, cells }
    });
}

/// The header and the cells of a row, gaps and all.
fn cells_of(row: &HtmlTableRowElement) -> impl Iterator<Item = HtmlElement> {
    let cells = row.cells();
    (0..cells.length()).filter_map(move |number| cells.item(number)?.dyn_into().ok())
}

/// The cell of a row in a column.
fn cell_at(row: &HtmlTableRowElement, at: usize) -> Option<Element> {
    row.query_selector(&format!("[aria-colindex='{}']", at + 2)).ok()?
}

/// The cells of a row that shows something else now get its ids and are drawn. Who had the focus on one of them has it on
/// what is there now: keys act on what is seen.
fn take_over(desk: &Desk, row: &HtmlTableRowElement, down: Item, cells: &[((Item, usize), Drawing)], before: &Shown) {
    let active = document().active_element().filter(|active| row.contains(Some(active)));
    if let Some((_, across)) = active.and_then(|active| spot_of(&active.id())) {
        desk.look.focus.set((down, across));
    }
    let stop = stop(desk);
    let name = |cell: &HtmlElement, spot: Spot| {
        cell.set_id(&element_id(spot));
        if (cell.tab_index() == 0) != (spot == stop) {
            cell.set_tab_index(if spot == stop { 0 } else { -1 });
        }
    };
    let empty = Drawing::default();
    for element in cells_of(row) {
        match element.get_attribute("aria-colindex").and_then(|index| index.parse::<usize>().ok()) {
            Some(1) => name(&element, (down, Item::Label)),
            Some(at) => {
                let Some((column, drawing)) = cells.iter().find(|((_, known), _)| known + 2 == at) else { continue };
                name(&element, (down, column.0));
                // A cell that was not there before is drawn as it is, and as nothing in a row out of use.
                let known = before.drawing(*column).or(before.down.is_none().then_some(&empty));
                if let Some(known) = known {
                    drawing.put(known, &element);
                }
            }
            None => {}
        }
    }
}

#[component]
fn Square(desk: Desk, down: Option<Item>, across: Item, at: usize) -> impl IntoView {
    let spot = down.map(|down| (down, across));
    let drawing = untrack(|| spot.map(|spot| Drawing::of(&desk, spot)).unwrap_or_default());
    view! {
        <td
            role="gridcell"
            class=drawing.class
            id=spot.map(element_id)
            tabindex=spot.map_or("-1", |spot| tab_of(&desk, spot))
            data-state=drawing.state
            data-change=drawing.change
            data-full=drawing.full
            aria-label=drawing.name
            aria-readonly=drawing.locked
            aria-selected=drawing.selected
            aria-colindex=(at + 2).to_string()
        >
            <span class="cell" aria-hidden="true">{drawing.text}</span>
        </td>
    }
    .into_any()
}
