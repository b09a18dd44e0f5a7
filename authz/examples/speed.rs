//! Measures a check: 1,000 users, 100 projects, 10 roles each a random half of 20 permissions, 10,000 resources at
//! depth 1 to 3 below projects, 5,000 memberships (80% on projects, 20% on folders), then ten and a hundred times that.
//!
//! `cargo run --release -p authz --example speed`

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a measurement, not a product"
)]

use authz::{
    Atom, Catalog, Change, Entry, Extent, Grant, GrantId, Index, Node, NodeId, Pattern, Role, RoleId, Source, User,
    World, catalog::NodeType,
};
use std::time::Instant;

/// A xorshift generator: the same worlds every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

fn node(text: &str) -> NodeId {
    NodeId::parse(text).unwrap()
}

fn world(scale: usize, dice: &mut Dice) -> World {
    let kind = |parents: &[&str], actions: usize| NodeType {
        parents: parents.iter().map(|parent| (*parent).into()).collect(),
        actions: (0..actions).map(|action| format!("a{action}")).collect(),
        ..NodeType::default()
    };
    let types = [
        ("project".to_owned(), kind(&["system"], 4)),
        ("folder".to_owned(), kind(&["project", "folder"], 8)),
        ("item".to_owned(), kind(&["project", "folder"], 8)),
    ];
    let catalog = Catalog { types: types.into(), ..Catalog::default() };
    let mut world = World { catalog, ..World::default() };
    let permissions: Vec<String> = world
        .catalog
        .types
        .iter()
        .flat_map(|(kind, def)| def.actions.iter().map(move |action| format!("{kind}:{action}")))
        .collect();
    for role in 0..10 {
        let mut entries = permissions.clone();
        while entries.len() > permissions.len() / 2 {
            entries.swap_remove(dice.below(entries.len()));
        }
        let entry = |text: &String| Entry::new(Pattern::parse(text).unwrap(), Extent::All);
        let id = RoleId::parse(&format!("r{role}")).unwrap();
        world.roles.push(Role { permissions: entries.iter().map(entry).collect(), ..Role::new(id) });
    }
    for user in 0..1000 * scale {
        world.users.push(User { id: node(&format!("user:{user}")), account: None, active: true, mfa: false });
    }
    let mut folders = Vec::new();
    for project in 0..100 * scale {
        world.nodes.push(Node::new(node(&format!("project:{project}")), vec![NodeId::system()]));
    }
    for resource in 0..10_000 * scale {
        let project = node(&format!("project:{}", resource / 100));
        let depth = resource % 100;
        let (id, parent) = match depth {
            0..10 => (node(&format!("folder:{resource}")), project),
            10..40 => {
                (node(&format!("folder:{resource}")), node(&format!("folder:{}", resource - depth + dice.below(10))))
            }
            40..60 => (node(&format!("item:{resource}")), project),
            _ => (node(&format!("item:{resource}")), node(&format!("folder:{}", resource - depth + dice.below(40)))),
        };
        if id.kind() == "folder" {
            folders.push(id.clone());
        }
        world.nodes.push(Node::new(id, vec![parent]));
    }
    for grant in 0..5000 * scale {
        let on = if dice.below(5) == 0 {
            folders[dice.below(folders.len())].clone()
        } else {
            node(&format!("project:{}", dice.below(100 * scale)))
        };
        world.grants.push(Grant {
            id: GrantId::parse(&format!("grant-{grant}")).unwrap(),
            who: vec![Atom::User(node(&format!("user:{}", dice.below(1000 * scale))))],
            role: RoleId::parse(&format!("r{}", dice.below(10))).unwrap(),
            on,
            expires_at: None,
            source: Source::Direct,
        });
    }
    world
}

fn main() {
    let scales: Vec<usize> = std::env::args().skip(1).filter_map(|scale| scale.parse().ok()).collect();
    for scale in if scales.is_empty() { vec![1, 10, 100] } else { scales } {
        let mut dice = Dice(88_172_645_463_325_252);
        let world = world(scale, &mut dice);
        let resources: Vec<NodeId> =
            world.nodes.iter().filter(|node| node.id.kind() != "project").map(|node| node.id.clone()).collect();
        let began = Instant::now();
        let mut index = Index::new(world).unwrap();
        let built = began.elapsed();
        let questions: Vec<(String, String, &NodeId)> = (0..200_000)
            .map(|_| {
                let on = &resources[dice.below(resources.len())];
                (format!("user:{}", dice.below(1000 * scale)), format!("{}:a{}", on.kind(), dice.below(8)), on)
            })
            .collect();
        // A machine does other things too, so the quiet moments count: the median and the best of many short rounds.
        let mut rounds: Vec<(f64, usize)> = questions
            .chunks(4000)
            .map(|questions| {
                let began = Instant::now();
                let ask = |(subject, permission, on): &&(String, String, &NodeId)| {
                    index.allowed(subject, permission, on.as_str(), 0).unwrap()
                };
                let allowed = questions.iter().filter(ask).count();
                (began.elapsed().as_nanos() as f64 / questions.len() as f64, allowed)
            })
            .collect();
        rounds.sort_by(|one, other| one.0.total_cmp(&other.0));
        let allowed: usize = rounds.iter().map(|(_, allowed)| allowed).sum();
        let (median, best) = (rounds[rounds.len() / 2].0, rounds[0].0);
        println!(
            "scale {scale:3}: {median:5.0} ns a check, {best:5.0} at best ({allowed} allowed), built in {built:.2?}"
        );
        let began = Instant::now();
        let copy = index.clone();
        let cloned = began.elapsed();
        let grant = Grant {
            id: GrantId::parse("new").unwrap(),
            who: vec![Atom::User(node("user:1"))],
            role: RoleId::parse("r1").unwrap(),
            on: resources[0].clone(),
            expires_at: None,
            source: Source::Direct,
        };
        let began = Instant::now();
        index.apply(&[Change::PutGrant(grant.clone())]).unwrap();
        let shared = began.elapsed();
        drop(copy);
        let began = Instant::now();
        for _ in 0..1000 {
            index.apply(&[Change::RemoveGrant(grant.id.clone()), Change::PutGrant(grant.clone())]).unwrap();
        }
        println!(
            "          clone {cloned:.2?}, first change after it {shared:.2?}, a change {:.2?}",
            began.elapsed() / 2000
        );
    }
}
