//! Cross-site request forgery and DNS rebinding: who sends a form, and by which name.

use super::plain;
use crate::config::{PublicUrl, is_loopback};
use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, Method, Request, Response, StatusCode, header, uri::Authority},
    middleware::Next,
};
use std::sync::Arc;

/// The origin people use.
type Origins = Arc<PublicUrl>;

/// Refuses requests under names that are not ours, and unsafe ones that do not come from our own pages.
///
/// Browsers say so by `Sec-Fetch-Site` (Fetch Metadata) or `Origin` (RFC 6454); one that says neither is refused.
pub async fn same_origin(State(public): State<Origins>, request: Request<Body>, next: Next) -> Response<Body> {
    let headers = request.headers();
    let host = text(headers, header::HOST).or(request.uri().authority().map(Authority::as_str)).unwrap_or_default();
    if !is_ours(host, &public) {
        return plain(
            StatusCode::MISDIRECTED_REQUEST,
            "this server does not go by that name; see BAILIWICK_PUBLIC_URL",
        );
    }
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !safe && !from_ourselves(headers, host, &public) {
        return plain(StatusCode::FORBIDDEN, "this request does not come from a page of this console");
    }
    next.run(request).await
}

/// SECURITY: a page under a name that merely resolves to us must not reach us (DNS rebinding).
fn is_ours(host: &str, public: &PublicUrl) -> bool {
    let parsed: Option<Authority> = host.parse().ok();
    parsed.is_some_and(|parsed| host.eq_ignore_ascii_case(&public.authority) || is_loopback(parsed.host()))
}

fn from_ourselves(headers: &HeaderMap, host: &str, public: &PublicUrl) -> bool {
    if let Some(site) = text(headers, "sec-fetch-site".parse().unwrap_or(header::FROM)) {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(headers, header::ORIGIN) else { return false };
    if origin.eq_ignore_ascii_case(&public.to_string()) {
        return true;
    }
    let named = origin.strip_prefix("http://").unwrap_or_default();
    named.eq_ignore_ascii_case(host) && named.parse::<Authority>().is_ok_and(|authority| is_loopback(authority.host()))
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(pairs: &[(&str, &str)], host: &str) -> bool {
        let public = PublicUrl { https: true, authority: "access.example.org".into() };
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(header::HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
        }
        from_ourselves(&headers, host, &public)
    }

    #[test]
    fn only_our_own_pages_may_send_forms() {
        let host = "access.example.org";
        assert!(asks(&[("sec-fetch-site", "same-origin"), ("origin", "null")], host));
        assert!(asks(&[("origin", "https://access.example.org")], host));
        assert!(asks(&[("origin", "http://localhost:3000")], "localhost:3000"));
        assert!(!asks(&[("sec-fetch-site", "cross-site"), ("origin", "https://access.example.org")], host));
        assert!(!asks(&[("sec-fetch-site", "same-site")], host));
        assert!(!asks(&[("origin", "https://evil.example")], host));
        assert!(!asks(&[("origin", "http://localhost:3000")], host));
        assert!(!asks(&[("origin", "http://access.example.org")], host));
        assert!(!asks(&[], host));
    }

    #[test]
    fn a_strangers_name_is_not_ours() {
        let public = PublicUrl { https: true, authority: "access.example.org".into() };
        assert!(
            is_ours("access.example.org", &public) && is_ours("127.0.0.1:3000", &public) && is_ours("[::1]:1", &public)
        );
        for bad in ["evil.example", "localhost.evil.example", "access.example.org:444", ""] {
            assert!(!is_ours(bad, &public), "{bad}");
        }
    }
}
