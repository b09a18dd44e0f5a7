//! What can go wrong, once for all adapters.

use authz::{NodeId, Permission, RoleId};

/// Why the gate does not let a caller through.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// Nobody is signed in, and anonymous is not allowed.
    #[error("sign in to go on")]
    SignIn,
    /// There is no such thing, or the caller may not know that there is.
    #[error("there is no such page, or you may not see it")]
    NotFound,
    /// The caller may see the node, but not do this.
    #[error("you need `{permission}` on `{node}`")]
    Forbidden {
        /// What is missing.
        permission: Permission,
        /// Where.
        node: NodeId,
        /// Names of people who can give it, as far as the caller may know; at most three.
        grantors: Vec<String>,
        /// The policy decision's id, also in the log.
        decision: String,
    },
}

/// The same thing was changed by somebody else in the meantime.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("role `{role}` is at version {current}, you changed version {expected}")]
pub struct Conflict {
    /// The role.
    pub role: RoleId,
    /// The version the change was made on.
    pub expected: u64,
    /// The version it has now.
    pub current: u64,
}

/// Everything the store answers but success.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The gate said no.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// Somebody was faster.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// A guard of `authz::guard` said no.
    #[error(transparent)]
    Refused(#[from] authz::guard::Refusal),
    /// A value cannot be taken.
    #[error("{field}: {remedy}")]
    Invalid {
        /// The field, as the caller named it.
        field: &'static str,
        /// What to do about it.
        remedy: String,
    },
    /// The database failed, or holds what it must not.
    #[error("the database failed: {0}")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StoreError {
    /// A value that cannot be taken.
    pub fn invalid(field: &'static str, remedy: impl Into<String>) -> Self {
        Self::Invalid { field, remedy: remedy.into() }
    }

    /// A failure of the database.
    pub fn database(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Database(error.into())
    }
}

/// What the store answers.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;
