//! What is taken away is refused at the next decision, whatever it was and whichever process took it.

use super::{CountingIds, World, id, role};
use crate::{Gate, Host, Origin, SECOND, StoreError, error::Denied, port::Database, port::Outcome, work::Work};
use authz::{
    Atom, Change, Entry, Extent, Grant, GrantId, Group, Node, NodeId, Pattern, Role, Source, User, Visibility,
    action::{Each, ListProjects, ReadProject},
};
use std::sync::Arc;

/// Writes facts as another process would, past everything but the commit.
async fn write(host: &Host, changes: &[Change]) -> Result<(), StoreError> {
    let gate = host.gate();
    let transaction = gate.write().await?;
    let line = gate.line(&host.operator(), "Test", "system".to_owned(), Outcome::Done, None);
    gate.commit(transaction, &Work::from(changes.to_vec()), &line).await
}

fn grant(who: Vec<Atom>, wanted: &str) -> Grant {
    Grant {
        id: GrantId::parse("given").unwrap_or_else(|bad| unreachable!("{bad}")),
        who,
        role: role(wanted),
        on: id("project:apollo"),
        expires_at: None,
        source: Source::Direct,
    }
}

fn given(who: Vec<Atom>) -> Change {
    Change::PutGrant(grant(who, "viewer"))
}

fn sam(account: Option<&str>, active: bool) -> Change {
    Change::PutUser(User { id: id("user:sam"), account: account.map(id), active, mfa: false })
}

fn group(name: &str, member: &str) -> Change {
    Change::PutGroup(Group { id: id(name), members: [id(member)].into(), admins: [].into() })
}

fn reader(permissions: &[&str], includes: &[&str]) -> Role {
    let entry = |text: &&str| Pattern::parse(text).ok().map(|pattern| Entry::new(pattern, Extent::All));
    Role {
        permissions: permissions.iter().filter_map(entry).collect(),
        includes: includes.iter().map(|included| role(included)).collect(),
        ..Role::new(role(if includes.is_empty() { "reader" } else { "outer" }))
    }
}

fn apollo(visibility: Visibility) -> Change {
    Change::PutNode(Node { visibility, ..Node::new(id("project:apollo"), vec![NodeId::system()]) })
}

/// What lets Sam read the project, and what takes it away again.
fn ways() -> Vec<(&'static str, Vec<Change>, Vec<Change>)> {
    let user = || vec![Atom::User(id("user:sam"))];
    let gone = || Change::RemoveGrant(grant(user(), "viewer").id);
    let account = |suspended| Change::PutNode(Node { suspended, ..Node::new(id("account:c"), vec![NodeId::system()]) });
    let consultant = || Grant {
        id: GrantId::parse("consultant").unwrap_or_else(|bad| unreachable!("{bad}")),
        on: id("account:c"),
        ..grant(user(), "reader")
    };
    let clients = || Grant {
        source: Source::Consultancy,
        ..grant(vec![Atom::Account(id("account:c")), Atom::Holder(role("reader"), id("account:c"))], "viewer")
    };
    let consultancy = || {
        let read = Change::PutRole(reader(&["report:read"], &[]));
        vec![
            account(false),
            sam(Some("account:c"), true),
            read,
            Change::PutGrant(consultant()),
            Change::PutGrant(clients()),
        ]
    };
    let left = |group: &str, member: &str| Change::RemoveMember { group: id(group), member: id(member) };
    let by_group =
        || vec![group("group:g", "user:sam"), group("group:h", "group:g"), given(vec![Atom::Group(id("group:h"))])];
    let by_role = |role: Role, inner: &[&str]| {
        let who = Change::PutGrant(Grant { role: role.id.clone(), ..grant(user(), "viewer") });
        vec![Change::PutRole(reader(inner, &[])), Change::PutRole(role), who]
    };
    let (plain, outer) = (reader(&["project:read"], &[]), reader(&[], &["reader"]));
    vec![
        ("a grant", vec![given(user())], vec![gone()]),
        ("a member", by_group(), vec![left("group:g", "user:sam")]),
        ("a group in a group", by_group(), vec![left("group:h", "group:g")]),
        ("a group", by_group(), vec![Change::RemoveGroup(id("group:g")), Change::RemoveNode(id("group:g"))]),
        ("an entry", by_role(plain, &["project:read"]), vec![Change::PutRole(reader(&[], &[]))]),
        (
            "an entry of an included role",
            by_role(outer.clone(), &["project:read"]),
            vec![Change::PutRole(reader(&[], &[]))],
        ),
        (
            "an include",
            by_role(outer.clone(), &["project:read"]),
            vec![Change::PutRole(Role { includes: Vec::new(), ..outer })],
        ),
        ("a user", vec![given(user())], vec![sam(None, false)]),
        ("an account", vec![account(false), sam(Some("account:c"), true), given(user())], vec![account(true)]),
        (
            "being of an account",
            vec![account(false), sam(Some("account:c"), true), given(vec![Atom::Account(id("account:c"))])],
            vec![sam(None, true)],
        ),
        ("a consultancy", consultancy(), vec![Change::RemoveGrant(clients().id)]),
        ("a consultant", consultancy(), vec![Change::RemoveGrant(consultant().id)]),
        ("visibility", vec![apollo(Visibility::Internal)], vec![apollo(Visibility::Private)]),
    ]
}

/// Does Sam get through, is the project shown to them, and listed?
async fn answers(world: &World, gate: &Gate) -> Result<[bool; 3], StoreError> {
    let (caller, apollo) = (world.caller("sam").await?, id("project:apollo"));
    let through = match gate.permit::<ReadProject>(&caller, apollo.clone()).await {
        Ok(mut proof) => proof.get().await.is_ok(),
        Err(StoreError::Denied(Denied::NotFound | Denied::SignIn)) => false,
        Err(error) => return Err(error),
    };
    let listed = match gate.permit::<ListProjects>(&caller, Each).await {
        Ok(mut proof) => !proof.list(&crate::port::PageRequest::default()).await?.items.is_empty(),
        Err(StoreError::Denied(Denied::SignIn)) => false,
        Err(error) => return Err(error),
    };
    Ok([through, gate.may(&caller, "project:read", &apollo), listed])
}

pub(super) async fn what_is_taken_is_refused_at_the_next_decision(
    database: Arc<dyn Database>,
) -> Result<(), StoreError> {
    let world = World::new(database.clone()).await?;
    let ids = Arc::new(CountingIds::starting(1 << 32));
    let other = Host::open(database, world.clock.clone(), ids).await?;
    let start = world.gate.index(authz::Index::world);
    for (what, give, take) in ways() {
        write(&other, &give).await?;
        assert_eq!(answers(&world, &world.gate).await?, [true; 3], "{what} is given");
        write(&other, &take).await?;
        for gate in [&world.gate, &other.gate()] {
            assert_eq!(answers(&world, gate).await?, [false; 3], "{what} is taken");
        }
        // What is left of it does no harm to the next.
        let mut rest =
            vec![Change::RemoveGrant(grant(Vec::new(), "viewer").id), sam(None, true), apollo(Visibility::Private)];
        rest.extend(start.nodes.iter().find(|node| node.id == id("user:sam")).cloned().map(Change::PutNode));
        write(&other, &rest).await?;
        assert_eq!(answers(&world, &world.gate).await?, [false; 3], "{what} leaves nothing");
    }
    Ok(())
}

pub(super) async fn what_has_ended_is_refused_at_the_next_decision(
    database: Arc<dyn Database>,
) -> Result<(), StoreError> {
    let world = World::new(database.clone()).await?;
    let end = crate::Clock::now(&*world.clock) + 10 * SECOND;
    let ending = Grant { expires_at: Some(end), ..grant(vec![Atom::User(id("user:sam"))], "viewer") };
    write(&world.host, &[Change::PutGrant(ending)]).await?;
    world.clock.advance(10 * SECOND - 1);
    assert_eq!(answers(&world, &world.gate).await?, [true; 3]);
    world.clock.advance(1);
    assert_eq!(answers(&world, &world.gate).await?, [false; 3]);
    Ok(())
}

pub(super) async fn a_session_ended_elsewhere_ends_here(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database.clone()).await?;
    let ids = Arc::new(CountingIds::starting(1 << 32));
    let other = Host::open(database, world.clock.clone(), ids).await?.gate();
    let (vic, apollo) = (world.caller("vic").await?, id("project:apollo"));
    drop(world.gate.permit::<ReadProject>(&vic, apollo.clone()).await?);
    other.public(Origin::default()).remove_session("session-of-vic").await?;
    let refused = world.gate.permit::<ReadProject>(&vic, apollo).await.err();
    assert!(matches!(refused, Some(StoreError::Denied(Denied::SignIn))), "{refused:?}");
    Ok(())
}
