//! Users and how they sign in.

use crate::{SqliteTransaction, failed, limit, node};
use async_trait::async_trait;
use authz::NodeId;
use store::{
    Micros, StoreError,
    port::{After, LoginRecord, NewLogin, Page, PageRequest, UserPort, UserRecord, fold},
};

struct UserRow {
    id: String,
    username: String,
    email: Option<String>,
    name: String,
    account: Option<String>,
    active: bool,
    created_at: Micros,
    last_sign_in_at: Option<Micros>,
}

impl TryFrom<UserRow> for UserRecord {
    type Error = StoreError;
    fn try_from(row: UserRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: node(&row.id)?,
            username: row.username,
            email: row.email,
            name: row.name,
            account: row.account.as_deref().map(node).transpose()?,
            active: row.active,
            created_at: row.created_at,
            last_sign_in_at: row.last_sign_in_at,
        })
    }
}

struct LoginRow {
    user_id: String,
    name: Option<String>,
    username: String,
    email: Option<String>,
    password_hash: Option<String>,
}

impl TryFrom<LoginRow> for LoginRecord {
    type Error = StoreError;
    fn try_from(row: LoginRow) -> Result<Self, StoreError> {
        let words = [row.name, Some(row.username), row.email].into_iter().flatten().collect();
        Ok(Self { user: node(&row.user_id)?, words, password_hash: row.password_hash })
    }
}

#[async_trait]
impl UserPort for SqliteTransaction {
    async fn find_user(&mut self, id: &NodeId) -> Result<Option<UserRecord>, StoreError> {
        let id = id.as_str();
        let row = sqlx::query_as!(
            UserRow,
            r#"SELECT users.id AS "id!", username, email, name, account, active AS "active: bool", created_at,
                      last_sign_in_at
               FROM users JOIN profiles ON profiles.node = users.id JOIN logins ON logins.user_id = users.id
               WHERE users.id = ?"#,
            id
        )
        .fetch_optional(&mut *self.0)
        .await
        .map_err(failed)?;
        row.map(UserRecord::try_from).transpose()
    }

    async fn list_users(&mut self, request: &PageRequest) -> Result<Page<UserRecord>, StoreError> {
        let (like, limit) = (request.like(), limit(request));
        let (key, id) = request.start();
        let rows = sqlx::query_as!(
            UserRow,
            r#"SELECT users.id AS "id!", username, email, name, account, active AS "active: bool", created_at,
                      last_sign_in_at
               FROM profiles JOIN users ON users.id = profiles.node JOIN logins ON logins.user_id = profiles.node
               WHERE profiles.kind = 'user'
                 AND (name_key LIKE ?1 ESCAPE '\' OR username_key LIKE ?1 ESCAPE '\' OR email_key LIKE ?1 ESCAPE '\')
                 AND (name_key, node) > (?2, ?3)
               ORDER BY name_key, node LIMIT ?4"#,
            like,
            key,
            id,
            limit
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        let items = rows.into_iter().map(UserRecord::try_from).collect::<Result<Vec<_>, _>>()?;
        let after = |user: &UserRecord| After { key: fold(&user.name), id: user.id.to_string() };
        Ok(Page::cut(items, request.size(), after))
    }

    async fn find_login(&mut self, login: &str) -> Result<Option<LoginRecord>, StoreError> {
        let key = fold(login);
        // A user name contains no `@`, so at most one row matches.
        let row = sqlx::query_as!(
            LoginRow,
            r#"SELECT user_id AS "user_id!", profiles.name AS "name?", username, email, password_hash
               FROM logins LEFT JOIN profiles ON profiles.node = user_id
               WHERE username_key = ?1 OR email_key = ?1"#,
            key
        )
        .fetch_optional(&mut *self.0)
        .await
        .map_err(failed)?;
        row.map(LoginRecord::try_from).transpose()
    }

    async fn get_login(&mut self, user: &NodeId) -> Result<Option<LoginRecord>, StoreError> {
        let user = user.as_str();
        let row = sqlx::query_as!(
            LoginRow,
            r#"SELECT user_id AS "user_id!", profiles.name AS "name?", username, email, password_hash
               FROM logins LEFT JOIN profiles ON profiles.node = user_id
               WHERE user_id = ?"#,
            user
        )
        .fetch_optional(&mut *self.0)
        .await
        .map_err(failed)?;
        row.map(LoginRecord::try_from).transpose()
    }

    async fn add_login(&mut self, login: &NewLogin, now: Micros) -> Result<bool, StoreError> {
        let (user, username_key) = (login.user.as_str(), fold(&login.username));
        let email_key = login.email.as_deref().map(fold);
        let changed_at = login.password_hash.as_ref().map(|_| now);
        let done = sqlx::query!(
            "INSERT INTO logins (user_id, username, username_key, email, email_key, password_hash, password_changed_at)
             VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            user,
            login.username,
            username_key,
            login.email,
            email_key,
            login.password_hash,
            changed_at
        )
        .execute(&mut *self.0)
        .await
        .map_err(failed)?;
        Ok(done.rows_affected() == 1)
    }

    async fn set_password(&mut self, user: &NodeId, hash: &str, now: Micros) -> Result<(), StoreError> {
        let user = user.as_str();
        self.run(sqlx::query!(
            "UPDATE logins SET password_hash = ?, password_changed_at = ? WHERE user_id = ?",
            hash,
            now,
            user
        ))
        .await
    }

    async fn signed_in(&mut self, user: &NodeId, now: Micros) -> Result<(), StoreError> {
        let user = user.as_str();
        self.run(sqlx::query!("UPDATE logins SET last_sign_in_at = ? WHERE user_id = ?", now, user)).await
    }
}
