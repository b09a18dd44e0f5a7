//! Cedar. Its authorizer evaluates every policy of the set it is given, so what makes it fast is few policies:
//!
//! - One per permission, each in a set of its own; the set is picked by the permission asked.
//! - Nodes are entities below their parents, closed transitively when they are loaded.
//! - A user has an attribute for each role (flat: each permission) with the nodes where it is held, so that a policy
//!   asks `resource in principal.role3`, which is a look-up among the ancestors of the resource.
//!
//! A template link for each membership, or a policy for each role in one set, is many times slower.

use super::{Engine, Shape};
use crate::workload::{Facts, PERMISSIONS, Question, ROLES};
use anyhow::{Context as _, Result};
use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request,
    RestrictedExpression,
};
use std::collections::{HashMap, HashSet};

struct Cedar {
    authorizer: Authorizer,
    entities: Entities,
    policies: HashMap<String, PolicySet>,
    types: Types,
}

struct Types {
    user: EntityTypeName,
    action: EntityTypeName,
    node: EntityTypeName,
}

impl Engine for Cedar {
    fn allowed(&mut self, question: &Question) -> Result<bool> {
        let policies = self.policies.get(&question.permission).context("no such permission")?;
        let request = Request::new(
            uid(&self.types.user, &question.user),
            uid(&self.types.action, &question.permission),
            uid(&self.types.node, &question.node),
            Context::empty(),
            None,
        )?;
        Ok(self.authorizer.is_authorized(&request, policies, &self.entities).decision() == Decision::Allow)
    }
}

fn uid(kind: &EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(id))
}

/// Loads the facts as entities and writes the policies.
pub fn build(facts: &Facts, shape: Shape) -> Result<impl Engine + use<>> {
    let types = Types { user: "User".parse()?, action: "Action".parse()?, node: "Node".parse()? };
    let mut entities = users(facts, shape, &types)?;
    for node in &facts.nodes {
        let parents = node.parent.map(|parent| uid(&types.node, &facts.nodes[parent].id));
        entities.push(Entity::new_no_attrs(uid(&types.node, &node.id), parents.into_iter().collect()));
    }
    let mut policies = HashMap::new();
    for (number, permission) in facts.permissions.iter().enumerate() {
        let attributes: Vec<String> = match shape {
            Shape::Flat => vec![format!("p{number}")],
            Shape::Roles => {
                (0..ROLES).filter(|role| facts.roles[*role].contains(&number)).map(|role| format!("r{role}")).collect()
            }
        };
        let ways: Vec<String> = attributes.iter().map(|name| format!("resource in principal.{name}")).collect();
        let when = ways.join(" || ");
        let policy = format!("permit(principal, action == Action::\"{permission}\", resource) when {{ {when} }};");
        policies.insert(permission.clone(), policy.parse()?);
    }
    let entities = Entities::from_entities(entities, None)?;
    Ok(Cedar { authorizer: Authorizer::new(), entities, policies, types })
}

/// Users with the nodes where they hold each role, or have each permission.
fn users(facts: &Facts, shape: Shape, types: &Types) -> Result<Vec<Entity>> {
    let (prefix, count) = if shape == Shape::Flat { ("p", PERMISSIONS) } else { ("r", ROLES) };
    let mut held = vec![vec![HashSet::new(); count]; facts.users.len()];
    for membership in &facts.memberships {
        let own = &mut held[membership.user];
        match shape {
            Shape::Roles => drop(own[membership.role].insert(membership.on)),
            Shape::Flat => {
                for permission in &facts.roles[membership.role] {
                    own[*permission].insert(membership.on);
                }
            }
        }
    }
    let entity = |(id, held): (&String, Vec<HashSet<usize>>)| {
        let node = |at: &usize| RestrictedExpression::new_entity_uid(uid(&types.node, &facts.nodes[*at].id));
        let set = |nodes: &HashSet<usize>| RestrictedExpression::new_set(nodes.iter().map(node));
        let attributes = held.iter().enumerate().map(|(number, nodes)| (format!("{prefix}{number}"), set(nodes)));
        Ok(Entity::new(uid(&types.user, id), attributes.collect(), HashSet::new())?)
    };
    facts.users.iter().zip(held).map(entity).collect()
}
