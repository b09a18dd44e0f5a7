//! Settings the program keeps for itself.

use crate::{SqliteTransaction, failed};
use async_trait::async_trait;
use store::{StoreError, port::SettingPort};

#[async_trait]
impl SettingPort for SqliteTransaction {
    async fn find_setting(&mut self, name: &str) -> Result<Option<String>, StoreError> {
        sqlx::query_scalar!("SELECT value FROM settings WHERE name = ?", name)
            .fetch_optional(&mut *self.0)
            .await
            .map_err(failed)
    }

    async fn put_setting(&mut self, name: &str, value: &str) -> Result<(), StoreError> {
        self.run(sqlx::query!("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", name, value)).await
    }
}
