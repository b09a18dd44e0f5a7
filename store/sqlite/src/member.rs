//! Members: users and groups with a grant made on a node.

use crate::{SqliteTransaction, count, damaged, failed, limit, node};
use async_trait::async_trait;
use authz::{GrantId, NodeId};
use store::{
    StoreError,
    port::{After, GrantRecord, MemberPort, MemberRecord, Page, PageRequest, fold},
};

struct MemberRow {
    subject: String,
    name: String,
    email: Option<String>,
    username: Option<String>,
}

fn page(rows: Vec<MemberRow>, request: &PageRequest) -> Result<Page<MemberRecord>, StoreError> {
    let record = |row: MemberRow| {
        let subject = node(&row.subject)?;
        Ok(MemberRecord { subject, name: row.name, email: row.email, username: row.username })
    };
    let items = rows.into_iter().map(record).collect::<Result<Vec<_>, StoreError>>()?;
    let after = |member: &MemberRecord| After { key: fold(&member.name), id: member.subject.to_string() };
    Ok(Page::cut(items, request.size(), after))
}

#[async_trait]
impl MemberPort for SqliteTransaction {
    async fn list_members(&mut self, on: &NodeId, request: &PageRequest) -> Result<Page<MemberRecord>, StoreError> {
        let (on, like, limit) = (on.as_str(), request.like(), limit(request));
        let (key, id) = request.start();
        let rows = sqlx::query_as!(
            MemberRow,
            r#"SELECT profiles.node AS "subject!", name, email AS "email?", username AS "username?"
               FROM profiles LEFT JOIN logins ON logins.user_id = profiles.node
               WHERE profiles.kind IN ('user', 'group')
                 AND EXISTS (SELECT 1 FROM grants WHERE grants.node = ?1 AND grants.subject = profiles.node)
                 AND (name_key LIKE ?2 ESCAPE '\' OR username_key LIKE ?2 ESCAPE '\' OR email_key LIKE ?2 ESCAPE '\')
                 AND (name_key, profiles.node) > (?3, ?4)
               ORDER BY name_key, profiles.node LIMIT ?5"#,
            on,
            like,
            key,
            id,
            limit
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        page(rows, request)
    }

    async fn list_candidates(&mut self, on: &NodeId, request: &PageRequest) -> Result<Page<MemberRecord>, StoreError> {
        let (on, like, limit) = (on.as_str(), request.like(), limit(request));
        let (key, id) = request.start();
        let rows = sqlx::query_as!(
            MemberRow,
            r#"SELECT profiles.node AS "subject!", name, email AS "email?", username AS "username?"
               FROM profiles LEFT JOIN logins ON logins.user_id = profiles.node
               WHERE profiles.kind IN ('user', 'group')
                 AND NOT EXISTS (SELECT 1 FROM grants WHERE grants.node = ?1 AND grants.subject = profiles.node)
                 AND (name_key LIKE ?2 ESCAPE '\' OR username_key LIKE ?2 ESCAPE '\' OR email_key LIKE ?2 ESCAPE '\')
                 AND (name_key, profiles.node) > (?3, ?4)
               ORDER BY name_key, profiles.node LIMIT ?5"#,
            on,
            like,
            key,
            id,
            limit
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        page(rows, request)
    }

    async fn count_members(&mut self, on: &NodeId) -> Result<u64, StoreError> {
        let on = on.as_str();
        let number = sqlx::query_scalar!(
            "SELECT count(DISTINCT subject) FROM grants WHERE node = ? AND subject IS NOT NULL",
            on
        )
        .fetch_one(&mut *self.0)
        .await
        .map_err(failed)?;
        Ok(count(number))
    }

    async fn list_grants(&mut self, on: &NodeId, subject: &NodeId) -> Result<Vec<GrantRecord>, StoreError> {
        let (on, subject) = (on.as_str(), subject.as_str());
        let rows = sqlx::query!(
            r#"SELECT id AS "id!", at, author FROM grants WHERE node = ? AND subject = ? ORDER BY id"#,
            on,
            subject
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        rows.into_iter()
            .map(|row| {
                Ok(GrantRecord { id: GrantId::parse(&row.id).map_err(damaged)?, at: row.at, author: row.author })
            })
            .collect()
    }
}
