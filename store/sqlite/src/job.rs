//! Jobs and their members.

use crate::{SqliteTransaction, count, failed, json, node, parse};
use async_trait::async_trait;
use authz::NodeId;
use store::{
    Micros, StoreError,
    port::{ItemCounts, ItemRecord, ItemState, JobPort, JobRecord},
};

struct JobRow {
    id: String,
    node: String,
    author: String,
    mfa: bool,
    document: String,
    reason: String,
    running: bool,
    at: Micros,
    ended_at: Option<Micros>,
    total: i64,
    undoes: Option<String>,
}

impl TryFrom<JobRow> for JobRecord {
    type Error = StoreError;
    fn try_from(row: JobRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            node: node(&row.node)?,
            author: row.author,
            mfa: row.mfa,
            order: parse(&row.document)?,
            reason: row.reason,
            running: row.running,
            at: row.at,
            ended_at: row.ended_at,
            total: count(row.total),
            undoes: row.undoes,
        })
    }
}

struct ItemRow {
    position: i64,
    subject: String,
    state: String,
    note: String,
    before: Option<String>,
    after: Option<String>,
}

impl TryFrom<ItemRow> for ItemRecord {
    type Error = StoreError;
    fn try_from(row: ItemRow) -> Result<Self, StoreError> {
        Ok(Self {
            position: u32::try_from(row.position).unwrap_or(u32::MAX),
            subject: node(&row.subject)?,
            state: row.state.parse().unwrap_or(ItemState::Waiting),
            note: row.note,
            before: row.before,
            after: row.after,
        })
    }
}

#[async_trait]
impl JobPort for SqliteTransaction {
    async fn add_job(&mut self, job: &JobRecord, items: &[ItemRecord]) -> Result<(), StoreError> {
        let (on, document, state) =
            (job.node.as_str(), json(&job.order)?, if job.running { "running" } else { "done" });
        let total = i64::try_from(job.total).unwrap_or(i64::MAX);
        self.run(sqlx::query!(
            "INSERT INTO jobs (id, node, author, mfa, document, reason, state, at, ended_at, total, undoes)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            job.id,
            on,
            job.author,
            job.mfa,
            document,
            job.reason,
            state,
            job.at,
            job.ended_at,
            total,
            job.undoes
        ))
        .await?;
        for item in items {
            let (subject, state) = (item.subject.as_str(), item.state.to_string());
            self.run(sqlx::query!(
                "INSERT INTO job_items (job, position, subject, state, note, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)",
                job.id,
                item.position,
                subject,
                state,
                item.note,
                item.before,
                item.after
            ))
            .await?;
        }
        Ok(())
    }

    async fn find_job(&mut self, id: &str) -> Result<Option<JobRecord>, StoreError> {
        let row = sqlx::query_as!(
            JobRow,
            r#"SELECT id AS "id!", node, author, mfa AS "mfa: bool", document, reason,
                      state = 'running' AS "running!: bool", at, ended_at, total, undoes
               FROM jobs WHERE id = ?"#,
            id
        )
        .fetch_optional(&mut *self.0)
        .await
        .map_err(failed)?;
        row.map(JobRecord::try_from).transpose()
    }

    async fn running_jobs(&mut self) -> Result<Vec<JobRecord>, StoreError> {
        let rows = sqlx::query_as!(
            JobRow,
            r#"SELECT id AS "id!", node, author, mfa AS "mfa: bool", document, reason,
                      state = 'running' AS "running!: bool", at, ended_at, total, undoes
               FROM jobs WHERE state = 'running' ORDER BY id"#
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        rows.into_iter().map(JobRecord::try_from).collect()
    }

    async fn list_jobs(&mut self, on: &NodeId) -> Result<Vec<JobRecord>, StoreError> {
        let on = on.as_str();
        let rows = sqlx::query_as!(
            JobRow,
            r#"SELECT id AS "id!", node, author, mfa AS "mfa: bool", document, reason,
                      state = 'running' AS "running!: bool", at, ended_at, total, undoes
               FROM jobs WHERE node = ? AND document <> '"single"' ORDER BY id DESC LIMIT 20"#,
            on
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        rows.into_iter().map(JobRecord::try_from).collect()
    }

    async fn find_undo(&mut self, id: &str) -> Result<Option<String>, StoreError> {
        sqlx::query_scalar!(r#"SELECT id AS "id!" FROM jobs WHERE undoes = ? ORDER BY id DESC"#, id)
            .fetch_optional(&mut *self.0)
            .await
            .map_err(failed)
    }

    async fn next_item(&mut self, job: &str) -> Result<Option<ItemRecord>, StoreError> {
        Ok(self.list_items(job, Some(ItemState::Waiting), None, 1).await?.pop())
    }

    async fn is_waiting(&mut self, job: &str, position: u32) -> Result<bool, StoreError> {
        let state = sqlx::query_scalar!("SELECT state FROM job_items WHERE job = ? AND position = ?", job, position)
            .fetch_optional(&mut *self.0)
            .await
            .map_err(failed)?;
        Ok(state.as_deref() == Some("waiting"))
    }

    async fn put_item(&mut self, job: &str, item: &ItemRecord) -> Result<(), StoreError> {
        let state = item.state.to_string();
        self.run(sqlx::query!(
            "UPDATE job_items SET state = ?, note = ?, before = ?, after = ? WHERE job = ? AND position = ?",
            state,
            item.note,
            item.before,
            item.after,
            job,
            item.position
        ))
        .await
    }

    async fn list_items(
        &mut self,
        job: &str,
        state: Option<ItemState>,
        after: Option<u32>,
        limit: u32,
    ) -> Result<Vec<ItemRecord>, StoreError> {
        let (state, after) = (state.map(|state| state.to_string()), after.map_or(-1, i64::from));
        let rows = match state {
            Some(state) => {
                sqlx::query_as!(
                    ItemRow,
                    "SELECT position, subject, state, note, before, after FROM job_items
                     WHERE job = ? AND state = ? AND position > ? ORDER BY position LIMIT ?",
                    job,
                    state,
                    after,
                    limit
                )
                .fetch_all(&mut *self.0)
                .await
            }
            None => {
                sqlx::query_as!(
                    ItemRow,
                    "SELECT position, subject, state, note, before, after FROM job_items
                     WHERE job = ? AND position > ? ORDER BY position LIMIT ?",
                    job,
                    after,
                    limit
                )
                .fetch_all(&mut *self.0)
                .await
            }
        };
        rows.map_err(failed)?.into_iter().map(ItemRecord::try_from).collect()
    }

    async fn count_items(&mut self, job: &str) -> Result<ItemCounts, StoreError> {
        let rows = sqlx::query!(
            r#"SELECT state, count(*) AS "number!: i64" FROM job_items WHERE job = ? GROUP BY state"#,
            job
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        let mut counts = ItemCounts::default();
        for row in rows {
            let number = count(row.number);
            match row.state.parse() {
                Ok(ItemState::Done) => counts.done = number,
                Ok(ItemState::Skipped) => counts.skipped = number,
                Ok(ItemState::Refused) => counts.refused = number,
                _ => counts.waiting = number,
            }
        }
        Ok(counts)
    }

    async fn end_job(&mut self, id: &str, now: Micros) -> Result<(), StoreError> {
        self.run(sqlx::query!("UPDATE jobs SET state = 'done', ended_at = ? WHERE id = ?", now, id)).await
    }
}
