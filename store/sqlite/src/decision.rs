//! The decision log.

use crate::{SqliteTransaction, count, damaged, failed, limit, node};
use async_trait::async_trait;
use authz::{NodeId, Permission};
use std::collections::BTreeMap;
use store::{
    Micros, StoreError,
    port::{After, DecisionFilter, DecisionPort, DecisionRecord, Page, PageRequest, QuestionRecord, UseRecord},
};

/// Rows dropped at once.
const CHUNK: i64 = 5_000;

struct DecisionRow {
    id: String,
    at: Micros,
    subject: String,
    permission: String,
    node: String,
    reason: String,
    revision: i64,
    source: String,
    mfa: bool,
    sent: bool,
}

impl TryFrom<DecisionRow> for DecisionRecord {
    type Error = StoreError;
    fn try_from(row: DecisionRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            at: row.at,
            subject: row.subject,
            permission: permission(&row.permission)?,
            node: node(&row.node)?,
            reason: row.reason.parse().map_err(|()| damaged(Unknown))?,
            revision: count(row.revision),
            source: row.source.parse().map_err(|()| damaged(Unknown))?,
            mfa: row.mfa,
            sent: row.sent,
        })
    }
}

fn permission(text: &str) -> Result<Permission, StoreError> {
    Permission::parse(text).map_err(damaged)
}

/// A page of decisions along the index that a condition names.
macro_rules! walk {
    ($transaction:expr, $condition:literal, $filter:expr, $request:expr) => {{
        let (filter, request): (&DecisionFilter, &PageRequest) = ($filter, $request);
        let node = filter.node.as_ref().map(NodeId::as_str);
        let permission = filter.permission.as_ref().map(Permission::as_str);
        let (_, before) = request.start();
        let limit = limit(request);
        sqlx::query_as!(
            DecisionRow,
            "SELECT id, at, subject, permission, node, reason, revision, source, mfa AS \"mfa: bool\", \
                    sent AS \"sent: bool\" FROM decisions \
             WHERE (?1 IS NULL OR subject = ?1) AND (?2 IS NULL OR node = ?2) AND (?3 IS NULL OR permission = ?3) \
               AND (?4 IS NULL OR ?4 = (reason = 'allowed')) AND (?5 = '' OR id < ?5) AND "
                + $condition
                + " \
             ORDER BY id DESC LIMIT ?6",
            filter.subject,
            node,
            permission,
            filter.allowed,
            before,
            limit
        )
        .fetch_all(&mut *$transaction.0)
        .await
        .map_err(failed)?
    }};
}

#[async_trait]
impl DecisionPort for SqliteTransaction {
    async fn add_decisions(&mut self, decisions: &[DecisionRecord]) -> Result<(), StoreError> {
        let mut uses: BTreeMap<(&str, &str, &str), Micros> = BTreeMap::new();
        for decision in decisions {
            let (permission, node) = (decision.permission.as_str(), decision.node.as_str());
            let (reason, source) = (decision.reason.to_string(), decision.source.to_string());
            let revision = i64::try_from(decision.revision).unwrap_or(i64::MAX);
            // Whoever was stopped while they were written writes them again.
            self.run(sqlx::query!(
                "INSERT INTO decisions (id, at, subject, permission, node, reason, revision, source, mfa, sent)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
                decision.id,
                decision.at,
                decision.subject,
                permission,
                node,
                reason,
                revision,
                source,
                decision.mfa,
                decision.sent
            ))
            .await?;
            if decision.is_allowed() {
                let at = uses.entry((decision.subject.as_str(), permission, node)).or_insert(decision.at);
                *at = decision.at.max(*at);
            }
        }
        for ((subject, permission, node), at) in uses {
            self.run(sqlx::query!(
                "INSERT INTO uses (subject, permission, node, at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (subject, permission, node) DO UPDATE SET at = max(at, ?4)",
                subject,
                permission,
                node,
                at
            ))
            .await?;
        }
        Ok(())
    }

    async fn list_decisions(
        &mut self,
        filter: &DecisionFilter,
        request: &PageRequest,
    ) -> Result<Page<DecisionRecord>, StoreError> {
        // Each walks along an index of its own; a condition that may be missing lets none be used.
        let rows = if filter.subject.is_some() {
            walk!(self, "subject = ?1", filter, request)
        } else if filter.node.is_some() {
            walk!(self, "node = ?2", filter, request)
        } else if filter.permission.is_some() {
            walk!(self, "permission = ?3", filter, request)
        } else {
            walk!(self, "id > ''", filter, request)
        };
        let items = rows.into_iter().map(DecisionRecord::try_from).collect::<Result<Vec<_>, _>>()?;
        let after = |decision: &DecisionRecord| After { key: String::new(), id: decision.id.clone() };
        Ok(Page::cut(items, request.size(), after))
    }

    async fn last_use(
        &mut self,
        subject: &str,
        permission: &Permission,
        node: Option<&NodeId>,
    ) -> Result<Option<Micros>, StoreError> {
        let (permission, node) = (permission.as_str(), node.map(NodeId::as_str));
        sqlx::query_scalar!(
            r#"SELECT max(at) AS "at: i64" FROM uses
               WHERE subject = ?1 AND permission = ?2 AND (?3 IS NULL OR node = ?3)"#,
            subject,
            permission,
            node
        )
        .fetch_one(&mut *self.0)
        .await
        .map_err(failed)
    }

    async fn list_uses(
        &mut self,
        permission: &Permission,
        since: Micros,
        most: u32,
    ) -> Result<Vec<UseRecord>, StoreError> {
        let permission = permission.as_str();
        let rows = sqlx::query!(
            "SELECT subject, node, at FROM uses WHERE permission = ?1 AND at >= ?2 ORDER BY at DESC LIMIT ?3",
            permission,
            since,
            most
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        rows.into_iter().map(|row| Ok(UseRecord { subject: row.subject, node: node(&row.node)?, at: row.at })).collect()
    }

    async fn list_questions(&mut self, since: Micros, most: u32) -> Result<Vec<QuestionRecord>, StoreError> {
        let rows = sqlx::query!(
            r#"SELECT subject AS "subject!", permission AS "permission!", node AS "node!", source AS "source!",
                      mfa AS "mfa!: bool", sent AS "sent!: bool", count(*) AS "times!: i64",
                      max(at) AS "at!: i64"
               FROM decisions
               WHERE seq > (SELECT coalesce(max(seq), 0) FROM decisions) - ?2 AND at >= ?1
               GROUP BY subject, permission, node, source, mfa, sent"#,
            since,
            most
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        rows.into_iter()
            .map(|row| {
                Ok(QuestionRecord {
                    subject: row.subject,
                    permission: permission(&row.permission)?,
                    node: node(&row.node)?,
                    source: row.source.parse().map_err(|()| damaged(Unknown))?,
                    mfa: row.mfa,
                    sent: row.sent,
                    times: count(row.times),
                    at: row.at,
                })
            })
            .collect()
    }

    async fn drop_decisions(&mut self, before: Micros, keep: u64) -> Result<u64, StoreError> {
        let keep = i64::try_from(keep).unwrap_or(i64::MAX);
        let done = sqlx::query!(
            "DELETE FROM decisions WHERE seq IN (
                 SELECT seq FROM (SELECT seq, at FROM decisions ORDER BY seq LIMIT ?3)
                 WHERE at < ?1 OR seq <= (SELECT max(seq) FROM decisions) - ?2)",
            before,
            keep,
            CHUNK
        )
        .execute(&mut *self.0)
        .await
        .map_err(failed)?;
        Ok(done.rows_affected())
    }
}

#[derive(Debug)]
struct Unknown;

impl std::fmt::Display for Unknown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a decision has an unknown reason or source")
    }
}

impl std::error::Error for Unknown {}
