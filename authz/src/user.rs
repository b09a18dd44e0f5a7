//! Users: people and service accounts.

use crate::NodeId;
use serde::{Deserialize, Serialize};

/// What the engine knows of a user. Its attributes are those of its node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// The user's node, `user:name`.
    pub id: NodeId,
    /// The one account the user belongs to, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<NodeId>,
    /// Enabled? An inactive user is allowed nothing.
    #[serde(default = "yes")]
    pub active: bool,
    /// Is a second factor enrolled? `subject.mfa` where there is no session.
    #[serde(default)]
    pub mfa: bool,
}

pub(crate) fn yes() -> bool {
    true
}
