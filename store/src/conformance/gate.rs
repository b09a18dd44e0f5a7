//! What the gate must do on every adapter.

use super::{CountingIds, PRESET, World, id, role};
use crate::{
    Administration, Caller, Clock, Host, LoadReport, MemberEdit, NewMembers, NewProject, NewRole, NewUser, Origin,
    Preset, RoleEdit, SECOND, Seed, SeedReport, StoreError,
    error::Denied,
    gate::is_shown,
    port::{AuditRecord, Database, Outcome, PageRequest},
};
use authz::{
    Atom, Change, Grant, GrantId, NodeId, Source,
    action::{
        AddMember, CreateProject, CreateRole, DeleteRole, Each, EditMatrix, ListProjects, ReadMatrix, ReadProject,
        RemoveMember, UpdateMember, UpdateUser,
    },
    guard::Refusal,
};
use std::{collections::BTreeSet, sync::Arc};

fn new_members(subject: &str, wanted: &str) -> NewMembers {
    NewMembers { subjects: vec![id(subject)], roles: vec![role(wanted)], expires_at: None, reason: "she asked".into() }
}

pub(super) async fn a_write_and_its_audit_line_come_together(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (olga, apollo) = (world.caller("olga").await?, id("project:apollo"));
    world.gate.permit::<AddMember>(&olga, apollo.clone()).await?.add(new_members("user:sam", "editor")).await?;
    let audit = world.audit().await?;
    let line = audit.first().ok_or_else(|| StoreError::database("no audit line"))?;
    assert_eq!(
        (line.actor.as_str(), line.action.as_str(), line.node.as_str()),
        ("user:olga", "AddMember", "project:apollo")
    );
    assert_eq!((line.subject.as_deref(), line.reason.as_deref()), (Some("user:sam"), Some("she asked")));
    assert_eq!((line.address.as_deref(), line.request.as_deref()), (Some("192.0.2.1"), Some("r1")));
    assert!(line.after.as_deref().is_some_and(|after| after.contains("editor")));
    let sam = world.caller("sam").await?;
    world.gate.permit::<ReadProject>(&sam, apollo).await?.get().await?;
    Ok(())
}

pub(super) async fn a_dropped_proof_leaves_nothing(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database.clone()).await?;
    let (olga, apollo) = (world.caller("olga").await?, id("project:apollo"));
    let before = (database.read().await?.revision().await?, world.audit().await?.len());
    drop(world.gate.permit::<AddMember>(&olga, apollo.clone()).await?);
    let unknown = world.gate.permit::<AddMember>(&olga, apollo).await?.add(new_members("user:nobody", "editor")).await;
    assert!(matches!(unknown, Err(StoreError::Invalid { field: "subjects", .. })), "{unknown:?}");
    assert_eq!(before, (database.read().await?.revision().await?, world.audit().await?.len()));
    Ok(())
}

pub(super) async fn a_refused_write_is_audited_and_counted(database: Arc<dyn Database>) -> Result<(), StoreError> {
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

pub(super) async fn an_ended_session_ends_at_the_next_decision(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (vic, apollo) = (world.caller("vic").await?, id("project:apollo"));
    drop(world.gate.permit::<ReadProject>(&vic, apollo.clone()).await?);
    world.gate.public(Origin::default()).remove_session("session-of-vic").await?;
    let refused = world.gate.permit::<ReadProject>(&vic, apollo).await.err();
    assert!(matches!(refused, Some(StoreError::Denied(Denied::SignIn))), "{refused:?}");
    Ok(())
}

pub(super) async fn a_stranger_cannot_tell_missing_from_hidden(database: Arc<dyn Database>) -> Result<(), StoreError> {
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

pub(super) async fn another_process_is_noticed(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database.clone()).await?;
    // A second gate on the same database stands for another process: it shares no memory with the first.
    let other = Host::open(database, world.clock.clone(), Arc::new(CountingIds::starting(1 << 32))).await?;
    let (sam, apollo) = (world.caller("sam").await?, id("project:apollo"));
    assert!(world.gate.permit::<ReadProject>(&sam, apollo.clone()).await.is_err());
    let (other, host) = (other.gate(), other.operator());
    other.permit::<AddMember>(&host, apollo.clone()).await?.add(new_members("user:sam", "viewer")).await?;
    drop(world.gate.permit::<ReadProject>(&sam, apollo.clone()).await?);
    other.permit::<RemoveMember>(&host, apollo.clone()).await?.remove(&id("user:sam"), "").await?;
    assert!(world.gate.permit::<ReadProject>(&sam, apollo).await.is_err());
    Ok(())
}

pub(super) async fn two_edits_of_one_role_conflict(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (ann, system) = (world.caller("ann").await?, NodeId::system());
    let cell = |text: &str| authz::Permission::parse(text).map_err(StoreError::database);
    let cells = vec![(cell("project:read")?, None), (cell("project:update")?, Some(authz::Extent::Own))];
    let edit = || vec![RoleEdit { id: role("viewer"), version: 1, cells: cells.clone(), rest: None }];
    let versions = world.gate.permit::<EditMatrix>(&ann, system.clone()).await?.save(edit(), "tidy").await?;
    assert_eq!(versions, [(role("viewer"), 2)]);
    let stale = world.gate.permit::<EditMatrix>(&ann, system).await?.save(edit(), "tidy").await;
    assert!(matches!(stale, Err(StoreError::Conflict(ref conflict)) if conflict.current == 2), "{stale:?}");
    Ok(())
}

pub(super) async fn whoever_manages_members_sees_who_gains(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (gate, apollo) = (&world.gate, id("project:apollo"));
    let (ann, olga) = (world.caller("ann").await?, world.caller("olga").await?);
    // What is given to everybody who is signed in tells olga nobody's name.
    let open = Grant {
        id: GrantId::parse("open").map_err(StoreError::database)?,
        who: vec![Atom::SIGNED_IN],
        role: role("viewer"),
        on: apollo.clone(),
        expires_at: None,
        source: Source::Preset,
    };
    let after = gate.index(|index| index.preview(&[Change::PutGrant(open)])).map_err(StoreError::database)?;
    assert!(!is_shown(&after, &olga, &apollo, &id("user:sam"), world.clock.now()));
    gate.permit::<AddMember>(&ann, apollo.clone()).await?.add(new_members("user:sam", "auditor")).await?;
    // A role of the project's own, which vic holds.
    let new = NewRole { id: "analyst".into(), name: "Analyst".into(), copy_of: None };
    let analyst = gate.permit::<CreateRole>(&olga, apollo.clone()).await?.add(new).await?;
    gate.permit::<AddMember>(&olga, apollo.clone()).await?.add(new_members("user:vic", analyst.as_str())).await?;
    let cell = authz::Permission::parse("report:update").map_err(StoreError::database)?;
    let edit = || {
        vec![RoleEdit {
            id: analyst.clone(),
            version: 1,
            cells: vec![(cell.clone(), Some(authz::Extent::All))],
            rest: None,
        }]
    };
    let outlook = gate.permit::<ReadMatrix>(&olga, apollo.clone()).await?.outlook(edit()).await?;
    assert_eq!(outlook.names.get(&id("user:vic")).map(String::as_str), Some("Vic Viewer"));
    // Sam reads the list of members, and manages nobody.
    let sam = world.caller("sam").await?;
    let now = world.clock.now();
    let sees = |who: &Caller| gate.index(|index| is_shown(index, who, &apollo, &id("user:vic"), now));
    assert!(sees(&olga) && !sees(&sam));
    Ok(())
}

pub(super) async fn the_last_owner_stays(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (ann, olga, apollo) = (world.caller("ann").await?, world.caller("olga").await?, id("project:apollo"));
    for caller in [&ann, &olga] {
        let refused =
            world.gate.permit::<RemoveMember>(caller, apollo.clone()).await?.remove(&id("user:olga"), "").await;
        assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
        let edit = MemberEdit {
            subject: id("user:olga"),
            roles: vec![role("viewer")],
            expires_at: None,
            reason: String::new(),
        };
        let refused = world.gate.permit::<UpdateMember>(caller, apollo.clone()).await?.update(edit).await;
        assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
    }
    world.gate.permit::<AddMember>(&ann, apollo.clone()).await?.add(new_members("user:sam", "owner")).await?;
    world.gate.permit::<RemoveMember>(&olga, apollo).await?.remove(&id("user:olga"), "leaving").await.map(drop)
}

pub(super) async fn the_operator_forces_the_last_one_and_nothing_else(
    database: Arc<dyn Database>,
) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (operator, forcing, apollo) = (world.host.operator(), world.host.forcing(), id("project:apollo"));
    let (gate, olga, ann, system) = (&world.gate, id("user:olga"), id("user:ann"), NodeId::system());
    let remove = async |caller: &Caller, node: &NodeId, who: &NodeId, reason: &str| {
        gate.permit::<RemoveMember>(caller, node.clone()).await?.remove(who, reason).await.map(drop)
    };
    let disable =
        async |caller: &Caller| gate.permit::<UpdateUser>(caller, ann.clone()).await?.set_active(false, "").await;
    assert!(matches!(remove(&operator, &apollo, &olga, "").await, Err(StoreError::Refused(Refusal::LastOwner { .. }))));
    for refused in [remove(&operator, &system, &ann, "").await, disable(&operator).await] {
        assert!(matches!(refused, Err(StoreError::Refused(Refusal::LastAdministrator))), "{refused:?}");
    }
    // Nothing else is skipped: not versions, not what must be so whoever writes, not what is built in.
    let stale = RoleEdit { id: role("viewer"), version: 7, cells: Vec::new(), rest: None };
    let stale = gate.permit::<EditMatrix>(&forcing, system.clone()).await?.save(vec![stale], "").await;
    assert!(matches!(stale, Err(StoreError::Conflict(_))), "{stale:?}");
    let nobody =
        gate.permit::<AddMember>(&forcing, apollo.clone()).await?.add(new_members("user:sam", "nonsense")).await;
    assert!(matches!(nobody, Err(StoreError::Invalid { field: "role", .. })), "{nobody:?}");
    let misplaced =
        gate.permit::<AddMember>(&forcing, system.clone()).await?.add(new_members("user:sam", "owner")).await;
    assert!(matches!(misplaced, Err(StoreError::Refused(Refusal::RoleNotGrantable { .. }))), "{misplaced:?}");
    let built_in = role(authz::role::ADMINISTRATOR);
    let gone = gate.permit::<DeleteRole>(&forcing, system.clone()).await?.remove(&built_in, "").await;
    assert!(matches!(gone, Err(StoreError::Refused(Refusal::Locked { .. }))), "{gone:?}");
    // What is skipped is in the audit log; what was not needed to be skipped is not.
    remove(&forcing, &apollo, &id("user:vic"), "moved on").await?;
    remove(&forcing, &apollo, &olga, "left").await?;
    disable(&forcing).await?;
    let audit = world.audit().await?;
    let said = |line: &AuditRecord| (line.actor.clone(), line.action.clone(), line.reason.clone().unwrap_or_default());
    let said: Vec<_> = audit.iter().take(3).map(said).collect();
    let by = |action: &str, reason: &str| ("operator@host".to_owned(), action.to_owned(), reason.to_owned());
    assert_eq!(
        said,
        [
            by("UpdateUser", "forced: nobody is administrator now"),
            by("RemoveMember", "forced: `project:apollo` has no owner now; left"),
            by("RemoveMember", "moved on"),
        ]
    );
    Ok(())
}

pub(super) async fn a_member_who_holds_less_cannot_give_more(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (olga, apollo) = (world.caller("olga").await?, id("project:apollo"));
    let system = NodeId::system();
    // An owner of one project makes nobody administrator, and edits no role of the system.
    assert!(world.gate.permit::<AddMember>(&olga, system.clone()).await.is_err());
    assert!(world.gate.permit::<EditMatrix>(&olga, system).await.is_err());
    let refused =
        world.gate.permit::<AddMember>(&olga, apollo).await?.add(new_members("user:sam", "administrator")).await;
    assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
    Ok(())
}

pub(super) async fn creating_a_project_makes_its_creator_owner(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let ann = world.caller("ann").await?;
    let new = NewProject { name: " Gemini ".into(), ..NewProject::default() };
    let project = world.gate.permit::<CreateProject>(&ann, NodeId::system()).await?.add(new).await?;
    let found = world.gate.permit::<ReadProject>(&ann, project.clone()).await?.get().await?;
    assert_eq!(found.profile.name, "Gemini");
    let owners =
        world.gate.index(|index| index.grants_on(&project).filter(|grant| grant.role.as_str() == "owner").count());
    assert_eq!(owners, 1);
    let empty = NewProject { name: "  ".into(), ..NewProject::default() };
    let refused = world.gate.permit::<CreateProject>(&ann, NodeId::system()).await?.add(empty).await;
    assert!(matches!(refused, Err(StoreError::Invalid { field: "name", .. })), "{refused:?}");
    Ok(())
}

pub(super) async fn seeding_twice_writes_nothing(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database.clone()).await?;
    let user = |hash: Option<&str>| NewUser {
        username: "root".into(),
        name: "Root".into(),
        email: "root@example.org".into(),
        password_hash: hash.map(ToOwned::to_owned),
    };
    let host = &world.host;
    let seed = Seed { user: user(Some("first")), roles: vec!["viewer".into()], force: false };
    assert_eq!(host.seed(&seed).await?, SeedReport::Created);
    let state =
        || async { Ok::<_, StoreError>((database.read().await?.revision().await?, world.audit().await?.len())) };
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

pub(super) async fn seeding_without_a_password_waits_for_one(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database.clone()).await?;
    let host = &world.host;
    let user = NewUser { username: "root".into(), name: "Root".into(), ..NewUser::default() };
    let without = Seed { user, roles: vec!["viewer".into()], force: false };
    assert_eq!(host.seed(&without).await?, SeedReport::Created);
    assert!(!host.has_password("root").await?);
    let roles: Vec<String> = world.gate.index(|index| {
        let held = |grant: &Grant| grant.who == [Atom::User(id("user:root"))];
        index.grants_on(&NodeId::system()).filter(held).map(|grant| grant.role.to_string()).collect()
    });
    assert_eq!(roles, [authz::role::ADMINISTRATOR, "viewer"]);
    assert_eq!(host.seed(&without).await?, SeedReport::Unchanged);
    let user = NewUser { password_hash: Some("hash".into()), ..without.user.clone() };
    let with = Seed { user, ..without };
    assert_eq!(host.seed(&with).await?, SeedReport::PasswordSet);
    assert!(host.has_password("Root").await?);
    // From here on the password is the user's own.
    let user = NewUser { password_hash: Some("other".into()), ..with.user.clone() };
    assert_eq!(host.seed(&Seed { user, ..with }).await?, SeedReport::Unchanged);
    let login = database.read().await?.find_login("root").await?;
    assert_eq!(login.and_then(|login| login.password_hash).as_deref(), Some("hash"));
    Ok(())
}

pub(super) async fn who_can_administrate_is_known(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database.clone()).await?;
    let (host, forcing, ann, crew) = (&world.host, world.host.forcing(), id("user:ann"), id("group:crew"));
    let gate = &world.gate;
    assert_eq!(host.administration().await?, Administration::WithoutPassword(ann.clone()));
    host.put_reset_link(&ann, "link").await?;
    gate.public(Origin::default()).reset("link", "hash").await?;
    assert_eq!(host.administration().await?, Administration::Ready);
    gate.permit::<UpdateUser>(&forcing, ann).await?.set_active(false, "").await?;
    assert_eq!(host.administration().await?, Administration::Nobody);
    // Who is in a group is administrator with it, until that ends.
    let ends = world.clock.now() + SECOND;
    let new = NewMembers { expires_at: Some(ends), ..new_members(crew.as_str(), authz::role::ADMINISTRATOR) };
    gate.permit::<AddMember>(&forcing, NodeId::system()).await?.add(new).await?;
    assert_eq!(host.administration().await?, Administration::WithoutPassword(id("user:vic")));
    world.clock.advance(SECOND);
    assert_eq!(host.administration().await?, Administration::Nobody);
    Ok(())
}

pub(super) async fn a_preset_that_contradicts_changes_nothing(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database.clone()).await?;
    let before = database.read().await?.revision().await?;
    let host = &world.host;
    assert_eq!(host.load_preset(&Preset::parse(PRESET)?, true, None).await?, LoadReport::Unchanged);
    let other = PRESET
        .replace("name = \"small\"", "name = \"other\"")
        .replace("\"report:read\", \"all\"", "\"report:read\", \"own\"");
    let LoadReport::Refused(conflicts) = host.load_preset(&Preset::parse(&other)?, true, None).await? else {
        return Err(StoreError::database("it was loaded"));
    };
    let what: BTreeSet<&str> = conflicts.iter().map(|conflict| conflict.what.as_str()).collect();
    assert!(["catalog", "role viewer", "olga"].iter().all(|wanted| what.contains(wanted)), "{what:?}");
    assert_eq!(before, database.read().await?.revision().await?);
    Ok(())
}

pub(super) async fn many_writers_lose_nothing(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database.clone()).await?;
    let ann = world.caller("ann").await?;
    let before = database.read().await?.revision().await?;
    let mut tasks = Vec::new();
    for number in 0..20 {
        let (gate, ann) = (world.gate.clone(), ann.clone());
        tasks.push(tokio::spawn(async move {
            let new =
                NewProject { id: format!("n{number}"), name: format!("Project {number}"), ..NewProject::default() };
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
