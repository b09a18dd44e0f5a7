//! Sessions: who is signed in where.

use crate::{Micros, error::Result};
use async_trait::async_trait;
use authz::NodeId;

/// A session. Its id is a SHA-256 of what the cookie holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRecord {
    /// The hash.
    pub id: String,
    /// Whose it is.
    pub user: NodeId,
    /// When it began.
    pub created_at: Micros,
    /// When it was last used, to the minute.
    pub used_at: Micros,
    /// When it ends whatever happens.
    pub expires_at: Micros,
    /// Where it began.
    pub address: String,
    /// With which user agent.
    pub agent: String,
}

/// Sessions.
#[async_trait]
pub trait SessionPort {
    /// A session, ended or not.
    async fn find_session(&mut self, id: &str) -> Result<Option<SessionRecord>>;
    /// Adds a session, or changes when it was last used.
    async fn put_session(&mut self, session: &SessionRecord) -> Result<()>;
    /// A user's sessions, newest first.
    async fn list_sessions(&mut self, user: &NodeId) -> Result<Vec<SessionRecord>>;
    /// How many sessions have not ended.
    async fn count_sessions(&mut self, now: Micros) -> Result<u64>;
    /// Ends a session; `false` if there is none.
    async fn remove_session(&mut self, id: &str) -> Result<bool>;
    /// Ends all sessions of a user but one, and says how many.
    async fn remove_sessions(&mut self, user: &NodeId, except: Option<&str>) -> Result<u64>;
    /// Removes sessions that ended before `ended` or were last used before `unused`.
    async fn expire_sessions(&mut self, ended: Micros, unused: Micros) -> Result<u64>;
}
