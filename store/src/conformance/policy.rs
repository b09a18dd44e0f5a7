//! What pattern policies must do.

use super::{World, id, role};
use crate::{Caller, Gate, NewMembers, PolicyChange, PolicyRecord, PolicyTrial, StoreError, port::Database};
use authz::{
    NodeId, Permission,
    action::{AddMember, EditCatalog, PreviewCatalog, ReadCatalog},
    catalog::Policy,
    guard::Refusal,
    policy::Finding,
};
use std::sync::Arc;

type Outcome = Result<(), StoreError>;

fn policy(pattern: &str, needs: &[(&str, &str)]) -> Policy {
    let need = |(action, needs): &(&str, &str)| Some(((*action).to_owned(), Permission::parse(needs).ok()?));
    Policy { pattern: pattern.to_owned(), needs: needs.iter().filter_map(need).collect() }
}

fn further(policy: Policy) -> PolicyChange {
    PolicyChange::Put { at: None, policy }
}

async fn read(gate: &Gate, by: &Caller) -> Result<PolicyRecord, StoreError> {
    Ok(gate.permit::<ReadCatalog>(by, NodeId::system()).await?.policies())
}

async fn save(gate: &Gate, by: &Caller, change: PolicyChange) -> Outcome {
    let seen = read(gate, by).await?.seen;
    gate.permit::<EditCatalog>(by, NodeId::system()).await?.save_policy(&change, &seen, "for the test").await
}

async fn trial(gate: &Gate, by: &Caller, who: &str, address: &str) -> Result<PolicyTrial, StoreError> {
    gate.permit::<ReadCatalog>(by, NodeId::system()).await?.trial(who, "read", address).await
}

fn invalid<T>(result: Result<T, StoreError>) -> Option<&'static str> {
    match result.err()? {
        StoreError::Invalid { field, .. } => Some(field),
        _ => None,
    }
}

async fn grant(gate: &Gate, by: &Caller, who: &str, wanted: &str) -> Outcome {
    let new =
        NewMembers { subjects: vec![id(who)], roles: vec![role(wanted)], expires_at: None, reason: String::new() };
    gate.permit::<AddMember>(by, NodeId::system()).await?.add(new).await.map(drop)
}

/// Who gains is told before; what is saved is in force at once, and audited; what cannot be is refused.
pub async fn a_policy_is_in_force_at_once(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    grant(gate, &ann, "user:sam", "steward").await?;
    let sam = world.caller("sam").await?;
    let may = || gate.may(&sam, "path:read", &id("path:/reports/7"));
    assert!(!may(), "no policy, nobody");
    let wide = further(policy("path:/reports/*", &[("read", "group:read")]));
    let seen = read(gate, &ann).await?.seen;
    let turn = gate.permit::<PreviewCatalog>(&ann, NodeId::system()).await?.policy_outlook(&wide, &seen).await?;
    let names: Vec<_> = turn.outlook.lines.iter().filter(|line| !line.loses).flat_map(|line| &line.some).collect();
    assert!(names.iter().any(|name| *name == "user:sam"), "{:?}", turn.outlook);
    assert!(turn.outlook.lines.iter().any(|line| line.patterns == ["path:/reports/*"]));
    assert_eq!(turn.outlook.gain.nodes, 1, "what it matches is one place");
    assert!(!may(), "nothing is saved by looking");
    save(gate, &ann, wide.clone()).await?;
    assert!(may(), "in force at the next decision");
    let late =
        gate.permit::<EditCatalog>(&ann, NodeId::system()).await?.save_policy(&PolicyChange::Drop(0), &seen, "").await;
    assert_eq!(invalid(late), Some("seen"), "somebody was faster");
    assert_eq!(invalid(save(gate, &ann, wide.clone()).await), Some("pattern"), "the same twice");
    let lines = world.audit().await?;
    let line = lines.iter().find(|line| line.action == "EditCatalog");
    let told = line.map(|line| (line.subject.as_deref(), line.reason.as_deref(), line.after.is_some()));
    assert_eq!(told, Some((Some("path:/reports/*"), Some("for the test"), true)));
    for (wrong, field) in [
        (policy("", &[("read", "group:read")]), "pattern"),
        (policy("path:/[a", &[("read", "group:read")]), "pattern"),
        (policy(" path:*", &[("read", "group:read")]), "pattern"),
        (policy("path:*", &[]), "needs"),
        (policy("path:*", &[("fly", "group:read")]), "needs"),
        (policy("path:*", &[("read", "group:fly")]), "needs"),
        (policy("path:*", &[("read", "path:read")]), "needs"),
    ] {
        assert_eq!(invalid(save(gate, &ann, further(wrong)).await), Some(field));
    }
    let narrower = PolicyChange::Put { at: Some(0), policy: policy("path:/reports/x*", &[("read", "group:read")]) };
    save(gate, &ann, narrower).await?;
    assert!(!may(), "narrowed at once");
    save(gate, &ann, PolicyChange::Drop(0)).await?;
    assert_eq!(read(gate, &ann).await?.policies, Vec::new());
    Ok(())
}

/// Only who holds everything changes what an address needs, and hears so before.
pub async fn policies_are_the_administrators(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    grant(gate, &ann, "user:sam", "operator").await?;
    let (sam, vic) = (world.caller("sam").await?, world.caller("vic").await?);
    let wide = further(policy("path:*", &[("read", "group:read")]));
    let seen = read(gate, &sam).await?.seen;
    let turn = gate.permit::<PreviewCatalog>(&sam, NodeId::system()).await?.policy_outlook(&wide, &seen).await?;
    assert!(matches!(turn.outlook.refused, Some(Refusal::AdministratorOnly { .. })));
    let refused = save(gate, &sam, wide.clone()).await;
    assert!(matches!(refused, Err(StoreError::Refused(Refusal::AdministratorOnly { .. }))));
    assert!(gate.permit::<ReadCatalog>(&vic, NodeId::system()).await.is_err());
    assert!(gate.permit::<EditCatalog>(&vic, NodeId::system()).await.is_err());
    Ok(())
}

/// An address is tried: every policy in order, the one that decided, and nobody whom one may not ask about.
pub async fn an_address_is_tried(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    grant(gate, &ann, "user:sam", "steward").await?;
    save(gate, &ann, further(policy("path:/a/*", &[("read", "report:update")]))).await?;
    save(gate, &ann, further(policy("path:/a/b*", &[("read", "group:read"), ("update", "group:delete")]))).await?;
    save(gate, &ann, further(policy("path:/a/b/*", &[("read", "group:read")]))).await?;
    let tried = trial(gate, &ann, "sam", "path:/a/bc").await?;
    let rows: Vec<(bool, Option<bool>, bool)> =
        tried.candidates.iter().map(|one| (one.matches, one.held, one.decides())).collect();
    assert_eq!(rows, [(true, Some(false), false), (true, Some(true), true), (false, Some(true), false)]);
    assert_eq!((tried.known, tried.allowed), (true, Some(true)));
    assert_eq!(trial(gate, &ann, "sam", "path:/a/x").await?.allowed, Some(false));
    assert_eq!(trial(gate, &ann, "", "path:/a/x").await?.allowed, None);
    assert!(!trial(gate, &ann, "sam", "report:launch").await?.known);
    assert_eq!(trial(gate, &ann, "anonymous", "path:/a/bc").await?.allowed, Some(false));
    // The trial says what the decision says.
    let sam = world.caller("sam").await?;
    for address in ["path:/a/bc", "path:/a/x", "path:/z", "path:/a/b/c"] {
        let told = trial(gate, &ann, "user:sam", address).await?.allowed;
        assert_eq!(told, Some(gate.may(&sam, "path:read", &id(address))), "{address}");
    }
    assert_eq!(invalid(trial(gate, &ann, "nobody.at.all", "path:/a").await), Some("who"));
    // Of the three, the last adds nothing beside the second, which meets the first.
    let findings = read(gate, &ann).await?.findings;
    let by = findings.iter().find_map(|one| match one {
        Finding::Shadowed { policy: 2, by, .. } => Some(by.clone()),
        _ => None,
    });
    assert_eq!(by, Some(vec![1]));
    assert!(findings.iter().any(|one| matches!(one, Finding::Overlap { one: 0, other: 1, .. })), "{findings:?}");
    // Sam is operator, too, and may ask for himself alone: others are nobody to him.
    grant(gate, &ann, "user:sam", "operator").await?;
    assert_eq!(trial(gate, &sam, "sam", "path:/a/bc").await?.allowed, Some(true));
    assert_eq!(invalid(trial(gate, &sam, "vic", "path:/a/bc").await), Some("who"));
    assert_eq!(invalid(trial(gate, &sam, "nobody.at.all", "path:/a/bc").await), Some("who"));
    Ok(())
}
