//! That there is no connection: what is shown may be old, and nothing can be saved.

use crate::prelude::*;
use crate::{
    kit::{Glyph, Icon},
    text::t,
};
use leptos::{ev, leptos_dom::helpers::WindowListenerHandle};

/// A line at the top for as long as the browser has no connection.
#[component]
pub fn Offline() -> impl IntoView {
    let offline = RwSignal::new(false);
    Effect::new(move |handles: Option<[WindowListenerHandle; 2]>| {
        handles.unwrap_or_else(|| {
            offline.set(!window().navigator().on_line());
            [
                window_event_listener(ev::offline, move |_| offline.set(true)),
                window_event_listener(ev::online, move |_| offline.set(false)),
            ]
        })
    });
    view! {
        <div role="status">
            {move || offline.get().then(|| view! {
                <p class="frame-notice">
                    <Icon glyph=Glyph::Offline/>
                    {t("No connection. What you see may be out of date; what you typed stays, and can be saved once you are online.")}
                </p>
            })}
        </div>
    }
    .into_any()
}
