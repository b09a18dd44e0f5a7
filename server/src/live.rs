//! Following the audit log: an event whenever it has grown (server-sent events, HTML standard section 9.2).
//!
//! An event says only that there is more. What it is, the page asks for as always, so nothing is told that the reader
//! may not read by then.

use crate::router::Stopping;
use app::AppError;
use authz::{NodeId, action::ReadAudit};
use axum::{
    Extension,
    extract::{Query, State},
    http::StatusCode,
    response::sse::{Event, KeepAlive, Sse},
};
use futures_util::{Stream, stream::unfold};
use serde::Deserialize;
use std::{convert::Infallible, time::Duration};
use store::{Caller, Gate, StoreError};

/// How often the log is looked at, and the reader's right to read it.
const PAUSE: Duration = Duration::from_secs(1);

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
