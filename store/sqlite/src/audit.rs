//! The audit log.

use crate::{SqliteTransaction, count, damaged, failed, limit};
use async_trait::async_trait;
use authz::NodeId;
use store::{
    Micros, StoreError,
    port::{After, AuditCount, AuditFilter, AuditPort, AuditRecord, Outcome, Page, PageRequest},
};

struct AuditRow {
    id: String,
    at: Micros,
    actor: String,
    action: String,
    node: String,
    outcome: String,
    subject: Option<String>,
    before: Option<String>,
    after: Option<String>,
    reason: Option<String>,
    address: Option<String>,
    agent: Option<String>,
    request: Option<String>,
    times: i64,
}

impl TryFrom<AuditRow> for AuditRecord {
    type Error = StoreError;
    fn try_from(row: AuditRow) -> Result<Self, StoreError> {
        let outcome = row.outcome.parse::<Outcome>().map_err(|()| damaged(Unknown))?;
        Ok(Self {
            id: row.id,
            at: row.at,
            actor: row.actor,
            action: row.action,
            node: row.node,
            outcome,
            subject: row.subject,
            before: row.before,
            after: row.after,
            reason: row.reason,
            address: row.address,
            agent: row.agent,
            request: row.request,
            times: count(row.times),
        })
    }
}

fn lines(rows: Vec<AuditRow>, request: &PageRequest) -> Result<Page<AuditRecord>, StoreError> {
    let items = rows.into_iter().map(AuditRecord::try_from).collect::<Result<Vec<_>, _>>()?;
    let after = |line: &AuditRecord| After { key: String::new(), id: line.id.clone() };
    Ok(Page::cut(items, request.size(), after))
}

#[async_trait]
impl AuditPort for SqliteTransaction {
    async fn add_audit(&mut self, line: &AuditRecord) -> Result<(), StoreError> {
        let outcome = line.outcome.to_string();
        self.run(sqlx::query!(
            "INSERT INTO audit
                 (id, at, actor, action, node, outcome, subject, before, after, reason, address, agent, request)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            line.id,
            line.at,
            line.actor,
            line.action,
            line.node,
            outcome,
            line.subject,
            line.before,
            line.after,
            line.reason,
            line.address,
            line.agent,
            line.request
        ))
        .await
    }

    async fn count_refusal(&mut self, line: &AuditRecord, since: Micros) -> Result<bool, StoreError> {
        let done = sqlx::query!(
            "UPDATE audit SET times = times + 1
             WHERE id = (SELECT id FROM audit WHERE outcome = 'refused' AND actor = ?1 AND action = ?2 AND node = ?3
                           AND at > ?4 AND address IS ?5 ORDER BY at DESC LIMIT 1)",
            line.actor,
            line.action,
            line.node,
            since,
            line.address
        )
        .execute(&mut *self.0)
        .await
        .map_err(failed)?;
        Ok(done.rows_affected() == 1)
    }

    async fn list_audit(
        &mut self,
        filter: &AuditFilter,
        request: &PageRequest,
    ) -> Result<Page<AuditRecord>, StoreError> {
        let (like, limit) = (request.like(), limit(request));
        let before = request.after.as_ref().map(|after| after.id.as_str());
        let (node, outcome) = (filter.node.as_ref().map(ToString::to_string), filter.outcome.map(|o| o.to_string()));
        let rows = sqlx::query_as!(
            AuditRow,
            r#"SELECT id AS "id!", at, actor, action, node, outcome, subject, before, after, reason, address, agent,
                      request, times
               FROM audit
               WHERE (?1 IS NULL OR node = ?1) AND (?2 IS NULL OR actor = ?2) AND (?3 IS NULL OR action = ?3)
                 AND (?4 IS NULL OR outcome = ?4) AND (?5 IS NULL OR id < ?5)
                 AND (?6 = '%%' OR lower(actor || ' ' || action || ' ' || node || ' ' || coalesce(subject, '') || ' '
                      || coalesce(reason, '')) LIKE ?6 ESCAPE '\')
                 AND (?8 IS NULL OR at < ?8)
               ORDER BY id DESC LIMIT ?7"#,
            node,
            filter.actor,
            filter.action,
            outcome,
            before,
            like,
            limit,
            filter.until
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        lines(rows, request)
    }

    async fn find_audit(&mut self, id: &str) -> Result<Option<AuditRecord>, StoreError> {
        let row = sqlx::query_as!(
            AuditRow,
            r#"SELECT id AS "id!", at, actor, action, node, outcome, subject, before, after, reason, address, agent,
                      request, times
               FROM audit WHERE id = ?"#,
            id
        )
        .fetch_optional(&mut *self.0)
        .await
        .map_err(failed)?;
        row.map(AuditRecord::try_from).transpose()
    }

    async fn list_audit_about(
        &mut self,
        node: &NodeId,
        request: &PageRequest,
    ) -> Result<Page<AuditRecord>, StoreError> {
        let (node, limit) = (node.as_str(), limit(request));
        let (_, id) = request.start();
        // Three walks along indexes: whoever did it, where it was, to whom.
        let rows = sqlx::query_as!(
            AuditRow,
            r#"SELECT id AS "id!", at, actor, action, node, outcome, subject, before, after, reason, address, agent,
                      request, times
               FROM audit WHERE id IN (
                   SELECT id FROM (SELECT id FROM audit WHERE node = ?1 AND (?2 = '' OR id < ?2)
                                   ORDER BY id DESC LIMIT ?3)
                   UNION SELECT id FROM (SELECT id FROM audit WHERE actor = ?1 AND (?2 = '' OR id < ?2)
                                         ORDER BY id DESC LIMIT ?3)
                   UNION SELECT id FROM (SELECT id FROM audit WHERE subject = ?1 AND (?2 = '' OR id < ?2)
                                         ORDER BY id DESC LIMIT ?3))
               ORDER BY id DESC LIMIT ?3"#,
            node,
            id,
            limit
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        lines(rows, request)
    }

    async fn count_audit(&mut self, node: Option<&NodeId>, since: Micros) -> Result<Vec<AuditCount>, StoreError> {
        let node = node.map(ToString::to_string);
        let rows = sqlx::query!(
            r#"SELECT at / 86400000000 AS "day!: i64", action, outcome, sum(times) AS "times!: i64"
               FROM audit WHERE at >= ?1 AND (?2 IS NULL OR node = ?2) GROUP BY 1, 2, 3"#,
            since,
            node
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        rows.into_iter()
            .map(|row| {
                let outcome = row.outcome.parse::<Outcome>().map_err(|()| damaged(Unknown))?;
                Ok(AuditCount { day: row.day, action: row.action, outcome, times: count(row.times) })
            })
            .collect()
    }
}

#[derive(Debug)]
struct Unknown;

impl std::fmt::Display for Unknown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an audit line has an unknown outcome")
    }
}

impl std::error::Error for Unknown {}
