//! Everywhere somebody has access, each with all it comes through: on a person's page and on a group's.

use super::source::SourceList;
use crate::prelude::*;
use crate::{
    dto::{AccessQuery, GroupWayItem, HeldItem, HeldList},
    kit::{Chip, ChipTone, Empty, Glyph, Icon},
    link,
    text::{fill, t},
};

/// Everywhere somebody has access.
#[component]
pub fn Held(
    /// What they have.
    list: HeldList,
    /// What the section is called.
    heading: &'static str,
    /// What it says where there is nothing.
    nothing: &'static str,
    /// The page's path.
    path: String,
    /// The name of the place in the list, in the page's address.
    name: &'static str,
    /// Where the list starts; empty for the beginning.
    after: String,
    /// The question of what they may do, or who may, without the place.
    asked: AccessQuery,
) -> impl IntoView {
    let HeldList { summary, system, items, next, partial } = list;
    let first = after.is_empty();
    let on_system = (!system.is_empty() && first).then(|| {
        let item = HeldItem {
            id: authz::SYSTEM.to_owned(),
            name: t("The whole system").to_owned(),
            href: None,
            kind: None,
            sources: system,
        };
        view! { <Row item system=true asked=asked.clone()/> }
    });
    let body = if items.is_empty() && on_system.is_none() {
        // The sentence above says that there is nothing to see, which is not that there is nothing.
        (!partial).then(|| view! { <Empty glyph=Glyph::Lock title=t("No access") text=nothing/> }).into_any()
    } else {
        let rows = items.into_iter().map(|item| view! { <Row item system=false asked=asked.clone()/> }).collect_view();
        view! {
            <table class="rows held">
                <thead>
                    <tr><th scope="col">{t("Where")}</th><th scope="col">{t("Roles, and through what")}</th></tr>
                </thead>
                <tbody>{on_system} {rows}</tbody>
            </table>
        }
        .into_any()
    };
    let note = partial.then(|| {
        view! { <p class="panel-note border-t border-line">{t("Only where you may see members; there may be more.")}</p> }
    });
    view! {
        <section class="panel" aria-labelledby="access">
            <div class="panel-head">
                <h2 id="access">{heading}</h2>
            </div>
            <p class="held-summary">{summary}</p>
            {body}
            {note}
            <More path name first next/>
        </section>
    }
    .into_any()
}

/// To the next places and back; links, so they work without script.
#[component]
fn More(path: String, name: &'static str, first: bool, next: Option<String>) -> impl IntoView {
    let on = next.map(|next| format!("{}#access", link::with_query(&path, &[(name, &next)])));
    (!first || on.is_some()).then(|| view! {
        <nav class="held-more" aria-label=t("More access")>
            {(!first).then(|| view! { <a class="btn btn-plain btn-sm" href=format!("{path}#access")>{t("From the beginning")}</a> })}
            {on.map(|href| view! { <a class="btn btn-plain btn-sm ms-auto" href=href>{t("More")} <Icon glyph=Glyph::Forward/></a> })}
        </nav>
    })
}

#[component]
fn Row(item: HeldItem, system: bool, asked: AccessQuery) -> impl IntoView {
    let HeldItem { id, name, href, kind, sources } = item;
    let label = fill("Why: {name}", &[("name", &name)]);
    let why = AccessQuery { on: id, ..asked }.address("/access");
    let mark = match (system, kind.is_some()) {
        (true, _) => Glyph::Roles,
        (false, true) => Glyph::Internal,
        (false, false) => Glyph::Projects,
    };
    let name = match href {
        Some(href) => view! { <a class="link-quiet touch" href=href>{name}</a> }.into_any(),
        None => view! { <span>{name}</span> }.into_any(),
    };
    view! {
        <tr>
            <td>
                <div class="held-place">
                    <span class="text-muted"><Icon glyph=mark/></span>
                    <span class="min-w-0 break-words font-medium">{name}</span>
                    {kind.map(|kind| view! { <Chip tone=ChipTone::Plain>{kind}</Chip> })}
                </div>
            </td>
            <td>
                <div class="held-why">
                    <SourceList sources/>
                    <a class="link touch" href=why aria-label=label>{t("Why?")}</a>
                </div>
            </td>
        </tr>
    }
    .into_any()
}

/// The groups somebody is in, those they are in themselves first.
#[component]
pub fn Around(
    /// The groups.
    groups: Vec<GroupWayItem>,
    /// What it says where there is none.
    nothing: &'static str,
) -> impl IntoView {
    let empty = groups.is_empty();
    let rows = groups
        .into_iter()
        .map(|group| {
            let through =
                (!group.through.is_empty()).then(|| fill("through {groups}", &[("groups", &group.through.join(", "))]));
            view! {
                <li class="held-group">
                    <span class="text-muted"><Icon glyph=Glyph::Group/></span>
                    <span class="min-w-0">
                        <a class="link-quiet touch font-medium" href=group.href>{group.name}</a>
                        {through.map(|text| view! { <span class="block text-sm text-muted">{text}</span> })}
                    </span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="panel" aria-labelledby="groups">
            <div class="panel-head"><h2 id="groups">{t("Groups")}</h2></div>
            {empty.then(|| view! { <p class="px-5 pb-4 text-sm text-muted">{nothing}</p> })}
            <ul class="pb-2 empty:hidden">{rows}</ul>
        </section>
    }
    .into_any()
}
