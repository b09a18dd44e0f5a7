//! What groups must do, and telling everywhere somebody has access.

use super::{World, asks, id, role};
use crate::{
    Caller, Gate, GroupTurn, Holdings, Known, NewGroup, NewMembers, SECOND, StoreError, Way,
    port::{Database, PageRequest},
};
use authz::{
    NodeId,
    action::{
        AddMember, AddToGroup, CreateGroup, DeleteGroup, Each, ListGroups, ListJoiners, ListUsers, PreviewGroupRemoval,
        ReadAudit, ReadGroup, RemoveFromGroup, RemoveMember, RestoreGroup, SetGroupAdmins, UpdateGroup, UpdateProject,
    },
    guard::Refusal,
};
use std::sync::Arc;

fn crew() -> NodeId {
    id("group:crew")
}

/// Ann lets somebody hold a role.
async fn give(gate: &Gate, ann: &Caller, who: &str, wanted: &str, on: &str) -> Result<(), StoreError> {
    let new =
        NewMembers { subjects: vec![id(who)], roles: vec![role(wanted)], expires_at: None, reason: String::new() };
    gate.permit::<AddMember>(ann, id(on)).await?.add(new).await.map(drop)
}

async fn put(gate: &Gate, caller: &Caller, group: &NodeId, who: &[&str]) -> Result<String, StoreError> {
    let mut proof = gate.permit::<AddToGroup>(caller, group.clone()).await?;
    let members = proof.resolve(&who.iter().map(|who| (*who).to_owned()).collect::<Vec<_>>()).await?;
    proof.add(&members, "for the test").await
}

async fn joined(gate: &Gate, caller: &Caller, group: &NodeId, search: &str) -> Result<Vec<String>, StoreError> {
    let mut proof = gate.permit::<ReadGroup>(caller, group.clone()).await?;
    let page = proof.joined(&PageRequest { search: search.to_owned(), ..PageRequest::default() }).await?;
    Ok(page.items.into_iter().map(|one| one.record.subject.to_string()).collect())
}

async fn holdings(gate: &Gate, caller: &Caller, who: &str) -> Result<Holdings, StoreError> {
    gate.permit::<ListUsers>(caller, Each).await?.holdings(&id(who), None, 25).await
}

fn refusal(result: Result<impl Sized, StoreError>) -> Option<Refusal> {
    match result {
        Err(StoreError::Refused(refusal)) => Some(refusal),
        _ => None,
    }
}

pub(super) async fn a_group_is_made_filled_renamed_and_deleted(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (gate, ann, vic) = (&world.gate, world.caller("ann").await?, world.caller("vic").await?);
    let new = |name: &str| NewGroup { name: name.to_owned(), description: "Night".to_owned() };
    let system = NodeId::system();
    assert!(gate.permit::<CreateGroup>(&vic, system.clone()).await.is_err());
    let bad = gate.permit::<CreateGroup>(&ann, system.clone()).await?.add(new(" ")).await;
    assert!(matches!(bad, Err(StoreError::Invalid { field: "name", .. })));
    let made = gate.permit::<CreateGroup>(&ann, system).await?.add(new("Night shift")).await?;
    put(gate, &ann, &made, &["vic", "sam@example.org", "Crew"]).await?;
    assert_eq!(joined(gate, &ann, &made, "").await?, ["group:crew", "user:sam", "user:vic"]);
    assert_eq!(joined(gate, &ann, &made, "STRANG").await?, ["user:sam"]);
    assert_eq!(joined(gate, &ann, &made, "sam@").await?, ["user:sam"]);
    for (who, said) in [("vic", "already"), ("nobody.at.all", "`nobody.at.all`")] {
        let refused = put(gate, &ann, &made, &[who]).await;
        assert!(asks(refused, "who", said));
    }
    let mut listed = gate.permit::<ListGroups>(&ann, Each).await?;
    let groups = listed.list(&PageRequest::default()).await?.items;
    let sizes: Vec<_> = groups.iter().map(|group| (group.profile.name.as_str(), group.people, group.groups)).collect();
    assert_eq!(sizes, [("Crew", 1, 0), ("Night shift", 2, 1)]);
    drop(listed);
    assert!(gate.permit::<ListGroups>(&vic, Each).await?.list(&PageRequest::default()).await?.items.is_empty());
    gate.permit::<UpdateGroup>(&ann, made.clone()).await?.update(new("Late shift")).await?;
    assert_eq!(gate.permit::<ReadGroup>(&ann, made.clone()).await?.get().await?.profile.name, "Late shift");
    give(gate, &ann, made.as_str(), "editor", "project:apollo").await?;
    gate.permit::<DeleteGroup>(&ann, made.clone()).await?.remove("over").await?;
    assert!(gate.permit::<ReadGroup>(&ann, made).await.is_err());
    assert_eq!(holdings(gate, &ann, "user:sam").await?.places.items, []);
    Ok(())
}

pub(super) async fn a_group_gives_nobody_more_than_its_manager_holds(
    database: Arc<dyn Database>,
) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    give(gate, &ann, "user:sam", "steward", "system").await?;
    give(gate, &ann, "group:crew", "owner", "project:apollo").await?;
    let sam = world.caller("sam").await?;
    assert!(matches!(refusal(put(gate, &sam, &crew(), &["sam"]).await), Some(Refusal::RaisesOneself { .. })));
    let out = gate.permit::<RemoveFromGroup>(&sam, crew()).await?.remove(&id("user:vic"), "").await;
    assert!(matches!(refusal(out), Some(Refusal::NotHeld { .. })));
    let said = gate.permit::<ListJoiners>(&sam, crew()).await?.resolve(&["sam".to_owned(), "vic".to_owned()]).await?;
    assert!(matches!(said.first().map(|one| &one.known), Some(Known::NotAllowed(..))));
    assert!(matches!(said.get(1).map(|one| &one.known), Some(Known::Member(..))));
    // A circle.
    let two = NewGroup { name: "Two".to_owned(), description: String::new() };
    let two = gate.permit::<CreateGroup>(&ann, NodeId::system()).await?.add(two).await?;
    put(gate, &ann, &two, &["Crew"]).await?;
    assert!(matches!(refusal(put(gate, &ann, &crew(), &["Two"]).await), Some(Refusal::Cycle { .. })));
    // The last owner stays, in a group too.
    gate.permit::<RemoveMember>(&ann, id("project:apollo")).await?.remove(&id("user:olga"), "").await?;
    let out = gate.permit::<RemoveFromGroup>(&ann, crew()).await?.remove(&id("user:vic"), "").await;
    assert!(matches!(refusal(out), Some(Refusal::LastOwner { .. })));
    let gone = gate.permit::<DeleteGroup>(&ann, crew()).await?.remove("").await;
    assert!(matches!(refusal(gone), Some(Refusal::LastOwner { .. })));
    Ok(())
}

pub(super) async fn who_is_in_a_group_is_taken_back_by_who_changed_it(
    database: Arc<dyn Database>,
) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    give(gate, &ann, "user:sam", "steward", "system").await?;
    let sam = world.caller("sam").await?;
    let undo = async |caller: &Caller, line: &str| gate.permit::<RestoreGroup>(caller, crew()).await?.undo(line).await;
    let added = put(gate, &ann, &crew(), &["olga", "sam"]).await?;
    // Nobody else takes it back by its address, and no other line does.
    assert!(matches!(undo(&sam, &added).await, Err(StoreError::Invalid { field: "line", .. })));
    assert!(matches!(undo(&ann, "aud_none").await, Err(StoreError::Invalid { field: "line", .. })));
    undo(&ann, &added).await?;
    assert_eq!(joined(gate, &ann, &crew(), "").await?, ["user:vic"]);
    assert!(matches!(undo(&ann, &added).await, Err(StoreError::Invalid { field: "line", .. })));
    let out = gate.permit::<RemoveFromGroup>(&ann, crew()).await?.remove(&id("user:vic"), "").await?;
    assert!(joined(gate, &ann, &crew(), "").await?.is_empty());
    undo(&ann, &out).await?;
    assert_eq!(joined(gate, &ann, &crew(), "").await?, ["user:vic"]);
    Ok(())
}

pub(super) async fn what_a_change_of_a_group_takes_and_gives_is_seen_first(
    database: Arc<dyn Database>,
) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    give(gate, &ann, "group:crew", "keeper", "project:apollo").await?;
    let (vic, sam) = ([id("user:vic")], [id("user:sam")]);
    let mut proof = gate.permit::<ListJoiners>(&ann, crew()).await?;
    let gain = proof.outlook(GroupTurn::In(&sam)).await?;
    let told: Vec<_> = gain.lines.iter().map(|line| (line.loses, line.some.clone(), line.people)).collect();
    assert!(
        !told.is_empty() && told.iter().all(|one| *one == (false, vec!["user:sam".to_owned()], Some(1))),
        "{told:?}"
    );
    assert_eq!((gain.gain.people, gain.lose.people, gain.refused, gain.withheld), (Some(1), Some(0), None, false));
    // The project and what is in it.
    assert_eq!(gain.gain.nodes, 2);
    // He reads the project as its viewer still.
    let loss = proof.outlook(GroupTurn::Out(&vic)).await?;
    assert_eq!((loss.gain.people, loss.lose.people, loss.used_known), (Some(0), Some(1), false));
    let taken: Vec<&str> =
        loss.lines.iter().flat_map(|line| &line.permissions).map(authz::Permission::as_str).collect();
    assert!(taken.contains(&"member:read") && !taken.contains(&"project:read"), "{taken:?}");
    assert_eq!(proof.outlook(GroupTurn::Out(&sam)).await?.lines, []);
    drop(proof);
    let mut gone = gate.permit::<PreviewGroupRemoval>(&ann, crew()).await?;
    let all = gone.outlook().await?;
    drop(gone);
    assert_eq!((all.lose.people, all.lose.nodes), (loss.lose.people, loss.lose.nodes));
    // What he used is told.
    let caller = world.caller("vic").await?;
    drop(gate.permit::<authz::action::ListMembers>(&caller, id("project:apollo")).await?);
    gate.system().write_decisions().await?;
    let used = gate.permit::<PreviewGroupRemoval>(&ann, crew()).await?.outlook().await?.used;
    assert_eq!(used.iter().map(|(who, _)| who.as_str()).collect::<Vec<_>>(), ["user:vic"]);
    // Who may change the group and see nobody in it is told how many, and no names.
    give(gate, &ann, "user:sam", "steward", "system").await?;
    let sam = world.caller("sam").await?;
    let seen = gate.permit::<ListJoiners>(&sam, crew()).await?.outlook(GroupTurn::Out(&vic)).await?;
    assert_eq!((seen.lose.people, seen.withheld), (Some(1), true), "the project is not his to see");
    assert!(seen.lines.iter().all(|line| line.tops.is_empty() && line.more_tops == 1));
    assert!(matches!(seen.refused, Some(Refusal::NotHeld { .. })));
    assert!(gate.permit::<PreviewGroupRemoval>(&caller, crew()).await.is_err());
    Ok(())
}

pub(super) async fn who_looks_after_a_group_is_said_and_taken_back(
    database: Arc<dyn Database>,
) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    let set = async |who: &[&str]| {
        let mut proof = gate.permit::<SetGroupAdmins>(&ann, crew()).await?;
        let who = proof.resolve(&who.iter().map(|who| (*who).to_owned()).collect::<Vec<_>>()).await?;
        proof.set(&who, "for the test").await
    };
    let admins = async || {
        let admins = gate.permit::<ReadGroup>(&ann, crew()).await?.admins().await?;
        Ok::<_, StoreError>(admins.into_iter().map(|(id, ..)| id.to_string()).collect::<Vec<_>>())
    };
    for (who, said) in [("nobody.at.all", "`nobody.at.all`"), ("Crew", "is no person")] {
        let refused = set(&[who]).await;
        assert!(asks(refused, "who", said));
    }
    let line = set(&["sam", "olga@example.org"]).await?;
    assert_eq!(admins().await?, ["user:olga", "user:sam"]);
    assert_eq!(joined(gate, &ann, &crew(), "").await?, ["user:vic"], "they are not in it by that");
    assert!(matches!(set(&["olga", "sam"]).await, Err(StoreError::Invalid { field: "who", .. })));
    let newer = set(&["sam"]).await?;
    let undo = async |line: &str| gate.permit::<RestoreGroup>(&ann, crew()).await?.undo(line).await;
    assert!(matches!(undo(&line).await, Err(StoreError::Invalid { field: "line", .. })), "changed since");
    undo(&newer).await?;
    undo(&line).await?;
    assert!(admins().await?.is_empty());
    // Nobody makes somebody admin of a group whose admins hold what they do not, nor themselves.
    let who = vec![authz::Atom::GroupAdmins(crew())];
    let edit = crate::GrantEdit { who, role: role("owner"), expires_at: None };
    gate.permit::<authz::action::AddGrant>(&ann, id("project:apollo")).await?.add(edit, "").await?;
    give(gate, &ann, "user:sam", "steward", "system").await?;
    let sam = world.caller("sam").await?;
    let refused = gate.permit::<SetGroupAdmins>(&sam, crew()).await?.set(&[id("user:vic")], "").await;
    assert!(matches!(refusal(refused), Some(Refusal::NotHeld { .. })));
    let own = gate.permit::<SetGroupAdmins>(&sam, crew()).await?.set(&[id("user:sam")], "").await;
    assert!(matches!(refusal(own), Some(Refusal::RaisesOneself { .. })));
    let seen = gate.permit::<ListJoiners>(&ann, crew()).await?.outlook(GroupTurn::Admins(&[id("user:vic")])).await?;
    assert_eq!((seen.gain.people, seen.refused), (Some(1), None));
    Ok(())
}

pub(super) async fn everywhere_somebody_has_access_is_told(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    // Vic is in Crew, which is in Fleet, which edits.
    let fleet = NewGroup { name: "Fleet".to_owned(), description: String::new() };
    let fleet = gate.permit::<CreateGroup>(&ann, NodeId::system()).await?.add(fleet).await?;
    put(gate, &ann, &fleet, &["Crew"]).await?;
    give(gate, &ann, fleet.as_str(), "editor", "project:apollo").await?;
    let held = holdings(gate, &ann, "user:vic").await?;
    let place = held.places.items.first().ok_or_else(|| StoreError::database("nothing held"))?;
    let told: Vec<_> =
        place.access.iter().map(|one| (one.role.as_str(), one.way == Way::Here, one.through.clone())).collect();
    assert_eq!(told, [("editor", false, vec![crew()]), ("viewer", true, Vec::new())]);
    let tally: Vec<_> = held.tally.iter().flatten().map(|one| (one.role.as_str(), one.projects)).collect();
    assert_eq!((tally, held.partial, held.system.len()), (vec![("editor", 1)], false, 0));
    let mut around = gate.permit::<ListUsers>(&ann, Each).await?;
    let ways: Vec<_> =
        around.groups(&id("user:vic")).await?.into_iter().map(|way| (way.name, way.through.len())).collect();
    assert_eq!(ways, [("Crew".to_owned(), 0), ("Fleet".to_owned(), 1)]);
    drop(around);
    // What the whole system gives comes after what was given here.
    let held = holdings(gate, &ann, "user:ann").await?;
    assert_eq!((held.system.len(), held.places.items.len()), (1, 1));
    let gives = gate.permit::<ReadGroup>(&ann, fleet.clone()).await?.gives(None, 25).await?;
    assert_eq!(gives.places.items.first().map(|place| place.node.to_string()), Some("project:apollo".to_owned()));
    Ok(())
}

pub(super) async fn access_where_members_are_not_seen_is_not_told(
    database: Arc<dyn Database>,
) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (gate, ann, sam) = (&world.gate, world.caller("ann").await?, world.caller("sam").await?);
    assert!(holdings(gate, &sam, "user:vic").await.is_err());
    give(gate, &ann, "user:sam", "steward", "system").await?;
    let held = holdings(gate, &sam, "user:vic").await?;
    assert_eq!((held.places.items.len(), held.tally, held.partial), (0, Some(Vec::new()), true));
    assert!(holdings(gate, &sam, "user:ann").await?.system.is_empty());
    assert_eq!(gate.permit::<ListUsers>(&sam, Each).await?.sessions(&id("user:ann")).await?, None);
    // A role that sees members tells, until members do not see each other.
    give(gate, &ann, "user:sam", "auditor", "project:apollo").await?;
    assert_eq!(holdings(gate, &sam, "user:vic").await?.places.items.len(), 1);
    gate.permit::<UpdateProject>(&ann, id("project:apollo")).await?.set_discreet(true).await?;
    assert_eq!(holdings(gate, &sam, "user:vic").await?.places.items.len(), 0);
    assert_eq!(holdings(gate, &sam, "user:sam").await?.places.items.len(), 1);
    assert_eq!(holdings(gate, &ann, "user:vic").await?.places.items.len(), 1);
    Ok(())
}

pub(super) async fn a_long_list_of_access_comes_in_pages(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    for number in 0..7 {
        let new = crate::NewProject { name: format!("P {number}"), ..crate::NewProject::default() };
        let made = gate.permit::<authz::action::CreateProject>(&ann, NodeId::system()).await?.add(new).await?;
        if number < 3 {
            give(gate, &ann, "user:sam", "viewer", made.as_str()).await?;
        }
    }
    give(gate, &ann, "user:sam", "viewer", "system").await?;
    let (mut names, mut after) = (Vec::new(), None);
    loop {
        let mut proof = gate.permit::<ListUsers>(&ann, Each).await?;
        let page = proof.holdings(&id("user:sam"), after.as_ref(), 3).await?.places;
        assert!(page.items.len() <= 3);
        names.extend(page.items.into_iter().map(|place| place.name));
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    // What was given first, then what comes with the whole system, each by name and once.
    assert_eq!(names, ["P 0", "P 1", "P 2", "Apollo", "P 3", "P 4", "P 5", "P 6"]);
    Ok(())
}

pub(super) async fn what_was_done_by_and_to_somebody_is_told(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (gate, ann, olga) = (&world.gate, world.caller("ann").await?, world.caller("olga").await?);
    put(gate, &ann, &crew(), &["sam"]).await?;
    world.clock.advance(SECOND);
    give(gate, &olga, "user:sam", "viewer", "project:apollo").await?;
    let about = async |who: &str, limit| {
        let proof = gate.permit::<ReadAudit>(&ann, id(who)).await?;
        let lines = proof.about(&PageRequest { limit, ..PageRequest::default() }).await?.0.items;
        Ok::<_, StoreError>(lines.into_iter().map(|line| line.action).collect::<Vec<_>>())
    };
    assert_eq!(about("user:sam", 10).await?, ["AddMember", "AddToGroup"]);
    assert_eq!(about("user:sam", 1).await?, ["AddMember"]);
    assert_eq!(about("user:olga", 10).await?, ["AddMember"]);
    // Olga reads the log of her project, and not of people.
    assert!(gate.permit::<ReadAudit>(&olga, id("user:sam")).await.is_err());
    Ok(())
}
