//! Nobody escalates: whatever users who work together write, one write after the other, none of them and nobody they
//! made comes to be allowed what none of them held at the start.
//!
//! `GUARD_SEQUENCES` sets how many sequences are tried, `GUARD_SEED` the first of their seeds; a failure prints its seed
//! and the fewest writes that show it. `make soak` tries a million.

use crate::{
    claims::{Claims, allowed},
    world::{self, Dice, node, role_id},
};
use authz::{
    ANONYMOUS, Atom, Attributes, Change, Grant, GrantId, Group, Index, Node, NodeId, Source, User, Value,
    guard::{self, Writer},
};
use std::sync::atomic::{AtomicU64, Ordering};

pub const NOW: i64 = 100;
/// When everything that ends has ended.
const LATER: i64 = 1000;
/// Writes that a sequence tries.
const STEPS: usize = 14;
/// Asked about, beside the permissions of the world.
const ASKED: [&str; 7] =
    ["project:read", "project:update", "item:read", "item:update", "user:read", "thing:read", "thing:update"];

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// One accepted write.
#[derive(Clone)]
struct Step {
    writer: String,
    changes: Vec<Change>,
    now: i64,
}

/// The bytes a seed stands for: `SplitMix64`.
fn bytes(seed: u64) -> Vec<u8> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    (0..100).flat_map(|_| next().to_le_bytes()).collect()
}

/// The world with what only some catalogs have: a role that is assigned without being held, a type that is linked by
/// who may update it, and a consultancy.
fn start(dice: &mut Dice) -> Index {
    let mut facts = world::world(dice).world();
    let thing = r#"{"parents": ["project"], "actions": ["read", "update"], "link_by_update": true}"#;
    facts.catalog.types.insert("thing".to_owned(), serde_json::from_str(thing).unwrap());
    for (id, parent) in [("thing:s", "project:p"), ("thing:t", "project:q")] {
        facts.nodes.push(Node::new(node(id), vec![node(parent)]));
    }
    let mut linker = facts.roles.iter().find(|role| role.id.as_str() == "viewer").unwrap().clone();
    linker.id = role_id("linker");
    linker.permissions = serde_json::from_str(r#"[["thing:update", "all"]]"#).unwrap();
    let mut helper = linker.clone();
    helper.id = role_id("helper");
    helper.permissions = serde_json::from_str(r#"[["item:update", "all"], ["project:read", "all"]]"#).unwrap();
    helper.assigned_by = vec![role_id(["linker", "viewer", "local"][dice.below(3)])];
    facts.roles.extend([linker, helper]);
    for (at, user) in ["user:u", "user:v", "user:w"].into_iter().enumerate() {
        let (role, on) =
            (["linker", "helper", "viewer"][dice.below(3)], ["project:p", "project:q", "account:a"][dice.below(3)]);
        facts.grants.push(Grant { id: GrantId::parse(&format!("x{at}")).unwrap(), ..direct(user, role, on) });
    }
    if dice.one_in(2) {
        let (role, on) = (["linker", "helper", "viewer"][dice.below(3)], ["project:p", "project:q"][dice.below(2)]);
        let who = vec![Atom::Holder(role_id(role), node(on))];
        let given = direct("user:u", "editor", ["system", "account:a", "account:b"][dice.below(3)]);
        facts.grants.push(Grant { id: GrantId::parse("holders").unwrap(), who, ..given });
    }
    if dice.one_in(2) {
        facts.grants.push(consultancy(dice, "cons"));
    }
    Index::new(facts).unwrap()
}

fn direct(user: &str, role: &str, on: &str) -> Grant {
    Grant {
        id: GrantId::parse("direct").unwrap(),
        who: vec![Atom::User(node(user))],
        role: role_id(role),
        on: node(on),
        expires_at: None,
        source: Source::Direct,
    }
}

/// Users of one account who hold a role there hold another on the other account.
fn consultancy(dice: &mut Dice, id: &str) -> Grant {
    let (client, consultants) = if dice.one_in(2) { ("account:a", "account:b") } else { ("account:b", "account:a") };
    let (held, given) = (["viewer", "linker"][dice.below(2)], ["editor", "viewer", "colleague"][dice.below(3)]);
    let who = vec![Atom::Account(node(consultants)), Atom::Holder(role_id(held), node(consultants))];
    let source = Source::Consultancy;
    Grant { id: GrantId::parse(id).unwrap(), who, source, ..direct("user:u", given, client) }
}

/// What somebody who wants more writes: for themselves and their friends, and whatever else there is to write.
fn write(dice: &mut Dice, index: &Index, attackers: &[NodeId], writer: &NodeId, at: usize) -> Option<Vec<Change>> {
    let friend = dice.pick(attackers)?;
    let groups: Vec<NodeId> = index.groups().cloned().collect();
    Some(match dice.below(16) {
        0 => vec![Change::PutGrant(consultancy(dice, &format!("k{at}")))],
        1 => {
            let id = node(&format!("user:m{at}"));
            let mut made = Node::new(id.clone(), vec![NodeId::system()]);
            made.attributes = [("x".to_owned(), Value::Number([1.0, 2.0][dice.below(2)]))].into();
            let account = [None, Some(node("account:a"))][dice.below(2)].clone();
            vec![Change::PutNode(made), Change::PutUser(User { id, account, active: true, mfa: false })]
        }
        2 => {
            let (members, admins) = ([friend.clone()].into(), [friend].into());
            vec![Change::PutGroup(Group { id: node(&format!("group:m{at}")), members, admins })]
        }
        3 => {
            let mut role = index.role(&dice.pick(&world::roles(index))?)?.clone();
            role.assigned_by = vec![dice.pick(&world::roles(index))?];
            vec![Change::PutRole(role)]
        }
        4 => {
            let projects: Vec<NodeId> = index.nodes_of_type("project").cloned().collect();
            let mut thing =
                index.node(&dice.pick(&index.nodes_of_type("thing").cloned().collect::<Vec<_>>())?)?.clone();
            thing.parents = [thing.parents, vec![dice.pick(&projects)?]].concat();
            thing.parents.dedup();
            vec![Change::PutNode(thing)]
        }
        5..=7 => {
            let (role, on) = (dice.pick(&world::roles(index))?, dice.pick(&world::places(index))?);
            let mut grant = direct(friend.as_str(), role.as_str(), on.as_str());
            grant.id = GrantId::parse(&format!("g{at}")).unwrap();
            grant.expires_at = [None, None, Some(200)][dice.below(3)];
            vec![Change::PutGrant(grant)]
        }
        8 => vec![Change::PutMember { group: dice.pick(&groups)?, member: friend }],
        9 => {
            let mut group = index.group(&dice.pick(&groups)?)?;
            group.admins.insert(friend);
            vec![Change::PutGroup(group)]
        }
        _ => world::write(dice, index, writer, at)?,
    })
}

/// A sequence of writes, and what came of it.
struct Sequence {
    before: Index,
    attackers: Vec<NodeId>,
    steps: Vec<Step>,
}

impl Sequence {
    /// Plays what the seed says, and keeps what is accepted.
    fn play(seed: u64) -> Self {
        let bytes = bytes(seed);
        let mut dice = Dice(bytes.iter());
        let before = start(&mut dice);
        let mut attackers: Vec<NodeId> =
            ["user:u", "user:v", "user:w"].into_iter().filter(|_| dice.one_in(2)).map(node).collect();
        if attackers.is_empty() {
            attackers.push(node("user:u"));
        }
        let halfway = if dice.one_in(4) { STEPS / 2 } else { STEPS };
        let (mut index, mut steps) = (before.clone(), Vec::new());
        for at in 0..STEPS {
            let now = if at < halfway { NOW } else { LATER };
            let mine = controlled(&before, &index, &attackers);
            let friends: Vec<NodeId> = mine.iter().filter(|id| id.starts_with("user:")).map(|id| node(id)).collect();
            let (Some(writer), Some(friend)) = (dice.pick(&mine), friends.first()) else { break };
            let person =
                index.key(writer.as_str()).map(|key| &key.owner).or_else(|| index.user(&writer).map(|user| &user.id));
            let person = person.unwrap_or(friend).clone();
            let mut changes = write(&mut dice, &index, &friends, &person, at * 3).unwrap_or_default();
            if dice.one_in(4) {
                changes.extend(write(&mut dice, &index, &friends, &person, at * 3 + 1).unwrap_or_default());
            }
            let author = Writer::subject(&writer, Attributes::new());
            if !changes.is_empty() && guard::judge(&index, &author, &changes, now).is_ok() {
                index = index.preview(&changes).unwrap();
                steps.push(Step { writer, changes, now });
            }
        }
        Self { before, attackers, steps }
    }

    /// What somebody got that they should not have, after the writes that are accepted again.
    fn escalation(&self, claims: &Claims) -> Option<String> {
        let mut index = self.before.clone();
        for step in &self.steps {
            let author = Writer::subject(&step.writer, Attributes::new());
            if guard::judge(&index, &author, &step.changes, step.now).is_err() {
                continue;
            }
            index = index.preview(&step.changes).unwrap();
            if let Some(found) = self.escalated(&index, claims, step.now) {
                return Some(found);
            }
        }
        None
    }

    fn escalated(&self, index: &Index, claims: &Claims, now: i64) -> Option<String> {
        let kinds = ["system", "account", "project", "item", "thing", "user"];
        let there = |id: &&NodeId| index.node(*id).is_some();
        let nodes: Vec<&NodeId> = kinds.iter().flat_map(|kind| self.before.nodes_of_type(kind)).filter(there).collect();
        for subject in controlled(&self.before, index, &self.attackers) {
            // A key never exceeds who made it for themselves; for others, it is held to what its makers held.
            let owner = index.key(subject.as_str()).map(|key| &key.owner);
            let person = owner.filter(|owner| self.attackers.contains(owner)).map_or(subject.as_str(), NodeId::as_str);
            let asked = ASKED.iter().flat_map(|permission| nodes.iter().map(move |node| (*permission, node.as_str())));
            for (permission, node) in asked.chain([("path:get", "path:x")]) {
                for sent in claims.sent() {
                    if allowed(index, &subject, permission, node, sent, now)
                        && !claims.cover(person, permission, node, sent)
                    {
                        return Some(format!("{subject} came to {permission} on {node} ({sent:?})"));
                    }
                }
            }
        }
        None
    }

    /// The fewest writes that still show it.
    fn shrunk(mut self, claims: &Claims) -> Self {
        let mut at = 0;
        while at < self.steps.len() {
            let step = self.steps.remove(at);
            if self.escalation(claims).is_none() {
                self.steps.insert(at, step);
                at += 1;
            }
        }
        self
    }
}

/// Whoever the attackers act as: themselves, their keys, the people and keys they made, and nobody.
fn controlled(before: &Index, index: &Index, attackers: &[NodeId]) -> Vec<String> {
    let people = index.users().filter(|user| attackers.contains(user) || before.user(*user).is_none());
    let keys = index.keys().filter(|id| {
        let mine = index.key(*id).is_some_and(|key| attackers.contains(&key.owner));
        mine || before.key(*id).is_none()
    });
    people.chain(keys).map(ToString::to_string).chain([ANONYMOUS.to_owned()]).collect()
}

/// Tries seeds until there are none left; answers how many writes were accepted.
fn try_seeds(next: &AtomicU64, end: u64) -> usize {
    let mut accepted = 0;
    loop {
        let seed = next.fetch_add(1, Ordering::Relaxed);
        if seed >= end {
            return accepted;
        }
        let sequence = Sequence::play(seed);
        accepted += sequence.steps.len();
        let claims = Claims::new(&sequence.before, &sequence.attackers);
        let Some(found) = sequence.escalation(&claims) else { continue };
        let sequence = sequence.shrunk(&claims);
        let found = sequence.escalation(&claims).unwrap_or(found);
        for step in &sequence.steps {
            println!("{} at {}: {}", step.writer, step.now, serde_json::to_string(&step.changes).unwrap());
        }
        println!("{:?} in {}", sequence.attackers, serde_json::to_string(&sequence.before.world()).unwrap());
        panic!("GUARD_SEED={seed} GUARD_SEQUENCES=1: {found}");
    }
}

#[test]
fn nobody_escalates_by_any_sequence_of_writes() {
    let (first, count) = (number("GUARD_SEED", 1), number("GUARD_SEQUENCES", 10_000));
    let (next, end) = (AtomicU64::new(first), first + count);
    println!("{count} sequences from GUARD_SEED={first}");
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let accepted: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(|| try_seeds(&next, end))).collect();
        threads.into_iter().map(|thread| thread.join().expect("an escalation, printed above")).sum()
    });
    // The law would hold if nothing were accepted.
    println!("{accepted} writes accepted");
    assert!(accepted as u64 >= count, "{accepted} writes of {count} sequences were accepted");
}
