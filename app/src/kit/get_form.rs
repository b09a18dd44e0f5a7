//! A form that asks for another page: with script the page changes in place, without it the browser loads it.

use crate::link;
use crate::prelude::*;
use leptos::ev::SubmitEvent;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// A form whose fields become the address's query.
#[component]
pub fn GetForm(
    /// The page's path.
    #[prop(into)]
    path: String,
    /// What it is for.
    #[prop(into)]
    label: String,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let (action, navigate) = (path.clone(), use_navigate());
    let on_submit = move |event: SubmitEvent| {
        let Some(pairs) = pairs(&event) else { return };
        event.prevent_default();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        navigate(&link::with_query(&path, &pairs), NavigateOptions { scroll: false, ..NavigateOptions::default() });
    };
    view! { <form method="get" action=action aria-label=label on:submit=on_submit>{children()}</form> }.into_any()
}

/// What a form holds that is being sent.
#[cfg(feature = "hydrate")]
pub(super) fn pairs(event: &SubmitEvent) -> Option<Vec<(String, String)>> {
    let data = leptos::form::form_data_from_event(event).ok()?;
    let pairs = js_sys::Array::from(&js_sys::Array::from(&data));
    let pair = |entry: wasm_bindgen::JsValue| {
        let entry = js_sys::Array::from(&entry);
        Some((entry.get(0).as_string()?, entry.get(1).as_string()?))
    };
    pairs.iter().map(pair).collect()
}

#[cfg(not(feature = "hydrate"))]
pub(super) fn pairs(_event: &SubmitEvent) -> Option<Vec<(String, String)>> {
    None
}
