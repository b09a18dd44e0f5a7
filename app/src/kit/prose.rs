//! Messages with what people typed, and technical names, in backticks.

use crate::prelude::*;

/// A text in which what stands between backticks is code.
#[component]
pub fn Prose(
    /// The text.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    text.split('`')
        .enumerate()
        .map(|(place, part)| {
            if place % 2 == 0 {
                part.to_owned().into_any()
            } else {
                let class = "rounded bg-base-300 px-1 py-0.5 font-mono break-words";
                view! { <code class=class>{part.to_owned()}</code> }.into_any()
            }
        })
        .collect_view()
}
