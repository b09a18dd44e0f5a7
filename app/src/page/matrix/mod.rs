//! Roles & permissions: the matrix of a project or of the whole system.

mod bar;
mod effect_panel;
mod grid;
mod model;
mod role;

pub use role::RolePage;

use super::project::{ProjectTop, Section};
use crate::{
    dto::{Choice, MatrixPage},
    kit::{Confirm, Crumb, Field, FormError, Glyph, Load, PageHeader, Select, Submit, refusal},
    link,
    rpc::matrix::{CreateRole, load_matrix},
};
use bar::Bar;
use grid::Grid;
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_params_map;
use model::{Kept, Model};
use role::RoleCards;

/// The node of a project's page, or the root.
fn node_of(project: Option<String>) -> String {
    project.map_or_else(|| authz::SYSTEM.to_owned(), |name| format!("project:{name}"))
}

/// The matrix of the project the address names, or of the system.
#[component]
pub fn MatrixView() -> impl IntoView {
    let params = use_params_map();
    let node = move || params.with(|params| node_of(params.get("id")));
    let resource = Resource::new(node, load_matrix);
    let kept: StoredValue<Kept> = StoredValue::new(Kept::new());
    // After a save the draft is done; after a conflict it goes over to what is loaded anew.
    let saved = Callback::new(move |()| resource.refetch());
    let reload = Callback::new(move |draft| {
        kept.set_value(draft);
        resource.refetch();
    });
    let view = move |page: MatrixPage| {
        let model = Model::new(page.clone());
        model.adopt(&kept.get_value());
        kept.set_value(Kept::new());
        view! {
            <Above page=page.clone()/>
            <div class="grid grid-cols-[minmax(0,1fr)] gap-6">
                <RoleCards page=page.clone()/>
                <div class="hidden min-w-0 md:block"><Grid model=model.clone()/></div>
                <Bar model saved reload/>
                {page.may_create.then(|| view! { <AddRole page/> })}
            </div>
        }
    };
    view! { <Load resource view/> }
}

/// The head of the page.
#[component]
fn Above(
    /// The matrix.
    page: MatrixPage,
    /// The role whose page it is.
    #[prop(optional)]
    role: String,
) -> impl IntoView {
    let text = "What each role gives. A change is in force once it is saved; before, you see who gains and who loses.";
    let list = Crumb::new(link::roles(&page.node), if page.head.is_some() { "Roles & permissions" } else { "Roles" });
    let crumbs = |mut crumbs: Vec<Crumb>| {
        crumbs.push(list);
        crumbs
    };
    match (page.head, role.is_empty()) {
        (Some(head), true) => {
            view! { <ProjectTop head section=Section::Roles/> <p class="mb-6 max-w-2xl text-muted">{text}</p> }
                .into_any()
        }
        (Some(head), false) => {
            let own = vec![Crumb::new("/projects", "Projects"), Crumb::new(link::project(&head.id, ""), head.name)];
            view! { <PageHeader title=role crumbs=crumbs(own)/> }.into_any()
        }
        (None, true) => view! { <PageHeader title="Roles" text/> }.into_any(),
        (None, false) => view! { <PageHeader title=role crumbs=crumbs(Vec::new())/> }.into_any(),
    }
}

/// A form for a new role.
#[component]
fn AddRole(page: MatrixPage) -> impl IntoView {
    let action = ServerAction::<CreateRole>::new();
    let error = refusal(action);
    let nothing = Choice::new("", "Nothing", "");
    let models = page.columns.iter().map(|column| Choice::new(column.role.id.as_str(), column.label(), ""));
    let options: Vec<Choice> = std::iter::once(nothing).chain(models).collect();
    view! {
        <Confirm label="New role" glyph=Glyph::Plus open=error.get_untracked().is_some()>
            <ActionForm action attr:class="grid max-w-md gap-4">
                <FormError error fields=&["name", "id", "copy_of"]/>
                <input type="hidden" name="node" value=page.node/>
                <Field name="name" label="Name" error/>
                <Field name="id" label="Id" hint="Unique everywhere; made from the name if empty." error optional=true/>
                <Select name="copy_of" label="Begin with what this role gives" options error/>
                <div><Submit label="Create the role" pending=action.pending()/></div>
            </ActionForm>
        </Confirm>
    }
}
