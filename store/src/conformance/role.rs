//! What one role's own page needs.

use super::{World, id, role};
use crate::{Caller, Conflict, Gate, NewMembers, NewNode, NewRole, RoleChange, RoleTurn, StoreError, port::Database};
use authz::{
    Condition, Entry, Extent, NodeId, Pattern, RoleId, Value,
    action::{
        AddMember, CreateNode, CreateRole, DeleteRole, PreviewRole, PreviewRoleRemoval, ReadMatrix, Typed, UpdateRole,
    },
    condition::Op,
    guard::Refusal,
};
use std::{collections::BTreeMap, sync::Arc};

type Outcome = Result<(), StoreError>;

fn apollo() -> NodeId {
    id("project:apollo")
}

fn entry(pattern: &str, extent: Extent, conditions: Vec<Condition>) -> Entry {
    Entry { pattern: Pattern::parse(pattern).unwrap_or_else(|_| Pattern::everything()), extent, conditions }
}

fn further(entry: Entry) -> RoleChange {
    RoleChange::Entry { at: None, entry }
}

async fn version(gate: &Gate, by: &Caller, on: &NodeId, of: &RoleId) -> Result<u64, StoreError> {
    Ok(gate.permit::<ReadMatrix>(by, on.clone()).await?.one(of).await?.version)
}

async fn seen(gate: &Gate, by: &Caller, on: &NodeId, of: &RoleId, change: RoleChange) -> Result<RoleTurn, StoreError> {
    let at = version(gate, by, on, of).await?;
    gate.permit::<PreviewRole>(by, on.clone()).await?.outlook(of, at, change).await
}

async fn done(gate: &Gate, by: &Caller, on: &NodeId, of: &RoleId, change: RoleChange) -> Outcome {
    let at = version(gate, by, on, of).await?;
    gate.permit::<UpdateRole>(by, on.clone()).await?.change(of, at, change, "for the test").await
}

fn members(subjects: Vec<NodeId>, roles: Vec<RoleId>) -> NewMembers {
    NewMembers { subjects, roles, expires_at: None, reason: String::new() }
}

fn invalid<T>(result: Result<T, StoreError>) -> Option<&'static str> {
    match result.err()? {
        StoreError::Invalid { field, .. } => Some(field),
        _ => None,
    }
}

/// Who gains and loses is told before; what is saved is audited whole; who was slower is told so.
pub async fn a_role_changes_as_a_whole(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann, system, viewer) = (&world.gate, world.caller("ann").await?, NodeId::system(), role("viewer"));
    let vic = world.caller("vic").await?;
    let change = further(entry("report:update", Extent::Own, Vec::new()));
    let turn = seen(gate, &ann, &system, &viewer, change.clone()).await?;
    assert_eq!((turn.outlook.gain.people, turn.outlook.gain.nodes, turn.outlook.refused), (Some(1), 1, None));
    assert_eq!(turn.after.permissions.len(), turn.before.permissions.len() + 1);
    assert!(!gate.may(&vic, "report:update", &id("report:launch")));
    let at = version(gate, &ann, &system, &viewer).await?;
    done(gate, &ann, &system, &viewer, change.clone()).await?;
    assert!(gate.may(&vic, "report:update", &id("report:launch")), "in force at the next decision");
    let late = gate.permit::<UpdateRole>(&ann, system.clone()).await?.change(&viewer, at, change.clone(), "").await;
    assert!(matches!(late, Err(StoreError::Conflict(Conflict { current, .. })) if current == at + 1));
    assert_eq!(invalid(done(gate, &ann, &system, &viewer, change).await), Some("kind"), "the same entry twice");
    let lines = world.audit().await?;
    let line = lines.iter().find(|line| line.action == "UpdateRole");
    let told = line.map(|line| (line.subject.as_deref(), line.reason.as_deref(), line.before != line.after));
    assert_eq!(told, Some((Some("viewer"), Some("for the test"), true)));
    let settings = |name: &str, on: &[&str]| RoleChange::Settings {
        name: name.to_owned(),
        description: "Looks.".to_owned(),
        on: on.iter().map(|kind| (*kind).to_owned()).collect(),
    };
    assert_eq!(invalid(done(gate, &ann, &system, &viewer, settings("", &["project"])).await), Some("name"));
    assert_eq!(invalid(done(gate, &ann, &system, &viewer, settings("Onlooker", &[])).await), Some("on"));
    assert_eq!(invalid(done(gate, &ann, &system, &viewer, settings("Onlooker", &["planet"])).await), Some("on"));
    done(gate, &ann, &system, &viewer, settings("Onlooker", &["project", "system"])).await?;
    // Back to what it was at first, name and entries, in a version of its own.
    done(gate, &ann, &system, &viewer, RoleChange::Restore(1)).await?;
    let now = gate.permit::<ReadMatrix>(&ann, system.clone()).await?.one(&viewer).await?;
    assert_eq!((now.role.name.as_str(), now.version), ("Viewer", at + 3));
    assert!(!gate.may(&vic, "report:update", &id("report:launch")));
    assert_eq!(invalid(done(gate, &ann, &system, &viewer, RoleChange::Restore(77)).await), Some("version"));
    let dropped = seen(gate, &ann, &system, &viewer, RoleChange::Drop(0)).await?;
    assert_eq!(dropped.outlook.lose.people, Some(1), "Olga has it as Owner, whatever that includes");
    assert_eq!(invalid(done(gate, &ann, &system, &viewer, RoleChange::Drop(99)).await), Some("at"));
    Ok(())
}

/// A condition is in force as it was written, and what is none is refused.
pub async fn a_condition_is_in_force(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann, viewer) = (&world.gate, world.caller("ann").await?, role("viewer"));
    let (system, vic) = (NodeId::system(), world.caller("vic").await?);
    let below = Typed::below("dataset", apollo(), Vec::new());
    for (name, region) in [("north", "EU"), ("south", "SA")] {
        let attributes = format!(r#"{{"region": "{region}"}}"#);
        let new = NewNode { id: name.into(), attributes, ..NewNode::default() };
        gate.permit::<CreateNode>(&ann, below.clone()).await?.add(new).await?;
    }
    let region = Condition("node.region".into(), Op::Eq, Value::Text("EU".into()));
    let change = further(entry("dataset:update", Extent::All, vec![region]));
    let turn = seen(gate, &ann, &system, &viewer, change.clone()).await?;
    assert_eq!(turn.outlook.gain.nodes, 1, "only where the condition holds");
    done(gate, &ann, &system, &viewer, change).await?;
    let may = ["north", "south"].map(|name| gate.may(&vic, "dataset:update", &id(&format!("dataset:{name}"))));
    assert_eq!(may, [true, false]);
    let bad = Condition("planet.region".into(), Op::Eq, Value::Null);
    let thirteen = vec![Condition("node.x".into(), Op::Present, Value::Null); 13];
    let long = Condition("node.x".into(), Op::Eq, Value::Text("x".repeat(5_000)));
    for conditions in [vec![bad], thirteen, vec![long]] {
        let refused = done(gate, &ann, &system, &viewer, further(entry("dataset:read", Extent::All, conditions))).await;
        assert_eq!(invalid(refused), Some("conditions"));
    }
    let nothing = done(gate, &ann, &system, &viewer, further(entry("planet:read", Extent::All, Vec::new()))).await;
    assert_eq!(invalid(nothing), Some("permissions"));
    // Attributes are offered to who may read what has them.
    let offered = |found: BTreeMap<String, Vec<Value>>| found.get("node.region").map(Vec::len);
    assert_eq!(offered(gate.permit::<ReadMatrix>(&ann, system.clone()).await?.attributes()), Some(2));
    let olga = world.caller("olga").await?;
    assert_eq!(offered(gate.permit::<ReadMatrix>(&olga, apollo()).await?.attributes()), Some(2));
    let alone = NewRole { id: "lone".into(), name: "Lone".into(), copy_of: None };
    gate.permit::<CreateRole>(&olga, apollo()).await?.add(alone).await?;
    let roles = further(entry("role:read", Extent::All, Vec::new()));
    done(gate, &olga, &apollo(), &role("lone"), roles).await?;
    let new = members(vec![id("user:sam")], vec![role("lone")]);
    gate.permit::<AddMember>(&ann, apollo()).await?.add(new).await?;
    let sam = world.caller("sam").await?;
    let said = gate.permit::<ReadMatrix>(&sam, apollo()).await?.attributes();
    // Sam reads no dataset; that a role asks for the region he may see, with the value it names.
    assert_eq!(offered(said), Some(1));
    Ok(())
}

/// No role comes to include itself, and none what is at home below it.
pub async fn what_roles_include_has_no_circle(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann, system) = (&world.gate, world.caller("ann").await?, NodeId::system());
    let one = gate.permit::<ReadMatrix>(&ann, system.clone()).await?.one(&role("viewer")).await?;
    let around: Vec<&str> = one.around.keys().map(RoleId::as_str).collect();
    assert_eq!(around, ["editor", "owner"], "who includes it, transitively");
    assert!(!one.includable.iter().any(|other| ["viewer", "editor", "owner"].contains(&other.id.as_str())));
    for id in ["viewer", "editor", "owner"] {
        let circle = seen(gate, &ann, &system, &role("viewer"), RoleChange::Includes(vec![role(id)])).await;
        assert_eq!(invalid(circle), Some("includes"), "{id}");
    }
    let olga = world.caller("olga").await?;
    let local = NewRole { id: "local".into(), name: "Local".into(), copy_of: None };
    gate.permit::<CreateRole>(&olga, apollo()).await?.add(local).await?;
    let below = done(gate, &ann, &system, &role("editor"), RoleChange::Includes(vec![role("local")])).await;
    assert_eq!(invalid(below), Some("includes"), "it is at home below");
    done(gate, &olga, &apollo(), &role("local"), RoleChange::Includes(vec![role("editor")])).await?;
    let one = gate.permit::<ReadMatrix>(&olga, apollo()).await?.one(&role("local")).await?;
    assert_eq!(one.around.keys().map(RoleId::as_str).collect::<Vec<_>>(), ["editor", "viewer"]);
    let turn = seen(gate, &ann, &system, &role("editor"), RoleChange::Includes(Vec::new())).await?;
    assert_eq!(turn.outlook.lose.people, Some(0), "nobody is Editor, and Owner has it all itself");
    // A role of somebody else's matrix is none here.
    let elsewhere = gate.permit::<UpdateRole>(&olga, apollo()).await?;
    let refused = elsewhere.change(&role("viewer"), 1, RoleChange::Drop(0), "").await;
    assert_eq!(invalid(refused), Some("role"));
    Ok(())
}

/// Nobody gives by a role what they do not hold; they hear so before.
pub async fn nobody_gives_by_a_role_what_they_lack(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann, olga) = (&world.gate, world.caller("ann").await?, world.caller("olga").await?);
    let local = NewRole { id: "local".into(), name: "Local".into(), copy_of: None };
    gate.permit::<CreateRole>(&olga, apollo()).await?.add(local).await?;
    let new = members(vec![id("user:vic")], vec![role("local")]);
    gate.permit::<AddMember>(&olga, apollo()).await?.add(new).await?;
    let change = further(entry("group:delete", Extent::All, Vec::new()));
    let turn = seen(gate, &olga, &apollo(), &role("local"), change.clone()).await?;
    assert!(matches!(turn.outlook.refused, Some(Refusal::NotHeld { .. })));
    let refused = done(gate, &olga, &apollo(), &role("local"), change.clone()).await;
    assert!(matches!(refused, Err(StoreError::Refused(Refusal::NotHeld { .. }))));
    // Under a condition it is the same.
    let condition = Condition("node.region".into(), Op::Eq, Value::Text("EU".into()));
    let refused =
        done(gate, &olga, &apollo(), &role("local"), further(entry("*:*", Extent::Own, vec![condition]))).await;
    assert!(matches!(refused, Err(StoreError::Refused(Refusal::NotHeld { .. }))));
    let own = further(entry("role:*", Extent::All, Vec::new()));
    done(gate, &olga, &apollo(), &role("local"), own).await?;
    let raised = gate.permit::<UpdateRole>(&world.caller("vic").await?, apollo()).await?;
    let change = further(entry("member:add", Extent::All, Vec::new()));
    let raised = raised.change(&role("local"), 2, change, "").await;
    assert!(matches!(raised, Err(StoreError::Refused(Refusal::RaisesOneself { .. } | Refusal::NotHeld { .. }))));
    let locked = done(gate, &ann, &NodeId::system(), &role("administrator"), RoleChange::Drop(0)).await;
    assert!(matches!(locked, Err(StoreError::Refused(Refusal::Locked { .. }))));
    Ok(())
}

/// Who holds a role is told in pages, through what, and as far as one may see.
pub async fn holders_come_in_pages(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann, viewer) = (&world.gate, world.caller("ann").await?, role("viewer"));
    let new = members(vec![id("group:crew")], vec![role("editor")]);
    gate.permit::<AddMember>(&ann, apollo()).await?.add(new).await?;
    let (mut after, mut found) = (String::new(), Vec::new());
    loop {
        let mut proof = gate.permit::<ReadMatrix>(&ann, apollo()).await?;
        let holdings = proof.holdings(&viewer, &after, 1).await?;
        assert!(holdings.page.items.len() <= 1 && !holdings.withheld);
        found.extend(holdings.page.items);
        match holdings.page.next {
            Some(next) => after = next.id,
            None => break,
        }
    }
    let mut chains: Vec<Vec<&str>> =
        found.iter().map(|holding| holding.chain.iter().map(RoleId::as_str).collect()).collect();
    chains.sort();
    assert_eq!(chains, [vec!["editor", "viewer"], vec!["owner", "editor", "viewer"], vec!["viewer"]]);
    let crew = found.iter().find(|holding| holding.grant.role == role("editor")).map(|holding| holding.people);
    assert_eq!(crew, Some(Some(1)));
    // Deleting a role says before what it takes, and takes it.
    let mut proof = gate.permit::<PreviewRoleRemoval>(&ann, NodeId::system()).await?;
    let outlook = proof.outlook(&role("editor")).await?;
    assert_eq!((outlook.lose.people, outlook.refused), (Some(1), None));
    drop(proof);
    gate.permit::<DeleteRole>(&ann, NodeId::system()).await?.remove(&role("editor"), "").await?;
    let holdings = gate.permit::<ReadMatrix>(&ann, apollo()).await?.holdings(&viewer, "", 10).await?;
    assert_eq!(holdings.page.items.len(), 1, "only Vic's own grant is left");
    Ok(())
}
