//! New members of a project.

use super::{picker::Picker, span::Span};
use crate::{
    dto::{Choice, NewMemberPage, RoleChoice},
    kit::{Crumb, Field, FormError, Load, PageHeader, RadioGroup, Submit, refusal},
    link,
    page::param,
    rpc::member::{AddMembers, load_new_member},
};
use leptos::{form::ActionForm, prelude::*};

const FIELDS: &[&str] = &["who", "role", "ends", "date", "reason"];

/// New members of a project.
#[component]
pub fn NewMembers() -> impl IntoView {
    let id = param("id");
    let action = ServerAction::<AddMembers>::new();
    let page = Resource::new(move || id.get(), load_new_member);
    view! { <Load resource=page view=move |page| view! { <Form page action/> }/> }
}

#[component]
fn Form(page: NewMemberPage, action: ServerAction<AddMembers>) -> impl IntoView {
    let error = refusal(action);
    let NewMemberPage { head, roles } = page;
    let crumbs = vec![
        Crumb::new("/projects", "Projects"),
        Crumb::new(link::project(&head.id, ""), head.name.clone()),
        Crumb::new(link::project(&head.id, "members"), "Members"),
    ];
    let choice = |role: RoleChoice| Choice::new(role.id, role.name, role.description);
    let options = roles.into_iter().map(choice).collect::<Vec<_>>();
    let document = format!("Add members · {}", head.name);
    view! {
        <PageHeader title="Add members" document crumbs/>
        <div class="panel max-w-2xl">
            <div class="panel-body">
                <ActionForm action>
                    <input type="hidden" name="project" value=head.id.clone()/>
                    <div class="grid gap-6">
                        <FormError error fields=FIELDS/>
                        <Picker project=head.id error/>
                        <RadioGroup name="role" legend="Role" options value="" error/>
                        <Span error/>
                        <Field name="reason" label="Reason" hint="It goes into the audit log." optional=true error/>
                        <div><Submit label="Add" pending=action.pending()/></div>
                    </div>
                </ActionForm>
            </div>
        </div>
    }
}
