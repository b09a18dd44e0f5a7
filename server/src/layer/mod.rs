//! What every request passes through, a file per layer.

mod caller;
mod guard;
mod headers;
mod rpc_status;
mod same_origin;

pub use caller::{Believed, caller};
pub use guard::session_guard;
pub use headers::{Headers, headers};
pub use rpc_status::rpc_status;
pub use same_origin::same_origin;

use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
};

/// A short answer in plain text.
fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut answer = Response::new(Body::from(text));
    *answer.status_mut() = status;
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    answer
}
