//! A small deployment to try the guards on: `Scene::new().project("apollo").grant("user:ann", "owner", "project:apollo")`.

use super::{Refusal, Writer, judge};
use crate::{
    Atom, Attributes, Catalog, Change, Entry, Grant, GrantId, Group, Index, Key, Node, NodeId, Pattern, Role, RoleId,
    Source, User, Value, World, role::ADMINISTRATOR,
};
use alloc::{
    borrow::ToOwned,
    collections::BTreeSet,
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};

pub const NOW: i64 = 100;

const CATALOG: &str = r#"{
    "types": {
        "project": {"parents": ["account", "system"], "actions": ["share", "archive"], "visibility": true, "owner_role": "owner",
            "on_create": [{"grant": {"to": "creator", "role": "owner"}}, {"child": "item"}]},
        "item": {"parents": ["project", "item"], "actions": ["read", "update", "delete"], "restrictable": true, "visibility": true},
        "thing": {"parents": ["project"], "actions": ["read", "update"], "link_by_update": true},
        "path": {"parents": ["system"], "actions": ["get"], "by_policy": true}
    },
    "visitor_roles": {"public": "visitor", "internal": "visitor"},
    "policies": [{"pattern": "path:*", "needs": {"get": "item:read"}}],
    "console": {"manages_members": "project:share"}
}"#;

pub fn node(text: &str) -> NodeId {
    NodeId::parse(text).unwrap()
}

pub fn role_id(text: &str) -> RoleId {
    RoleId::parse(text).unwrap()
}

/// An entry as it is written in a file.
pub fn entry(text: &str) -> Entry {
    serde_json::from_str(text).unwrap()
}

/// Entries without conditions, on all nodes.
pub fn entries(patterns: &[&str]) -> Vec<Entry> {
    patterns.iter().map(|pattern| entry(&format!(r#"["{pattern}", "all"]"#))).collect()
}

/// An atom: a user, a group, an account, `everybody` or `anyone`, `admins of group:…`, `label …`, or `role at node`.
pub fn atom(text: &str) -> Atom {
    if let Some(group) = text.strip_prefix("admins of ") {
        return Atom::GroupAdmins(node(group));
    }
    if let Some(label) = text.strip_prefix("label ") {
        return Atom::AccountLabel(label.to_owned());
    }
    if let Some((role, on)) = text.split_once(" at ") {
        return Atom::Holder(role_id(role), node(on));
    }
    match text.split_once(':').map(|(kind, _)| kind) {
        Some("user") => Atom::User(node(text)),
        Some("group") => Atom::Group(node(text)),
        Some("account") => Atom::Account(node(text)),
        _ if text == "anyone" => Atom::ANYONE,
        _ => Atom::SIGNED_IN,
    }
}

/// A grant for good, with an id that says what it is.
pub fn grant(who: &str, role: &str, on: &str) -> Grant {
    Grant {
        id: GrantId::parse(&format!("{who} is {role} on {on}")).unwrap(),
        who: who.split(" and ").map(atom).collect(),
        role: role_id(role),
        on: node(on),
        expires_at: None,
        source: Source::Direct,
    }
}

pub fn role(id: &str, patterns: &[&str]) -> Role {
    Role {
        id: role_id(id),
        name: String::new(),
        description: String::new(),
        home: NodeId::system(),
        on: ["system", "account", "project", "item", "thing"].map(ToOwned::to_owned).to_vec(),
        permissions: entries(patterns),
        includes: Vec::new(),
        assigned_by: Vec::new(),
        locked: false,
    }
}

pub fn key(id: &str, owner: &str, patterns: &[&str], on: &str) -> Key {
    let permissions = patterns.iter().map(|pattern| Pattern::parse(pattern).unwrap()).collect();
    Key { id: node(id), owner: node(owner), permissions, on: node(on), active: true, expires_at: None }
}

pub fn attributes(name: &str, value: f64) -> Attributes {
    [(name.to_owned(), Value::Number(value))].into()
}

pub fn put(grant: Grant) -> Vec<Change> {
    vec![Change::PutGrant(grant)]
}

pub fn remove(who: &str, role: &str, on: &str) -> Vec<Change> {
    vec![Change::RemoveGrant(grant(who, role, on).id)]
}

/// A world being set up.
#[derive(Clone)]
pub struct Scene(pub World);

impl Scene {
    /// Ada is administrator. Roles: owner, editor, viewer, visitor. Whoever is named comes to exist.
    pub fn new() -> Self {
        let catalog: Catalog = serde_json::from_str(CATALOG).unwrap();
        let mut administrator = role(ADMINISTRATOR, &["*:*"]);
        administrator.on = vec!["system".to_owned()];
        administrator.locked = true;
        let scene = Self(World { catalog: catalog.with_built_in(), ..World::default() });
        scene
            .role(administrator)
            .role(role("viewer", &["project:read", "item:read"]))
            .role(role("editor", &["project:read", "item:read", "item:update"]))
            .role(role("owner", &["project:*", "item:*", "thing:*", "member:*", "role:*", "user:*"]))
            .role(role("visitor", &["project:read", "item:read"]))
            .grant("user:ada", ADMINISTRATOR, "system")
    }

    /// A project with Ann as owner, Ed as editor and Vic as viewer, and an item.
    pub fn project(self, name: &str) -> Self {
        let project = format!("project:{name}");
        self.node(&project, &["system"])
            .grant("user:ann", "owner", &project)
            .grant("user:ed", "editor", &project)
            .grant("user:vic", "viewer", &project)
            .node(&format!("item:{name}"), &[&project])
    }

    pub fn node(mut self, id: &str, parents: &[&str]) -> Self {
        self.0.nodes.push(Node::new(node(id), parents.iter().map(|parent| node(parent)).collect()));
        self
    }

    /// Changes a node that is there.
    pub fn with(mut self, id: &str, change: impl Fn(&mut Node)) -> Self {
        self.0.nodes.iter_mut().filter(|node| node.id.as_str() == id).for_each(change);
        self
    }

    pub fn user(mut self, id: &str, account: Option<&str>) -> Self {
        self.0.users.retain(|user| user.id.as_str() != id);
        self.0.users.push(User { id: node(id), account: account.map(node), active: true, mfa: false });
        self
    }

    pub fn group(mut self, id: &str, members: &[&str], admins: &[&str]) -> Self {
        for user in members.iter().chain(admins).filter(|id| id.starts_with("user:")) {
            self = self.known(user);
        }
        let ids = |texts: &[&str]| texts.iter().map(|text| node(text)).collect::<BTreeSet<_>>();
        self.0.groups.push(Group { id: node(id), members: ids(members), admins: ids(admins) });
        self
    }

    pub fn role(mut self, role: Role) -> Self {
        self.0.roles.retain(|other| other.id != role.id);
        self.0.roles.push(role);
        self
    }

    pub fn grant(mut self, who: &str, role: &str, on: &str) -> Self {
        for user in who.split(" and ").filter(|who| who.starts_with("user:")) {
            self = self.known(user);
        }
        self.0.grants.push(grant(who, role, on));
        self
    }

    pub fn until(mut self, end: i64) -> Self {
        if let Some(grant) = self.0.grants.last_mut() {
            grant.expires_at = Some(end);
        }
        self
    }

    pub fn key(mut self, key: Key) -> Self {
        self.0.keys.push(key);
        self
    }

    fn known(self, user: &str) -> Self {
        let known = self.0.users.iter().any(|other| other.id.as_str() == user);
        if known { self } else { self.user(user, None) }
    }

    pub fn index(&self) -> Index {
        Index::new(self.0.clone()).unwrap()
    }

    /// A node, to be put with changes.
    pub fn changed(&self, id: &str, change: impl Fn(&mut Node)) -> Vec<Change> {
        let mut node = self.index().node(id).unwrap().clone();
        change(&mut node);
        vec![Change::PutNode(node)]
    }

    pub fn by(&self, writer: &str, changes: &[Change]) -> Result<(), Refusal> {
        judge(&self.index(), &Writer::subject(writer, Attributes::new()), changes, NOW)
    }

    #[track_caller]
    pub fn allows(&self, writer: &str, changes: &[Change]) {
        assert_eq!(self.by(writer, changes), Ok(()), "{writer}: {changes:?}");
    }

    /// Refused because the writer does not hold this there.
    #[track_caller]
    pub fn lacks(&self, writer: &str, changes: &[Change], pattern: &str, on: &str) {
        match self.by(writer, changes) {
            Err(Refusal::NotHeld { pattern: lacking, node, .. }) => {
                assert_eq!((lacking.as_str(), node.as_str()), (pattern, on), "{changes:?}");
            }
            other => panic!("{other:?}: {changes:?}"),
        }
    }

    /// Refused because the writer would get this there.
    #[track_caller]
    pub fn raises(&self, writer: &str, changes: &[Change], pattern: &str, on: &str) {
        match self.by(writer, changes) {
            Err(Refusal::RaisesOneself { pattern: raised, node, .. }) => {
                assert_eq!((raised.as_str(), node.as_str()), (pattern, on), "{changes:?}");
            }
            other => panic!("{other:?}: {changes:?}"),
        }
    }

    /// Refused with this text.
    #[track_caller]
    pub fn refuses(&self, writer: &str, changes: &[Change], text: &str) {
        assert_eq!(
            self.by(writer, changes).map_err(|refusal| refusal.to_string()),
            Err(text.to_owned()),
            "{changes:?}"
        );
    }
}
