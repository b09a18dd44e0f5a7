//! A small world with every feature, and random writes to it.

use authz::{
    Atom, Attributes, Catalog, Change, Condition, Entry, Extent, Grant, GrantId, Group, Index, Key, Node, NodeId,
    Pattern, Role, RoleId, Source, User, Value, Visibility, World, condition::Op,
};
use std::collections::BTreeSet;

pub const CATALOG: &str = r#"{
    "types": {
        "system": {"actions": []},
        "account": {"parents": ["system"], "actions": ["read", "update"]},
        "project": {"parents": ["account", "system"], "actions": ["read", "update"], "visibility": true,
            "restrictable": true, "owner_role": "owner",
            "on_create": [{"grant": {"to": "creator", "role": "owner"}}]},
        "item": {"parents": ["project", "item"], "actions": ["read", "update"], "visibility": true, "restrictable": true},
        "user": {"parents": ["system", "account"], "actions": ["read", "update"]},
        "path": {"parents": ["system"], "actions": ["get"], "by_policy": true}
    },
    "visitor_roles": {"public": "visitor", "internal": "colleague"},
    "policies": [{"pattern": "path:*", "needs": {"get": "item:read"}}]
}"#;

pub const PERMISSIONS: [&str; 5] = ["project:read", "project:update", "item:read", "item:update", "user:read"];

/// Numbers from a run of bytes; zeros when they have run out.
pub struct Dice<'a>(pub std::slice::Iter<'a, u8>);

impl Dice<'_> {
    pub fn below(&mut self, sides: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % sides.max(1)
    }

    pub fn one_in(&mut self, sides: usize) -> bool {
        self.below(sides) == sides - 1
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        from.get(self.below(from.len())).cloned()
    }
}

pub fn node(text: &str) -> NodeId {
    NodeId::parse(text).unwrap()
}

pub fn role_id(text: &str) -> RoleId {
    RoleId::parse(text).unwrap()
}

fn ids(texts: &[&str]) -> Vec<NodeId> {
    texts.iter().map(|text| node(text)).collect()
}

fn condition(dice: &mut Dice) -> Condition {
    let one = Value::Number(1.0);
    let same = Value::Object([("attr".to_owned(), Value::Text("node.x".to_owned()))].into());
    match dice.below(5) {
        0 => Condition("node.x".to_owned(), Op::Eq, one),
        1 => Condition("subject.x".to_owned(), Op::Eq, one),
        2 => Condition("subject.x".to_owned(), Op::Eq, same),
        3 => Condition("context.c".to_owned(), Op::Present, Value::Null),
        _ => Condition("node.x".to_owned(), Op::Absent, Value::Null),
    }
}

fn entry(dice: &mut Dice) -> Entry {
    let patterns = ["item:read", "item:*", "project:read", "*:read", "item:update", "project:*", "user:read", "*:*"];
    let pattern = Pattern::parse(patterns[dice.below(8)]).unwrap();
    let extent = if dice.one_in(4) { Extent::Own } else { Extent::All };
    let conditions = if dice.one_in(4) { vec![condition(dice)] } else { Vec::new() };
    Entry { pattern, extent, conditions }
}

fn attributes(dice: &mut Dice) -> Attributes {
    match dice.below(3) {
        0 => Attributes::new(),
        value => [("x".to_owned(), Value::Number(f64::from(u8::try_from(value).unwrap())))].into(),
    }
}

fn atom(dice: &mut Dice, index: &Index) -> Option<Atom> {
    let users: Vec<NodeId> = index.users().cloned().collect();
    let groups: Vec<NodeId> = index.groups().cloned().collect();
    Some(match dice.below(12) {
        0..=4 => Atom::User(dice.pick(&users)?),
        5 | 6 => Atom::Group(dice.pick(&groups)?),
        7 => Atom::GroupAdmins(dice.pick(&groups)?),
        8 => Atom::Account(dice.pick(&ids(&["account:a", "account:b"]))?),
        9 => Atom::AccountLabel("l".to_owned()),
        10 => Atom::Holder(dice.pick(&roles(index))?, dice.pick(&places(index))?),
        _ if dice.one_in(2) => Atom::ANYONE,
        _ => Atom::SIGNED_IN,
    })
}

pub fn roles(index: &Index) -> Vec<RoleId> {
    let mut roles: Vec<RoleId> = index.roles().map(|role| role.id.clone()).collect();
    roles.sort();
    roles
}

/// Nodes that are no users, groups or keys.
pub fn places(index: &Index) -> Vec<NodeId> {
    let kinds = ["system", "account", "project", "item"];
    kinds.iter().flat_map(|kind| index.nodes_of_type(kind).cloned()).collect()
}

fn grants(index: &Index) -> Vec<GrantId> {
    let mut grants: Vec<GrantId> = index.grants().map(|grant| grant.id.clone()).collect();
    grants.sort();
    grants
}

fn expiry(dice: &mut Dice) -> Option<i64> {
    [None, None, None, Some(50), Some(200)][dice.below(5)]
}

fn grant(dice: &mut Dice, index: &Index, id: &str) -> Option<Grant> {
    let mut who = vec![atom(dice, index)?];
    if dice.one_in(6) {
        who.push(atom(dice, index)?);
    }
    Some(Grant {
        id: GrantId::parse(id).unwrap(),
        who,
        role: dice.pick(&roles(index))?,
        on: dice.pick(&places(index))?,
        expires_at: expiry(dice),
        source: Source::Direct,
    })
}

fn role(id: &str, home: &str, permissions: Vec<Entry>) -> Role {
    let on = ["system", "account", "project", "item"];
    Role {
        id: role_id(id),
        name: String::new(),
        description: String::new(),
        home: node(home),
        on: on.iter().map(|&kind| kind.to_owned()).collect(),
        permissions,
        includes: Vec::new(),
        assigned_by: Vec::new(),
        locked: false,
    }
}

fn all(patterns: &[&str]) -> Vec<Entry> {
    let entry =
        |text: &&str| Entry { pattern: Pattern::parse(text).unwrap(), extent: Extent::All, conditions: Vec::new() };
    patterns.iter().map(entry).collect()
}

/// Some world.
pub fn world(dice: &mut Dice) -> Index {
    let mut nodes: Vec<Node> = [
        ("account:a", &["system"][..]),
        ("account:b", &["system"]),
        ("project:p", &["account:a"]),
        ("project:q", &["system"]),
        ("item:i", &["project:p"]),
        ("item:j", &["project:p", "project:q"]),
        ("item:k", &["item:i"]),
    ]
    .into_iter()
    .map(|(id, parents)| Node::new(node(id), ids(parents)))
    .collect();
    nodes.extend(["user:u", "user:v", "user:w", "user:z"].map(|user| Node::new(node(user), ids(&["system"]))));
    for node in &mut nodes {
        flags(dice, node);
    }
    let users = ["user:u", "user:v", "user:w", "user:z"].map(|user| User {
        id: node(user),
        account: [None, Some(node("account:a")), Some(node("account:b"))][dice.below(3)].clone(),
        active: !dice.one_in(8),
        mfa: false,
    });
    let group = |id: &str, members: &[&str], admins: &[&str]| Group {
        id: node(id),
        members: ids(members).into_iter().collect(),
        admins: ids(admins).into_iter().collect(),
    };
    let groups = vec![group("group:g", &["user:u", "group:h"], &["user:v"]), group("group:h", &["user:w"], &[])];
    let mut owner = role("owner", "system", all(&["project:*", "item:*"]));
    owner.permissions.extend((0..dice.below(2)).map(|_| entry(dice)));
    let mut administrator = role("administrator", "system", all(&["*:*"]));
    administrator.locked = true;
    let mut some = |id: &str, home: &str, most: usize| {
        let entries = (0..=dice.below(most)).map(|_| entry(dice)).collect();
        role(id, home, entries)
    };
    let mut roles = vec![
        owner,
        administrator,
        some("visitor", "system", 1),
        some("colleague", "system", 2),
        some("editor", "system", 3),
        some("viewer", "system", 2),
        some("local", "project:p", 3),
    ];
    if dice.one_in(2) {
        roles[4].includes.push(role_id("viewer"));
    }
    let first = Index::new(World {
        catalog: serde_json::from_str(CATALOG).unwrap(),
        roles,
        nodes,
        users: users.to_vec(),
        groups,
        ..World::default()
    })
    .unwrap();
    let mut facts = first.world();
    let give = |id: &str, user: &str, role: &str, on: &str| Grant {
        id: GrantId::parse(id).unwrap(),
        who: vec![Atom::User(node(user))],
        role: role_id(role),
        on: node(on),
        expires_at: None,
        source: Source::Direct,
    };
    facts.grants.push(give("root", "user:z", "administrator", "system"));
    facts.grants.push(give("p", "user:u", "owner", "project:p"));
    facts.grants.push(give("q", "user:v", "owner", "project:q"));
    facts.grants.extend((0..dice.below(8)).filter_map(|at| grant(dice, &first, &format!("w{at}"))));
    for (id, owner) in [("api-key:c", "user:u"), ("api-key:d", "user:w")] {
        facts.keys.push(key(dice, &first, node(id), node(owner)));
    }
    Index::new(facts).unwrap()
}

fn flags(dice: &mut Dice, node: &mut Node) {
    let bits = dice.below(256);
    node.restricted = bits % 4 == 3;
    node.archived = bits / 4 % 8 == 7;
    node.visibility =
        [Visibility::Private, Visibility::Private, Visibility::Internal, Visibility::Public][bits / 32 % 4];
    if bits % 16 == 1 {
        node.attributes = attributes(dice);
    }
    if node.id.kind() == "account" && bits % 3 == 1 {
        node.labels.push("l".to_owned());
    }
    if node.id.kind() == "item" && bits % 2 == 1 {
        node.owner = Some(self::node(["user:u", "user:v", "user:w"][dice.below(3)]));
    }
}

fn key(dice: &mut Dice, index: &Index, id: NodeId, owner: NodeId) -> Key {
    let permissions = (0..=dice.below(2)).map(|_| entry(dice).pattern).collect();
    let on = dice.pick(&places(index)).unwrap();
    Key { id, owner, permissions, on, active: !dice.one_in(8), expires_at: expiry(dice) }
}

/// One write of any kind, with a number that makes new names new.
pub fn write(dice: &mut Dice, index: &Index, writer: &NodeId, number: usize) -> Option<Vec<Change>> {
    let users: Vec<NodeId> = index.users().cloned().collect();
    let groups: Vec<NodeId> = index.groups().cloned().collect();
    Some(match dice.below(25) {
        0..=3 => vec![Change::PutGrant(grant(dice, index, &format!("n{number}"))?)],
        4 | 5 => {
            let mut grant = index.grant(&dice.pick(&grants(index))?)?.clone();
            match dice.below(3) {
                0 => grant.expires_at = expiry(dice),
                1 => grant.role = dice.pick(&roles(index))?,
                _ => grant.who = vec![atom(dice, index)?],
            }
            vec![Change::PutGrant(grant)]
        }
        6 | 7 => vec![Change::RemoveGrant(dice.pick(&grants(index))?)],
        8 | 9 => vec![Change::PutRole(edited(dice, index)?)],
        10 => moved(dice, index)?,
        11 | 12 => vec![Change::PutNode(changed(dice, index)?)],
        13 => created(dice, index, writer, number)?,
        14 => {
            let (group, member) = (dice.pick(&groups)?, dice.pick(&[users, groups].concat())?);
            vec![if dice.one_in(3) {
                Change::RemoveMember { group, member }
            } else {
                Change::PutMember { group, member }
            }]
        }
        15 => {
            let mut group = index.group(&dice.pick(&groups)?)?;
            let admin = dice.pick(&users)?;
            if !group.admins.remove(&admin) {
                group.admins.insert(admin);
            }
            vec![Change::PutGroup(group)]
        }
        16 | 17 => {
            let mut user = index.user(&dice.pick(&users)?)?.clone();
            if dice.one_in(2) {
                user.active = !user.active;
            } else {
                user.account = [None, Some(node("account:a")), Some(node("account:b"))][dice.below(3)].clone();
            }
            vec![Change::PutUser(user)]
        }
        18 => {
            let id = node(&format!("user:n{number}"));
            let account = [None, Some(node("account:a"))][dice.below(2)].clone();
            vec![Change::PutUser(User { id, account, active: true, mfa: false })]
        }
        19 | 20 => {
            let keys: Vec<NodeId> = index.keys().cloned().chain([node(&format!("api-key:n{number}"))]).collect();
            let owner = if dice.one_in(2) { dice.pick(&users)? } else { writer.clone() };
            let id = dice.pick(&keys)?;
            vec![Change::PutKey(key(dice, index, id, owner))]
        }
        21 => vec![Change::RemoveKey(dice.pick(&index.keys().cloned().collect::<Vec<_>>())?)],
        22 => index.removal(&dice.pick(&[places(index), users, groups].concat())?),
        23 => {
            let home = dice.pick(&places(index))?;
            let entries = (0..=dice.below(2)).map(|_| entry(dice)).collect();
            vec![Change::PutRole(role(&format!("n{number}"), home.as_str(), entries))]
        }
        _ => {
            let mut catalog: Catalog = index.catalog().clone();
            if dice.one_in(2) {
                let permission = PERMISSIONS[dice.below(PERMISSIONS.len())];
                let route = serde_json::json!({"path": format!("/{number}"), "needs": [{"permission": permission, "on": "system"}]});
                catalog.routes.push(serde_json::from_value(route).unwrap());
            } else {
                catalog.visitor_roles.public = dice.pick(&roles(index));
            }
            vec![Change::SetCatalog(catalog)]
        }
    })
}

fn edited(dice: &mut Dice, index: &Index) -> Option<Role> {
    let mut role = index.role(&dice.pick(&roles(index))?)?.clone();
    match dice.below(4) {
        0 => role.permissions.push(entry(dice)),
        1 if !role.permissions.is_empty() => {
            let at = dice.below(role.permissions.len());
            role.permissions.remove(at);
        }
        2 => role.includes.push(dice.pick(&roles(index))?),
        _ => {
            for entry in &mut role.permissions {
                entry.conditions.clear();
            }
        }
    }
    Some(role)
}

fn moved(dice: &mut Dice, index: &Index) -> Option<Vec<Change>> {
    let mut node = index.node(&dice.pick(&places(index))?)?.clone();
    let parent = dice.pick(&places(index))?;
    match dice.below(3) {
        0 => node.parents = vec![parent],
        1 => node.parents.push(parent),
        _ => node.parents.retain(|old| *old != parent),
    }
    node.parents = node.parents.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect();
    Some(vec![Change::PutNode(node)])
}

fn changed(dice: &mut Dice, index: &Index) -> Option<Node> {
    let all: Vec<NodeId> = places(index).into_iter().chain(index.users().cloned()).collect();
    let mut node = index.node(&dice.pick(&all)?)?.clone();
    match dice.below(7) {
        0 => node.restricted = !node.restricted,
        1 => node.archived = !node.archived,
        2 => node.visibility = [Visibility::Private, Visibility::Internal, Visibility::Public][dice.below(3)],
        3 => node.owner = dice.pick(&index.users().cloned().collect::<Vec<_>>()),
        4 => node.attributes = attributes(dice),
        5 => node.suspended = !node.suspended,
        _ => node.labels = if node.labels.is_empty() { vec!["l".to_owned()] } else { Vec::new() },
    }
    Some(node)
}

fn created(dice: &mut Dice, index: &Index, writer: &NodeId, number: usize) -> Option<Vec<Change>> {
    let kind = ["project", "item"][dice.below(2)];
    let mut new = Node::new(node(&format!("{kind}:n{number}")), vec![dice.pick(&places(index))?]);
    if dice.one_in(3) {
        new.parents.push(dice.pick(&places(index))?);
    }
    flags(dice, &mut new);
    let mut changes = Vec::new();
    if kind == "project" {
        changes.push(Change::PutGrant(Grant {
            id: GrantId::parse(&format!("c{number}")).unwrap(),
            who: vec![Atom::User(writer.clone())],
            role: role_id("owner"),
            on: new.id.clone(),
            expires_at: None,
            source: Source::Preset,
        }));
    }
    if dice.one_in(3) {
        let mut grant = grant(dice, index, &format!("d{number}"))?;
        grant.on = new.id.clone();
        changes.push(Change::PutGrant(grant));
    }
    changes.insert(0, Change::PutNode(new));
    Some(changes)
}
