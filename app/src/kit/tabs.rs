//! Pages of one thing side by side.

use crate::prelude::*;
use leptos::html;

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

/// For a row of links that may be wider than the screen: scrolls it so that the current one is in sight.
pub fn current_in_sight() -> NodeRef<html::Nav> {
    let nav = NodeRef::<html::Nav>::new();
    Effect::new(move |_| {
        let Some(row) = nav.get() else { return };
        let Ok(Some(current)) = row.query_selector("[aria-current]") else { return };
        let (row_place, place) = (row.get_bounding_client_rect(), current.get_bounding_client_rect());
        let middle = |rect: &web_sys::DomRect| rect.left() + rect.width() / 2.0;
        // Only the row scrolls: scrolling the link into view could scroll the page too.
        if place.left() < row_place.left() || place.right() > row_place.right() {
            #[expect(clippy::cast_possible_truncation, reason = "pixels")]
            row.set_scroll_left(row.scroll_left() + (middle(&place) - middle(&row_place)) as i32);
        }
    });
    nav
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
    let nav = current_in_sight();
    view! {
        <nav aria-label=label node_ref=nav class="mb-4 -mx-4 overflow-x-auto overflow-y-hidden border-b border-line px-4 md:mx-0 md:mb-6 md:px-0">
            <ul class="flex gap-5">{links}</ul>
        </nav>
    }
    .into_any()
}
