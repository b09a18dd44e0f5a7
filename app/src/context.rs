//! What a server function finds around it: the gate, the caller, the session.

use crate::text::t;
use crate::{
    AppError, Code,
    dto::{Appearance, ProjectHead},
};
use authz::{NodeId, action::ReadProject};
use axum::http::{HeaderValue, Method, StatusCode, header, request::Parts};
use identity::Identity;
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;
use std::{future::Future, sync::Arc};
use store::{Caller, Denied, Gate, Origin, Preset};
use tower_sessions::Session;

/// The session's key for the user's node id.
pub const USER: &str = "user";

/// Everything behind the server functions; made once at start.
#[derive(Clone)]
pub struct Backend {
    /// The way to data.
    pub gate: Gate,
    /// Who are you.
    pub identity: Identity,
    /// The presets in the binary.
    pub presets: Arc<[Preset]>,
    /// Features that are switched on: entries of the navigation may hang on one.
    pub features: Arc<[String]>,
}

/// The gate.
pub fn gate() -> Gate {
    expect_context::<Backend>().gate
}

/// Everything behind the server functions.
pub fn backend() -> Backend {
    expect_context::<Backend>()
}

/// Who asks: what the session layer found out.
pub fn caller() -> Caller {
    let found = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Caller>().cloned());
    found.unwrap_or_else(|| Caller::Anonymous(Origin::default()))
}

/// The project of a name in an address.
///
/// # Errors
/// [`Code::NotFound`]: what is no name is the name of nothing.
pub fn project_id(name: &str) -> Result<NodeId, AppError> {
    NodeId::new("project", name).map_err(|_| Denied::NotFound.into())
}

/// The user of a name in an address.
///
/// # Errors
/// [`Code::NotFound`]: what is no name is the name of nothing.
pub fn user_id(name: &str) -> Result<NodeId, AppError> {
    NodeId::new("user", name).map_err(|_| Denied::NotFound.into())
}

/// The group of a name in an address.
///
/// # Errors
/// [`Code::NotFound`]: what is no name is the name of nothing.
pub fn group_id(name: &str) -> Result<NodeId, AppError> {
    NodeId::new("group", name).map_err(|_| Denied::NotFound.into())
}

/// A node that a form names.
///
/// # Errors
/// [`Code::NotFound`]: what is no node id is the id of nothing.
pub fn node(id: &str) -> Result<NodeId, AppError> {
    NodeId::parse(id).map_err(|_| Denied::NotFound.into())
}

/// What every page of a project shows above its own content.
///
/// # Errors
/// There is none of this name, or the caller may not read it.
pub async fn project_head(name: &str) -> Result<ProjectHead, AppError> {
    let mut proof = gate().permit::<ReadProject>(&caller(), project_id(name)?).await?;
    Ok(ProjectHead::from(&proof.get().await?))
}

/// Signs a user in: from now on the session is theirs.
///
/// # Errors
/// [`Code::Internal`] if the session cannot be written.
pub async fn sign_in(user: &NodeId) -> Result<(), AppError> {
    let session = session()?;
    // SECURITY: a new id on sign-in, so that an id planted before is worth nothing (session fixation).
    session.cycle_id().await.map_err(broken)?;
    session.insert(USER, user.to_string()).await.map_err(broken)
}

/// Gives the browser's session a new id: after a change of what it is worth.
///
/// # Errors
/// [`Code::Internal`] if the session cannot be written.
pub async fn renew_session() -> Result<(), AppError> {
    session()?.cycle_id().await.map_err(broken)
}

/// Ends the browser's session.
///
/// # Errors
/// [`Code::Internal`] if it cannot be ended.
pub async fn sign_out() -> Result<(), AppError> {
    session()?.flush().await.map_err(broken)
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
fn broken(error: tower_sessions::session::Error) -> AppError {
    tracing::error!(%error, "the session failed");
    AppError::new(Code::Internal, t("something went wrong on our side; try again"))
}

/// The browser's session, signed in or not.
///
/// # Errors
/// [`Code::Internal`] where the session layer is missing.
fn session() -> Result<Session, AppError> {
    use_context::<Parts>()
        .and_then(|parts| parts.extensions.get::<Session>().cloned())
        .ok_or_else(|| AppError::new(Code::Internal, t("there is no session layer")))
}

/// What the browser keeps the appearance in.
const APPEARANCE: &str = "appearance";

/// How the browser wants the console to look.
pub fn appearance() -> Appearance {
    let sent = use_context::<Parts>();
    let cookies =
        sent.iter().flat_map(|parts| parts.headers.get_all(header::COOKIE)).filter_map(|value| value.to_str().ok());
    let word = cookies
        .flat_map(|line| line.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(APPEARANCE)?.strip_prefix('='));
    word.and_then(Appearance::parse).unwrap_or_default()
}

/// Has the browser keep it for a year.
pub fn keep_appearance(appearance: Appearance) {
    let cookie = format!("{APPEARANCE}={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly", appearance.word());
    if let (Some(answer), Ok(cookie)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&cookie)) {
        answer.append_header(header::SET_COOKIE, cookie);
    }
}

/// Runs the body of a server function and gives the answer its HTTP status.
///
/// A form sent without script must stay the redirect it is, so a POST that accepts HTML gets no status of its own; the
/// page it comes back to shows the error.
///
/// # Errors
/// Those of the body.
pub async fn answer<T, E: Into<AppError>>(body: impl Future<Output = Result<T, E>>) -> Result<T, AppError> {
    body.await.map_err(|error| {
        let error = error.into();
        set_status(error.code);
        error
    })
}

/// Was a form sent by a browser without script? Then the answer is a page to go to.
pub fn without_script() -> bool {
    use_context::<Parts>().is_some_and(|parts| {
        parts.method == Method::POST
            && parts
                .headers
                .get(header::ACCEPT)
                .and_then(|accept| accept.to_str().ok())
                .is_some_and(|accept| accept.contains("text/html"))
    })
}

fn set_status(code: Code) {
    let Some(options) = use_context::<ResponseOptions>() else { return };
    if without_script() {
        return;
    }
    if let Ok(status) = StatusCode::from_u16(code.status()) {
        options.set_status(status);
    }
    if matches!(code, Code::Busy | Code::Throttled) {
        let seconds = if code == Code::Busy { "5" } else { "60" };
        options.insert_header(header::RETRY_AFTER, HeaderValue::from_static(seconds));
    }
}
