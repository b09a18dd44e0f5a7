//! The navigation, drawn from data. Hiding a link is never the guard: every page and server function asks for itself.

use crate::prelude::*;
use crate::{
    dto::NavLink,
    kit::{Glyph, Icon},
    text::t,
};
use leptos::{ev::KeyboardEvent, html};
use leptos_router::hooks::use_location;

/// Icons by the names that entries have for them, and what they show.
pub const ICONS: &[(&str, Glyph, &str)] = &[
    ("home", Glyph::Home, t("House")),
    ("projects", Glyph::Projects, t("Folder")),
    ("people", Glyph::People, t("People")),
    ("group", Glyph::Group, t("Group")),
    ("person", Glyph::Person, t("Person")),
    ("account", Glyph::Internal, t("Building")),
    ("roles", Glyph::Roles, t("Shield")),
    ("key", Glyph::Key, t("Key")),
    ("access", Glyph::Ways, t("Ways")),
    ("catalog", Glyph::Shapes, t("Shapes")),
    ("audit", Glyph::Audit, t("Scroll")),
    ("settings", Glyph::Panel, t("Panel")),
    ("chart", Glyph::Line, t("Chart")),
    ("book", Glyph::Book, t("Book")),
    ("screen", Glyph::Screen, t("Screen")),
    ("public", Glyph::Public, t("Globe")),
    ("history", Glyph::History, t("Clock")),
    ("risk", Glyph::Risk, t("Warning")),
    ("link", Glyph::Link, t("Link")),
];

/// The icon of a name; a link where there is none.
pub fn icon_of(name: &str) -> Glyph {
    ICONS.iter().find(|(known, ..)| *known == name).map_or(Glyph::Link, |(_, glyph, _)| *glyph)
}

/// How many links stand in the bar of a phone, with one more for the rest of them.
const IN_BAR: usize = 4;

/// Is the page at or below the path?
fn is_at(path: &str, mark: &str) -> bool {
    if mark == "/" {
        path == mark
    } else {
        path.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Beside the page, or below it on a phone: there the first few, and all of them behind "More".
#[component]
pub fn Nav(
    /// What the person is shown.
    nav: Vec<NavLink>,
) -> impl IntoView {
    let path = use_location().pathname;
    let links: Vec<NavLink> = NavLink::links(&nav).into_iter().cloned().collect();
    let marks: Vec<String> = links.iter().map(|link| link.mark.clone()).filter(|mark| !mark.is_empty()).collect();
    // Of two entries that fit a page, the one that says more is marked.
    let here = Memo::new(move |_| {
        let path = path.get();
        marks.iter().filter(|mark| is_at(&path, mark)).max_by_key(|mark| mark.len()).cloned().unwrap_or_default()
    });
    let few = if links.len() > IN_BAR + 1 { IN_BAR } else { links.len() };
    let rest: Vec<String> = links.iter().skip(few).map(|link| link.mark.clone()).collect();
    let bar = links.into_iter().take(few).map(|link| view! { <li><Place link here/></li> }).collect_view();
    let more = (!rest.is_empty()).then(|| view! { <li><More nav=nav.clone() rest here/></li> });
    view! {
        <nav class="frame-nav" aria-label=t("Main")>
            <ul class="frame-all">{branches(nav, here)}</ul>
            <ul class="frame-few">{bar}{more}</ul>
        </nav>
    }
    .into_any()
}

/// Entries with what is in them.
fn branches(nav: Vec<NavLink>, here: Memo<String>) -> AnyView {
    let branch = |mut link: NavLink| {
        let inner = std::mem::take(&mut link.inner);
        let inner = (!inner.is_empty()).then(|| view! { <ul>{branches(inner, here)}</ul> });
        if link.href.is_empty() {
            view! { <li class="frame-group"><span class="frame-heading">{link.label}</span>{inner}</li> }
        } else {
            view! { <li><Place link here/>{inner}</li> }
        }
    };
    nav.into_iter().map(branch).collect_view().into_any()
}

#[component]
fn Place(link: NavLink, here: Memo<String>) -> impl IntoView {
    let NavLink { label, href, icon, mark, outside, .. } = link;
    let current = move || (!mark.is_empty() && here.read().as_str() == mark).then_some("page");
    view! {
        <a href=href class="frame-link" rel=outside.then_some("external noopener") aria-current=current>
            <Icon glyph=icon_of(&icon) size=20/>
            <span class="frame-label">{label}</span>
            {outside.then(|| view! { <Icon glyph=Glyph::Outside size=14/> })}
        </a>
    }
    .into_any()
}

/// What has no place in the bar. It unfolds without script, too.
#[component]
fn More(nav: Vec<NavLink>, rest: Vec<String>, here: Memo<String>) -> impl IntoView {
    let (details, path) = (NodeRef::<html::Details>::new(), use_location().pathname);
    let close = move || {
        if let Some(details) = details.get_untracked() {
            details.set_open(false);
        }
    };
    // Another page is here: what led to it has done its work.
    Effect::new(move |_| {
        path.track();
        close();
    });
    let summary = NodeRef::<html::Summary>::new();
    let on_keydown = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            close();
            // What had the focus is out of sight now.
            if let Some(summary) = summary.get_untracked() {
                let _ = summary.focus();
            }
        }
    };
    let current = move || (!here.read().is_empty() && rest.contains(&here.read())).then_some("true");
    view! {
        <details class="frame-more" node_ref=details on:keydown=on_keydown>
            <summary class="frame-link" aria-current=current node_ref=summary>
                <Icon glyph=Glyph::More size=20/>
                <span class="frame-label">{t("More")}</span>
            </summary>
            <div class="frame-sheet"><ul class="frame-all">{branches(nav, here)}</ul></div>
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::is_at;

    #[test]
    fn a_page_is_below_whole_parts_of_a_path() {
        assert!(is_at("/", "/") && is_at("/projects", "/projects") && is_at("/projects/x", "/projects"));
        assert!(!is_at("/projects", "/") && !is_at("/projectsx", "/projects") && !is_at("/", "/projects"));
    }
}
