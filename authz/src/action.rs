//! Everything that can be done in the console, once.
//!
//! One row per action: the permission it asks for, where it is asked, and whether it reads or writes. The gate, the
//! built-in catalog, the documentation and the tests read this table. To add an action, add a row; the type that
//! appears here is what `Permitted<A>` is a proof of.

use crate::{Catalog, NodeId, Permission};
use alloc::{borrow::ToOwned, vec::Vec};

/// Does an action only look, or does it change something?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// It looks.
    Read,
    /// It changes something: it is audited, and its refusal too.
    Write,
}

/// What a permission is asked on.
pub trait Scope: Clone + Send + Sync + 'static {
    /// The node the permission is asked on; `None` where it is asked on each item, or the caller's own.
    fn node(&self) -> Option<&NodeId>;
    /// Is the action open to every signed-in caller, on what is their own?
    const OWN: bool = false;
}

impl Scope for NodeId {
    fn node(&self) -> Option<&NodeId> {
        Some(self)
    }
}

/// The permission is asked on each item; what it does not cover is left out.
#[derive(Clone, Copy, Debug)]
pub struct Each;

impl Scope for Each {
    fn node(&self) -> Option<&NodeId> {
        None
    }
}

/// The caller's own: profile, password, sessions. Asks for nothing but an active caller.
#[derive(Clone, Copy, Debug)]
pub struct Own;

impl Scope for Own {
    fn node(&self) -> Option<&NodeId> {
        None
    }
    const OWN: bool = true;
}

/// One thing that can be done in the console.
pub trait Action: Send + Sync + 'static {
    /// The action's own name, such as `AddMember`.
    const ID: &'static str;
    /// The permission it asks for, unless the catalog maps it (see [`Catalog::permission_for`]).
    const NAME: &'static str;
    /// Does it read or write?
    const ACCESS: Access;
    /// What the permission is asked on.
    type Scope: Scope;
}

/// An action that writes.
pub trait Write: Action {}

/// A row of the table, as data.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The action's own name.
    pub id: &'static str,
    /// The permission it asks for.
    pub name: &'static str,
    /// Does it read or write?
    pub access: Access,
    /// What it does, for people.
    pub label: &'static str,
}

macro_rules! actions {
    ($($(#[doc = $label:literal])+ $id:ident: $name:literal, $access:ident, $scope:ty;)*) => {
        $(
            $(#[doc = $label])+
            #[derive(Debug)]
            pub enum $id {}
            impl Action for $id {
                const ID: &'static str = stringify!($id);
                const NAME: &'static str = $name;
                const ACCESS: Access = Access::$access;
                type Scope = $scope;
            }
            actions!(@$access $id);
        )*
        /// The whole table.
        pub const TABLE: &[Row] = &[
            $(Row { id: stringify!($id), name: $name, access: Access::$access, label: concat!($($label),+) },)*
        ];
    };
    (@Write $id:ident) => { impl Write for $id {} };
    (@Read $id:ident) => {};
}

actions! {
    /// List the projects one may read.
    ListProjects: "project:read", Read, Each;
    /// See a project.
    ReadProject: "project:read", Read, NodeId;
    /// Create a project below a node.
    CreateProject: "project:create", Write, NodeId;
    /// Change a project's name, description, visibility or archive it.
    UpdateProject: "project:update", Write, NodeId;
    /// Make an archived project usable again; asked on the node above it, because nobody may change what is archived.
    RestoreProject: "project:update", Write, NodeId;
    /// Delete a project and everything that is only in it.
    DeleteProject: "project:delete", Write, NodeId;
    /// See the members of a node.
    ListMembers: "member:read", Read, NodeId;
    /// Find people and groups to add to a node.
    ListCandidates: "member:add", Read, NodeId;
    /// Add members to a node.
    AddMember: "member:add", Write, NodeId;
    /// Change the roles of a member.
    UpdateMember: "member:update", Write, NodeId;
    /// Remove a member.
    RemoveMember: "member:remove", Write, NodeId;
    /// See what a change of many members would do.
    PreviewMembers: "member:update", Read, NodeId;
    /// Order a change of many members.
    OrderUpdates: "member:update", Write, NodeId;
    /// Order the removal of many members.
    OrderRemovals: "member:remove", Write, NodeId;
    /// See the permissions matrix of a node.
    ReadMatrix: "role:read", Read, NodeId;
    /// Change the permissions of roles whose home is the node.
    EditMatrix: "role:update", Write, NodeId;
    /// Create a role whose home is the node.
    CreateRole: "role:create", Write, NodeId;
    /// Delete a role whose home is the node.
    DeleteRole: "role:delete", Write, NodeId;
    /// List the people one may see.
    ListUsers: "user:read", Read, Each;
    /// Create a user below a node.
    CreateUser: "user:create", Write, NodeId;
    /// Enable or disable a user.
    UpdateUser: "user:update", Write, NodeId;
    /// List the groups one may see.
    ListGroups: "group:read", Read, Each;
    /// See a group, who is in it, and what it gives.
    ReadGroup: "group:read", Read, NodeId;
    /// Find people and groups to put into a group.
    ListJoiners: "group:update", Read, NodeId;
    /// Create a group below a node.
    CreateGroup: "group:create", Write, NodeId;
    /// Change a group's name and description.
    UpdateGroup: "group:update", Write, NodeId;
    /// Put people and groups into a group.
    AddToGroup: "group:update", Write, NodeId;
    /// Take somebody out of a group.
    RemoveFromGroup: "group:update", Write, NodeId;
    /// Take back a change of who is in a group.
    RestoreGroup: "group:update", Write, NodeId;
    /// Delete a group, and with it what it gave.
    DeleteGroup: "group:delete", Write, NodeId;
    /// Read the audit log of a node; on `system`, all of it.
    ReadAudit: "audit:read", Read, NodeId;
    /// See one's own profile and sessions.
    ReadProfile: "user:read", Read, Own;
    /// Change one's own password.
    ChangePassword: "user:update", Write, Own;
    /// End one's own sessions.
    EndSession: "user:update", Write, Own;
}

/// Types that are always there: name, allowed parents, actions, and whether nodes of it may be visible to visitors.
const BUILT_IN: &[(&str, &[&str], &[&str])] = &[
    ("system", &[], &["read", "update"]),
    ("account", &["system"], &["read", "create", "update", "delete"]),
    ("project", &["account", "system"], &["read", "create", "update", "delete"]),
    ("user", &["account", "project", "system"], &["read", "create", "update", "delete"]),
    ("group", &["account", "project", "system"], &["read", "create", "update", "delete"]),
    ("role", &["account", "project", "system"], &["read", "create", "update", "delete"]),
    ("api-key", &["account", "project", "system"], &["read", "create", "update", "delete"]),
    ("member", &["system", "account", "project"], &["read", "add", "update", "remove"]),
    ("audit", &["system", "account", "project"], &["read"]),
    ("plugin", &["system", "account", "project"], &["read", "update"]),
    ("decision", &["system", "account", "project"], &["evaluate", "search", "assert-properties"]),
];

/// Is the type built in? Such types cannot be deleted.
pub fn is_built_in(kind: &str) -> bool {
    BUILT_IN.iter().any(|(name, ..)| *name == kind)
}

/// Is the type about the console itself, rather than about what a deployment protects?
pub fn is_console(kind: &str) -> bool {
    is_built_in(kind) && !matches!(kind, "account" | "project")
}

impl Catalog {
    /// This catalog with the built-in types and actions added where they are missing.
    #[must_use]
    pub fn with_built_in(mut self) -> Self {
        for (name, parents, actions) in BUILT_IN {
            let kind = self.types.entry((*name).to_owned()).or_default();
            add_missing(&mut kind.parents, parents);
            add_missing(&mut kind.actions, actions);
        }
        self
    }

    /// The permission an action of the console asks for: the action's own, unless this catalog maps it.
    pub fn permission_for(&self, name: &str) -> Option<Permission> {
        let console = &self.console;
        let mapped = match name {
            "member:read" => &console.reads_members,
            "member:add" | "member:update" | "member:remove" => &console.manages_members,
            "role:read" => &console.reads_roles,
            "role:create" | "role:update" | "role:delete" => &console.manages_roles,
            "user:read" => &console.reads_users,
            "user:create" | "user:update" | "user:delete" => &console.manages_users,
            "audit:read" => &console.reads_audit,
            "project:create" => &console.creates_projects,
            _ => &None,
        };
        mapped.clone().or_else(|| Permission::parse(name).ok())
    }
}

fn add_missing(list: &mut Vec<alloc::string::String>, wanted: &[&str]) {
    for item in wanted {
        if !list.iter().any(|have| have == item) {
            list.push((*item).to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_asks_for_a_built_in_permission() {
        let catalog = Catalog::default().with_built_in();
        for row in TABLE {
            assert!(catalog.knows(&catalog.permission_for(row.name).unwrap()), "{}", row.id);
        }
    }
}
