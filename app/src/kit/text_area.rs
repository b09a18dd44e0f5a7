//! Several lines to type into.

use super::field::{Below, about, first};
use crate::AppError;
use crate::prelude::*;
use crate::text::t;

/// Several lines to type into, with their label.
#[component]
pub fn TextArea(
    /// Its name in the form; its id too.
    name: &'static str,
    /// What it is.
    #[prop(into)]
    label: String,
    /// What to type.
    #[prop(optional, into)]
    hint: String,
    /// The form's error.
    #[prop(into)]
    error: Signal<Option<AppError>>,
    /// What is in it first.
    #[prop(optional, into)]
    value: String,
    /// How many lines are seen.
    #[prop(default = 3)]
    rows: u16,
    /// May it stay empty?
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let value = first(error, name, value);
    let wrong = about(error, name);
    view! {
        <div class="grid gap-1.5">
            <label for=name class="text-sm font-medium">
                {label}
                {optional.then(|| view! { <span class="font-normal text-muted">{t(" (optional)")}</span> })}
            </label>
            <textarea
                id=name
                name=name
                class="textarea"
                rows=rows
                required=!optional
                aria-describedby=format!("{name}-hint {name}-error")
                aria-invalid=move || wrong.get().map(|_| "true")
            >
                {value}
            </textarea>
            <Below id=name hint error=wrong/>
        </div>
    }
    .into_any()
}
