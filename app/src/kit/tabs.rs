//! Pages of one thing side by side.

use leptos::prelude::*;

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// Where it is.
    pub href: String,
    /// What it is called.
    pub label: &'static str,
    /// Is it this one?
    pub current: bool,
}

/// Links to the pages; on a phone they scroll sideways, the page does not.
#[component]
pub fn Tabs(
    /// What they are pages of.
    label: &'static str,
    /// The pages.
    tabs: Vec<Tab>,
) -> impl IntoView {
    let links = tabs
        .into_iter()
        .map(|tab| {
            view! {
                <li><a class="tab" href=tab.href aria-current=tab.current.then_some("page")>{tab.label}</a></li>
            }
        })
        .collect_view();
    view! {
        <nav aria-label=label class="mb-6 -mx-4 overflow-x-auto overflow-y-hidden border-b border-line px-4 md:mx-0 md:px-0">
            <ul class="flex gap-5">{links}</ul>
        </nav>
    }
    .into_any()
}
