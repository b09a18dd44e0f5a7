//! Searches are what decisions say, item by item, on the random suites.

use authz::{ANONYMOUS, Index, NodeId, Permission, suite::Suite};
use std::{fs, path::Path};

fn suite(name: &str) -> Suite {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suites").join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Every reverse question, item by item, is what was asked forwards.
fn searches_agree(index: &Index, now: i64) -> usize {
    let kinds: Vec<(&String, Vec<Permission>)> = index
        .catalog()
        .types
        .iter()
        .filter(|(_, kind)| !kind.by_policy)
        .map(|(name, kind)| (name, kind.actions.iter().map(|action| Permission::of(name, action).unwrap()).collect()))
        .collect();
    let permissions: Vec<&Permission> = kinds.iter().flat_map(|(_, permissions)| permissions).collect();
    let nodes: Vec<&NodeId> = kinds.iter().flat_map(|(kind, _)| index.nodes_of_type(kind)).collect();
    let subjects = index.users().chain(index.keys()).map(NodeId::as_str).chain([ANONYMOUS]);
    let subjects: Vec<&str> = subjects.collect();
    let allowed = |subject: &str, permission: &Permission, node: &NodeId| {
        index.allowed(subject, permission.as_str(), node.as_str(), now) == Ok(true)
    };
    let (search, mut asked) = (index.search(now), 0);
    for node in &nodes {
        for permission in &permissions {
            let found = search.who_can(permission.as_str(), node.as_str()).unwrap();
            let wanted = index.users().filter(|user| allowed(user.as_str(), permission, node));
            assert!(found.eq(wanted), "who can {permission} on {node}");
            asked += 1;
        }
        for subject in &subjects {
            let found: Vec<&Permission> = search.what_can(subject, node.as_str()).unwrap().collect();
            for permission in &permissions {
                let wanted = allowed(subject, permission, node);
                assert_eq!(found.contains(permission), wanted, "{subject} {permission} on {node}");
            }
            asked += 1;
        }
    }
    for subject in &subjects {
        for (kind, _) in &kinds {
            for permission in &permissions {
                let Ok(found) = search.where_can(subject, permission.as_str(), kind) else { continue };
                assert!(found.eq(index.nodes_of_type(kind).filter(|node| allowed(subject, permission, node))));
                asked += 1;
            }
        }
    }
    asked
}

#[test]
fn searches_agree_with_decisions_on_every_random_suite() {
    let mut asked = 0;
    for number in 1..=6 {
        let suite = suite(&format!("random-{number}.json"));
        for scenario in 0.. {
            let Some((index, now)) = suite.world(scenario) else { break };
            asked += index.map_or(0, |index| searches_agree(&index, now));
        }
    }
    println!("{asked} searches");
    assert!(asked > 10_000, "only {asked} searches");
}
