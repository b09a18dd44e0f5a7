//! How long access is given for.

use crate::{
    AppError,
    dto::Choice,
    kit::{Field, Select},
};
use leptos::prelude::*;

/// When access ends: after some days, on a day, or never.
#[component]
pub fn Span(
    /// Offer to leave it as it is.
    #[prop(optional)]
    keep: bool,
    /// The form's error.
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let mut options = vec![
        Choice::new("never", "Never", ""),
        Choice::new("7", "In 7 days", ""),
        Choice::new("30", "In 30 days", ""),
        Choice::new("90", "In 90 days", ""),
        Choice::new("365", "In a year", ""),
    ];
    if keep {
        options.insert(0, Choice::new("keep", "As it is now", ""));
    }
    let value = if keep { "keep" } else { "never" };
    view! {
        <div class="grid gap-5 sm:grid-cols-2">
            <Select name="ends" label="Access ends" options value error/>
            <Field name="date" label="Or on a day" kind="date" optional=true error/>
        </div>
    }
}
