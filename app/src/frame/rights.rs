//! That somebody took something away while the page was open: what is shown may no longer be theirs to see or do.

use super::{
    later::{Later, later},
    resume::Ended,
};
use crate::prelude::*;
use crate::{
    kit::{Glyph, Icon},
    link,
    text::t,
};
use leptos::{
    ev,
    leptos_dom::helpers::{TimeoutHandle, WindowListenerHandle},
};
use std::time::Duration;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, MessageEvent};

/// After so long this part of the console is fetched, and a page in sight for so long is connected: who only passes by
/// needs none, and loading comes first.
const PAUSE: Duration = Duration::from_secs(1);

/// What the browser calls with an event.
type Heard = Closure<dyn FnMut(MessageEvent)>;

/// What keeps the connection: it ends with this.
struct Connection {
    source: EventSource,
    /// The browser calls them for as long as the source is open.
    _heard: Vec<Heard>,
}

impl Connection {
    fn open(known: RwSignal<String>, lost: RwSignal<bool>, ended: Ended) -> Option<Self> {
        let address = link::with_query("/live/rights", &[("rights", &known.get_untracked())]);
        let source = EventSource::new(&address).ok()?;
        let learn = move |event: &MessageEvent| _ = known.try_set(event.data().as_string().unwrap_or_default());
        let heard: Vec<(&str, Heard)> = vec![
            ("gained", Closure::new(move |event: MessageEvent| learn(&event))),
            (
                "lost",
                Closure::new(move |event: MessageEvent| {
                    learn(&event);
                    lost.try_set(true);
                }),
            ),
            (
                "ended",
                Closure::new({
                    let source = source.clone();
                    move |_: MessageEvent| {
                        // A browser would ask again, and be told the same.
                        source.close();
                        ended.now();
                    }
                }),
            ),
        ];
        for (name, heard) in &heard {
            // A browser that cannot listen says nothing: the next thing somebody does will.
            let _ = source.add_event_listener_with_callback(name, heard.as_ref().unchecked_ref());
        }
        Some(Self { source, _heard: heard.into_iter().map(|(_, heard)| heard).collect() })
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// Watches, once the page has settled.
#[component]
pub fn RightsWatch(
    /// A digest of what the person held when the page was made.
    known: String,
) -> impl IntoView {
    let due = RwSignal::new(false);
    Effect::new(move |_| set_timeout(move || _ = due.try_set(true), PAUSE));
    reactive(move || due.get().then(|| later(Later::Rights(known.clone()))))
}

/// A line at the top once the person lost something they held when the page was made.
///
/// Only pages in sight are connected: browsers have few connections to give.
#[component]
pub fn RightsChanged(
    /// A digest of what they held.
    known: String,
) -> impl IntoView {
    let ended = expect_context::<Ended>();
    let (known, lost) = (RwSignal::new(known), RwSignal::new(false));
    let (shown, settled) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |handle: Option<WindowListenerHandle>| {
        handle.unwrap_or_else(|| {
            shown.set(!document().hidden());
            window_event_listener(ev::visibilitychange, move |_| shown.set(!document().hidden()))
        })
    });
    Effect::new(move |before: Option<Option<TimeoutHandle>>| {
        if let Some(timer) = before.flatten() {
            timer.clear();
        }
        settled.set(false);
        let settle = move || _ = settled.try_set(true);
        shown.get().then(|| set_timeout_with_handle(settle, PAUSE).ok()).flatten()
    });
    // The effect itself keeps the connection, as following the audit log does.
    Effect::new(move |before: Option<Option<Connection>>| {
        drop(before);
        (settled.get() && !lost.get()).then(|| Connection::open(known, lost, ended)).flatten()
    });
    view! {
        <div role="status">
            {move || lost.get().then(|| view! {
                <p class="frame-notice">
                    <Icon glyph=Glyph::Key/>
                    {t("What you may do has changed. What you see may be out of date.")}
                    <button type="button" class="touch underline" on:click=reload>{t("Reload")}</button>
                </p>
            })}
        </div>
    }
    .into_any()
}

fn reload(_: ev::MouseEvent) {
    // A browser that does not reload leaves the page as it is.
    let _ = window().location().reload();
}
