//! Opening, migrating, copying and checking the database file.

use crate::{SqliteTransaction, failed};
use async_trait::async_trait;
use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{path::Path, str::FromStr, time::Duration};
use store::{
    StoreError,
    port::{Database, Transaction},
};

/// Connections that only read.
const READERS: u32 = 4;
/// Rows that a connection reads ahead. At the start all facts are read, and waking the reader for every few costs more than
/// they do.
const ROWS: usize = 2_048;

/// Bytes of the file that readers map into memory: a search through a hundred thousand members reads 30 MB, and copying
/// them page by page took half of its time.
const MAPPED: &str = "268435456";

/// An `SQLite` database file.
pub struct SqliteDatabase {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl SqliteDatabase {
    /// Opens the database, creating the file where there is none, and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Database`] if the address is no `sqlite:` address, the file cannot be opened, or a migration fails.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_for(url, READERS).await
    }

    /// The same for so many readers at a time: with one, who reads while they read waits in vain, which tests want to see.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub async fn open_for(url: &str, readers: u32) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::from_str(url)
            .map_err(failed)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .row_buffer_size(ROWS)
            .optimize_on_close(true, None);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.clone())
            .await
            .map_err(failed)?;
        sqlx::migrate!().run(&writer).await.map_err(StoreError::database)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(readers)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_lazy_with(options.read_only(true).create_if_missing(false).pragma("mmap_size", MAPPED));
        Ok(Self { writer, readers })
    }

    #[cfg(test)]
    pub(crate) fn writer(&self) -> &SqlitePool {
        &self.writer
    }

    /// Closes all connections and folds the write-ahead log into the file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

#[async_trait]
impl Database for SqliteDatabase {
    async fn read(&self) -> Result<Box<dyn Transaction>, StoreError> {
        Ok(Box::new(SqliteTransaction(self.readers.begin().await.map_err(failed)?)))
    }

    async fn write(&self) -> Result<Box<dyn Transaction>, StoreError> {
        let transaction = self.writer.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        Ok(Box::new(SqliteTransaction(transaction)))
    }

    async fn backup(&self, target: &Path) -> Result<(), StoreError> {
        let target = target.to_string_lossy();
        sqlx::query!("VACUUM INTO ?", target).execute(&self.readers).await.map_err(failed)?;
        Ok(())
    }

    async fn check(&self) -> Result<Vec<String>, StoreError> {
        let mut lines: Vec<String> =
            sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&self.writer).await.map_err(failed)?;
        lines.retain(|line| line != "ok");
        let orphans: Vec<(String, Option<i64>, String, i64)> =
            sqlx::query_as("PRAGMA foreign_key_check").fetch_all(&self.writer).await.map_err(failed)?;
        lines.extend(
            orphans.into_iter().map(|(table, _, parent, _)| format!("{table} names a missing row of {parent}")),
        );
        Ok(lines)
    }
}

#[async_trait]
impl Transaction for SqliteTransaction {
    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.0.commit().await.map_err(failed)
    }
}
