//! API keys: a user's rights, within a scope of their own.

use crate::{NodeId, Pattern, user::yes};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// What the engine knows of an API key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// The key's node, `api-key:name`.
    pub id: NodeId,
    /// The user it acts for.
    pub owner: NodeId,
    /// What it may do; no patterns allow nothing.
    #[serde(default)]
    pub permissions: Vec<Pattern>,
    /// Where it may do it: this node and all below.
    #[serde(default = "NodeId::system")]
    pub on: NodeId,
    /// Not revoked?
    #[serde(default = "yes")]
    pub active: bool,
    /// In force strictly before this instant, in the deployment's time unit (the console: microseconds since 1970).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<i64>,
}
