//! The routes.

use crate::{
    frame::{Frame, Routing},
    page,
};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
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
                    <Route path=path!("/projects") view=page::Projects/>
                    <Route path=path!("/projects/new") view=page::NewProject/>
                    <Route path=path!("/projects/:id") view=page::Project/>
                    <Route path=path!("/projects/:id/members") view=page::Members/>
                    <Route path=path!("/projects/:id/members/add") view=page::NewMembers/>
                    <Route path=path!("/projects/:id/members/:subject") view=page::EditMember/>
                    <Route path=path!("/projects/:id/roles") view=page::MatrixView/>
                    <Route path=path!("/projects/:id/roles/:role") view=page::RolePage/>
                    <Route path=path!("/projects/:id/audit") view=page::ProjectAudit/>
                    <Route path=path!("/projects/:id/settings") view=page::Settings/>
                    <Route path=path!("/roles") view=page::MatrixView/>
                    <Route path=path!("/roles/:role") view=page::RolePage/>
                    <Route path=path!("/people") view=page::People/>
                    <Route path=path!("/people/new") view=page::NewPerson/>
                    <Route path=path!("/people/:id") view=page::Person/>
                    <Route path=path!("/audit") view=page::Audit/>
                    <Route path=path!("/profile") view=page::Profile/>
                    <Route path=path!("/*any") view=page::NotFound/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}
