//! A session that ended while somebody worked: they sign in over the page, and what they typed is still there.

use super::{
    later::{Later, later},
    toast::Toasts,
};
use crate::prelude::*;
use crate::{
    AppError, Code,
    kit::{Field, FormError, Submit, refusal},
    rpc::session::Resume as Action,
    text::t,
};
use leptos::{form::ActionForm, html};

/// Has the session ended under the page?
#[derive(Clone, Copy)]
pub struct Ended(RwSignal<bool>);

impl Ended {
    /// Not yet, for everything below.
    pub fn provide() {
        provide_context(Self(RwSignal::new(false)));
    }

    /// It has.
    pub fn now(self) {
        self.0.set(true);
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
    let dialog = NodeRef::<html::Dialog>::new();
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
    view! {
        <dialog class="sheet" aria-labelledby="resume-title" node_ref=dialog>
            {move || ended.0.get().then(|| later(Later::Resume(user.clone())))}
        </dialog>
    }
    .into_any()
}

/// Asks for the password.
#[component]
pub fn Form(
    /// Who was signed in: a user's node id.
    user: String,
) -> impl IntoView {
    let (ended, toasts) = (expect_context::<Ended>(), expect_context::<Toasts>());
    let action = ServerAction::<Action>::new();
    let error = refusal(action);
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
