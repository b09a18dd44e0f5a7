//! One of several, in a list that opens.

use super::field::{Below, about, first};
use crate::prelude::*;
use crate::{AppError, dto::Choice};

/// One of several, with its label.
#[component]
pub fn Select(
    /// Its name in the form; its id too.
    name: &'static str,
    /// What it is.
    #[prop(into)]
    label: String,
    /// What to choose from.
    options: Vec<Choice>,
    /// What to choose.
    #[prop(optional, into)]
    hint: String,
    /// The form's error.
    #[prop(into)]
    error: Signal<Option<AppError>>,
    /// What is chosen first.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    let value = first(error, name, value);
    let wrong = about(error, name);
    let options = options
        .into_iter()
        .map(|choice| {
            let chosen = choice.value == value;
            view! { <option value=choice.value selected=chosen>{choice.label}</option> }
        })
        .collect_view();
    view! {
        <div class="grid gap-1.5">
            <label for=name class="text-sm font-medium">{label}</label>
            <select
                id=name
                name=name
                class="select"
                aria-describedby=format!("{name}-hint {name}-error")
                aria-invalid=move || wrong.get().map(|_| "true")
            >
                {options}
            </select>
            <Below id=name hint error=wrong/>
        </div>
    }
    .into_any()
}
