//! Following the log: while it is on, new lines appear by themselves.

use crate::prelude::*;
use crate::{link, text::t};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, MessageEvent};

/// What keeps the connection: it ends with this.
struct Connection {
    source: EventSource,
    /// The browser calls it for as long as the source is open.
    _grown: Closure<dyn FnMut(MessageEvent)>,
}

impl Connection {
    fn open(address: &str, grown: RwSignal<u32>) -> Option<Self> {
        let source = EventSource::new(address).ok()?;
        let told = Closure::new(move |_: MessageEvent| _ = grown.try_update(|times| *times += 1));
        source.set_onmessage(Some(told.as_ref().unchecked_ref()));
        Some(Self { source, _grown: told })
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// Following: made once for the page, so that it outlives each list of lines.
#[derive(Clone, Copy)]
pub struct Following(RwSignal<bool>);

impl Following {
    /// Off. While it is on, `grown` counts how often the log has grown.
    pub fn new(project: Memo<String>, grown: RwSignal<u32>) -> Self {
        let on = RwSignal::new(false);
        // The effect itself keeps the connection: on the server, where no effect runs, there is nothing that only the
        // thread that made it may drop.
        Effect::new(move |before: Option<Option<Connection>>| {
            let address = link::with_query("/live/audit", &[("project", &project.get())]);
            // It closes before the next one opens.
            drop(before);
            on.get().then(|| Connection::open(&address, grown)).flatten()
        });
        Self(on)
    }
}

/// Switches following on and off; there only with script.
#[component]
pub fn Follow(
    /// What it switches.
    following: Following,
) -> impl IntoView {
    let on = following.0;
    let (live, set_live) = signal(false);
    Effect::new(move |_| set_live.set(true));
    let pressed = move || if on.get() { "true" } else { "false" };
    reactive(move || {
        live.get().then(|| {
            view! {
                <button type="button" class="btn btn-plain follow" aria-pressed=pressed on:click=move |_| on.update(|on| *on = !*on)>
                    <span class="follow-dot" aria-hidden="true"></span>
                    {move || if on.get() { t("Following") } else { t("Follow live") }}
                </button>
            }
        })
    })
}
