//! Suites asked of the store: each world goes into a database of its own, and every question through a gate on it.

use super::super::Failure;
use crate::system::{SystemClock, SystemRandom};
use authz::{
    Index, Unknown,
    suite::{Report, Suite},
};
use std::sync::Arc;
use store::{Host, StoreError};
use store_sqlite::SqliteDatabase;
use tempfile::TempDir;
use tokio::{runtime::Handle, task::block_in_place};

/// A scenario's world in a database.
struct Stored {
    scenario: usize,
    host: Host,
    /// It goes with this.
    _folder: TempDir,
}

/// Asks everything the suite asks.
pub fn run(suite: &Suite) -> Result<Report, Failure> {
    let (mut stored, mut failed): (Option<Stored>, Option<Failure>) = (None, None);
    let report = suite.run_by(|scenario, world, question| {
        let answer = block_in_place(|| {
            Handle::current().block_on(async {
                if stored.as_ref().is_none_or(|stored| stored.scenario != scenario) {
                    stored = Some(store(scenario, world).await?);
                }
                match &stored {
                    Some(stored) => Ok(stored.host.decide(question).await?),
                    None => Ok(Err(Unknown::Nothing)),
                }
            })
        });
        answer.unwrap_or_else(|failure: Failure| {
            failed.get_or_insert(failure);
            Err(Unknown::Nothing)
        })
    });
    failed.map_or(Ok(report), Err)
}

async fn store(scenario: usize, world: &Index) -> Result<Stored, Failure> {
    let folder = tempfile::tempdir().map_err(|error| Failure::new(format!("cannot make a database: {error}")))?;
    let url = format!("sqlite:{}", folder.path().join("suite.db").display());
    let database = Arc::new(SqliteDatabase::open(&url).await?);
    open(&database).await?.load_world(world.world()).await?;
    // Opened anew, so that what answers is what the database holds.
    Ok(Stored { scenario, host: open(&database).await?, _folder: folder })
}

async fn open(database: &Arc<SqliteDatabase>) -> Result<Host, StoreError> {
    Host::open(database.clone(), Arc::new(SystemClock), Arc::new(SystemRandom)).await
}
