//! What lists of members and changes of many must do.

use super::{CountingIds, World, id, role};
use crate::{
    Caller, Clock, Gate, Host, MemberEdit, Micros, NewMembers, Picked, SECOND, StoreError,
    port::{Database, ItemState, MemberFilter, Order, PageRequest},
};
use authz::{
    NodeId,
    action::{
        AddMember, ListCandidates, ListMembers, OrderRemovals, OrderUpdates, Own, PreviewMembers, ReadProfile,
        ReadProject, RemoveMember, UpdateMember, UpdateProject,
    },
};
use std::sync::Arc;

const DAY: Micros = 86_400 * SECOND;

fn apollo() -> NodeId {
    id("project:apollo")
}

async fn listed(gate: &Gate, caller: &Caller, filter: &MemberFilter) -> Result<Vec<String>, StoreError> {
    let mut proof = gate.permit::<ListMembers>(caller, apollo()).await?;
    let page = proof.list(filter, &PageRequest::default()).await?;
    let fit = u64::try_from(page.items.len()).unwrap_or_default();
    assert_eq!((proof.count(filter).await?, proof.facets(filter).await?.counts.all), (fit, fit));
    Ok(page.items.into_iter().map(|member| member.record.subject.to_string()).collect())
}

async fn held(gate: &Gate, caller: &Caller, who: &str) -> Result<Vec<String>, StoreError> {
    let member = gate.permit::<ListMembers>(caller, apollo()).await?.find(&id(who)).await?;
    let mut roles: Vec<String> =
        member.into_iter().flat_map(|member| member.grants).map(|(grant, _)| grant.role.to_string()).collect();
    roles.sort();
    Ok(roles)
}

pub(super) async fn members_are_narrowed_and_counted(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    let ends = Some(world.clock.now() + 3 * DAY);
    for (who, wanted, expires_at) in [("user:sam", "editor", ends), ("group:crew", "viewer", None)] {
        let new = NewMembers { subjects: vec![id(who)], roles: vec![role(wanted)], expires_at, reason: String::new() };
        gate.permit::<AddMember>(&ann, apollo()).await?.add(new).await?;
    }
    let all = || MemberFilter { kind: Some("user".into()), ..MemberFilter::default() };
    let cases: &[(MemberFilter, &[&str])] = &[
        (all(), &["user:olga", "user:sam", "user:vic"]),
        (MemberFilter { kind: Some("group".into()), ..all() }, &["group:crew"]),
        (MemberFilter { search: "STRANG".into(), ..all() }, &["user:sam"]),
        (MemberFilter { search: "vic@example".into(), ..all() }, &["user:vic"]),
        (MemberFilter { search: "user:ol".into(), ..all() }, &["user:olga"]),
        (MemberFilter { search: "50%".into(), ..all() }, &[]),
        (MemberFilter { role: Some("editor".into()), ..all() }, &["user:sam"]),
        (MemberFilter { source: Some("import".into()), ..all() }, &[]),
        (MemberFilter { for_good: Some(false), ..all() }, &["user:sam"]),
        (MemberFilter { kind: None, ends_before: ends, ..MemberFilter::default() }, &["user:sam"]),
        (MemberFilter { active: Some(false), ..all() }, &[]),
        (MemberFilter { mfa: Some(false), idle_since: Some(1), ..all() }, &["user:olga", "user:sam", "user:vic"]),
    ];
    for (filter, expected) in cases {
        assert_eq!(listed(gate, &ann, filter).await?, *expected, "{filter:?}");
    }
    let mut proof = gate.permit::<ListMembers>(&ann, apollo()).await?;
    let totals = proof.totals().await?;
    assert_eq!((totals.people, totals.groups, totals.expiring), (3, 1, 1));
    let (candidates, number) = {
        drop(proof);
        gate.permit::<ListCandidates>(&ann, apollo()).await?.list("ann", 1).await?
    };
    assert_eq!((candidates.len(), number), (1, 1));
    Ok(())
}

pub(super) async fn what_others_changed_is_told(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (gate, ann, sam) = (&world.gate, world.caller("ann").await?, world.caller("sam").await?);
    let turns = async || gate.permit::<ReadProfile>(&sam, Own).await?.turns().await;
    assert_eq!(turns().await?, []);
    for who in ["user:sam", "user:ann"] {
        let (subjects, roles) = (vec![id(who)], vec![role("editor")]);
        let new = NewMembers { subjects, roles, expires_at: None, reason: String::new() };
        gate.permit::<AddMember>(&ann, apollo()).await?.add(new).await?;
    }
    let found = turns().await?;
    let told: Vec<_> = found.iter().map(|turn| (turn.action.as_str(), &turn.on, turn.place.as_str())).collect();
    assert_eq!(told, [("AddMember", &apollo(), "Apollo")]);
    // Sam may not see who ann is.
    assert_eq!(found.first().and_then(|turn| turn.author.as_deref()), None);
    // What one did oneself is no news, and what is long ago neither.
    assert_eq!(gate.permit::<ReadProfile>(&ann, Own).await?.turns().await?, []);
    world.clock.advance(31 * DAY);
    let sam = world.caller("sam").await?;
    assert_eq!(gate.permit::<ReadProfile>(&sam, Own).await?.turns().await?, []);
    Ok(())
}

pub(super) async fn every_way_in_is_told(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    let new = |wanted| NewMembers {
        subjects: vec![id("group:crew")],
        roles: vec![role(wanted)],
        expires_at: None,
        reason: String::new(),
    };
    gate.permit::<AddMember>(&ann, apollo()).await?.add(new("editor")).await?;
    let mut proof = gate.permit::<ListMembers>(&ann, apollo()).await?;
    let vic = proof.find(&id("user:vic")).await?.ok_or_else(|| StoreError::database("no vic"))?;
    // Through the group more than directly: the strongest comes first.
    let roles: Vec<&str> = vic.access.iter().map(|access| access.role.as_str()).collect();
    assert_eq!(roles, ["editor", "viewer"]);
    let ways = proof.also().await?;
    assert_eq!(proof.count_also().await?, ways.len());
    let roles: Vec<(&str, Option<usize>)> = ways.iter().map(|way| (way.role.as_str(), way.people)).collect();
    assert_eq!(roles, [("administrator", Some(1)), ("editor", Some(1))]);
    Ok(())
}

pub(super) async fn plain_members_of_a_discreet_project_see_themselves(
    database: Arc<dyn Database>,
) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (gate, ann, olga) = (&world.gate, world.caller("ann").await?, world.caller("olga").await?);
    let reads = authz::Permission::parse("member:read").map_err(StoreError::database)?;
    let cells = vec![(reads, Some(authz::Extent::All))];
    let edit = crate::RoleEdit { id: role("viewer"), version: 1, cells, rest: None };
    gate.permit::<authz::action::EditMatrix>(&ann, NodeId::system()).await?.save(vec![edit], "").await?;
    let vic = world.caller("vic").await?;
    let all = MemberFilter::default();
    assert_eq!(listed(gate, &vic, &all).await?.len(), 2);
    gate.permit::<UpdateProject>(&olga, apollo()).await?.set_discreet(true).await?;
    assert_eq!(listed(gate, &vic, &all).await?, ["user:vic"]);
    assert_eq!(listed(gate, &olga, &all).await?.len(), 2);
    let mut proof = gate.permit::<ListMembers>(&vic, apollo()).await?;
    assert!(proof.find(&id("user:olga")).await?.is_none());
    assert!(proof.also().await?.is_empty());
    assert_eq!(proof.totals().await?.people, 1);
    Ok(())
}

pub(super) async fn activity_is_written_now_and_then(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (gate, vic, ann) = (&world.gate, world.caller("vic").await?, world.caller("ann").await?);
    let began = world.clock.now();
    for _ in 0..3 {
        drop(gate.permit::<ReadProject>(&vic, apollo()).await?);
    }
    assert_eq!(gate.system().write_activity().await?, 1);
    drop(gate.permit::<ReadProject>(&vic, apollo()).await?);
    assert_eq!(gate.system().write_activity().await?, 0);
    let seen = gate.permit::<ListMembers>(&ann, apollo()).await?.find(&id("user:vic")).await?;
    assert_eq!(seen.and_then(|member| member.record.seen_at), Some(began));
    world.clock.advance(300 * SECOND);
    drop(gate.permit::<ReadProject>(&vic, apollo()).await?);
    // Vic, and Ann, who looked.
    assert_eq!(gate.system().write_activity().await?, 2);
    Ok(())
}

pub(super) async fn a_change_of_many_is_previewed_and_taken_back(
    database: Arc<dyn Database>,
) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (gate, olga) = (&world.gate, world.caller("olga").await?);
    let all = Picked::Matching(Box::default());
    let order = Order::Give(role("editor"), None);
    let outlook = gate.permit::<PreviewMembers>(&olga, apollo()).await?.outlook(&order, &all).await?;
    // Nobody raises themselves; what an owner has already is not gained.
    assert_eq!((outlook.total, outlook.changed + outlook.skipped.iter().map(|skip| skip.count).sum::<usize>()), (2, 2));
    assert!(outlook.access.lines.iter().any(|line| !line.loses && line.some.contains(&"user:vic".to_owned())));
    let job = gate.permit::<OrderUpdates>(&olga, apollo()).await?.order(order, &all, "for the season").await?;
    assert_eq!(held(gate, &olga, "user:vic").await?, ["editor", "viewer"]);
    let found = gate.permit::<ListMembers>(&olga, apollo()).await?.job(&job).await?;
    assert!(!found.record.running && found.may_undo && found.counts.done > 0, "{found:?}");
    assert_eq!(usize::try_from(found.counts.done).ok(), Some(outlook.changed));
    gate.permit::<OrderUpdates>(&olga, apollo()).await?.undo(&job, "").await?;
    assert_eq!(held(gate, &olga, "user:vic").await?, ["viewer"]);
    assert!(gate.permit::<OrderUpdates>(&olga, apollo()).await?.undo(&job, "").await.is_err());
    // Each was audited by itself, and the last owner stays also in a job.
    let audit = world.audit().await?;
    assert!(audit.iter().any(|line| line.action == "UpdateMember" && line.request.as_deref() == Some(job.as_str())));
    let removal = gate.permit::<OrderRemovals>(&olga, apollo()).await?.order(&all, "").await?;
    let mut proof = gate.permit::<ListMembers>(&olga, apollo()).await?;
    let found = proof.job(&removal).await?;
    let refused = proof.job_items(&found, Some(ItemState::Refused), None, 10).await?;
    assert_eq!(refused.iter().map(|item| item.record.subject.as_str()).collect::<Vec<_>>(), ["user:olga"]);
    Ok(())
}

pub(super) async fn a_single_change_is_taken_back(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    let job = gate.permit::<RemoveMember>(&ann, apollo()).await?.remove(&id("user:vic"), "").await?;
    assert!(held(gate, &ann, "user:vic").await?.is_empty());
    gate.permit::<OrderUpdates>(&ann, apollo()).await?.undo(&job, "").await?;
    assert_eq!(held(gate, &ann, "user:vic").await?, ["viewer"]);
    let edit = |wanted| MemberEdit {
        subject: id("user:vic"),
        roles: vec![role(wanted)],
        expires_at: None,
        reason: String::new(),
    };
    let job = gate.permit::<UpdateMember>(&ann, apollo()).await?.update(edit("editor")).await?;
    gate.permit::<UpdateMember>(&ann, apollo()).await?.update(edit("owner")).await?;
    // What was changed again in the meantime stays.
    gate.permit::<OrderUpdates>(&ann, apollo()).await?.undo(&job, "").await?;
    assert_eq!(held(gate, &ann, "user:vic").await?, ["owner"]);
    Ok(())
}

pub(super) async fn a_job_goes_on_after_a_restart_as_its_author(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database.clone()).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    let people = many(&database, 30).await?;
    world.host.gate().ready().await?;
    let add =
        |subjects, wanted| NewMembers { subjects, roles: vec![role(wanted)], expires_at: None, reason: String::new() };
    gate.permit::<AddMember>(&ann, apollo()).await?.add(add(people.clone(), "viewer")).await?;
    gate.permit::<AddMember>(&ann, apollo()).await?.add(add(vec![id("user:sam")], "owner")).await?;
    let olga = world.caller("olga").await?;
    let order = Order::Give(role("editor"), None);
    let job = gate.permit::<OrderUpdates>(&olga, apollo()).await?.order(order, &Picked::These(people), "").await?;
    for _ in 0..10 {
        assert!(gate.system().carry_on(&job).await?);
    }
    // Another process takes over; meanwhile the author lost what it needs.
    let other = Host::open(database, world.clock.clone(), Arc::new(CountingIds::starting(1 << 40))).await?.gate();
    assert_eq!(other.system().running_jobs().await?, std::slice::from_ref(&job));
    for _ in 0..10 {
        assert!(other.system().carry_on(&job).await?);
    }
    other.permit::<RemoveMember>(&ann, apollo()).await?.remove(&id("user:olga"), "").await?;
    while other.system().carry_on(&job).await? {}
    let found = other.permit::<ListMembers>(&ann, apollo()).await?.job(&job).await?;
    assert_eq!((found.counts.done, found.counts.refused, found.counts.waiting), (20, 10, 0));
    assert!(!found.record.running);
    Ok(())
}

/// Makes so many people.
async fn many(database: &Arc<dyn Database>, number: usize) -> Result<Vec<NodeId>, StoreError> {
    let ids: Vec<NodeId> = (0..number).map(|number| id(&format!("user:many{number}"))).collect();
    let users = ids.iter().map(|id| authz::User { id: id.clone(), account: None, active: true, mfa: false });
    let nodes = ids.iter().map(|id| authz::Node::new(id.clone(), vec![NodeId::system()]));
    let mut changes: Vec<authz::Change> = nodes.map(authz::Change::PutNode).collect();
    changes.extend(users.map(authz::Change::PutUser));
    let mut transaction = database.write().await?;
    transaction.apply(&changes, "test", 1).await?;
    for node in &ids {
        let (name, created_by) = (node.name().to_owned(), "test".to_owned());
        let description = String::new();
        let profile = crate::port::ProfileRecord { node: node.clone(), name, description, created_at: 1, created_by };
        transaction.put_profile(&profile).await?;
    }
    transaction.commit().await?;
    Ok(ids)
}
