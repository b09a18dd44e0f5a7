//! The routes.

use crate::{
    frame::{Frame, Routing},
    page::{self, route},
};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    Lazy, SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};

/// The console.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let (routing, set_routing) = signal(false);
    provide_context(Routing(routing));
    // The page answers to script from here on; who drives it by program waits for this.
    Effect::new(|_| {
        request_animation_frame(|| {
            if let Some(root) = document().document_element() {
                // Without the mark the page works the same.
                let _ = root.set_attribute("data-ready", "true");
            }
        });
    });
    let title = |title: String| if title.is_empty() { "Bailiwick".to_owned() } else { format!("{title} · Bailiwick") };
    view! {
        <Title formatter=title/>
        <Router set_is_routing=set_routing>
            <Routes fallback=page::NotFound>
                <Route path=path!("/sign-in") view=page::SignIn ssr=SsrMode::Async/>
                <Route path=path!("/set-up/:token") view=page::SetUp ssr=SsrMode::Async/>
                <Route path=path!("/reset/:token") view=page::Reset ssr=SsrMode::Async/>
                <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                    <Route path=path!("/") view=page::Home/>
                    <Route path=path!("/projects") view={Lazy::<route::Projects>::new()}/>
                    <Route path=path!("/projects/new") view={Lazy::<route::NewProject>::new()}/>
                    <Route path=path!("/projects/:id") view={Lazy::<route::Project>::new()}/>
                    <Route path=path!("/projects/:id/members") view={Lazy::<route::Members>::new()}/>
                    <Route path=path!("/projects/:id/members/add") view={Lazy::<route::NewMembers>::new()}/>
                    <Route path=path!("/projects/:id/members/also") view={Lazy::<route::AlsoMembers>::new()}/>
                    <Route path=path!("/projects/:id/members/history") view={Lazy::<route::MemberHistory>::new()}/>
                    <Route path=path!("/projects/:id/members/change") view={Lazy::<route::ChangeMembers>::new()}/>
                    <Route path=path!("/projects/:id/members/jobs/:job") view={Lazy::<route::MemberJob>::new()}/>
                    <Route path=path!("/projects/:id/members/:subject") view={Lazy::<route::EditMember>::new()}/>
                    <Route path=path!("/projects/:id/roles") view={Lazy::<route::Matrix>::new()}/>
                    <Route path=path!("/projects/:id/roles/:role") view={Lazy::<route::Role>::new()}/>
                    <Route path=path!("/projects/:id/audit") view={Lazy::<route::ProjectAudit>::new()}/>
                    <Route path=path!("/projects/:id/settings") view={Lazy::<route::Settings>::new()}/>
                    <Route path=path!("/roles") view={Lazy::<route::Matrix>::new()}/>
                    <Route path=path!("/roles/:role") view={Lazy::<route::Role>::new()}/>
                    <Route path=path!("/people") view={Lazy::<route::People>::new()}/>
                    <Route path=path!("/people/new") view={Lazy::<route::NewPerson>::new()}/>
                    <Route path=path!("/people/:id") view={Lazy::<route::Person>::new()}/>
                    <Route path=path!("/groups") view={Lazy::<route::Groups>::new()}/>
                    <Route path=path!("/groups/new") view={Lazy::<route::NewGroup>::new()}/>
                    <Route path=path!("/groups/:id") view={Lazy::<route::Group>::new()}/>
                    <Route path=path!("/groups/:id/add") view={Lazy::<route::Joiners>::new()}/>
                    <Route path=path!("/groups/:id/settings") view={Lazy::<route::GroupSettings>::new()}/>
                    <Route path=path!("/audit") view={Lazy::<route::Audit>::new()}/>
                    <Route path=path!("/profile") view={Lazy::<route::Profile>::new()}/>
                    <Route path=path!("/design") view=page::Design/>
                    <Route path=path!("/*any") view=page::NotFound/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}
