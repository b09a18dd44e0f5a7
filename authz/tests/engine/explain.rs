//! Explanations say what decisions do: what they name is enough, what they miss is the only thing missing, and what
//! they propose helps.

use crate::scene::{self, Tape, nodes, permissions, subjects, tape};
use authz::{
    Atom, Change, Entry, Explanation, Extent, Grant, GrantId, Index, Node, NodeId, Pattern, Question, RoleId, Sent,
    Source, Visibility, World,
    explain::{Cut, Match, Proof, Thing, Through, Viewer, Why},
};
use proptest::prelude::*;
use std::collections::BTreeSet;

const LENGTH: usize = 2_000;

struct Asked {
    subject: String,
    permission: String,
    node: String,
    sent: Sent,
}

impl Asked {
    fn any(tape: &mut Tape, sent: &Sent) -> Self {
        let (subject, permission, node) = (tape.pick(&subjects()), tape.pick(&permissions()), tape.pick(&nodes()));
        Self { subject, permission, node, sent: sent.clone() }
    }

    fn allowed(&self, index: &Index, now: i64) -> bool {
        let asks = [(self.permission.as_str(), self.node.as_str())];
        index.decide(&Question { subject: &self.subject, asks: &asks, sent: &self.sent, parents: None, now })
            == Ok(true)
    }

    fn explain(&self, index: &Index) -> Option<Explanation> {
        let asks = [(self.permission.as_str(), self.node.as_str())];
        let question = Question { subject: &self.subject, asks: &asks, sent: &self.sent, parents: None, now: 100 };
        index.explain(&question).ok().and_then(|mut explanations| explanations.pop())
    }

    fn explain_to(&self, index: &Index, viewer: &Viewer) -> Option<Explanation> {
        let asks = [(self.permission.as_str(), self.node.as_str())];
        let question = Question { subject: &self.subject, asks: &asks, sent: &self.sent, parents: None, now: 100 };
        index.explain_to(&question, &|thing| viewer.sees(thing)).ok().and_then(|mut explanations| explanations.pop())
    }
}

/// The grants that a proof stands on.
fn grants(proof: &Proof) -> BTreeSet<GrantId> {
    let holders = proof.who.iter().filter_map(|matched| match matched {
        Match::Holder { grant, .. } => Some(grant.clone()),
        _ => None,
    });
    let own = match &proof.through {
        Through::Grant(grant) => Some(grant.clone()),
        Through::Visibility(_) => None,
    };
    holders.chain(own).collect()
}

/// The world with only what the proof names: no other grants, no other visibility.
fn only(world: &World, proof: &Proof) -> World {
    let mut world = world.clone();
    let kept = grants(proof);
    world.grants.retain(|grant| kept.contains(&grant.id));
    for node in &mut world.nodes {
        if !(matches!(proof.through, Through::Visibility(_)) && node.id == proof.on) {
            node.visibility = Visibility::Private;
        }
    }
    world
}

fn with_node(world: &World, id: &NodeId, change: impl Fn(&mut Node)) -> World {
    let mut world = world.clone();
    world.nodes.iter_mut().filter(|node| node.id == *id).for_each(change);
    world
}

/// The world without the one thing that failed.
fn mended(world: &World, asked: &Asked, miss: &authz::explain::Miss, index: &Index) -> Option<World> {
    let with_grant = |change: &dyn Fn(&mut Grant)| {
        let mut world = world.clone();
        world.grants.iter_mut().filter(|grant| miss.through == Through::Grant(grant.id.clone())).for_each(change);
        Some(world)
    };
    let target = NodeId::parse(&asked.node).ok()?;
    match &miss.why {
        Why::Expired(_) => with_grant(&|grant| grant.expires_at = None),
        // What a holder holds may itself be what is moved, so those are left alone.
        Why::TooLow | Why::Beside if miss.through_holder(index) || index.node(&target).is_none() => None,
        Why::TooLow | Why::Beside => with_grant(&|grant| grant.on = target.clone()),
        Why::Restricted(nodes) => {
            Some(nodes.iter().fold(world.clone(), |world, id| with_node(&world, id, |node| node.restricted = false)))
        }
        // A user owns itself; a node that is not there is nobody's; and so is what nobody put.
        Why::NotOwn(_) if target.kind() == "user" || index.user(&asked.subject).is_none() => None,
        Why::NotOwn(_) => {
            let owner = NodeId::parse(&asked.subject).ok();
            world
                .nodes
                .iter()
                .any(|node| node.id == target)
                .then(|| with_node(world, &target, |node| node.owner.clone_from(&owner)))
        }
        Why::Conditions(failed) => {
            prop_failed(failed);
            None
        }
    }
}

fn prop_failed(failed: &[authz::explain::Failed]) {
    assert!(!failed.is_empty());
}

trait ThroughHolder {
    fn through_holder(&self, index: &Index) -> bool;
}

impl ThroughHolder for authz::explain::Miss {
    fn through_holder(&self, index: &Index) -> bool {
        let Through::Grant(id) = &self.through else { return false };
        index.grant(id).is_some_and(|grant| grant.who.iter().any(|atom| matches!(atom, Atom::Holder(..))))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, max_shrink_iters: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_an_explanation_names_is_enough(mut tape in tape(LENGTH)) {
        let world = tape.world();
        let index = Index::new(world.clone()).unwrap();
        let sent = tape.sent();
        for _ in 0..60 {
            let asked = Asked::any(&mut tape, &sent);
            let Some(explained) = asked.explain(&index) else { continue };
            prop_assert_eq!(explained.allowed, asked.allowed(&index, 100));
            prop_assert_eq!(explained.proof_count, explained.proofs.len());
            if explained.cuts.is_empty() {
                for proof in &explained.proofs {
                    let alone = Index::new(only(&world, proof)).unwrap();
                    prop_assert!(asked.allowed(&alone, 100), "{:?} is not enough", proof);
                    prop_assert_eq!(proof.path.last(), Some(&proof.on));
                    prop_assert_eq!(proof.roles.is_empty(), false);
                }
            } else if !explained.proofs.is_empty() {
                prop_assert!(!explained.allowed);
            }
            // And nothing else would be: without what the proofs stand on, nothing is left.
            let mut without = world.clone();
            let used: BTreeSet<GrantId> = explained.proofs.iter().flat_map(grants).collect();
            without.grants.retain(|grant| !used.contains(&grant.id));
            for proof in explained.proofs.iter().filter(|proof| matches!(proof.through, Through::Visibility(_))) {
                without = with_node(&without, &proof.on, |node| node.visibility = Visibility::Private);
            }
            prop_assert!(!asked.allowed(&Index::new(without).unwrap(), 100));
        }
    }

    #[test]
    fn a_miss_fails_in_one_way_and_a_fix_helps(mut tape in tape(LENGTH)) {
        let world = tape.world();
        let index = Index::new(world.clone()).unwrap();
        let sent = tape.sent();
        for _ in 0..60 {
            let asked = Asked::any(&mut tape, &sent);
            let Some(explained) = asked.explain(&index) else { continue };
            if !explained.proofs.is_empty() {
                prop_assert!(explained.misses.is_empty() && explained.fixes.is_empty());
            }
            for miss in explained.misses.iter().filter(|_| explained.cuts.is_empty()) {
                if let Some(mended) = mended(&world, &asked, miss, &index) {
                    prop_assert!(asked.allowed(&Index::new(mended).unwrap(), 100), "{:?} of {:?}", miss, explained);
                }
            }
            let user = explained.acts_for.clone().or_else(|| NodeId::parse(&asked.subject).ok());
            for fix in &explained.fixes {
                let grant = Grant {
                    id: GrantId::parse("fix").unwrap(),
                    who: vec![Atom::User(user.clone().unwrap())],
                    role: fix.role.clone(),
                    on: fix.on.clone(),
                    expires_at: None,
                    source: Source::Direct,
                };
                let after = index.preview(&[Change::PutGrant(grant)]).unwrap();
                prop_assert!(asked.allowed(&after, 100), "{:?} of {:?}", fix, explained);
                prop_assert!(index.role(&fix.role).unwrap().fits(fix.on.kind()));
            }
            for join in &explained.joins {
                let change = Change::PutMember { group: join.group.clone(), member: user.clone().unwrap() };
                let after = index.preview(&[change]).unwrap();
                prop_assert!(asked.allowed(&after, 100), "{:?} of {:?}", join, explained);
            }
            for widen in &explained.widens {
                let mut role = index.role(&widen.role).unwrap().clone();
                role.permissions.push(Entry::new(Pattern::parse(&asked.permission).unwrap(), Extent::All));
                let after = index.preview(&[Change::PutRole(role)]).unwrap();
                prop_assert!(asked.allowed(&after, 100), "{:?} of {:?}", widen, explained);
            }
        }
    }

    #[test]
    fn nobody_sees_what_they_may_not_read(mut tape in tape(LENGTH)) {
        let index = Index::new(watched(&mut tape)).unwrap();
        let (sent, discreet) = (Sent::default(), discreet(&mut tape));
        for _ in 0..40 {
            let asked = Asked::any(&mut tape, &sent);
            let Some(explained) = asked.explain(&index) else { continue };
            prop_assert_eq!(explained.allowed, explained.cuts.is_empty() && !explained.proofs.is_empty());
            let viewer = tape.pick(&subjects());
            let viewer = Viewer::new(&index, &viewer, &sent, 100, &discreet);
            let Some(seen) = asked.explain_to(&index, &viewer) else { continue };
            prop_assert_eq!(seen.allowed, explained.allowed);
            prop_assert!(seen.withheld || seen == explained, "{:?} is not {:?}", seen, explained);
            let grant = |through: &Through, on: &NodeId| match through {
                Through::Grant(grant) => viewer.sees(Thing::Grant(grant, on)),
                Through::Visibility(_) => true,
            };
            for proof in &seen.proofs {
                let asked = |node: &NodeId| node.as_str() == asked.node;
                prop_assert!(proof.path.iter().all(|node| asked(node) || viewer.sees(Thing::Node(node))));
                prop_assert!(proof.roles.iter().all(|role| viewer.sees(Thing::Role(role, &proof.on))));
                prop_assert!(grant(&proof.through, &proof.on));
                let named = proof.who.iter().flat_map(named);
                prop_assert!(named.into_iter().all(|node| viewer.sees(Thing::Node(&node))));
            }
            for miss in &seen.misses {
                prop_assert!(grant(&miss.through, &miss.on) && viewer.sees(Thing::Role(&miss.role, &miss.on)));
            }
            for fix in seen.fixes.iter().chain(&seen.widens) {
                prop_assert!(viewer.sees(Thing::Role(&fix.role, &fix.on)));
            }
            prop_assert!(seen.joins.iter().all(|join| viewer.sees(Thing::Node(&join.group))));
        }
    }

    #[test]
    fn what_is_hidden_leaves_no_trace(mut tape in tape(LENGTH)) {
        compared(&mut tape)?;
    }
}

#[test]
fn much_is_hidden_in_random_worlds() {
    let compared: usize = (0..300).map(|seed| compared(&mut scene::tape_of(seed, LENGTH)).unwrap()).sum();
    assert!(compared > 10_000, "only {compared} explanations compared");
}

/// A viewer for whom nothing has changed is told the same, whatever changed where they do not see; how often that was so.
fn compared(tape: &mut Tape) -> Result<usize, TestCaseError> {
    let world = watched(tape);
    let index = Index::new(world.clone()).unwrap();
    let (sent, discreet, mut compared) = (Sent::default(), discreet(tape), 0);
    for _ in 0..12 {
        let viewer = tape.pick(&subjects());
        let before = Viewer::new(&index, &viewer, &sent, 100, &discreet);
        let Some(other) = hidden_change(tape, &world, &before) else { continue };
        let after_index = Index::new(other.clone()).unwrap();
        let after = Viewer::new(&after_index, &viewer, &sent, 100, &discreet);
        if !looks_the_same(&world, &before, &index, &after, &after_index, &viewer) {
            continue;
        }
        // What one may not know one is not told.
        let nodes: Vec<NodeId> = scene::nodes().iter().filter_map(|id| NodeId::parse(id).ok()).collect();
        let readable = nodes.iter().filter(|on| before.reads(on));
        let known: Vec<(String, &NodeId)> = readable
            .flat_map(|on| subjects().into_iter().map(move |who| (who, on)))
            .filter(|(who, on)| *who != viewer && before.knows(who, on))
            .collect();
        for _ in 0..if known.is_empty() { 0 } else { 60 } {
            let ((subject, on), permission) = (tape.pick(&known), tape.pick(&permissions()));
            let asked = Asked { subject, permission, node: on.to_string(), sent: sent.clone() };
            // Another answer is no secret.
            if asked.allowed(&index, 100) != asked.allowed(&after_index, 100) {
                continue;
            }
            let told = |index: &Index, viewer: &Viewer| {
                asked.explain_to(index, viewer).map(|told| Explanation { withheld: true, ..told })
            };
            let told = [told(&index, &before), told(&after_index, &after)];
            prop_assert_eq!(&told[0], &told[1], "{} asks of {}", viewer, asked.subject);
            compared += usize::from(told[0].is_some());
        }
    }
    Ok(compared)
}

/// A random world in which members and roles may be seen by some.
fn watched(tape: &mut Tape) -> World {
    let mut world = tape.world();
    world.catalog = world.catalog.with_built_in();
    let mut watcher = authz::Role::new(RoleId::parse("watcher").unwrap());
    let wanted = ["member:read", "user:read", "role:read", "group:read", "project:read", "folder:read", "item:read"];
    for pattern in wanted.iter().filter(|_| tape.chance(75)) {
        watcher.permissions.push(Entry::new(Pattern::parse(pattern).unwrap(), Extent::All));
    }
    for number in 0..3 {
        let who = vec![Atom::User(scene::node(&format!("user:{number}")))];
        let id = GrantId::parse(&format!("watch{number}")).unwrap();
        world.grants.push(Grant { id, who, role: watcher.id.clone(), expires_at: None, ..tape.grant(0) });
    }
    world.roles.push(watcher);
    world
}

fn discreet(tape: &mut Tape) -> BTreeSet<NodeId> {
    (0..2).filter(|_| tape.chance(40)).map(|number| scene::node(&format!("project:{number}"))).collect()
}

/// The nodes that a match names.
fn named(matched: &Match) -> Vec<NodeId> {
    match matched {
        Match::User(node) | Match::GroupAdmins(node) | Match::Account(node) => vec![node.clone()],
        Match::Group(way) => way.clone(),
        Match::AccountLabel { account, .. } => vec![account.clone()],
        Match::Holder { node, who, .. } => who.iter().flat_map(named).chain([node.clone()]).collect(),
        Match::SignedIn | Match::Anyone => Vec::new(),
    }
}

/// The world with something else where the viewer does not look.
fn hidden_change(tape: &mut Tape, world: &World, viewer: &Viewer) -> Option<World> {
    let mut other = world.clone();
    match tape.below(5) {
        0 | 1 => {
            let hidden: Vec<usize> = (0..world.grants.len())
                .filter(|at| !viewer.sees(Thing::Grant(&world.grants[*at].id, &world.grants[*at].on)))
                .collect();
            let at = *hidden.get(tape.below(hidden.len().max(1)))?;
            if tape.chance(50) {
                other.grants.remove(at);
            } else {
                other.grants[at] =
                    Grant { id: world.grants[at].id.clone(), on: world.grants[at].on.clone(), ..tape.grant(0) };
            }
        }
        2 => {
            let nodes: Vec<NodeId> = scene::nodes().iter().filter_map(|id| NodeId::parse(id).ok()).collect();
            let unseen = |role: &&mut authz::Role| !nodes.iter().any(|node| viewer.sees(Thing::Role(&role.id, node)));
            let entry = tape.entry();
            other.roles.iter_mut().find(unseen)?.permissions = vec![entry];
        }
        3 => {
            let flip = tape.below(3);
            let hidden =
                |node: &&mut Node| !matches!(node.id.kind(), "user" | "account") && !viewer.sees(Thing::Node(&node.id));
            let node = other.nodes.iter_mut().find(hidden)?;
            match flip {
                0 => node.restricted = !node.restricted,
                1 => node.archived = !node.archived,
                _ => node.owner = Some(scene::node("user:1")),
            }
        }
        _ => {
            let hidden = |group: &&mut authz::Group| !viewer.sees(Thing::Node(&group.id));
            other.groups.iter_mut().find(hidden)?.members.pop_first()?;
        }
    }
    Some(other)
}

/// May the viewer do and see the same in both, and is who is in what they see the same?
fn looks_the_same(world: &World, before: &Viewer, index: &Index, after: &Viewer, other: &Index, viewer: &str) -> bool {
    let nodes: Vec<NodeId> = scene::nodes().iter().filter_map(|id| NodeId::parse(id).ok()).collect();
    let rights = |index: &Index| -> Vec<bool> {
        let all = index
            .catalog()
            .types
            .iter()
            .flat_map(|(kind, def)| def.actions.iter().map(move |action| format!("{kind}:{action}")));
        all.flat_map(|permission| {
            nodes
                .iter()
                .map(move |node| index.allowed(viewer, &permission, node.as_str(), 100) == Ok(true))
                .collect::<Vec<_>>()
        })
        .collect()
    };
    let things = nodes.iter().map(Thing::Node);
    let things = things.chain(world.grants.iter().map(|grant| Thing::Grant(&grant.id, &grant.on)));
    let roles = world.roles.iter().flat_map(|role| nodes.iter().map(move |node| Thing::Role(&role.id, node)));
    let same = |thing| before.sees(thing) == after.sees(thing);
    let known = || subjects().iter().all(|who| nodes.iter().all(|on| before.knows(who, on) == after.knows(who, on)));
    // Who is in a group that is seen is no secret, nor is what a node that is seen belongs to.
    let groups = || {
        nodes
            .iter()
            .filter(|node| node.kind() == "group" && before.sees(Thing::Node(node)))
            .all(|group| index.members_of(group) == other.members_of(group))
    };
    rights(index) == rights(other) && things.chain(roles).all(same) && known() && groups()
}

#[test]
fn cuts_are_told_apart() {
    let suite = r#"{"catalog": {"types": {"project": {"parents": ["system"], "actions": ["read", "update"]},
        "account": {"parents": ["system"], "actions": ["read"]}}},
      "roles": [{"id": "editor", "on": ["project"], "permissions": [["project:*", "all"]]}],
      "nodes": [{"id": "project:p", "parents": ["system"], "archived": true},
        {"id": "account:a", "parents": ["system"], "suspended": true}],
      "users": [{"id": "user:ann"}, {"id": "user:bob", "account": "account:a", "active": false}],
      "grants": [{"id": "1", "who": [{"user": "user:ann"}], "role": "editor", "on": "project:p"},
        {"id": "2", "who": [{"user": "user:bob"}], "role": "editor", "on": "project:p"}],
      "keys": [{"id": "api-key:k", "owner": "user:gone", "on": "account:a", "active": false, "expires_at": 5}]}"#;
    let index = Index::new(serde_json::from_str(suite).unwrap()).unwrap();
    let cuts = |subject: &str, permission: &str| {
        let asks = [(permission, "project:p")];
        let question = Question { subject, asks: &asks, sent: &Sent::NOTHING, parents: None, now: 100 };
        index.explain(&question).unwrap().pop().unwrap().cuts
    };
    let node = scene::node;
    assert_eq!(cuts("user:ann", "project:update"), [Cut::Archived(vec![node("project:p")])]);
    assert_eq!(cuts("user:ann", "project:read"), []);
    assert_eq!(cuts("user:bob", "project:read"), [Cut::Disabled(node("user:bob")), Cut::Suspended(node("account:a"))]);
    assert_eq!(
        cuts("api-key:k", "project:read"),
        [
            Cut::OwnerGone(node("user:gone")),
            Cut::KeyRevoked,
            Cut::KeyExpired(5),
            Cut::KeyPatterns,
            Cut::KeyScope(node("account:a"))
        ]
    );
}
