//! What a deployment protects: node types, their actions and flags, visitor roles, pattern policies and route guards.

use crate::{Permission, RoleId};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    string::String,
    vec::Vec,
};
use serde::{Deserialize, Serialize};

/// The catalog of one deployment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalog {
    /// The catalog's own name, such as `calminer`.
    #[serde(default)]
    pub name: String,
    /// Node types by name.
    pub types: BTreeMap<String, NodeType>,
    /// The roles that visibility gives.
    #[serde(default)]
    pub visitor_roles: VisitorRoles,
    /// Pattern policies of the `by_policy` types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<Policy>,
    /// What requests at a proxy or in an application mean.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<RouteGuard>,
    /// The roles that make a consultancy, if accounts may have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consultancy: Option<Consultancy>,
    /// Which permission of this catalog each of the console's own acts asks for.
    #[serde(default, skip_serializing_if = "ConsoleActs::is_empty")]
    pub console: ConsoleActs,
    /// What files own: it is changed there, and locked here. By the file's own name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, Owned>,
}

/// What a file owns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Owned {
    /// Where it was read from, for people.
    pub file: String,
    /// Types.
    pub types: BTreeSet<String>,
    /// Roles; they are locked, too.
    pub roles: BTreeSet<RoleId>,
    /// Policies.
    pub policies: Vec<Policy>,
    /// Route guards.
    pub routes: Vec<RouteGuard>,
    /// Does it own the visitor roles?
    pub visitor_roles: bool,
    /// Does it own the consultancy?
    pub consultancy: bool,
    /// Does it own what the console's acts ask for?
    pub console: bool,
}

/// One node type.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "independent flags, as they stand in a catalog file")]
#[serde(deny_unknown_fields)]
pub struct NodeType {
    /// Types a parent may have. Binds when something is saved, never in a decision.
    #[serde(default)]
    pub parents: Vec<String>,
    /// What can be done, in the order people read it.
    pub actions: Vec<String>,
    /// May a node of this type be restricted? Elsewhere the flag is ignored.
    #[serde(default, skip_serializing_if = "is_false")]
    pub restrictable: bool,
    /// May a node of this type carry visibility? Elsewhere it is ignored.
    #[serde(default, skip_serializing_if = "is_false")]
    pub visibility: bool,
    /// Decided by pattern policies only; such nodes are never registered.
    #[serde(default, skip_serializing_if = "is_false")]
    pub by_policy: bool,
    /// May be asked about without being registered.
    #[serde(default, skip_serializing_if = "is_false")]
    pub open: bool,
    /// May be linked to a further parent by whoever may update it there, whatever others gain by it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub link_by_update: bool,
    /// The role whose last holder stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_role: Option<RoleId>,
    /// What a new node of this type brings with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on_create: Vec<OnCreate>,
}

/// Something that comes with a new node.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum OnCreate {
    /// A grant of this role on the new node.
    Grant {
        /// Whom the role goes to.
        to: NewHolder,
        /// The role.
        role: RoleId,
    },
    /// A child node `kind:<name of the new node>`.
    Child(String),
}

/// Who holds a role on a node that was just created.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NewHolder {
    /// The user who created the node.
    Creator,
    /// The members of the new node, which is an account or a group.
    Members,
}

/// The roles that visibility gives on a node and all below it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitorRoles {
    /// What anyone gets where a node is public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public: Option<RoleId>,
    /// What every signed-in user gets where a node is public or internal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub internal: Option<RoleId>,
}

/// How an account's consultancy gets access to it: users of the consultancy account who hold `consultant` there hold
/// `client` on the client account. It reaches one level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consultancy {
    /// Held on the consultancy account.
    pub consultant: RoleId,
    /// Given on the client account.
    pub client: RoleId,
}

/// Says which permission on `system` an action on matching ids needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Matches the whole node id, prefix included: `*`, `?`, `[ab]`, `[a-c]`, `[!ab]`.
    pub pattern: String,
    /// The permission each action needs.
    pub needs: BTreeMap<String, Permission>,
}

/// Says what a request means: which permissions it needs, and on what. The most specific guard that takes a request
/// decides; what none takes is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteGuard {
    /// The host, in small letters and without a port; any if it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The methods, in capital letters; any if there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<String>,
    /// The whole path, decoded: plain segments, `{name}` for any one, `{name...}` at the end for all that follow.
    pub path: String,
    /// What it needs: all of it.
    pub needs: Vec<RouteNeed>,
    /// Does the application itself verify that what an address names lies where the address says? Only then is something
    /// that nobody registered placed where the address says.
    #[serde(default, skip_serializing_if = "is_false")]
    pub nesting_verified: bool,
}

/// Something that a request needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteNeed {
    /// The permission.
    pub permission: Permission,
    /// On which node: `system`, `type:name`, or `type:{capture}`.
    pub on: String,
    /// What that node must lie under, written in the same way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<String>,
}

/// Which permission each of the console's own acts asks for, where it is not the act's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsoleActs {
    /// Seeing the members of a node, instead of `member:read`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reads_members: Option<Permission>,
    /// Adding, changing and removing members, instead of `member:add`, `member:update` and `member:remove`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manages_members: Option<Permission>,
    /// Seeing roles, instead of `role:read`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reads_roles: Option<Permission>,
    /// Creating, changing and deleting roles, instead of `role:create`, `role:update` and `role:delete`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manages_roles: Option<Permission>,
    /// Seeing users, instead of `user:read`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reads_users: Option<Permission>,
    /// Creating, changing and disabling users, instead of `user:create`, `user:update` and `user:delete`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manages_users: Option<Permission>,
    /// Seeing the audit log, instead of `audit:read`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reads_audit: Option<Permission>,
    /// Creating projects, instead of `project:create`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creates_projects: Option<Permission>,
}

impl ConsoleActs {
    /// Every act by its name in a file, and what it asks for instead of its own permission.
    pub fn named(&self) -> [(&'static str, &Option<Permission>); 8] {
        [
            ("reads_members", &self.reads_members),
            ("manages_members", &self.manages_members),
            ("reads_roles", &self.reads_roles),
            ("manages_roles", &self.manages_roles),
            ("reads_users", &self.reads_users),
            ("manages_users", &self.manages_users),
            ("reads_audit", &self.reads_audit),
            ("creates_projects", &self.creates_projects),
        ]
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Catalog {
    /// The file that owns a type.
    pub fn file_of_type(&self, kind: &str) -> Option<&Owned> {
        self.files.values().find(|file| file.types.contains(kind))
    }

    /// The file that owns a role.
    pub fn file_of_role(&self, role: &RoleId) -> Option<&Owned> {
        self.files.values().find(|file| file.roles.contains(role))
    }

    /// Is the permission's type known, and its action one of the type's?
    pub fn knows(&self, permission: &Permission) -> bool {
        self.types
            .get(permission.kind())
            .is_some_and(|kind| kind.actions.iter().any(|action| action == permission.action()))
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(flag: &bool) -> bool {
    !*flag
}
