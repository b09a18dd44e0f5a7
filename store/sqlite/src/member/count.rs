//! How members divide up.

use super::{Wanted, on_members};
use crate::{SqliteTransaction, count, failed};
use authz::NodeId;
use store::{
    Micros, SECOND, StoreError,
    port::{MemberCounts, MemberFilter, MemberTotals, RoleCount},
};

const DAY: Micros = 86_400 * SECOND;

/// Role ids and sources as they stand in a row: each between line feeds.
fn lines(text: &str) -> Vec<String> {
    text.split('\n').filter(|line| !line.is_empty()).map(ToOwned::to_owned).collect()
}

impl SqliteTransaction {
    pub(super) async fn matching(&mut self, on: &NodeId, filter: &MemberFilter) -> Result<u64, StoreError> {
        let rest = MemberFilter { kind: None, search: String::new(), addresses: false, ..filter.clone() };
        if rest == MemberFilter::default() {
            return if filter.search.is_empty() {
                self.count_of_kind(on, filter.kind.as_deref()).await
            } else {
                self.count_with_words(on, filter).await
            };
        }
        let (on, wanted) = (on.as_str(), Wanted::of(filter));
        let row = on_members!(query!(r#"SELECT count(*) AS "number!: i64""#, ""), on, wanted)
            .fetch_one(&mut *self.0)
            .await
            .map_err(failed)?;
        Ok(count(row.number))
    }

    /// How many members a node has, of one kind or of all.
    async fn count_of_kind(&mut self, on: &NodeId, kind: Option<&str>) -> Result<u64, StoreError> {
        let on = on.as_str();
        let number = match kind {
            Some(kind) => {
                sqlx::query_scalar!(
                    "SELECT count(*) FROM members INDEXED BY members_by_kind WHERE node = ? AND kind = ?",
                    on,
                    kind
                )
                .fetch_one(&mut *self.0)
                .await
            }
            None => {
                sqlx::query_scalar!("SELECT count(*) FROM members INDEXED BY members_by_kind WHERE node = ?", on)
                    .fetch_one(&mut *self.0)
                    .await
            }
        };
        Ok(count(number.map_err(failed)?))
    }

    /// How many members are called so: what is looked at stands together in an index, a third of all that is known of them.
    async fn count_with_words(&mut self, on: &NodeId, filter: &MemberFilter) -> Result<u64, StoreError> {
        let (on, wanted) = (on.as_str(), Wanted::of(filter));
        let number = sqlx::query_scalar!(
            "SELECT count(*) FROM members INDEXED BY members_by_words
             WHERE node = ?1 AND (?2 IS NULL OR kind = ?2)
               AND (?3 IS NULL OR instr(words, ?3) > 0 OR (?4 AND instr(email_key, ?3) > 0))",
            on,
            wanted.kind,
            wanted.search,
            wanted.addresses
        )
        .fetch_one(&mut *self.0)
        .await
        .map_err(failed)?;
        Ok(count(number))
    }

    pub(super) async fn counts(
        &mut self,
        on: &NodeId,
        filter: &MemberFilter,
        now: Micros,
    ) -> Result<Vec<RoleCount>, StoreError> {
        let (on, wanted) = (on.as_str(), Wanted::of(filter));
        let (week, month) = (now + 7 * DAY, now + 30 * DAY);
        let (idle_month, idle_quarter) = (now - 30 * DAY, now - 90 * DAY);
        // One walk over the rows: at a hundred thousand of them, each further one is felt.
        let rows = on_members!(
            query!(
                r#"SELECT roles, sources, count(*) AS "all_!: i64", coalesce(sum(active), 0) AS "active!: i64",
                          coalesce(sum(mfa), 0) AS "mfa!: i64", coalesce(sum(for_good), 0) AS "for_good!: i64",
                          coalesce(sum(ends_at <= ?14), 0) AS "ended!: i64",
                          coalesce(sum(ends_at > ?14 AND ends_at <= ?15), 0) AS "week!: i64",
                          coalesce(sum(ends_at > ?14 AND ends_at <= ?16), 0) AS "month!: i64",
                          coalesce(sum(seen_at IS NULL), 0) AS "never!: i64",
                          coalesce(sum(coalesce(seen_at, 0) < ?17), 0) AS "idle_month!: i64",
                          coalesce(sum(coalesce(seen_at, 0) < ?18), 0) AS "idle_quarter!: i64""#,
                "GROUP BY roles, sources"
            ),
            on,
            wanted,
            now,
            week,
            month,
            idle_month,
            idle_quarter
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        let counted = rows.into_iter().map(|row| RoleCount {
            roles: lines(&row.roles),
            sources: lines(&row.sources),
            counts: MemberCounts {
                all: count(row.all_),
                active: count(row.active),
                mfa: count(row.mfa),
                for_good: count(row.for_good),
                ended: count(row.ended),
                week: count(row.week),
                month: count(row.month),
                never: count(row.never),
                idle_month: count(row.idle_month),
                idle_quarter: count(row.idle_quarter),
            },
        });
        Ok(counted.collect())
    }

    pub(super) async fn totals(&mut self, on: &NodeId, now: Micros) -> Result<MemberTotals, StoreError> {
        let (on, month) = (on.as_str(), now + 30 * DAY);
        let row = sqlx::query!(
            r#"SELECT (SELECT count(*) FROM members INDEXED BY members_by_kind
                       WHERE node = ?1 AND kind = 'user') AS "people!: i64",
                      (SELECT count(*) FROM members INDEXED BY members_by_kind
                       WHERE node = ?1 AND kind = 'group') AS "groups!: i64",
                      (SELECT count(*) FROM members WHERE node = ?1 AND ends_at <= ?2) AS "expiring!: i64""#,
            on,
            month
        )
        .fetch_one(&mut *self.0)
        .await
        .map_err(failed)?;
        Ok(MemberTotals { people: count(row.people), groups: count(row.groups), expiring: count(row.expiring) })
    }
}
