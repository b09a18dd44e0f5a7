//! Short messages at the edge of the page, some with a way back: what was done just now can be undone there.

use crate::prelude::*;
use crate::{
    kit::{Glyph, Icon},
    text::t,
};
use leptos::leptos_dom::helpers::TimeoutHandle;
use std::time::Duration;

/// How long a message stays; longer where there is something to decide.
const STAYS: Duration = Duration::from_secs(6);
const STAYS_WITH_UNDO: Duration = Duration::from_secs(12);

/// A message.
#[derive(Clone)]
struct Toast {
    id: u32,
    text: String,
    undo: Option<Callback<()>>,
    ends: Option<TimeoutHandle>,
}

/// The messages of the page.
#[derive(Clone, Copy)]
pub struct Toasts {
    /// One at a time: what is new is what matters, and a stack hides the page.
    shown: RwSignal<Option<Toast>>,
    last: StoredValue<u32>,
}

impl Toasts {
    /// None yet, for everything below.
    pub fn provide() {
        provide_context(Self { shown: RwSignal::new(None), last: StoredValue::new(0) });
    }

    /// Says something.
    pub fn say(self, text: impl Into<String>) {
        self.push(text.into(), None);
    }

    /// Says what was done, with a button that undoes it.
    pub fn undoable(self, text: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
        self.push(text.into(), Some(Callback::new(move |()| undo())));
    }

    fn push(self, text: String, undo: Option<Callback<()>>) {
        let id = self.last.get_value().wrapping_add(1);
        self.last.set_value(id);
        let stays = if undo.is_some() { STAYS_WITH_UNDO } else { STAYS };
        let ends = set_timeout_with_handle(move || self.close(id), stays).ok();
        self.shown.set(Some(Toast { id, text, undo, ends }));
    }

    /// Who reads it or is about to press the button has all the time they want.
    fn hold(self, id: u32) {
        let held = self.shown.try_with_untracked(|shown| shown.as_ref().filter(|toast| toast.id == id)?.ends);
        if let Some(timer) = held.flatten() {
            timer.clear();
        }
    }

    fn close(self, id: u32) {
        self.shown.try_update(|shown| shown.take_if(|toast| toast.id == id));
    }
}

/// Where the messages are shown.
#[component]
pub fn ToastShelf() -> impl IntoView {
    let toasts = expect_context::<Toasts>();
    view! {
        <div class="toast-shelf" role="status">
            {move || toasts.shown.get().map(|toast| view! { <Message toast toasts/> })}
        </div>
    }
    .into_any()
}

#[component]
fn Message(toast: Toast, toasts: Toasts) -> impl IntoView {
    let Toast { id, text, undo, .. } = toast;
    let undo = undo.map(|undo| {
        let press = move |_| {
            toasts.close(id);
            undo.run(());
        };
        view! { <button type="button" class="toast-undo" on:click=press>{t("Undo")}</button> }
    });
    view! {
        <div class="toast-message" on:pointerenter=move |_| toasts.hold(id) on:focusin=move |_| toasts.hold(id)>
            <p>{text}</p>
            {undo}
            <button type="button" class="toast-close" aria-label=t("Close") on:click=move |_| toasts.close(id)>
                <Icon glyph=Glyph::Cross size=16/>
            </button>
        </div>
    }
    .into_any()
}
