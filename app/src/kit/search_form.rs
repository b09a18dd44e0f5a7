//! A search over a list: a form that asks for the same page with `?q=`, with script and without.

use super::{Glyph, Icon};
use crate::link;
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// A search over a list. Other controls inside narrow it further.
#[component]
pub fn SearchForm(
    /// The list's path.
    #[prop(into)]
    path: String,
    /// What is searched.
    label: &'static str,
    /// What is looked for now.
    #[prop(into)]
    value: String,
    /// More that narrows the list.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (action, navigate) = (path.clone(), use_navigate());
    let on_submit = move |event: SubmitEvent| {
        let Some(pairs) = pairs(&event) else { return };
        event.prevent_default();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        navigate(&link::with_query(&path, &pairs), NavigateOptions { scroll: false, ..NavigateOptions::default() });
    };
    view! {
        <form
            method="get"
            action=action
            role="search"
            class="mb-4 flex flex-wrap items-end gap-2"
            on:submit=on_submit
        >
            <label class="input max-w-xs grow">
                <span class="text-muted"><Icon glyph=Glyph::Search size=16/></span>
                <span class="sr-only">{label}</span>
                <input type="search" name="q" value=value placeholder=label autocomplete="off"/>
            </label>
            {children.map(|children| children())}
            <button type="submit" class="btn btn-plain">"Search"</button>
        </form>
    }
    .into_any()
}

/// What the form holds.
#[cfg(feature = "hydrate")]
fn pairs(event: &SubmitEvent) -> Option<Vec<(String, String)>> {
    let data = leptos::form::form_data_from_event(event).ok()?;
    let pairs = js_sys::Array::from(&js_sys::Array::from(&data));
    let pair = |entry: wasm_bindgen::JsValue| {
        let entry = js_sys::Array::from(&entry);
        Some((entry.get(0).as_string()?, entry.get(1).as_string()?))
    };
    pairs.iter().map(pair).collect()
}

#[cfg(not(feature = "hydrate"))]
fn pairs(_event: &SubmitEvent) -> Option<Vec<(String, String)>> {
    None
}
