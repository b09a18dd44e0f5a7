//! How long access is given for.

use crate::prelude::*;
use crate::{
    AppError,
    dto::Choice,
    kit::{Field, Select},
    text::t,
};

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
    /// What is chosen first; empty for what changes nothing.
    #[prop(optional, into)]
    ends: String,
    /// The day that is written first.
    #[prop(optional, into)]
    date: String,
    /// The form's error.
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let mut options = vec![Choice::new("never", t("Never"), "")];
    options.extend(presets().map(|(value, label)| Choice::new(value, label, "")));
    if keep {
        options.insert(0, Choice::new("keep", t("As it is now"), ""));
    }
    // A day that is written counts, whatever is chosen: so it is said.
    options.push(Choice::new("day", t("On the day beside"), ""));
    let value = match (date.is_empty(), ends.is_empty(), keep) {
        (false, ..) => "day".to_owned(),
        (true, false, _) => ends,
        (true, true, true) => "keep".to_owned(),
        (true, true, false) => "never".to_owned(),
    };
    view! {
        <div class="grid gap-5 sm:grid-cols-2">
            <Select name="ends" label=t("Access ends") options value error/>
            <Field name="date" label=t("Or on a day") kind="date" value=date optional=true error/>
        </div>
    }
}
