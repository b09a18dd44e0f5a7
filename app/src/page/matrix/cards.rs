//! The matrix on a phone: two linked lists of cards, by role and by permission, on the same draft.

use super::{
    desk::Desk,
    find::Query,
    head::holders,
    model::{Place, get},
    popover::Switch,
    state::{inherited, title, why},
};
use crate::prelude::*;
use crate::{
    kit::{Glyph, Icon},
    link,
    text::{plural, t},
};
use leptos::ev::MouseEvent;

/// The lists. Without script a role's card leads to its form.
#[component]
pub fn Cards(
    /// What is shared.
    desk: Desk,
) -> impl IntoView {
    let card = desk.look.card;
    reactive(move || {
        let desk = desk.clone();
        let open = card.get();
        let column = open.strip_prefix("role:").and_then(|role| desk.model.find_column(role));
        let row = open.strip_prefix("permission:").and_then(|permission| desk.model.find_row(permission));
        let inside = match (column, row) {
            (Some(column), _) => view! { <RoleCard desk column/> }.into_any(),
            (_, Some(row)) => view! { <PermissionCard desk row/> }.into_any(),
            _ => view! { <Lists desk/> }.into_any(),
        };
        view! { <div class="matrix-cards">{inside}</div> }
    })
}

/// Opens a card instead of following a link.
fn opens(desk: &Desk, card: String) -> impl Fn(MouseEvent) + 'static {
    let open = desk.look.card;
    move |event: MouseEvent| {
        event.prevent_default();
        open.set(card.clone());
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }
}

#[component]
fn Lists(desk: Desk) -> impl IntoView {
    let card = desk.look.card;
    let by_permission = move || card.get() == "permissions";
    let tab = move |name: &'static str, label: &'static str| {
        let on = move || if (card.get() == "permissions") == (name == "permissions") { "true" } else { "false" };
        view! { <button type="button" class="switch-tab" aria-pressed=on on:click=move |_| card.set(name.to_owned())>{label}</button> }
    };
    let text = desk.look.text;
    view! {
        <div class="switch-tabs" role="group" aria-label=t("List")>{tab("", t("By role"))}{tab("permissions", t("By permission"))}</div>
        {move || if by_permission() {
            view! {
                <input type="search" class="input mb-3" aria-label=t("Find permissions") placeholder=t("Find permissions") prop:value=text on:input=move |event| text.set(event_target_value(&event))/>
                <Permissions desk=desk.clone()/>
            }.into_any()
        } else {
            view! { <Roles desk=desk.clone()/> }.into_any()
        }}
    }
    .into_any()
}

#[component]
fn Roles(desk: Desk) -> impl IntoView {
    let model = desk.model.clone();
    let cards = (0..model.width()).filter_map(|column| {
        let role = model.column(column)?.clone();
        let (href, label, holders) = (link::role(&model.page().node, role.id.as_str()), role.label().to_owned(), holders(&role));
        let (counted, locked) = (model.clone(), role.lock.is_some());
        let granted = move || {
            counted.track_column(column);
            format!("{}/{}", counted.granted(column, 0..counted.height()), counted.height())
        };
        Some(view! {
            <li>
                <a class="panel block px-5 py-4" href=href on:click=opens(&desk, format!("role:{}", role.id))>
                    <span class="flex items-baseline justify-between gap-3">
                        <strong class="inline-flex items-center gap-1.5 font-semibold">{locked.then(|| view! { <Icon glyph=Glyph::Lock size=13/> })} {label}</strong>
                        <span class="text-sm text-muted tabular-nums">{reactive(granted)}</span>
                    </span>
                    <span class="block text-sm text-muted">{holders}</span>
                    <span class="block text-sm text-muted">{role.description}</span>
                </a>
            </li>
        })
    });
    view! { <ul class="grid gap-3">{cards.collect_view()}</ul> }.into_any()
}

#[component]
fn Permissions(desk: Desk) -> impl IntoView {
    let (model, text) = (desk.model.clone(), desk.look.text);
    let kinds = move || {
        let query = Query::parse(&text.get());
        let columns: Vec<u32> = (0..model.width()).collect();
        let kind = |kind: &super::model::Kind| {
            let rows: Vec<u32> = kind.rows.clone().filter(|row| query.fits(&model, *row, &columns)).collect();
            (!rows.is_empty()).then(|| view! { <KindList desk=desk.clone() name=title(&kind.name) rows/> })
        };
        model.kinds().iter().filter_map(kind).collect_view()
    };
    view! { <div class="grid gap-4">{reactive(kinds)}</div> }.into_any()
}

#[component]
fn KindList(desk: Desk, name: String, rows: Vec<u32>) -> impl IntoView {
    let model = desk.model.clone();
    let items = rows.into_iter().filter_map(|row| {
        let permission = model.permission(row)?.clone();
        let counted = model.clone();
        let count = move || {
            counted.track_all();
            let roles = (0..counted.width()).filter(|column| counted.effective((*column, row)).is_some()).count();
            plural(roles, "{n} role", "{n} roles")
        };
        Some(view! {
            <li>
                <a class="matrix-card-row" href="#" on:click=opens(&desk, format!("permission:{permission}"))>
                    <span class="grow">{title(permission.action())}</span>
                    <span class="text-sm text-muted">{reactive(count)}</span>
                    <Icon glyph=Glyph::Right size=16/>
                </a>
            </li>
        })
    });
    view! { <section class="panel"><h2 class="px-4 pt-3">{name}</h2><ul class="divide-y divide-line">{items.collect_view()}</ul></section> }.into_any()
}

#[component]
fn Back(desk: Desk, list: &'static str) -> impl IntoView {
    let card = desk.look.card;
    view! { <button type="button" class="btn btn-plain mb-4" on:click=move |_| card.set(list.to_owned())><Icon glyph=Glyph::Back size=16/> {if list.is_empty() { t("All roles") } else { t("All permissions") }}</button> }.into_any()
}

/// A role: every permission with its switch.
#[component]
fn RoleCard(desk: Desk, column: u32) -> impl IntoView {
    let model = desk.model.clone();
    let role = model.column(column).cloned();
    let label = model.label(column).to_owned();
    let note = role
        .as_ref()
        .map(|role| format!("{}. {}", holders(role), role.lock.map(crate::dto::Lock::why).unwrap_or_default()));
    let kinds = model.kinds().iter().map(|kind| {
        let (name, range) = (title(&kind.name), kind.rows.clone());
        let rows = range.filter_map(|row| {
            let permission = get(model.rows(), row)?.permission.clone();
            let (card, place) = (format!("permission:{permission}"), (column, row));
            Some(view! { <CardRow desk=desk.clone() place label=title(permission.action()) card/> })
        });
        view! { <section class="panel"><h2 class="px-4 pt-3">{name}</h2><ul class="divide-y divide-line">{rows.collect_view()}</ul></section> }
    });
    let kinds = kinds.collect_view();
    view! {
        <Back desk list=""/>
        <h2 class="text-xl">{label}</h2>
        <p class="mb-4 text-sm text-muted">{note}</p>
        <div class="grid gap-4">{kinds}</div>
    }
    .into_any()
}

/// A permission: every role with its switch.
#[component]
fn PermissionCard(desk: Desk, row: u32) -> impl IntoView {
    let model = desk.model.clone();
    let permission = model.permission(row).cloned();
    let name =
        permission.as_ref().map(|found| format!("{}: {}", title(found.kind()), found.action())).unwrap_or_default();
    let id = permission.map(|found| found.to_string()).unwrap_or_default();
    let rows = (0..model.width()).filter_map(|column| {
        let role = model.column(column)?;
        Some(view! { <CardRow desk=desk.clone() place=(column, row) label=role.label().to_owned() card=format!("role:{}", role.id)/> })
    });
    let rows = rows.collect_view();
    view! {
        <Back desk list="permissions"/>
        <h2 class="text-xl">{name}</h2>
        <p class="mb-4"><code class="text-sm text-muted">{id}</code></p>
        <ul class="panel divide-y divide-line">{rows}</ul>
    }
    .into_any()
}

/// A cell: what it is about, its switch, where it is inherited from. What it is about leads to the other list.
#[component]
fn CardRow(desk: Desk, place: Place, label: String, card: String) -> impl IntoView {
    let model = desk.model.clone();
    let changed = {
        let model = model.clone();
        move || {
            model.track(place);
            model.draft().is_changed(place).then_some("true")
        }
    };
    let note = move || {
        model.track(place);
        let cell = model.cell(place);
        inherited(&model, &cell).map(|text| title(&text)).or_else(|| why(&model, place))
    };
    view! {
        <li class="matrix-card-row" data-changed=changed>
            <span class="min-w-0 grow">
                <button type="button" class="matrix-card-link" on:click=opens(&desk, card)>{label}</button>
                <span class="block text-sm text-muted">{reactive(note)}</span>
            </span>
            <Switch desk place name="card"/>
        </li>
    }
    .into_any()
}
