//! One-time links: set-up and password reset.

use crate::{Micros, error::Result};
use async_trait::async_trait;
use authz::NodeId;
use std::fmt;

/// What a link is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Makes the first administrator.
    SetUp,
    /// Sets a new password.
    Reset,
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SetUp => "set-up",
            Self::Reset => "reset",
        })
    }
}

/// Links. Tokens come and are kept as SHA-256 hashes.
#[async_trait]
pub trait LinkPort {
    /// Adds a link; an older one of the same purpose and user goes.
    async fn put_link(
        &mut self,
        token: &str,
        purpose: Purpose,
        user: Option<&NodeId>,
        expires_at: Micros,
    ) -> Result<()>;
    /// Whom a live link is for: `Some(None)` for set-up.
    async fn find_link(&mut self, token: &str, purpose: Purpose, now: Micros) -> Result<Option<Option<NodeId>>>;
    /// Uses up every link of a purpose and user.
    async fn remove_links(&mut self, purpose: Purpose, user: Option<&NodeId>) -> Result<()>;
}
