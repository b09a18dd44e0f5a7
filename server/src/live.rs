//! Following what changes (server-sent events, HTML standard section 9.2): the audit log, and what one may do.
//!
//! An event says only that there is more, or that something is another. What it is, the page asks for as always, so
//! nothing is told that the reader may not read by then.

use crate::router::Stopping;
use app::AppError;
use authz::{
    NodeId,
    action::{Own, ReadAudit, ReadProfile},
};
use axum::{
    Extension,
    extract::{Query, State},
    http::StatusCode,
    response::sse::{Event, KeepAlive, Sse},
};
use futures_util::{Stream, stream::unfold};
use serde::Deserialize;
use std::{convert::Infallible, time::Duration};
use store::{Caller, Denied, Gate, Rights, StoreError};

/// How often the log is looked at, and the reader's right to read it.
const PAUSE: Duration = Duration::from_secs(1);

/// How often it is looked whether somebody may still do what they could.
const GLANCE: Duration = Duration::from_secs(2);

/// Which log is followed.
#[derive(Debug, Deserialize)]
pub struct Which {
    /// A project's name in addresses; empty for everything.
    #[serde(default)]
    project: String,
}

/// Who follows what, and the newest line they know of.
struct Follower {
    gate: Gate,
    caller: Caller,
    node: NodeId,
    newest: Option<String>,
    stopping: Stopping,
}

impl Follower {
    async fn look(&self) -> Result<Option<String>, StoreError> {
        self.gate.permit::<ReadAudit>(&self.caller, self.node.clone()).await?.newest().await
    }

    /// The next event; the end once the reader may no longer read, or the server stops.
    async fn grown(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        loop {
            tokio::select! {
                () = self.stopping.wait() => return None,
                () = tokio::time::sleep(PAUSE) => {}
            }
            let newest = self.look().await.ok()?;
            if newest != self.newest {
                let event = Event::default().id(newest.clone().unwrap_or_default()).data("grown");
                self.newest = newest;
                return Some((Ok(event), self));
            }
        }
    }
}

/// Tells whenever the log has grown.
///
/// # Errors
/// The status that reading the log itself would have.
pub async fn audit(
    State(gate): State<Gate>,
    State(stopping): State<Stopping>,
    Extension(caller): Extension<Caller>,
    Query(which): Query<Which>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, StatusCode> {
    let node = match which.project.as_str() {
        "" => NodeId::system(),
        name => NodeId::new("project", name).map_err(|_| StatusCode::NOT_FOUND)?,
    };
    let mut follower = Follower { gate, caller, node, newest: None, stopping };
    let refused = |error| StatusCode::from_u16(AppError::from(error).code.status()).unwrap_or(StatusCode::FORBIDDEN);
    follower.newest = follower.look().await.map_err(refused)?;
    Ok(Sse::new(unfold(follower, Follower::grown)).keep_alive(KeepAlive::default()))
}

/// What a page knew of somebody's rights when it was made.
#[derive(Debug, Deserialize)]
pub struct Known {
    #[serde(default)]
    rights: String,
}

/// Somebody whose page is open.
struct Viewer {
    gate: Gate,
    caller: Caller,
    /// What the page knows; the digest only, as long as that is all that is known of it.
    known: String,
    seen: Option<Rights>,
    stopping: Stopping,
    over: bool,
}

impl Viewer {
    /// What they hold now; nothing once their session has ended, or they are no longer active.
    async fn look(&self) -> Result<Option<Rights>, StoreError> {
        match self.gate.permit::<ReadProfile>(&self.caller, Own).await {
            Ok(proof) => Ok(Some(proof.rights())),
            Err(StoreError::Denied(Denied::SignIn)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What the page is to be told: `ended`, `lost`, or `gained` with what it knows from then on.
    fn tell(&mut self, now: Option<Rights>) -> Option<Event> {
        let Some(now) = now else {
            self.over = true;
            // One without data is no event.
            return Some(Event::default().event("ended").data("over"));
        };
        let digest = now.digest();
        if digest == self.known {
            self.seen = Some(now);
            return None;
        }
        // What it knew is gone, so it may have been more.
        let lost = self.seen.as_ref().is_none_or(|before| now.lack(before));
        self.known.clone_from(&digest);
        self.seen = Some(now);
        Some(Event::default().event(if lost { "lost" } else { "gained" }).data(digest))
    }

    /// The next event; the end after the session's, or when the server stops.
    async fn turned(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        while !self.over {
            let now = self.look().await.ok()?;
            if let Some(event) = self.tell(now) {
                return Some((Ok(event), self));
            }
            tokio::select! {
                () = self.stopping.wait() => return None,
                () = tokio::time::sleep(GLANCE) => {}
            }
        }
        None
    }
}

/// Tells whoever has a page open when they lose something they held, and when their session ends.
///
/// # Errors
/// 401 for who is not signed in.
pub async fn rights(
    State(gate): State<Gate>,
    State(stopping): State<Stopping>,
    Extension(caller): Extension<Caller>,
    Query(known): Query<Known>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, StatusCode> {
    if caller.user().is_none() {
        return Err(StatusCode::UNAUTHORIZED);
    }
    let mut viewer = Viewer { gate, caller, known: known.rights, seen: None, stopping, over: false };
    let now = viewer.look().await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    viewer.seen = now.filter(|now| now.digest() == viewer.known);
    Ok(Sse::new(unfold(viewer, Viewer::turned)).keep_alive(KeepAlive::default()))
}
