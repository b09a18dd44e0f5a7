//! One's own profile, password and sessions.

use crate::rpc::Json;
#[cfg(feature = "ssr")]
use crate::text::t;
use crate::{AppError, dto::ProfilePage};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    crate::context::{answer, appearance, backend, caller, gate, renew_session},
    authz::action::{self, Own},
    identity::SignInError,
};

/// One's own profile and sessions.
///
/// # Errors
/// Nobody is signed in.
#[server(prefix = "/rpc", endpoint = "load_profile", input = GetUrl, output = Json)]
pub async fn load_profile() -> Result<ProfilePage, AppError> {
    answer(async {
        let profile = gate().permit::<action::ReadProfile>(&caller(), Own).await?.get().await?;
        Ok::<_, AppError>(ProfilePage { appearance: appearance(), ..ProfilePage::from(profile) })
    })
    .await
}

/// Changes one's own password and ends all other sessions.
///
/// # Errors
/// The old password is wrong; the new one is not taken; too many attempts.
#[server(prefix = "/rpc", endpoint = "change_password", output = Json)]
pub async fn change_password(old_password: String, new_password: String) -> Result<(), AppError> {
    answer(async {
        let (backend, caller) = (backend(), caller());
        let user = backend.gate.permit::<action::ReadProfile>(&caller, Own).await?.get().await?.user.id;
        let known = backend.identity.verify(&user, old_password, caller.origin()).await.map_err(old)?;
        let hash = backend.identity.new_password(new_password, &known.words).await?;
        backend.gate.permit::<action::ChangePassword>(&caller, Own).await?.set(&hash).await?;
        renew_session().await?;
        leptos_axum::redirect("/profile?saved=password");
        Ok::<_, AppError>(())
    })
    .await
}

/// The old password's field is called so.
#[cfg(feature = "ssr")]
fn old(error: SignInError) -> AppError {
    match error {
        SignInError::Wrong => AppError::invalid("old_password", t("this is not your password")),
        error => error.into(),
    }
}

/// Ends one of one's own sessions.
///
/// # Errors
/// It has ended already.
#[server(prefix = "/rpc", endpoint = "end_session", output = Json)]
pub async fn end_session(session: String) -> Result<(), AppError> {
    answer(async {
        gate().permit::<action::EndSession>(&caller(), Own).await?.end(&session).await?;
        leptos_axum::redirect("/profile?saved=session");
        Ok::<_, AppError>(())
    })
    .await
}

/// Ends all of one's own sessions but this one.
///
/// # Errors
/// Nobody is signed in.
#[server(prefix = "/rpc", endpoint = "end_other_sessions", output = Json)]
pub async fn end_other_sessions() -> Result<(), AppError> {
    answer(async {
        gate().permit::<action::EndSession>(&caller(), Own).await?.end_others().await?;
        leptos_axum::redirect("/profile?saved=sessions");
        Ok::<_, AppError>(())
    })
    .await
}
