//! A new account.

use crate::prelude::*;
use crate::{
    kit::{Crumb, Field, FormError, Load, PageHeader, Submit, TextArea, refusal},
    rpc::account::{CreateAccount, load_new_account},
    text::t,
};
use leptos::form::ActionForm;

/// A new account.
#[component]
pub fn NewAccount() -> impl IntoView {
    let action = ServerAction::<CreateAccount>::new();
    let page = Resource::new(|| (), |()| load_new_account());
    view! { <Load resource=page view=move |()| view! { <Form action/> }/> }
}

#[component]
fn Form(action: ServerAction<CreateAccount>) -> impl IntoView {
    let error = refusal(action);
    view! {
        <PageHeader
            title=t("New account")
            crumbs=vec![Crumb::new("/accounts", t("Accounts"))]
            text=t("It begins with nobody in it, without a limit of seats and without labels.")
        />
        <div class="panel max-w-2xl">
            <div class="panel-body">
                <ActionForm action>
                    <div class="grid gap-5">
                        <FormError error fields=&["name", "id", "description"]/>
                        <Field name="name" label=t("Name") error/>
                        <Field
                            name="id"
                            label=t("Identifier")
                            hint=t("As your application names it. Without one we choose it. It cannot be changed later, and is never used again.")
                            optional=true
                            error
                        />
                        <TextArea name="description" label=t("Description") hint=t("Who they are, in a sentence.") optional=true error/>
                        <div><Submit label=t("Create account") pending=action.pending()/></div>
                    </div>
                </ActionForm>
            </div>
        </div>
    }
    .into_any()
}
