//! The law of the guards: whatever non-administrators write, of all that is accepted nothing is newly allowed to anybody
//! unless the writer held it, nobody raises themselves, and the last owner and the last administrator stay.
//!
//! `GUARD_CASES` sets how many random sequences of writes are tried.

use crate::world::{self, Dice, PERMISSIONS};
use authz::{
    ANONYMOUS, Atom, Attributes, Change, Index, Node, NodeId, Permission, Question, Sent, Value,
    guard::{self, Writer},
};
use proptest::prelude::*;
use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
};

const NOW: i64 = 100;
/// When everything that ends has ended.
const LATER: i64 = 1000;

fn cases() -> u32 {
    std::env::var("GUARD_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(10_000)
}

fn allowed(index: &Index, subject: &str, permission: &str, node: &str, sent: &Sent, now: i64) -> bool {
    let asks = [(permission, node)];
    index.decide(&Question { subject, asks: &asks, sent, parents: None, now }).unwrap_or(false)
}

/// What is sent along: at every other step circumstances, and attributes of the node, where some condition reads them.
fn sent(index: &Index, number: usize) -> Sent {
    let one = |name: &str| -> Attributes { [(name.to_owned(), Value::Number(1.0))].into() };
    let reads = |side: &str| {
        let mut entries = index.roles().flat_map(|role| &role.permissions);
        entries.any(|entry| entry.conditions.iter().any(|condition| condition.0.starts_with(side)))
    };
    if number % 2 == 1 && (reads("context") || reads("node") || reads("subject")) {
        return Sent { context: one("c"), node: one("x"), ..Sent::NOTHING };
    }
    Sent::NOTHING
}

/// The world with nothing archived: archiving takes nothing from what somebody holds.
fn unarchived(index: &Index) -> Index {
    let mut facts = index.world();
    for node in &mut facts.nodes {
        node.archived = false;
    }
    Index::new(facts).unwrap()
}

/// One accepted step.
struct Step<'a> {
    before: &'a Index,
    after: &'a Index,
    unarchived: OnceCell<Index>,
    writer: &'a str,
    number: usize,
    changes: &'a [Change],
}

impl Step<'_> {
    fn unarchived(&self) -> &Index {
        self.unarchived.get_or_init(|| unarchived(self.before))
    }

    /// May this be newly allowed?
    fn excused(&self, subject: &str, permission: &str, node: &str, sent: &Sent) -> bool {
        if allowed(self.unarchived(), self.writer, permission, node, sent, NOW) {
            return true;
        }
        if let Some(key) = self.after.key(subject)
            && self.before.key(subject) != Some(key)
            && (key.owner.as_str() == self.writer || self.own_key(subject))
        {
            return allowed(self.before, key.owner.as_str(), permission, node, sent, NOW)
                || self.excused(key.owner.as_str(), permission, node, sent);
        }
        let person = self.after.key(subject).map_or(subject, |key| key.owner.as_str());
        if !self.before.is_active(person) && subject != ANONYMOUS && self.common(person, permission, node, sent) {
            return true;
        }
        match self.after.node(node) {
            Some(there) if self.before.node(node).is_none() => self.is_inherited(there, subject, permission, sent),
            _ => self.could_unarchive(subject, permission, node, sent),
        }
    }

    fn own_key(&self, subject: &str) -> bool {
        let (Some(mine), Some(key)) = (self.before.key(self.writer), self.after.key(subject)) else { return false };
        mine.owner == key.owner
            && self.before.lies_below(&key.on, &mine.on)
            && key.permissions.iter().all(|pattern| mine.permissions.iter().any(|mine| mine.covers_pattern(pattern)))
    }

    /// Everybody signed in has it there, or would if it were theirs.
    fn common(&self, person: &str, permission: &str, node: &str, sent: &Sent) -> bool {
        let mut after = self.after.clone();
        let nobody = crate::world::node("user:nobody");
        let mut changes =
            vec![Change::PutUser(authz::User { id: nobody.clone(), account: None, active: true, mfa: false })];
        if let Some(there) = after.node(person) {
            changes.push(Change::PutNode(Node { id: nobody.clone(), ..there.clone() }));
        }
        let node = if node == person { nobody.as_str() } else { node };
        if let Some(owned) =
            after.node(node).filter(|node| node.owner.as_ref().is_some_and(|owner| owner.as_str() == person))
        {
            changes.push(Change::PutNode(Node { owner: Some(nobody.clone()), ..owned.clone() }));
        }
        after.apply(&changes).unwrap();
        allowed(&after, nobody.as_str(), permission, node, sent, NOW)
    }

    /// On a new node: had above it, or by owning or having made it.
    fn is_inherited(&self, there: &Node, subject: &str, permission: &str, sent: &Sent) -> bool {
        let made = subject == self.writer
            || self.before.key(self.writer).is_some_and(|key| key.owner.as_str() == subject)
            || self.after.key(subject).is_some_and(|key| key.owner.as_str() == self.writer);
        let owns = there.owner.as_ref().is_some_and(|owner| {
            owner.as_str() == subject || self.after.key(subject).is_some_and(|key| key.owner == *owner)
        });
        let person = self.after.key(subject).map_or(subject, |key| key.owner.as_str());
        let author = self.before.key(self.writer).map_or(self.writer, |key| key.owner.as_str());
        let mut facts = unarchived(self.after).world();
        for user in &mut facts.users {
            // Who is disabled in the same breath held it all the same.
            user.active = true;
        }
        for node in &mut facts.nodes {
            node.suspended = false;
        }
        let no_archive = Index::new(facts).unwrap();
        // Conditions look at the node asked about, so its parents are asked as if they were it.
        let mut facts = no_archive.world();
        for parent in facts.nodes.iter_mut().filter(|node| there.parents.contains(&node.id)) {
            parent.attributes = there.attributes.clone();
        }
        let alike = Index::new(facts).unwrap();
        made || owns
            || there.parents.iter().any(|parent| {
                // A key's scope may begin above one parent, and what its owner has above another.
                allowed(&alike, person, permission, parent.as_str(), sent, NOW)
                    || allowed(self.unarchived(), author, permission, parent.as_str(), sent, NOW)
            })
            || self.changes.iter().any(|change| {
                // The creator holds what the catalog gives with the node, and may go on giving it there.
                matches!(change, Change::PutGrant(grant) if grant.on == there.id && grant.role.as_str() == "owner")
                    && (allowed(&no_archive, self.writer, permission, there.id.as_str(), sent, NOW)
                        || self.before.key(self.writer).is_some_and(|key| {
                            allowed(&no_archive, key.owner.as_str(), permission, there.id.as_str(), sent, NOW)
                        }))
            })
    }

    /// Only the archive stood in the way, and who gains may change what was archived.
    fn could_unarchive(&self, subject: &str, permission: &str, node: &str, sent: &Sent) -> bool {
        let changed = self.changes.iter().filter_map(|change| match change {
            Change::PutNode(Node { id, .. }) | Change::PutUser(authz::User { id, .. }) => {
                Permission::of(id.kind(), "update").ok().map(|update| (id, update))
            }
            _ => None,
        });
        let person = self.after.key(subject).map_or(subject, |key| key.owner.as_str());
        allowed(self.unarchived(), subject, permission, node, sent, NOW)
            && changed.into_iter().any(|(node, update)| {
                // Nobody asks there for what can be neither above nor below.
                let foreign =
                    node.kind() == "user" && ["project", "item"].iter().any(|kind| permission.starts_with(kind));
                foreign || allowed(self.unarchived(), person, update.as_str(), node.as_str(), &Sent::NOTHING, NOW)
            })
    }

    fn check(&self) {
        // What a route needs, whoever writes it holds everywhere, but for what is archived.
        let had = &self.before.catalog().routes;
        let new = self.after.catalog().routes.iter().filter(|route| !had.contains(route));
        for permission in new.flat_map(|route| &route.needs).map(|need| need.permission.as_str()) {
            let held = allowed(self.unarchived(), self.writer, permission, "system", &Sent::NOTHING, NOW);
            assert!(held, "{} wrote a route that needs {permission}", self.writer);
        }
        let subjects: Vec<String> = self
            .after
            .users()
            .chain(self.after.keys())
            .map(ToString::to_string)
            .chain([ANONYMOUS.to_owned()])
            .collect();
        let places: Vec<NodeId> = ["system", "account", "project", "item", "user"]
            .iter()
            .flat_map(|kind| self.after.nodes_of_type(kind).cloned())
            .collect();
        let asked =
            PERMISSIONS.iter().flat_map(|permission| places.iter().map(move |node| (*permission, node.as_str())));
        let asked: Vec<(&str, &str)> = asked.chain([("path:get", "path:x")]).collect();
        let sent = &sent(self.after, self.number);
        for subject in &subjects {
            for (permission, node) in &asked {
                let newly = allowed(self.after, subject, permission, node, sent, NOW)
                    && !allowed(self.before, subject, permission, node, sent, NOW);
                assert!(
                    !newly || self.excused(subject, permission, node, sent),
                    "{} let {subject} {permission} on {node} ({sent:?}) by {}\nin {}",
                    self.writer,
                    serde_json::to_string(self.changes).unwrap(),
                    serde_json::to_string(&self.before.world()).unwrap(),
                );
            }
        }
    }

    /// What the writer does to their own grants, roles and groups lasts no longer than what they had.
    fn check_later(&self) {
        let own = |change: &Change| {
            !matches!(change, Change::PutNode(_) | Change::RemoveNode(_) | Change::SetCatalog(_) | Change::PutKey(_))
        };
        if !self.changes.iter().all(own) {
            return;
        }
        let person = self.before.key(self.writer).map_or(self.writer, |key| key.owner.as_str());
        for permission in PERMISSIONS {
            for node in ["project:p", "item:j", "item:k", "system"] {
                assert!(
                    !allowed(self.after, person, permission, node, &Sent::NOTHING, LATER)
                        || allowed(self.unarchived(), person, permission, node, &Sent::NOTHING, LATER),
                    "{} got {permission} on {node} for longer by {:#?}",
                    self.writer,
                    self.changes
                );
            }
        }
    }

    fn check_last(&self) {
        let administrators = |index: &Index| {
            let users: Vec<&NodeId> = index.users().collect();
            index.grants_on("system").any(|grant| {
                grant.role.as_str() == "administrator"
                    && users.iter().any(|user| index.is_active(*user) && index.grant_matches(&grant, *user, NOW))
            })
        };
        assert!(!administrators(self.before) || administrators(self.after), "no administrator: {:#?}", self.changes);
        for project in self.before.nodes_of_type("project").filter(|node| self.after.node(*node).is_some()) {
            let before = owners(self.before, project);
            if before.is_empty() || !owners(self.after, project).is_empty() {
                continue;
            }
            assert!(
                before.iter().all(|owner| !self.after.is_active(owner)),
                "no owner of {project}: {:#?}",
                self.changes
            );
        }
    }
}

/// Active users who own the node, said in other words than the engine's.
fn owners(index: &Index, project: &NodeId) -> BTreeSet<NodeId> {
    let reaching = index.grants().filter(|grant| !grant.on.is_system() && index.lies_below(project, &grant.on));
    let grants: Vec<_> = reaching
        .filter(|grant| grant.role.as_str() == "owner" && grant.expires_at.is_none())
        .filter(|grant| grant.who.iter().all(|atom| matches!(atom, Atom::User(_) | Atom::Group(_))))
        .collect();
    let is_owner = |user: &&NodeId| {
        index.is_active(*user)
            && grants.iter().any(|grant| {
                grant.who.iter().all(|atom| match atom {
                    Atom::User(id) => id == *user,
                    Atom::Group(group) => index.members_of(group).contains(user),
                    _ => false,
                })
            })
    };
    index.users().filter(is_owner).cloned().collect()
}

/// The kind of a write, as it is called in a change log.
fn kind(changes: &[Change]) -> String {
    let first = serde_json::to_value(changes.first()).unwrap();
    first.as_object().and_then(|object| object.keys().next().cloned()).unwrap_or_default()
}

/// Plays one sequence, and notes for each kind of write how many were tried by who holds not everything, and how many
/// were accepted.
fn play(bytes: &[u8], tried: &mut BTreeMap<String, (usize, usize)>) {
    let mut dice = Dice(bytes.iter());
    let mut index = world::world(&mut dice);
    for number in 0..10 {
        let people: Vec<NodeId> = index.users().chain(index.keys()).cloned().collect();
        let Some(writer) = dice.pick(&people) else { break };
        let person = index.key(&writer).map_or(&writer, |key| &key.owner).clone();
        let mut changes = world::write(&mut dice, &index, &person, number * 3).unwrap_or_default();
        if dice.one_in(4) {
            changes.extend(world::write(&mut dice, &index, &person, number * 3 + 1).unwrap_or_default());
        }
        let author = Writer::subject(&writer, Attributes::new());
        if changes.is_empty() {
            continue;
        }
        let verdict = guard::judge(&index, &author, &changes, NOW);
        if !allowed(&index, writer.as_str(), "account:update", "system", &Sent::NOTHING, NOW) {
            let count = tried.entry(kind(&changes)).or_default();
            *count = (count.0 + 1, count.1 + usize::from(verdict.is_ok()));
        }
        if verdict.is_err() {
            continue;
        }
        let after = index.preview(&changes).unwrap();
        let step = Step {
            before: &index,
            after: &after,
            unarchived: OnceCell::new(),
            writer: writer.as_str(),
            number,
            changes: &changes,
        };
        step.check();
        step.check_later();
        step.check_last();
        index = after;
    }
}

/// The same law several times over, so that it is tried on several cores at once.
macro_rules! law {
    ($($name:ident)*) => {
        proptest! {
            #![proptest_config(ProptestConfig { cases: cases() / 4, failure_persistence: None, ..ProptestConfig::default() })]
            $(
                #[test]
                fn $name(bytes in prop::collection::vec(any::<u8>(), 150..300)) {
                    play(&bytes, &mut BTreeMap::new());
                }
            )*
        }
    };
}

law!(nobody_gives_what_they_do_not_hold nor_here nor_there nor_anywhere);

/// The law would hold if nothing were accepted.
#[test]
fn every_kind_of_write_is_accepted_from_some_who_are_no_administrators() {
    let mut tried = BTreeMap::new();
    let mut seed: u64 = 1;
    for _ in 0..200 {
        let mut bytes = Vec::new();
        for _ in 0..300 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            bytes.push((seed >> 56) as u8);
        }
        play(&bytes, &mut tried);
    }
    println!("{tried:#?}");
    for kind in ["put_grant", "remove_grant", "put_role", "put_node", "put_user", "put_group", "put_member", "put_key"]
    {
        assert!(tried.get(kind).is_some_and(|(_, accepted)| *accepted > 0), "{kind}: {tried:?}");
    }
}
