//! Groups: users and other groups, transitively.

use crate::NodeId;
use alloc::collections::BTreeSet;
use serde::{Deserialize, Serialize};

/// What the engine knows of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The group's node, `group:name`.
    pub id: NodeId,
    /// Users and groups.
    #[serde(default)]
    pub members: BTreeSet<NodeId>,
    /// Users who look after the group; not members by that.
    #[serde(default)]
    pub admins: BTreeSet<NodeId>,
}
