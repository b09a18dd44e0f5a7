//! Documents for signed-out people: an empty redirect to the sign-in page, before anything is rendered.

use axum::{
    body::Body,
    http::{HeaderValue, Method, Request, Response, StatusCode, header},
    middleware::Next,
};
use store::Caller;

/// Pages and files for everybody.
const OPEN: &[&str] = &["/sign-in", "/set-up/", "/reset/", "/rpc/", "/pkg/", "/fonts/", "/healthz", "/readyz"];
/// Single files for everybody.
const OPEN_FILES: &[&str] = &["/favicon.svg", "/robots.txt"];

/// Sends signed-out people to the sign-in page and back. Server functions answer for themselves.
pub async fn session_guard(request: Request<Body>, next: Next) -> Response<Body> {
    let path = request.uri().path();
    let open = OPEN.iter().any(|prefix| path.starts_with(prefix)) || OPEN_FILES.contains(&path);
    let signed_in = matches!(request.extensions().get::<Caller>(), Some(Caller::Person(_)));
    if open || signed_in || !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::FOUND;
    let location = if target == "/" { "/sign-in".to_owned() } else { format!("/sign-in?next={}", encode(target)) };
    if let Ok(location) = HeaderValue::from_str(&location) {
        answer.headers_mut().insert(header::LOCATION, location);
    }
    answer
}

/// Percent-encodes what has a meaning in a query (RFC 3986 section 2.1).
fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_way_back_survives_the_query() {
        assert_eq!(super::encode("/a?b=c&d=e#f"), "/a%3Fb%3Dc%26d%3De%23f");
    }
}
