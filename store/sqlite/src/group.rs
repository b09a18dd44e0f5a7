//! Groups: who is in them by name.

use crate::{SqliteTransaction, count, failed, limit, member::MemberRow};
use async_trait::async_trait;
use authz::NodeId;
use store::{
    StoreError,
    port::{After, GroupPort, MemberRecord, Page, PageRequest, fold},
};

/// A group with more members than this is found by walking all names in order, a smaller one by sorting its members.
const LARGE: i64 = 5_000;

#[async_trait]
impl GroupPort for SqliteTransaction {
    async fn list_joined(
        &mut self,
        group: &NodeId,
        addresses: bool,
        request: &PageRequest,
    ) -> Result<Page<MemberRecord>, StoreError> {
        let rows = if self.is_large(group).await? {
            self.joined_of_large(group, addresses, request).await
        } else {
            self.joined_of_small(group, addresses, request).await
        }
        .map_err(failed)?;
        let items = rows.into_iter().map(MemberRecord::try_from).collect::<Result<Vec<_>, _>>()?;
        let after = |member: &MemberRecord| After { key: fold(&member.name), id: member.subject.to_string() };
        Ok(Page::cut(items, request.size(), after))
    }

    async fn list_joiners(
        &mut self,
        group: &NodeId,
        search: &str,
        limit: u32,
    ) -> Result<(Vec<MemberRecord>, u64), StoreError> {
        let (group, words) = (group.as_str(), fold(search));
        let rows = sqlx::query_as!(
            MemberRow,
            r#"SELECT subject, name, email, username, 0 AS "mfa!: bool", NULL AS "seen_at: i64", NULL AS "ends_at: i64"
               FROM findable
               WHERE kind IN ('user', 'group') AND subject <> ?2
                 AND (instr(words, ?1) > 0 OR instr(email_key, ?1) > 0)
                 AND NOT EXISTS (SELECT 1 FROM group_members m
                                 WHERE m.group_id = ?2 AND m.admin = 0 AND m.member = findable.subject)
               ORDER BY name_key, subject LIMIT ?3"#,
            words,
            group,
            limit
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        let number = sqlx::query_scalar!(
            r#"SELECT count(*) AS "number!: i64" FROM findable
               WHERE kind IN ('user', 'group') AND subject <> ?2
                 AND (instr(words, ?1) > 0 OR instr(email_key, ?1) > 0)
                 AND NOT EXISTS (SELECT 1 FROM group_members m
                                 WHERE m.group_id = ?2 AND m.admin = 0 AND m.member = findable.subject)"#,
            words,
            group
        )
        .fetch_one(&mut *self.0)
        .await
        .map_err(failed)?;
        Ok((rows.into_iter().map(MemberRecord::try_from).collect::<Result<_, _>>()?, count(number)))
    }
}

/// Runs a query on who is in a group. The order of the tables is the order in which they are read.
macro_rules! on_joined {
    ($tables:literal, $group:expr, $addresses:expr, $request:expr, $connection:expr) => {{
        let (words, limit, (key, id)) = (fold(&$request.search), limit($request), $request.start());
        let group = $group.as_str();
        sqlx::query_as!(
            MemberRow,
            r#"SELECT f.subject AS "subject!", f.name, f.email, f.username, 0 AS "mfa!: bool", NULL AS "seen_at: i64",
                      NULL AS "ends_at: i64" FROM "#
                + $tables
                + " WHERE m.group_id = ?1 AND m.admin = 0
                      AND (?2 = '' OR instr(f.words, ?2) > 0 OR (?3 AND instr(f.email_key, ?2) > 0))
                      AND (f.name_key, f.subject) > (?4, ?5) ORDER BY f.name_key, f.subject LIMIT ?6",
            group,
            words,
            $addresses,
            key,
            id,
            limit
        )
        .fetch_all($connection)
        .await
    }};
}

impl SqliteTransaction {
    async fn is_large(&mut self, group: &NodeId) -> Result<bool, StoreError> {
        let (group, most) = (group.as_str(), LARGE + 1);
        let number = sqlx::query_scalar!(
            r#"SELECT count(*) AS "number!: i64"
               FROM (SELECT 1 FROM group_members WHERE group_id = ? AND admin = 0 LIMIT ?)"#,
            group,
            most
        )
        .fetch_one(&mut *self.0)
        .await
        .map_err(failed)?;
        Ok(number > LARGE)
    }

    async fn joined_of_small(
        &mut self,
        group: &NodeId,
        addresses: bool,
        request: &PageRequest,
    ) -> sqlx::Result<Vec<MemberRow>> {
        on_joined!(
            "group_members m CROSS JOIN findable f ON f.subject = m.member",
            group,
            addresses,
            request,
            &mut *self.0
        )
    }

    async fn joined_of_large(
        &mut self,
        group: &NodeId,
        addresses: bool,
        request: &PageRequest,
    ) -> sqlx::Result<Vec<MemberRow>> {
        on_joined!(
            "findable f CROSS JOIN group_members m ON m.member = f.subject",
            group,
            addresses,
            request,
            &mut *self.0
        )
    }
}
