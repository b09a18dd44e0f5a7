//! A new password.

use crate::prelude::*;
use crate::text::t;
use crate::{
    kit::{Field, FormError, Submit, refusal, successes},
    rpc::profile::ChangePassword,
};
use leptos::{form::ActionForm, html};

/// A new password. The fields are emptied once it is set.
#[component]
pub fn Password(username: String, action: ServerAction<ChangePassword>) -> impl IntoView {
    let (error, changed) = (refusal(action), successes(action));
    let form = NodeRef::<html::Form>::new();
    Effect::new(move |before: Option<usize>| {
        let now = changed.get();
        if before.is_some_and(|before| before != now)
            && let Some(form) = form.get_untracked()
        {
            form.reset();
        }
        now
    });
    view! {
        <section class="panel" aria-labelledby="password">
            <div class="panel-head"><h2 id="password">{t("Password")}</h2></div>
            <div class="panel-body">
                <ActionForm action node_ref=form>
                    // So that password managers know whose it is.
                    <input type="hidden" autocomplete="username" value=username/>
                    <div class="grid gap-5">
                        <FormError error fields=&["old_password", "new_password"]/>
                        <Field name="old_password" label=t("Current password") kind="password" autocomplete="current-password" error/>
                        <Field
                            name="new_password"
                            label=t("New password")
                            kind="password"
                            autocomplete="new-password"
                            hint=t("At least 15 characters; four or five words are easy to remember.")
                            error
                        />
                        <div><Submit label=t("Change password") tone=crate::kit::Tone::Plain pending=action.pending()/></div>
                    </div>
                </ActionForm>
            </div>
        </section>
    }
    .into_any()
}
