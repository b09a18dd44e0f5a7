//! One role, a page for each question: what it gives, what it includes, who holds it, what of it nobody uses, what it was.
//! Whatever is changed is in the address first, so it is seen before it is saved, and works without script.

mod cells;
mod entries;
mod entry;
mod holders;
mod includes;
mod new;
mod settings;
mod told;
mod unused;
mod versions;

use crate::prelude::*;
use crate::{
    dto::{Lock, ProjectHead, RolePage, RolePart, RoleQuery},
    kit::{Crumb, Load, Notice, PageHeader, Tab, Tabs},
    link,
    page::{home, param},
    rpc::role::{DeleteRole, SaveRole, load_role},
    text::t,
};
use leptos_router::hooks::use_query_map;
pub use new::NewRole;
pub(super) use told::DiffList;
use told::Told;

/// One role of the system, of an account or of a project.
#[component]
pub fn Role() -> impl IntoView {
    let (node, role, map) = (home(), param("role"), use_query_map());
    let query = Memo::new(move |_| RoleQuery::read(&map.read()));
    let (save, remove) = (ServerAction::<SaveRole>::new(), ServerAction::<DeleteRole>::new());
    let page = Resource::new(
        move || (node.get(), role.get(), query.get()),
        |(node, role, query)| load_role(node, role, query),
    );
    let view = move |page| {
        view! { <Page page more=map.with_untracked(|map| map.get("more").is_some()) save remove/> }
    };
    view! { <Load resource=page view/> }
}

/// The pages above a role's, or above its matrix.
pub(super) fn crumbs(node: &str, head: Option<&ProjectHead>, account: Option<&str>, inside: bool) -> Vec<Crumb> {
    let mut crumbs = Vec::new();
    if let Some(head) = head {
        crumbs.push(Crumb::new("/projects", t("Projects")));
        crumbs.push(Crumb::new(link::project(&head.id, ""), head.name.clone()));
    }
    if let (Some(name), Some((_, id))) = (account, node.split_once(':')) {
        crumbs.push(Crumb::new("/accounts", t("Accounts")));
        crumbs.push(Crumb::new(link::account(id, ""), name));
    }
    if inside {
        crumbs.push(Crumb::new(link::roles(node), t("Roles")));
    }
    crumbs
}

/// The head of a role's page, and of the form for a new one.
#[component]
pub(super) fn RoleHead(
    /// The node whose matrix it is in.
    node: String,
    /// The project.
    head: Option<ProjectHead>,
    /// The account's name.
    account: Option<String>,
    /// The role.
    title: String,
    /// What it is for.
    #[prop(optional)]
    text: String,
) -> impl IntoView {
    let crumbs = crumbs(&node, head.as_ref(), account.as_deref(), true);
    view! { <PageHeader title crumbs text/> }
}

/// Where a page of a role is.
fn address(page: &RolePage, part: &str, more: &[(&str, &str)]) -> String {
    let pairs: Vec<(&str, &str)> = [("part", part)].into_iter().chain(more.iter().copied()).collect();
    link::with_query(&link::role(&page.node, &page.id), &pairs)
}

/// What a form asks along with what it is for: the page, the change and the version it is made on.
#[component]
fn Asked(
    /// The page.
    part: &'static str,
    /// The change.
    act: &'static str,
    /// The version.
    version: u64,
) -> impl IntoView {
    view! {
        <input type="hidden" name="part" value=part/>
        <input type="hidden" name="do" value=act/>
        <input type="hidden" name="version" value=version.to_string()/>
    }
}

#[component]
fn Page(page: RolePage, more: bool, save: ServerAction<SaveRole>, remove: ServerAction<DeleteRole>) -> impl IntoView {
    let (locked, home) = (page.lock.map(Lock::why), page.home.clone());
    let told = page.told.clone().map(|told| {
        let (node, role, part) = (page.node.clone(), page.id.clone(), part_of(&page.part));
        view! { <Told node role part told action=save/> }
    });
    let inside = match page.part.clone() {
        RolePart::Entries(items) => view! { <entries::Entries page=page.clone() items/> },
        RolePart::Entry(entry) => view! { <entry::Entry page=page.clone() entry=*entry more/> },
        RolePart::Cells(groups) => view! { <cells::Cells page=page.clone() groups/> },
        RolePart::Includes(includes) => view! { <includes::Includes page=page.clone() includes=*includes/> },
        RolePart::Holders(holders) => view! { <holders::Holders page=page.clone() holders/> },
        RolePart::Unused(unused) => view! { <unused::UnusedPart page=page.clone() unused/> },
        RolePart::Versions(versions) => view! { <versions::Versions page=page.clone() versions/> },
        RolePart::Settings(settings) => view! { <settings::Settings page=page.clone() settings=*settings remove/> },
    };
    view! {
        <RoleHead node=page.node.clone() head=page.head.clone() account=page.account.clone() title=page.name.clone() text=page.description.clone()/>
        <Tabs label=t("Role") tabs=tabs(&page)/>
        {locked.map(|why| view! {
            <div class="mb-5"><Notice>
                <p>{why} {home.map(|(href, label)| view! { " " <a class="link touch" href=href>{label}</a> })}</p>
            </Notice></div>
        })}
        <div class="grid grid-cols-[minmax(0,1fr)] gap-6">{inside} {told}</div>
    }
}

/// What a part is called in addresses.
fn part_of(part: &RolePart) -> &'static str {
    match part {
        RolePart::Entries(_) => "",
        RolePart::Entry(_) => "entry",
        RolePart::Cells(_) => "cells",
        RolePart::Includes(_) => "includes",
        RolePart::Holders(_) => "holders",
        RolePart::Unused(_) => "unused",
        RolePart::Versions(_) => "versions",
        RolePart::Settings(_) => "settings",
    }
}

fn tabs(page: &RolePage) -> Vec<Tab> {
    let now = if matches!(page.part, RolePart::Entry(_)) { "" } else { part_of(&page.part) };
    let all = [
        ("", t("What it gives")),
        ("cells", t("Permission by permission")),
        ("includes", t("Includes")),
        ("holders", t("Holders")),
        ("unused", t("Unused")),
        ("versions", t("Versions")),
        ("settings", t("Settings")),
    ];
    let shown = all.into_iter().filter(|(part, _)| *part != "settings" || page.lock.is_none());
    shown.map(|(part, label)| Tab { href: address(page, part, &[]), label, current: part == now }).collect()
}
