//! The first administrator.

use super::param;
use crate::prelude::*;
use crate::text::t;
use crate::{
    dto::SetUpPage,
    kit::{Field, FormError, Load, Mark, RadioGroup, Submit, refusal},
    rpc::set_up::{SetUp as Action, load_set_up},
};
use leptos::form::ActionForm;
use leptos_meta::Title;

const FIELDS: &[&str] = &["name", "username", "email", "password", "preset"];

/// Who the first administrator is, and what to begin with.
#[component]
pub fn SetUp() -> impl IntoView {
    let token = param("token");
    let action = ServerAction::<Action>::new();
    let page = Resource::new(move || token.get(), load_set_up);
    view! {
        <main class="door">
            <div class="w-full max-w-xl">
                <Mark/>
                <Load resource=page view=move |page| view! { <Form token=token.get_untracked() page action/> }/>
            </div>
        </main>
    }
}

#[component]
fn Form(token: String, page: SetUpPage, action: ServerAction<Action>) -> impl IntoView {
    let error = refusal(action);
    let first = page.presets.first().map(|preset| preset.value.clone()).unwrap_or_default();
    view! {
        <Title text=t("Set up")/>
        <h1 class="mt-8 mb-2">{t("Set up Bailiwick")}</h1>
        <p class="mb-6 text-muted">
            {t("You become the administrator: you may do everything, and give others what they need. This page works once.")}
        </p>
        <ActionForm action>
            <input type="hidden" name="token" value=token/>
            <div class="grid gap-5">
                <FormError error fields=FIELDS/>
                <Field name="name" label=t("Your name") autocomplete="name" error/>
                <div class="grid items-start gap-5 sm:grid-cols-2">
                    <Field name="username" label=t("User name") autocomplete="username" error/>
                    <Field name="email" label=t("E-mail address") kind="email" autocomplete="email" optional=true error/>
                </div>
                <Field
                    name="password"
                    label=t("Password")
                    kind="password"
                    autocomplete="new-password"
                    hint=t("At least 15 characters; four or five words are easy to remember.")
                    error
                />
                <RadioGroup
                    name="preset"
                    legend=t("What do you protect? The types of things and the roles to begin with; both can be changed later.")
                    options=page.presets
                    value=first
                    error
                />
                <Submit label=t("Create the administrator") pending=action.pending() wide=true/>
            </div>
        </ActionForm>
    }
}
