//! Grants: who holds which role on which node. Grants only add.

use crate::{GrantId, NodeId, RoleId};
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// What the engine knows of a grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// All of these must hold; never empty.
    pub who: Vec<Atom>,
    /// The role held.
    pub role: RoleId,
    /// The node it is held on, and all below.
    pub on: NodeId,
    /// In force strictly before this instant, in the deployment's time unit (the console: microseconds since 1970).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<i64>,
    /// Where it came from.
    #[serde(default)]
    pub source: Source,
}

/// One condition on the subject of a grant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Atom {
    /// That user.
    User(NodeId),
    /// The group's members, nested ones too.
    Group(NodeId),
    /// The group's own admins.
    GroupAdmins(NodeId),
    /// Users whose account it is, not those of accounts below it.
    Account(NodeId),
    /// Users whose account carries the label.
    AccountLabel(String),
    /// Users holding exactly that role on that node by a live grant made there whose atoms are only users and groups.
    Holder(RoleId, NodeId),
    /// Every active user.
    SignedIn(True),
    /// Everybody, anonymous too.
    Anyone(True),
}

impl Atom {
    /// Every active user.
    pub const SIGNED_IN: Self = Self::SignedIn(True);
    /// Everybody, anonymous too.
    pub const ANYONE: Self = Self::Anyone(True);
}

/// The `true` in `{"signed_in": true}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "bool", into = "bool")]
pub struct True;

impl TryFrom<bool> for True {
    type Error = &'static str;
    fn try_from(value: bool) -> Result<Self, Self::Error> {
        if value { Ok(Self) } else { Err("write `true`, or leave it out") }
    }
}

impl From<True> for bool {
    fn from(_: True) -> Self {
        true
    }
}

/// Where a grant came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Somebody made it.
    #[default]
    Direct,
    /// An invitation that was accepted.
    Invitation,
    /// An import.
    Import,
    /// Provisioning (SCIM).
    Provisioning,
    /// Claims of an identity provider.
    IdentityProvider,
    /// An account's link to its consultancy.
    Consultancy,
    /// A preset, a seed or `on_create`.
    Preset,
}
