//! A second thought before something is taken away. It unfolds in place, without script too.

use super::{Glyph, Icon};
use crate::prelude::*;

/// Shows what is inside only after the button was pressed.
#[component]
pub fn Confirm(
    /// What the button says.
    #[prop(into)]
    label: String,
    /// An icon before the words.
    #[prop(optional, into)]
    glyph: Option<Glyph>,
    /// Is it nothing that one could regret?
    #[prop(optional)]
    mild: bool,
    /// Unfolded from the start: the form inside came back with an error.
    #[prop(optional)]
    open: bool,
    /// What will happen, and the form that makes it happen.
    children: Children,
) -> impl IntoView {
    let (button, sheet) = if mild { ("", "panel block p-5") } else { ("text-error", "notice notice-bad block p-4") };
    let button = format!("btn btn-plain w-fit group-open:mb-4 {button}");
    view! {
        <details class="group" open=open>
            <summary class=button>
                {glyph.map(|glyph| view! { <Icon glyph/> })}
                {label}
            </summary>
            <div class=sheet>{children()}</div>
        </details>
    }
    .into_any()
}
