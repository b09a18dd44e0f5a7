//! Casbin: role-based access with domains. Its enforcer evaluates the matcher for every line of policy in turn, and its
//! role manager searches a domain's graph breadth first, so what makes it fast is few lines and small domains:
//!
//! - A domain for each project and role (flat: each project and permission). In it every resource links to its parent
//!   and a node to the users who hold it there, so the search begins at the node asked about and is short.
//! - A line for each role, with the permissions it gives as links too (flat: no line at all, so that the matcher is
//!   evaluated once).
//!
//! As casbin's users do, the caller says which project it is about. With a line for each role and permission it is four
//! times slower; with a line for each membership, hundreds of times. Remembered answers (`CachedEnforcer`) would not
//! measure a check.

use super::{Engine, Shape};
use crate::workload::{Facts, Question, ROLES};
use anyhow::Result;
use casbin::{CoreApi, DefaultModel, Enforcer, MemoryAdapter, MgmtApi};
use std::collections::BTreeSet;

const BY_ROLE: &str = "
[request_definition]
r = sub, dom, obj, act
[policy_definition]
p = role
[role_definition]
g = _, _, _
g2 = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = g2(r.act, p.role) && g(r.obj, r.sub, r.dom + p.role)
";

const FLAT: &str = "
[request_definition]
r = sub, dom, obj
[policy_definition]
p = none
[role_definition]
g = _, _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = g(r.obj, r.sub, r.dom)
";

struct Casbin {
    enforcer: Enforcer,
    shape: Shape,
}

impl Engine for Casbin {
    fn allowed(&mut self, question: &Question) -> Result<bool> {
        let Question { user, permission, node, project } = question;
        let answer = match self.shape {
            Shape::Roles => self.enforcer.enforce(vec![user.as_str(), project, node, permission]),
            Shape::Flat => {
                let domain = domain(project, &label(permission));
                self.enforcer.enforce(vec![user.as_str(), &domain, node])
            }
        };
        Ok(answer?)
    }
}

fn domain(project: &str, label: &str) -> String {
    let mut domain = String::with_capacity(project.len() + label.len());
    domain.push_str(project);
    domain.push_str(label);
    domain
}

fn label(name: impl std::fmt::Display) -> String {
    format!("/{name}")
}

/// Builds the enforcer and its role manager.
pub fn build(facts: &Facts, shape: Shape) -> Result<impl Engine + use<>> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let enforcer = runtime.block_on(async {
        let model = DefaultModel::from_str(if shape == Shape::Flat { FLAT } else { BY_ROLE }).await?;
        let mut enforcer = Enforcer::new(model, MemoryAdapter::default()).await?;
        // The adapter need not keep a copy.
        enforcer.enable_auto_save(false);
        enforcer.add_named_grouping_policies("g", links(facts, shape)).await?;
        if shape == Shape::Roles {
            let gives =
                |role: usize| facts.roles[role].iter().map(move |at| vec![facts.permissions[*at].clone(), label(role)]);
            enforcer.add_named_grouping_policies("g2", (0..ROLES).flat_map(gives).collect()).await?;
            enforcer.add_policies((0..ROLES).map(|role| vec![label(role)]).collect()).await?;
        }
        anyhow::Ok(enforcer)
    })?;
    Ok(Casbin { enforcer, shape })
}

/// From resources to their parents, and from nodes to who holds what there.
fn links(facts: &Facts, shape: Shape) -> Vec<Vec<String>> {
    let labels: Vec<String> = match shape {
        Shape::Roles => (0..ROLES).map(label).collect(),
        Shape::Flat => facts.permissions.iter().map(label).collect(),
    };
    let mut links = Vec::new();
    for (number, node) in facts.nodes.iter().enumerate() {
        let Some(parent) = node.parent else { continue };
        let project = &facts.nodes[facts.project(number)].id;
        let link = |label: &String| vec![node.id.clone(), facts.nodes[parent].id.clone(), domain(project, label)];
        links.extend(labels.iter().map(link));
    }
    // Casbin takes no line twice.
    let mut held = BTreeSet::new();
    for membership in &facts.memberships {
        let own = match shape {
            Shape::Roles => std::slice::from_ref(&membership.role),
            Shape::Flat => &facts.roles[membership.role],
        };
        held.extend(own.iter().map(|label| (membership.on, membership.user, *label)));
    }
    links.extend(held.into_iter().map(|(on, user, label)| {
        let project = &facts.nodes[facts.project(on)].id;
        vec![facts.nodes[on].id.clone(), facts.users[user].clone(), domain(project, &labels[label])]
    }));
    links
}
