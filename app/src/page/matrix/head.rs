//! Headers: of a role, of a type, of a permission.

use super::{
    axes::{Item, element_id},
    desk::Desk,
    line::tab_of,
    model::get,
    state::title,
};
use crate::prelude::*;
use crate::{
    dto::MatrixColumn,
    kit::{Glyph, Icon},
    link,
    text::{fill, plural, t},
};
use authz::{Permission, matrix::Risk};

/// The corner between the headers.
#[component]
pub fn Corner(
    /// What is shared.
    desk: Desk,
) -> impl IntoView {
    let (axes, spot) = (desk.axes, (Item::Head, Item::Label));
    let tab = tab_of(&desk, spot);
    let text = move || {
        axes.with(|axes| {
            let found = plural(usize::try_from(axes.found).unwrap_or_default(), "{n} permission", "{n} permissions");
            if axes.turned { fill("Roles, {found}", &[("found", &found)]) } else { found }
        })
    };
    view! {
        <th scope="col" role="columnheader" id=element_id(spot) tabindex=tab aria-colindex="1">
            <span class="font-normal text-muted">{reactive(text)}</span>
        </th>
    }
    .into_any()
}

/// The header of a column.
#[component]
pub fn HeadCell(
    /// What is shared.
    desk: Desk,
    /// What the column is about.
    item: Item,
    /// Where it stands.
    at: usize,
) -> impl IntoView {
    let spot = (Item::Head, item);
    let tab = tab_of(&desk, spot);
    let index = (at + 2).to_string();
    let open = {
        let desk = desk.clone();
        move || match item {
            Item::Kind(kind) => Some(if desk.is_folded(kind) { "false" } else { "true" }),
            _ => None,
        }
    };
    let inside = match item {
        Item::Role(column) => view! { <RoleName desk column/> }.into_any(),
        Item::Kind(kind) => view! { <KindName desk kind/> }.into_any(),
        Item::Row(row) => view! { <RowName desk row/> }.into_any(),
        _ => view! { <span class="text-muted">{t("Difference")}</span> }.into_any(),
    };
    view! {
        <th scope="col" role="columnheader" id=element_id(spot) tabindex=tab aria-colindex=index aria-expanded=open>
            {inside}
        </th>
    }
    .into_any()
}

/// Who holds a role, in few words.
pub fn holders(column: &MatrixColumn) -> String {
    let count = |number: u32| usize::try_from(number).unwrap_or_default();
    let parts = [
        (column.people, plural(count(column.people), "{n} person", "{n} people")),
        (column.groups, plural(count(column.groups), "{n} group", "{n} groups")),
        (column.others, plural(count(column.others), "{n} more", "{n} more")),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|(number, _)| *number > 0).map(|(_, text)| text).collect();
    if parts.is_empty() { t("nobody").to_owned() } else { parts.join(", ") }
}

/// A role: its name, who holds it, how much it gives, its menu.
#[component]
pub fn RoleName(
    /// What is shared.
    desk: Desk,
    /// Which.
    column: u32,
) -> impl IntoView {
    let model = desk.model.clone();
    let Some(role) = model.column(column).cloned() else { return ().into_any() };
    let (label, holders, why) = (role.label().to_owned(), holders(&role), role.lock.map(crate::dto::Lock::why));
    let href = link::role(&model.page().node, role.id.as_str());
    let pinned = {
        let id = role.id.to_string();
        move || desk.look.pinned.with(|pinned| pinned.contains(&id)).then(|| view! { <Icon glyph=Glyph::Pin size=12/> })
    };
    let granted = move || {
        model.track_column(column);
        format!("{}/{}", model.granted(column, 0..model.height()), model.height())
    };
    let menu = fill("Menu of {role}", &[("role", &label)]);
    // A long name is cut where it stands.
    let tip = if role.description.is_empty() { label.clone() } else { format!("{label}: {}", role.description) };
    view! {
        <span class="matrix-role" title=tip>
            <span class="matrix-role-name">
                {why.map(|why| view! { <span title=why><Icon glyph=Glyph::Lock size=12/><span class="sr-only">{t("locked")}</span></span> })}
                {reactive(pinned)}
                <a tabindex="-1" href=href>{label}</a>
                <button type="button" class="matrix-menu" tabindex="-1" data-menu=column.to_string() aria-haspopup="menu" aria-label=menu>
                    <Icon glyph=Glyph::More size=16/>
                </button>
            </span>
            <span class="matrix-note">{holders}</span>
            <span class="matrix-note tabular-nums">{reactive(granted)}</span>
        </span>
    }
    .into_any()
}

/// A type, to fold and unfold.
#[component]
pub fn KindName(
    /// What is shared.
    desk: Desk,
    /// Which.
    #[prop(into)]
    kind: Signal<u32>,
) -> impl IntoView {
    let model = StoredValue::new(desk.model.clone());
    let turn = move || if desk.is_folded(kind.get()) { "matrix-fold" } else { "matrix-fold matrix-fold-open" };
    let name = move || model.with_value(|model| get(model.kinds(), kind.get()).map(|found| title(&found.name)));
    let console = Memo::new(move |_| {
        model.with_value(|model| get(model.kinds(), kind.get()).is_some_and(|found| found.built_in))
    });
    let console =
        move || console.get().then(|| view! { <span class="font-normal text-muted">" " {t("of the console")}</span> });
    view! {
        <span class="matrix-kind">
            <span class=turn aria-hidden="true"><Icon glyph=Glyph::Right size=14/></span>
            {reactive(name)}
            {reactive(console)}
        </span>
    }
    .into_any()
}

/// A permission: what can be done, its id, and whether it deserves a second look.
#[component]
pub fn RowName(
    /// What is shared.
    desk: Desk,
    /// Which.
    #[prop(into)]
    row: Signal<u32>,
) -> impl IntoView {
    let model = StoredValue::new(desk.model);
    let permission = move |told: fn(&Permission) -> String| {
        model.with_value(|model| model.permission(row.get()).map(told)).unwrap_or_default()
    };
    let action = move || permission(|permission| title(permission.action()));
    let id = move || permission(ToString::to_string);
    let risk = Memo::new(move |_| model.with_value(|model| get(model.rows(), row.get())?.risk));
    let risk = move || {
        let risk = risk.get().map(|risk| match risk {
            Risk::Access => t("High risk: changes who has access"),
            Risk::Loss => t("High risk: takes away for good"),
        });
        risk.map(|risk| view! { <span class="matrix-risk" title=risk><Icon glyph=Glyph::Risk size=13/><span class="sr-only">{risk}</span></span> })
    };
    view! {
        <span class="matrix-permission" title=id>
            <span class="matrix-action">
                {reactive(action)}
                {reactive(risk)}
            </span>
            <code class="matrix-id">{reactive(id)}</code>
        </span>
    }
    .into_any()
}
