//! One-time links.

use crate::{SqliteTransaction, failed, node};
use async_trait::async_trait;
use authz::NodeId;
use store::{
    Micros, StoreError,
    port::{LinkPort, Purpose},
};

#[async_trait]
impl LinkPort for SqliteTransaction {
    async fn put_link(
        &mut self,
        token: &str,
        purpose: Purpose,
        user: Option<&NodeId>,
        expires_at: Micros,
    ) -> Result<(), StoreError> {
        self.remove_links(purpose, user).await?;
        let (purpose, user) = (purpose.to_string(), user.map(NodeId::as_str));
        self.run(sqlx::query!(
            "INSERT INTO links (token, purpose, user_id, expires_at) VALUES (?, ?, ?, ?)",
            token,
            purpose,
            user,
            expires_at
        ))
        .await
    }

    async fn find_link(
        &mut self,
        token: &str,
        purpose: Purpose,
        now: Micros,
    ) -> Result<Option<Option<NodeId>>, StoreError> {
        let purpose = purpose.to_string();
        let row = sqlx::query!(
            "SELECT user_id FROM links WHERE token = ? AND purpose = ? AND expires_at > ?",
            token,
            purpose,
            now
        )
        .fetch_optional(&mut *self.0)
        .await
        .map_err(failed)?;
        row.map(|row| row.user_id.as_deref().map(node).transpose()).transpose()
    }

    async fn remove_links(&mut self, purpose: Purpose, user: Option<&NodeId>) -> Result<(), StoreError> {
        let (purpose, user) = (purpose.to_string(), user.map(NodeId::as_str));
        self.run(sqlx::query!("DELETE FROM links WHERE purpose = ? AND user_id IS ?", purpose, user)).await
    }
}
