//! The home page: my projects, and what I may do there.

use super::project::ProjectRow;
use crate::{
    dto::HomePage,
    kit::{Empty, Glyph, LinkButton, Load, PageHeader, Tone},
    rpc::project::load_home,
};
use leptos::prelude::*;

/// My projects, and what I may do there.
#[component]
pub fn Home() -> impl IntoView {
    let page = Resource::new(|| (), |()| load_home());
    view! { <Load resource=page view=|page| view! { <Mine page/> }/> }
}

#[component]
fn Mine(page: HomePage) -> impl IntoView {
    let HomePage { name, items, mine, more, may_create } = page;
    let text = match (items.is_empty(), mine) {
        (true, _) => "",
        (false, true) => "The projects that give you a role, and what you may do there.",
        (false, false) => "No project gives you a role of its own. These are open to you.",
    };
    let list = if items.is_empty() {
        view! {
            <Empty
                glyph=Glyph::Projects
                title="No project gives you a role yet"
                text="Whoever manages the members of a project can add you; then it is here."
            />
        }
        .into_any()
    } else {
        let rows = items.into_iter().map(|project| view! { <ProjectRow project powers=true/> }).collect_view();
        view! { <ul class="divide-y divide-line">{rows}</ul> }.into_any()
    };
    view! {
        <PageHeader title=format!("Hello, {name}") text=text>
            {may_create.then(|| view! {
                <LinkButton href="/projects/new" label="New project" tone=Tone::Plain glyph=Glyph::Plus/>
            })}
        </PageHeader>
        <section class="panel" aria-label="Your projects">{list}</section>
        {more.then(|| view! { <p class="mt-4"><a class="link" href="/projects">"All projects"</a></p> })}
    }
}
