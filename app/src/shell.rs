//! The routes.

use crate::prelude::*;
use crate::{
    frame::{Frame, Routing},
    page::Page,
};
use leptos::tachys::view::iterators::StaticVec;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    NestedRoute, PossibleRouteMatch, SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::{Router, Routes},
    path,
};
use std::sync::Arc;

/// What every title ends with.
const PRODUCT: &str = "Bailiwick";

/// A page at an address. One type of address and one of page, so that the router's code is there once.
fn page(path: impl PossibleRouteMatch + Send + Sync + 'static, page: Page) -> AnyNestedRoute {
    fn page_at(path: Arc<dyn PossibleRouteMatch + Send + Sync>, page: Page) -> AnyNestedRoute {
        NestedRoute::new(path, page).ssr_mode(SsrMode::Async).into_any_nested_route()
    }
    page_at(Arc::new(path), page)
}

/// What is inside the frame.
fn inside() -> Vec<AnyNestedRoute> {
    let mut pages = vec![
        page(path!("/"), Page::Home),
        page(path!("/projects"), Page::Projects),
        page(path!("/projects/new"), Page::NewProject),
        page(path!("/projects/:id"), Page::Project),
        page(path!("/projects/:id/members"), Page::Members),
        page(path!("/projects/:id/members/add"), Page::NewMembers),
        page(path!("/projects/:id/members/also"), Page::AlsoMembers),
        page(path!("/projects/:id/members/rules"), Page::Rules),
        page(path!("/projects/:id/members/history"), Page::MemberHistory),
        page(path!("/projects/:id/members/change"), Page::ChangeMembers),
        page(path!("/projects/:id/members/jobs/:job"), Page::MemberJob),
        page(path!("/projects/:id/members/:subject"), Page::EditMember),
        page(path!("/projects/:id/resources"), Page::Tree),
        page(path!("/projects/:id/resources/new"), Page::NewNode),
        page(path!("/projects/:id/resources/import"), Page::ImportNodes),
        page(path!("/projects/:id/resources/:node"), Page::Node),
        page(path!("/projects/:id/resources/:node/settings"), Page::NodeSettings),
        page(path!("/projects/:id/roles"), Page::Matrix),
        page(path!("/projects/:id/roles/new"), Page::NewRole),
        page(path!("/projects/:id/roles/:role"), Page::Role),
        page(path!("/projects/:id/access"), Page::ProjectExplorer),
        page(path!("/projects/:id/audit"), Page::ProjectAudit),
        page(path!("/projects/:id/settings"), Page::Settings),
    ];
    pages.extend(of_the_system());
    pages
}

/// What is about the whole system, or about the viewer.
fn of_the_system() -> Vec<AnyNestedRoute> {
    vec![
        page(path!("/roles"), Page::Matrix),
        page(path!("/roles/new"), Page::NewRole),
        page(path!("/roles/:role"), Page::Role),
        page(path!("/policies"), Page::Policies),
        page(path!("/routes"), Page::Routes),
        page(path!("/people"), Page::People),
        page(path!("/people/new"), Page::NewPerson),
        page(path!("/people/:id"), Page::Person),
        page(path!("/people/:id/move"), Page::MovePerson),
        page(path!("/accounts"), Page::Accounts),
        page(path!("/accounts/new"), Page::NewAccount),
        page(path!("/accounts/:id"), Page::Account),
        page(path!("/accounts/:id/settings"), Page::AccountSettings),
        page(path!("/accounts/:id/roles"), Page::Matrix),
        page(path!("/accounts/:id/roles/new"), Page::NewRole),
        page(path!("/accounts/:id/roles/:role"), Page::Role),
        page(path!("/grants"), Page::Grants),
        page(path!("/grants/:on"), Page::Grants),
        page(path!("/grants/:on/:grant"), Page::Grant),
        page(path!("/groups"), Page::Groups),
        page(path!("/groups/new"), Page::NewGroup),
        page(path!("/groups/:id"), Page::Group),
        page(path!("/groups/:id/add"), Page::Joiners),
        page(path!("/groups/:id/take-out"), Page::TakeOut),
        page(path!("/groups/:id/admins"), Page::GroupAdmins),
        page(path!("/groups/:id/settings"), Page::GroupSettings),
        page(path!("/access"), Page::Explorer),
        page(path!("/audit"), Page::Audit),
        page(path!("/catalog"), Page::Catalog),
        page(path!("/catalog/new"), Page::NewCatalogType),
        page(path!("/catalog/settings"), Page::CatalogSettings),
        page(path!("/catalog/types/:kind"), Page::CatalogType),
        page(path!("/settings/navigation"), Page::Navigation),
        page(path!("/settings/navigation/:entry"), Page::NavigationEntry),
        page(path!("/profile"), Page::Profile),
        page(path!("/design"), Page::Design),
        page(path!("/*any"), Page::NotFound),
    ]
}

/// All pages: the doors, and what is inside the frame.
fn routes() -> StaticVec<AnyNestedRoute> {
    let frame = NestedRoute::new(path!(""), Frame).ssr_mode(SsrMode::Async).child(StaticVec::from(inside()));
    StaticVec::from(vec![
        page(path!("/sign-in"), Page::SignIn),
        page(path!("/set-up/:token"), Page::SetUp),
        page(path!("/reset/:token"), Page::Reset),
        frame.into_any_nested_route(),
    ])
}

/// The console.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let (routing, set_routing) = signal(false);
    provide_context(Routing(routing));
    view! {
        <Title formatter=titled text=standing/>
        <Router set_is_routing=set_routing>
            <Routes fallback=|| () children=ToChildren::to_children(routes)/>
        </Router>
        // Hydrated when all before it is, however long a page's part of the WebAssembly was on its way.
        {answers}
    }
}

/// Marks the document: it answers to script from here on. Who drives it by program waits for this.
fn answers() {
    #[cfg(target_arch = "wasm32")]
    request_animation_frame(|| {
        if let Some(root) = document().document_element() {
            // Without the mark the page works the same.
            let _ = root.set_attribute("data-ready", "true");
        }
    });
}

/// The title of the document of a page.
fn titled(page: String) -> String {
    if page.ends_with(PRODUCT) { page } else { format!("{page} · {PRODUCT}") }
}

/// The title while no page says one, between two pages or before one answers to script: as it stands.
fn standing() -> String {
    #[cfg(target_arch = "wasm32")]
    return document().title();
    #[cfg(not(target_arch = "wasm32"))]
    PRODUCT.to_owned()
}
