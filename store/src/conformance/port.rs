//! What the ports must do.

use super::{World, id, role};
use crate::{
    Clock, NewProject, Origin, SECOND, StoreError,
    port::{After, AuditCount, AuditFilter, AuditRecord, Database, NewLogin, Outcome, PageRequest, ProfileRecord},
};
use authz::{
    Atom, Change, Grant, GrantId, Group, Node, NodeId, Source, User,
    action::{CreateProject, DeleteProject},
};
use std::sync::Arc;

pub(super) async fn facts_come_back(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database.clone()).await?;
    let (group, vic, launch) = (id("group:crew"), id("user:vic"), id("report:launch"));
    let changes = vec![
        Change::PutNode(Node {
            restricted: true,
            archived: true,
            ..Node::new(launch.clone(), vec![id("project:apollo")])
        }),
        Change::PutUser(User { id: vic.clone(), account: None, active: false, mfa: true }),
        Change::PutMember { group: group.clone(), member: id("user:sam") },
        Change::RemoveMember { group: group.clone(), member: vic },
        Change::PutGroup(Group {
            id: id("group:two"),
            members: [group.clone()].into(),
            admins: [id("user:olga")].into(),
        }),
        Change::PutGrant(Grant {
            id: GrantId::parse("grt_1").map_err(StoreError::database)?,
            who: vec![Atom::Group(group), Atom::SIGNED_IN],
            role: role("viewer"),
            on: launch,
            expires_at: Some(5),
            source: Source::Import,
        }),
    ];
    let mut transaction = database.write().await?;
    let before = transaction.revision().await?;
    let revision = transaction.apply(&changes, "test", 1).await?;
    transaction.commit().await?;
    assert_eq!(revision, before + 1);

    let mut transaction = database.read().await?;
    assert_eq!(transaction.changes_since(before).await?, Some(changes.clone()));
    assert_eq!(transaction.changes_since(revision).await?, None);
    // What the tables hold is what an index that followed the changes holds.
    let loaded = authz::Index::new(transaction.world().await?).map_err(StoreError::database)?.world();
    let mut followed = world.gate.index(authz::Index::clone);
    followed.apply(&changes).map_err(StoreError::database)?;
    assert_eq!(loaded, followed.world());
    Ok(())
}

pub(super) async fn retired_names_stay_retired(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database.clone()).await?;
    let host = world.host.operator();
    let project = id("project:apollo");
    world.gate.permit::<DeleteProject>(&host, project.clone()).await?.remove().await?;
    assert!(database.read().await?.is_retired(&project).await?);
    assert!(database.read().await?.find_profile(&project).await?.is_none());
    let again = NewProject { id: "apollo".into(), name: "Apollo".into(), ..NewProject::default() };
    let refused = world.gate.permit::<CreateProject>(&host, NodeId::system()).await?.add(again).await;
    assert!(matches!(refused, Err(StoreError::Invalid { field: "id", .. })), "{refused:?}");
    Ok(())
}

async fn put_projects(database: &Arc<dyn Database>, names: &[&str]) -> Result<(), StoreError> {
    let mut transaction = database.write().await?;
    let nodes: Vec<Node> =
        (0..names.len()).map(|number| Node::new(id(&format!("project:p{number}")), vec![NodeId::system()])).collect();
    let changes: Vec<Change> = nodes.iter().cloned().map(Change::PutNode).collect();
    transaction.apply(&changes, "test", 1).await?;
    for (node, name) in nodes.into_iter().zip(names) {
        let profile = ProfileRecord {
            node: node.id,
            name: (*name).to_owned(),
            description: String::new(),
            created_at: 1,
            created_by: "test".into(),
        };
        transaction.put_profile(&profile).await?;
    }
    transaction.commit().await
}

pub(super) async fn names_are_listed_in_pages(database: Arc<dyn Database>) -> Result<(), StoreError> {
    put_projects(&database, &["delta", "Alpha", "charlie", "Bravo", "alpha"]).await?;
    let mut transaction = database.read().await?;
    let mut request = PageRequest { limit: 2, ..PageRequest::default() };
    let mut seen = Vec::new();
    loop {
        let page = transaction.list_profiles("project", &request).await?;
        assert!(page.items.len() <= 2);
        seen.extend(page.items.into_iter().map(|profile| profile.name));
        match page.next {
            Some(next) => request.after = Some(next),
            None => break,
        }
    }
    assert_eq!(seen, ["Alpha", "alpha", "Bravo", "charlie", "delta"]);
    let past = PageRequest { after: Some(After { key: "zulu".into(), id: String::new() }), ..PageRequest::default() };
    assert!(transaction.list_profiles("project", &past).await?.items.is_empty());
    Ok(())
}

pub(super) async fn search_takes_every_letter_for_itself(database: Arc<dyn Database>) -> Result<(), StoreError> {
    put_projects(&database, &["50% done", "500 done", "a_b", "axb", "back\\slash", "Žižkov"]).await?;
    let mut transaction = database.read().await?;
    for (search, found) in [("50%", "50% done"), ("a_b", "a_b"), ("\\", "back\\slash"), ("žižK", "Žižkov")] {
        let request = PageRequest { search: search.to_owned(), ..PageRequest::default() };
        let names: Vec<String> =
            transaction.list_profiles("project", &request).await?.items.into_iter().map(|item| item.name).collect();
        assert_eq!(names, [found], "{search}");
    }
    Ok(())
}

pub(super) async fn a_login_is_unique_however_it_is_written(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database.clone()).await?;
    let mut transaction = database.write().await?;
    for (login, found) in [("VIC", true), ("vic@EXAMPLE.org", true), ("nobody", false), ("", false)] {
        assert_eq!(transaction.find_login(login).await?.is_some(), found, "{login}");
    }
    let sam = id("user:sam");
    let taken = NewLogin { user: sam.clone(), username: "OLGA".into(), email: None, password_hash: None };
    assert!(!transaction.add_login(&taken, 1).await?);
    transaction.set_password(&sam, "hash", 1).await?;
    transaction.commit().await?;
    let login = world.gate.public(Origin::default()).find_login("sam").await?;
    assert_eq!(login.and_then(|login| login.password_hash).as_deref(), Some("hash"));
    Ok(())
}

pub(super) async fn sessions_end(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database.clone()).await?;
    world.caller("vic").await?;
    world.caller("olga").await?;
    let mut transaction = database.write().await?;
    let vic = id("user:vic");
    assert_eq!(transaction.list_sessions(&vic).await?.len(), 1);
    assert_eq!(transaction.remove_sessions(&vic, Some("session-of-vic")).await?, 0);
    assert_eq!(transaction.remove_sessions(&vic, None).await?, 1);
    assert!(!transaction.remove_session("session-of-vic").await?);
    let now = world.clock.now();
    assert_eq!(transaction.expire_sessions(now, now - 60 * SECOND).await?, 0);
    assert_eq!(transaction.expire_sessions(now, now).await?, 1);
    transaction.commit().await
}

pub(super) async fn links_work_once(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (host, door) = (&world.host, world.gate.public(Origin::default()));
    let vic = id("user:vic");
    host.put_reset_link(&vic, "first").await?;
    host.put_reset_link(&vic, "second").await?;
    assert!(door.find_reset("first").await?.is_none());
    assert_eq!(door.reset("second", "hash").await?, vic);
    assert!(matches!(door.reset("second", "hash").await, Err(StoreError::Invalid { field: "link", .. })));
    host.put_set_up_link("older").await?;
    assert!(door.is_set_up_link("older").await?);
    host.put_set_up_link("token").await?;
    assert!(!door.is_set_up_link("older").await?);
    assert!(door.is_set_up_link("token").await?);
    assert!(door.find_reset("token").await?.is_none());
    world.clock.advance(25 * 3600 * SECOND);
    assert!(!door.is_set_up_link("token").await?);
    Ok(())
}

pub(super) async fn audit_is_listed_newest_first(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let mut transaction = database.write().await?;
    for number in 0..5_u32 {
        let line = AuditRecord {
            id: format!("aud_{number}"),
            at: i64::from(number),
            actor: if number % 2 == 0 { "user:even" } else { "user:odd" }.into(),
            action: "Test".into(),
            node: "project:p".into(),
            outcome: Outcome::Done,
            subject: None,
            before: Some("{\"a\":1}".into()),
            after: None,
            reason: Some("Because".into()),
            address: None,
            agent: None,
            request: None,
            times: 1,
        };
        transaction.add_audit(&line).await?;
    }
    transaction.commit().await?;
    let mut transaction = database.read().await?;
    let mut request = PageRequest { limit: 2, ..PageRequest::default() };
    let first = transaction.list_audit(&AuditFilter::default(), &request).await?;
    assert_eq!(first.items.iter().map(|line| line.at).collect::<Vec<_>>(), [4, 3]);
    request.after = first.next;
    let second = transaction.list_audit(&AuditFilter::default(), &request).await?;
    assert_eq!(second.items.iter().map(|line| line.at).collect::<Vec<_>>(), [2, 1]);
    let odd = AuditFilter { actor: Some("user:odd".into()), ..AuditFilter::default() };
    assert_eq!(transaction.list_audit(&odd, &PageRequest::default()).await?.items.len(), 2);
    let search = PageRequest { search: "BECAUSE".into(), ..PageRequest::default() };
    assert_eq!(transaction.list_audit(&AuditFilter::default(), &search).await?.items.len(), 5);
    let refused = AuditFilter { outcome: Some(Outcome::Refused), ..AuditFilter::default() };
    assert!(transaction.list_audit(&refused, &PageRequest::default()).await?.items.is_empty());
    let early = AuditFilter { until: Some(2), ..AuditFilter::default() };
    assert_eq!(transaction.list_audit(&early, &PageRequest::default()).await?.items.len(), 2);
    let sum = |counts: Vec<AuditCount>| counts.iter().map(|count| count.times).sum::<u64>();
    assert_eq!(sum(transaction.count_audit(None, 0).await?), 5);
    assert_eq!(sum(transaction.count_audit(None, 3).await?), 2);
    assert_eq!(sum(transaction.count_audit(Some(&id("project:none")), 0).await?), 0);
    Ok(())
}
