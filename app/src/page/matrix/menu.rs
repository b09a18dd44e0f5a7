//! A role's menu: pin, hide, compare, copy from, open, who holds it, its history.

use super::{desk::Desk, look::Panel, model::Place};
use crate::prelude::*;
use crate::{
    kit::{Glyph, Icon},
    link,
    text::{fill, t},
};
use leptos::{ev::KeyboardEvent, html};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The menu.
#[component]
pub fn Menu(
    /// What is shared.
    desk: Desk,
    /// Whose.
    column: u32,
) -> impl IntoView {
    let Some(role) = desk.model.column(column).cloned() else { return ().into_any() };
    let (id, look) = (role.id.to_string(), desk.look);
    let pinned = look.pinned.with_untracked(|pinned| pinned.contains(&id));
    let href = link::role(&desk.model.page().node, &id);
    let (pin, hide, compare) = (desk.clone(), desk.clone(), desk.clone());
    let (pin_id, hide_id) = (id.clone(), id.clone());
    let node = NodeRef::<html::Div>::new();
    let item = |glyph: Glyph, label: &'static str, act: Box<dyn Fn() + Send>| {
        view! { <button type="button" role="menuitem" class="menu-item" tabindex="-1" on:click=move |_| act()><Icon glyph size=16/>{label}</button> }
    };
    let open = move |panel: Panel| {
        Box::new(move || {
            look.versions.set((None, None));
            look.panel.set(panel);
        }) as Box<dyn Fn() + Send>
    };
    let editable = role.lock.is_none();
    view! {
        <div role="menu" aria-label=fill("Menu of {role}", &[("role", role.label())]) class="grid" node_ref=node on:keydown=move |event| arrows(&event, node)>
            {item(Glyph::Pin, if pinned { t("Do not pin any more") } else { t("Pin in front") }, Box::new(move || { toggle(&pin, &pin_id); pin.back(); }))}
            {item(Glyph::Hide, t("Hide"), Box::new(move || {
                hide.look.pinned.update(|pinned| pinned.retain(|other| *other != hide_id));
                hide.look.hidden.update(|hidden| { hidden.push(hide_id.clone()); });
                hide.back();
            }))}
            {item(Glyph::Compare, t("Compare"), Box::new(move || compare_with(&compare, &id)))}
            {editable.then(|| item(Glyph::Copy, t("Copy from another role"), open(Panel::Copy(column))))}
            {item(Glyph::People, t("See who holds it"), open(Panel::Holders(column)))}
            {item(Glyph::History, t("See its versions"), open(Panel::History(column)))}
            <a role="menuitem" class="menu-item" tabindex="-1" href=href><Icon glyph=Glyph::Forward size=16/>{t("Open")}</a>
        </div>
    }
    .into_any()
}

/// Pins a role, or takes the pin away.
fn toggle(desk: &Desk, role: &str) {
    desk.look.pinned.update(|pinned| {
        if let Some(at) = pinned.iter().position(|other| other == role) {
            pinned.remove(at);
        } else {
            pinned.push(role.to_owned());
        }
    });
}

/// Pins it, and with a second pinned role shows what differs; at most four are compared.
fn compare_with(desk: &Desk, role: &str) {
    let look = desk.look;
    look.pinned.update(|pinned| {
        pinned.retain(|other| other != role);
        while pinned.len() > 3 {
            pinned.remove(0);
        }
        pinned.push(role.to_owned());
    });
    if look.pinned.with_untracked(Vec::len) > 1 {
        look.compare.set(true);
    } else {
        desk.voice.say(t("Pinned. Choose Compare for another role too."));
    }
    desk.back();
}

/// Up and Down go round.
fn arrows(event: &KeyboardEvent, node: NodeRef<html::Div>) {
    let step: i64 = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    event.prevent_default();
    let Some(list) = node.get_untracked().and_then(|menu| menu.query_selector_all("[role='menuitem']").ok()) else {
        return;
    };
    let items: Vec<HtmlElement> = (0..list.length()).filter_map(|number| list.get(number)?.dyn_into().ok()).collect();
    let active = document().active_element();
    let here = items.iter().position(|item| active.as_ref().is_some_and(|active| item.is_same_node(Some(active))));
    let count = i64::try_from(items.len()).unwrap_or(1).max(1);
    let next = (i64::try_from(here.unwrap_or(0)).unwrap_or(0) + step).rem_euclid(count);
    if let Some(item) = usize::try_from(next).ok().and_then(|next| items.get(next)) {
        // What cannot be focused stays as it is.
        let _ = item.focus();
    }
}

/// Takes over the cells of another role, as a draft.
#[component]
pub fn CopyFrom(
    /// What is shared.
    desk: Desk,
    /// The role that changes.
    column: u32,
) -> impl IntoView {
    let model = desk.model.clone();
    let others = (0..model.width()).filter(|other| *other != column).map(|other| {
        let (desk, model) = (desk.clone(), model.clone());
        let label = model.label(other).to_owned();
        let copy = move |_| {
            let wanted: Vec<(Place, _)> =
                (0..model.height()).map(|row| ((column, row), model.draft().wanted((other, row)))).collect();
            desk.look.panel.set(Panel::None);
            desk.set(wanted);
            desk.back();
        };
        view! { <li><button type="button" class="menu-item" on:click=copy>{label}</button></li> }
    });
    view! {
        <p class="mb-3 text-sm text-muted">{t("Its cells become those of the role you choose. Nothing is saved yet.")}</p>
        <ul class="grid">{others.collect_view()}</ul>
    }
    .into_any()
}
