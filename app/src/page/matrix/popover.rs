//! A cell in full: its value, why it is so, who has this, and its history.

use super::{
    desk::Desk,
    holders::{Holders, fetched, shown},
    model::Place,
    state::{inherited, title, told, why},
};
use crate::prelude::*;
use crate::{
    dto::RoleVersion,
    kit::Time,
    rpc::matrix::{load_role_holders, load_role_versions},
    text::{fill, plural, t},
};
use authz::{Extent, matrix::unpack};

/// The popover.
#[component]
pub fn Popover(
    /// What is shared.
    desk: Desk,
    /// Which cell.
    place: Place,
) -> impl IntoView {
    let model = desk.model.clone();
    let permission = model.permission(place.1).cloned();
    let heading =
        permission.as_ref().map(|found| format!("{}: {}", title(found.kind()), found.action())).unwrap_or_default();
    let role = model.label(place.0).to_owned();
    let id = permission.map(|found| found.to_string()).unwrap_or_default();
    let holders = fetched(&desk, place.0, load_role_holders);
    let versions = fetched(&desk, place.0, load_role_versions);
    let height = model.rows().len();
    let (close, name) = (desk.clone(), format!("{heading}, {role}"));
    view! {
        <div role="dialog" aria-label=name class="grid gap-4 p-4">
            <div>
                <h2>{heading} " · " {role}</h2>
                <code class="text-sm text-muted">{id}</code>
            </div>
            <Switch desk=desk.clone() place name="popover"/>
            <Explanation desk=desk.clone() place/>
            <section>
                <h3 class="mb-1">{t("Who holds this role")}</h3>
                <div class="max-h-40 overflow-auto"><Holders found=holders/></div>
            </section>
            <section>
                <h3 class="mb-1">{t("History of this cell")}</h3>
                {shown(versions, move |versions| view! { <CellHistory versions height place/> }.into_any())}
            </section>
            <button type="button" class="btn btn-plain btn-sm w-fit" on:click=move |_| close.back()>{t("Close")}</button>
        </div>
    }
    .into_any()
}

/// None, own, all: what a click cycles through, side by side.
#[component]
pub fn Switch(
    /// What is shared.
    desk: Desk,
    /// Which cell.
    place: Place,
    /// Tells the groups of a page apart.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    let model = desk.model.clone();
    let locked = model.locked(place).is_some();
    let owners = model.has_owners(place.1);
    let label = super::state::name(&model, place);
    let group = format!("{name}-{}-{}", place.0, place.1);
    let choices = [(None, t("None")), (Some(Extent::Own), t("Own")), (Some(Extent::All), t("All"))];
    let choice = |(value, label): (Option<Extent>, &'static str)| {
        let (desk, model, group) = (desk.clone(), model.clone(), group.clone());
        let now = move || {
            model.track(place);
            model.draft().wanted(place) == value
        };
        let first = now.clone();
        view! {
            <label class="switch-choice">
                <input type="radio" class="sr-only" name=group checked=untrack(first) prop:checked=now disabled=locked on:change=move |_| desk.set(vec![(place, value)])/>
                <span>{label}</span>
            </label>
        }
    };
    let shown =
        choices.into_iter().filter(|(value, _)| owners || *value != Some(Extent::Own)).map(choice).collect_view();
    view! { <fieldset class="switch" aria-label=label>{shown}</fieldset> }.into_any()
}

/// Why the cell is as it is.
#[component]
fn Explanation(desk: Desk, place: Place) -> impl IntoView {
    let model = desk.model.clone();
    let lines = move || {
        model.track(place);
        let cell = model.cell(place);
        let mut lines = vec![fill("Here: {value}.", &[("value", told(cell.explicit))])];
        if let Some(text) = inherited(&model, &cell) {
            lines.push(format!("{}.", title(&text)));
            if let (Some((_, authz::matrix::Via::Role(from))), Some(column)) = (&cell.inherited, model.column(place.0))
            {
                let people =
                    plural(usize::try_from(column.people).unwrap_or_default(), "{n} person holds", "{n} people hold");
                let from = super::state::from(&model, &authz::matrix::Via::Role(from.clone()));
                lines.push(fill(
                    "{people} this because {role} includes {from}.",
                    &[("people", &people), ("role", column.label()), ("from", &from)],
                ));
            }
        }
        if cell.conditional {
            lines.push(t("An entry with a condition gives it too; conditions are not changed here.").to_owned());
        }
        let includers: Vec<&str> = model.includers(place.0).iter().map(|column| model.label(*column)).collect();
        if !includers.is_empty() {
            lines.push(fill("Whoever holds {roles} has what is given here too.", &[("roles", &includers.join(", "))]));
        }
        lines.extend(why(&model, place));
        lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()
    };
    view! { <ul class="grid gap-1 text-sm">{reactive(lines)}</ul> }.into_any()
}

/// The versions in which the cell became another.
#[component]
fn CellHistory(versions: Vec<RoleVersion>, height: usize, place: Place) -> impl IntoView {
    let value = |version: &RoleVersion| {
        let cells = unpack(&version.cells, height);
        usize::try_from(place.1).ok().and_then(|row| cells.get(row).copied()).flatten()
    };
    let older = versions.iter().skip(1).map(Some).chain([None]);
    let changed = versions.iter().zip(older).filter_map(|(version, before)| {
        let (now, was) = (value(version), before.and_then(value));
        (now != was || (before.is_none() && now.is_some())).then_some((version, was, now))
    });
    let items: Vec<AnyView> = changed
        .map(|(version, was, now)| {
            view! {
                <li>
                    {told(was)} " → " <strong class="font-semibold">{told(now)}</strong>
                    <span class="text-muted">{fill(", version {n}, {author}, ", &[("n", &version.version.to_string()), ("author", &version.author)])}<Time at=version.at/></span>
                </li>
            }
            .into_any()
        })
        .collect();
    if items.is_empty() {
        view! { <p class="text-sm text-muted">{t("It was never granted here.")}</p> }.into_any()
    } else {
        view! { <ul class="grid gap-1 text-sm">{items}</ul> }.into_any()
    }
}
