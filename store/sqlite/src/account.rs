//! Accounts: who belongs to one by name, and how many may.

use crate::{SqliteTransaction, failed, limit, member::MemberRow};
use async_trait::async_trait;
use authz::NodeId;
use store::{
    StoreError,
    port::{AccountPort, After, MemberRecord, Page, PageRequest, fold},
};

/// An account with more users than this is read by walking all names in order, a smaller one by sorting its users.
const LARGE: i64 = 5_000;

/// Runs a query on the users of an account. The order of the tables is the order in which they are read.
macro_rules! on_residents {
    ($tables:literal, $account:expr, $addresses:expr, $request:expr, $connection:expr) => {{
        let (words, limit, (key, id)) = (fold(&$request.search), limit($request), $request.start());
        let account = $account.as_str();
        sqlx::query_as!(
            MemberRow,
            r#"SELECT f.subject AS "subject!", f.name, f.email, f.username, u.mfa AS "mfa!: bool",
                      NULL AS "seen_at: i64", NULL AS "ends_at: i64" FROM "#
                + $tables
                + " WHERE u.account = ?1
                      AND (?2 = '' OR instr(f.words, ?2) > 0 OR (?3 AND instr(f.email_key, ?2) > 0))
                      AND (f.name_key, f.subject) > (?4, ?5) ORDER BY f.name_key, f.subject LIMIT ?6",
            account,
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

#[async_trait]
impl AccountPort for SqliteTransaction {
    async fn list_residents(
        &mut self,
        account: &NodeId,
        addresses: bool,
        request: &PageRequest,
    ) -> Result<Page<MemberRecord>, StoreError> {
        let rows = if self.is_large_account(account).await? {
            on_residents!(
                "findable f CROSS JOIN users u ON u.id = f.subject",
                account,
                addresses,
                request,
                &mut *self.0
            )
        } else {
            on_residents!(
                "users u CROSS JOIN findable f ON f.subject = u.id",
                account,
                addresses,
                request,
                &mut *self.0
            )
        };
        let items = rows.map_err(failed)?.into_iter().map(MemberRecord::try_from).collect::<Result<Vec<_>, _>>()?;
        let after = |member: &MemberRecord| After { key: fold(&member.name), id: member.subject.to_string() };
        Ok(Page::cut(items, request.size(), after))
    }

    async fn find_seats(&mut self, account: &NodeId) -> Result<Option<u32>, StoreError> {
        let account = account.as_str();
        let seats = sqlx::query_scalar!("SELECT seats FROM account_seats WHERE account = ?", account)
            .fetch_optional(&mut *self.0)
            .await
            .map_err(failed)?;
        Ok(seats.and_then(|seats| u32::try_from(seats).ok()))
    }

    async fn put_seats(&mut self, account: &NodeId, seats: Option<u32>) -> Result<(), StoreError> {
        let account = account.as_str();
        match seats.map(i64::from) {
            Some(seats) => {
                self.run(sqlx::query!(
                    "INSERT OR REPLACE INTO account_seats (account, seats) VALUES (?, ?)",
                    account,
                    seats
                ))
                .await
            }
            None => self.run(sqlx::query!("DELETE FROM account_seats WHERE account = ?", account)).await,
        }
    }
}

impl SqliteTransaction {
    async fn is_large_account(&mut self, account: &NodeId) -> Result<bool, StoreError> {
        let (account, most) = (account.as_str(), LARGE + 1);
        let number = sqlx::query_scalar!(
            r#"SELECT count(*) AS "number!: i64" FROM (SELECT 1 FROM users WHERE account = ? LIMIT ?)"#,
            account,
            most
        )
        .fetch_one(&mut *self.0)
        .await
        .map_err(failed)?;
        Ok(number > LARGE)
    }
}
