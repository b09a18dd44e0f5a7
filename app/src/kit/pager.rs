//! To the next page of a list, and back to its beginning. Both are links, so they work without script.

use super::{Glyph, Icon};
use crate::link;
use crate::prelude::*;
use crate::text::t;

/// Links below a list; nothing where everything is shown.
#[component]
pub fn Pager(
    /// The list's path.
    #[prop(into)]
    path: String,
    /// What narrows the list, as it stands in the address.
    #[prop(optional)]
    filter: Vec<(&'static str, String)>,
    /// Where this page starts; empty for the first.
    #[prop(into)]
    after: String,
    /// Where the next page starts.
    next: Option<String>,
) -> impl IntoView {
    let address = move |after: &str| {
        let mut pairs: Vec<(&str, &str)> = filter.iter().map(|(name, value)| (*name, value.as_str())).collect();
        pairs.push(("after", after));
        link::with_query(&path, &pairs)
    };
    let back = (!after.is_empty()).then(|| address(""));
    let on = next.map(|next| address(&next));
    (back.is_some() || on.is_some()).then(|| view! {
        <nav aria-label=t("Pages") class="mt-4 flex justify-between gap-4">
            {back.map(|href| view! { <a class="btn btn-plain" href=href><Icon glyph=Glyph::Back/> {t("First page")}</a> })}
            {on.map(|href| view! { <a class="btn btn-plain ms-auto" href=href>{t("Next page")} <Icon glyph=Glyph::Forward/></a> })}
        </nav>
    })
}
