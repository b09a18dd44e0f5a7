//! Guarding the guards: may this writer make these changes of facts?
//!
//! Every write is judged here, in the transaction that makes it, whatever the door it came through. Changes made
//! together are judged together, by comparing the state before with the state after:
//!
//! - `structure`: what must be so whoever writes (roles where they belong, nothing in circles, nothing unknown);
//! - `lock`: what is built in, or owned by a file;
//! - `give` and `holdings`: you cannot give what you do not hold, nor take it, and nobody raises themselves;
//! - `last`: the last owner and the last administrator stay.
//!
//! To add a rule, say which of these it belongs to, and give its refusal a name in `refusal`.

mod facts;
mod flaw;
mod give;
mod holdings;
mod last;
mod lock;
mod refusal;
#[cfg(test)]
pub(crate) mod scene;
mod structure;
mod touched;

pub use flaw::{Flaw, faults, flaws};
pub use refusal::{Filed, Refusal};

use crate::{
    ANONYMOUS, Atom, Attributes, Change, Extent, Grant, GrantId, Index, NodeId, Permission, Question, Sent,
    catalog::{NewHolder, OnCreate},
};
use alloc::{
    collections::BTreeSet,
    string::{String, ToString},
    vec::Vec,
};
use give::{Gather, Give};
use holdings::Holdings;
use touched::Touched;

/// Who makes a change.
#[derive(Clone, Debug, PartialEq)]
pub enum Writer {
    /// The machine itself: the command line, start-up. It acts with the administrator's rights.
    Host {
        /// Skips the rules on the last owner and the last administrator, and nothing else.
        force: bool,
    },
    /// A user, or an API key, which is judged as the key; or `anonymous`.
    Subject {
        /// The user or key.
        id: String,
        /// Attributes of the session, such as `mfa`.
        sent: Attributes,
    },
}

impl Writer {
    /// A user or key, with the attributes of its session.
    pub fn subject(id: &(impl AsRef<str> + ?Sized), sent: Attributes) -> Self {
        Self::Subject { id: id.as_ref().to_string(), sent }
    }
}

/// Judges changes that are made together.
///
/// # Errors
/// [`Refusal`] says which rule they break, and what to do instead.
pub fn judge(before: &Index, writer: &Writer, changes: &[Change], now: i64) -> Result<(), Refusal> {
    if changes.is_empty() {
        return Ok(());
    }
    only_administrators(before, writer, changes, now)?;
    let after = before.preview(changes)?;
    let touched = Touched::of(before, &after, changes);
    structure::check(before, &after, &touched)?;
    match writer {
        Writer::Host { force: true } => Ok(()),
        Writer::Host { force: false } => last::check(before, &after, &touched, now),
        Writer::Subject { id, sent } => {
            let holdings = Holdings::new(before, &after, id, sent, now)?;
            lock::check(before, &after, &touched)?;
            judge_gives(holdings, &after, &touched, &Sent { subject: sent.clone(), ..Sent::NOTHING }, now)?;
            last::check(before, &after, &touched, now)
        }
    }
}

/// The catalog decides for everybody, so whoever changes it must hold everything. Asked first: what is wrong with a catalog
/// says what is there.
fn only_administrators(before: &Index, writer: &Writer, changes: &[Change], now: i64) -> Result<(), Refusal> {
    let sets = |change: &Change| matches!(change, Change::SetCatalog(catalog) if catalog != before.catalog());
    if let Writer::Subject { id, sent } = writer
        && changes.iter().any(sets)
        && !Holdings::new(before, before, id, sent, now)?.is_administrator()
    {
        return Err(Refusal::AdministratorOnly { what: "catalog".to_string() });
    }
    Ok(())
}

/// Does the writer hold everything everywhere, whatever the role is called?
pub fn is_administrator(index: &Index, writer: &Writer, now: i64) -> bool {
    match writer {
        Writer::Host { .. } => true,
        Writer::Subject { id, sent } => {
            Holdings::new(index, index, id, sent, now).is_ok_and(|holdings| holdings.is_administrator())
        }
    }
}

/// Nobody gives, takes or gets what they should not.
fn judge_gives<'a>(
    mut holdings: Holdings<'a>,
    after: &'a Index,
    touched: &Touched,
    sent: &Sent,
    now: i64,
) -> Result<(), Refusal> {
    let before = holdings.before;
    let founding = founding(before, after, touched, holdings.user);
    let creator = holdings.user.map(|user| Atom::User(user.clone()));
    let own = |grant: &Grant| creator.as_ref().is_some_and(|creator| grant.who == [creator.clone()]);
    holdings.found(founding.iter().filter_map(|id| after.grant(id)).filter(own));
    let linked = linked(before, after, touched, &holdings, sent, now);
    let (me, leaver) = (holdings.user, holdings.user.filter(|_| holdings.key.is_none()));
    let gather = |from, to, losing| {
        let (gives, key) = (Vec::new(), holdings.key);
        Gather { from, to, touched, now, losing, me, leaver, key, founding: &founding, linked: &linked, gives }.all()
    };
    holdings.check(&gather(before, after, false))?;
    holdings.check(&gather(after, before, true))
}

/// The grants that the catalog gives with new nodes, as it gives them.
fn founding(before: &Index, after: &Index, touched: &Touched, creator: Option<&NodeId>) -> BTreeSet<GrantId> {
    let is_founding = |grant: &Grant| {
        let new = before.node(&grant.on).is_none() && before.grant_number(&grant.id).is_none();
        let kind = before.catalog().types.get(grant.on.kind()).filter(|_| new);
        kind.into_iter().flat_map(|kind| &kind.on_create).any(|brought| match brought {
            OnCreate::Grant { to: NewHolder::Creator, role } => {
                *role == grant.role && creator.is_some_and(|creator| grant.who == [Atom::User(creator.clone())])
            }
            OnCreate::Grant { to: NewHolder::Members, role } => {
                let members = [Atom::Account(grant.on.clone()), Atom::Group(grant.on.clone())];
                *role == grant.role && members.iter().any(|members| grant.who.as_slice() == [members.clone()])
            }
            OnCreate::Child(_) => false,
        })
    };
    touched.grants.iter().filter_map(|id| after.grant(id)).filter(is_founding).map(|grant| grant.id).collect()
}

/// The nodes that only got further parents, of a type that may be linked by who may update it there.
fn linked(
    before: &Index,
    after: &Index,
    touched: &Touched,
    writer: &Holdings,
    sent: &Sent,
    now: i64,
) -> BTreeSet<NodeId> {
    let subject = writer.key.map_or_else(|| writer.user.map_or(ANONYMOUS, NodeId::as_str), |key| key.id.as_str());
    let is_linked = |id: &&NodeId| {
        let (Some(had), Some(has)) = (before.node(*id), after.node(*id)) else { return false };
        let by_update = before.catalog().types.get(id.kind()).is_some_and(|kind| kind.link_by_update);
        let only_linked = had.parents.iter().all(|parent| has.parents.contains(parent))
            && (had.restricted, had.archived) == (has.restricted, has.archived);
        let Ok(update) = Permission::of(id.kind(), "update") else { return false };
        let further = has.parents.iter().filter(|parent| !had.parents.contains(parent));
        let asks: Vec<(&str, &str)> = further.chain([*id]).map(|node| (update.as_str(), node.as_str())).collect();
        let question = Question { subject, asks: &asks, sent, parents: None, now };
        by_update && only_linked && before.decide(&question) == Ok(true)
    };
    touched.nodes.iter().filter(is_linked).cloned().collect()
}

/// Does everything the second subject is allowed lie within what the first one holds? Asked before somebody makes a
/// reset link for somebody else, or views the console as them.
pub fn contains(index: &Index, one: &(impl AsRef<str> + ?Sized), other: &(impl AsRef<str> + ?Sized), now: i64) -> bool {
    let (one, other) = (one.as_ref(), other.as_ref());
    let Ok(holdings) = Holdings::new(index, index, one, &Attributes::new(), now) else { return false };
    // A key never has more than its owner.
    let other = index.key(other).map_or(other, |key| key.owner.as_str());
    if one == other || other == ANONYMOUS {
        return true;
    }
    let Some(user) = index.user(other) else { return false };
    let signed_in = holdings.user.is_some() && holdings.key.is_none();
    holdings.check(&rights(index, &user.id, signed_in, now)).is_ok()
}

/// What a user has; not what somebody else who is signed in has, too.
fn rights(index: &Index, user: &NodeId, signed_in: bool, now: i64) -> Vec<Give> {
    let owned: Vec<&NodeId> = index.refs_to(user.as_str(), crate::index::Ref::Owns).collect();
    let mut rights = Vec::new();
    for grant in facts::grants_to(index, user, now).into_iter().chain(facts::grants_to_everybody(index, true, now)) {
        for entry in facts::entries(index, &grant.role) {
            let give = |node: &NodeId| Give {
                pattern: entry.pattern.clone(),
                conditions: entry.conditions.clone(),
                role: Some(grant.role.clone()),
                common: facts::is_everybody(&grant),
                ..Give::everything(node.clone())
            };
            match entry.extent {
                Extent::All if signed_in && facts::is_everybody(&grant) => {}
                Extent::All => rights.push(give(&grant.on)),
                Extent::Own => {
                    // Nobody asks for anything else on what somebody is than what can be done with people and keys.
                    let asked = |node: &NodeId| {
                        !matches!(node.kind(), "user" | "api-key") || ["*", node.kind()].contains(&entry.pattern.kind())
                    };
                    let reached = owned.iter().filter(|node| asked(node) && index.lies_below(**node, &grant.on));
                    rights.extend(reached.map(|node| give(node)));
                }
            }
        }
    }
    rights
}

#[cfg(test)]
mod tests {
    use super::{contains, scene::*};
    use crate::Visibility;

    #[test]
    fn rights_contain_other_rights() {
        let scene = Scene::new().project("apollo").user("user:new", None);
        let index = scene.index();
        let has = |one: &str, other: &str| contains(&index, one, other, NOW);
        assert!(has("user:ada", "user:ann") && has("user:ann", "user:ed") && has("user:ed", "user:vic"));
        assert!(!has("user:ed", "user:ann") && !has("user:ann", "user:ada") && !has("user:new", "user:vic"));
        assert!(has("user:vic", "user:new") && has("user:new", "user:new") && has("user:new", "anonymous"));
        assert!(!has("user:ghost", "user:new") && !has("user:ada", "user:ghost"));
    }

    #[test]
    fn rights_on_own_nodes_count_where_there_are_some() {
        let mut own = role("own", &[]);
        own.permissions = alloc::vec![entry(r#"["item:delete", "own"]"#), entry(r#"["item:read", "all"]"#)];
        let scene = Scene::new().project("apollo").role(own).grant("everybody", "own", "system").user("user:new", None);
        assert!(contains(&scene.index(), "user:vic", "user:new", NOW));
        let owner = scene.with("item:apollo", |item| item.owner = Some(node("user:new")));
        let index = owner.index();
        assert!(!contains(&index, "user:vic", "user:new", NOW) && contains(&index, "user:ann", "user:new", NOW));
    }

    #[test]
    fn a_key_contains_what_it_covers() {
        let scene = Scene::new().project("apollo").user("user:new", None);
        let scene = scene.with("project:apollo", |node| node.visibility = Visibility::Public);
        let scene = scene.key(key("api-key:all", "user:ada", &["*:*"], "system")).key(key(
            "api-key:r",
            "user:ada",
            &["item:read"],
            "system",
        ));
        let index = scene.grant("everybody", "viewer", "project:apollo").index();
        assert!(contains(&index, "api-key:all", "user:vic", NOW) && !contains(&index, "api-key:r", "user:vic", NOW));
        assert!(!contains(&index, "api-key:r", "user:new", NOW) && contains(&index, "user:vic", "user:new", NOW));
        // What acts by a key of somebody's may be as much as they are.
        assert!(!contains(&index, "user:vic", "api-key:r", NOW));
    }

    #[test]
    fn the_disabled_have_and_contain_what_they_will_have_again() {
        let mut scene = Scene::new().project("apollo").user("user:new", None);
        scene.0.users.iter_mut().filter(|user| user.id.as_str() == "user:ann").for_each(|user| user.active = false);
        let index = scene.index();
        // Whoever may sign in as Ann by a link has what she has once she is enabled.
        assert!(!contains(&index, "user:new", "user:ann", NOW) && contains(&index, "user:ada", "user:ann", NOW));
        assert!(!contains(&index, "user:ann", "user:vic", NOW));
    }

    #[test]
    fn what_has_ended_is_not_contained_and_need_not_be() {
        let scene = Scene::new().project("apollo").user("user:new", None);
        let ended = scene.clone().grant("user:new", "owner", "project:apollo").until(NOW);
        let index = ended.index();
        assert!(contains(&index, "user:vic", "user:new", NOW) && !contains(&index, "user:new", "user:vic", NOW));
        let live = scene.grant("user:new", "owner", "project:apollo").until(NOW + 1).index();
        assert!(!contains(&live, "user:vic", "user:new", NOW) && contains(&live, "user:new", "user:ann", NOW));
    }

    #[test]
    fn rights_come_by_groups_and_from_above() {
        let scene = Scene::new().node("account:a", &["system"]).project("apollo");
        let scene = scene.with("project:apollo", |project| project.parents = alloc::vec![node("account:a")]);
        let scene = scene.group("group:in", &["user:kim"], &[]).group("group:out", &["group:in"], &[]);
        let index = scene.grant("group:out", "owner", "account:a").index();
        assert!(contains(&index, "user:kim", "user:ann", NOW) && !contains(&index, "user:ann", "user:kim", NOW));
    }
}
