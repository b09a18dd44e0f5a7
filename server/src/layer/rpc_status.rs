//! The framework answers 500 to a request it cannot read; that is the sender's error.

use axum::{
    body::{Body, to_bytes},
    http::{Request, Response, StatusCode},
    middleware::Next,
};

/// Largest error body looked at, in bytes.
const MAX_ERROR: usize = 64 * 1024;

/// Turns 500 into 400 where a server function's arguments could not be read.
pub async fn rpc_status(request: Request<Body>, next: Next) -> Response<Body> {
    let rpc = request.uri().path().starts_with("/rpc/");
    let answer = next.run(request).await;
    if !rpc || answer.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    let bytes = to_bytes(body, MAX_ERROR).await.unwrap_or_default();
    if let Ok(error) = serde_json::from_slice::<app::AppError>(&bytes) {
        parts.status = StatusCode::from_u16(error.code.status()).unwrap_or(parts.status);
    }
    Response::from_parts(parts, Body::from(bytes))
}
