//! Strict headers on every answer, errors too. Files of the console that never change, which are everybody's, carry only
//! what means something for a file: a page loads two dozen of them.

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

const DOCUMENT: [(HeaderName, HeaderValue); 6] = [
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
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if config.https {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    // Only files whose name carries a hash of their content say so: scripts, styles, WebAssembly.
    if headers.get(header::CACHE_CONTROL).is_some_and(|value| value.as_bytes().ends_with(b"immutable")) {
        headers.remove("x-request-id");
        return answer;
    }
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in DOCUMENT {
        headers.insert(name, value);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, middleware::from_fn_with_state, routing::get};
    use tower::ServiceExt;

    async fn sent(cache: &'static str) -> axum::http::HeaderMap {
        let router = Router::new()
            .route("/", get(move || async move { ([(header::CACHE_CONTROL, cache)], "") }))
            .layer(from_fn_with_state(Headers { https: true }, headers));
        router.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap().headers().clone()
    }

    #[tokio::test]
    async fn only_files_that_never_change_go_without_a_policy() {
        let file = sent("public, max-age=31536000, immutable").await;
        assert_eq!(file.get(header::X_CONTENT_TYPE_OPTIONS).unwrap(), "nosniff");
        assert!(file.contains_key(header::STRICT_TRANSPORT_SECURITY));
        assert!(!file.contains_key(header::CONTENT_SECURITY_POLICY));
        for cache in ["public, max-age=3600", "no-store"] {
            assert!(sent(cache).await.contains_key(header::CONTENT_SECURITY_POLICY), "{cache}");
        }
    }
}
