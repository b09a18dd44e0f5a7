//! Roles with their versions.

use crate::{Micros, error::Result};
use async_trait::async_trait;
use authz::{Role, RoleId};

/// A role and how often it was changed.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleRecord {
    /// The role.
    pub role: Role,
    /// 1 when it was made; one more with every change.
    pub version: u64,
    /// When this version was made.
    pub at: Micros,
    /// By whom.
    pub author: String,
}

/// Roles. They are written as facts; a version is kept of every one.
#[async_trait]
pub trait RolePort {
    /// The versions of all roles.
    async fn role_versions(&mut self) -> Result<Vec<(RoleId, u64)>>;
    /// Every version of a role, newest first.
    async fn list_role_versions(&mut self, role: &RoleId) -> Result<Vec<RoleRecord>>;
}
