//! The last one stays: owners of nodes whose type has an owner role, and administrators.

use super::{
    Refusal,
    facts::{is_live, makes_holders},
    touched::Touched,
};
use crate::{Atom, Grant, Index, NodeId, RoleId, role::ADMINISTRATOR};
use alloc::{collections::BTreeSet, vec::Vec};

/// Refuses what would leave a node without owner, or the system without administrator.
pub(super) fn check(before: &Index, after: &Index, touched: &Touched, now: i64) -> Result<(), Refusal> {
    administrator(before, after, now)?;
    for node in concerned(before, after, touched) {
        owner(before, after, node)?;
    }
    Ok(())
}

/// Whoever is administrator for good counts; only where nobody is, who is it for a while.
fn administrator(before: &Index, after: &Index, now: i64) -> Result<(), Refusal> {
    let Ok(role) = RoleId::parse(ADMINISTRATOR) else { return Ok(()) };
    let system = NodeId::system();
    let is_there = |index: &Index, for_good: bool| {
        let grants = index.grants_on_of(&system, &role).filter(|grant| is_live(grant, now));
        let mut grants = grants.filter(|grant| !for_good || grant.expires_at.is_none());
        grants.any(|grant| people(index, &grant).into_iter().any(|user| index.is_active(user)))
    };
    let ends = |for_good| is_there(before, for_good) && !is_there(after, for_good);
    let for_good = is_there(before, true);
    if ends(for_good) { Err(Refusal::LastAdministrator) } else { Ok(()) }
}

/// Does the node lose its last owner by other ways than that he is disabled or removed?
fn owner(before: &Index, after: &Index, node: &NodeId) -> Result<(), Refusal> {
    let role = |index: &Index| index.catalog().types.get(node.kind()).and_then(|kind| kind.owner_role.clone());
    let Some(role) = role(before).filter(|had| role(after).as_ref() == Some(had)) else { return Ok(()) };
    let stay = owners(after, node, &role);
    if stay.into_iter().any(|user| after.is_active(user)) {
        return Ok(());
    }
    // Who is active in both states, and owner in the first only, was removed, demoted or regrouped.
    let mut ended = owners(before, node, &role).into_iter().filter(|user| before.is_active(*user));
    let refused = ended.any(|user| after.is_active(user));
    if refused { Err(Refusal::LastOwner { node: node.clone() }) } else { Ok(()) }
}

/// Users who hold the role on the node or above it, below `system`, for good and by user and group atoms.
fn owners<'a>(index: &'a Index, node: &NodeId, role: &RoleId) -> BTreeSet<&'a NodeId> {
    let above = index.ancestors(node).into_iter().chain(index.node(node).map(|node| &node.id));
    let grants = above.filter(|node| !node.is_system()).flat_map(|node| index.grants_on_of(node, role));
    let grants = grants.filter(|grant| grant.expires_at.is_none() && makes_holders(grant));
    grants.flat_map(|grant| people(index, &grant)).collect()
}

/// The users a grant is for, live or not, so far as it names users and groups, accounts or labels.
fn people<'a>(index: &'a Index, grant: &Grant) -> BTreeSet<&'a NodeId> {
    let mut found: BTreeSet<&NodeId> = BTreeSet::new();
    match grant.who.first() {
        Some(Atom::User(user)) => found.extend(index.user(user).map(|user| &user.id)),
        Some(Atom::Group(group)) => found.extend(index.members_of(group)),
        _ => found.extend(index.users()),
    }
    let at = grant.expires_at.map_or(i64::MAX - 1, |end| end - 1);
    found.retain(|user| index.grant_matches(grant, *user, at));
    found
}

/// The nodes with an owner role that may lose their last owner by what was touched.
fn concerned<'a>(before: &'a Index, after: &Index, touched: &'a Touched) -> BTreeSet<&'a NodeId> {
    let roles: BTreeSet<&RoleId> =
        before.catalog().types.values().filter_map(|kind| kind.owner_role.as_ref()).collect();
    let mut tops: BTreeSet<&NodeId> = BTreeSet::new();
    if roles.is_empty() {
        return tops;
    }
    // The nodes of grants to owners.
    let of_owners = |grants: Vec<u32>| {
        let slots = before.slots(grants.into_iter()).filter(|slot| slot.on != before.system);
        let slots = slots.filter(|slot| before.role_id(slot.role).is_some_and(|role| roles.contains(role)));
        slots.filter_map(|slot| before.id(slot.on)).collect::<Vec<&'a NodeId>>()
    };
    tops.extend(of_owners(touched.grants.iter().filter_map(|id| before.grant_number(id)).collect()));
    for group in &touched.groups {
        // Members of a group are members of those around it.
        for around in before.groups_of(group).into_iter().chain([group]) {
            let number = before.nodes.find(around);
            tops.extend(of_owners(number.map(|number| before.mentions(number).collect()).unwrap_or_default()));
        }
    }
    let moved = |id: &&NodeId| {
        let both = before.node(*id).zip(after.node(*id));
        both.is_some_and(|(before, after)| before.parents != after.parents)
    };
    tops.extend(touched.nodes.iter().filter(moved));
    let mut nodes = BTreeSet::new();
    for top in tops {
        let below = before.descendants(top).into_iter().chain(before.node(top).map(|node| &node.id));
        let owned = |id: &&NodeId| before.catalog().types.get(id.kind()).is_some_and(|kind| kind.owner_role.is_some());
        nodes.extend(below.filter(owned).filter(|id| after.node(*id).is_some()));
    }
    nodes
}

#[cfg(test)]
mod tests {
    use crate::{
        Change, Group, User,
        guard::{Refusal, Writer, judge, scene::*},
    };
    use alloc::{collections::BTreeSet, format, string::ToString, vec, vec::Vec};

    fn last(scene: &Scene, writer: &str, changes: &[Change]) {
        assert_eq!(scene.by(writer, changes), Err(Refusal::LastOwner { node: node("project:apollo") }), "{changes:?}");
    }

    fn disabled(id: &str) -> Vec<Change> {
        vec![Change::PutUser(User { id: node(id), account: None, active: false, mfa: false })]
    }

    #[test]
    fn the_last_owner_stays() {
        let scene = Scene::new().project("apollo");
        let leave = remove("user:ann", "owner", "project:apollo");
        last(&scene, "user:ann", &leave);
        last(&scene, "user:ada", &leave);
        let mut ending = grant("user:ann", "owner", "project:apollo");
        ending.expires_at = Some(1000);
        last(&scene, "user:ada", &put(ending.clone()));
        let mut demoted = grant("user:ann", "owner", "project:apollo");
        demoted.role = role_id("editor");
        last(&scene, "user:ada", &put(demoted));
        let two = scene.clone().grant("user:amy", "owner", "project:apollo");
        two.allows("user:ann", &leave);
        two.allows("user:ada", &put(ending));
        // Only an owner for good counts, and only one who is active.
        let brief = scene.clone().grant("user:amy", "owner", "project:apollo").until(1000);
        last(&brief, "user:ann", &leave);
        let mut asleep = two;
        asleep.0.users.iter_mut().filter(|user| user.id.as_str() == "user:amy").for_each(|user| user.active = false);
        last(&asleep, "user:ann", &leave);
    }

    #[test]
    fn the_last_owner_may_come_from_above_or_by_a_group() {
        let scene = Scene::new().node("account:a", &["system"]).project("apollo");
        let scene = scene.with("project:apollo", |project| project.parents = vec![node("account:a")]);
        let leave = remove("user:ann", "owner", "project:apollo");
        scene.clone().grant("user:amy", "owner", "account:a").allows("user:ann", &leave);
        last(&scene.clone().grant("user:amy", "owner", "system"), "user:ann", &leave);
        last(&scene.clone().grant("everybody", "owner", "project:apollo"), "user:ann", &leave);
        let mut grouped = scene.group("group:in", &["user:amy"], &[]).group("group:out", &["group:in"], &[]);
        grouped.0.grants.clear();
        let grouped = grouped.grant("group:out", "owner", "account:a").grant("user:ada", "administrator", "system");
        last(&grouped, "user:ada", &[Change::RemoveMember { group: node("group:in"), member: node("user:amy") }]);
        let empty = Group { id: node("group:out"), members: BTreeSet::new(), admins: BTreeSet::new() };
        last(&grouped, "user:ada", &[Change::PutGroup(empty)]);
        last(&grouped, "user:ada", &remove("group:out", "owner", "account:a"));
        let moved = grouped.changed("project:apollo", |project| project.parents = vec![node("system")]);
        last(&grouped, "user:ada", &moved);
    }

    #[test]
    fn disabling_and_removing_people_is_never_refused_for_an_owner() {
        let scene = Scene::new().project("apollo");
        scene.allows("user:ada", &disabled("user:ann"));
        scene.allows("user:ada", &scene.index().removal("user:ann"));
        // One is disabled, but the other is demoted.
        let two = scene.grant("user:amy", "owner", "project:apollo");
        let mut both = disabled("user:ann");
        both.extend(remove("user:amy", "owner", "project:apollo"));
        last(&two, "user:ada", &both);
        // What is deleted needs no owner.
        two.allows("user:ada", &two.index().removal("project:apollo"));
    }

    #[test]
    fn the_last_administrator_goes_only_on_the_host() {
        let scene = Scene::new().project("apollo");
        let leave = remove("user:ada", "administrator", "system");
        let mut gone = vec![leave.clone(), disabled("user:ada"), scene.index().removal("user:ada")];
        let mut ending = grant("user:ada", "administrator", "system");
        ending.expires_at = Some(1000);
        gone.push(put(ending));
        for changes in &gone {
            assert_eq!(scene.by("user:ada", changes), Err(Refusal::LastAdministrator), "{changes:?}");
            let host = |force| judge(&scene.index(), &Writer::Host { force }, changes, NOW);
            assert_eq!((host(false), host(true)), (Err(Refusal::LastAdministrator), Ok(())), "{changes:?}");
        }
        // Somebody in a group counts, somebody disabled does not.
        let other =
            scene.clone().group("group:root", &["user:bob"], &[]).grant("group:root", "administrator", "system");
        other.allows("user:ada", &leave);
        let mut asleep = scene.grant("user:bob", "administrator", "system");
        asleep.0.users.iter_mut().filter(|user| user.id.as_str() == "user:bob").for_each(|user| user.active = false);
        assert_eq!(
            asleep.by("user:ada", &leave).map_err(|refusal| refusal.to_string()),
            Err(Refusal::LastAdministrator.to_string())
        );
    }

    #[test]
    fn the_host_forces_nothing_but_the_last_one() {
        let scene = Scene::new().project("apollo");
        let host = |force, changes: &[Change]| judge(&scene.index(), &Writer::Host { force }, changes, NOW);
        let leave = remove("user:ann", "owner", "project:apollo");
        assert_eq!(host(false, &leave), Err(Refusal::LastOwner { node: node("project:apollo") }));
        assert_eq!(host(true, &leave), Ok(()));
        let unknown = put(grant("user:ghost", "owner", "project:apollo"));
        assert_eq!(host(true, &unknown), Err(Refusal::Unknown { what: "user:ghost".to_string() }));
        assert_eq!(host(false, &put(grant("user:vic", "owner", "system"))), Ok(()));
    }

    #[test]
    fn whoever_has_the_role_by_an_account_or_for_a_while_is_no_owner() {
        let scene = Scene::new().node("account:a", &["system"]).user("user:kim", Some("account:a")).project("apollo");
        let leave = remove("user:ann", "owner", "project:apollo");
        last(&scene.clone().grant("account:a", "owner", "project:apollo"), "user:ann", &leave);
        last(&scene.clone().grant("owner at project:apollo", "owner", "project:apollo"), "user:ann", &leave);
        last(&scene.clone().grant("user:amy", "owner", "item:apollo"), "user:ann", &leave);
        // Both of a conjunction must be so.
        let both = scene.group("group:g", &["user:amy"], &[]);
        both.clone().grant("user:amy and group:g", "owner", "project:apollo").allows("user:ann", &leave);
        last(&both.grant("user:bob and group:g", "owner", "project:apollo"), "user:ann", &leave);
    }

    #[test]
    fn a_node_that_is_without_owner_may_stay_so() {
        let mut scene = Scene::new().project("apollo");
        scene.0.users.iter_mut().filter(|user| user.id.as_str() == "user:ann").for_each(|user| user.active = false);
        scene.allows("user:ada", &remove("user:ann", "owner", "project:apollo"));
        let ended = Scene::new().project("apollo").grant("user:amy", "owner", "project:apollo").until(NOW - 1);
        last(&ended, "user:ada", &remove("user:ann", "owner", "project:apollo"));
        ended.allows("user:ada", &remove("user:amy", "owner", "project:apollo"));
        // An item needs none, and a type that has no owner role any more needs none.
        let scene = Scene::new().project("apollo").grant("user:ed", "owner", "item:apollo");
        scene.allows("user:ada", &remove("user:ed", "owner", "item:apollo"));
        let mut catalog = scene.0.catalog.clone();
        catalog.types.get_mut("project").unwrap().owner_role = None;
        let mut changes = remove("user:ann", "owner", "project:apollo");
        last(&scene, "user:ada", &changes);
        changes.push(Change::SetCatalog(catalog));
        scene.allows("user:ada", &changes);
    }

    #[test]
    fn every_node_below_counts() {
        let below = |name: &str| format!("project:{name}");
        let scene = Scene::new().node("account:a", &["system"]).grant("user:amy", "owner", "account:a");
        let scene = ["one", "two"].iter().fold(scene, |scene, name| scene.node(&below(name), &["account:a"]));
        let leave = remove("user:amy", "owner", "account:a");
        assert_eq!(scene.by("user:ada", &leave), Err(Refusal::LastOwner { node: node("project:one") }));
        let one = scene.grant("user:ann", "owner", "project:one");
        assert_eq!(one.by("user:ada", &leave), Err(Refusal::LastOwner { node: node("project:two") }));
        one.grant("user:ann", "owner", "project:two").allows("user:ada", &leave);
    }

    #[test]
    fn an_administrator_for_a_while_stays_where_there_is_no_other() {
        let mut scene = Scene::new().user("user:bob", None);
        scene.0.grants.iter_mut().for_each(|grant| grant.expires_at = Some(NOW + 1));
        let leave = remove("user:ada", "administrator", "system");
        assert_eq!(scene.by("user:ada", &leave), Err(Refusal::LastAdministrator));
        // There may be another for a while, or for good; one that has ended is none.
        let other = scene.clone().grant("user:bob", "administrator", "system");
        other.allows("user:ada", &leave);
        other.clone().until(NOW + 1).allows("user:ada", &leave);
        assert_eq!(other.until(NOW).by("user:ada", &leave), Err(Refusal::LastAdministrator));
    }

    #[test]
    fn administrators_by_a_group_or_an_account_are_not_lost_with_it() {
        let administrators = |scene: Scene, who: &str| {
            let mut scene = scene;
            scene.0.grants.clear();
            scene.grant(who, "administrator", "system")
        };
        let refused = |scene: &Scene, changes: &[Change]| {
            let host = judge(&scene.index(), &Writer::Host { force: false }, changes, NOW);
            assert_eq!(host, Err(Refusal::LastAdministrator), "{changes:?}");
        };
        let inner = Scene::new().group("group:in", &["user:bob"], &[]).group("group:out", &["group:in"], &[]);
        let inner = administrators(inner, "group:out");
        refused(&inner, &[Change::RemoveMember { group: node("group:in"), member: node("user:bob") }]);
        refused(&inner, &[Change::RemoveMember { group: node("group:out"), member: node("group:in") }]);
        refused(&inner, &inner.index().removal("group:out"));
        refused(&inner, &disabled("user:bob"));
        let account = Scene::new().node("account:a", &["system"]).user("user:kim", Some("account:a"));
        let account = administrators(account, "account:a");
        refused(&account, &account.changed("account:a", |account| account.suspended = true));
        refused(&account, &[Change::PutUser(User { id: node("user:kim"), account: None, active: true, mfa: false })]);
    }
}
