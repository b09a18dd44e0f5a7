//! Why changes are refused.

use crate::{Invalid, NodeId, Pattern, Permission, RoleId};
use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;
use serde::{Deserialize, Serialize};

/// Why changes are refused. Nothing of them is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "refusal", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Refusal {
    /// The writer does not hold what the changes would give, or take away.
    #[error("you cannot give or take away `{pattern}` on `{node}`{}, because you do not hold it there \
             yourself: ask somebody who does", Through(.role.as_ref()))]
    NotHeld {
        /// What is not held.
        pattern: Pattern,
        /// Where; it must be held for this node and all below.
        node: NodeId,
        /// The role that it comes with, if it comes with one.
        role: Option<RoleId>,
    },
    /// The writer would get something out of it.
    #[error("this would give you yourself `{pattern}` on `{node}`{}, which nobody can do for themselves: \
             ask somebody else", Through(.role.as_ref()))]
    RaisesOneself {
        /// What the writer would get, or get for longer.
        pattern: Pattern,
        /// Where.
        node: NodeId,
        /// The role that it comes with, if it comes with one.
        role: Option<RoleId>,
    },
    /// The writer would assign a role to themselves that they need not hold to assign.
    #[error("role `{role}` on `{node}` is not for you to give to yourself: ask somebody else who may assign it")]
    AssignsOneself {
        /// The role.
        role: RoleId,
        /// Where.
        node: NodeId,
    },
    /// The node would be without an owner.
    #[error("`{node}` would have no owner left: give somebody else the role first, without an end")]
    LastOwner {
        /// The node.
        node: NodeId,
    },
    /// Nobody would be administrator.
    #[error("nobody would be administrator any more: make somebody else administrator first")]
    LastAdministrator,
    /// Only an administrator changes this.
    #[error("only an administrator can change `{what}`: ask one")]
    AdministratorOnly {
        /// What.
        what: String,
    },
    /// The role is built in, or owned by a file.
    #[error("role `{role}` is locked: change it in the file it comes from, or make a role of your own")]
    Locked {
        /// The role.
        role: RoleId,
    },
    /// The type, or one of its actions, is built in.
    #[error("type `{kind}` is built in: keep it, and all its actions")]
    LockedType {
        /// The type.
        kind: String,
    },
    /// The owners of a type could no longer look after it.
    #[error("role `{role}` must keep `{permission}`, or the owners of a `{kind}` could no longer look after it")]
    OwnersManage {
        /// The owner role.
        role: RoleId,
        /// What it must keep.
        permission: Permission,
        /// The type whose owners have the role.
        kind: String,
    },
    /// Something would contain itself.
    #[error("this goes round in a circle: {}: leave out one of them", Chain(.through))]
    Cycle {
        /// Nodes, groups or roles; each in or above the one before, and the first above the last.
        through: Vec<String>,
    },
    /// A way to the root would be too long.
    #[error("`{node}` would be more than 32 levels below the root: put it higher up")]
    TooDeep {
        /// The node.
        node: NodeId,
    },
    /// A node needs somewhere to be.
    #[error("`{node}` needs a parent: name at least one")]
    NoParent {
        /// The node.
        node: NodeId,
    },
    /// The catalog does not allow that parent.
    #[error("a `{}` cannot be below `{parent}`: choose a parent of another type", .node.kind())]
    ParentType {
        /// The node.
        node: NodeId,
        /// The parent.
        parent: NodeId,
    },
    /// The role is not meant for nodes of that type.
    #[error("role `{role}` cannot be given on a `{kind}`: choose another role, or allow the type in the role")]
    RoleNotGrantable {
        /// The role.
        role: RoleId,
        /// The type.
        kind: String,
    },
    /// The role is used outside its home.
    #[error("role `{role}` can be used only on `{home}` and below, not on `{node}`: choose another role")]
    RoleHome {
        /// The role.
        role: RoleId,
        /// Its home.
        home: NodeId,
        /// Where it was to be granted, or the home of the role that was to include it.
        node: NodeId,
    },
    /// Something still refers to what was to be removed.
    #[error("`{what}` is still used by `{by}`: remove that first")]
    InUse {
        /// What was to be removed.
        what: String,
        /// What refers to it.
        by: String,
    },
    /// Something named is not there.
    #[error("`{what}` is not known: check the spelling, or create it first")]
    Unknown {
        /// What was named.
        what: String,
    },
    /// The name is not one of the type it is used for.
    #[error("`{what}` is not the name of a `{kind}`: choose a name that begins with `{kind}:`")]
    WrongType {
        /// What was named.
        what: String,
        /// The type it should have.
        kind: String,
    },
    /// The writer is disabled, suspended, expired or revoked.
    #[error("`{who}` is not active: sign in as somebody who is")]
    Inactive {
        /// The writer.
        who: String,
    },
    /// Something is malformed.
    #[error("{why}")]
    Malformed {
        /// What, and why.
        why: Invalid,
    },
}

impl From<Invalid> for Refusal {
    fn from(invalid: Invalid) -> Self {
        match invalid {
            Invalid::Cycle(nodes) => Self::Cycle { through: nodes.iter().map(ToString::to_string).collect() },
            Invalid::TooDeep(node) => Self::TooDeep { node },
            why => Self::Malformed { why },
        }
    }
}

/// ", by role `x`," where it comes with a role.
struct Through<'a>(Option<&'a RoleId>);

impl fmt::Display for Through<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |role| write!(f, " by role `{role}`"))
    }
}

/// "`a` in `b` in `a`".
struct Chain<'a>(&'a [String]);

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, name) in self.0.iter().enumerate() {
            write!(f, "{}`{name}`", if at == 0 { "" } else { " in " })?;
        }
        self.0.first().map_or(Ok(()), |first| write!(f, " in `{first}`"))
    }
}
