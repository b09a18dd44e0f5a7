//! New members of a project.

use super::{end::End, role::RoleCard};
use crate::prelude::*;
use crate::{
    dto::{NewMemberPage, RoleChoice},
    kit::{Below, Crumb, Field, FormError, Load, PageHeader, Submit, about, refusal},
    link,
    page::{
        param,
        picker::{Picker, Target},
        query,
    },
    rpc::member::{AddMembers, load_new_member},
    text::{fill, t},
};
use leptos::form::ActionForm;

const FIELDS: &[&str] = &["who", "role", "roles", "ends", "date", "reason"];

/// New members of a project.
#[component]
pub fn NewMembers() -> impl IntoView {
    let (id, who, chosen) = (param("id"), query("who"), query("roles"));
    let action = ServerAction::<AddMembers>::new();
    let page = Resource::new(move || (id.get(), who.get()), |(id, who)| load_new_member(id, who));
    view! { <Load resource=page view=move |page| view! { <Form page who=who.get_untracked() chosen=chosen.get_untracked() action/> }/> }
}

#[component]
fn Form(page: NewMemberPage, who: String, chosen: String, action: ServerAction<AddMembers>) -> impl IntoView {
    let error = refusal(action);
    let NewMemberPage { head, roles, checked } = page;
    let crumbs = vec![
        Crumb::new("/projects", t("Projects")),
        Crumb::new(link::project(&head.id, ""), head.name.clone()),
        Crumb::new(link::project(&head.id, "members"), t("Members")),
    ];
    let document = fill("Add people · {project}", &[("project", &head.name)]);
    let here = link::project(&head.id, "members/add");
    view! {
        <PageHeader title=t("Add people") document crumbs/>
        <div class="panel max-w-2xl">
            <div class="panel-body">
                <ActionForm action>
                    <input type="hidden" name="project" value=head.id.clone()/>
                    <div class="grid gap-6">
                        <FormError error fields=FIELDS/>
                        <Picker to=Target::Project(head.id) who checked check=here error/>
                        <Roles roles chosen error/>
                        <End error/>
                        <Field name="reason" label=t("Note") hint=t("Why: it goes into the audit log.") optional=true error/>
                        <div><Submit label=t("Add") pending=action.pending()/></div>
                    </div>
                </ActionForm>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Roles(roles: Vec<RoleChoice>, chosen: String, error: Signal<Option<crate::AppError>>) -> impl IntoView {
    let typed = error.get_untracked().and_then(|error| error.was("roles").map(ToOwned::to_owned)).unwrap_or(chosen);
    let cards = roles
        .into_iter()
        .map(|role| {
            let held = typed.split(' ').any(|id| id == role.id);
            view! { <RoleCard role have=None held may=true/> }
        })
        .collect_view();
    let wrong = Signal::derive(move || about(error, "roles").get().or_else(|| about(error, "role").get()));
    view! {
        <fieldset class="grid gap-2" aria-describedby="roles-error">
            <legend class="mb-1.5 text-sm font-medium">{t("Roles")}</legend>
            {cards}
            <Below id="roles" error=wrong/>
        </fieldset>
    }
    .into_any()
}
