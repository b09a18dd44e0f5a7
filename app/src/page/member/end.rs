//! How long access is given for.

use crate::{
    AppError,
    dto::Choice,
    kit::{Field, Select},
    text::t,
};
use leptos::prelude::*;

/// Ends that are offered: as they stand in a form, and what they are called.
pub fn presets() -> [(&'static str, &'static str); 5] {
    [
        ("1", t("In 1 day")),
        ("7", t("In 7 days")),
        ("30", t("In 30 days")),
        ("90", t("In 90 days")),
        ("365", t("In a year")),
    ]
}

/// When access ends: after some days, on a day, or never.
#[component]
pub fn End(
    /// Offer to leave it as it is.
    #[prop(optional)]
    keep: bool,
    /// The form's error.
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let mut options = vec![Choice::new("never", t("Never"), "")];
    options.extend(presets().map(|(value, label)| Choice::new(value, label, "")));
    if keep {
        options.insert(0, Choice::new("keep", t("As it is now"), ""));
    }
    let value = if keep { "keep" } else { "never" };
    view! {
        <div class="grid gap-5 sm:grid-cols-2">
            <Select name="ends" label=t("Access ends") options value error/>
            <Field name="date" label=t("Or on a day") kind="date" optional=true error/>
        </div>
    }
}
