//! Why a change is refused.

use crate::{NodeId, Pattern, RoleId};
use alloc::string::String;
use serde::{Deserialize, Serialize};

/// Why a change is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "refusal", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Refusal {
    /// The writer does not hold what the change would give, or take.
    #[error("you do not hold `{pattern}` on `{node}` for good and without condition: ask somebody who does")]
    NotHeld {
        /// What is not held.
        pattern: Pattern,
        /// Where.
        node: NodeId,
        /// The role that would give it, if it is one.
        role: Option<RoleId>,
    },
    /// The change names something that is not there.
    #[error("`{what}` is not known: check the spelling, or create it first")]
    Unknown {
        /// What was named.
        what: String,
    },
}
