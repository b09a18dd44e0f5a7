//! The effect of changes is exactly what the engine answers before and after, on random worlds.

#[expect(dead_code, reason = "other tests use the rest")]
mod scene;

use authz::{Change, Index, NodeId, Permission, effect::effect};
use proptest::prelude::*;
use scene::tape;
use std::collections::BTreeSet;

type Answers = BTreeSet<(bool, String, String, String)>;

/// What differs, asked one by one about everything registered before or after.
fn compared(before: &Index, after: &Index, now: i64) -> Answers {
    let worlds = [before.world(), after.world()];
    let mut nodes: BTreeSet<NodeId> = [NodeId::system()].into();
    for world in &worlds {
        nodes.extend(world.nodes.iter().map(|node| node.id.clone()));
        nodes.extend(world.users.iter().map(|user| user.id.clone()));
        nodes.extend(world.groups.iter().map(|group| group.id.clone()));
        nodes.extend(world.keys.iter().map(|key| key.id.clone()));
    }
    let mut subjects: BTreeSet<String> = ["anonymous".to_owned()].into();
    let mut permissions: BTreeSet<Permission> = BTreeSet::new();
    for world in &worlds {
        subjects.extend(world.users.iter().map(|user| user.id.to_string()));
        subjects.extend(world.keys.iter().map(|key| key.id.to_string()));
        for (kind, found) in world.catalog.types.iter().filter(|(_, kind)| !kind.by_policy) {
            permissions.extend(found.actions.iter().map(|action| Permission::parse(&format!("{kind}:{action}")).unwrap()));
        }
    }
    let mut answers = Answers::new();
    for subject in &subjects {
        for node in &nodes {
            for permission in &permissions {
                let ask = |index: &Index| index.allowed(subject, permission, node, now).unwrap_or(false);
                let (had, has) = (ask(before), ask(after));
                if had != has {
                    answers.insert((had, subject.clone(), permission.to_string(), node.to_string()));
                }
            }
        }
    }
    answers
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_effect_is_what_the_engine_answers_before_and_after(mut tape in tape(700)) {
        let before = Index::new(tape.world()).unwrap();
        for _ in 0..4 {
            let changes: Vec<Change> = (0..1 + tape.below(3)).map(|_| tape.change()).collect();
            let Ok(after) = before.preview(&changes) else { continue };
            let told = effect(&before, &changes, 100).unwrap();
            prop_assert!(told.complete);
            let mut answers = Answers::new();
            for shift in &told.shifts {
                for subject in &shift.subjects {
                    for permission in &shift.permissions {
                        for node in &shift.nodes {
                            answers.insert((shift.loses, subject.clone(), permission.to_string(), node.to_string()));
                        }
                    }
                }
            }
            let wanted = compared(&before, &after, 100);
            let odd: Vec<_> = answers.symmetric_difference(&wanted).take(5).collect();
            prop_assert!(odd.is_empty(), "{:?} for {:#?}", odd, changes);
        }
    }
}
