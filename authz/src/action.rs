//! Everything that can be done in the console, once.
//!
//! One row per action: the permission it asks for, where it is asked, and whether it reads or writes. The gate, the
//! built-in catalog, the documentation and the tests read this table. To add an action, add a row; the type that
//! appears here is what `Permitted<A>` is a proof of.

mod scope;

pub use scope::{Each, Moved, Own, Scope, Typed};

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
    /// See what opening, closing or archiving a project would give and take.
    PreviewProject: "project:update", Read, NodeId;
    /// Change a project's name, description, visibility or archive it.
    UpdateProject: "project:update", Write, NodeId;
    /// See what making an archived project usable again would give; asked where that is.
    PreviewRestoredProject: "project:update", Read, NodeId;
    /// Make an archived project usable again; asked on the node above it, because nobody may change what is archived.
    RestoreProject: "project:update", Write, NodeId;
    /// Delete a project and everything that is only in it.
    DeleteProject: "project:delete", Write, NodeId;
    /// See what is in a project, as far as one may read it.
    ListNodes: "project:read", Read, NodeId;
    /// Create, change or link many resources of a project, each as far as one may.
    ImportNodes: "project:read", Write, NodeId;
    /// See a resource.
    ReadNode: "node:read", Read, Typed;
    /// Create a resource below other nodes.
    CreateNode: "node:create", Write, Typed;
    /// See what changing a resource would give and take.
    PreviewNode: "node:update", Read, Typed;
    /// Change a resource: name, owner, attributes, who may visit it.
    UpdateNode: "node:update", Write, Typed;
    /// See what moving a resource, or linking it to further nodes, would give and take.
    PreviewLink: "node:update", Read, Typed;
    /// Move a resource, or link it to further nodes.
    LinkNode: "node:update", Write, Typed;
    /// Take back a change of a resource.
    RestoreNode: "node:update", Write, Typed;
    /// Delete a resource and what is only below it.
    DeleteNode: "node:delete", Write, Typed;
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
    /// See the grants made on a node, whomever they are for.
    ListGrants: "member:read", Read, NodeId;
    /// See what a new grant would give, and find whom it could be for.
    PreviewNewGrant: "member:add", Read, NodeId;
    /// Give a role on a node to whoever fits some conditions.
    AddGrant: "member:add", Write, NodeId;
    /// See what changing a grant would give and take.
    PreviewGrant: "member:update", Read, NodeId;
    /// Change whom a grant is for, its role or its end.
    UpdateGrant: "member:update", Write, NodeId;
    /// See what removing a grant would take.
    PreviewGrantRemoval: "member:remove", Read, NodeId;
    /// Remove a grant.
    RemoveGrant: "member:remove", Write, NodeId;
    /// Take back what was done to a grant.
    RestoreGrant: "member:update", Write, NodeId;
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
    /// See what changing a role whose home is the node would do.
    PreviewRole: "role:update", Read, NodeId;
    /// Change a role whose home is the node: what it gives and includes, what it is called, where it may be granted.
    UpdateRole: "role:update", Write, NodeId;
    /// Create a role whose home is the node.
    CreateRole: "role:create", Write, NodeId;
    /// See what deleting a role whose home is the node would take.
    PreviewRoleRemoval: "role:delete", Read, NodeId;
    /// Delete a role whose home is the node.
    DeleteRole: "role:delete", Write, NodeId;
    /// List the people one may see.
    ListUsers: "user:read", Read, Each;
    /// Create a user below a node.
    CreateUser: "user:create", Write, NodeId;
    /// See what enabling or disabling a user would give and take.
    PreviewUser: "user:update", Read, NodeId;
    /// Enable or disable a user.
    UpdateUser: "user:update", Write, NodeId;
    /// See what moving a user to another account takes and gives.
    PreviewMove: "user:update", Read, Moved;
    /// Move a user to another account.
    MoveUser: "user:update", Write, Moved;
    /// List the accounts one may see.
    ListAccounts: "account:read", Read, Each;
    /// See an account, who belongs to it, and who works for it.
    ReadAccount: "account:read", Read, NodeId;
    /// Create an account below a node.
    CreateAccount: "account:create", Write, NodeId;
    /// See what another consultancy of an account would give and take.
    PreviewConsultancy: "account:update", Read, NodeId;
    /// Change what an account is called, and which consultancy works for it.
    UpdateAccount: "account:update", Write, NodeId;
    /// See what other labels of an account, or suspending it, would give and take; asked where that is.
    PreviewTerms: "account:update", Read, NodeId;
    /// Change an account's labels and seats, or suspend it; asked on the node above it, because nobody sets their own terms.
    GovernAccount: "account:update", Write, NodeId;
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
    /// Say who looks after a group.
    SetGroupAdmins: "group:update", Write, NodeId;
    /// Take back a change of who is in a group, or looks after it.
    RestoreGroup: "group:update", Write, NodeId;
    /// See what deleting a group would take.
    PreviewGroupRemoval: "group:delete", Read, NodeId;
    /// Delete a group, and with it what it gave.
    DeleteGroup: "group:delete", Write, NodeId;
    /// See why somebody may do something on a node, or may not, and who may.
    ExploreAccess: "member:read", Read, NodeId;
    /// See why one may do something oneself, or may not.
    ExploreOwn: "user:read", Read, Own;
    /// See where somebody may do something, as far as one sees who may.
    ExplorePlaces: "member:read", Read, Each;
    /// Read the audit log of a node; on `system`, all of it.
    ReadAudit: "audit:read", Read, NodeId;
    /// Read what was decided lately on a node; on `system`, everything.
    ReadDecisions: "decision:read", Read, NodeId;
    /// See what is protected: types, their actions, and what follows from them.
    ReadCatalog: "system:read", Read, NodeId;
    /// See what a change of the catalog would do.
    PreviewCatalog: "system:update", Read, NodeId;
    /// Change the catalog.
    EditCatalog: "system:update", Write, NodeId;
    /// Apply a file of types and roles, which owns them from then on.
    ApplyCatalog: "system:update", Write, NodeId;
    /// See how the navigation is made, and how it looks for others.
    ReadNavigation: "system:update", Read, NodeId;
    /// Change the navigation.
    EditNavigation: "system:update", Write, NodeId;
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
    ("decision", &["system", "account", "project"], &["evaluate", "search", "assert-properties", "read"]),
];

/// Is the type built in? Such types cannot be deleted.
pub fn is_built_in(kind: &str) -> bool {
    BUILT_IN.iter().any(|(name, ..)| *name == kind)
}

/// Is the type one that the deployment brings, with nodes that somebody registers?
pub fn is_resource(kind: &str, catalog: &Catalog) -> bool {
    !is_built_in(kind) && catalog.types.get(kind).is_some_and(|kind| !kind.by_policy)
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
    use alloc::string::String;

    #[test]
    fn every_action_asks_for_a_built_in_permission() {
        let catalog = Catalog::default().with_built_in();
        // What is asked of resources is the action of their own type.
        for row in TABLE.iter().filter(|row| !row.name.starts_with("node:")) {
            assert!(catalog.knows(&catalog.permission_for(row.name).unwrap()), "{}", row.id);
        }
    }

    #[test]
    fn a_resource_is_asked_for_by_its_own_type_and_nothing_else_is() {
        let mut catalog = Catalog::default().with_built_in();
        catalog.types.insert("dataset".into(), crate::catalog::NodeType::default());
        catalog.types.insert("path".into(), crate::catalog::NodeType { by_policy: true, ..Default::default() });
        let node = |text: &str| NodeId::parse(text).unwrap();
        let asked = |scope: &Typed, name: &str| -> Vec<String> {
            let asks = scope.asks(name, &catalog).into_iter();
            asks.map(|(permission, node)| alloc::format!("{permission} {node}")).collect()
        };
        let link = Typed::linked(node("dataset:a"), Vec::from([node("project:x")]));
        assert_eq!(asked(&link, "node:update"), ["dataset:update dataset:a", "dataset:update project:x"]);
        let new = Typed::below("dataset", node("project:x"), Vec::from([node("project:y")]));
        assert_eq!(asked(&new, "node:create"), ["dataset:create project:x", "dataset:create project:y"]);
        for other in ["user:ana", "project:x", "group:g", "system", "path:/x", "nothing:x"] {
            assert!(asked(&Typed::of(node(other)), "node:update").is_empty(), "{other}");
        }
        assert!(asked(&Typed::of(node("dataset:a")), "project:update").is_empty());
    }
}
