//! A group's name, and its end.

use crate::prelude::*;
use crate::{
    dto::{AccessView, GroupHead, GroupItem, GroupSettingsPage},
    kit::{
        Confirm, Crumb, Field, FormError, Glyph, LinkButton, Load, PageHeader, Reason, Submit, TextArea, Tone, refusal,
    },
    link,
    page::{outlook::Outlook, param, query},
    rpc::group::{DeleteGroup, SaveGroup, load_group_settings},
    text::{fill, t},
};
use leptos::form::ActionForm;

/// A group's name, and its end.
#[component]
pub fn GroupSettings() -> impl IntoView {
    let (id, saved) = (param("id"), query("saved"));
    let (save, delete) = (ServerAction::<SaveGroup>::new(), ServerAction::<DeleteGroup>::new());
    let page = Resource::new(move || (id.get(), saved.get()), |(id, _)| load_group_settings(id));
    view! { <Load resource=page view=move |page| view! { <Settings page save delete/> }/> }
}

#[component]
fn Settings(
    page: GroupSettingsPage,
    save: ServerAction<SaveGroup>,
    delete: ServerAction<DeleteGroup>,
) -> impl IntoView {
    let GroupSettingsPage { head: GroupHead { group, may_update, .. }, gives, removal, may_grants } = page;
    let grants = may_grants.then(|| link::grants(&format!("group:{}", group.id)));
    let crumbs = vec![Crumb::new("/groups", t("Groups")), Crumb::new(link::group(&group.id, ""), group.name.clone())];
    let document = fill("Settings · {group}", &[("group", &group.name)]);
    view! {
        <PageHeader title=t("Settings") document crumbs/>
        <div class="grid max-w-2xl gap-6">
            {may_update.then(|| view! { <Names group=group.clone() action=save/> })}
            {grants.map(|href| view! { <Managed href/> })}
            {removal.map(|outlook| view! { <Delete group gives outlook action=delete/> })}
        </div>
    }
    .into_any()
}

#[component]
fn Names(group: GroupItem, action: ServerAction<SaveGroup>) -> impl IntoView {
    let error = refusal(action);
    view! {
        <section class="panel" aria-label=t("Name and description")>
            <div class="panel-body">
                <ActionForm action>
                    <input type="hidden" name="group" value=group.id/>
                    <div class="grid gap-5">
                        <FormError error fields=&["name", "description"]/>
                        <Field name="name" label=t("Name") value=group.name error/>
                        <TextArea
                            name="description"
                            label=t("Description")
                            hint=t("Whom it is for, in a sentence.")
                            value=group.description
                            optional=true
                            error
                        />
                        <div><Submit label=t("Save") pending=action.pending()/></div>
                    </div>
                </ActionForm>
            </div>
        </section>
    }
    .into_any()
}

/// To who may see and change the group.
#[component]
fn Managed(href: String) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="managed">
            <div class="panel-body grid gap-3">
                <h2 id="managed">{t("Who may manage it")}</h2>
                <p class="text-sm text-muted">{t("Roles given on the group itself. What its members get is given elsewhere, to the group.")}</p>
                <div><LinkButton href label=t("Grants on this group") tone=Tone::Plain/></div>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Delete(group: GroupItem, gives: String, outlook: AccessView, action: ServerAction<DeleteGroup>) -> impl IntoView {
    let error = refusal(action);
    let label = fill("Write “{name}” to confirm", &[("name", &group.name)]);
    view! {
        <section class="panel" aria-labelledby="delete">
            <div class="panel-body grid gap-3">
                <h2 id="delete">{t("Delete")}</h2>
                <p class="text-sm text-muted">
                    {t("The people in it stay, and lose at once what only this group gave them. It has:")} " " {gives}
                </p>
                <Outlook outlook/>
                <Confirm label=t("Delete…") glyph=Glyph::Trash open=error.get_untracked().is_some()>
                    <ActionForm action>
                        <div class="grid gap-4">
                            <FormError error fields=&["confirm", "reason"]/>
                            <input type="hidden" name="group" value=group.id/>
                            <Field name="confirm" label=label error/>
                            <Reason error/>
                            <div><Submit label=t("Delete the group") tone=Tone::Danger pending=action.pending()/></div>
                        </div>
                    </ActionForm>
                </Confirm>
            </div>
        </section>
    }
    .into_any()
}
