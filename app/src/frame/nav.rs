//! The navigation, as data. Hiding a link is never the guard: every page and server function asks for itself.

use crate::{
    dto::Sees,
    kit::{Glyph, Icon},
    text::t,
};
use leptos::prelude::*;
use leptos_router::components::A;

/// A place to go.
pub(super) struct Item {
    pub href: &'static str,
    pub label: &'static str,
    pub glyph: Glyph,
    /// Who sees it.
    shown: fn(Sees) -> bool,
}

/// To add one: a row here, and a route.
const ITEMS: &[Item] = &[
    Item { href: "/", label: t("Home"), glyph: Glyph::Home, shown: |_| true },
    Item { href: "/projects", label: t("Projects"), glyph: Glyph::Projects, shown: |_| true },
    Item { href: "/people", label: t("People"), glyph: Glyph::People, shown: |sees| sees.people },
    Item { href: "/groups", label: t("Groups"), glyph: Glyph::Group, shown: |sees| sees.groups },
    Item { href: "/roles", label: t("Roles"), glyph: Glyph::Roles, shown: |sees| sees.roles },
    Item { href: "/audit", label: t("Audit"), glyph: Glyph::Audit, shown: |sees| sees.audit },
];

/// The places somebody may go to.
pub(super) fn shown(sees: Sees) -> impl Iterator<Item = &'static Item> {
    ITEMS.iter().filter(move |item| (item.shown)(sees))
}

/// Beside the page, or below it on a phone.
#[component]
pub fn Nav(
    /// What the person may open.
    sees: Sees,
) -> impl IntoView {
    let links = shown(sees)
        .map(|item| {
            view! {
                <li>
                    <A href=item.href exact=item.href == "/" attr:class="frame-link">
                        <Icon glyph=item.glyph size=20/>
                        {item.label}
                    </A>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <nav class="frame-nav" aria-label=t("Main")><ul>{links}</ul></nav> }.into_any()
}
