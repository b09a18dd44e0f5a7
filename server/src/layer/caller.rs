//! Who asks, and from where.

use crate::session::{ADDRESS, AGENT};
use app::context::USER;
use authz::NodeId;
use axum::{
    body::Body,
    extract::{ConnectInfo, State},
    http::{HeaderMap, Request, Response, header},
    middleware::Next,
};
use identity::hash_token;
use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};
use store::{Caller, Origin, Person};
use tower_http::request_id::RequestId;
use tower_sessions::Session;

/// Longest user agent kept, in bytes.
const MAX_AGENT: usize = 255;

/// Reverse proxies whose word on the peer's address is taken.
pub type Believed = Arc<[IpAddr]>;

/// Puts the [`Caller`] into the request. A session whose user is gone or disabled is nobody's.
pub async fn caller(
    State(believed): State<Believed>,
    session: Session,
    mut request: Request<Body>,
    next: Next,
) -> Response<Body> {
    let origin = origin(&request, &believed);
    let user = session.get::<String>(USER).await.ok().flatten().and_then(|user| NodeId::parse(&user).ok());
    let caller = match (user, session.id()) {
        (Some(user), Some(id)) => {
            let session = hash_token(&id.to_string());
            Caller::Person(Person { user, session, mfa: false, origin: origin.clone() })
        }
        _ => Caller::Anonymous(origin.clone()),
    };
    request.extensions_mut().insert(caller);
    let answer = next.run(request).await;
    remember_origin(&session, &origin).await;
    answer
}

/// A session that just began is told where; the row is written when the answer leaves.
async fn remember_origin(session: &Session, origin: &Origin) {
    if !session.is_modified() || session.is_empty().await {
        return;
    }
    for (key, text) in [(ADDRESS, &origin.address), (AGENT, &origin.agent)] {
        if matches!(session.get::<String>(key).await, Ok(None))
            && let Err(error) = session.insert(key, text).await
        {
            tracing::error!(%error, "cannot note where a session began");
        }
    }
}

fn origin(request: &Request<Body>, believed: &[IpAddr]) -> Origin {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let address = peer.map(|peer| client(peer, request.headers(), believed));
    let text = |name| request.headers().get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
    Origin {
        address: address.map(|address| address.to_string()).unwrap_or_default(),
        agent: cut(text(header::USER_AGENT).unwrap_or_default()),
        request: id.unwrap_or_default().to_owned(),
    }
}

/// The nearest address that is not a proxy of ours. Anybody can write the header, so only what a trusted proxy
/// appended counts: it is read from the right.
fn client(peer: IpAddr, headers: &HeaderMap, believed: &[IpAddr]) -> IpAddr {
    if !believed.contains(&peer) {
        return peer;
    }
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    let mut nearest = peer;
    for hop in hops.iter().rev() {
        let Ok(address) = hop.parse() else { return nearest };
        nearest = address;
        if !believed.contains(&nearest) {
            return nearest;
        }
    }
    nearest
}

fn cut(text: &str) -> String {
    let end = (0..=MAX_AGENT.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    text.get(..end).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forwarded(value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", value.parse().unwrap());
        headers
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let (proxy, stranger) = ("10.0.0.1".parse().unwrap(), "203.0.113.9".parse().unwrap());
        let headers = forwarded("198.51.100.7, 203.0.113.5");
        assert_eq!(client(stranger, &headers, &[proxy]), stranger);
        assert_eq!(client(proxy, &headers, &[proxy]).to_string(), "203.0.113.5");
        assert_eq!(client(proxy, &forwarded("203.0.113.5, 10.0.0.1"), &[proxy]).to_string(), "203.0.113.5");
        assert_eq!(client(proxy, &forwarded("nonsense"), &[proxy]), proxy);
    }

    #[test]
    fn a_long_agent_is_cut_at_a_letter() {
        assert_eq!(cut(&"é".repeat(200)).len(), 254);
    }
}
