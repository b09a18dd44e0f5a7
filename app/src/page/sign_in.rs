//! Signing in.

use crate::rpc::session::SignIn as SignInAction;
use leptos::{form::ActionForm, prelude::*};

/// Name or address, and password.
#[component]
pub fn SignIn() -> impl IntoView {
    let action = ServerAction::<SignInAction>::new();
    view! {
        <ActionForm action>
            <label>"User name or e-mail" <input name="login" autocomplete="username"/></label>
            <label>"Password" <input name="password" type="password" autocomplete="current-password"/></label>
            <button type="submit">"Sign in"</button>
            {move || action.value().get().and_then(Result::err).map(|error| view! { <p role="alert">{error.detail}</p> })}
        </ActionForm>
    }
}
