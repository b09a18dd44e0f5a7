//! A line to type into.

use super::{Prose, error_view::sentence};
use crate::AppError;
use crate::prelude::*;
use crate::text::t;

/// The error of a form, if it is about this field.
pub fn about(error: Signal<Option<AppError>>, field: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || error.get().filter(|error| error.field.as_deref() == Some(field)).map(|error| error.detail))
}

/// What a field shows first: what was typed before the form came back, or what is stored.
pub(super) fn first(error: Signal<Option<AppError>>, field: &str, value: String) -> String {
    error.get_untracked().and_then(|error| error.was(field).map(ToOwned::to_owned)).unwrap_or(value)
}

/// A hint and an error below a control, named by it.
#[component]
pub fn Below(
    /// The control's id; the hint's and the error's are made from it.
    id: &'static str,
    /// What to type.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong with it.
    error: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        {(!hint.is_empty()).then(|| view! { <p id=format!("{id}-hint") class="text-sm text-muted"><Prose text=hint/></p> })}
        <p id=format!("{id}-error") class="text-sm text-error empty:hidden" aria-live="polite">
            {move || error.get().map(|text| view! { <Prose text=sentence(&text)/> })}
        </p>
    }
    .into_any()
}

/// A line to type into, with its label.
#[component]
pub fn Field(
    /// Its name in the form; its id too, unless the page has another of this name.
    name: &'static str,
    /// Its id.
    #[prop(optional, into)]
    id: Option<&'static str>,
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
    /// The type of the input.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// May it stay empty?
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let value = if kind == "password" { String::new() } else { first(error, name, value) };
    let (wrong, id) = (about(error, name), id.unwrap_or(name));
    view! {
        <div class="grid gap-1.5">
            <label for=id class="text-sm font-medium">
                {label}
                {optional.then(|| view! { <span class="font-normal text-muted">{t(" (optional)")}</span> })}
            </label>
            <input
                id=id
                name=name
                type=kind
                class="input"
                value=value
                autocomplete=autocomplete
                autocapitalize=(autocomplete != "name").then_some("none")
                required=!optional
                aria-describedby=format!("{id}-hint {id}-error")
                aria-invalid=move || wrong.get().map(|_| "true")
            />
            <Below id hint error=wrong/>
        </div>
    }
    .into_any()
}
