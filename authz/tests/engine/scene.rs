//! Random worlds with every feature, and random changes to them, drawn from a tape so that failures shrink.

use authz::{
    Atom, Attributes, Catalog, Change, Condition, Entry, Extent, Grant, GrantId, Group, Key, Node, NodeId, Pattern,
    Permission, Role, RoleId, Sent, Source, User, Value, Visibility, World,
    catalog::{NodeType, Policy, VisitorRoles},
    condition::Op,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

pub const ACTIONS: [&str; 4] = ["read", "update", "create", "share"];
pub const TYPES: [&str; 10] =
    ["system", "account", "project", "folder", "item", "user", "group", "api-key", "doc", "path"];

/// Choices, read one after the other; zero when there are no more.
pub struct Tape {
    choices: Vec<u16>,
    at: usize,
}

/// A tape of some length.
pub fn tape(length: usize) -> impl Strategy<Value = Tape> {
    prop::collection::vec(any::<u16>(), length).prop_map(|choices| Tape { choices, at: 0 })
}

/// A tape that a seed stands for.
pub fn tape_of(seed: u64, length: usize) -> Tape {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let choice = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u16::try_from(state >> 48).unwrap_or_default()
    };
    Tape { choices: (0..length).map(choice).collect(), at: 0 }
}

impl std::fmt::Debug for Tape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tape of {}", self.choices.len())
    }
}

pub fn node(text: &str) -> NodeId {
    NodeId::parse(text).unwrap()
}

pub fn role(number: usize) -> RoleId {
    RoleId::parse(&format!("r{number}")).unwrap()
}

impl Tape {
    pub fn below(&mut self, limit: usize) -> usize {
        self.at += 1;
        usize::from(self.choices.get(self.at - 1).copied().unwrap_or(0)) % limit
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    fn named(&mut self, kind: &str, count: usize) -> NodeId {
        node(&format!("{kind}:{}", self.below(count)))
    }

    fn user_id(&mut self) -> NodeId {
        self.named("user", 5)
    }

    fn group_id(&mut self) -> NodeId {
        self.named("group", 4)
    }

    fn account_id(&mut self) -> NodeId {
        self.named("account", 3)
    }

    /// Any node, now and then one that is not there.
    pub fn node_id(&mut self) -> NodeId {
        match self.below(10) {
            0 | 1 => NodeId::system(),
            2 => self.account_id(),
            3 | 4 => self.named("project", 3),
            5 | 6 => self.named("folder", 4),
            7 => self.named("item", 5),
            8 => self.user_id(),
            _ => self.named("api-key", 3),
        }
    }

    fn value(&mut self) -> Value {
        match self.below(7) {
            0 => Value::Null,
            1 => Value::Bool(self.chance(50)),
            2 | 3 => Value::Number([0.0, 1.0, 2.0, -0.0][self.below(4)]),
            4 | 5 => Value::Text(self.pick(&["a", "b", "é"]).to_owned()),
            _ => Value::List((0..self.below(3)).map(|_| Value::Number([0.0, 1.0][self.below(2)])).collect()),
        }
    }

    pub fn attributes(&mut self) -> Attributes {
        let mut attributes = Attributes::new();
        for name in ["x", "y"] {
            if self.chance(40) {
                attributes.insert(name.to_owned(), self.value());
            }
        }
        attributes
    }

    fn path(&mut self) -> String {
        let whose = self.pick(&["subject", "node", "action", "context"]);
        format!("{whose}.{}", self.pick(&["x", "y", "x", "y", "mfa"]))
    }

    fn condition(&mut self) -> Condition {
        let ops = [Op::Eq, Op::Ne, Op::In, Op::Lt, Op::Le, Op::Gt, Op::Ge, Op::Present, Op::Absent];
        let left = self.path();
        let op = self.pick(&ops);
        let right = if self.chance(40) {
            Value::Object(BTreeMap::from([("attr".to_owned(), Value::Text(self.path()))]))
        } else {
            self.value()
        };
        Condition(left, op, right)
    }

    fn pattern(&mut self) -> Pattern {
        let kind = if self.chance(25) { "*" } else { self.pick(&TYPES[1..]) };
        let action = if self.chance(25) { "*" } else { self.pick(&ACTIONS) };
        Pattern::parse(&format!("{kind}:{action}")).unwrap()
    }

    pub fn entry(&mut self) -> Entry {
        let pattern = self.pattern();
        let extent = if self.chance(25) { Extent::Own } else { Extent::All };
        let conditions = (0..[0, 0, 0, 1, 2][self.below(5)]).map(|_| self.condition()).collect();
        Entry { pattern, extent, conditions }
    }

    pub fn role(&mut self, number: usize) -> Role {
        let permissions = (0..self.below(4)).map(|_| self.entry()).collect();
        let includes = (0..[0, 0, 1, 2][self.below(4)]).map(|_| role(self.below(6))).collect();
        let on = TYPES.iter().filter(|_| self.chance(60)).map(|kind| (*kind).to_owned()).collect();
        Role { permissions, includes, on, ..Role::new(role(number)) }
    }

    pub fn catalog(&mut self) -> Catalog {
        let above: [(&str, &[&str]); 10] = [
            ("system", &[]),
            ("account", &["system", "account"]),
            ("project", &["account", "system"]),
            ("folder", &["project", "folder"]),
            ("item", &["project", "folder", "item"]),
            ("user", &["account", "system"]),
            ("group", &["account", "system"]),
            ("api-key", &["account", "system"]),
            ("doc", &["project", "folder", "system"]),
            ("path", &["system"]),
        ];
        let types = above.map(|(kind, parents)| {
            let def = NodeType {
                parents: parents.iter().map(|parent| (*parent).to_owned()).collect(),
                actions: ACTIONS.iter().map(|action| (*action).to_owned()).collect(),
                restrictable: matches!(kind, "folder" | "item") || self.chance(5),
                visibility: matches!(kind, "project" | "folder") || self.chance(5),
                by_policy: kind == "path",
                open: kind == "doc",
                ..NodeType::default()
            };
            (kind.to_owned(), def)
        });
        let permission = |tape: &mut Self| {
            let kind = tape.pick(&TYPES);
            Permission::of(kind, tape.pick(&ACTIONS)).unwrap()
        };
        let policies = (0..self.below(4)).map(|_| Policy {
            pattern: self.pick(&["path:/a/*", "path:*", "path:/a/?", "path:/[ab]/*", "path:/[!a]*"]).to_owned(),
            needs: (0..2).map(|_| (self.pick(&ACTIONS).to_owned(), permission(self))).collect(),
        });
        let policies = policies.collect();
        let visitor_roles = VisitorRoles { public: Some(role(self.below(6))), internal: Some(role(self.below(6))) };
        Catalog { types: types.into(), visitor_roles, policies, ..Catalog::default() }
    }

    fn parents(&mut self, kind: &str, number: usize) -> Vec<NodeId> {
        // Only names with smaller numbers of the same type, so that no cycles come about.
        let parent = |tape: &mut Self| match (kind, tape.below(4)) {
            ("account", 0) if number > 0 => node(&format!("account:{}", tape.below(number))),
            ("account", _) | ("project" | "user", 0) => NodeId::system(),
            ("project" | "user", _) => tape.account_id(),
            ("folder" | "item", 0) if number > 0 => node(&format!("{kind}:{}", tape.below(number))),
            ("item", 1 | 2) => tape.named("folder", 4),
            _ => tape.named("project", 3),
        };
        (0..[1, 1, 2, 3][self.below(4)]).map(|_| parent(self)).collect()
    }

    pub fn node(&mut self, kind: &str, number: usize) -> Node {
        let parents = self.parents(kind, number);
        Node {
            owner: (kind != "user" && self.chance(40)).then(|| self.user_id()),
            restricted: self.chance(30),
            visibility: self.pick(&[
                Visibility::Private,
                Visibility::Private,
                Visibility::Internal,
                Visibility::Public,
            ]),
            archived: self.chance(15),
            suspended: kind == "account" && self.chance(15),
            labels: if kind == "account" && self.chance(40) {
                vec![self.pick(&["gold", "mdc"]).to_owned()]
            } else {
                vec![]
            },
            attributes: self.attributes(),
            ..Node::new(node(&format!("{kind}:{number}")), parents)
        }
    }

    fn any_node(&mut self) -> Node {
        let (kind, count) = self.pick(&[("account", 3), ("project", 3), ("folder", 4), ("item", 5), ("user", 5)]);
        let number = self.below(count);
        self.node(kind, number)
    }

    pub fn user(&mut self, number: usize) -> User {
        let account = self.chance(70).then(|| self.account_id());
        User { id: node(&format!("user:{number}")), account, active: !self.chance(10), mfa: self.chance(30) }
    }

    fn member(&mut self) -> NodeId {
        if self.chance(40) { self.group_id() } else { self.user_id() }
    }

    pub fn group(&mut self, number: usize) -> Group {
        Group {
            id: node(&format!("group:{number}")),
            members: (0..self.below(4)).map(|_| self.member()).collect(),
            admins: (0..self.below(2)).map(|_| self.user_id()).collect(),
        }
    }

    fn atom(&mut self) -> Atom {
        match self.below(12) {
            0..4 => Atom::User(self.user_id()),
            4 | 5 => Atom::Group(self.group_id()),
            6 => Atom::GroupAdmins(self.group_id()),
            7 => Atom::Account(self.account_id()),
            8 => Atom::AccountLabel(self.pick(&["gold", "mdc"]).to_owned()),
            9 => Atom::Holder(role(self.below(6)), self.node_id()),
            10 => Atom::SIGNED_IN,
            _ => Atom::ANYONE,
        }
    }

    pub fn grant(&mut self, number: usize) -> Grant {
        Grant {
            id: GrantId::parse(&format!("g{number}")).unwrap(),
            who: (0..[1, 1, 1, 2][self.below(4)]).map(|_| self.atom()).collect(),
            role: role(self.below(6)),
            on: self.node_id(),
            expires_at: if self.chance(25) { Some([0, 100, 200][self.below(3)]) } else { None },
            source: Source::Direct,
        }
    }

    pub fn key(&mut self, number: usize) -> Key {
        Key {
            id: node(&format!("api-key:{number}")),
            owner: self.user_id(),
            permissions: (0..self.below(3)).map(|_| self.pattern()).collect(),
            on: if self.chance(50) { NodeId::system() } else { self.node_id() },
            active: !self.chance(10),
            expires_at: if self.chance(20) { Some([50, 100, 150][self.below(3)]) } else { None },
        }
    }

    pub fn sent(&mut self) -> Sent {
        if self.chance(50) {
            return Sent::default();
        }
        Sent {
            subject: self.attributes(),
            node: self.attributes(),
            action: self.attributes(),
            context: self.attributes(),
        }
    }

    pub fn world(&mut self) -> World {
        let mut world = World { catalog: self.catalog(), ..World::default() };
        world.roles = (0..6).map(|number| self.role(number)).collect();
        for (kind, count) in [("account", 3), ("project", 3), ("folder", 4), ("item", 5)] {
            for number in 0..count {
                if !self.chance(10) {
                    let node = self.node(kind, number);
                    world.nodes.push(node);
                }
            }
        }
        for number in 0..5 {
            if !self.chance(5) {
                let user = self.user(number);
                world.users.push(user);
            }
            if self.chance(50) {
                let node = self.node("user", number);
                world.nodes.push(node);
            }
        }
        world.groups = (0..3).map(|number| self.group(number)).collect();
        world.grants = (0..11).map(|number| self.grant(number)).collect();
        // Holders of what is really granted, which blind choices would seldom hit.
        for number in 11..14 {
            let held = self.pick(&world.grants);
            let mut grant = self.grant(number);
            grant.who[0] = Atom::Holder(held.role, held.on);
            world.grants.push(grant);
        }
        world.keys = (0..3).map(|number| self.key(number)).collect();
        world
    }

    pub fn change(&mut self) -> Change {
        match self.below(30) {
            0 => Change::SetCatalog(self.catalog()),
            1..6 => Change::PutNode(self.any_node()),
            6 => Change::RemoveNode(self.node_id()),
            7 | 8 => Change::PutUser({
                let number = self.below(5);
                self.user(number)
            }),
            9 => Change::RemoveUser(self.user_id()),
            10 | 11 => Change::PutGroup({
                let number = self.below(4);
                self.group(number)
            }),
            12 => Change::RemoveGroup(self.group_id()),
            13 | 14 => Change::PutMember { group: self.group_id(), member: self.member() },
            15 | 16 => Change::RemoveMember { group: self.group_id(), member: self.member() },
            17..20 => Change::PutRole({
                let number = self.below(6);
                self.role(number)
            }),
            20 => Change::RemoveRole(role(self.below(6))),
            21..26 => Change::PutGrant({
                let number = self.below(14);
                self.grant(number)
            }),
            26 | 27 => Change::RemoveGrant(GrantId::parse(&format!("g{}", self.below(14))).unwrap()),
            28 => Change::PutKey({
                let number = self.below(3);
                self.key(number)
            }),
            _ => Change::RemoveKey(self.named("api-key", 3)),
        }
    }
}

/// Everything worth asking about, known or not.
pub fn nodes() -> Vec<String> {
    let counts =
        [("account", 3), ("project", 3), ("folder", 4), ("item", 5), ("user", 5), ("group", 4), ("api-key", 3)];
    let named = counts.iter().flat_map(|(kind, count)| (0..*count).map(move |number| format!("{kind}:{number}")));
    let rest = ["system", "doc:new", "path:/a/1", "path:/b/c", "path:", "ghost:1", "nonsense"];
    named.chain(rest.map(str::to_owned)).collect()
}

pub fn subjects() -> Vec<String> {
    let users = (0..5).map(|number| format!("user:{number}"));
    let keys = (0..3).map(|number| format!("api-key:{number}"));
    users.chain(keys).chain(["anonymous".to_owned(), "user:nobody".to_owned(), "group:0".to_owned()]).collect()
}

pub fn permissions() -> Vec<String> {
    let kinds = ["project", "item", "user", "doc", "path"];
    let known = kinds.iter().flat_map(|kind| ["read", "update", "share"].map(move |action| format!("{kind}:{action}")));
    known.chain(["folder:read", "item:fly", "ghost:read", "nonsense"].map(str::to_owned)).collect()
}

/// What a change does to plain facts.
pub fn apply(world: &mut World, change: &Change) {
    fn put<T>(list: &mut Vec<T>, item: T, same: impl Fn(&T) -> bool) {
        list.retain(|other| !same(other));
        list.push(item);
    }
    match change.clone() {
        Change::SetCatalog(catalog) => world.catalog = catalog,
        Change::PutNode(node) => put(&mut world.nodes, node.clone(), |other| other.id == node.id),
        Change::RemoveNode(id) => world.nodes.retain(|node| node.id != id),
        Change::PutUser(user) => put(&mut world.users, user.clone(), |other| other.id == user.id),
        Change::RemoveUser(id) => world.users.retain(|user| user.id != id),
        Change::PutGroup(group) => put(&mut world.groups, group.clone(), |other| other.id == group.id),
        Change::RemoveGroup(id) => world.groups.retain(|group| group.id != id),
        Change::PutMember { group, member } => {
            let mut groups = world.groups.iter_mut();
            groups.find(|known| known.id == group).map(|known| known.members.insert(member));
        }
        Change::RemoveMember { group, member } => {
            let mut groups = world.groups.iter_mut();
            groups.find(|known| known.id == group).map(|known| known.members.remove(&member));
        }
        Change::PutRole(role) => put(&mut world.roles, role.clone(), |other| other.id == role.id),
        Change::RemoveRole(id) => world.roles.retain(|role| role.id != id),
        Change::PutGrant(grant) => put(&mut world.grants, grant.clone(), |other| other.id == grant.id),
        Change::RemoveGrant(id) => world.grants.retain(|grant| grant.id != id),
        Change::PutKey(key) => put(&mut world.keys, key.clone(), |other| other.id == key.id),
        Change::RemoveKey(id) => world.keys.retain(|key| key.id != id),
    }
}

/// Everything that is allowed, by subject, permission and node.
pub fn everything(index: &authz::Index, now: i64) -> BTreeSet<(String, String, String)> {
    let mut all = BTreeSet::new();
    for subject in subjects() {
        for permission in permissions() {
            for node in nodes() {
                if index.allowed(&subject, &permission, &node, now) == Ok(true) {
                    all.insert((subject.clone(), permission.clone(), node));
                }
            }
        }
    }
    all
}
