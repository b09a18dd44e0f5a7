//! What the console's own acts ask for: whoever holds another permission may do them after a change.

use crate::permitted::Permitted;
use authz::{Catalog, Index, NodeId, Permission, Question, Sent, action::Action};
use std::collections::BTreeSet;

/// Acts by their names in a catalog, and one permission of the console that each stands for.
const ACTS: [(&str, &str); 8] = [
    ("reads_members", "member:read"),
    ("manages_members", "member:update"),
    ("reads_roles", "role:read"),
    ("manages_roles", "role:update"),
    ("reads_users", "user:read"),
    ("manages_users", "user:update"),
    ("reads_audit", "audit:read"),
    ("creates_projects", "project:create"),
];

/// Most decisions for counting whom an act is for.
const MOST_ASKED: usize = 400_000;

/// An act of the console that asks for another permission than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActShift {
    /// Its name in a catalog, such as `manages_members`.
    pub act: &'static str,
    /// What it asked for.
    pub before: Permission,
    /// What it asks for.
    pub after: Permission,
    /// How many people may do it somewhere where they could not; and how many may no longer. Unknown where counting would
    /// take long.
    pub people: Option<(usize, usize)>,
}

impl<A: Action<Scope = NodeId>> Permitted<A> {
    /// The acts that ask for something else after a change.
    pub(super) fn act_shifts(&self, before: &Index, after: &Index) -> Vec<ActShift> {
        let asked = |catalog: &Catalog, name: &str| catalog.permission_for(name);
        let shift = |(act, name): (&'static str, &str)| {
            let (had, has) = (asked(before.catalog(), name)?, asked(after.catalog(), name)?);
            let people = || turned((before, &had), (after, &has), self.now);
            (had != has).then(|| ActShift { act, people: people(), before: had.clone(), after: has.clone() })
        };
        ACTS.into_iter().filter_map(shift).collect()
    }
}

/// How many may do something somewhere that they could not before, and how many the other way round.
fn turned(before: (&Index, &Permission), after: (&Index, &Permission), now: i64) -> Option<(usize, usize)> {
    let kinds = ["account", "project", "user", "group"];
    let system = NodeId::system();
    let nodes: Vec<&NodeId> = kinds.iter().flat_map(|kind| after.0.nodes_of_type(kind)).chain([&system]).collect();
    let people: Vec<&NodeId> = after.0.users().collect();
    if nodes.len().saturating_mul(people.len()) > MOST_ASKED {
        return None;
    }
    let may = |(index, permission): (&Index, &Permission), user: &NodeId, node: &NodeId| {
        let asks = [(permission.as_str(), node.as_str())];
        let question = Question { subject: user.as_str(), asks: &asks, sent: &Sent::NOTHING, parents: None, now };
        index.decide(&question) == Ok(true)
    };
    let (mut gain, mut lose) = (BTreeSet::new(), BTreeSet::new());
    for user in people {
        for node in &nodes {
            match (may(before, user, node), may(after, user, node)) {
                (false, true) => drop(gain.insert(user)),
                (true, false) => drop(lose.insert(user)),
                _ => {}
            }
        }
    }
    Some((gain.len(), lose.len()))
}
