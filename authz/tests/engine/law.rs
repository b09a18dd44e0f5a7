//! The engine against the naive reference, and against the laws of the model, on random worlds.

use crate::{
    reference::{self, Reference},
    scene::{self, Tape, everything, nodes, permissions, subjects, tape},
};
use authz::{Atom, Change, Index, NodeId, Question, Sent, Visibility, World};
use proptest::prelude::*;

const LENGTH: usize = 700;

fn agree(index: &Index, world: &World, sent: &Sent, parents: Option<&[&str]>, now: i64) -> Result<(), TestCaseError> {
    let reference = Reference { world, now, sent, parents };
    for subject in subjects() {
        for node in nodes() {
            for permission in permissions() {
                let asks = [(permission.as_str(), node.as_str())];
                let wanted = reference.decide(&subject, &asks);
                let question = Question { subject: &subject, asks: &asks, sent, parents, now };
                let got = index.decide(&question).map_err(|_| reference::Error);
                prop_assert_eq!(got, wanted, "{} {} {} at {} in {:#?}", subject, permission, node, now, world);
                if *sent == Sent::default() && parents.is_none() {
                    let got = index.allowed(&subject, &permission, &node, now).map_err(|_| reference::Error);
                    prop_assert_eq!(got, wanted);
                }
            }
        }
    }
    Ok(())
}

/// Several asks in one question.
fn agree_together(index: &Index, world: &World, tape: &mut Tape) -> Result<(), TestCaseError> {
    let sent = Sent::default();
    let reference = Reference { world, now: 100, sent: &sent, parents: None };
    let (subjects, permissions, nodes) = (subjects(), permissions(), nodes());
    for _ in 0..40 {
        let subject = tape.pick(&subjects);
        let asks: Vec<(String, String)> =
            (0..tape.below(3)).map(|_| (tape.pick(&permissions), tape.pick(&nodes))).collect();
        let asks: Vec<(&str, &str)> =
            asks.iter().map(|(permission, node)| (permission.as_str(), node.as_str())).collect();
        let question = Question { subject: &subject, asks: &asks, sent: &sent, parents: None, now: 100 };
        let got = index.decide(&question).map_err(|_| reference::Error);
        prop_assert_eq!(got, reference.decide(&subject, &asks));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, max_shrink_iters: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_index_decides_as_the_reference_does(mut tape in tape(LENGTH)) {
        let world = tape.world();
        let index = Index::new(world.clone()).unwrap();
        let sent = tape.sent();
        let parents = [None, Some(&["project:0"][..]), Some(&["folder:1", "project:2"][..]), Some(&[][..])];
        let parents = tape.pick(&parents);
        agree(&index, &world, &sent, parents, 100)?;
        agree_together(&index, &world, &mut tape)?;
    }

    #[test]
    fn an_index_that_followed_changes_decides_as_a_new_one(mut tape in tape(LENGTH)) {
        let mut world = tape.world();
        let mut index = Index::new(world.clone()).unwrap();
        for _ in 0..4 {
            let before = index.clone();
            let answers = everything(&before, 100);
            let changes: Vec<Change> = (0..=tape.below(5)).map(|_| tape.change()).collect();
            let mut after = world.clone();
            for change in &changes {
                scene::apply(&mut after, change);
            }
            if index.apply(&changes).is_ok() {
                world = after;
            } else {
                prop_assert!(Index::new(after).is_err());
                prop_assert_eq!(everything(&index, 100), answers.clone());
            }
            prop_assert_eq!(everything(&before, 100), answers, "what was cloned before is as it was");
        }
        agree(&index, &world, &Sent::default(), None, 100)?;
        let rebuilt = Index::new(index.world()).unwrap();
        prop_assert_eq!(everything(&rebuilt, 150), everything(&index, 150));
        prop_assert_eq!(rebuilt.world(), index.world());
    }

    #[test]
    fn order_and_repetition_do_not_matter(mut tape in tape(LENGTH)) {
        let world = tape.world();
        let mut other = world.clone();
        other.nodes.reverse();
        other.users.reverse();
        other.groups.reverse();
        other.roles.reverse();
        other.grants.reverse();
        other.keys.reverse();
        for grant in &mut other.grants {
            grant.who.reverse();
            grant.who.extend(grant.who.clone());
        }
        for node in &mut other.nodes {
            node.parents.reverse();
            node.parents.extend(node.parents.clone());
            node.labels.extend(node.labels.clone());
        }
        for role in &mut other.roles {
            role.permissions.reverse();
            role.permissions.extend(role.permissions.clone());
            role.includes.extend(role.includes.clone());
        }
        other.grants.extend(other.grants.clone());
        let (one, other) = (Index::new(world).unwrap(), Index::new(other).unwrap());
        prop_assert_eq!(everything(&one, 100), everything(&other, 100));
    }

    #[test]
    fn adding_never_removes(mut tape in tape(LENGTH)) {
        let world = tape.world();
        let index = Index::new(world.clone()).unwrap();
        let change = match tape.below(5) {
            0 => Change::PutGrant(tape.grant(99)),
            1 => Change::PutMember { group: tape.pick(&world.groups).id, member: tape.pick(&world.users_or_root()) },
            2 => {
                let mut role = tape.pick(&world.roles);
                role.includes.push(scene::role(tape.below(6)));
                Change::PutRole(role)
            }
            3 => {
                let mut role = tape.pick(&world.roles);
                role.permissions.push(tape.entry());
                Change::PutRole(role)
            }
            _ => {
                let Some(mut node) = world.nodes.get(tape.below(20)).cloned() else { return Ok(()) };
                node.visibility = if node.visibility == Visibility::Private { Visibility::Internal } else { Visibility::Public };
                Change::PutNode(node)
            }
        };
        let after = index.preview(std::slice::from_ref(&change)).unwrap();
        let (before, after) = (everything(&index, 100), everything(&after, 100));
        prop_assert!(before.is_subset(&after), "{:?} removed {:?}", change, before.difference(&after).collect::<Vec<_>>());
    }

    #[test]
    fn a_grant_reaches_only_its_subtree(mut tape in tape(LENGTH)) {
        let world = tape.world();
        let index = Index::new(world).unwrap();
        let grant = tape.grant(99);
        let after = index.preview(&[Change::PutGrant(grant.clone())]).unwrap();
        let through_holders = index.grants().chain([grant.clone()]).any(|other| {
            other.who.iter().any(|atom| matches!(atom, Atom::Holder(_, node) if index.lies_below(node, &grant.on)))
        });
        let (before, after) = (everything(&index, 100), everything(&after, 100));
        for (_, _, node) in before.symmetric_difference(&after) {
            prop_assert!(
                through_holders || index.lies_below(node, &grant.on) || (node.contains("doc:") || node.contains("path:")) && grant.on.is_system()
            );
        }
    }

    #[test]
    fn searches_agree_with_decisions(mut tape in tape(LENGTH)) {
        let world = tape.world();
        let index = Index::new(world).unwrap();
        let sent = tape.sent();
        let search = index.search(100).sent(&sent);
        let decide = |subject: &str, permission: &str, node: &str| {
            index.decide(&Question { subject, asks: &[(permission, node)], sent: &sent, parents: None, now: 100 })
        };
        let (nodes, permissions) = (nodes(), permissions());
        for _ in 0..60 {
            let (permission, node) = (tape.pick(&permissions), tape.pick(&nodes));
            match search.who_can(&permission, &node) {
                Ok(found) => {
                    let wanted = index.users().filter(|user| decide(user.as_str(), &permission, &node) == Ok(true));
                    prop_assert!(found.eq(wanted));
                    let keys = index.keys().filter(|key| decide(key.as_str(), &permission, &node) == Ok(true));
                    prop_assert!(search.keys_that_can(&permission, &node).unwrap().eq(keys));
                }
                Err(_) => prop_assert!(decide("anonymous", &permission, &node).is_err()),
            }
        }
        for subject in subjects() {
            let (permission, kind) = (tape.pick(&permissions), tape.pick(&scene::TYPES));
            if let Ok(found) = search.where_can(&subject, &permission, kind) {
                let found: Vec<&NodeId> = found.collect();
                let wanted: Vec<&NodeId> = index.nodes_of_type(kind).filter(|node| decide(&subject, &permission, node.as_str()) == Ok(true)).collect();
                prop_assert_eq!(&found, &wanted);
                let after = found.first().map_or("", |first| first.as_str());
                prop_assert!(search.after(after).where_can(&subject, &permission, kind).unwrap().eq(found.into_iter().skip(1)));
            }
            let node = tape.pick(&nodes);
            if let Ok(found) = search.what_can(&subject, &node) {
                let found: Vec<&str> = found.map(authz::Permission::as_str).collect();
                for permission in &permissions {
                    let wanted = decide(&subject, permission, &node) == Ok(true);
                    prop_assert_eq!(found.contains(&permission.as_str()), wanted);
                }
            }
        }
    }

    #[test]
    fn what_goes_leaves_nothing_behind(mut tape in tape(LENGTH)) {
        let world = tape.world();
        let index = Index::new(world).unwrap();
        let top = tape.node_id();
        let changes = index.removal(&top);
        let after = index.preview(&changes).unwrap();
        let gone: Vec<&NodeId> = changes.iter().filter_map(|change| match change { Change::RemoveNode(id) => Some(id), _ => None }).collect();
        prop_assert_eq!(gone.is_empty(), top.is_system() || index.node(&top).is_none() && gone.is_empty());
        let text = serde_json::to_string(&after.world()).unwrap();
        for id in &gone {
            prop_assert!(!text.contains(&format!("\"{id}\"")), "{} stays in {}", id, text);
            prop_assert!(after.node(*id).is_none());
        }
        let (before, after) = (everything(&index, 100), everything(&after, 100));
        prop_assert!(after.is_subset(&before), "{:?}", after.difference(&before).collect::<Vec<_>>());
    }
}

trait UsersOrRoot {
    fn users_or_root(&self) -> Vec<NodeId>;
}

impl UsersOrRoot for World {
    fn users_or_root(&self) -> Vec<NodeId> {
        self.users.iter().map(|user| user.id.clone()).chain(self.groups.iter().map(|group| group.id.clone())).collect()
    }
}

#[test]
fn cycles_are_refused_by_name() {
    let mut world = World::default();
    for (id, parent) in [("a:1", "a:2"), ("a:2", "a:3"), ("a:3", "a:1"), ("a:4", "system")] {
        world.nodes.push(authz::Node::new(scene::node(id), vec![scene::node(parent)]));
    }
    let Err(authz::Invalid::Cycle(nodes)) = Index::new(world.clone()) else { panic!("a cycle") };
    assert_eq!(nodes.len(), 3);
    world.nodes[2].parents = vec![NodeId::system()];
    let mut index = Index::new(world).unwrap();
    let change = Change::PutNode(authz::Node::new(scene::node("a:3"), vec![scene::node("a:1")]));
    assert!(matches!(index.apply(&[change]), Err(authz::Invalid::Cycle(_))));
    assert_eq!(index.node("a:3").unwrap().parents, [NodeId::system()]);
}

#[test]
fn leaving_an_inner_group_is_leaving_the_outer_one() {
    let group = |id: &str, members: &[&str]| authz::Group {
        id: scene::node(id),
        members: members.iter().map(|id| scene::node(id)).collect(),
        admins: [].into(),
    };
    let mut world = World::default();
    world.users.push(authz::User { id: scene::node("user:1"), account: None, active: true, mfa: false });
    world.groups = vec![group("group:a", &["group:b"]), group("group:b", &["group:c"]), group("group:c", &["user:1"])];
    let mut index = Index::new(world).unwrap();
    let groups = |index: &Index| index.groups_of("user:1").into_iter().map(ToString::to_string).collect::<Vec<_>>();
    let edge = |group, member| (scene::node(group), scene::node(member));
    assert_eq!(groups(&index), ["group:a", "group:b", "group:c"]);
    let (outer, inner) = edge("group:a", "group:b");
    index.apply(&[Change::RemoveMember { group: outer.clone(), member: inner.clone() }]).unwrap();
    assert_eq!(groups(&index), ["group:b", "group:c"]);
    index.apply(&[Change::PutMember { group: outer, member: inner }]).unwrap();
    let (group, member) = edge("group:c", "group:a");
    index.apply(&[Change::PutMember { group, member }]).unwrap();
    assert_eq!(groups(&index), ["group:a", "group:b", "group:c"], "a circle does no harm");
    assert_eq!(index.members_of("group:a").into_iter().map(ToString::to_string).collect::<Vec<_>>(), ["user:1"]);
    let (group, member) = edge("group:c", "user:1");
    index.apply(&[Change::RemoveMember { group, member }]).unwrap();
    assert!(groups(&index).is_empty() && index.members_of("group:a").is_empty());
}
