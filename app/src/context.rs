//! What a server function finds around it: the gate, the caller, the session.

use crate::{AppError, Code};
use axum::http::{HeaderValue, Method, StatusCode, header, request::Parts};
use identity::Identity;
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;
use std::{future::Future, sync::Arc};
use store::{Caller, Gate, Origin, Preset};
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

/// The browser's session, signed in or not.
///
/// # Errors
/// [`Code::Internal`] where the session layer is missing.
pub fn session() -> Result<Session, AppError> {
    use_context::<Parts>()
        .and_then(|parts| parts.extensions.get::<Session>().cloned())
        .ok_or_else(|| AppError::new(Code::Internal, "there is no session layer"))
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

fn set_status(code: Code) {
    let Some(options) = use_context::<ResponseOptions>() else { return };
    let form = use_context::<Parts>().is_some_and(|parts| {
        parts.method == Method::POST
            && parts
                .headers
                .get(header::ACCEPT)
                .and_then(|accept| accept.to_str().ok())
                .is_some_and(|accept| accept.contains("text/html"))
    });
    if form {
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
