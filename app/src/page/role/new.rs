//! A new role.

use super::RoleHead;
use crate::prelude::*;
use crate::{
    dto::{Choice, NewRolePage},
    kit::{Field, FormError, Load, Select, Submit, refusal},
    page::home,
    rpc::role::{CreateRole, load_new_role},
    text::t,
};
use leptos::form::ActionForm;

/// A new role of the system, of an account or of a project.
#[component]
pub fn NewRole() -> impl IntoView {
    let node = home();
    let action = ServerAction::<CreateRole>::new();
    let resource = Resource::new(move || node.get(), load_new_role);
    view! { <Load resource view=move |page| view! { <Form page action/> }/> }
}

#[component]
fn Form(page: NewRolePage, action: ServerAction<CreateRole>) -> impl IntoView {
    let error = refusal(action);
    let NewRolePage { node, head, account, models } = page;
    let nothing = Choice::new("", t("Nothing"), "");
    let options: Vec<Choice> = std::iter::once(nothing).chain(models).collect();
    view! {
        <RoleHead node=node.clone() head account title=t("New role").to_owned()/>
        <div class="panel max-w-2xl">
            <div class="panel-body">
                <ActionForm action>
                    <div class="grid gap-5">
                        <FormError error fields=&["name", "id", "copy_of"]/>
                        <input type="hidden" name="node" value=node/>
                        <Field name="name" label=t("Name") error/>
                        <Field name="id" label=t("Identifier") hint=t("Unique everywhere; made from the name if empty.") error optional=true/>
                        <Select name="copy_of" label=t("Begin with what this role gives") options error/>
                        <div><Submit label=t("Create the role") pending=action.pending()/></div>
                    </div>
                </ActionForm>
            </div>
        </div>
    }
}
