//! The pages about a project's members, with how many there are on each.

use crate::prelude::*;
use crate::{
    dto::MemberTabs,
    kit::current_in_sight,
    link,
    text::{number, t},
};

/// A page about members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// People.
    People,
    /// Groups.
    Groups,
    /// Who else has access.
    Also,
    /// Whom rules give access.
    Rules,
    /// Whose access ends soon.
    Expiring,
    /// What was done.
    History,
}

impl Page {
    /// The page of the list's `tab`.
    pub fn of(tab: &str) -> Self {
        match tab {
            "groups" => Self::Groups,
            "expiring" => Self::Expiring,
            _ => Self::People,
        }
    }
}

/// Links to the pages.
#[component]
pub fn MemberPages(
    /// The project.
    project: String,
    /// How many there are on each.
    tabs: MemberTabs,
    /// This one.
    page: Page,
) -> impl IntoView {
    let list = link::project(&project, "members");
    let with = |tab: &str| link::with_query(&list, &[("tab", tab)]);
    let all = [
        (Page::People, with(""), t("Members"), Some(tabs.people)),
        (Page::Groups, with("groups"), t("Groups"), Some(tabs.groups)),
        (Page::Also, link::project(&project, "members/also"), t("Also have access"), Some(tabs.also)),
        (Page::Rules, link::project(&project, "members/rules"), t("Access by rule"), Some(tabs.rules)),
        (Page::Expiring, with("expiring"), t("Expiring"), Some(tabs.expiring)),
        (Page::History, link::project(&project, "members/history"), t("History"), None),
    ];
    let shown = all.into_iter().filter(|(here, ..)| *here != Page::History || tabs.history);
    let links = shown
        .map(|(here, href, label, count)| {
            view! {
                <li>
                    <a class="page-link" href=href aria-current=(here == page).then_some("page")>
                        {label}
                        {count.map(|count| view! { <span class="page-count">{number(count)}</span> })}
                    </a>
                </li>
            }
        })
        .collect_view();
    let nav = current_in_sight();
    view! { <nav aria-label=t("Members") node_ref=nav class="pages"><ul>{links}</ul></nav> }.into_any()
}
