//! What the navigation must do: each sees their part of it, and whoever may change the system changes it.

use super::World;
use crate::{
    Caller, Denied, StoreError,
    navigation::{NavEntry, NavNeed, NavNode},
    navigation_seen,
    port::{Database, Outcome as Ended},
};
use authz::{
    NodeId,
    action::{EditNavigation, Own, ReadNavigation, ReadProfile},
};
use std::sync::Arc;

type Outcome = Result<(), StoreError>;

async fn shown(world: &World, by: &Caller, features: &[String]) -> Result<Vec<String>, StoreError> {
    let nodes = world.gate.permit::<ReadProfile>(by, Own).await?.navigation(features).await?;
    Ok(ids(&nodes))
}

fn ids(nodes: &[NavNode]) -> Vec<String> {
    nodes.iter().flat_map(|node| std::iter::once(node.entry.id.clone()).chain(ids(&node.inner))).collect()
}

fn entry(label: &str, href: &str) -> NavEntry {
    NavEntry { label: label.into(), href: href.into(), weight: 15, ..NavEntry::default() }
}

fn need(permission: &str, on: &str) -> Vec<NavNeed> {
    vec![NavNeed { permission: permission.into(), on: on.into() }]
}

pub(super) async fn each_sees_their_part_of_the_navigation(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (ann, olga, sam) = (world.caller("ann").await?, world.caller("olga").await?, world.caller("sam").await?);
    let all = [
        "home",
        "projects",
        "people",
        "groups",
        "accounts",
        "roles",
        "grants",
        "access",
        "catalog",
        "audit",
        "navigation",
    ];
    let of_ann = shown(&world, &ann, &[]).await?;
    // There is no account yet, and the administrator may make one.
    assert_eq!(of_ann, all);
    assert_eq!(shown(&world, &olga, &[]).await?, ["home", "projects", "access"]);
    assert_eq!(shown(&world, &sam, &[]).await?, ["home", "projects"]);
    Ok(())
}

pub(super) async fn the_navigation_is_changed_seen_first_and_put_back(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann, olga) = (&world.gate, world.caller("ann").await?, world.caller("olga").await?);
    let system = NodeId::system;
    let refused = gate.permit::<ReadNavigation>(&olga, system()).await.map(drop);
    assert!(matches!(refused, Err(StoreError::Denied(Denied::Forbidden { .. }))));
    let refused = gate.permit::<EditNavigation>(&olga, system()).await.map(drop);
    assert!(matches!(refused, Err(StoreError::Denied(Denied::Forbidden { .. }))));
    // Seen as somebody else before it is saved: an owner of some project, a viewer of the system, nobody.
    let new = NavEntry { needs: need("report:read", "project"), ..entry("Reports", "https://reports.example/") };
    let mut proof = gate.permit::<ReadNavigation>(&ann, system()).await?;
    let draft = proof.get().await?.with(NavEntry { id: "draft".into(), ..new.clone() })?;
    let (owner, steward) = (super::role("owner"), super::role("steward"));
    assert_eq!(ids(&proof.as_role(&draft, Some(&owner), &[])), ["home", "draft", "projects", "access"]);
    assert_eq!(ids(&proof.as_role(&draft, Some(&steward), &[])), ["home", "projects", "people", "groups"]);
    assert_eq!(ids(&proof.as_role(&draft, None, &[])), ["home", "projects"]);
    assert!(proof.check(&NavEntry { needs: need("report:fly", "project"), ..new.clone() }).is_err());
    assert!(proof.check(&NavEntry { needs: need("report:read", "moon"), ..new.clone() }).is_err());
    drop(proof);
    let save = async |entry: NavEntry, seen: &str| {
        gate.permit::<EditNavigation>(&ann, system()).await?.save(entry, seen, "for all").await
    };
    let reports = save(new.clone(), "").await?;
    assert_eq!(shown(&world, &olga, &[]).await?, ["home", reports.as_str(), "projects", "access"]);
    let line = world.audit().await?.into_iter().next();
    let line = line.filter(|line| (line.action.as_str(), line.outcome) == ("EditNavigation", Ended::Done));
    assert_eq!(line.and_then(|line| line.subject).as_deref(), Some("Reports"));
    // Only paths and addresses on the web.
    for href in ["javascript:alert(1)", "//evil.example", "data:text/html,x"] {
        assert!(matches!(save(entry("x", href), "").await, Err(StoreError::Invalid { field: "href", .. })), "{href}");
    }
    // A feature that is not switched on hides it.
    let found = gate.permit::<ReadNavigation>(&ann, system()).await?.get().await?.find(&reports);
    let seen = navigation_seen(found.as_ref());
    let beta = NavEntry { id: reports.clone(), feature: "beta".into(), ..new };
    save(beta.clone(), &seen).await?;
    assert_eq!(shown(&world, &olga, &[]).await?, ["home", "projects", "access"]);
    assert_eq!(shown(&world, &olga, &["beta".into()]).await?.len(), 4);
    assert!(matches!(save(beta, &seen).await, Err(StoreError::Invalid { field: "seen", .. })));
    // The console's own can be taken out, and all of it put back.
    gate.permit::<EditNavigation>(&ann, system()).await?.remove("projects", "").await?;
    assert_eq!(shown(&world, &olga, &[]).await?, ["home", "access"]);
    gate.permit::<EditNavigation>(&ann, system()).await?.reset("").await?;
    assert_eq!(shown(&world, &olga, &["beta".into()]).await?, ["home", "projects", "access"]);
    Ok(())
}
