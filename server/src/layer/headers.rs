//! Strict headers on every answer, errors too.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderName, HeaderValue, Request, Response, header},
    middleware::Next,
};
use leptos::nonce::Nonce;

/// What does not change from answer to answer.
#[derive(Clone, Copy)]
pub struct Headers {
    /// Is the console reached over TLS? Then browsers are told to keep to it.
    pub https: bool,
}

const FIXED: [(HeaderName, HeaderValue); 7] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    // A form without script comes back to the page it was on, by the referer.
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
    (HeaderName::from_static("x-permitted-cross-domain-policies"), HeaderValue::from_static("none")),
];

/// Mints the nonce that the page's scripts carry, and names it in the policy.
pub async fn headers(State(config): State<Headers>, mut request: Request<Body>, next: Next) -> Response<Body> {
    let nonce = Nonce::new();
    request.extensions_mut().insert(nonce.clone());
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in FIXED {
        headers.insert(name, value);
    }
    if config.https {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    answer
}
