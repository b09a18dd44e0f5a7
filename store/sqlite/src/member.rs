//! Members: users and groups with a grant made on a node. One row of `members` each, kept right by triggers.

mod count;
mod name;

use crate::{SqliteTransaction, damaged, failed, json, node};
use async_trait::async_trait;
use authz::{GrantId, NodeId};
use store::{
    Micros, StoreError,
    port::{
        After, GrantRecord, HistoryRecord, MemberFilter, MemberPort, MemberRecord, MemberTotals, Page, PageRequest,
        RoleCount, fold,
    },
};

pub(crate) struct MemberRow {
    pub subject: String,
    pub name: String,
    pub email: Option<String>,
    pub username: Option<String>,
    pub mfa: bool,
    pub seen_at: Option<Micros>,
    pub ends_at: Option<Micros>,
}

impl TryFrom<MemberRow> for MemberRecord {
    type Error = StoreError;
    fn try_from(row: MemberRow) -> Result<Self, StoreError> {
        let (subject, name, email, username) = (node(&row.subject)?, row.name, row.email, row.username);
        let (mfa, seen_at, ends_at) = (row.mfa, row.seen_at, row.ends_at);
        Ok(Self { subject, name, email, username, mfa, seen_at, ends_at })
    }
}

/// What a filter says, as columns.
struct Wanted<'a> {
    kind: Option<&'a str>,
    search: Option<String>,
    addresses: bool,
    role: Option<String>,
    source: Option<String>,
    active: Option<bool>,
    mfa: Option<bool>,
    for_good: Option<bool>,
    ends_after: Option<Micros>,
    ends_before: Option<Micros>,
    idle_since: Option<Micros>,
    only: Option<&'a str>,
}

impl<'a> Wanted<'a> {
    fn of(filter: &'a MemberFilter) -> Self {
        let line = |text: &String| format!("\n{text}\n");
        Self {
            kind: filter.kind.as_deref(),
            search: Some(fold(&filter.search)).filter(|words| !words.is_empty()),
            addresses: filter.addresses,
            role: filter.role.as_ref().map(line),
            source: filter.source.as_ref().map(line),
            active: filter.active,
            mfa: filter.mfa,
            for_good: filter.for_good,
            ends_after: filter.ends_after,
            ends_before: filter.ends_before,
            idle_since: filter.idle_since,
            only: filter.only.as_ref().map(NodeId::as_str),
        }
    }
}

/// Runs a query on the members of a node that fit: `?1` is the node, `?2` to `?13` the filter. Those of one kind come in the
/// order of their names by themselves, and so a page of them is not sorted first.
macro_rules! on_members {
    ($how:ident!($($row:ident,)? $select:literal, $rest:literal), $on:expr, $wanted:expr $(, $more:expr)*) => {
        on_members!(@ $how, ($($row,)?), $select, "(?2 IS NULL OR kind = ?2)", $rest, $on, $wanted $(, $more)*)
    };
    (one_kind $how:ident!($($row:ident,)? $select:literal, $rest:literal), $on:expr, $wanted:expr $(, $more:expr)*) => {
        on_members!(@ $how, ($($row,)?), $select, "kind = ?2", $rest, $on, $wanted $(, $more)*)
    };
    (
        @ $how:ident, ($($row:ident,)?), $select:literal, $kind:literal, $rest:literal, $on:expr, $wanted:expr
        $(, $more:expr)*
    ) => {
        sqlx::$how!(
            $($row,)?
            $select + " FROM members
              WHERE node = ?1 AND " + $kind + "
                AND (?3 IS NULL OR instr(words, ?3) > 0 OR (?4 AND instr(email_key, ?3) > 0))
                AND (?5 IS NULL OR instr(roles, ?5) > 0) AND (?6 IS NULL OR instr(sources, ?6) > 0)
                AND (?7 IS NULL OR active = ?7) AND (?8 IS NULL OR mfa = ?8) AND (?9 IS NULL OR for_good = ?9)
                AND (?10 IS NULL OR ends_at > ?10) AND (?11 IS NULL OR ends_at <= ?11)
                AND (?12 IS NULL OR coalesce(seen_at, 0) < ?12) AND (?13 IS NULL OR subject = ?13) " + $rest,
            $on,
            $wanted.kind,
            $wanted.search,
            $wanted.addresses,
            $wanted.role,
            $wanted.source,
            $wanted.active,
            $wanted.mfa,
            $wanted.for_good,
            $wanted.ends_after,
            $wanted.ends_before,
            $wanted.idle_since,
            $wanted.only
            $(, $more)*
        )
    };
}
pub(crate) use on_members;

#[async_trait]
impl MemberPort for SqliteTransaction {
    async fn list_members(
        &mut self,
        on: &NodeId,
        filter: &MemberFilter,
        request: &PageRequest,
    ) -> Result<Page<MemberRecord>, StoreError> {
        if filter.kind.is_none() && filter.ends_before.is_some() {
            return self.members_by_end(on, filter, request).await;
        }
        let rows = if filter.kind.is_some() {
            self.members_of_kind(on, filter, request).await?
        } else {
            self.members_of_all_kinds(on, filter, request).await?
        };
        let items = rows.into_iter().map(MemberRecord::try_from).collect::<Result<Vec<_>, _>>()?;
        let after = |member: &MemberRecord| After { key: fold(&member.name), id: member.subject.to_string() };
        Ok(Page::cut(items, request.size(), after))
    }

    async fn find_member(&mut self, on: &NodeId, subject: &NodeId) -> Result<Option<MemberRecord>, StoreError> {
        let (on, subject) = (on.as_str(), subject.as_str());
        let row = sqlx::query_as!(
            MemberRow,
            r#"SELECT subject, name, email, username, mfa AS "mfa: bool", seen_at, ends_at
               FROM members WHERE subject = ? AND node = ?"#,
            subject,
            on
        )
        .fetch_optional(&mut *self.0)
        .await
        .map_err(failed)?;
        row.map(MemberRecord::try_from).transpose()
    }

    async fn count_matching(&mut self, on: &NodeId, filter: &MemberFilter) -> Result<u64, StoreError> {
        self.matching(on, filter).await
    }

    async fn count_members(
        &mut self,
        on: &NodeId,
        filter: &MemberFilter,
        now: Micros,
    ) -> Result<Vec<RoleCount>, StoreError> {
        self.counts(on, filter, now).await
    }

    async fn member_totals(&mut self, on: &NodeId, now: Micros) -> Result<MemberTotals, StoreError> {
        self.totals(on, now).await
    }

    async fn member_ids(&mut self, on: &NodeId, filter: &MemberFilter, limit: u32) -> Result<Vec<NodeId>, StoreError> {
        let (on, wanted) = (on.as_str(), Wanted::of(filter));
        let rows =
            on_members!(query_scalar!("SELECT subject", "ORDER BY name_key, subject LIMIT ?14"), on, wanted, limit)
                .fetch_all(&mut *self.0)
                .await
                .map_err(failed)?;
        rows.iter().map(|row| node(row)).collect()
    }

    async fn list_candidates(
        &mut self,
        on: &NodeId,
        search: &str,
        limit: u32,
    ) -> Result<(Vec<MemberRecord>, u64), StoreError> {
        self.candidates(on, search, limit).await
    }

    async fn named(&mut self, text: &str) -> Result<Vec<MemberRecord>, StoreError> {
        self.called(text).await
    }

    async fn list_grants(&mut self, on: &NodeId, subjects: &[NodeId]) -> Result<Vec<GrantRecord>, StoreError> {
        let (on, list) = (on.as_str(), json(&subjects)?);
        let rows = sqlx::query!(
            r#"SELECT id AS "id!", subject AS "subject!", at, author FROM grants
               WHERE node = ? AND subject IN (SELECT value FROM json_each(?)) ORDER BY id"#,
            on,
            list
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        rows.into_iter()
            .map(|row| {
                let (id, subject) = (GrantId::parse(&row.id).map_err(damaged)?, node(&row.subject)?);
                Ok(GrantRecord { id, subject, at: row.at, author: row.author })
            })
            .collect()
    }

    async fn list_member_history(
        &mut self,
        on: &NodeId,
        request: &PageRequest,
    ) -> Result<Page<HistoryRecord>, StoreError> {
        let (on, limit) = (on.as_str(), crate::limit(request));
        let (_, id) = request.start();
        let rows = sqlx::query_as!(
            HistoryRecord,
            r#"SELECT id AS "id!", at, actor, action, outcome = 'done' AS "done!: bool", subject, before, after, reason
               FROM audit
               WHERE node = ?1 AND (?2 = '' OR id < ?2)
                 AND action IN ('AddMember', 'UpdateMember', 'RemoveMember', 'OrderUpdates', 'OrderRemovals')
               ORDER BY id DESC LIMIT ?3"#,
            on,
            id,
            limit
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        Ok(Page::cut(rows, request.size(), |row| After { key: String::new(), id: row.id.clone() }))
    }

    async fn put_activity(&mut self, activity: &[(NodeId, NodeId, Micros)]) -> Result<(), StoreError> {
        for (user, on, at) in activity {
            let (user, on) = (user.as_str(), on.as_str());
            self.run(sqlx::query!(
                "INSERT INTO activity (node, user_id, at) VALUES (?1, ?2, ?3)
                 ON CONFLICT (node, user_id) DO UPDATE SET at = max(at, ?3)",
                on,
                user,
                at
            ))
            .await?;
        }
        Ok(())
    }

    async fn is_discreet(&mut self, on: &NodeId) -> Result<bool, StoreError> {
        let on = on.as_str();
        let row = sqlx::query_scalar!("SELECT node FROM discreet_nodes WHERE node = ?", on)
            .fetch_optional(&mut *self.0)
            .await
            .map_err(failed)?;
        Ok(row.is_some())
    }

    async fn discreet_among(&mut self, nodes: &[NodeId]) -> Result<Vec<NodeId>, StoreError> {
        if nodes.is_empty() {
            return Ok(Vec::new());
        }
        let list = json(&nodes)?;
        let rows = sqlx::query_scalar!(
            r#"SELECT node AS "node!" FROM discreet_nodes WHERE node IN (SELECT value FROM json_each(?))"#,
            list
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        rows.iter().map(|row| node(row)).collect()
    }

    async fn list_discreet(&mut self) -> Result<Vec<NodeId>, StoreError> {
        let rows = sqlx::query_scalar!(r#"SELECT node AS "node!" FROM discreet_nodes"#)
            .fetch_all(&mut *self.0)
            .await
            .map_err(failed)?;
        rows.iter().map(|row| node(row)).collect()
    }

    async fn put_discreet(&mut self, on: &NodeId, discreet: bool) -> Result<(), StoreError> {
        let on = on.as_str();
        if discreet {
            self.run(sqlx::query!("INSERT OR IGNORE INTO discreet_nodes (node) VALUES (?)", on)).await
        } else {
            self.run(sqlx::query!("DELETE FROM discreet_nodes WHERE node = ?", on)).await
        }
    }
}

impl SqliteTransaction {
    async fn members_of_kind(
        &mut self,
        on: &NodeId,
        filter: &MemberFilter,
        request: &PageRequest,
    ) -> Result<Vec<MemberRow>, StoreError> {
        let (on, wanted, limit) = (on.as_str(), Wanted::of(filter), crate::limit(request));
        let (key, id) = request.start();
        let rows = on_members!(
            one_kind query_as!(
                MemberRow,
                r#"SELECT subject, name, email, username, mfa AS "mfa: bool", seen_at, ends_at"#,
                "AND (name_key, subject) > (?14, ?15) ORDER BY name_key, subject LIMIT ?16"
            ),
            on,
            wanted,
            key,
            id,
            limit
        );
        rows.fetch_all(&mut *self.0).await.map_err(failed)
    }

    async fn members_of_all_kinds(
        &mut self,
        on: &NodeId,
        filter: &MemberFilter,
        request: &PageRequest,
    ) -> Result<Vec<MemberRow>, StoreError> {
        let (on, wanted, limit) = (on.as_str(), Wanted::of(filter), crate::limit(request));
        let (key, id) = request.start();
        let rows = on_members!(
            query_as!(
                MemberRow,
                r#"SELECT subject, name, email, username, mfa AS "mfa: bool", seen_at, ends_at"#,
                "AND (name_key, subject) > (?14, ?15) ORDER BY name_key, subject LIMIT ?16"
            ),
            on,
            wanted,
            key,
            id,
            limit
        );
        rows.fetch_all(&mut *self.0).await.map_err(failed)
    }

    /// Members whose access ends, the first to end first.
    async fn members_by_end(
        &mut self,
        on: &NodeId,
        filter: &MemberFilter,
        request: &PageRequest,
    ) -> Result<Page<MemberRecord>, StoreError> {
        let (on, wanted, limit) = (on.as_str(), Wanted::of(filter), crate::limit(request));
        let (key, id) = request.start();
        let key = key.parse::<i64>().unwrap_or(i64::MIN);
        let rows = on_members!(
            query_as!(
                MemberRow,
                r#"SELECT subject, name, email, username, mfa AS "mfa: bool", seen_at, ends_at"#,
                "AND ends_at IS NOT NULL AND (ends_at, subject) > (?14, ?15) ORDER BY ends_at, subject LIMIT ?16"
            ),
            on,
            wanted,
            key,
            id,
            limit
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        let items = rows.into_iter().map(MemberRecord::try_from).collect::<Result<Vec<_>, _>>()?;
        let after = |member: &MemberRecord| After {
            key: member.ends_at.map(|at| at.to_string()).unwrap_or_default(),
            id: member.subject.to_string(),
        };
        Ok(Page::cut(items, request.size(), after))
    }
}
