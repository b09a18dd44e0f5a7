//! A new password by a one-time link.

use crate::rpc::Json;
#[cfg(feature = "ssr")]
use crate::text::t;
use crate::{AppError, dto::ResetPage};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    crate::{
        Code,
        context::{answer, backend, caller},
        rpc::user::first_password,
    },
    store::port::LoginRecord,
};

/// Whom the link is for.
///
/// # Errors
/// The link is used up or too old.
#[server(prefix = "/rpc", endpoint = "load_reset", input = GetUrl, output = Json)]
pub async fn load_reset(token: String) -> Result<ResetPage, AppError> {
    answer(async {
        let (_, login) = good(&token).await?;
        Ok::<_, AppError>(ResetPage { username: login.user.name().to_owned() })
    })
    .await
}

/// Sets the new password, ends all sessions and goes to the sign-in page.
///
/// # Errors
/// The link is used up or too old; the password is not taken.
#[server(prefix = "/rpc", endpoint = "reset_password", output = Json)]
pub async fn reset_password(token: String, password: String) -> Result<(), AppError> {
    answer(async {
        let (hashed, login) = good(&token).await?;
        let backend = backend();
        let hash = backend.identity.new_password(password, &login.words).await.map_err(first_password)?;
        backend.gate.public(caller().origin().clone()).reset(&hashed, &hash).await?;
        leptos_axum::redirect("/sign-in?saved=password-reset");
        Ok::<_, AppError>(())
    })
    .await
}

/// The link's hash and whom it is for, if it is good.
#[cfg(feature = "ssr")]
async fn good(token: &str) -> Result<(String, LoginRecord), AppError> {
    let hash = identity::hash_token(token);
    if let Some(login) = backend().gate.public(caller().origin().clone()).find_reset(&hash).await? {
        return Ok((hash, login));
    }
    let next = "ask whoever runs this server for a new one";
    let error = AppError::new(Code::NotFound, t("this link is used up or older than a day"));
    Err(AppError { next: Some(next.into()), ..error })
}
