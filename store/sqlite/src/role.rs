//! Roles with their versions.

use crate::{SqliteTransaction, count, damaged, failed, parse};
use async_trait::async_trait;
use authz::RoleId;
use store::{
    StoreError,
    port::{RolePort, RoleRecord},
};

#[async_trait]
impl RolePort for SqliteTransaction {
    async fn role_versions(&mut self) -> Result<Vec<(RoleId, u64)>, StoreError> {
        let rows = sqlx::query!(r#"SELECT id AS "id!", version FROM roles ORDER BY id"#)
            .fetch_all(&mut *self.0)
            .await
            .map_err(failed)?;
        rows.into_iter().map(|row| Ok((RoleId::parse(&row.id).map_err(damaged)?, count(row.version)))).collect()
    }

    async fn list_role_versions(&mut self, role: &RoleId) -> Result<Vec<RoleRecord>, StoreError> {
        let role = role.as_str();
        let rows = sqlx::query!(
            "SELECT version, document, at, author FROM role_versions WHERE role = ? ORDER BY version DESC",
            role
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        rows.into_iter()
            .map(|row| {
                let role = parse(&row.document)?;
                Ok(RoleRecord { role, version: count(row.version), at: row.at, author: row.author })
            })
            .collect()
    }
}
