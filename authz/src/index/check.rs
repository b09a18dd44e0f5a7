//! What facts can be compiled: no node above itself or too deep, no grant to nobody, nothing malformed.

use super::Index;
use crate::{
    Catalog, Change, Grant, GrantId, Node, NodeId, Permission, Role, RoleId, World, condition::BadCondition,
    node::MAX_DEPTH, policy::Glob,
};
use alloc::{string::String, vec, vec::Vec};
use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

/// Facts that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Invalid {
    /// Each of these is above the one before it, and the first above the last.
    #[error("nodes would be above themselves: {0:?}")]
    Cycle(Vec<NodeId>),
    /// The longest way from this node to the root has more than [`MAX_DEPTH`] edges.
    #[error("{0} would be more than {MAX_DEPTH} levels below the root")]
    TooDeep(NodeId),
    /// A grant whose `who` is empty would be for everybody.
    #[error("grant {0} names nobody")]
    Nobody(GrantId),
    /// A role has a malformed condition.
    #[error("role {role}: {why}")]
    Condition {
        /// The role.
        role: RoleId,
        /// What is wrong.
        why: BadCondition,
    },
    /// A policy's pattern has an unclosed `[`.
    #[error("policy `{0}`: close the `[`")]
    Pattern(String),
    /// A policy needs a permission the catalog does not have.
    #[error("policy `{pattern}` needs {needs}, which the catalog does not have")]
    Needs {
        /// The policy.
        pattern: String,
        /// The unknown permission.
        needs: Permission,
    },
    /// A type's name, or one of its actions, is no name.
    #[error("type `{kind}`: `{action}` gives no permission: leave out `:`, `*` and white space")]
    Type {
        /// The type.
        kind: String,
        /// The action.
        action: String,
    },
}

/// Checks all facts.
pub(super) fn world(world: &World) -> Result<(), Invalid> {
    catalog(&world.catalog)?;
    world.roles.iter().try_for_each(role)?;
    world.grants.iter().try_for_each(grant)?;
    // Of facts put twice the later one counts.
    let parents: HashMap<&str, &[NodeId]> =
        world.nodes.iter().map(|node| (node.id.as_str(), node.parents.as_slice())).collect();
    let ids: Vec<&NodeId> = world.nodes.iter().map(|node| &node.id).collect();
    ways(&ids, |id| parents.get(id.as_str()).map(|parents| parents.to_vec()).unwrap_or_default())
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
    ways(&ids, parents)
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
    Ok(())
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
struct Step {
    id: NodeId,
    untried: Vec<NodeId>,
    longest: usize,
}

/// Follows every way up from these nodes, each node once.
fn ways(ids: &[&NodeId], parents: impl Fn(&NodeId) -> Vec<NodeId>) -> Result<(), Invalid> {
    let mut heights: HashMap<NodeId, usize> = HashMap::new();
    for start in ids {
        let step = |id: &NodeId| Step { id: id.clone(), untried: parents(id), longest: 0 };
        let mut way = vec![];
        if !heights.contains_key(*start) {
            way.push(step(start));
        }
        while let Some(mut last) = way.pop() {
            let Some(parent) = last.untried.pop() else {
                if last.longest > MAX_DEPTH {
                    return Err(Invalid::TooDeep(last.id));
                }
                if let Some(child) = way.last_mut() {
                    child.longest = child.longest.max(last.longest + 1);
                }
                heights.insert(last.id, last.longest);
                continue;
            };
            if let Some(height) = heights.get(&parent) {
                last.longest = last.longest.max(height + 1);
                way.push(last);
                continue;
            }
            way.push(last);
            if let Some(at) = way.iter().position(|step| step.id == parent) {
                return Err(Invalid::Cycle(way.into_iter().skip(at).map(|step| step.id).collect()));
            }
            let next = step(&parent);
            way.push(next);
        }
    }
    Ok(())
}
