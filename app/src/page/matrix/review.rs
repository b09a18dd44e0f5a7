//! The changes in words, role by role, each to be taken back, and what they do.

use super::{
    bar::Way,
    model::{Model, Place, Value},
    state::{title, told},
};
use crate::prelude::*;
use crate::{
    dto::AccessView,
    page::outlook::Outlook,
    text::{fill, t},
};

/// The review.
#[component]
pub fn Review(
    /// The draft on its way.
    way: Way,
    /// The matrix.
    model: Model,
    /// What they do over the whole system.
    outlook: AccessView,
) -> impl IntoView {
    let reason = way.reason;
    let roles = move || {
        model.track_all();
        let changes = model.changes().into_iter();
        changes.map(|(column, cells)| view! { <RoleChanges model=model.clone() column cells/> }).collect_view()
    };
    view! {
        <div class="grid gap-5 md:grid-cols-2" id="matrix-review">
            <div class="grid content-start gap-4">
                <h2>{t("What you change")}</h2>
                {reactive(roles)}
                <div>
                    <label for="matrix-reason" class="mb-1.5 block text-sm font-medium">{t("Why ")}<span class="font-normal text-muted">{t("(optional, for the audit log)")}</span></label>
                    <input id="matrix-reason" class="input" maxlength="500" prop:value=reason on:input=move |event| reason.set(event_target_value(&event))/>
                </div>
            </div>
            <div class="grid content-start gap-2">
                <h2>{t("Who gains, who loses")}</h2>
                <Outlook outlook/>
            </div>
        </div>
    }
    .into_any()
}

/// The changes of one role.
#[component]
fn RoleChanges(model: Model, column: u32, cells: Vec<(u32, Value, Value)>) -> impl IntoView {
    let (label, name) = (model.label(column).to_owned(), model.label(column).to_owned());
    let includers: Vec<&str> = model.includers(column).iter().map(|other| model.label(*other)).collect();
    let inherit = (!includers.is_empty()).then(|| {
        fill("{roles} include it, so whoever holds one of them gets this too.", &[("roles", &includers.join(", "))])
    });
    let rest = model.draft().rest(column);
    let lines = cells.into_iter().map(|(row, before, after)| {
        view! { <ChangeLine model=model.clone() place=(column, row) before after/> }
    });
    view! {
        <section aria-label=name>
            <h3 class="mb-1">{label}</h3>
            {inherit.map(|text| view! { <p class="mb-1 text-sm text-muted">{text}</p> })}
            <ul class="grid gap-1 text-sm">
                {lines.collect_view()}
                {rest.map(|version| view! { <li>{fill("Entries outside of the table: as in version {n}", &[("n", &version.to_string())])}</li> })}
            </ul>
        </section>
    }
    .into_any()
}

#[component]
fn ChangeLine(model: Model, place: Place, before: Value, after: Value) -> impl IntoView {
    let permission = model.permission(place.1).cloned();
    let name =
        permission.as_ref().map(|found| format!("{}: {}", title(found.kind()), found.action())).unwrap_or_default();
    let id = permission.map(|found| found.to_string()).unwrap_or_default();
    let label = fill("Take back {permission}", &[("permission", &id)]);
    view! {
        <li class="flex flex-wrap items-baseline gap-x-2">
            <span title=id>{name}</span>
            <span class="text-muted">{told(before)} " → "</span>
            <span class="font-medium">{told(after)}</span>
            <button type="button" class="link" aria-label=label on:click=move |_| model.revert(place)>{t("Take back")}</button>
        </li>
    }
    .into_any()
}
