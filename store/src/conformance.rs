//! What every adapter must do: run by each adapter's tests on a fresh database per case.

use crate::{
    Caller, Clock, Gate, IdSource, LoadReport, MemberEdit, Micros, NewMembers, NewProject, NewUser, Origin, Person,
    Preset, RoleEdit, SECOND, Seed, SeedReport, StoreError,
    error::Denied,
    port::{
        After, AuditFilter, AuditRecord, Database, NewLogin, Outcome, PageRequest, ProfileRecord, Purpose,
        SessionRecord,
    },
};
use authz::{
    Atom, Change, Grant, GrantId, Group, Node, NodeId, RoleId, Source, User,
    action::{AddMember, CreateProject, EditMatrix, Each, ListProjects, ReadAudit, ReadProject, RemoveMember, UpdateMember},
};
use std::{
    collections::BTreeSet,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

/// A clock that stands until it is moved.
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// Stands at 2026-01-01.
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(1_767_225_600 * SECOND)))
    }

    /// Moves on.
    pub fn advance(&self, by: Micros) {
        self.0.fetch_add(by, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Micros {
        self.0.load(Ordering::SeqCst)
    }
}

/// Ids that count up.
#[derive(Default)]
pub struct CountingIds(AtomicU64);

impl IdSource for CountingIds {
    fn fill(&self, bytes: &mut [u8]) {
        let next = self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes();
        for (byte, value) in bytes.iter_mut().rev().zip(next.iter().rev().chain(std::iter::repeat(&0))) {
            *byte = *value;
        }
    }
}

/// A small deployment: three roles, `ann` administrator, `olga` owner and `vic` viewer of `project:apollo`.
pub struct World {
    /// The database.
    pub database: Arc<dyn Database>,
    /// Its gate.
    pub gate: Gate,
    /// Its clock.
    pub clock: Arc<FixedClock>,
}

const PRESET: &str = r#"
name = "small"
title = "Small"
description = "For tests."
[catalog]
name = "small"
visitor_roles = { public = "viewer", internal = "viewer" }
[catalog.types.project]
parents = ["system"]
actions = ["read", "create", "update", "delete"]
visibility = true
owner_role = "owner"
on_create = [{ grant = { to = "creator", role = "owner" } }]
[catalog.types.report]
parents = ["project"]
actions = ["read", "update"]
[[role]]
id = "viewer"
name = "Viewer"
on = ["project", "system"]
permissions = [["project:read", "all"], ["report:read", "all"]]
[[role]]
id = "editor"
name = "Editor"
on = ["project"]
includes = ["viewer"]
permissions = [["report:update", "own"]]
[[role]]
id = "owner"
name = "Owner"
on = ["project"]
includes = ["editor"]
permissions = [["project:*", "all"], ["report:*", "all"], ["member:*", "all"], ["role:*", "all"], ["audit:read", "all"]]
[[user]]
id = "user:olga"
username = "olga"
name = "Olga Owner"
email = "olga@example.org"
[[user]]
id = "user:vic"
username = "vic"
name = "Vic Viewer"
email = "vic@example.org"
[[user]]
id = "user:sam"
username = "sam"
name = "Sam Stranger"
email = "sam@example.org"
[[group]]
id = "group:crew"
name = "Crew"
members = ["user:vic"]
[[project]]
id = "project:apollo"
name = "Apollo"
[[node]]
id = "report:launch"
parents = ["project:apollo"]
owner = "user:vic"
[[grant]]
who = [{ user = "user:olga" }]
role = "owner"
on = "project:apollo"
[[grant]]
who = [{ user = "user:vic" }]
role = "viewer"
on = "project:apollo"
"#;

fn id(text: &str) -> NodeId {
    NodeId::parse(text).unwrap_or_else(|_| NodeId::system())
}

fn role(text: &str) -> RoleId {
    RoleId::parse(text).unwrap_or_else(|bad| unreachable!("{bad}"))
}

impl World {
    /// Fills an empty database.
    ///
    /// # Errors
    /// Whatever goes wrong.
    pub async fn new(database: Arc<dyn Database>) -> Result<Self, StoreError> {
        let clock = FixedClock::new();
        let gate = Gate::open(database.clone(), clock.clone(), Arc::new(CountingIds::default())).await?;
        let host = gate.host();
        host.ensure_built_in().await?;
        host.load_preset(&Preset::parse(PRESET)?, true, None).await?;
        let user = NewUser {
            username: "ann".into(),
            name: "Ann Administrator".into(),
            email: "ann@example.org".into(),
            password_hash: None,
        };
        host.seed(&Seed { user, roles: Vec::new(), force: false }).await?;
        Ok(Self { database, gate, clock })
    }

    /// A caller with a session.
    ///
    /// # Errors
    /// Whatever goes wrong.
    pub async fn caller(&self, name: &str) -> Result<Caller, StoreError> {
        let (user, now) = (id(&format!("user:{name}")), self.clock.now());
        let session = SessionRecord {
            id: format!("session-of-{name}"),
            user: user.clone(),
            created_at: now,
            used_at: now,
            expires_at: now + 3600 * SECOND,
            address: "192.0.2.1".into(),
            agent: "test".into(),
        };
        self.gate.public(Origin::default()).put_session(&session).await?;
        let origin = Origin { address: "192.0.2.1".into(), agent: "test".into(), request: "r1".into() };
        Ok(Caller::Person(Person { user, session: session.id, mfa: false, origin }))
    }

    async fn audit(&self) -> Result<Vec<AuditRecord>, StoreError> {
        let host = Caller::Host(Origin::default());
        let proof = self.gate.permit::<ReadAudit>(&host, NodeId::system()).await?;
        Ok(proof.list(AuditFilter::default(), &PageRequest { limit: 100, ..PageRequest::default() }).await?.0.items)
    }
}

/// What a case returns.
pub type Done = Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send>>;

/// A case: a name and what it does with an empty database.
pub type Case = (&'static str, fn(Arc<dyn Database>) -> Done);

macro_rules! cases {
    ($($name:ident),* $(,)?) => {
        /// Every case.
        pub const CASES: &[Case] = &[$((stringify!($name), |database| Box::pin($name(database)))),*];
    };
}

cases! {
    facts_come_back,
    retired_names_stay_retired,
    names_are_listed_in_pages,
    search_takes_every_letter_for_itself,
    a_login_is_unique_however_it_is_written,
    sessions_end,
    links_work_once,
    audit_is_listed_newest_first,
    a_write_and_its_audit_line_come_together,
    a_dropped_proof_leaves_nothing,
    a_refused_write_is_audited_and_counted,
    an_ended_session_ends_at_the_next_decision,
    a_stranger_cannot_tell_missing_from_hidden,
    another_process_is_noticed,
    two_edits_of_one_role_conflict,
    the_last_owner_stays,
    a_member_who_holds_less_cannot_give_more,
    creating_a_project_makes_its_creator_owner,
    seeding_twice_writes_nothing,
    a_preset_that_contradicts_changes_nothing,
    many_writers_lose_nothing,
}

async fn facts_come_back(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database.clone()).await?;
    let (group, vic, launch) = (id("group:crew"), id("user:vic"), id("report:launch"));
    let changes = vec![
        Change::PutNode(Node { restricted: true, archived: true, ..Node::new(launch.clone(), vec![id("project:apollo")]) }),
        Change::PutUser(User { id: vic.clone(), account: None, active: false, mfa: true }),
        Change::PutMember { group: group.clone(), member: id("user:sam") },
        Change::RemoveMember { group: group.clone(), member: vic },
        Change::PutGroup(Group { id: id("group:two"), members: [group.clone()].into(), admins: [id("user:olga")].into() }),
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

async fn retired_names_stay_retired(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database.clone()).await?;
    let host = Caller::Host(Origin::default());
    let project = id("project:apollo");
    world.gate.permit::<authz::action::DeleteProject>(&host, project.clone()).await?.remove().await?;
    assert!(database.read().await?.is_retired(&project).await?);
    assert!(database.read().await?.find_profile(&project).await?.is_none());
    let again = NewProject { id: "apollo".into(), name: "Apollo".into(), ..NewProject::default() };
    let refused = world.gate.permit::<CreateProject>(&host, NodeId::system()).await?.add(again).await;
    assert!(matches!(refused, Err(StoreError::Invalid { field: "id", .. })), "{refused:?}");
    Ok(())
}

async fn put_projects(database: &Arc<dyn Database>, names: &[&str]) -> Result<(), StoreError> {
    let mut transaction = database.write().await?;
    let nodes: Vec<Node> = (0..names.len())
        .map(|number| Node::new(id(&format!("project:p{number}")), vec![NodeId::system()]))
        .collect();
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

async fn names_are_listed_in_pages(database: Arc<dyn Database>) -> Result<(), StoreError> {
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

async fn search_takes_every_letter_for_itself(database: Arc<dyn Database>) -> Result<(), StoreError> {
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

async fn a_login_is_unique_however_it_is_written(database: Arc<dyn Database>) -> Result<(), StoreError> {
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

async fn sessions_end(database: Arc<dyn Database>) -> Result<(), StoreError> {
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

async fn links_work_once(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (host, door) = (world.gate.host(), world.gate.public(Origin::default()));
    let vic = id("user:vic");
    host.put_reset_link(&vic, "first").await?;
    host.put_reset_link(&vic, "second").await?;
    assert!(door.find_reset("first").await?.is_none());
    assert_eq!(door.reset("second", "hash").await?, vic);
    assert!(matches!(door.reset("second", "hash").await, Err(StoreError::Invalid { field: "link", .. })));
    host.put_set_up_link("token").await?;
    assert!(door.find_set_up("token").await? && door.find_reset("token").await?.is_none());
    world.clock.advance(25 * 3600 * SECOND);
    assert!(!door.find_set_up("token").await?);
    Ok(())
}

async fn audit_is_listed_newest_first(database: Arc<dyn Database>) -> Result<(), StoreError> {
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
    Ok(())
}

fn new_members(subject: &str, wanted: &str) -> NewMembers {
    NewMembers {
        subjects: vec![id(subject)],
        role: role(wanted),
        expires_at: None,
        reason: "she asked".into(),
    }
}

async fn a_write_and_its_audit_line_come_together(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (olga, apollo) = (world.caller("olga").await?, id("project:apollo"));
    world.gate.permit::<AddMember>(&olga, apollo.clone()).await?.add(new_members("user:sam", "editor")).await?;
    let audit = world.audit().await?;
    let line = audit.first().ok_or_else(|| StoreError::database("no audit line"))?;
    assert_eq!((line.actor.as_str(), line.action.as_str(), line.node.as_str()), ("user:olga", "AddMember", "project:apollo"));
    assert_eq!((line.subject.as_deref(), line.reason.as_deref()), (Some("user:sam"), Some("she asked")));
    assert_eq!((line.address.as_deref(), line.request.as_deref()), (Some("192.0.2.1"), Some("r1")));
    assert!(line.after.as_deref().is_some_and(|after| after.contains("editor")));
    let sam = world.caller("sam").await?;
    world.gate.permit::<ReadProject>(&sam, apollo).await?.get().await?;
    Ok(())
}

async fn a_dropped_proof_leaves_nothing(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database.clone()).await?;
    let (olga, apollo) = (world.caller("olga").await?, id("project:apollo"));
    let before = (database.read().await?.revision().await?, world.audit().await?.len());
    drop(world.gate.permit::<AddMember>(&olga, apollo.clone()).await?);
    let unknown = world.gate.permit::<AddMember>(&olga, apollo).await?.add(new_members("user:nobody", "editor")).await;
    assert!(matches!(unknown, Err(StoreError::Invalid { field: "subjects", .. })), "{unknown:?}");
    assert_eq!(before, (database.read().await?.revision().await?, world.audit().await?.len()));
    Ok(())
}

async fn a_refused_write_is_audited_and_counted(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (vic, apollo) = (world.caller("vic").await?, id("project:apollo"));
    for _ in 0..5 {
        let refused = world.gate.permit::<RemoveMember>(&vic, apollo.clone()).await.err();
        let Some(StoreError::Denied(Denied::Forbidden { permission, node, .. })) = refused else {
            unreachable!("{refused:?}")
        };
        assert_eq!((permission.as_str(), node.as_str()), ("member:remove", "project:apollo"));
    }
    let audit = world.audit().await?;
    let refusals: Vec<_> = audit.iter().filter(|line| line.outcome == Outcome::Refused).collect();
    assert_eq!(refusals.iter().map(|line| line.times).collect::<Vec<_>>(), [5]);
    world.clock.advance(3601 * SECOND);
    assert!(world.gate.permit::<RemoveMember>(&vic, apollo).await.is_err());
    assert_eq!(world.audit().await?.iter().filter(|line| line.outcome == Outcome::Refused).count(), 2);
    Ok(())
}

async fn an_ended_session_ends_at_the_next_decision(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (vic, apollo) = (world.caller("vic").await?, id("project:apollo"));
    drop(world.gate.permit::<ReadProject>(&vic, apollo.clone()).await?);
    world.gate.public(Origin::default()).remove_session("session-of-vic").await?;
    let refused = world.gate.permit::<ReadProject>(&vic, apollo).await.err();
    assert!(matches!(refused, Some(StoreError::Denied(Denied::SignIn))), "{refused:?}");
    Ok(())
}

async fn a_stranger_cannot_tell_missing_from_hidden(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let sam = world.caller("sam").await?;
    let mut answers = BTreeSet::new();
    for node in ["project:apollo", "project:none", "nonsense:x"] {
        let refused = world.gate.permit::<ReadProject>(&sam, id(node)).await.err();
        answers.insert(format!("{refused:?}"));
    }
    assert_eq!(answers, [format!("{:?}", Some(StoreError::Denied(Denied::NotFound)))].into());
    let page = world.gate.permit::<ListProjects>(&sam, Each).await?.list(&PageRequest::default()).await?;
    assert!(page.items.is_empty());
    Ok(())
}

async fn another_process_is_noticed(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database.clone()).await?;
    // A second gate on the same database stands for another process: it shares no memory with the first.
    let other = Gate::open(database, world.clock.clone(), Arc::new(CountingIds(AtomicU64::new(1 << 32)))).await?;
    let (sam, apollo) = (world.caller("sam").await?, id("project:apollo"));
    assert!(world.gate.permit::<ReadProject>(&sam, apollo.clone()).await.is_err());
    let host = Caller::Host(Origin::default());
    other.permit::<AddMember>(&host, apollo.clone()).await?.add(new_members("user:sam", "viewer")).await?;
    drop(world.gate.permit::<ReadProject>(&sam, apollo.clone()).await?);
    other.permit::<RemoveMember>(&host, apollo.clone()).await?.remove(&id("user:sam"), "").await?;
    assert!(world.gate.permit::<ReadProject>(&sam, apollo).await.is_err());
    Ok(())
}

async fn two_edits_of_one_role_conflict(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (ann, system) = (world.caller("ann").await?, NodeId::system());
    let permissions = vec![authz::Entry {
        pattern: authz::Pattern::parse("project:read").map_err(StoreError::database)?,
        extent: authz::Extent::All,
        conditions: Vec::new(),
    }];
    let edit = || vec![RoleEdit { id: role("viewer"), version: 1, permissions: permissions.clone() }];
    let versions = world.gate.permit::<EditMatrix>(&ann, system.clone()).await?.save(edit(), "tidy").await?;
    assert_eq!(versions, [(role("viewer"), 2)]);
    let stale = world.gate.permit::<EditMatrix>(&ann, system).await?.save(edit(), "tidy").await;
    assert!(matches!(stale, Err(StoreError::Conflict(ref conflict)) if conflict.current == 2), "{stale:?}");
    Ok(())
}

async fn the_last_owner_stays(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (ann, olga, apollo) = (world.caller("ann").await?, world.caller("olga").await?, id("project:apollo"));
    for caller in [&ann, &olga] {
        let refused = world.gate.permit::<RemoveMember>(caller, apollo.clone()).await?.remove(&id("user:olga"), "").await;
        assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
        let edit = MemberEdit { subject: id("user:olga"), roles: vec![role("viewer")], expires_at: None, reason: String::new() };
        let refused = world.gate.permit::<UpdateMember>(caller, apollo.clone()).await?.update(edit).await;
        assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
    }
    world.gate.permit::<AddMember>(&ann, apollo.clone()).await?.add(new_members("user:sam", "owner")).await?;
    world.gate.permit::<RemoveMember>(&olga, apollo).await?.remove(&id("user:olga"), "leaving").await
}

async fn a_member_who_holds_less_cannot_give_more(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (olga, apollo) = (world.caller("olga").await?, id("project:apollo"));
    let system = NodeId::system();
    // An owner of one project makes nobody administrator, and edits no role of the system.
    assert!(world.gate.permit::<AddMember>(&olga, system.clone()).await.is_err());
    assert!(world.gate.permit::<EditMatrix>(&olga, system).await.is_err());
    let refused = world.gate.permit::<AddMember>(&olga, apollo).await?.add(new_members("user:sam", "administrator")).await;
    assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
    Ok(())
}

async fn creating_a_project_makes_its_creator_owner(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let ann = world.caller("ann").await?;
    let new = NewProject { name: " Gemini ".into(), ..NewProject::default() };
    let project = world.gate.permit::<CreateProject>(&ann, NodeId::system()).await?.add(new).await?;
    let found = world.gate.permit::<ReadProject>(&ann, project.clone()).await?.get().await?;
    assert_eq!(found.profile.name, "Gemini");
    let owners = world.gate.index(|index| index.grants_on(&project).filter(|grant| grant.role.as_str() == "owner").count());
    assert_eq!(owners, 1);
    let empty = NewProject { name: "  ".into(), ..NewProject::default() };
    let refused = world.gate.permit::<CreateProject>(&ann, NodeId::system()).await?.add(empty).await;
    assert!(matches!(refused, Err(StoreError::Invalid { field: "name", .. })), "{refused:?}");
    Ok(())
}

async fn seeding_twice_writes_nothing(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database.clone()).await?;
    let user = |hash: Option<&str>| NewUser {
        username: "root".into(),
        name: "Root".into(),
        email: "root@example.org".into(),
        password_hash: hash.map(ToOwned::to_owned),
    };
    let host = world.gate.host();
    let seed = Seed { user: user(Some("first")), roles: vec!["viewer".into()], force: false };
    assert_eq!(host.seed(&seed).await?, SeedReport::Created);
    let state = || async { Ok::<_, StoreError>((database.read().await?.revision().await?, world.audit().await?.len())) };
    let before = state().await?;
    assert_eq!(host.seed(&seed).await?, SeedReport::Unchanged);
    assert_eq!(before, state().await?);
    // A role an operator added stays, and one that went missing comes back.
    let more = Seed { roles: vec!["nonsense".into()], ..seed.clone() };
    assert!(matches!(host.seed(&more).await, Err(StoreError::Invalid { field: "seed roles", .. })));
    world.caller("root").await?;
    let forced = Seed { user: user(Some("second")), force: true, ..seed };
    assert_eq!(host.seed(&forced).await?, SeedReport::Forced);
    let mut transaction = database.read().await?;
    assert!(transaction.list_sessions(&id("user:root")).await?.is_empty());
    let login = transaction.find_login("root").await?;
    assert_eq!(login.and_then(|login| login.password_hash).as_deref(), Some("second"));
    Ok(())
}

async fn a_preset_that_contradicts_changes_nothing(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database.clone()).await?;
    let before = database.read().await?.revision().await?;
    let host = world.gate.host();
    assert_eq!(host.load_preset(&Preset::parse(PRESET)?, true, None).await?, LoadReport::Unchanged);
    let other = PRESET.replace("name = \"small\"", "name = \"other\"").replace("\"report:read\", \"all\"", "\"report:read\", \"own\"");
    let LoadReport::Refused(conflicts) = host.load_preset(&Preset::parse(&other)?, true, None).await? else {
        return Err(StoreError::database("it was loaded"));
    };
    let what: BTreeSet<&str> = conflicts.iter().map(|conflict| conflict.what.as_str()).collect();
    assert!(["catalog", "role viewer", "olga"].iter().all(|wanted| what.contains(wanted)), "{what:?}");
    assert_eq!(before, database.read().await?.revision().await?);
    Ok(())
}

async fn many_writers_lose_nothing(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database.clone()).await?;
    let ann = world.caller("ann").await?;
    let before = database.read().await?.revision().await?;
    let mut tasks = Vec::new();
    for number in 0..20 {
        let (gate, ann) = (world.gate.clone(), ann.clone());
        tasks.push(tokio::spawn(async move {
            let new = NewProject { id: format!("n{number}"), name: format!("Project {number}"), ..NewProject::default() };
            gate.permit::<CreateProject>(&ann, NodeId::system()).await?.add(new).await
        }));
    }
    for task in tasks {
        task.await.map_err(StoreError::database)??;
    }
    assert_eq!(database.read().await?.revision().await?, before + 20);
    let loaded = authz::Index::new(database.read().await?.world().await?).map_err(StoreError::database)?;
    assert_eq!(loaded.world(), world.gate.index(authz::Index::world));
    assert_eq!(loaded.nodes_of_type("project").count(), 21);
    Ok(())
}
