//! What can go wrong, once for all adapters.

use authz::{NodeId, Permission, Remark, RoleId, remark};
use std::fmt;

/// Why the gate does not let a caller through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denied {
    /// Nobody is signed in, and anonymous is not allowed.
    SignIn,
    /// There is no such thing, or the caller may not know that there is.
    NotFound,
    /// The caller may see the node, but not do this.
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

impl Denied {
    /// What is told.
    pub fn remark(&self) -> Remark {
        match self {
            Self::SignIn => remark!("sign in to go on"),
            Self::NotFound => remark!("there is no such page, or you may not see it"),
            Self::Forbidden { permission, node, .. } => {
                remark!("you need `{permission}` on `{node}`", permission, node)
            }
        }
    }
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.remark().fmt(f)
    }
}

impl std::error::Error for Denied {}

/// The same thing was changed by somebody else in the meantime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The role.
    pub role: RoleId,
    /// The version the change was made on.
    pub expected: u64,
    /// The version it has now.
    pub current: u64,
}

impl Conflict {
    /// What is told.
    pub fn remark(&self) -> Remark {
        let Self { role, expected, current } = self;
        remark!(
            "role `{role}` is at version {current}, you changed version {expected}; load the newest version and make your \
             changes on it",
            role,
            current,
            expected
        )
    }
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.remark().fmt(f)
    }
}

impl std::error::Error for Conflict {}

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
        remedy: Remark,
    },
    /// The database failed, or holds what it must not.
    #[error("the database failed: {0}")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StoreError {
    /// A value that cannot be taken.
    pub fn invalid(field: &'static str, remedy: impl Into<Remark>) -> Self {
        Self::Invalid { field, remedy: remedy.into() }
    }

    /// What is told: of a value that cannot be taken what to do about it, of the database nothing.
    pub fn remark(&self) -> Remark {
        match self {
            Self::Denied(denied) => denied.remark(),
            Self::Conflict(conflict) => conflict.remark(),
            Self::Refused(refusal) => refusal.remark(),
            Self::Invalid { remedy, .. } => remedy.clone(),
            Self::Database(_) => remark!("something went wrong on our side; try again"),
        }
    }

    /// A failure of the database.
    pub fn database(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Database(error.into())
    }
}

/// What the store answers.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;
