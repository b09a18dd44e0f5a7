//! What goes on in the background.

use identity::Identity;
use std::time::Duration;
use store::Gate;

/// How often.
const EVERY: Duration = Duration::from_mins(5);

/// Removes sessions that are over and forgets quiet addresses, now and then, until the server ends.
pub async fn tidy(gate: Gate, identity: Identity) {
    let mut interval = tokio::time::interval(EVERY);
    loop {
        interval.tick().await;
        identity.throttle().tidy();
        match gate.system().expire_sessions(identity.policy().idle).await {
            Ok(0) => {}
            Ok(gone) => tracing::info!(gone, "sessions expired"),
            Err(error) => tracing::error!(%error, "cannot expire sessions"),
        }
    }
}
