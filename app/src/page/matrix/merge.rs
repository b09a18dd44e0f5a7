//! A draft from before: offered back with its age, and put onto what somebody else saved.

use super::{
    bar::ago,
    desk::Desk,
    holders::{fetched, shown},
    keep::{self, Kept, Merged},
    model::Place,
    state::{title, told},
};
use crate::prelude::*;
use crate::{
    dto::RoleVersion,
    kit::{Notice, NoticeTone, Time},
    rpc::matrix::load_role_versions,
    text::{fill, plural, t},
};
use authz::matrix::unpack;

/// Offers a draft that was left behind.
#[component]
pub fn Offer(
    /// What is shared.
    desk: Desk,
    /// The draft.
    left: Option<Kept>,
    /// What came of taking it up.
    merged: RwSignal<Option<Merged>>,
) -> impl IntoView {
    let offered = RwSignal::new(left);
    reactive(move || {
        let desk = desk.clone();
        offered.get().map(|kept| {
            let (cells, roles) = kept.count();
            let (cells, roles) = (plural(cells, "{n} change", "{n} changes"), plural(roles, "{n} role", "{n} roles"));
            let text = fill(
                "You left {changes} in {roles} here {ago}. They are not saved.",
                &[("changes", &cells), ("roles", &roles), ("ago", &ago(kept.at))],
            );
            let (take, throw) = (desk.clone(), desk);
            let take = move |_| {
                offered.set(None);
                merged.set(Some(kept.onto(&take.model)));
            };
            let throw = move |_| {
                offered.set(None);
                keep::forget(&throw.model);
            };
            view! {
                <Notice tone=NoticeTone::Accent>
                    <span class="grid gap-2">
                        <span>{text}</span>
                        <span class="flex flex-wrap gap-2">
                            <button type="button" class="btn btn-primary btn-sm" on:click=take>{t("Take them up")}</button>
                            <button type="button" class="btn btn-plain btn-sm" on:click=throw>{t("Throw them away")}</button>
                        </span>
                    </span>
                </Notice>
            }
        })
    })
}

/// What came of putting a draft onto a newer matrix: what others did, and what is to be decided.
#[component]
pub fn MergeNote(
    /// What is shared.
    desk: Desk,
    /// What came of it.
    merged: RwSignal<Option<Merged>>,
) -> impl IntoView {
    reactive(move || {
        let desk = desk.clone();
        let found = merged.get()?;
        let quiet = found.newer.is_empty() && found.lost.is_empty() && found.same == 0;
        (!quiet).then(|| view! { <Note desk found merged/> })
    })
}

#[component]
fn Note(desk: Desk, found: Merged, merged: RwSignal<Option<Merged>>) -> impl IntoView {
    let others = found.newer.iter().map(|(column, version)| {
        view! { <Others desk=desk.clone() column=*column since=*version/> }
    });
    let others = others.collect_view();
    let mine =
        plural(found.mine, "{n} change of yours is still to be saved.", "{n} changes of yours are still to be saved.");
    let same = (found.same > 0).then(|| {
        plural(found.same, "{n} was done by somebody else already.", "{n} were done by somebody else already.")
    });
    let lost = (!found.lost.is_empty())
        .then(|| fill("These are gone or locked now: {cells}.", &[("cells", &found.lost.join("; "))]));
    let both = found.both.clone();
    let questions = {
        let desk = desk.clone();
        move || {
            desk.model.track_all();
            let open = |place: &&Place| desk.model.draft().conflict(**place).is_some();
            both.iter().filter(open).map(|place| view! { <Question desk=desk.clone() place=*place/> }).collect_view()
        }
    };
    view! {
        <Notice tone=NoticeTone::Accent>
            <section class="grid gap-2" aria-label=t("What was merged")>
                <p class="font-medium">{t("Somebody was faster. Both are here now.")}</p>
                {others}
                <p>{mine} " " {same}</p>
                {lost.map(|lost| view! { <p>{lost}</p> })}
                <ul class="grid gap-2">{reactive(questions)}</ul>
                <button type="button" class="btn btn-plain btn-sm w-fit" on:click=move |_| merged.set(None)>{t("Understood")}</button>
            </section>
        </Notice>
    }
    .into_any()
}

/// What others did to a role since a version: "2 changes by Ana, 1 minute ago".
#[component]
fn Others(desk: Desk, column: u32, since: u64) -> impl IntoView {
    let versions = fetched(&desk, column, load_role_versions);
    let (label, height) = (desk.model.label(column).to_owned(), desk.model.rows().len());
    shown(versions, move |versions| {
        let lines = versions.iter().filter(|version| version.version > since).map(|version| {
            let before = versions.iter().find(|other| other.version + 1 == version.version);
            let count = plural(differences(version, before, height), "{n} change", "{n} changes");
            let text = fill(
                "{role}: {changes} by {author}, ",
                &[("role", &label), ("changes", &count), ("author", &version.author)],
            );
            view! { <li>{text}<Time at=version.at/></li> }
        });
        view! { <ul class="text-sm">{lines.collect_view()}</ul> }.into_any()
    })
}

fn differences(one: &RoleVersion, other: Option<&RoleVersion>, height: usize) -> usize {
    let cells =
        |version: Option<&RoleVersion>| unpack(version.map(|found| found.cells.as_str()).unwrap_or_default(), height);
    cells(Some(one)).iter().zip(cells(other)).filter(|(one, other)| **one != *other).count()
}

/// Two people changed one cell: mine or theirs?
#[component]
fn Question(desk: Desk, place: Place) -> impl IntoView {
    let model = desk.model.clone();
    let (theirs, mine) = {
        let draft = model.draft();
        (draft.conflict(place).flatten(), draft.wanted(place))
    };
    let permission = model.permission(place.1).cloned();
    let name = permission.map(|found| format!("{}: {}", title(found.kind()), found.action())).unwrap_or_default();
    let role = model.label(place.0).to_owned();
    let keep_mine = model.clone();
    view! {
        <li class="flex flex-wrap items-center gap-2" data-conflict="true">
            <span class="font-medium">{name} " · " {role}</span>
            <button type="button" class="btn btn-plain btn-sm" on:click=move |_| keep_mine.perform(|draft| draft.settle(place))>{fill("Mine: {value}", &[("value", told(mine))])}</button>
            <button type="button" class="btn btn-plain btn-sm" on:click=move |_| { model.apply([(place, theirs)]); model.perform(|draft| draft.settle(place)); }>{fill("Theirs: {value}", &[("value", told(theirs))])}</button>
        </li>
    }
    .into_any()
}
