//! Putting people and groups into a group.

use crate::{
    dto::JoinersPage,
    kit::{Crumb, Field, FormError, Load, PageHeader, Submit, refusal},
    link,
    page::{
        param,
        picker::{Picker, Target},
        query,
    },
    rpc::group::{AddToGroup, load_new_joiners},
    text::{fill, t},
};
use leptos::{form::ActionForm, prelude::*};

const FIELDS: &[&str] = &["who", "reason"];

/// Putting people and groups into a group.
#[component]
pub fn Joiners() -> impl IntoView {
    let (id, who) = (param("id"), query("who"));
    let action = ServerAction::<AddToGroup>::new();
    let page = Resource::new(move || (id.get(), who.get()), |(id, who)| load_new_joiners(id, who));
    view! { <Load resource=page view=move |page| view! { <Form page who=who.get_untracked() action/> }/> }
}

#[component]
fn Form(page: JoinersPage, who: String, action: ServerAction<AddToGroup>) -> impl IntoView {
    let error = refusal(action);
    let JoinersPage { head, checked } = page;
    let group = head.group;
    let crumbs = vec![Crumb::new("/groups", t("Groups")), Crumb::new(link::group(&group.id, ""), group.name.clone())];
    let document = fill("Add people · {group}", &[("group", &group.name)]);
    let check = link::group(&group.id, "add");
    view! {
        <PageHeader
            title=t("Add people")
            document
            crumbs
            text=t("They get what the group gives at once. You can put in only whom you could give all of it yourself.")
        />
        <div class="panel max-w-2xl">
            <div class="panel-body">
                <ActionForm action>
                    <input type="hidden" name="group" value=group.id.clone()/>
                    <div class="grid gap-6">
                        <FormError error fields=FIELDS/>
                        <Picker to=Target::Group(group.id) who checked check error/>
                        <Field name="reason" label=t("Note") hint=t("Why: it goes into the audit log.") optional=true error/>
                        <div><Submit label=t("Add") pending=action.pending()/></div>
                    </div>
                </ActionForm>
            </div>
        </div>
    }
    .into_any()
}
