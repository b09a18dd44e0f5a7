//! Regorus: the policy compiled for its virtual machine, which is many times faster here than its interpreter and than
//! `CompiledPolicy`. The data stays loaded; a question sets the input and runs.
//!
//! Rego does not recurse, so every node comes with itself and all above it. Objects are ordered, so the rule begins
//! with what is short: the few nodes where the user has something.

use super::{Engine, Shape};
use crate::workload::{Facts, Question};
use anyhow::{Result, anyhow};
use regorus::{Value, languages::rego::compiler::Compiler, rvm::vm::RegoVM};
use std::collections::{BTreeMap, BTreeSet};

/// `held[user][node]` lists roles.
const ROLES: &str = "package authz
default allow := false
allow if {
    above := data.above[input.node]
    some node, roles in data.held[input.user]
    above[node]
    some role in roles
    data.gives[role][input.permission]
}";

/// `held[user][permission]` lists nodes.
const FLAT: &str = "package authz
default allow := false
allow if {
    above := data.above[input.node]
    some node in data.held[input.user][input.permission]
    above[node]
}";

const RULE: &str = "data.authz.allow";

struct Rego {
    machine: RegoVM,
    /// The names of the input's parts.
    names: [Value; 3],
}

impl Engine for Rego {
    fn allowed(&mut self, question: &Question) -> Result<bool> {
        let [user, permission, node] = self.names.clone();
        let input = BTreeMap::from([
            (user, Value::from(question.user.as_str())),
            (permission, Value::from(question.permission.as_str())),
            (node, Value::from(question.node.as_str())),
        ]);
        self.machine.set_input(Value::from(input));
        let answer = self.machine.execute_entry_point_by_index(0).map_err(|error| anyhow!("{error}"))?;
        Ok(*answer.as_bool()?)
    }
}

/// Compiles the policy and loads the facts as its data.
pub fn build(facts: &Facts, shape: Shape) -> Result<impl Engine + use<>> {
    let way = |number: usize| facts.way_up(number).map(|above| text(&facts.nodes[above].id)).collect::<BTreeSet<_>>();
    let above = facts.nodes.iter().enumerate().map(|(number, node)| (text(&node.id), Value::from(way(number))));
    let gives = facts.roles.iter().enumerate().map(|(number, permissions)| {
        let permissions = permissions.iter().map(|permission| text(&facts.permissions[*permission]));
        (role(number), Value::from(permissions.collect::<BTreeSet<_>>()))
    });
    let data =
        object([(text("above"), object(above)), (text("held"), held(facts, shape)), (text("gives"), object(gives))]);
    let mut engine = regorus::Engine::new();
    let policy = if shape == Shape::Flat { FLAT } else { ROLES };
    engine.add_policy("authz.rego".to_owned(), policy.to_owned())?;
    let compiled = engine.compile_with_entrypoint(&RULE.into())?;
    let mut machine = RegoVM::new();
    machine.load_program(Compiler::compile_from_policy(&compiled, &[RULE])?);
    machine.set_data(data).map_err(|error| anyhow!("{error}"))?;
    Ok(Rego { machine, names: ["user", "permission", "node"].map(text) })
}

fn held(facts: &Facts, shape: Shape) -> Value {
    let mut users: BTreeMap<Value, BTreeMap<Value, BTreeSet<Value>>> = BTreeMap::new();
    for membership in &facts.memberships {
        let own = users.entry(text(&facts.users[membership.user])).or_default();
        let on = text(&facts.nodes[membership.on].id);
        match shape {
            Shape::Roles => drop(own.entry(on).or_default().insert(role(membership.role))),
            Shape::Flat => {
                for permission in &facts.roles[membership.role] {
                    own.entry(text(&facts.permissions[*permission])).or_default().insert(on.clone());
                }
            }
        }
    }
    let list = |items: BTreeSet<Value>| Value::from(items.into_iter().collect::<Vec<_>>());
    object(users.into_iter().map(|(user, own)| (user, object(own.into_iter().map(|(key, items)| (key, list(items)))))))
}

fn object(entries: impl IntoIterator<Item = (Value, Value)>) -> Value {
    Value::from(entries.into_iter().collect::<BTreeMap<_, _>>())
}

fn text(text: &str) -> Value {
    Value::from(text)
}

fn role(number: usize) -> Value {
    Value::from(format!("role{number}"))
}
