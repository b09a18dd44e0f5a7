//! A session that ended while somebody worked: they sign in over the page, and what they typed is still there.

use super::toast::Toasts;
use crate::{
    AppError, Code,
    kit::{Field, FormError, Submit, refusal},
    rpc::session::Resume as Action,
    text::t,
};
use leptos::{form::ActionForm, html, prelude::*};

/// Has the session ended under the page?
#[derive(Clone, Copy)]
pub struct Ended(RwSignal<bool>);

impl Ended {
    /// Not yet, for everything below.
    pub fn provide() {
        provide_context(Self(RwSignal::new(false)));
    }

    /// Takes note of an answer's error.
    pub fn note(error: Option<&AppError>) {
        if let Some(ended) = use_context::<Self>()
            && error.is_some_and(|error| error.code == Code::SignIn)
        {
            ended.0.set(true);
        }
    }
}

/// Asks for the password once the session has ended.
#[component]
pub fn ResumeDialog(
    /// Who was signed in: a user's node id.
    user: String,
) -> impl IntoView {
    let ended = expect_context::<Ended>();
    let toasts = expect_context::<Toasts>();
    let dialog = NodeRef::<html::Dialog>::new();
    let action = ServerAction::<Action>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            match (ended.0.get(), dialog.open()) {
                // A dialog that is in the page and not open can be opened.
                (true, false) => _ = dialog.show_modal(),
                (false, true) => dialog.close(),
                _ => {}
            }
        }
    });
    Effect::new(move |_| {
        if let Some(Ok(same)) = action.value().get() {
            if same {
                ended.0.set(false);
                toasts.say(t("You are signed in again. What you typed is still here; save it now."));
            } else {
                // Somebody else: nothing on this page is theirs.
                let _ = window().location().set_href("/");
            }
        }
    });
    view! {
        <dialog class="sheet" aria-labelledby="resume-title" node_ref=dialog>
            {move || ended.0.get().then(|| view! { <Form user=user.clone() action/> })}
        </dialog>
    }
    .into_any()
}

#[component]
fn Form(user: String, action: ServerAction<Action>) -> impl IntoView {
    let error = refusal(action);
    view! {
        <h2 id="resume-title" class="mb-2">{t("Your session has ended")}</h2>
        <p class="mb-5 text-muted">{t("Sign in again to go on. Nothing you typed is lost.")}</p>
        <ActionForm action>
            <div class="grid gap-5">
                <FormError error fields=&["login", "password"]/>
                <input type="hidden" name="user" value=user/>
                <Field name="login" label=t("User name or e-mail address") autocomplete="username" error/>
                <Field name="password" label=t("Password") kind="password" autocomplete="current-password" error/>
                <div class="flex flex-wrap gap-3">
                    <Submit label=t("Sign in") pending=action.pending()/>
                    <a class="btn btn-plain" href="/sign-in" rel="external">{t("Leave this page")}</a>
                </div>
            </div>
        </ActionForm>
    }
    .into_any()
}
