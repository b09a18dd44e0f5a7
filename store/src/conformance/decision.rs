//! The decision log on every adapter.

use super::{World, id, role};
use crate::{
    Caller, DecisionPolicy, GrantEdit, LastUse, RoleEdit, SECOND, StoreError, Turned, Unused,
    error::Denied,
    port::{Database, DecisionFilter, DecisionRecord, PageRequest, Reason},
};
use authz::{
    Atom, Change, Grant, GrantId, NodeId, Permission, Source,
    action::{PreviewNewGrant, ReadDecisions, ReadMatrix, ReadProject, RemoveMember},
};
use std::sync::Arc;

const DAY: i64 = 86_400 * SECOND;

fn permission(text: &str) -> Permission {
    Permission::parse(text).unwrap_or_else(|bad| unreachable!("{bad}"))
}

/// Asks whether somebody may read the project, so many times.
async fn read(world: &World, name: &str, times: usize) -> Result<(), StoreError> {
    let caller = world.caller(name).await?;
    for _ in 0..times {
        match world.gate.permit::<ReadProject>(&caller, id("project:apollo")).await {
            Ok(_) | Err(StoreError::Denied(_)) => {}
            Err(error) => return Err(error),
        }
        world.clock.advance(SECOND);
    }
    Ok(())
}

async fn list(world: &World, on: &str, filter: DecisionFilter) -> Result<Vec<DecisionRecord>, StoreError> {
    world.gate.system().write_decisions().await?;
    let proof = world.gate.permit::<ReadDecisions>(&world.host.operator(), id(on)).await?;
    Ok(proof.list(filter, &PageRequest::default()).await?.0.items)
}

pub(super) async fn decisions_are_logged(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (vic, apollo) = (world.caller("vic").await?, id("project:apollo"));
    read(&world, "olga", 2).await?;
    read(&world, "sam", 1).await?;
    let refused = world.gate.permit::<RemoveMember>(&vic, apollo.clone()).await.err();
    let Some(StoreError::Denied(Denied::Forbidden { decision, .. })) = refused else { unreachable!("{refused:?}") };
    // Neither what the machine does, nor what is asked of nothing, is a decision.
    drop(world.gate.permit::<ReadProject>(&world.host.operator(), apollo.clone()).await?);
    assert!(world.gate.permit::<ReadProject>(&vic, id("project:none")).await.is_err());
    let all = list(&world, "system", DecisionFilter::default()).await?;
    let told: Vec<_> = all.iter().map(|one| (one.subject.as_str(), one.permission.as_str(), one.reason)).collect();
    let expected = [
        ("user:vic", "member:remove", Reason::Forbidden),
        ("user:sam", "project:read", Reason::NotFound),
        ("user:olga", "project:read", Reason::Allowed),
        ("user:olga", "project:read", Reason::Allowed),
    ];
    assert_eq!(told, expected);
    let first = all.first().ok_or_else(|| StoreError::database("nothing"))?;
    assert_eq!((&first.id, &first.node), (&decision, &apollo));
    let filters = [
        (DecisionFilter { subject: Some("user:olga".into()), ..DecisionFilter::default() }, 2),
        (DecisionFilter { permission: Some(permission("project:read")), ..DecisionFilter::default() }, 3),
        (DecisionFilter { node: Some(apollo.clone()), allowed: Some(false), ..DecisionFilter::default() }, 2),
        (DecisionFilter { allowed: Some(true), ..DecisionFilter::default() }, 2),
        (DecisionFilter { node: Some(id("report:launch")), ..DecisionFilter::default() }, 0),
    ];
    for (filter, wanted) in filters {
        assert_eq!(list(&world, "system", filter.clone()).await?.len(), wanted, "{filter:?}");
    }
    assert_eq!(list(&world, "report:launch", DecisionFilter::default()).await?, []);
    let mut request = PageRequest { limit: 3, ..PageRequest::default() };
    let mut transaction = world.database.read().await?;
    let page = transaction.list_decisions(&DecisionFilter::default(), &request).await?;
    request.after = page.next;
    let rest = transaction.list_decisions(&DecisionFilter::default(), &request).await?;
    assert_eq!([page.items, rest.items].concat(), all);
    assert!(rest.next.is_none());
    Ok(())
}

pub(super) async fn whether_something_is_used_is_known_or_said_to_be_unknown(
    database: Arc<dyn Database>,
) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (system, full) = (world.gate.system(), DecisionPolicy::default());
    let last = async |subject: &str, on: &str| {
        let mut proof = world.gate.permit::<ReadDecisions>(&world.host.operator(), id(on)).await?;
        proof.last_use(subject, &permission("project:read"), 30).await
    };
    assert_eq!(last("user:vic", "system").await?, LastUse::Unknown);
    system.keep_decisions(full).await?;
    assert_eq!(last("user:vic", "system").await?, LastUse::Unknown, "the log is younger than that");
    world.clock.advance(30 * DAY);
    let now = crate::Clock::now(&*world.clock);
    assert_eq!(last("user:vic", "system").await?, LastUse::NotSince(now - 30 * DAY));
    read(&world, "vic", 1).await?;
    read(&world, "sam", 1).await?;
    system.write_decisions().await?;
    assert_eq!(last("user:vic", "system").await?, LastUse::At(now));
    assert_eq!(last("user:vic", "project:apollo").await?, LastUse::At(now));
    assert!(matches!(last("user:vic", "report:launch").await?, LastUse::NotSince(_)));
    assert!(matches!(last("user:sam", "system").await?, LastUse::NotSince(_)), "what is refused is no use");
    // The decision itself may go, that it was used stays.
    world.clock.advance(DAY);
    assert_eq!(system.drop_decisions(DecisionPolicy { days: 1, ..full }).await?, 2);
    assert_eq!(last("user:vic", "system").await?, LastUse::At(now));
    // Where some are missing, nobody knows what else was used.
    system.keep_decisions(DecisionPolicy { one_in: 10, ..full }).await?;
    assert_eq!(last("user:sam", "system").await?, LastUse::Unknown);
    system.keep_decisions(full).await?;
    world.clock.advance(31 * DAY);
    assert!(matches!(last("user:sam", "system").await?, LastUse::NotSince(_)));
    world.gate.decisions().put_back(Vec::new(), 1);
    assert_eq!(system.write_decisions().await?, 1);
    assert_eq!(last("user:sam", "system").await?, LastUse::Unknown, "one was dropped");
    Ok(())
}

pub(super) async fn what_roles_give_and_nobody_uses_is_told(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let unused = async || {
        world.gate.system().write_decisions().await?;
        let proof = world.gate.permit::<ReadMatrix>(&world.host.operator(), id("project:apollo")).await?;
        proof.unused(90).await
    };
    world.gate.system().keep_decisions(DecisionPolicy::default()).await?;
    assert_eq!(unused().await?, Unused::Unknown);
    world.clock.advance(90 * DAY);
    read(&world, "vic", 1).await?;
    let (olga, apollo) = (world.caller("olga").await?, id("project:apollo"));
    drop(world.gate.permit::<ReadMatrix>(&olga, apollo).await?);
    let Unused::Since(unused) = unused().await? else { return Err(StoreError::database("unknown")) };
    let of =
        |name: &str| -> Vec<&str> { unused.get(&role(name)).into_iter().flatten().map(Permission::as_str).collect() };
    assert_eq!(of("viewer"), ["dataset:read", "note:read", "report:read"]);
    // Vic is no auditor, so what he does is no use of that.
    assert_eq!(of("auditor"), ["member:read", "project:read"]);
    assert!(of("owner").contains(&"role:update") && !of("owner").contains(&"role:read"));
    Ok(())
}

pub(super) async fn a_draft_is_tried_on_recent_decisions(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let (gate, operator, apollo) = (&world.gate, world.host.operator(), id("project:apollo"));
    gate.system().keep_decisions(DecisionPolicy::default()).await?;
    for (name, times) in [("vic", 3), ("olga", 2), ("sam", 1)] {
        read(&world, name, times).await?;
    }
    gate.system().write_decisions().await?;
    let at = crate::Clock::now(&*world.clock);
    let turned = |allowed: bool, times: u64, at: i64| Turned {
        permission: permission("project:read"),
        node: apollo.clone(),
        allowed,
        times,
        at,
    };
    let edit = || {
        let cells = vec![(permission("project:read"), None)];
        vec![RoleEdit { id: role("viewer"), version: 1, cells, rest: None }]
    };
    let on =
        async |caller: &Caller| gate.permit::<ReadMatrix>(caller, NodeId::system()).await?.replay(edit(), 30).await;
    let replay = on(&operator).await?;
    assert_eq!((replay.questions, replay.unanswered, replay.withheld, replay.complete), (3, 0, 0, false));
    let told: Vec<_> = replay.callers.iter().map(|one| (one.subject.as_str(), one.turned.clone())).collect();
    assert_eq!(told, [("user:vic", vec![turned(false, 3, at - 4 * SECOND)])]);
    // Any change can be tried, and what is tried is not done.
    let give = Change::PutGrant(Grant {
        id: GrantId::parse("given").map_err(StoreError::database)?,
        who: vec![Atom::User(id("user:sam"))],
        role: role("viewer"),
        on: apollo.clone(),
        expires_at: None,
        source: Source::Direct,
    });
    let proof = gate.permit::<ReadDecisions>(&operator, apollo.clone()).await?;
    let replay = proof.replay(std::slice::from_ref(&give), 30).await?;
    let told: Vec<_> = replay.callers.iter().map(|one| (one.subject.as_str(), one.turned.clone())).collect();
    assert_eq!(told, [("user:sam", vec![turned(true, 1, at - SECOND)])]);
    assert!(gate.permit::<ReadProject>(&world.caller("sam").await?, apollo.clone()).await.is_err());
    // Whoever gives it sees that before, anywhere and as far as they may see.
    let draft = GrantEdit { who: vec![Atom::User(id("user:sam"))], role: role("viewer"), expires_at: None };
    let seen = gate.permit::<PreviewNewGrant>(&operator, apollo.clone()).await?.outlook(draft).await?.outlook.replay;
    assert_eq!((seen.questions, seen.callers.len(), seen.withheld), (3, 1, 0));
    assert_eq!(seen.callers.first().map(|one| &one.turned), Some(&vec![turned(true, 1, at - SECOND)]));
    // Nothing else is asked elsewhere, and only what is recent.
    let proof = gate.permit::<ReadDecisions>(&operator, id("report:launch")).await?;
    assert_eq!(proof.replay(&[give], 30).await?.questions, 0);
    world.clock.advance(31 * DAY);
    let replay = on(&operator).await?;
    assert_eq!((replay.questions, replay.callers.len(), replay.complete), (0, 0, true));
    Ok(())
}

pub(super) async fn old_decisions_go(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database).await?;
    let count = async || Ok::<_, StoreError>(list(&world, "system", DecisionFilter::default()).await?.len());
    read(&world, "vic", 5).await?;
    world.clock.advance(2 * DAY);
    read(&world, "vic", 4).await?;
    assert_eq!(count().await?, 9);
    let policy = DecisionPolicy { one_in: 1, days: 1, rows: 100 };
    assert_eq!(world.gate.system().drop_decisions(policy).await?, 5);
    assert_eq!(count().await?, 4);
    assert_eq!(world.gate.system().drop_decisions(DecisionPolicy { rows: 3, ..policy }).await?, 1);
    assert_eq!(world.gate.system().drop_decisions(DecisionPolicy { rows: 3, ..policy }).await?, 0);
    assert_eq!(count().await?, 3);
    Ok(())
}
