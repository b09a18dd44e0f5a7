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

#[cfg(test)]
mod tests {
    use super::Refusal;
    use crate::{
        Attributes, Change, Pattern, Permission, Source,
        guard::{Writer, judge, scene::*},
    };
    use alloc::{borrow::ToOwned, string::ToString, vec};

    #[test]
    fn every_refusal_says_what_and_what_to_do() {
        let (role, node) = (role_id("editor"), node("project:apollo"));
        let held = |role| Refusal::NotHeld { pattern: Pattern::parse("item:*").unwrap(), node: node.clone(), role };
        let raised =
            |role| Refusal::RaisesOneself { pattern: Pattern::parse("item:*").unwrap(), node: node.clone(), role };
        let permission = Permission::parse("member:add").unwrap();
        let texts = [
            (
                held(Some(role.clone())),
                "you cannot give or take away `item:*` on `project:apollo` by role `editor`, because you do not hold it \
                 there yourself: ask somebody who does",
            ),
            (
                held(None),
                "you cannot give or take away `item:*` on `project:apollo`, because you do not hold it there yourself: \
                 ask somebody who does",
            ),
            (
                raised(Some(role.clone())),
                "this would give you yourself `item:*` on `project:apollo` by role `editor`, which nobody can do for \
                 themselves: ask somebody else",
            ),
            (
                raised(None),
                "this would give you yourself `item:*` on `project:apollo`, which nobody can do for themselves: ask \
                 somebody else",
            ),
            (
                Refusal::AssignsOneself { role: role.clone(), node: node.clone() },
                "role `editor` on `project:apollo` is not for you to give to yourself: ask somebody else who may assign it",
            ),
            (
                Refusal::LastOwner { node: node.clone() },
                "`project:apollo` would have no owner left: give somebody else the role first, without an end",
            ),
            (
                Refusal::LastAdministrator,
                "nobody would be administrator any more: make somebody else administrator first",
            ),
            (
                Refusal::OwnersManage { role, permission, kind: "project".to_owned() },
                "role `editor` must keep `member:add`, or the owners of a `project` could no longer look after it",
            ),
            (
                Refusal::Cycle { through: vec!["a".to_owned(), "b".to_owned(), "c".to_owned()] },
                "this goes round in a circle: `a` in `b` in `c` in `a`: leave out one of them",
            ),
            (Refusal::Inactive { who: "user:ann".to_owned() }, "`user:ann` is not active: sign in as somebody who is"),
        ];
        for (refusal, text) in texts {
            assert_eq!(refusal.to_string(), text);
            let sent = serde_json::to_string(&refusal).unwrap();
            assert_eq!(serde_json::from_str::<Refusal>(&sent).unwrap(), refusal, "{sent}");
        }
    }

    /// The first rule that is broken is told: what cannot be at all before who may.
    #[test]
    fn what_cannot_be_is_told_before_who_may_not() {
        let scene = Scene::new().project("apollo");
        let index = scene.index();
        let by =
            |writer: &str, changes: &[Change]| judge(&index, &Writer::subject(writer, Attributes::new()), changes, NOW);
        let unknown = put(grant("user:ghost", "owner", "project:apollo"));
        for writer in ["user:vic", "user:nobody", "anonymous"] {
            assert_eq!(by(writer, &unknown), Err(Refusal::Unknown { what: "user:ghost".to_owned() }), "{writer}");
        }
        // Who holds less hears that, and not whether there would be an owner left.
        let leave = remove("user:ann", "owner", "project:apollo");
        assert!(matches!(by("user:vic", &leave), Err(Refusal::NotHeld { .. })));
        assert!(matches!(by("user:ann", &leave), Err(Refusal::LastOwner { .. })));
        // Where a grant comes from makes no difference.
        let mut imported = grant("user:vic", "owner", "project:apollo");
        imported.source = Source::Import;
        assert!(matches!(by("user:ed", &put(imported)), Err(Refusal::NotHeld { .. })));
    }
}
