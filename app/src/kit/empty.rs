//! What stands where there is nothing yet, or nothing found: what to do next.

use super::{Glyph, Icon, Prose};
use crate::prelude::*;

/// Nothing here, and what to do about it.
#[component]
pub fn Empty(
    /// What would be here.
    glyph: Glyph,
    /// That there is nothing.
    #[prop(into)]
    title: String,
    /// What to do next.
    #[prop(into)]
    text: String,
    /// A button to do it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="grid justify-items-center gap-1.5 px-6 py-14 text-center">
            <span class="mb-2 text-control"><Icon glyph size=28/></span>
            <h2>{title}</h2>
            <p class="max-w-sm text-sm text-muted"><Prose text/></p>
            {children.map(|children| view! { <div class="mt-4">{children()}</div> })}
        </div>
    }
    .into_any()
}
