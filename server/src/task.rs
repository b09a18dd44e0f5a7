//! What goes on in the background.

use identity::Identity;
use std::time::Duration;
use store::{DecisionPolicy, Gate, StoreError};

/// How often.
const EVERY: Duration = Duration::from_mins(5);

/// How often it is looked whether there is a job.
const JOBS: Duration = Duration::from_millis(500);
/// How often it is written who was active.
const ACTIVITY: Duration = Duration::from_secs(15);
/// How often decisions are written.
const DECISIONS: Duration = Duration::from_secs(2);

/// Carries out jobs, a member of each in turn, until the server ends. What was under way then goes on at the next start.
pub async fn carry_on(gate: Gate) {
    let mut interval = tokio::time::interval(JOBS);
    interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        interval.tick().await;
        if let Err(error) = carry_out(&gate).await {
            tracing::error!(%error, "a job is interrupted");
        }
    }
}

/// Carries out the jobs there are.
async fn carry_out(gate: &Gate) -> Result<(), StoreError> {
    let system = gate.system();
    let mut jobs = system.running_jobs().await?;
    while !jobs.is_empty() {
        let mut left = Vec::new();
        for job in jobs {
            if system.carry_on(&job).await? {
                left.push(job);
            }
            // People come first: between two members everybody else gets their turn.
            tokio::task::yield_now().await;
        }
        jobs = left;
    }
    Ok(())
}

/// Writes who was active where, now and then, until the server ends.
pub async fn write_activity(gate: Gate) {
    let mut interval = tokio::time::interval(ACTIVITY);
    loop {
        interval.tick().await;
        if let Err(error) = gate.system().write_activity().await {
            tracing::error!(%error, "cannot write who was active");
        }
    }
}

/// Writes the decisions that were made, now and then, until the server ends.
pub async fn write_decisions(gate: Gate) {
    let mut interval = tokio::time::interval(DECISIONS);
    interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        interval.tick().await;
        flush_decisions(&gate).await;
    }
}

/// Writes the decisions that were made and are not written yet.
pub async fn flush_decisions(gate: &Gate) {
    match gate.system().write_decisions().await {
        Ok(0) => {}
        Ok(dropped) => tracing::warn!(dropped, "decisions came faster than they could be logged"),
        Err(error) => tracing::error!(%error, "cannot write the decision log"),
    }
}

/// Removes sessions and decisions that are over and forgets quiet addresses, now and then, until the server ends.
pub async fn tidy(gate: Gate, identity: Identity, decisions: DecisionPolicy) {
    let mut interval = tokio::time::interval(EVERY);
    loop {
        interval.tick().await;
        identity.throttle().tidy();
        match gate.system().expire_sessions(identity.policy().idle).await {
            Ok(0) => {}
            Ok(gone) => tracing::info!(gone, "sessions expired"),
            Err(error) => tracing::error!(%error, "cannot expire sessions"),
        }
        match gate.system().drop_decisions(decisions).await {
            Ok(0) => {}
            Ok(gone) => tracing::info!(gone, "old decisions dropped"),
            Err(error) => tracing::error!(%error, "cannot drop old decisions"),
        }
    }
}
