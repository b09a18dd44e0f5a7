//! What a role is called, what it is for, where it may be granted, and its end.

use super::Asked;
use crate::prelude::*;
use crate::{
    AppError,
    dto::{AccessView, RolePage, RoleSettings},
    kit::{Confirm, Field, FormError, GetForm, Glyph, Reason, Submit, TextArea, Tone, refusal},
    link,
    page::outlook::Outlook,
    rpc::role::DeleteRole,
    text::t,
};
use leptos::form::ActionForm;

/// What the role is called, and where it may be granted.
#[component]
pub(super) fn Settings(
    /// The role.
    page: RolePage,
    /// What can be set.
    settings: RoleSettings,
    /// Deletes it.
    remove: ServerAction<DeleteRole>,
) -> impl IntoView {
    let RoleSettings { kinds, removal } = settings;
    let drafted = page.told.as_ref().filter(|told| told.draft.act == "settings").map(|told| &told.draft);
    let name = drafted.map_or_else(|| page.name.clone(), |draft| draft.name.clone());
    let text = drafted.map_or_else(|| page.description.clone(), |draft| draft.description.clone());
    let problem = page.told.as_ref().and_then(|told| told.problem.clone());
    let error = Signal::stored(problem.map(|(field, detail)| AppError::invalid(&field, detail)));
    let boxes = kinds.into_iter().map(|(kind, chosen)| {
        view! {
            <li><label class="role-choice touch">
                <input type="checkbox" class="checkbox" name="on" value=kind.value checked=chosen/>
                <span class="min-w-0 break-words">{kind.label}</span>
            </label></li>
        }
    });
    view! {
        <section class="panel max-w-3xl" aria-labelledby="settings">
            <div class="panel-head"><h2 id="settings">{t("Settings")}</h2></div>
            <div class="panel-body">
                <GetForm path=link::role(&page.node, &page.id) label=t("Settings")>
                    <Asked part="settings" act="settings" version=page.version/>
                    <div class="grid gap-5">
                        <Field name="name" label=t("Name") value=name error/>
                        <TextArea name="description" label=t("What it is for") value=text optional=true error/>
                        <fieldset>
                            <legend class="mb-1.5 text-sm font-medium">{t("May be granted on")}</legend>
                            <ul class="role-choices">{boxes.collect_view()}</ul>
                        </fieldset>
                        <div><button type="submit" class="btn btn-primary">{t("See what it would do")}</button></div>
                    </div>
                </GetForm>
            </div>
        </section>
        {removal.map(|outlook| view! { <Delete node=page.node.clone() role=page.id.clone() outlook action=remove/> })}
    }
}

#[component]
fn Delete(node: String, role: String, outlook: AccessView, action: ServerAction<DeleteRole>) -> impl IntoView {
    let error = refusal(action);
    let possible = outlook.refused.is_none();
    view! {
        <section class="panel max-w-3xl" aria-labelledby="delete">
            <div class="panel-head"><h2 id="delete">{t("Delete this role")}</h2></div>
            <div class="panel-body grid gap-4">
                <p>{t("The role goes, with every grant of it. What that takes:")}</p>
                <Outlook outlook/>
                {possible.then(|| view! {
                    <Confirm label=t("Delete…") glyph=Glyph::Trash open=error.get_untracked().is_some()>
                        <ActionForm action>
                            <div class="grid gap-4">
                                <FormError error fields=&["reason"]/>
                                <input type="hidden" name="node" value=node/>
                                <input type="hidden" name="role" value=role/>
                                <Reason id="delete-reason" error/>
                                <div><Submit label=t("Delete the role") tone=Tone::Danger pending=action.pending()/></div>
                            </div>
                        </ActionForm>
                    </Confirm>
                })}
            </div>
        </section>
    }
}
