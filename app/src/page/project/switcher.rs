//! From one project to another without going through the list.

use crate::{
    dto::ProjectItem,
    kit::{Glyph, Icon},
    link,
    rpc::project::load_projects,
    text::t,
};
use leptos::{ev::KeyboardEvent, html, prelude::*, task::spawn_local};

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
    let found = RwSignal::new(None::<Vec<ProjectItem>>);
    let on_toggle = move |_| {
        let open = menu.get_untracked().is_some_and(|menu| menu.open());
        if open && found.read_untracked().is_none() {
            spawn_local(async move {
                let page = load_projects(String::new(), String::new()).await;
                // Without an answer the link to the list is still there.
                found.set(Some(page.map(|page| page.items).unwrap_or_default()));
            });
        }
    };
    let close = move || {
        if let Some(menu) = menu.get_untracked() {
            menu.set_open(false);
        }
    };
    let on_keydown = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            close();
        }
    };
    let links = move || {
        let current = current.clone();
        let others = found.get().unwrap_or_default().into_iter().filter(move |item| item.head.id != current).take(MOST);
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
    };
    view! {
        <details class="relative" node_ref=menu on:toggle=on_toggle on:keydown=on_keydown>
            <summary class="switcher" aria-label=t("Go to another project")><Icon glyph=Glyph::Switch size=16/></summary>
            <div class="menu-sheet switcher-sheet">
                {links}
                <a class="menu-item" href="/projects"><Icon glyph=Glyph::Forward/>{t("All projects")}</a>
            </div>
        </details>
    }
    .into_any()
}
