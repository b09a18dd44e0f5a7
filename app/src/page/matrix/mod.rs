//! Roles & permissions: the matrix of a project or of the whole system.

mod axes;
mod bar;
mod cards;
mod change;
mod desk;
mod effect_panel;
mod files;
mod find;
mod grid;
mod head;
mod history;
mod holders;
mod keep;
mod keys;
mod keysheet;
mod line;
mod look;
mod menu;
mod merge;
mod model;
mod panel;
mod point;
mod popover;
mod review;
mod role;
mod state;
mod status;
mod step;
mod table;
#[cfg(test)]
mod tests;
mod toolbar;
mod window;

pub use role::RolePage;

use super::project::{ProjectTop, Section};
use crate::{
    dto::{Choice, MatrixPage},
    kit::{Confirm, Crumb, Field, FormError, Glyph, Load, PageHeader, Select, Submit, refusal},
    link,
    rpc::matrix::{CreateRole, load_matrix},
    text::t,
};
use bar::{Bar, Way};
use cards::Cards;
use desk::Desk;
use grid::Grid;
use keep::{Kept, Merged};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::{use_params_map, use_query_map};
use look::{Look, Panel};
use merge::{MergeNote, Offer};
use model::Model;
use panel::Panels;
use status::Status;
use toolbar::Toolbar;

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
    let query = use_query_map();
    let look = Look::new(&query.get_untracked());
    let kept: StoredValue<Option<Kept>> = StoredValue::new(None);
    let merged: RwSignal<Option<Merged>> = RwSignal::new(None);
    // Somebody was faster: the newest version is loaded, and the draft put onto it.
    let merge = Callback::new(move |draft: Kept| {
        kept.set_value(Some(draft));
        resource.refetch();
    });
    let view = move |page: MatrixPage| {
        let model = Model::new(page.clone());
        if let Some(draft) = kept.get_value() {
            merged.set(Some(draft.onto(&model)));
            kept.set_value(None);
        }
        look.settle(&model, &query.get_untracked());
        view! { <Above page=page.clone()/> <Board model look merged merge/> {page.may_create.then(|| view! { <AddRole page/> })} }
    };
    view! { <div class="matrix-page"><Load resource view/></div> }
}

/// The matrix: its grid, or its cards on a phone, and the draft.
#[component]
fn Board(model: Model, look: Look, merged: RwSignal<Option<Merged>>, merge: Callback<Kept>) -> impl IntoView {
    let query = use_query_map();
    let desk = Desk::new(model.clone(), look);
    let way = Way::new(desk.clone(), merge);
    look.keep_address(model.clone());
    keep::keep(model.clone());
    // What only a browser knows comes after the first paint, which must be what the server sent.
    Effect::new(move |_| {
        look.letters.set(keysheet::read_letters());
        if let Some(column) = query.get_untracked().get("role").and_then(|role| model.find_column(&role)) {
            look.panel.set(Panel::History(column));
        }
    });
    view! {
        <div class="grid grid-cols-[minmax(0,1fr)] gap-4 pb-6">
            <Offer desk=desk.clone() merged/>
            <MergeNote desk=desk.clone() merged/>
            <Cards desk=desk.clone()/>
            <div class="matrix-desk">
                <Toolbar desk=desk.clone()/>
                <Grid desk=desk.clone()/>
                <Status desk=desk.clone()/>
            </div>
            <Bar way/>
            <Panels desk/>
        </div>
    }
    .into_any()
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
    let text =
        t("What each role gives. A change is in force once it is saved; before, you see who gains and who loses.");
    let list = if page.head.is_some() { t("Roles & permissions") } else { t("Roles") };
    let list = Crumb::new(link::roles(&page.node), list);
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
            let own = vec![Crumb::new("/projects", t("Projects")), Crumb::new(link::project(&head.id, ""), head.name)];
            view! { <PageHeader title=role crumbs=crumbs(own)/> }.into_any()
        }
        (None, true) => view! { <PageHeader title=t("Roles") text/> }.into_any(),
        (None, false) => view! { <PageHeader title=role crumbs=crumbs(Vec::new())/> }.into_any(),
    }
}

/// A form for a new role.
#[component]
fn AddRole(page: MatrixPage) -> impl IntoView {
    let action = ServerAction::<CreateRole>::new();
    let error = refusal(action);
    let nothing = Choice::new("", t("Nothing"), "");
    let models = page.columns.iter().map(|column| Choice::new(column.id.as_str(), column.label(), ""));
    let options: Vec<Choice> = std::iter::once(nothing).chain(models).collect();
    view! {
        <Confirm label=t("New role") glyph=Glyph::Plus mild=true open=error.get_untracked().is_some()>
            <ActionForm action attr:class="grid max-w-md gap-4">
                <FormError error fields=&["name", "id", "copy_of"]/>
                <input type="hidden" name="node" value=page.node/>
                <Field name="name" label=t("Name") error/>
                <Field name="id" label=t("Id") hint=t("Unique everywhere; made from the name if empty.") error optional=true/>
                <Select name="copy_of" label=t("Begin with what this role gives") options error/>
                <div><Submit label=t("Create the role") pending=action.pending()/></div>
            </ActionForm>
        </Confirm>
    }
}
