//! A new group.

use crate::prelude::*;
use crate::{
    dto::NewGroupPage,
    kit::{Crumb, Field, FormError, Load, PageHeader, Select, Submit, TextArea, refusal},
    rpc::group::{CreateGroup, load_new_group},
    text::t,
};
use leptos::form::ActionForm;

const FIELDS: &[&str] = &["name", "description", "place"];

/// A new group.
#[component]
pub fn NewGroup() -> impl IntoView {
    let action = ServerAction::<CreateGroup>::new();
    let page = Resource::new(|| (), |()| load_new_group());
    view! { <Load resource=page view=move |page| view! { <Form page action/> }/> }
}

#[component]
fn Form(page: NewGroupPage, action: ServerAction<CreateGroup>) -> impl IntoView {
    let error = refusal(action);
    let places = page.places;
    let place = places.first().map(|place| place.value.clone()).unwrap_or_default();
    let account = if places.len() > 1 {
        view! { <Select name="place" label=t("Account") options=places value=place error/> }.into_any()
    } else {
        view! { <input type="hidden" name="place" value=place/> }.into_any()
    };
    view! {
        <PageHeader
            title=t("New group")
            crumbs=vec![Crumb::new("/groups", t("Groups"))]
            text=t("It begins with nobody in it and gives nothing until it gets a role on a project.")
        />
        <div class="panel max-w-2xl">
            <div class="panel-body">
                <ActionForm action>
                    <div class="grid gap-5">
                        <FormError error fields=FIELDS/>
                        <Field name="name" label=t("Name") error/>
                        <TextArea name="description" label=t("Description") hint=t("Whom it is for, in a sentence.") optional=true error/>
                        {account}
                        <div><Submit label=t("Create group") pending=action.pending()/></div>
                    </div>
                </ActionForm>
            </div>
        </div>
    }
    .into_any()
}
