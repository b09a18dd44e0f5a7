//! Nodes: anything access is decided on.

use crate::{Attributes, NodeId};
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// Longest way from a node to the root, in edges.
pub const MAX_DEPTH: usize = 32;

/// What the engine knows of a node.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// Its name, immutable and never used again.
    pub id: NodeId,
    /// One or more nodes above it; empty for the root only.
    pub parents: Vec<NodeId>,
    /// The user who owns it; a user owns itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<NodeId>,
    /// Cuts what everybody has (visibility, and grants to anyone or signed-in) from above.
    #[serde(default, skip_serializing_if = "is_false")]
    pub restricted: bool,
    /// Who besides the holders of grants may visit.
    #[serde(default, skip_serializing_if = "Visibility::is_private")]
    pub visibility: Visibility,
    /// Read-only, with everything reached only through it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub archived: bool,
    /// Accounts only: its users are inactive.
    #[serde(default, skip_serializing_if = "is_false")]
    pub suspended: bool,
    /// Accounts only: the account's roles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// What conditions look at.
    #[serde(default, skip_serializing_if = "Attributes::is_empty")]
    pub attributes: Attributes,
}

/// Who besides the holders of grants may visit a node and what is below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Nobody.
    #[default]
    Private,
    /// Every signed-in user.
    Internal,
    /// Anyone.
    Public,
}

impl Visibility {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    fn is_private(&self) -> bool {
        *self == Self::Private
    }
}

impl Node {
    /// A private node below the given parents, with nothing else set.
    pub fn new(id: NodeId, parents: Vec<NodeId>) -> Self {
        Self {
            id,
            parents,
            owner: None,
            restricted: false,
            visibility: Visibility::Private,
            archived: false,
            suspended: false,
            labels: Vec::new(),
            attributes: Attributes::new(),
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(flag: &bool) -> bool {
    !*flag
}
