//! A new project.

use super::visibility;
use crate::prelude::*;
use crate::text::t;
use crate::{
    dto::NewProjectPage,
    kit::{Crumb, Field, FormError, Load, PageHeader, RadioGroup, Select, Submit, TextArea, refusal},
    rpc::project::{CreateProject, load_new_project},
};
use leptos::form::ActionForm;

const FIELDS: &[&str] = &["name", "description", "place", "visibility", "id"];

/// A new project.
#[component]
pub fn NewProject() -> impl IntoView {
    let action = ServerAction::<CreateProject>::new();
    let page = Resource::new(|| (), |()| load_new_project());
    view! { <Load resource=page view=move |page| view! { <Form page action/> }/> }
}

#[component]
fn Form(page: NewProjectPage, action: ServerAction<CreateProject>) -> impl IntoView {
    let error = refusal(action);
    let NewProjectPage { places, may_be_visible } = page;
    let place = places.first().map(|place| place.value.clone()).unwrap_or_default();
    let where_to = if places.len() > 1 {
        view! { <Select name="place" label=t("Belongs to") options=places value=place error/> }.into_any()
    } else {
        view! { <input type="hidden" name="place" value=place/> }.into_any()
    };
    view! {
        <PageHeader
            title=t("New project")
            crumbs=vec![Crumb::new("/projects", "Projects")]
            text=t("You become its first member, with whatever role the catalog gives to those who create one.")
        />
        <div class="panel max-w-2xl">
            <div class="panel-body">
                <ActionForm action>
                    <div class="grid gap-5">
                        <FormError error fields=FIELDS/>
                        <Field name="name" label=t("Name") error/>
                        <TextArea name="description" label=t("Description") hint=t("A sentence or two.") optional=true error/>
                        {where_to}
                        {may_be_visible.then(|| view! {
                            <RadioGroup
                                name="visibility"
                                legend=t("Who may visit, besides its members?")
                                options=visibility::choices()
                                value="private"
                                error
                            />
                        })}
                        <Field
                            name="id"
                            label=t("Identifier")
                            hint=t("What applications call it; it can never be changed or used again. Empty: one is made up.")
                            optional=true
                            error
                        />
                        <div><Submit label=t("Create project") pending=action.pending()/></div>
                    </div>
                </ActionForm>
            </div>
        </div>
    }
}
