//! From one project to another without going through the list.

use crate::prelude::*;
use crate::{
    dto::ProjectItem,
    frame::{Later, later},
    kit::{Glyph, Icon},
    link,
    rpc::project::load_projects,
    text::t,
};
use leptos::{ev::KeyboardEvent, html, task::spawn_local};

/// Most projects it offers; the rest are found in the list or by the palette.
const MOST: usize = 8;

/// A menu of projects beside the project's name; without script a link to the list.
#[component]
pub fn Switcher(
    /// The project one is in.
    current: String,
    /// The page of it; the same page of another project is gone to.
    tab: &'static str,
) -> impl IntoView {
    let menu = NodeRef::<html::Details>::new();
    let opened = RwSignal::new(false);
    let on_toggle = move |_| {
        if menu.get_untracked().is_some_and(|menu| menu.open()) {
            opened.set(true);
        }
    };
    let on_keydown = move |event: KeyboardEvent| {
        if let Some(menu) = menu.get_untracked().filter(|_| event.key() == "Escape") {
            menu.set_open(false);
        }
    };
    view! {
        <details class="relative" node_ref=menu on:toggle=on_toggle on:keydown=on_keydown>
            <summary class="switcher" title=t("Go to another project")>
                <Icon glyph=Glyph::Switch size=16/>
                <span class="max-md:sr-only">{t("Switch project")}</span>
            </summary>
            <div class="menu-sheet switcher-sheet">
                {move || opened.get().then(|| later(Later::Projects(current.clone(), tab)))}
                <a class="menu-item" href="/projects"><Icon glyph=Glyph::Forward/>{t("All projects")}</a>
            </div>
        </details>
    }
}

/// Links to other projects.
#[component]
pub fn OtherProjects(
    /// The project one is in.
    current: String,
    /// The page of it.
    tab: &'static str,
) -> impl IntoView {
    let found = RwSignal::new(Vec::<ProjectItem>::new());
    spawn_local(async move {
        // Without an answer the link to the list is still there.
        let page = load_projects(String::new(), String::new()).await;
        // The page may be gone by now.
        let _ = found.try_set(page.map(|page| page.items).unwrap_or_default());
    });
    reactive(move || {
        let others = found.get().into_iter().filter(|item| item.head.id != current).take(MOST);
        others
            .map(|item| {
                view! {
                    <a class="menu-item" href=link::project(&item.head.id, tab)>
                        <Icon glyph=Glyph::Projects/>
                        <span class="truncate">{item.head.name}</span>
                    </a>
                }
            })
            .collect_view()
    })
}
