//! The effect of changes is exactly the difference between the decisions before and after.

use crate::scene::{self, subjects, tape};
use authz::{
    Change, Effect, Entry, Extent, Index, Node, NodeId, Pattern, Role,
    effect::{Shift, Via, between, effect},
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

type Triple = (String, String, String);

/// Everything allowed on nodes that are registered, for every permission of the catalog.
fn everything(index: &Index) -> BTreeSet<Triple> {
    let mut all = BTreeSet::new();
    for kind in scene::TYPES {
        for node in index.nodes_of_type(kind) {
            for subject in subjects() {
                let allowed = index.search(100).what_can(&subject, node.as_str()).into_iter().flatten();
                all.extend(allowed.map(|permission| (subject.clone(), permission.to_string(), node.to_string())));
            }
        }
    }
    all
}

/// What each policy gives on its own.
fn by_policy(index: &Index) -> BTreeSet<Triple> {
    let mut all = BTreeSet::new();
    for policy in &index.catalog().policies {
        for subject in subjects() {
            let person = index.key(&subject).map_or(subject.clone(), |key| key.owner.to_string());
            for (action, needs) in &policy.needs {
                let permission = format!("path:{action}");
                let key = index.key(&subject).is_none_or(|key| {
                    let patterns = key.permissions.iter().any(|pattern| pattern.covers(&permission.parse().unwrap()));
                    patterns && key.on.is_system() && key.active && key.expires_at.is_none_or(|end| 100 < end)
                });
                if key && index.allowed(&person, needs.as_str(), "system", 100) == Ok(true) {
                    all.insert((subject.clone(), permission, policy.pattern.clone()));
                }
            }
        }
    }
    all
}

/// Everybody a shift is about.
fn people(shift: &Shift, before: &Index, after: &Index) -> Vec<String> {
    let Some(others) = &shift.everybody_but else { return shift.subjects.clone() };
    assert!(shift.subjects.is_empty());
    let users = after.users().filter(|user| before.is_active(*user) && after.is_active(*user));
    users.filter(|user| !others.contains(user)).map(ToString::to_string).collect()
}

fn spell_out<'a>(shifts: impl Iterator<Item = &'a Shift>, before: &Index, after: &Index) -> [BTreeSet<Triple>; 2] {
    let (mut nodes, mut patterns) = (BTreeSet::new(), BTreeSet::new());
    for shift in shifts {
        assert!(!shift.permissions.is_empty() && !shift.through.is_empty());
        assert!(!shift.nodes.is_empty() || !shift.patterns.is_empty());
        for who in people(shift, before, after) {
            for permission in &shift.permissions {
                for node in &shift.nodes {
                    let new = nodes.insert((who.clone(), permission.to_string(), node.to_string()));
                    assert!(new, "{who} {permission} {node} is in two shifts");
                }
                for pattern in &shift.patterns {
                    assert!(patterns.insert((who.clone(), permission.to_string(), pattern.clone())));
                }
            }
        }
    }
    [nodes, patterns]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, max_shrink_iters: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_effect_is_the_difference(mut tape in tape(700)) {
        let before = Index::new(tape.world()).unwrap();
        let changes: Vec<Change> = (0..=tape.below(4)).map(|_| tape.change()).collect();
        let Ok(after) = before.preview(&changes) else { return Ok(()) };
        is_exact(&before, &after, &changes);
    }
}

/// Is the effect what differs between the decisions before and after? Answers how much it is.
fn is_exact(before: &Index, after: &Index, changes: &[Change]) -> usize {
    let effect = between(before, after, changes, 100);
    let [gains, gained_patterns] = spell_out(effect.gains(), before, after);
    let [losses, lost_patterns] = spell_out(effect.losses(), before, after);
    let (was, is) = (everything(before), everything(after));
    assert_eq!(gains, is.difference(&was).cloned().collect(), "{changes:#?}");
    assert_eq!(losses, was.difference(&is).cloned().collect(), "{changes:#?}");
    let (was, is) = (by_policy(before), by_policy(after));
    assert_eq!(gained_patterns, is.difference(&was).cloned().collect(), "{changes:#?}");
    assert_eq!(lost_patterns, was.difference(&is).cloned().collect(), "{changes:#?}");
    gains.len() + losses.len()
}

/// The kind of a change, as it is called in a change log.
fn kind(change: &Change) -> String {
    serde_json::to_value(change).unwrap().as_object().unwrap().keys().next().unwrap().clone()
}

/// Every kind of change alone, so often that it did something a few times.
#[test]
fn the_effect_of_every_kind_of_change_is_the_difference() {
    const KINDS: usize = 15;
    const ENOUGH: usize = 5;
    let mut felt: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 0_u64.. {
        let mut tape = scene::tape_of(seed, 700);
        let before = Index::new(tape.world()).unwrap();
        for _ in 0..12 {
            let change = [tape.change()];
            let Ok(after) = before.preview(&change) else { continue };
            let felt = felt.entry(kind(&change[0])).or_default();
            if *felt < ENOUGH {
                *felt += usize::from(is_exact(&before, &after, &change) > 0);
            }
        }
        if felt.len() == KINDS && felt.values().all(|felt| *felt >= ENOUGH) {
            return;
        }
        assert!(seed < 3_000, "{felt:?}");
    }
}

/// A project with a thousand members by grant and by group, and a thousand resources.
fn large() -> Index {
    let node = scene::node;
    let mut world = authz::World::default();
    let actions: Vec<String> = (0..30).map(|action| format!("a{action}")).collect();
    for (kind, parents) in [("system", vec![]), ("project", vec!["system"]), ("folder", vec!["project", "folder"])] {
        let parents = parents.into_iter().map(str::to_owned).collect();
        let def = authz::catalog::NodeType { parents, actions: actions.clone(), ..Default::default() };
        world.catalog.types.insert(kind.to_owned(), def);
    }
    world.nodes.push(Node::new(node("project:p"), vec![NodeId::system()]));
    for number in 0..1000 {
        let parent = if number < 50 { node("project:p") } else { node(&format!("folder:{}", number % 50)) };
        world.nodes.push(Node::new(node(&format!("folder:{number}")), vec![parent]));
    }
    let mut ops = authz::Group { id: node("group:ops"), members: [].into(), admins: [].into() };
    for number in 0..1000 {
        let user = node(&format!("user:{number}"));
        world.users.push(authz::User { id: user.clone(), account: None, active: true, mfa: false });
        ops.members.insert(user.clone());
        let who = if number < 900 { authz::Atom::User(user) } else { continue };
        let id = authz::GrantId::parse(&format!("{number}")).unwrap();
        let (role, on) = (scene::role(number % 3), node("project:p"));
        world.grants.push(authz::Grant {
            id,
            who: vec![who],
            role,
            on,
            expires_at: None,
            source: authz::Source::Direct,
        });
    }
    let (id, role) = (authz::GrantId::parse("ops").unwrap(), scene::role(0));
    let who = vec![authz::Atom::Group(ops.id.clone())];
    world.grants.push(authz::Grant {
        id,
        who,
        role,
        on: node("folder:7"),
        expires_at: None,
        source: authz::Source::Direct,
    });
    world.groups.push(ops);
    for number in 0..3 {
        let entry = Entry::new(Pattern::parse(&format!("folder:a{number}")).unwrap(), Extent::All);
        world.roles.push(Role { permissions: vec![entry], ..Role::new(scene::role(number)) });
    }
    Index::new(world).unwrap()
}

#[test]
fn a_toggle_in_a_large_project_is_told_in_a_few_sets() {
    let index = large();
    let mut role = index.role("r0").unwrap().clone();
    role.permissions.push(Entry::new(Pattern::parse("folder:a9").unwrap(), Extent::All));
    let began = std::time::Instant::now();
    let effect = effect(&index, &[Change::PutRole(role)], 0).unwrap();
    println!("effect in {:.2?}", began.elapsed());
    assert!(effect.shifts.iter().all(|shift| !shift.loses));
    // The holders everywhere; on one folder and below it also the group, alone or besides.
    let people =
        |effect: &Effect| effect.shifts.iter().flat_map(|shift| shift.subjects.clone()).collect::<BTreeSet<_>>().len();
    assert_eq!(people(&effect), 1000);
    let of = |via: &Via| effect.gains().filter(|shift| shift.through.iter().any(|through| through.via == *via)).count();
    assert_eq!((of(&Via::Direct), of(&Via::Group(scene::node("group:ops")))), (2, 2));
    assert_eq!(effect.shifts.iter().flat_map(Shift::triples).count(), 300 * 1001 + 700 * 20);
    let tops: BTreeSet<&NodeId> = effect.shifts.iter().flat_map(|shift| shift.tops(&index)).collect();
    assert!(tops.contains(&scene::node("project:p")) && tops.contains(&scene::node("folder:7")));
    let capped = effect.clone().capped(10);
    assert!(capped.shifts.iter().all(|shift| shift.nodes.len() <= 10 && shift.subjects.len() <= 10));
    assert!(capped.shifts.iter().any(|shift| shift.subject_count == Some(300)));
    let seen = effect.filtered(|node| node.as_str() != "user:3");
    assert!(seen.withheld && people(&seen) == 999);
}

#[test]
fn what_one_has_twice_is_not_lost_once() {
    let mut world = large().world();
    let mut twice = world.grants[0].clone();
    let first = Change::RemoveGrant(twice.id.clone());
    twice.id = authz::GrantId::parse("twice").unwrap();
    world.grants.push(twice);
    assert!(effect(&Index::new(world).unwrap(), &[first], 0).unwrap().is_empty());
}
