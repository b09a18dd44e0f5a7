//! Profiles: what people call a node.

use crate::{SqliteTransaction, failed, json, limit, node};
use async_trait::async_trait;
use authz::NodeId;
use store::{
    StoreError,
    port::{After, Page, PageRequest, ProfilePort, ProfileRecord, fold},
};

#[async_trait]
impl ProfilePort for SqliteTransaction {
    async fn find_profile(&mut self, id: &NodeId) -> Result<Option<ProfileRecord>, StoreError> {
        let id = id.as_str();
        let row = sqlx::query!(
            r#"SELECT node AS "node!", name, description, created_at, created_by FROM profiles WHERE node = ?"#,
            id
        )
        .fetch_optional(&mut *self.0)
        .await
        .map_err(failed)?;
        row.map(|row| {
            Ok(ProfileRecord {
                node: node(&row.node)?,
                name: row.name,
                description: row.description,
                created_at: row.created_at,
                created_by: row.created_by,
            })
        })
        .transpose()
    }

    async fn put_profile(&mut self, profile: &ProfileRecord) -> Result<(), StoreError> {
        let (id, kind, key) = (profile.node.as_str(), profile.node.kind(), fold(&profile.name));
        self.run(sqlx::query!(
            "INSERT INTO profiles (node, kind, name, name_key, description, created_at, created_by)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (node) DO UPDATE SET name = ?3, name_key = ?4, description = ?5",
            id,
            kind,
            profile.name,
            key,
            profile.description,
            profile.created_at,
            profile.created_by
        ))
        .await
    }

    async fn list_profiles(&mut self, kind: &str, request: &PageRequest) -> Result<Page<ProfileRecord>, StoreError> {
        let (like, limit) = (request.like(), limit(request));
        let (key, id) = request.start();
        let rows = sqlx::query!(
            r#"SELECT node AS "node!", name, description, created_at, created_by
               FROM profiles
               WHERE kind = ?1 AND (name_key LIKE ?2 ESCAPE '\' OR node LIKE ?2 ESCAPE '\')
                 AND (name_key, node) > (?3, ?4)
               ORDER BY name_key, node LIMIT ?5"#,
            kind,
            like,
            key,
            id,
            limit
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        let items = rows
            .into_iter()
            .map(|row| {
                Ok(ProfileRecord {
                    node: node(&row.node)?,
                    name: row.name,
                    description: row.description,
                    created_at: row.created_at,
                    created_by: row.created_by,
                })
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        let after = |record: &ProfileRecord| After { key: fold(&record.name), id: record.node.to_string() };
        Ok(Page::cut(items, request.size(), after))
    }

    async fn names(&mut self, nodes: &[NodeId]) -> Result<Vec<(NodeId, String)>, StoreError> {
        let list = json(&nodes)?;
        let rows = sqlx::query!(
            r#"SELECT node AS "node!", name FROM profiles WHERE node IN (SELECT value FROM json_each(?))"#,
            list
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        rows.into_iter().map(|row| Ok((node(&row.node)?, row.name))).collect()
    }
}
