//! Documents for signed-out people: an empty redirect to the sign-in page, before anything is rendered.

use authz::NodeId;
use axum::{
    body::Body,
    extract::State,
    http::{HeaderValue, Method, Request, Response, StatusCode, header},
    middleware::Next,
};
use percent_encoding::percent_decode_str;
use std::fmt::Write;
use store::{Caller, Gate, Origin};

/// Pages and files for everybody.
const OPEN: &[&str] =
    &["/sign-in", "/set-up/", "/reset/", "/rpc/", "/live/", "/pkg/", "/fonts/", "/healthz", "/readyz"];
/// Single files for everybody.
const OPEN_FILES: &[&str] = &["/favicon.svg", "/robots.txt"];

/// Sends signed-out people to the sign-in page and back, unless the page is of a project that anyone may see. Server
/// functions, and what is followed, answer for themselves.
pub async fn session_guard(State(gate): State<Gate>, request: Request<Body>, next: Next) -> Response<Body> {
    let path = request.uri().path();
    let open = OPEN.iter().any(|prefix| path.starts_with(prefix))
        || OPEN_FILES.contains(&path)
        || is_public_project(&gate, path);
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

/// A project's page, and may anyone see the project?
fn is_public_project(gate: &Gate, path: &str) -> bool {
    let Some(name) = path.strip_prefix("/projects/").filter(|name| !name.contains('/')) else { return false };
    let Ok(name) = percent_decode_str(name).decode_utf8() else { return false };
    let anybody = Caller::Anonymous(Origin::default());
    NodeId::new("project", &name).is_ok_and(|project| gate.may(&anybody, "project:read", &project))
}

/// Percent-encodes what has a meaning in a query (RFC 3986 section 2.1).
fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
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
