//! The line below the grid: the cell with the focus in words, why it is locked, a way in for a mouse, and the legend.

use super::{axes::place_of, desk::Desk, legend::Legend, look::Panel, state};
use crate::prelude::*;
use crate::text::t;

/// The line.
#[component]
pub fn Status(
    /// What is shared.
    desk: Desk,
) -> impl IntoView {
    let (look, voice) = (desk.look, desk.voice);
    let place = move || place_of(look.focus.get());
    let words = {
        let model = desk.model.clone();
        move || {
            place().map(|place| {
                model.track(place);
                let why = state::why(&model, place);
                format!("{}. {}", state::name(&model, place), why.unwrap_or_default())
            })
        }
    };
    view! {
        <div class="matrix-status">
            <p class="min-w-0 grow">{reactive(words)}</p>
            <button type="button" class="btn btn-plain btn-sm" hidden=move || place().is_none() on:click=move |_| {
                if let Some(place) = place() {
                    look.panel.set(Panel::Cell(place));
                }
            }>{t("Details")}</button>
            <Legend/>
            <p class="sr-only" role="status" aria-live="polite">{move || voice.text.get()}</p>
        </div>
    }
    .into_any()
}
