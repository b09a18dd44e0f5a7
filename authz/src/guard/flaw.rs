//! What is wrong with a catalog: names that mean nothing, and facts that it would leave without meaning.

use crate::{
    Catalog, Index, NodeId, Pattern, Permission, Remark, RoleId,
    catalog::{NewHolder, NodeType, OnCreate},
    remark,
};
use alloc::{
    borrow::ToOwned,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;
use serde::{Deserialize, Serialize};

/// Most characters of the name of a type or an action.
const MAX_WORD: usize = 64;

/// Something wrong with a catalog, seen together with the facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "flaw", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Flaw {
    /// A name that cannot be one.
    Name {
        /// The name.
        name: String,
    },
    /// An action is there twice.
    Twice {
        /// The type.
        kind: String,
        /// The action.
        action: String,
    },
    /// A type is named that is none.
    UnknownType {
        /// The type.
        kind: String,
        /// What it names as a parent, or brings as a child.
        named: String,
    },
    /// What a new node brings cannot be below it.
    Child {
        /// The type.
        kind: String,
        /// What it brings.
        child: String,
    },
    /// New members get a role where there are no members.
    NoMembers {
        /// The type.
        kind: String,
    },
    /// A role is named that is none.
    UnknownRole {
        /// The role.
        role: RoleId,
    },
    /// A permission is named that is none.
    UnknownPermission {
        /// The console's act that would ask for it.
        act: String,
        /// The permission.
        permission: Permission,
    },
    /// There are nodes of a type that would be none, or would be decided by policies.
    TypeInUse {
        /// The type.
        kind: String,
        /// How many.
        nodes: usize,
        /// One of them.
        example: NodeId,
    },
    /// There are nodes below a type that would be no parent of theirs.
    ParentInUse {
        /// The type.
        kind: String,
        /// The type that would be no parent of it.
        parent: String,
        /// How many.
        nodes: usize,
        /// One of them.
        example: NodeId,
    },
    /// An entry of a role would cover nothing.
    RoleEntry {
        /// The role.
        role: RoleId,
        /// What it gives.
        pattern: Pattern,
    },
    /// A role is for nodes of a type that would be none.
    RoleOn {
        /// The role.
        role: RoleId,
        /// The type.
        kind: String,
    },
    /// What an API key may do would be nothing.
    KeyPattern {
        /// The key.
        key: NodeId,
        /// What it may do.
        pattern: Pattern,
    },
}

impl Flaw {
    /// What is told: what is wrong, and what to do about it.
    pub fn remark(&self) -> Remark {
        match self {
            Self::Name { name } => remark!("`{name}` cannot name a type or an action: use up to 64 characters", name),
            Self::Twice { kind, action } => {
                remark!("type `{kind}` has the action `{action}` twice: leave one of them out", kind, action)
            }
            Self::UnknownType { kind, named } => remark!(
                "type `{kind}` names the type `{named}`, which is not in the catalog: add it, or leave it out",
                kind,
                named
            ),
            Self::Child { kind, child } => remark!(
                "a new `{kind}` brings a `{child}`, which cannot be below it: allow `{kind}` as a parent of `{child}`",
                kind,
                child
            ),
            Self::NoMembers { kind } => {
                remark!("a new `{kind}` has no members to give a role to: give it to its creator", kind)
            }
            Self::UnknownRole { role } => remark!(
                "the catalog names the role `{role}`, which is not there: make it first, or choose another",
                role
            ),
            Self::UnknownPermission { act, permission } => remark!(
                "`{act}` names `{permission}`, which is not in the catalog: choose a type and one of its actions",
                act,
                permission
            ),
            Self::TypeInUse { kind, nodes, example } => remark!(
                "type `{kind}` is in use by {nodes} nodes, such as `{example}`: delete them first",
                kind,
                nodes,
                example
            ),
            Self::ParentInUse { nodes, example, parent, kind } => remark!(
                "{nodes} nodes such as `{example}` are below a `{parent}`: move them first, or keep `{parent}` as a parent of `{kind}`",
                nodes,
                example,
                parent,
                kind
            ),
            Self::RoleEntry { role, pattern } => remark!(
                "role `{role}` gives `{pattern}`, which would be nothing: take it out of the role first",
                role,
                pattern
            ),
            Self::RoleOn { role, kind } => remark!(
                "role `{role}` is to be given on `{kind}`, which would be no type: leave that out of the role first",
                role,
                kind
            ),
            Self::KeyPattern { key, pattern } => remark!(
                "the key `{key}` may do `{pattern}`, which would be nothing: change the key first",
                key,
                pattern
            ),
        }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.remark().fmt(f)
    }
}

/// What is wrong after changes of the catalog and was not before: older faults do not make a catalog impossible to touch.
pub fn flaws(before: &Index, after: &Index) -> Vec<Flaw> {
    let mut found = faults(after);
    let known = faults(before);
    found.retain(|flaw| !known.contains(flaw));
    in_use(before, after, &mut found);
    found
}

/// What is wrong in the catalog, and in roles and keys because of it. (What no index takes, such as policies that cannot be
/// read, never gets here.)
pub fn faults(index: &Index) -> Vec<Flaw> {
    let catalog = index.catalog();
    let mut found = Vec::new();
    for (kind, def) in &catalog.types {
        of_type(catalog, kind, def, &mut found);
    }
    let named = roles_of(catalog).filter(|role| index.role(*role).is_none());
    found.extend(named.map(|role| Flaw::UnknownRole { role: role.clone() }));
    for (act, permission) in catalog.console.named() {
        if let Some(permission) = permission.as_ref().filter(|permission| !catalog.knows(permission)) {
            found.push(Flaw::UnknownPermission { act: act.to_owned(), permission: permission.clone() });
        }
    }
    let mut roles: Vec<_> = index.roles().collect();
    roles.sort_by(|one, other| one.id.cmp(&other.id));
    for role in roles {
        let nothing = role.permissions.iter().filter(|entry| !covers_something(catalog, &entry.pattern));
        let entry = |pattern: &Pattern| Flaw::RoleEntry { role: role.id.clone(), pattern: pattern.clone() };
        found.extend(nothing.map(|nothing| entry(&nothing.pattern)));
        let gone = role.on.iter().filter(|kind| !catalog.types.contains_key(*kind));
        found.extend(gone.map(|kind| Flaw::RoleOn { role: role.id.clone(), kind: kind.clone() }));
    }
    for key in index.keys().filter_map(|id| index.key(id)) {
        let nothing = key.permissions.iter().filter(|pattern| !covers_something(catalog, pattern));
        found.extend(nothing.map(|pattern| Flaw::KeyPattern { key: key.id.clone(), pattern: pattern.clone() }));
    }
    found
}

fn of_type(catalog: &Catalog, kind: &str, def: &NodeType, found: &mut Vec<Flaw>) {
    let names = def.actions.iter().map(String::as_str).chain([kind]);
    let bad = names.filter(|name| name.chars().count() > MAX_WORD || name.contains(char::is_control));
    found.extend(bad.map(|name| Flaw::Name { name: name.to_owned() }));
    for (at, action) in def.actions.iter().enumerate() {
        if def.actions.iter().take(at).any(|other| other == action) {
            found.push(Flaw::Twice { kind: kind.to_owned(), action: action.clone() });
        }
    }
    let unknown = |named: &String| Flaw::UnknownType { kind: kind.to_owned(), named: named.clone() };
    found.extend(def.parents.iter().filter(|parent| !catalog.types.contains_key(*parent)).map(unknown));
    for brought in &def.on_create {
        match brought {
            OnCreate::Child(child) => match catalog.types.get(child) {
                None => found.push(unknown(child)),
                Some(below) if below.by_policy || !below.parents.iter().any(|parent| parent == kind) => {
                    found.push(Flaw::Child { kind: kind.to_owned(), child: child.clone() });
                }
                Some(_) => {}
            },
            OnCreate::Grant { to: NewHolder::Members, .. } if !matches!(kind, "account" | "group") => {
                found.push(Flaw::NoMembers { kind: kind.to_owned() });
            }
            OnCreate::Grant { .. } => {}
        }
    }
}

/// Every role that a catalog names.
pub(super) fn roles_of(catalog: &Catalog) -> impl Iterator<Item = &RoleId> {
    let visiting = [&catalog.visitor_roles.public, &catalog.visitor_roles.internal].into_iter().flatten();
    let consulting = catalog.consultancy.iter().flat_map(|roles| [&roles.consultant, &roles.client]);
    let owning = catalog.types.values().filter_map(|kind| kind.owner_role.as_ref());
    let brought = catalog.types.values().flat_map(|kind| &kind.on_create).filter_map(|brought| match brought {
        OnCreate::Grant { role, .. } => Some(role),
        OnCreate::Child(_) => None,
    });
    visiting.chain(consulting).chain(owning).chain(brought)
}

fn covers_something(catalog: &Catalog, pattern: &Pattern) -> bool {
    let mut fitting = catalog.types.iter().filter(|(kind, _)| ["*", kind.as_str()].contains(&pattern.kind()));
    fitting.any(|(_, def)| pattern.action() == "*" || def.actions.iter().any(|action| action == pattern.action()))
}

/// Nodes whose type, or whose place, would be none.
fn in_use(before: &Index, after: &Index, found: &mut Vec<Flaw>) {
    for (kind, had) in before.catalog().types.iter().filter(|(_, had)| !had.by_policy) {
        let has = after.catalog().types.get(kind).filter(|has| !has.by_policy);
        let Some(has) = has else {
            if let Some(example) = after.nodes_of_type(kind).next() {
                let nodes = after.nodes_of_type(kind).count();
                found.push(Flaw::TypeInUse { kind: kind.clone(), nodes, example: example.clone() });
            }
            continue;
        };
        for parent in had.parents.iter().filter(|parent| !has.parents.contains(parent)) {
            // People, groups and keys are where their account is, whatever the catalog says.
            let free = |id: &NodeId| after.user(id).is_some() || after.group(id).is_some() || after.key(id).is_some();
            let below = |id: &&NodeId| {
                let node = after.node(*id).filter(|_| !free(id));
                node.is_some_and(|node| node.parents.iter().any(|above| above.kind() == parent))
            };
            let mut nodes = after.nodes_of_type(kind).filter(below);
            if let Some(example) = nodes.next() {
                let (kind, parent, example) = (kind.clone(), parent.clone(), example.clone());
                found.push(Flaw::ParentInUse { kind, parent, nodes: nodes.count() + 1, example });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        Catalog, Change, Role,
        guard::{Refusal, Writer, flaws, judge, scene::*},
    };
    use alloc::{
        borrow::ToOwned,
        string::{String, ToString},
        vec::Vec,
    };

    /// What is said of a catalog changed like this, whoever writes it.
    #[track_caller]
    fn says(scene: &Scene, change: impl Fn(&mut Catalog), text: &str) {
        let mut catalog = scene.0.catalog.clone();
        change(&mut catalog);
        let changes = [Change::SetCatalog(catalog)];
        scene.refuses("user:ada", &changes, text);
        let host = judge(&scene.index(), &Writer::Host { force: true }, &changes, NOW);
        assert_eq!(host.map_err(|refusal| refusal.to_string()), Err(text.to_owned()));
    }

    /// Everything that is wrong with a catalog changed like this.
    fn found(scene: &Scene, change: impl Fn(&mut Catalog)) -> Vec<String> {
        let mut catalog = scene.0.catalog.clone();
        change(&mut catalog);
        let before = scene.index();
        let after = before.preview(&[Change::SetCatalog(catalog)]).unwrap();
        flaws(&before, &after).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_in_use_stays_in_the_catalog() {
        let scene = Scene::new().project("apollo").node("thing:x", &["project:apollo"]);
        let scene =
            scene.node("thing:y", &["project:apollo"]).key(key("api-key:k", "user:ann", &["thing:read"], "system"));
        let gone = found(&scene, |catalog| drop(catalog.types.remove("thing")));
        for text in [
            "type `thing` is in use by 2 nodes, such as `thing:x`: delete them first",
            "role `owner` gives `thing:*`, which would be nothing: take it out of the role first",
            "role `viewer` is to be given on `thing`, which would be no type: leave that out of the role first",
            "the key `api-key:k` may do `thing:read`, which would be nothing: change the key first",
        ] {
            assert!(gone.iter().any(|said| said == text), "{text}: {gone:?}");
        }
        let thing = |change: fn(&mut crate::catalog::NodeType)| {
            found(&scene, |catalog| change(catalog.types.get_mut("thing").unwrap()))
        };
        assert_eq!(
            thing(|thing| thing.parents = alloc::vec!["item".to_owned()]),
            [
                "2 nodes such as `thing:x` are below a `project`: move them first, or keep `project` as a parent of `thing`"
            ]
        );
        assert_eq!(
            thing(|thing| thing.by_policy = true),
            ["type `thing` is in use by 2 nodes, such as `thing:x`: delete them first"]
        );
        assert_eq!(
            thing(|thing| thing.actions.retain(|action| action != "read")),
            ["the key `api-key:k` may do `thing:read`, which would be nothing: change the key first"]
        );
        // What nobody uses may go, and everything may be added to.
        assert!(thing(|thing| thing.actions.retain(|action| action != "update")).is_empty());
        assert!(thing(|thing| thing.parents.push("account".to_owned())).is_empty());
        let child = found(&scene, |catalog| catalog.types.get_mut("item").unwrap().parents.clear());
        assert!(child.iter().any(|said| said.starts_with("a new `project` brings a `item`")), "{child:?}");
    }

    #[test]
    fn names_mean_something() {
        let scene = Scene::new();
        let item = |catalog: &mut Catalog, change: &dyn Fn(&mut crate::catalog::NodeType)| {
            change(catalog.types.get_mut("item").unwrap());
        };
        let long = "x".repeat(65);
        says(
            &scene,
            |catalog| item(catalog, &|item| item.actions.push(long.clone())),
            &alloc::format!("`{long}` cannot name a type or an action: use up to 64 characters"),
        );
        says(
            &scene,
            |catalog| item(catalog, &|item| item.actions.push("read".to_owned())),
            "type `item` has the action `read` twice: leave one of them out",
        );
        says(
            &scene,
            |catalog| item(catalog, &|item| item.parents.push("folder".to_owned())),
            "type `item` names the type `folder`, which is not in the catalog: add it, or leave it out",
        );
        says(
            &scene,
            |catalog| item(catalog, &|item| item.owner_role = Some(role_id("ghost"))),
            "the catalog names the role `ghost`, which is not there: make it first, or choose another",
        );
        says(
            &scene,
            |catalog| catalog.console.reads_audit = Some(crate::Permission::parse("item:listen").unwrap()),
            "`reads_audit` names `item:listen`, which is not in the catalog: choose a type and one of its actions",
        );
    }

    #[test]
    fn who_may_not_change_the_catalog_does_not_hear_what_is_in_it() {
        let scene = Scene::new().project("apollo");
        let mut catalog = scene.0.catalog.clone();
        catalog.types.remove("item");
        let by = scene.by("user:ann", &[Change::SetCatalog(catalog)]);
        assert!(matches!(by, Err(Refusal::AdministratorOnly { .. })));
    }

    #[test]
    fn older_faults_stay_and_stop_nothing() {
        let mut scene = Scene::new();
        scene.0.roles.push(Role { permissions: entries(&["folder:read"]), ..role("old", &[]) });
        scene.0.catalog.types.get_mut("item").unwrap().parents.push("folder".to_owned());
        let mut catalog = scene.0.catalog.clone();
        catalog.types.get_mut("item").unwrap().actions.push("print".to_owned());
        scene.allows("user:ada", &[Change::SetCatalog(catalog)]);
    }
}
