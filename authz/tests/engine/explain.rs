//! Explanations say what decisions do: what they name is enough, what they miss is the only thing missing, and what
//! they propose helps.

use crate::scene::{self, Tape, nodes, permissions, subjects, tape};
use authz::{
    Atom, Change, Explanation, Grant, GrantId, Index, Node, NodeId, Question, Sent, Source, Visibility, World,
    explain::{Cut, Match, Proof, Through, Viewer, Why},
};
use proptest::prelude::*;
use std::collections::BTreeSet;

const LENGTH: usize = 700;

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
        }
    }

    #[test]
    fn nobody_sees_what_they_may_not_read(mut tape in tape(LENGTH)) {
        let index = Index::new(tape.world()).unwrap();
        let sent = Sent::default();
        for _ in 0..40 {
            let asked = Asked::any(&mut tape, &sent);
            let Some(explained) = asked.explain(&index) else { continue };
            let viewer = tape.pick(&subjects());
            let viewer = Viewer { index: &index, id: &viewer, sent: &sent, now: 100 };
            let seen = explained.clone().filtered(|thing| viewer.sees(thing));
            prop_assert_eq!(seen.allowed, explained.allowed);
            prop_assert_eq!(seen.withheld, Explanation { withheld: true, ..seen.clone() } != Explanation { withheld: true, ..explained });
            for proof in &seen.proofs {
                prop_assert!(proof.path.iter().all(|node| viewer.reads(node)));
            }
        }
    }
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
