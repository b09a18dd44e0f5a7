//! Rows that come as one scrolls. They are kept in blocks, one for each page that was loaded; a block far out of sight
//! is one empty row as tall as its rows were, so the page holds few rows however many there are. The next page is asked
//! for long before its place comes into sight, and the list is never longer than what is there: no row is ever blank.

use super::row::{Row, RowContext};
use crate::prelude::*;
use crate::{
    dto::{MemberItem, MemberQuery},
    rpc::member::load_more_members,
    text::t,
};
use leptos::{ev, html, task::spawn_local};
use std::sync::atomic::{AtomicUsize, Ordering};

/// How far beyond the window blocks are kept, in heights of the window.
const NEAR: f64 = 2.0;

/// The rows of one page.
#[derive(Clone, Copy)]
struct Block {
    number: usize,
    items: StoredValue<Vec<MemberItem>>,
    shown: RwSignal<bool>,
    height: StoredValue<f64>,
    body: NodeRef<html::Tbody>,
}

/// Every block has a number of its own, so that those of another search are other ones.
static NUMBER: AtomicUsize = AtomicUsize::new(0);

impl Block {
    fn new(items: Vec<MemberItem>) -> Self {
        Self {
            number: NUMBER.fetch_add(1, Ordering::Relaxed),
            items: StoredValue::new(items),
            shown: RwSignal::new(true),
            height: StoredValue::new(0.0),
            body: NodeRef::new(),
        }
    }

    /// Shows what is near, and empties what is far; answers where it ends below the window's top.
    fn follow(self, window: f64) -> Option<f64> {
        let body = self.body.get_untracked()?;
        let place = body.get_bounding_client_rect();
        let near = place.bottom() > -NEAR * window && place.top() < (1.0 + NEAR) * window;
        let focused = document().active_element().is_some_and(|element| body.contains(Some(&element)));
        if near || focused {
            if !self.shown.get_untracked() {
                self.shown.set(true);
            }
        } else if self.shown.get_untracked() && place.height() > 0.0 {
            self.height.set_value(place.height());
            self.shown.set(false);
        }
        Some(place.bottom())
    }
}

/// The list as far as it is loaded.
#[derive(Clone, Copy)]
struct Loaded {
    project: StoredValue<String>,
    query: StoredValue<MemberQuery>,
    blocks: RwSignal<Vec<Block>>,
    next: RwSignal<Option<String>>,
    loading: RwSignal<bool>,
    context: RowContext,
}

impl Loaded {
    fn follow(self) {
        let window = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(800.0);
        // Every block looks where it is, not only the last.
        let mut end = 0.0;
        for block in self.blocks.get_untracked() {
            end = block.follow(window).unwrap_or(end);
        }
        if end < (1.0 + NEAR) * window {
            self.more();
        }
    }

    fn more(self) {
        let Some(after) = self.next.get_untracked().filter(|_| !self.loading.get_untracked()) else { return };
        self.loading.set(true);
        let query = MemberQuery { after, ..self.query.get_value() };
        spawn_local(async move {
            // What cannot be loaded now is asked for again at the next step, or by the button.
            if let Ok(more) = load_more_members(self.project.get_value(), query).await {
                self.context.selection.listed.update(|ids| ids.extend(more.items.iter().map(|item| item.id.clone())));
                self.blocks.update(|blocks| blocks.push(Block::new(more.items)));
                self.next.set(more.next);
            }
            self.loading.set(false);
            request_animation_frame(move || self.follow());
        });
    }
}

/// The table's bodies, and what comes after them.
#[component]
pub fn Blocks(
    /// The project.
    project: String,
    /// What narrows the list.
    query: MemberQuery,
    /// The first page.
    items: Vec<MemberItem>,
    /// Where the next one starts.
    next: RwSignal<Option<String>>,
    /// What every row needs to know.
    context: RowContext,
) -> impl IntoView {
    let loaded = Loaded {
        project: StoredValue::new(project),
        query: StoredValue::new(query),
        blocks: RwSignal::new(vec![Block::new(items)]),
        next,
        loading: RwSignal::new(false),
        context,
    };
    Effect::new(move |_| {
        let scroll = window_event_listener(ev::scroll, move |_| loaded.follow());
        let resize = window_event_listener(ev::resize, move |_| loaded.follow());
        on_cleanup(move || {
            scroll.remove();
            resize.remove();
        });
        loaded.follow();
    });
    view! {
        <For each=move || loaded.blocks.get() key=|block| block.number let(block)>
            <tbody node_ref=block.body>{move || rows(block, context)}</tbody>
        </For>
        {move || loaded.loading.get().then(|| view! {
            <tbody><tr class="row-wait"><td colspan="6"><span class="skeleton block h-6 w-full"></span><span class="sr-only">{t("Loading more")}</span></td></tr></tbody>
        })}
    }
    .into_any()
}

fn rows(block: Block, context: RowContext) -> AnyView {
    if block.shown.get() {
        return block.items.get_value().into_iter().map(|item| view! { <Row item context/> }).collect_view().into_any();
    }
    let height = format!("{}px", block.height.get_value());
    // Made in the browser only: the policy lets script set a height, not the page's source.
    view! { <tr class="row-gap" aria-hidden="true"><td colspan="6" style:height=height></td></tr> }.into_any()
}
