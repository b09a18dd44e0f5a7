//! From a configuration to an open gate.

use crate::{
    config::Config,
    system::{SystemClock, SystemRandom},
};
use authz::remark;
use identity::{Hasher, Identity};
use std::{path::Path, sync::Arc};
use store::{Clock, Gate, Host, StoreError};
use store_sqlite::SqliteDatabase;

/// An open database with its gate.
pub struct Started {
    /// The database, to be closed at the end.
    pub database: Arc<SqliteDatabase>,
    /// The door of the machine itself.
    pub host: Host,
    /// The way to data.
    pub gate: Gate,
    /// Who are you.
    pub identity: Identity,
    /// The clock everything was given.
    pub clock: Arc<dyn Clock>,
}

/// Opens the database, brings it up to date and opens the gate.
///
/// # Errors
/// [`StoreError`] with the path that cannot be used, or what the database says.
pub async fn start(config: &Config) -> Result<Started, StoreError> {
    make_folder(&config.database_url)?;
    let database = Arc::new(SqliteDatabase::open(&config.database_url).await?);
    make_private(&config.database_url)?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let host = Host::open(database.clone(), clock.clone(), Arc::new(SystemRandom)).await?;
    host.ensure_built_in().await?;
    let gate = host.gate();
    let hasher = Hasher::new(config.password_threads, config.password_queue).map_err(StoreError::database)?;
    let identity = Identity::new(gate.clone(), hasher, config.sessions);
    Ok(Started { database, host, gate, identity, clock })
}

/// The database file of a `sqlite:` address.
fn file(url: &str) -> &Path {
    let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
    Path::new(path.split('?').next().unwrap_or_default())
}

/// SECURITY: the file holds password hashes; only its owner reads it. The files beside it take over its mode.
fn make_private(url: &str) -> Result<(), StoreError> {
    let path = file(url);
    #[cfg(unix)]
    if path.exists() {
        std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).map_err(|error| {
            StoreError::invalid(
                "database_url",
                remark!("cannot make `{path}` private: {error}", path = path.display(), error),
            )
        })?;
    }
    Ok(())
}

/// Makes the folder of the database file, readable by its owner only.
fn make_folder(url: &str) -> Result<(), StoreError> {
    let Some(folder) = file(url).parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    if folder.exists() {
        return Ok(());
    }
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| {
        StoreError::invalid(
            "database_url",
            remark!("cannot make the folder `{path}`: {error}", path = folder.display(), error),
        )
    })
}
