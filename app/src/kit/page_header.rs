//! The top of a page: where it is, what it is, what is done here.

use super::{Glyph, Icon};
use crate::prelude::*;
use crate::text::t;
use leptos_meta::Title;

/// A page above this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// Where it is.
    pub href: String,
    /// What it is called.
    pub label: String,
}

impl Crumb {
    /// A page above this one.
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { href: href.into(), label: label.into() }
    }
}

/// The top of a page; the document's title too.
#[component]
pub fn PageHeader(
    /// The page.
    #[prop(into)]
    title: String,
    /// The pages above it, outermost first.
    #[prop(optional)]
    crumbs: Vec<Crumb>,
    /// A sentence on it.
    #[prop(optional, into)]
    text: String,
    /// The document's title, where it is not the page's.
    #[prop(optional, into)]
    document: String,
    /// How it is: chips, which stand with the name. What is done here stands apart from them.
    #[prop(optional)]
    state: Option<AnyView>,
    /// What is done here.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let trail = crumbs
        .into_iter()
        .enumerate()
        .map(|(place, crumb)| {
            view! {
                <li>
                    {(place > 0).then(|| view! { <Icon glyph=Glyph::Right size=14/> })}
                    <a class="touch underline-offset-4 hover:text-base-content hover:underline" href=crumb.href><span>{crumb.label}</span></a>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <Title text=if document.is_empty() { title.clone() } else { document }/>
        <header class="mb-6 grid gap-2">
            {(!trail.is_empty()).then(|| view! {
                <nav aria-label=t("Breadcrumb")><ol class="crumbs text-sm text-muted">{trail}</ol></nav>
            })}
            <div class="flex flex-wrap items-center justify-between gap-x-3 gap-y-3 md:gap-x-6">
                <div class="page-name">
                    <h1 class="min-w-0 break-words">{title}</h1>
                    {state}
                </div>
                {children.map(|children| view! { <div class="flex flex-wrap items-center gap-2">{children()}</div> })}
            </div>
            {(!text.is_empty()).then(|| view! { <p class="max-w-2xl text-muted">{text}</p> })}
        </header>
    }
    .into_any()
}
