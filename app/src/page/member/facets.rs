//! What narrows the list of members: choices with how many each fits. On a phone they unfold.

use crate::prelude::*;
use crate::{
    dto::{Facet, MemberQuery},
    kit::{Glyph, Icon, SearchForm},
    link,
    text::{fill, number, plural, t},
};

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
    let open = narrowed || !query.filter.is_empty();
    let other = MemberQuery { filter: if open { String::new() } else { "open".to_owned() }, ..query.clone() };
    let other =
        link::with_query(&path, &other.pairs().iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>());
    let choices = facets.into_iter().map(|facet| view! { <Choices facet/> }).collect_view();
    let hidden = [("tab", query.tab.clone()), ("filter", query.filter.clone())]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    view! {
        <SearchForm path label=t("Search by name, address or identifier") value=query.q>
            {hidden}
            <a class="btn btn-plain" href=other aria-expanded=if open { "true" } else { "false" }>
                <Icon glyph=Glyph::Filter/>
                {if narrowed { plural(chosen, "Filter ({n})", "Filters ({n})") } else { t("Filter").to_owned() }}
            </a>
            {open.then(|| view! {
                <div class="facet-list">
                    {choices}
                    {clear.map(|href| view! { <a class="btn btn-ghost btn-sm" href=href>{t("Clear all")}</a> })}
                </div>
            })}
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
