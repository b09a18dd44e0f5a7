//! All projects one may read.

use super::ProjectRow;
use crate::prelude::*;
use crate::text::t;
use crate::{
    dto::ProjectsPage,
    kit::{Empty, Glyph, LinkButton, Load, PageHeader, Pager, SearchForm},
    page::query,
    rpc::project::load_projects,
};

/// All projects one may read.
#[component]
pub fn Projects() -> impl IntoView {
    let (search, after) = (query("q"), query("after"));
    let page = Resource::new(move || (search.get(), after.get()), |(search, after)| load_projects(search, after));
    let view = move |page| view! { <List page search=search.get_untracked() after=after.get_untracked()/> };
    view! { <Load resource=page view/> }
}

#[component]
fn List(page: ProjectsPage, search: String, after: String) -> impl IntoView {
    let ProjectsPage { items, next, may_create } = page;
    let list = match (items.is_empty(), search.is_empty()) {
        (true, true) => view! {
            <Empty
                glyph=Glyph::Projects
                title=t("There is no project you may see")
                text=t("Once somebody gives you a role on a project, or opens one to you, it is here.")
            />
        }
        .into_any(),
        (true, false) => view! {
            <Empty glyph=Glyph::Search title=t("Nothing found") text=t("No project you may see has this in its name.")/>
        }
        .into_any(),
        (false, _) => {
            let rows = items.into_iter().map(|project| view! { <ProjectRow project/> }).collect_view();
            view! { <ul class="divide-y divide-line">{rows}</ul> }.into_any()
        }
    };
    view! {
        <PageHeader title=t("Projects")>
            {may_create.then(|| view! { <LinkButton href="/projects/new" label=t("New project") glyph=Glyph::Plus/> })}
        </PageHeader>
        <SearchForm path="/projects" label=t("Search projects") value=search.clone()/>
        <section class="panel" aria-label=t("Projects")>{list}</section>
        <Pager path="/projects" filter=vec![("q", search)] after next/>
    }
}
