//! A search over a list: a form that asks for the same page with `?q=`, with script and without.
//! With it, the list follows what is typed and chosen.

use super::{Glyph, Icon, get_form::pairs};
use crate::link;
use crate::prelude::*;
use crate::text::t;
use leptos::{
    ev::{Event, SubmitEvent},
    html,
    leptos_dom::helpers::debounce,
};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{EventTarget, HtmlInputElement, HtmlSelectElement};

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
    let (action, navigate, narrows) = (path.clone(), use_navigate(), children.is_some());
    let form = NodeRef::<html::Form>::new();
    let on_submit = move |event: SubmitEvent| {
        let Some(pairs) = pairs(&event) else { return };
        event.prevent_default();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        // Every letter would be a step back otherwise.
        let options = NavigateOptions { scroll: false, replace: true, ..NavigateOptions::default() };
        navigate(&link::with_query(&path, &pairs), options);
    };
    let submit = move |()| {
        if let Some(form) = form.get_untracked() {
            // A form that cannot be sent waits for its button.
            let _ = form.request_submit();
        }
    };
    let mut soon = debounce(Duration::from_millis(250), submit);
    let on_change = move |event: Event| {
        if event.target().is_some_and(|target| narrows_at_once(&target)) {
            submit(());
        }
    };
    // With script the list follows what is chosen; without, there is a button to press.
    let button = if narrows { "btn btn-plain search-go" } else { "sr-only" };
    view! {
        <form
            method="get"
            action=action
            role="search"
            class="mb-4 flex grow flex-wrap items-end gap-2"
            node_ref=form
            on:submit=on_submit
            on:change=on_change
        >
            <label class="input min-w-0 grow basis-44 sm:max-w-xs">
                <span class="text-muted"><Icon glyph=Glyph::Search size=16/></span>
                <span class="sr-only">{label}</span>
                <input
                    type="search"
                    name="q"
                    value=value
                    placeholder=label
                    autocomplete="off"
                    enterkeyhint="search"
                    on:input=move |_| soon(())
                />
            </label>
            {children.map(|children| children())}
            <button type="submit" class=button>{t("Search")}</button>
        </form>
    }
    .into_any()
}

/// A list or a day: chosen, not typed.
fn narrows_at_once(target: &EventTarget) -> bool {
    target.has_type::<HtmlSelectElement>()
        || target.dyn_ref::<HtmlInputElement>().is_some_and(|input| input.type_() == "date")
}
