//! Users and how they sign in.

use super::{Page, PageRequest};
use crate::{Micros, error::Result};
use async_trait::async_trait;
use authz::NodeId;

/// A user as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRecord {
    /// The user's node.
    pub id: NodeId,
    /// The name to sign in with.
    pub username: String,
    /// The address to sign in with or be written to.
    pub email: Option<String>,
    /// The person's name.
    pub name: String,
    /// The account the user belongs to.
    pub account: Option<NodeId>,
    /// Enabled?
    pub active: bool,
    /// When it was made.
    pub created_at: Micros,
    /// When the user last signed in.
    pub last_sign_in_at: Option<Micros>,
}

/// What checking a password needs.
#[derive(Clone, Debug)]
pub struct LoginRecord {
    /// The user.
    pub user: NodeId,
    /// The person's name, the user name and the address: words a password must not be.
    pub words: Vec<String>,
    /// Argon2id in PHC string format; `None` where the user has no password.
    pub password_hash: Option<String>,
}

/// How a new user signs in.
#[derive(Clone, Debug)]
pub struct NewLogin {
    /// The user.
    pub user: NodeId,
    /// The name to sign in with, unique when folded.
    pub username: String,
    /// The address, unique when folded.
    pub email: Option<String>,
    /// Argon2id in PHC string format.
    pub password_hash: Option<String>,
}

/// Users and logins.
#[async_trait]
pub trait UserPort {
    /// A user.
    async fn find_user(&mut self, id: &NodeId) -> Result<Option<UserRecord>>;
    /// Users by name.
    async fn list_users(&mut self, request: &PageRequest) -> Result<Page<UserRecord>>;
    /// The login of a user name or address.
    async fn find_login(&mut self, login: &str) -> Result<Option<LoginRecord>>;
    /// The login of a user.
    async fn get_login(&mut self, user: &NodeId) -> Result<Option<LoginRecord>>;
    /// Adds a login. `false` if the name or address is taken.
    async fn add_login(&mut self, login: &NewLogin, now: Micros) -> Result<bool>;
    /// Changes a password.
    async fn set_password(&mut self, user: &NodeId, hash: &str, now: Micros) -> Result<()>;
    /// Notes that a user signed in.
    async fn signed_in(&mut self, user: &NodeId, now: Micros) -> Result<()>;
}
