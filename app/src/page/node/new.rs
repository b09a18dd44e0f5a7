//! A new resource.

use super::crumbs;
use crate::prelude::*;
use crate::{
    dto::NewNodePage,
    kit::{Field, FormError, Load, PageHeader, Select, Submit, TextArea, refusal},
    page::{param, project::words, query},
    rpc::node::{CreateNode, load_new_node},
    text::{fill, t},
};
use leptos::form::ActionForm;

const FIELDS: &[&str] = &["kind", "below", "id", "name", "description", "attributes"];

/// A new resource.
#[component]
pub fn NewNode() -> impl IntoView {
    let (id, below) = (param("id"), query("in"));
    let action = ServerAction::<CreateNode>::new();
    let page = Resource::new(move || (id.get(), below.get()), |(id, below)| load_new_node(id, below));
    view! { <Load resource=page view=move |page| view! { <Form page action/> }/> }
}

#[component]
fn Form(page: NewNodePage, action: ServerAction<CreateNode>) -> impl IntoView {
    let error = refusal(action);
    let NewNodePage { head, below, mut kinds } = page;
    for kind in &mut kinds {
        kind.label = words(&kind.label);
    }
    let kind = kinds.first().map(|kind| kind.value.clone()).unwrap_or_default();
    let text = fill("It will be in {place}, and yours.", &[("place", &below.name)]);
    view! {
        <PageHeader title=t("New resource") crumbs=crumbs(&head) text/>
        <div class="panel max-w-2xl">
            <div class="panel-body">
                <ActionForm action>
                    <input type="hidden" name="project" value=head.id/>
                    <div class="grid gap-5">
                        <FormError error fields=FIELDS/>
                        <Select name="kind" label=t("Type") options=kinds value=kind error/>
                        <Field name="name" label=t("Name") hint=t("What people call it; without one, by its identifier.") optional=true error/>
                        <Field
                            name="id"
                            label=t("Identifier")
                            hint=t("As your application names it. Without one we choose it. It cannot be changed later, and is never used again.")
                            optional=true
                            error
                        />
                        <TextArea name="description" label=t("Description") optional=true error/>
                        <TextArea
                            name="below"
                            label=t("What it is in")
                            hint=t("Identifiers, one a line. In several projects, whoever has access through one of them has it.")
                            value=below.id
                            rows=2
                            error
                        />
                        <TextArea
                            name="attributes"
                            label=t("Attributes")
                            hint=t("What conditions of roles look at: a JSON object, such as {\"tier\": \"gold\"}.")
                            optional=true
                            error
                        />
                        <div><Submit label=t("Create resource") pending=action.pending()/></div>
                    </div>
                </ActionForm>
            </div>
        </div>
    }
    .into_any()
}
