//! Who gains and who loses what by changes: the engine's own answers before and after, compared.

use crate::{
    Atom, Change, Entry, Grant, Index, Invalid, NodeId, Permission, RoleId, decide::ANONYMOUS,
};
use alloc::{
    borrow::ToOwned,
    collections::{BTreeMap, BTreeSet},
    string::{String, ToString},
    vec::Vec,
};
use serde::{Deserialize, Serialize};

/// Most questions asked of each side; beyond, only the nodes that the changes touch directly are compared.
const MAX_QUESTIONS: usize = 2_000_000;

/// What changes do to who may do what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// Gains and losses, grouped; gains first.
    pub shifts: Vec<Shift>,
    /// Were all nodes compared, and not only those that the changes touch directly?
    pub complete: bool,
}

/// The same subjects gain, or lose, the same permissions on the same nodes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Shift {
    /// Lose, not gain?
    pub loses: bool,
    /// Users and API keys, or `anonymous`.
    pub subjects: Vec<String>,
    /// Permissions.
    pub permissions: Vec<Permission>,
    /// Nodes.
    pub nodes: Vec<NodeId>,
}

impl Shift {
    /// The nodes that are not below another of them: where the shift begins.
    pub fn tops<'a>(&'a self, index: &'a Index) -> impl Iterator<Item = &'a NodeId> {
        let all: BTreeSet<&NodeId> = self.nodes.iter().collect();
        self.nodes.iter().filter(move |node| !index.ancestors(node).iter().any(|above| all.contains(above)))
    }
}

/// Permissions on nodes.
type Asked = BTreeSet<(Permission, NodeId)>;

/// Compares what is allowed before the changes and after them.
///
/// # Errors
/// [`Invalid`] where the changes cannot be made.
pub fn effect(before: &Index, changes: &[Change], now: i64) -> Result<Effect, Invalid> {
    let after = before.preview(changes)?;
    let scope = Scope::new(before, &after, changes);
    let (nodes, complete) = scope.nodes(before, &after);
    let mut gained: BTreeMap<Asked, Vec<String>> = BTreeMap::new();
    let mut lost: BTreeMap<Asked, Vec<String>> = BTreeMap::new();
    for subject in &scope.subjects {
        let (mut gains, mut losses) = (Asked::new(), Asked::new());
        for node in &nodes {
            for permission in &scope.permissions {
                let ask = |index: &Index| index.allowed(subject, permission, node, now).unwrap_or(false);
                match (ask(before), ask(&after)) {
                    (false, true) => gains.insert((permission.clone(), node.clone())),
                    (true, false) => losses.insert((permission.clone(), node.clone())),
                    _ => false,
                };
            }
        }
        for (found, asked) in [(&mut gained, gains), (&mut lost, losses)] {
            if !asked.is_empty() {
                found.entry(asked).or_default().push(subject.clone());
            }
        }
    }
    let gains = gained.into_iter().flat_map(|(asked, subjects)| shifts(false, asked, &subjects));
    let losses = lost.into_iter().flat_map(|(asked, subjects)| shifts(true, asked, &subjects));
    let mut shifts: Vec<Shift> = gains.chain(losses).collect();
    shifts.sort();
    Ok(Effect { shifts, complete })
}

/// What some subjects share, with permissions on the same nodes put together.
fn shifts(loses: bool, asked: Asked, subjects: &[String]) -> Vec<Shift> {
    let mut nodes: BTreeMap<Permission, Vec<NodeId>> = BTreeMap::new();
    for (permission, node) in asked {
        nodes.entry(permission).or_default().push(node);
    }
    let mut together: BTreeMap<Vec<NodeId>, Vec<Permission>> = BTreeMap::new();
    for (permission, nodes) in nodes {
        together.entry(nodes).or_default().push(permission);
    }
    let shift = |(nodes, permissions)| Shift { loses, subjects: subjects.to_vec(), permissions, nodes };
    together.into_iter().map(shift).collect()
}

/// What can differ at all.
struct Scope {
    subjects: BTreeSet<String>,
    permissions: Vec<Permission>,
    /// Nodes that the changes touch directly; what is below them can differ too.
    anchors: BTreeSet<NodeId>,
}

impl Scope {
    fn new(before: &Index, after: &Index, changes: &[Change]) -> Self {
        let mut reach = Reach::default();
        for change in changes {
            for index in [before, after] {
                reach.add(index, change);
            }
        }
        let mut patterns: Option<Vec<Entry>> = Some(Vec::new());
        for change in changes {
            match (&mut patterns, changed_entries(before, after, change)) {
                (Some(all), Some(some)) => all.extend(some),
                _ => patterns = None,
            }
        }
        let permissions = known(before).union(&known(after)).cloned().collect::<Vec<_>>();
        let covered = |permission: &Permission| match &patterns {
            Some(entries) => entries.iter().any(|entry| entry.pattern.covers(permission)),
            None => true,
        };
        let permissions = permissions.into_iter().filter(covered).collect();
        let mut scope = Self { subjects: BTreeSet::new(), permissions, anchors: BTreeSet::new() };
        if reach.everything {
            // Not all nodes are below the root: one may wait for a parent that is still to come.
            for index in [before, after] {
                let world = index.world();
                scope.anchors.extend(world.nodes.into_iter().map(|node| node.id));
                scope.anchors.extend(world.users.into_iter().map(|user| user.id));
                scope.anchors.extend(world.groups.into_iter().map(|group| group.id));
                scope.anchors.extend(world.keys.into_iter().map(|key| key.id));
            }
            scope.anchors.insert(NodeId::system());
            scope.everybody(before, after);
        } else {
            for grant in &reach.grants {
                scope.anchors.insert(grant.on.clone());
                scope.holders(before, after, grant);
            }
        }
        scope.keys(before, after);
        scope
    }

    /// The nodes to compare, and whether that is all.
    fn nodes(&self, before: &Index, after: &Index) -> (BTreeSet<NodeId>, bool) {
        let mut all = self.anchors.clone();
        for anchor in &self.anchors {
            for index in [before, after] {
                all.extend(index.descendants(anchor).into_iter().cloned());
            }
        }
        let questions = all.len().saturating_mul(self.subjects.len()).saturating_mul(self.permissions.len());
        if questions <= MAX_QUESTIONS { (all, true) } else { (self.anchors.clone(), false) }
    }

    fn everybody(&mut self, before: &Index, after: &Index) {
        self.subjects.insert(ANONYMOUS.to_owned());
        for index in [before, after] {
            self.subjects.extend(index.users().map(ToString::to_string));
        }
    }

    /// Everybody the grant can be for: those one of its atoms names, if one names few.
    fn holders(&mut self, before: &Index, after: &Index, grant: &Grant) {
        let named = grant.who.iter().find_map(|atom| named(before, after, atom));
        match named {
            Some(users) => self.subjects.extend(users),
            None => self.everybody(before, after),
        }
    }

    /// Keys of the users found.
    fn keys(&mut self, before: &Index, after: &Index) {
        let users: Vec<String> = self.subjects.iter().cloned().collect();
        for user in users {
            for index in [before, after] {
                self.subjects.extend(index.keys_of(&user).map(ToString::to_string));
            }
        }
    }
}

/// The users that an atom names one by one.
fn named(before: &Index, after: &Index, atom: &Atom) -> Option<Vec<String>> {
    let both = |list: fn(&Index, &NodeId) -> Vec<String>, id: &NodeId| {
        let mut users = list(before, id);
        users.extend(list(after, id));
        users
    };
    match atom {
        Atom::User(user) => Some([user.to_string()].into()),
        Atom::Group(group) => Some(both(|index, id| index.members_of(id).into_iter().map(ToString::to_string).collect(), group)),
        Atom::Account(account) => Some(both(|index, id| index.users_of(id).map(ToString::to_string).collect(), account)),
        Atom::GroupAdmins(_) | Atom::AccountLabel(_) | Atom::Holder(..) | Atom::SignedIn(_) | Atom::Anyone(_) => None,
    }
}

fn known(index: &Index) -> BTreeSet<Permission> {
    let types = index.catalog().types.iter().filter(|(_, kind)| !kind.by_policy);
    types
        .flat_map(|(name, kind)| kind.actions.iter().map(move |action| (name, action)))
        .filter_map(|(name, action)| Permission::parse(&alloc::format!("{name}:{action}")).ok())
        .collect()
}

/// The entries that a change of a role or grant is about; `None` where it can be about anything.
fn changed_entries(before: &Index, after: &Index, change: &Change) -> Option<Vec<Entry>> {
    let closure = |index: &Index, role: &RoleId| -> Vec<Entry> {
        let roles = included(index, role);
        roles.iter().filter_map(|id| index.role(id)).flat_map(|role| role.permissions.clone()).collect()
    };
    let all = |role: &RoleId| {
        let mut entries = closure(before, role);
        entries.extend(closure(after, role));
        entries
    };
    match change {
        Change::PutRole(role) => {
            let (old, new) = (before.role(&role.id), after.role(&role.id));
            match (old, new) {
                (Some(old), Some(new)) if old.includes == new.includes => {
                    let only = |a: &[Entry], b: &[Entry]| a.iter().filter(|entry| !b.contains(entry)).cloned().collect::<Vec<_>>();
                    let mut entries = only(&old.permissions, &new.permissions);
                    entries.extend(only(&new.permissions, &old.permissions));
                    Some(entries)
                }
                _ => Some(all(&role.id)),
            }
        }
        Change::RemoveRole(role) => Some(all(role)),
        _ => None,
    }
}

/// A role and what it includes, transitively.
fn included(index: &Index, role: &RoleId) -> BTreeSet<RoleId> {
    let mut found = BTreeSet::new();
    let mut wave: Vec<RoleId> = [role.clone()].into();
    while let Some(id) = wave.pop() {
        if found.insert(id.clone()) {
            wave.extend(index.role(&id).into_iter().flat_map(|role| role.includes.clone()));
        }
    }
    found
}

/// Which grants the changes can make work otherwise.
#[derive(Default)]
struct Reach {
    /// As they were and as they are to be.
    grants: Vec<Grant>,
    everything: bool,
}

impl Reach {
    fn add(&mut self, index: &Index, change: &Change) {
        match change {
            Change::PutRole(role) => self.role(index, &role.id),
            Change::RemoveRole(role) => self.role(index, role),
            Change::PutGrant(grant) => self.grant(index, &grant.id),
            Change::RemoveGrant(grant) => self.grant(index, grant),
            // Who somebody is and where something is can matter anywhere.
            _ => self.everything = true,
        }
    }

    /// The grants of a role and of those that include it; visibility, if it is a visitor's.
    fn role(&mut self, index: &Index, role: &RoleId) {
        let visitors = &index.catalog().visitor_roles;
        for other in index.roles() {
            if !included(index, &other.id).contains(role) {
                continue;
            }
            if visitors.public.as_ref() == Some(&other.id) || visitors.internal.as_ref() == Some(&other.id) {
                self.everything = true;
            }
            self.grants.extend(index.grants_of(&other.id).cloned());
        }
    }

    /// The grant, and those that name its holders.
    fn grant(&mut self, index: &Index, id: &str) {
        let Some(grant) = index.grant(id) else { return };
        self.grants.push(grant.clone());
        self.grants.extend(index.grants_naming(&grant.on).cloned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Catalog, Extent, Group, Node, Pattern, Role, Source, User, World};
    use alloc::vec;

    fn node(text: &str) -> NodeId {
        NodeId::parse(text).unwrap()
    }

    fn role(id: &str, patterns: &[&str], includes: &[&str]) -> Role {
        let entry = |text: &&str| Entry { pattern: Pattern::parse(text).unwrap(), extent: Extent::All, conditions: vec![] };
        Role {
            id: RoleId::parse(id).unwrap(),
            name: String::new(),
            description: String::new(),
            home: NodeId::system(),
            on: vec!["project".into()],
            permissions: patterns.iter().map(entry).collect(),
            includes: includes.iter().map(|id| RoleId::parse(id).unwrap()).collect(),
            assigned_by: vec![],
            locked: false,
        }
    }

    fn grant(id: &str, who: Atom, role: &str) -> Grant {
        let (id, role) = (crate::GrantId::parse(id).unwrap(), RoleId::parse(role).unwrap());
        Grant { id, who: vec![who], role, on: node("project:p"), expires_at: None, source: Source::Direct }
    }

    fn world() -> World {
        let user = |name: &str| User { id: node(name), account: None, active: true, mfa: false };
        World {
            catalog: Catalog::default().with_built_in(),
            roles: vec![role("viewer", &["project:read"], &[]), role("editor", &["project:update"], &["viewer"])],
            nodes: vec![Node::new(node("project:p"), vec![NodeId::system()])],
            users: vec![user("user:ann"), user("user:bob"), user("user:cy")],
            groups: vec![Group { id: node("group:g"), members: [node("user:cy")].into(), admins: [].into() }],
            grants: vec![
                grant("1", Atom::User(node("user:ann")), "viewer"),
                grant("2", Atom::User(node("user:bob")), "editor"),
                grant("3", Atom::Group(node("group:g")), "viewer"),
            ],
            keys: vec![],
        }
    }

    #[test]
    fn a_new_entry_reaches_holders_includers_and_members() {
        let index = Index::new(world()).unwrap();
        let change = Change::PutRole(role("viewer", &["member:read"], &[]));
        let effect = effect(&index, &[change], 0).unwrap();
        let told: Vec<_> = effect.shifts.iter().map(|shift| (shift.loses, shift.subjects.len(), shift.permissions.first().unwrap().as_str())).collect();
        assert_eq!(told, [(false, 3, "member:read"), (true, 3, "project:read")]);
        assert!(effect.complete);
    }

    #[test]
    fn what_one_has_twice_is_not_lost_once() {
        let mut world = world();
        world.grants.push(grant("4", Atom::User(node("user:ann")), "editor"));
        let index = Index::new(world).unwrap();
        let gone = Change::RemoveGrant(crate::GrantId::parse("1").unwrap());
        assert_eq!(effect(&index, &[gone], 0).unwrap().shifts, []);
    }
}
