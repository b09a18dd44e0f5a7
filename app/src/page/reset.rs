//! A new password by a one-time link.

use super::param;
use crate::prelude::*;
use crate::text::t;
use crate::{
    dto::ResetPage,
    kit::{Field, FormError, Load, Mark, Submit, refusal},
    rpc::reset::{ResetPassword, load_reset},
};
use leptos::form::ActionForm;
use leptos_meta::Title;

/// Whose password it is, and the new one.
#[component]
pub fn Reset() -> impl IntoView {
    let token = param("token");
    let action = ServerAction::<ResetPassword>::new();
    let page = Resource::new(move || token.get(), load_reset);
    view! {
        <main class="door">
            <div class="door-sheet">
                <Mark/>
                <Load resource=page view=move |page| view! { <Form token=token.get_untracked() page action/> }/>
            </div>
        </main>
    }
}

#[component]
fn Form(token: String, page: ResetPage, action: ServerAction<ResetPassword>) -> impl IntoView {
    let error = refusal(action);
    view! {
        <Title text=t("New password")/>
        <h1 class="mt-8 mb-2">{t("Set a new password")}</h1>
        <p class="mb-6 text-muted">
            {t("For the user")} " " <strong class="font-medium text-base-content">{page.username.clone()}</strong>
            ". " {t("You will be signed out everywhere.")}
        </p>
        <ActionForm action>
            <input type="hidden" name="token" value=token/>
            // So that password managers know whose it is.
            <input type="hidden" autocomplete="username" value=page.username/>
            <div class="grid gap-5">
                <FormError error fields=&["password"]/>
                <Field
                    name="password"
                    label=t("New password")
                    kind="password"
                    autocomplete="new-password"
                    hint=t("At least 15 characters; four or five words are easy to remember.")
                    error
                />
                <Submit label=t("Set the password") pending=action.pending() wide=true/>
            </div>
        </ActionForm>
    }
}
