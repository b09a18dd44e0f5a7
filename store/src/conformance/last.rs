//! The last owner and the last administrator stay, whoever removes whom at the same time.

use super::{CountingIds, World, id, role};
use crate::{Caller, Gate, Host, NewMembers, StoreError, port::Database};
use authz::{
    Index, NodeId,
    action::{AddMember, RemoveMember, UpdateUser},
    guard::Refusal,
};
use std::sync::Arc;

/// How often they try.
const ROUNDS: usize = 8;

/// Two gates that share a database and nothing else, like two processes.
async fn gates(world: &World, database: &Arc<dyn Database>) -> Result<[Gate; 2], StoreError> {
    let ids = Arc::new(CountingIds::starting(1 << 32));
    let other = Host::open(database.clone(), world.clock.clone(), ids).await?;
    Ok([world.gate.clone(), other.gate()])
}

async fn give(gate: &Gate, caller: &Caller, node: &NodeId, who: &str, wanted: &str) -> Result<(), StoreError> {
    let subjects = vec![id(&format!("user:{who}"))];
    let new = NewMembers { subjects, roles: vec![role(wanted)], expires_at: None, reason: String::new() };
    gate.permit::<AddMember>(caller, node.clone()).await?.add(new).await.map(drop)
}

/// Who holds the role there now, by what the database holds.
async fn holders(database: &Arc<dyn Database>, node: &NodeId, wanted: &str) -> Result<usize, StoreError> {
    let index = Index::new(database.read().await?.world().await?).map_err(StoreError::database)?;
    let grants: Vec<_> = index.grants_on(node).filter(|grant| grant.role.as_str() == wanted).collect();
    let holds =
        |user: &&NodeId| index.is_active(*user) && grants.iter().any(|grant| index.grant_matches(grant, *user, 0));
    Ok(index.users().filter(holds).count())
}

pub(super) async fn owners_who_remove_each_other_leave_one(database: Arc<dyn Database>) -> Result<(), StoreError> {
    let world = World::new(database.clone()).await?;
    let (apollo, ann) = (id("project:apollo"), world.caller("ann").await?);
    let gates = gates(&world, &database).await?;
    for _ in 0..ROUNDS {
        for who in ["olga", "sam"] {
            // Whoever is owner already is not made one again.
            let _ = give(&gates[0], &ann, &apollo, who, "owner").await;
        }
        assert_eq!(holders(&database, &apollo, "owner").await?, 2);
        let mut tasks = Vec::new();
        let pairs = [("olga", "sam"), ("sam", "olga"), ("ann", "sam"), ("ann", "olga")];
        for ((by, who), gate) in pairs.into_iter().zip(gates.iter().cycle()) {
            let (gate, by, apollo) = (gate.clone(), world.caller(by).await?, apollo.clone());
            tasks.push(tokio::spawn(async move {
                gate.permit::<RemoveMember>(&by, apollo).await?.remove(&id(&format!("user:{who}")), "").await.map(drop)
            }));
        }
        let mut done = 0;
        for task in tasks {
            done += usize::from(task.await.map_err(StoreError::database)?.is_ok());
        }
        assert_eq!((done, holders(&database, &apollo, "owner").await?), (1, 1));
    }
    Ok(())
}

pub(super) async fn administrators_who_remove_each_other_leave_one(
    database: Arc<dyn Database>,
) -> Result<(), StoreError> {
    let world = World::new(database.clone()).await?;
    let (system, operator) = (NodeId::system(), world.host.operator());
    let gates = gates(&world, &database).await?;
    for round in 0..ROUNDS {
        for who in ["ann", "sam"] {
            let user = id(&format!("user:{who}"));
            let _ = give(&gates[0], &operator, &system, who, authz::role::ADMINISTRATOR).await;
            gates[0].permit::<UpdateUser>(&operator, user).await?.set_active(true, "").await?;
        }
        assert_eq!(holders(&database, &system, authz::role::ADMINISTRATOR).await?, 2);
        let mut tasks = Vec::new();
        for (at, ((by, who), gate)) in [("ann", "sam"), ("sam", "ann")].into_iter().zip(&gates).enumerate() {
            let (gate, by, who) = (gate.clone(), world.caller(by).await?, id(&format!("user:{who}")));
            tasks.push(tokio::spawn(async move {
                if (at + round) % 2 == 0 {
                    gate.permit::<UpdateUser>(&by, who).await?.set_active(false, "").await
                } else {
                    gate.permit::<RemoveMember>(&by, NodeId::system()).await?.remove(&who, "").await.map(drop)
                }
            }));
        }
        let mut done = 0;
        for task in tasks {
            done += usize::from(task.await.map_err(StoreError::database)?.is_ok());
        }
        assert_eq!((done, holders(&database, &system, authz::role::ADMINISTRATOR).await?), (1, 1));
    }
    // Nor by themselves, once they are alone.
    let index = Index::new(database.read().await?.world().await?).map_err(StoreError::database)?;
    let left = ["ann", "sam"].into_iter().find(|who| {
        let user = id(&format!("user:{who}"));
        index.is_active(&user) && index.allowed(user.as_str(), "user:update", "system", 0) == Ok(true)
    });
    let left = left.ok_or_else(|| StoreError::database("nobody is administrator"))?;
    let (caller, user) = (world.caller(left).await?, id(&format!("user:{left}")));
    let leaves = gates[1].permit::<RemoveMember>(&caller, system).await?.remove(&user, "").await;
    assert!(matches!(leaves, Err(StoreError::Refused(Refusal::LastAdministrator))), "{leaves:?}");
    Ok(())
}
