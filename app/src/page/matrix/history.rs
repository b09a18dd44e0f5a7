//! A role's versions: what changed between two of them, and back to one.

use super::{
    desk::Desk,
    holders::{fetched, shown},
    look::Panel,
    model::Value,
    state::told,
};
use crate::prelude::*;
use crate::{
    dto::RoleVersion,
    kit::Time,
    rpc::matrix::load_role_versions,
    text::{fill, plural, t},
};
use authz::matrix::unpack;
use std::sync::Arc;

/// The versions of a role.
#[component]
pub fn History(
    /// What is shared.
    desk: Desk,
    /// Which role.
    column: u32,
) -> impl IntoView {
    let versions = fetched(&desk, column, load_role_versions);
    shown(versions, move |versions| {
        let desk = desk.clone();
        view! { <Versions desk column versions=Arc::new(versions)/> }.into_any()
    })
}

#[component]
fn Versions(desk: Desk, column: u32, versions: Arc<Vec<RoleVersion>>) -> impl IntoView {
    let chosen = desk.look.versions;
    let newest = versions.first().map(|version| version.version);
    let at = move || chosen.get().0.or(newest);
    let diff = {
        let versions = versions.clone();
        move || {
            let at = at();
            chosen
                .get()
                .1
                .or_else(|| versions.iter().map(|version| version.version).find(|version| Some(*version) < at))
        }
    };
    let pick = |label: &'static str, now: Box<dyn Fn() -> Option<u64> + Send>, set: Box<dyn Fn(Option<u64>) + Send>| {
        let options = versions.iter().map(|version| {
            let text =
                fill("Version {n}, {author}", &[("n", &version.version.to_string()), ("author", &version.author)]);
            view! { <option value=version.version.to_string()>{text}</option> }
        });
        view! {
            <label class="grid gap-1 text-sm font-medium">
                {label}
                <select class="select select-sm" prop:value=move || now().map(|version| version.to_string()).unwrap_or_default() on:change=move |event| set(event_target_value(&event).parse().ok())>
                    {options.collect_view()}
                </select>
            </label>
        }
    };
    let of_diff = diff.clone();
    let list = versions.clone();
    let difference = {
        let desk = desk.clone();
        move || view! { <Difference desk=desk.clone() column versions=list.clone() at=at() diff=diff()/> }
    };
    let all = versions.iter().map(|version| {
        let number = version.version;
        let text = fill("Version {n}", &[("n", &number.to_string())]);
        view! {
            <li class="flex flex-wrap items-baseline gap-x-2 py-1.5">
                <button type="button" class="link font-medium" aria-pressed=move || if at() == Some(number) { "true" } else { "false" } on:click=move |_| chosen.set((Some(number), None))>{text}</button>
                <span class="text-muted">{version.author.clone()} ", " <Time at=version.at/></span>
            </li>
        }
    });
    view! {
        <div class="grid gap-5">
            <div class="grid grid-cols-2 gap-3">
                {pick(t("Version"), Box::new(at), Box::new(move |version| chosen.update(|pair| pair.0 = version)))}
                {pick(t("Compared with"), Box::new(of_diff), Box::new(move |version| chosen.update(|pair| pair.1 = version)))}
            </div>
            {reactive(difference)}
            <section>
                <h3 class="mb-1">{t("All versions")}</h3>
                <ul class="divide-y divide-line text-sm">{all.collect_view()}</ul>
            </section>
        </div>
    }
    .into_any()
}

/// The cells of a version.
fn cells(versions: &[RoleVersion], number: Option<u64>, height: usize) -> Vec<Value> {
    let found = versions.iter().find(|version| Some(version.version) == number);
    unpack(found.map(|version| version.cells.as_str()).unwrap_or_default(), height)
}

/// What is otherwise in one version than in another, in words; and the way back.
#[component]
fn Difference(
    desk: Desk,
    column: u32,
    versions: Arc<Vec<RoleVersion>>,
    at: Option<u64>,
    diff: Option<u64>,
) -> impl IntoView {
    let model = desk.model.clone();
    let height = model.rows().len();
    let (now, was) = (cells(&versions, at, height), cells(&versions, diff, height));
    let rest = |number: Option<u64>| {
        versions
            .iter()
            .find(|version| Some(version.version) == number)
            .map(|version| version.rest.clone())
            .unwrap_or_default()
    };
    let (rest_now, rest_was) = (rest(at), rest(diff));
    let changed = model.rows().iter().zip(was.iter().zip(now)).filter(|(_, (was, now))| *was != now);
    let mut lines: Vec<String> =
        changed.map(|(row, (was, now))| format!("{}: {} → {}", row.permission, told(*was), told(now))).collect();
    let missing = |from: &[String], other: &[String]| {
        from.iter().filter(|entry| !other.contains(entry)).cloned().collect::<Vec<_>>()
    };
    lines.extend(missing(&rest_now, &rest_was).into_iter().map(|entry| fill("{entry}: added", &[("entry", &entry)])));
    lines.extend(
        missing(&rest_was, &rest_now).into_iter().map(|entry| fill("{entry}: taken away", &[("entry", &entry)])),
    );
    let count = plural(lines.len(), "{n} difference", "{n} differences");
    let newest = versions.first().map(|version| version.version);
    let locked = model.column(column).is_none_or(|column| column.lock.is_some());
    let restore = at.filter(|at| Some(*at) != newest && !locked).map(|at| {
        let versions = versions.clone();
        view! {
            <button type="button" class="btn btn-primary w-fit" on:click=move |_| restore(&desk, column, &versions, at)>
                {fill("Restore version {n}", &[("n", &at.to_string())])}
            </button>
        }
    });
    view! {
        <section class="grid gap-2">
            <h3>{count}</h3>
            <ul class="grid gap-1 text-sm">{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            {restore}
        </section>
    }
    .into_any()
}

/// Makes a draft that brings a version back; it is reviewed and saved like any other.
fn restore(desk: &Desk, column: u32, versions: &[RoleVersion], number: u64) {
    let model = &desk.model;
    let wanted = cells(versions, Some(number), model.rows().len());
    let rest = |number: u64| versions.iter().find(|version| version.version == number).map(|version| &version.rest);
    let newest = versions.first().map(|version| version.version).unwrap_or_default();
    let other = rest(number) != rest(newest);
    desk.look.panel.set(Panel::None);
    desk.set((0..).zip(wanted).map(|(row, value)| ((column, row), value)).collect());
    if other {
        model.perform(|draft| draft.set_rest(column, Some(number)));
        desk.voice.say(t("Entries outside of the table come back too, once it is saved"));
    }
    desk.back();
}
