//! The first administrator, by a one-time link.

use crate::rpc::Json;
#[cfg(feature = "ssr")]
use crate::text::t;
use crate::{AppError, dto::SetUpPage};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    crate::{
        Code,
        context::{answer, backend, caller, sign_in},
        dto::Choice,
        rpc::user::first_password,
    },
    store::{NewUser, Preset},
};

/// Is the link good, and what can one begin with?
///
/// # Errors
/// The link is used up or too old.
#[server(prefix = "/rpc", endpoint = "load_set_up", input = GetUrl, output = Json)]
pub async fn load_set_up(token: String) -> Result<SetUpPage, AppError> {
    answer(async {
        good(&token).await?;
        let presets = backend().presets;
        let choice = |preset: &Preset| Choice::new(&preset.name, &preset.title, &preset.description);
        Ok::<_, AppError>(SetUpPage { presets: presets.iter().map(choice).collect() })
    })
    .await
}

/// Makes the first administrator, loads the preset's catalog and roles, and signs in.
///
/// # Errors
/// The link is used up or too old; a field that cannot be taken.
#[server(prefix = "/rpc", endpoint = "set_up", output = Json)]
pub async fn set_up(
    token: String,
    name: String,
    username: String,
    #[server(default)] email: String,
    password: String,
    preset: String,
) -> Result<(), AppError> {
    let typed =
        [("name", name.clone()), ("username", username.clone()), ("email", email.clone()), ("preset", preset.clone())];
    answer(async {
        let hashed = good(&token).await?;
        let preset = preset_of(&preset)?;
        let words = [name.clone(), username.clone(), email.clone()];
        let hash = backend().identity.new_password(password, &words).await.map_err(first_password)?;
        let new = NewUser { username, name, email, password_hash: Some(hash) };
        let user = backend().gate.public(caller().origin().clone()).set_up(&hashed, &new, &preset).await?;
        sign_in(&user).await?;
        leptos_axum::redirect("/?saved=welcome");
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}

#[cfg(feature = "ssr")]
fn preset_of(name: &str) -> Result<Preset, AppError> {
    let presets = backend().presets;
    let known = presets.iter().find(|known| known.name == name).cloned();
    known.ok_or_else(|| AppError::invalid("preset", t("choose one of those offered")))
}

/// The link's hash, if it is good.
#[cfg(feature = "ssr")]
async fn good(token: &str) -> Result<String, AppError> {
    let hash = identity::hash_token(token);
    if backend().gate.public(caller().origin().clone()).is_set_up_link(&hash).await? {
        return Ok(hash);
    }
    let error = "this set-up link is used up or older than a day";
    let next = "start the server again to get a new one, or sign in if there is an administrator already";
    Err(AppError { next: Some(next.into()), ..AppError::new(Code::NotFound, error) })
}
