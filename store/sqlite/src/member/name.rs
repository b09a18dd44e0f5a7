//! Users, groups and accounts by what they are called.

use super::MemberRow;
use crate::{SqliteTransaction, count, failed};
use authz::NodeId;
use store::{
    StoreError,
    port::{MemberRecord, fold},
};

impl SqliteTransaction {
    pub(super) async fn candidates(
        &mut self,
        on: &NodeId,
        search: &str,
        limit: u32,
    ) -> Result<(Vec<MemberRecord>, u64), StoreError> {
        let (on, words) = (on.as_str(), fold(search));
        let rows = sqlx::query_as!(
            MemberRow,
            r#"SELECT subject, name, email, username, 0 AS "mfa!: bool", NULL AS "seen_at: i64", NULL AS "ends_at: i64"
               FROM findable
               WHERE (instr(words, ?1) > 0 OR instr(email_key, ?1) > 0)
                 AND NOT EXISTS (SELECT 1 FROM grants WHERE grants.node = ?2 AND grants.subject = findable.subject)
               ORDER BY name_key, subject LIMIT ?3"#,
            words,
            on,
            limit
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        let number = sqlx::query_scalar!(
            r#"SELECT count(*) AS "number!: i64" FROM findable
               WHERE (instr(words, ?1) > 0 OR instr(email_key, ?1) > 0)
                 AND NOT EXISTS (SELECT 1 FROM grants WHERE grants.node = ?2 AND grants.subject = findable.subject)"#,
            words,
            on
        )
        .fetch_one(&mut *self.0)
        .await
        .map_err(failed)?;
        Ok((rows.into_iter().map(MemberRecord::try_from).collect::<Result<_, _>>()?, count(number)))
    }

    /// By user name or address, which name one; else by name, which may name several.
    pub(super) async fn called(&mut self, text: &str) -> Result<Vec<MemberRecord>, StoreError> {
        let key = fold(text);
        let rows = sqlx::query_as!(
            MemberRow,
            r#"SELECT subject, name, email, username, 0 AS "mfa!: bool", NULL AS "seen_at: i64", NULL AS "ends_at: i64"
               FROM findable WHERE subject = (SELECT user_id FROM logins WHERE username_key = ?1 OR email_key = ?1)"#,
            key
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        if !rows.is_empty() {
            return rows.into_iter().map(MemberRecord::try_from).collect();
        }
        let rows = sqlx::query_as!(
            MemberRow,
            r#"SELECT subject, name, email, username, 0 AS "mfa!: bool", NULL AS "seen_at: i64", NULL AS "ends_at: i64"
               FROM findable WHERE name_key = ?1 ORDER BY subject LIMIT 2"#,
            key
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        rows.into_iter().map(MemberRecord::try_from).collect()
    }
}
