//! Sessions.

use crate::{SqliteTransaction, count, failed, node};
use async_trait::async_trait;
use authz::NodeId;
use store::{
    Micros, StoreError,
    port::{SessionPort, SessionRecord},
};

struct SessionRow {
    id: String,
    user_id: String,
    created_at: Micros,
    used_at: Micros,
    expires_at: Micros,
    address: String,
    agent: String,
}

impl TryFrom<SessionRow> for SessionRecord {
    type Error = StoreError;
    fn try_from(row: SessionRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            user: node(&row.user_id)?,
            created_at: row.created_at,
            used_at: row.used_at,
            expires_at: row.expires_at,
            address: row.address,
            agent: row.agent,
        })
    }
}

#[async_trait]
impl SessionPort for SqliteTransaction {
    async fn find_session(&mut self, id: &str) -> Result<Option<SessionRecord>, StoreError> {
        let row = sqlx::query_as!(
            SessionRow,
            r#"SELECT id AS "id!", user_id, created_at, used_at, expires_at, address, agent
               FROM sessions WHERE id = ?"#,
            id
        )
        .fetch_optional(&mut *self.0)
        .await
        .map_err(failed)?;
        row.map(SessionRecord::try_from).transpose()
    }

    async fn put_session(&mut self, session: &SessionRecord) -> Result<(), StoreError> {
        let user = session.user.as_str();
        self.run(sqlx::query!(
            "INSERT INTO sessions (id, user_id, created_at, used_at, expires_at, address, agent)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO UPDATE SET used_at = ?4",
            session.id,
            user,
            session.created_at,
            session.used_at,
            session.expires_at,
            session.address,
            session.agent
        ))
        .await
    }

    async fn list_sessions(&mut self, user: &NodeId) -> Result<Vec<SessionRecord>, StoreError> {
        let user = user.as_str();
        let rows = sqlx::query_as!(
            SessionRow,
            r#"SELECT id AS "id!", user_id, created_at, used_at, expires_at, address, agent
               FROM sessions WHERE user_id = ? ORDER BY created_at DESC, id"#,
            user
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        rows.into_iter().map(SessionRecord::try_from).collect()
    }

    async fn count_sessions(&mut self, now: Micros) -> Result<u64, StoreError> {
        let number = sqlx::query_scalar!("SELECT count(*) FROM sessions WHERE expires_at > ?", now)
            .fetch_one(&mut *self.0)
            .await
            .map_err(failed)?;
        Ok(count(number))
    }

    async fn remove_session(&mut self, id: &str) -> Result<bool, StoreError> {
        let done = sqlx::query!("DELETE FROM sessions WHERE id = ?", id).execute(&mut *self.0).await.map_err(failed)?;
        Ok(done.rows_affected() == 1)
    }

    async fn remove_sessions(&mut self, user: &NodeId, except: Option<&str>) -> Result<u64, StoreError> {
        let user = user.as_str();
        let except = except.unwrap_or_default();
        let done = sqlx::query!("DELETE FROM sessions WHERE user_id = ? AND id <> ?", user, except)
            .execute(&mut *self.0)
            .await
            .map_err(failed)?;
        Ok(done.rows_affected())
    }

    async fn expire_sessions(&mut self, ended: Micros, unused: Micros) -> Result<u64, StoreError> {
        let done = sqlx::query!("DELETE FROM sessions WHERE expires_at <= ? OR used_at <= ?", ended, unused)
            .execute(&mut *self.0)
            .await
            .map_err(failed)?;
        Ok(done.rows_affected())
    }
}
