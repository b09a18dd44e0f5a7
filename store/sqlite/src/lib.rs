//! The embedded store: `SQLite` with one writer and a pool of readers.
//!
//! One file per noun, each the adapter's half of a port in `store::port`. SQL is checked against the schema at build
//! time; `.sqlx` holds what that needs, so a build needs no database (`scripts/sqlx` renews it).

mod account;
mod audit;
mod database;
mod decision;
mod fact;
mod grant;
mod group;
mod job;
mod link;
mod member;
mod node;
mod profile;
mod role;
mod session;
mod setting;
mod user;
mod world;

pub use database::SqliteDatabase;

use store::StoreError;

/// A running transaction.
struct SqliteTransaction(sqlx::Transaction<'static, sqlx::Sqlite>);

fn failed(error: sqlx::Error) -> StoreError {
    StoreError::database(error)
}

/// What the database holds and this program cannot have written.
fn damaged(error: impl std::error::Error + Send + Sync + 'static) -> StoreError {
    StoreError::database(error)
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(damaged)
}

fn parse<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(damaged)
}

fn node(text: &str) -> Result<authz::NodeId, StoreError> {
    authz::NodeId::parse(text).map_err(damaged)
}

/// A count or version: never negative in the database.
fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

/// One more than the page's size, to see whether there is a next one.
fn limit(request: &store::port::PageRequest) -> i64 {
    i64::from(request.size()) + 1
}
