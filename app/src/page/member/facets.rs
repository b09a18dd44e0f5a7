//! What narrows the list of members: choices with how many each fits. On a phone they unfold.

use crate::{
    dto::{Facet, MemberQuery},
    kit::{Glyph, Icon, SearchForm},
    link,
    text::{fill, number, plural, t},
};
use leptos::prelude::*;

/// The search and the choices.
#[component]
pub fn Narrowing(
    /// The project.
    project: String,
    /// What narrows the list.
    query: MemberQuery,
    /// What narrows it further.
    facets: Vec<Facet>,
) -> impl IntoView {
    let path = link::project(&project, "members");
    let chosen = query.facets().iter().filter(|(_, value)| !value.is_empty()).count();
    let narrowed = chosen > 0;
    let clear = query.narrows().then(|| link::with_query(&path, &[("tab", &query.tab)]));
    let choices = facets.into_iter().map(|facet| view! { <Choices facet/> }).collect_view();
    let tab = query.tab.clone();
    view! {
        <SearchForm path label=t("Search by name, user name, address or id") value=query.q>
            {(!tab.is_empty()).then(|| view! { <input type="hidden" name="tab" value=tab/> })}
            <details class="facets" open=narrowed>
                <summary class="btn btn-plain">
                    <Icon glyph=Glyph::Filter/>
                    {if narrowed { plural(chosen, "Filter ({n})", "Filters ({n})") } else { t("Filter").to_owned() }}
                </summary>
                <div class="facet-list">
                    {choices}
                    {clear.map(|href| view! { <a class="btn btn-ghost btn-sm" href=href>{t("Clear all")}</a> })}
                </div>
            </details>
        </SearchForm>
    }
    .into_any()
}

#[component]
fn Choices(facet: Facet) -> impl IntoView {
    let options = facet
        .options
        .into_iter()
        .map(|option| {
            let label = fill("{label} ({n})", &[("label", &option.label), ("n", &number(option.count))]);
            view! { <option value=option.value selected=option.chosen>{label}</option> }
        })
        .collect_view();
    view! {
        <label class="facet">
            <span class="sr-only">{facet.label}</span>
            <select class="select select-sm" name=facet.name><option value="">{facet.all}</option>{options}</select>
        </label>
    }
    .into_any()
}
