//! Grants: when and by whom they were made, and what was done to them.

use crate::{SqliteTransaction, damaged, failed, json};
use async_trait::async_trait;
use authz::{GrantId, NodeId};
use store::{
    StoreError,
    port::{GrantPort, HistoryRecord, MadeRecord},
};

#[async_trait]
impl GrantPort for SqliteTransaction {
    async fn grants_made(&mut self, ids: &[GrantId]) -> Result<Vec<MadeRecord>, StoreError> {
        let list = json(&ids)?;
        let rows = sqlx::query!(
            r#"SELECT id AS "id!", at, author FROM grants
               WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"#,
            list
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        let made = rows.into_iter().map(|row| {
            Ok(MadeRecord { id: GrantId::parse(&row.id).map_err(damaged)?, at: row.at, author: row.author })
        });
        made.collect()
    }

    async fn list_grant_history(
        &mut self,
        node: &NodeId,
        grant: &str,
        most: u32,
    ) -> Result<Vec<HistoryRecord>, StoreError> {
        let node = node.as_str();
        sqlx::query_as!(
            HistoryRecord,
            r#"SELECT id AS "id!", at, actor, action, outcome = 'done' AS "done!: bool", subject, before, after, reason
               FROM audit
               WHERE node = ?1 AND outcome = 'done'
                 AND action IN ('AddGrant', 'UpdateGrant', 'RemoveGrant', 'RestoreGrant')
                 AND (before ->> '$.id' = ?2 OR after ->> '$.id' = ?2)
               ORDER BY id DESC LIMIT ?3"#,
            node,
            grant,
            most
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)
    }
}
