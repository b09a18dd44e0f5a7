//! A choice for every permission: not granted, on one's own, on all.

use super::Asked;
use crate::prelude::*;
use crate::{
    dto::{CellGroup, CellLine, RolePage},
    kit::GetForm,
    link,
    text::{capital, t},
};

/// A choice for every permission.
#[component]
pub(super) fn Cells(
    /// The role.
    page: RolePage,
    /// Permissions by type.
    groups: Vec<CellGroup>,
) -> impl IntoView {
    let locked = page.lock.is_some();
    let groups = groups.into_iter().map(|group| view! { <Group group locked/> }).collect_view();
    view! {
        <GetForm path=link::role(&page.node, &page.id) label=t("Permission by permission")>
            <Asked part="cells" act="cells" version=page.version/>
            <div class="grid max-w-3xl gap-5">
                {groups}
                {(!locked).then(|| view! {
                    <div class="role-go"><button type="submit" class="btn btn-primary">{t("See what it would do")}</button></div>
                })}
            </div>
        </GetForm>
    }
}

#[component]
fn Group(group: CellGroup, locked: bool) -> impl IntoView {
    let lines = group.cells.into_iter().map(|line| view! { <Line line locked/> }).collect_view();
    view! {
        <fieldset class="panel">
            <legend class="px-5 pt-4 font-semibold">{title(&group.kind)}</legend>
            <ul class="divide-y divide-line">{lines}</ul>
        </fieldset>
    }
}

#[component]
fn Line(line: CellLine, locked: bool) -> impl IntoView {
    let CellLine { permission, value, notes } = line;
    let choices = [("none", t("Not granted here")), ("own", t("On one's own")), ("all", t("On all"))];
    let options = choices.map(|(choice, label)| {
        view! { <option value=format!("{permission}={choice}") selected=value == choice>{label}</option> }
    });
    let id = format!("cell-{}", permission.replace(':', "-"));
    let action = permission.split_once(':').map(|(_, action)| title(action)).unwrap_or_default();
    let notes = notes.into_iter().map(|note| view! { <span class="block text-sm text-muted">{note}</span> });
    view! {
        <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-5 py-2.5">
            <label for=id.clone() class="min-w-0">{action} {notes.collect_view()}</label>
            <select id=id name="cell" class="select w-48" disabled=locked>{options.collect_view()}</select>
        </li>
    }
}

fn title(text: &str) -> String {
    capital(&text.replace(['-', '_'], " "))
}
