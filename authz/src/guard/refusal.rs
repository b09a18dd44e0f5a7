//! Why changes are refused.

use super::Flaw;
use crate::{Invalid, NodeId, Pattern, Permission, Remark, RoleId, remark};
use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;
use serde::{Deserialize, Serialize};

/// Why changes are refused. Nothing of them is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Refusal {
    /// The writer does not hold what the changes would give, or take away.
    NotHeld {
        /// What is not held.
        pattern: Pattern,
        /// Where; it must be held for this node and all below.
        node: NodeId,
        /// The role that it comes with, if it comes with one.
        role: Option<RoleId>,
    },
    /// The writer would get something out of it.
    RaisesOneself {
        /// What the writer would get, or get for longer.
        pattern: Pattern,
        /// Where.
        node: NodeId,
        /// The role that it comes with, if it comes with one.
        role: Option<RoleId>,
    },
    /// The writer would assign a role to themselves that they need not hold to assign.
    AssignsOneself {
        /// The role.
        role: RoleId,
        /// Where.
        node: NodeId,
    },
    /// The node would be without an owner.
    LastOwner {
        /// The node.
        node: NodeId,
    },
    /// Nobody would be administrator.
    LastAdministrator,
    /// Only an administrator changes this.
    AdministratorOnly {
        /// What.
        what: String,
    },
    /// The role is built in, or owned by a file.
    Locked {
        /// The role.
        role: RoleId,
    },
    /// The type, or one of its actions, is built in.
    LockedType {
        /// The type.
        kind: String,
    },
    /// A file owns it.
    Filed {
        /// What.
        part: Filed,
        /// The file.
        file: String,
    },
    /// There is something wrong with the catalog.
    Catalog {
        /// What.
        flaw: Flaw,
    },
    /// The owners of a type could no longer look after it.
    OwnersManage {
        /// The owner role.
        role: RoleId,
        /// What it must keep.
        permission: Permission,
        /// The type whose owners have the role.
        kind: String,
    },
    /// Something would contain itself.
    Cycle {
        /// Nodes, groups or roles; each in or above the one before, and the first above the last.
        through: Vec<String>,
    },
    /// A way to the root would be too long.
    TooDeep {
        /// The node.
        node: NodeId,
    },
    /// A node needs somewhere to be.
    NoParent {
        /// The node.
        node: NodeId,
    },
    /// The catalog does not allow that parent.
    ParentType {
        /// The node.
        node: NodeId,
        /// The parent.
        parent: NodeId,
    },
    /// The role is not meant for nodes of that type.
    RoleNotGrantable {
        /// The role.
        role: RoleId,
        /// The type.
        kind: String,
    },
    /// The role is used outside its home.
    RoleHome {
        /// The role.
        role: RoleId,
        /// Its home.
        home: NodeId,
        /// Where it was to be granted, or the home of the role that was to include it.
        node: NodeId,
    },
    /// Something still refers to what was to be removed.
    InUse {
        /// What was to be removed.
        what: String,
        /// What refers to it.
        by: String,
    },
    /// Something named is not there.
    Unknown {
        /// What was named.
        what: String,
    },
    /// The name is not one of the type it is used for.
    WrongType {
        /// What was named.
        what: String,
        /// The type it should have.
        kind: String,
    },
    /// The writer is disabled, suspended, expired or revoked.
    Inactive {
        /// The writer.
        who: String,
    },
    /// Something is malformed.
    Malformed {
        /// What, and why.
        why: Invalid,
    },
}

/// A part of the catalog that a file owns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filed {
    /// A type.
    Type(String),
    /// The policy for a pattern.
    Policy(String),
    /// A route guard.
    Route(String),
    /// What visitors get.
    Visitors,
    /// What makes a consultancy.
    Consultancy,
    /// What the console's acts ask for.
    Console,
    /// What the file owns, itself.
    Name(String),
}

impl Refusal {
    /// What is told: what is wrong, and what to do about it.
    pub fn remark(&self) -> Remark {
        match self {
            Self::NotHeld { pattern, node, role } => not_held(pattern, node, role.as_ref()),
            Self::RaisesOneself { pattern, node, role } => raises_oneself(pattern, node, role.as_ref()),
            Self::AssignsOneself { role, node } => remark!(
                "role `{role}` on `{node}` is not for you to give to yourself: ask somebody else who may assign it",
                role,
                node
            ),
            Self::LastOwner { node } => {
                remark!("`{node}` would have no owner left: give somebody else the role first, without an end", node)
            }
            Self::LastAdministrator => {
                remark!("nobody would be administrator any more: make somebody else administrator first")
            }
            Self::AdministratorOnly { what } => remark!("only an administrator can change `{what}`: ask one", what),
            Self::OwnersManage { role, permission, kind } => remark!(
                "role `{role}` must keep `{permission}`, or the owners of a `{kind}` could no longer look after it",
                role,
                permission,
                kind
            ),
            Self::Inactive { who } => remark!("`{who}` is not active: sign in as somebody who is", who),
            Self::Locked { role } => remark!(
                "role `{role}` is locked: change it in the file it comes from, or make a role of your own",
                role
            ),
            Self::LockedType { kind } => remark!("type `{kind}` is built in: keep it, and all its actions", kind),
            Self::Cycle { through } => cycle(through),
            Self::TooDeep { node } => {
                remark!("`{node}` would be more than 32 levels below the root: put it higher up", node)
            }
            Self::NoParent { node } => remark!("`{node}` needs a parent: name at least one", node),
            Self::ParentType { node, parent } => remark!(
                "a `{kind}` cannot be below `{parent}`: choose a parent of another type",
                kind = node.kind(),
                parent
            ),
            Self::RoleNotGrantable { role, kind } => remark!(
                "role `{role}` cannot be given on a `{kind}`: choose another role, or allow the type in the role",
                role,
                kind
            ),
            Self::RoleHome { role, home, node } => remark!(
                "role `{role}` can be used only on `{home}` and below, not on `{node}`: choose another role",
                role,
                home,
                node
            ),
            Self::InUse { what, by } => remark!("`{what}` is still used by `{by}`: remove that first", what, by),
            Self::WrongType { what, kind } => {
                remark!("`{what}` is not the name of a `{kind}`: choose a name that begins with `{kind}:`", what, kind)
            }
            Self::Malformed { why } => why.remark(),
            Self::Filed { part, file } => filed(part, file),
            Self::Catalog { flaw } => flaw.remark(),
            Self::Unknown { what } => remark!("`{what}` is not known: check the spelling, or create it first", what),
        }
    }
}

fn cycle(through: &[String]) -> Remark {
    remark!("this goes round in a circle: {chain}: leave out one of them", chain = Chain(through))
}

fn filed(part: &Filed, file: &str) -> Remark {
    match part {
        Filed::Type(kind) => {
            remark!("type `{kind}` is owned by the file `{file}`: change it there, and apply the file", kind, file)
        }
        Filed::Policy(pattern) => remark!(
            "the policy for `{pattern}` is owned by the file `{file}`: change it there, and apply the file",
            pattern,
            file
        ),
        Filed::Route(route) => remark!(
            "the route `{route}` is owned by the file `{file}`: change it there, and apply the file",
            route,
            file
        ),
        Filed::Visitors => {
            remark!("what visitors get is owned by the file `{file}`: change it there, and apply the file", file)
        }
        Filed::Consultancy => {
            remark!("what makes a consultancy is owned by the file `{file}`: change it there, and apply the file", file)
        }
        Filed::Console => {
            remark!(
                "what the console asks for is owned by the file `{file}`: change it there, and apply the file",
                file
            )
        }
        Filed::Name(name) => remark!("what `{name}` owns is said by the file `{file}`: apply it", name, file),
    }
}

fn not_held(pattern: &Pattern, node: &NodeId, role: Option<&RoleId>) -> Remark {
    match role {
        Some(role) => remark!(
            "you cannot give or take away `{pattern}` on `{node}` by role `{role}`, because you do not hold it there \
             yourself: ask somebody who does",
            pattern,
            node,
            role
        ),
        None => remark!(
            "you cannot give or take away `{pattern}` on `{node}`, because you do not hold it there yourself: ask \
             somebody who does",
            pattern,
            node
        ),
    }
}

fn raises_oneself(pattern: &Pattern, node: &NodeId, role: Option<&RoleId>) -> Remark {
    match role {
        Some(role) => remark!(
            "this would give you yourself `{pattern}` on `{node}` by role `{role}`, which nobody can do for \
             themselves: ask somebody else",
            pattern,
            node,
            role
        ),
        None => remark!(
            "this would give you yourself `{pattern}` on `{node}`, which nobody can do for themselves: ask somebody else",
            pattern,
            node
        ),
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.remark().fmt(f)
    }
}

impl core::error::Error for Refusal {}

impl From<Invalid> for Refusal {
    fn from(invalid: Invalid) -> Self {
        match invalid {
            Invalid::Cycle(nodes) => Self::Cycle { through: nodes.iter().map(ToString::to_string).collect() },
            Invalid::TooDeep(node) => Self::TooDeep { node },
            why => Self::Malformed { why },
        }
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
