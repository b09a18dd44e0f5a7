//! A new person.

use crate::prelude::*;
use crate::text::t;
use crate::{
    dto::NewPersonPage,
    kit::{Crumb, Field, FormError, Load, PageHeader, Select, Submit, refusal},
    rpc::user::{CreatePerson, load_new_person},
};
use leptos::form::ActionForm;

const FIELDS: &[&str] = &["name", "username", "email", "place", "password"];

/// A new person.
#[component]
pub fn NewPerson() -> impl IntoView {
    let action = ServerAction::<CreatePerson>::new();
    let page = Resource::new(|| (), |()| load_new_person());
    view! { <Load resource=page view=move |page| view! { <Form page action/> }/> }
}

#[component]
fn Form(page: NewPersonPage, action: ServerAction<CreatePerson>) -> impl IntoView {
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
            title=t("New person")
            crumbs=vec![Crumb::new("/people", "People")]
            text=t("They can sign in at once, and may do nothing until somebody gives them a role.")
        />
        <div class="panel max-w-2xl">
            <div class="panel-body">
                <ActionForm action>
                    <div class="grid gap-5">
                        <FormError error fields=FIELDS/>
                        <Field name="name" label=t("Name") error/>
                        <div class="grid items-start gap-5 sm:grid-cols-2">
                            <Field
                                name="username"
                                label=t("User name")
                                hint=t("Letters a-z, digits, dots, hyphens or underscores. It cannot be changed later.")
                                error
                            />
                            <Field name="email" label=t("E-mail address") kind="email" optional=true error/>
                        </div>
                        {account}
                        <Field
                            name="password"
                            label=t("First password")
                            kind="password"
                            autocomplete="new-password"
                            hint=t("At least 15 characters. Hand it over in person; they change it on their profile.")
                            error
                        />
                        <div><Submit label=t("Create person") pending=action.pending()/></div>
                    </div>
                </ActionForm>
            </div>
        </div>
    }
}
