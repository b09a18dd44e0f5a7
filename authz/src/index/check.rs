//! What facts can be compiled: no node above itself or too deep, no grant to nobody, nothing malformed.

use super::Index;
use crate::{
    Catalog, Change, Grant, GrantId, Node, NodeId, Permission, Remark, Role, RoleId, World,
    condition::BadCondition,
    node::MAX_DEPTH,
    policy::Glob,
    remark,
    route::{self, BadRoute},
};
use alloc::{
    string::{String, ToString},
    vec,
    vec::Vec,
};
use core::{fmt, hash::Hash};
use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

/// Facts that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Invalid {
    /// Each of these is above the one before it, and the first above the last.
    Cycle(Vec<NodeId>),
    /// The longest way from this node to the root has more than [`MAX_DEPTH`] edges.
    TooDeep(NodeId),
    /// A grant whose `who` is empty would be for everybody.
    Nobody(GrantId),
    /// A role has a malformed condition.
    Condition {
        /// The role.
        role: RoleId,
        /// What is wrong.
        why: BadCondition,
    },
    /// A policy's pattern has an unclosed `[`.
    Pattern(String),
    /// A policy needs a permission the catalog does not have.
    Needs {
        /// The policy.
        pattern: String,
        /// The unknown permission.
        needs: Permission,
    },
    /// A route guard that cannot be.
    Route {
        /// The guard.
        route: String,
        /// What is wrong.
        why: BadRoute,
    },
    /// Two route guards take the same request, and neither is more specific.
    RouteClash {
        /// The first.
        one: String,
        /// The second.
        other: String,
        /// A request that both take.
        example: String,
    },
    /// A type's name, or one of its actions, is no name.
    Type {
        /// The type.
        kind: String,
        /// The action.
        action: String,
    },
}

impl Invalid {
    /// What is told: what cannot be.
    pub fn remark(&self) -> Remark {
        match self {
            Self::Cycle(nodes) => {
                let names: Vec<&str> = nodes.iter().map(NodeId::as_str).collect();
                remark!("nodes would be above themselves: {list}", list = names.join(", "))
            }
            Self::TooDeep(node) => {
                remark!("{node} would be more than {n} levels below the root", node, n = MAX_DEPTH)
            }
            Self::Nobody(grant) => remark!("grant {grant} names nobody", grant),
            Self::Condition { role, why: BadCondition::Attribute } => remark!(
                "role {role}: write an attribute as `subject.x`, `node.x`, `action.x` or `context.x`, its name without a dot",
                role
            ),
            Self::Condition { role, why: BadCondition::Right } => {
                remark!("role {role}: the right side is a value, a list, or an object with `attr` alone", role)
            }
            Self::Pattern(pattern) => remark!("policy `{pattern}`: close the `[`", pattern),
            Self::Needs { pattern, needs } => {
                remark!("policy `{pattern}` needs {needs}, which the catalog does not have", pattern, needs)
            }
            Self::Route { route, why } => remark!("route `{route}`: {why}", route, why),
            Self::RouteClash { one, other, example } => remark!(
                "routes `{one}` and `{other}` both take `{example}`, and neither is more specific: narrow one of them",
                one,
                other,
                example
            ),
            Self::Type { kind, action } => remark!(
                "type `{kind}`: `{action}` gives no permission: leave out `:`, `*` and white space",
                kind,
                action
            ),
        }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.remark().fmt(f)
    }
}

impl core::error::Error for Invalid {}

/// Checks all facts, but for where nodes are.
pub(super) fn world(world: &World) -> Result<(), Invalid> {
    catalog(&world.catalog)?;
    world.roles.iter().try_for_each(role)?;
    world.grants.iter().try_for_each(grant)
}

/// Checks where the nodes are that were put.
pub(super) fn depth(index: &Index, put: &[u32]) -> Result<(), Invalid> {
    let parents = |number: &u32| match index.records.at(*number).put {
        Some(_) => index.parents_of(*number).to_vec(),
        None => Vec::new(),
    };
    ways(put.iter().copied(), parents, |number| index.id(number).cloned().unwrap_or_else(NodeId::system))
}

/// Checks what changes would make of the index.
pub(super) fn changes(index: &Index, changes: &[Change]) -> Result<(), Invalid> {
    let mut moved: HashMap<&str, Option<&Node>> = HashMap::new();
    for change in changes {
        match change {
            Change::SetCatalog(new) => catalog(new)?,
            Change::PutRole(new) => role(new)?,
            Change::PutGrant(new) => grant(new)?,
            Change::PutNode(node) => {
                moved.insert(node.id.as_str(), Some(node));
            }
            Change::RemoveNode(id) => {
                moved.insert(id.as_str(), None);
            }
            _ => {}
        }
    }
    // Only what gets other parents can come to be above itself, or deeper; with it, all that is below.
    moved
        .retain(|id, node| node.is_some_and(|node| index.node(id).is_none_or(|before| before.parents != node.parents)));
    if moved.is_empty() {
        return Ok(());
    }
    let parents = |id: &NodeId| match moved.get(id.as_str()) {
        Some(node) => node.map(|node| node.parents.clone()).unwrap_or_default(),
        None => index.node(id.as_str()).map(|node| node.parents.clone()).unwrap_or_default(),
    };
    let mut ids: Vec<&NodeId> = moved.values().flatten().map(|node| &node.id).collect();
    let below: Vec<NodeId> = ids.iter().flat_map(|id| index.descendants(id.as_str())).cloned().collect();
    ids.extend(&below);
    ways(ids.into_iter().cloned(), parents, |id| id)
}

fn catalog(catalog: &Catalog) -> Result<(), Invalid> {
    for (kind, def) in &catalog.types {
        for action in &def.actions {
            if Permission::of(kind, action).is_err() {
                return Err(Invalid::Type { kind: kind.clone(), action: action.clone() });
            }
        }
    }
    for policy in &catalog.policies {
        if Glob::parse(&policy.pattern).is_err() {
            return Err(Invalid::Pattern(policy.pattern.clone()));
        }
        if let Some(needs) = policy.needs.values().find(|needs| !catalog.knows(needs)) {
            return Err(Invalid::Needs { pattern: policy.pattern.clone(), needs: needs.clone() });
        }
    }
    route::check(catalog)
}

fn role(role: &Role) -> Result<(), Invalid> {
    let mut conditions = role.permissions.iter().flat_map(|entry| &entry.conditions);
    conditions
        .try_for_each(|condition| condition.check().map_err(|why| Invalid::Condition { role: role.id.clone(), why }))
}

fn grant(grant: &Grant) -> Result<(), Invalid> {
    if grant.who.is_empty() { Err(Invalid::Nobody(grant.id.clone())) } else { Ok(()) }
}

/// A node on the way up, with the parents still to be tried and the longest way found so far.
struct Step<K> {
    node: K,
    untried: Vec<K>,
    longest: usize,
}

/// Follows every way up from these nodes, each node once.
fn ways<K: Clone + Eq + Hash>(
    starts: impl Iterator<Item = K>,
    parents: impl Fn(&K) -> Vec<K>,
    id: impl Fn(K) -> NodeId,
) -> Result<(), Invalid> {
    let mut heights: HashMap<K, usize> = HashMap::with_capacity(starts.size_hint().0);
    let step = |node: K| Step { untried: parents(&node), node, longest: 0 };
    let mut way = vec![];
    for start in starts {
        if !heights.contains_key(&start) {
            way.push(step(start));
        }
        while let Some(mut last) = way.pop() {
            let Some(parent) = last.untried.pop() else {
                if last.longest > MAX_DEPTH {
                    return Err(Invalid::TooDeep(id(last.node)));
                }
                if let Some(child) = way.last_mut() {
                    child.longest = child.longest.max(last.longest + 1);
                }
                heights.insert(last.node, last.longest);
                continue;
            };
            if let Some(height) = heights.get(&parent) {
                last.longest = last.longest.max(height + 1);
                way.push(last);
                continue;
            }
            way.push(last);
            if let Some(at) = way.iter().position(|step| step.node == parent) {
                return Err(Invalid::Cycle(way.into_iter().skip(at).map(|step| id(step.node)).collect()));
            }
            way.push(step(parent));
        }
    }
    Ok(())
}
