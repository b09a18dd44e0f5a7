//! Signing in.

use super::query;
use crate::prelude::*;
use crate::text::t;
use crate::{
    kit::{Field, Flash, FormError, Mark, Submit, refusal},
    rpc::session::SignIn as Action,
};
use leptos::form::ActionForm;
use leptos_meta::Title;

/// Name or address, and password.
#[component]
pub fn SignIn() -> impl IntoView {
    let action = ServerAction::<Action>::new();
    let (error, next) = (refusal(action), query("next"));
    view! {
        <Title text=t("Sign in")/>
        <main class="door">
            <div class="door-sheet">
                <Mark/>
                <h1 class="mt-8 mb-6">{t("Sign in")}</h1>
                <Flash/>
                <ActionForm action>
                    <div class="grid gap-5">
                        <FormError error fields=&["login", "password"]/>
                        <input type="hidden" name="next" value=move || next.get()/>
                        <Field name="login" label=t("User name or e-mail address") autocomplete="username" error/>
                        <Field name="password" label=t("Password") kind="password" autocomplete="current-password" error/>
                        <Submit label=t("Sign in") pending=action.pending() wide=true/>
                    </div>
                </ActionForm>
                <p class="mt-8 text-sm text-muted">
                    {t("Forgot the password? Whoever runs this server can make you a link that sets a new one.")}
                </p>
            </div>
        </main>
    }
}
