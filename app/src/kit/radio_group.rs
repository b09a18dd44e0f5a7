//! One of a few, each with a sentence on it, all in sight.

use super::field::{Below, about, first};
use crate::prelude::*;
use crate::{AppError, dto::Choice};

/// One of a few.
#[component]
pub fn RadioGroup(
    /// Its name in the form.
    name: &'static str,
    /// What it is.
    #[prop(into)]
    legend: String,
    /// What to choose from.
    options: Vec<Choice>,
    /// The form's error.
    #[prop(into)]
    error: Signal<Option<AppError>>,
    /// What is chosen first.
    #[prop(into)]
    value: String,
) -> impl IntoView {
    let value = first(error, name, value);
    let cards = options
        .into_iter()
        .map(|choice| {
            let chosen = choice.value == value;
            view! {
                <label class="choice">
                    <input type="radio" class="radio radio-sm row-span-2 mt-0.5" name=name value=choice.value checked=chosen/>
                    <span class="font-medium">{choice.label}</span>
                    <span class="text-sm text-muted">{choice.hint}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="grid gap-1.5" aria-describedby=format!("{name}-error")>
            <legend class="mb-1.5 text-sm font-medium">{legend}</legend>
            <div class="grid gap-2">{cards}</div>
            <Below id=name error=about(error, name)/>
        </fieldset>
    }
    .into_any()
}
