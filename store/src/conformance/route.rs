//! What route guards must do.

use super::{World, id, role};
use crate::{Caller, Gate, NewMembers, Preset, RouteChange, RouteRecord, RouteTrial, Sign, StoreError, port::Database};
use authz::{
    NodeId, Permission,
    action::{AddMember, ApplyCatalog, EditCatalog, PreviewCatalog, ReadCatalog, ReadMatrix},
    catalog::{RouteGuard, RouteNeed},
    guard::Refusal,
    route::{Finding, Outcome as Held, Status, Why},
};
use std::sync::Arc;

type Outcome = Result<(), StoreError>;

const NESTED: &str = "/api/projects/{p}/reports/{r}";

/// A guard that needs one thing: `report:read on report:{r} under project:{p}`.
fn route(methods: &[&str], path: &str, needs: &[&str]) -> RouteGuard {
    let need = |text: &&str| {
        let (permission, place) = text.split_once(" on ")?;
        let (on, under) = place.split_once(" under ").map_or((place, None), |(on, under)| (on, Some(under)));
        let permission = Permission::parse(permission).ok()?;
        Some(RouteNeed { permission, on: on.to_owned(), under: under.map(ToOwned::to_owned) })
    };
    RouteGuard {
        host: None,
        methods: methods.iter().map(ToString::to_string).collect(),
        path: path.to_owned(),
        needs: needs.iter().filter_map(need).collect(),
        nesting_verified: false,
    }
}

fn nested(method: &str, permission: &str) -> RouteGuard {
    route(&[method], NESTED, &[&format!("{permission} on report:{{r}} under project:{{p}}")])
}

fn further(route: RouteGuard) -> RouteChange {
    RouteChange::Put { at: None, route }
}

async fn read(gate: &Gate, by: &Caller) -> Result<RouteRecord, StoreError> {
    Ok(gate.permit::<ReadCatalog>(by, NodeId::system()).await?.routes())
}

async fn save(gate: &Gate, by: &Caller, change: RouteChange) -> Outcome {
    let seen = read(gate, by).await?.seen;
    gate.permit::<EditCatalog>(by, NodeId::system()).await?.save_route(&change, &seen, "for the test").await
}

async fn trial(gate: &Gate, by: &Caller, who: &str, request: &str) -> Result<RouteTrial, StoreError> {
    let (method, address) = request.split_once(' ').unwrap_or_default();
    gate.permit::<ReadCatalog>(by, NodeId::system()).await?.route_trial(who, method, address).await
}

async fn code(gate: &Gate, by: &Caller, who: &str, request: &str) -> Result<Option<u16>, StoreError> {
    Ok(trial(gate, by, who, request).await?.status.map(Status::code))
}

fn invalid<T>(result: Result<T, StoreError>) -> Option<(&'static str, String)> {
    match result.err()? {
        StoreError::Invalid { field, remedy } => Some((field, remedy.to_string())),
        _ => None,
    }
}

fn field<T>(result: Result<T, StoreError>) -> Option<&'static str> {
    invalid(result).map(|(field, _)| field)
}

async fn grant(gate: &Gate, by: &Caller, who: &str, wanted: &str) -> Outcome {
    let new =
        NewMembers { subjects: vec![id(who)], roles: vec![role(wanted)], expires_at: None, reason: String::new() };
    gate.permit::<AddMember>(by, NodeId::system()).await?.add(new).await.map(drop)
}

/// What it would do is told before; what is saved is in force at once, and audited; what cannot be is refused.
pub async fn a_route_is_in_force_at_once(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    let asked = "GET /api/projects/apollo/reports/launch";
    assert_eq!(code(gate, &ann, "vic", asked).await?, Some(403), "no route takes it");
    let first = further(nested("GET", "report:read"));
    let seen = read(gate, &ann).await?.seen;
    let turn = gate.permit::<PreviewCatalog>(&ann, NodeId::system()).await?.route_outlook(&first, &seen).await?;
    assert_eq!((turn.before.is_none(), turn.at, turn.wider.is_none()), (true, Some(0), true));
    assert!(turn.outlook.refused.is_none() && turn.outlook.lines.is_empty(), "a route gives nobody anything");
    assert_eq!(code(gate, &ann, "vic", asked).await?, Some(403), "nothing is saved by looking");
    save(gate, &ann, first.clone()).await?;
    assert_eq!(code(gate, &ann, "vic", asked).await?, Some(200), "in force at the next request");
    let late =
        gate.permit::<EditCatalog>(&ann, NodeId::system()).await?.save_route(&RouteChange::Drop(0), &seen, "").await;
    assert_eq!(field(late), Some("seen"), "somebody was faster");
    let lines = world.audit().await?;
    let line = lines.iter().find(|line| line.action == "EditCatalog");
    let told = line.map(|line| (line.subject.as_deref(), line.reason.as_deref(), line.after.is_some()));
    assert_eq!(told, Some((Some("GET /api/projects/{p}/reports/{r}"), Some("for the test"), true)));

    // Two that share a request must be nested: both are named, with a request that both take.
    let (wrong, text) = invalid(
        save(gate, &ann, further(route(&[], "/api/{x}/apollo/reports/{r}", &["report:read on report:{r}"]))).await,
    )
    .unwrap_or_default();
    assert_eq!(wrong, "path");
    for part in [NESTED, "/api/{x}/apollo/reports/{r}", "GET /api/projects/apollo/reports/r"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let need = "report:read on system";
    for (wrong, of) in [
        (RouteGuard { host: Some("A.example".into()), ..route(&[], "/x", &[need]) }, "host"),
        (route(&["get"], "/x", &[need]), "methods"),
        (route(&[], "x", &[need]), "path"),
        (route(&[], "/x/", &[need]), "path"),
        (route(&[], "/x", &[]), "needs"),
        (route(&[], "/x", &["report:fly on system"]), "needs"),
        (route(&[], "/x", &["report:read on report:{r}"]), "needs"),
        (nested("GET", "report:read"), "path"),
    ] {
        assert_eq!(field(save(gate, &ann, further(wrong.clone())).await), Some(of), "{wrong}");
    }

    // A wider one below it, and a stricter one in its place.
    save(gate, &ann, further(route(&[], "/api/{rest...}", &["system:update on system"]))).await?;
    let put = RouteChange::Put { at: Some(0), route: nested("GET", "report:update") };
    let seen = read(gate, &ann).await?.seen;
    let turn = gate.permit::<PreviewCatalog>(&ann, NodeId::system()).await?.route_outlook(&put, &seen).await?;
    assert_eq!(turn.wider.map(|wider| wider.path), Some("/api/{rest...}".to_owned()));
    save(gate, &ann, put).await?;
    assert_eq!(code(gate, &ann, "vic", asked).await?, Some(403), "changed at once");
    save(gate, &ann, RouteChange::Drop(0)).await?;
    assert_eq!(read(gate, &ann).await?.routes.len(), 1);
    assert_eq!(code(gate, &ann, "ann", asked).await?, Some(200), "the wider one takes it now");
    // A permission that a route needs stays in the catalog.
    assert_eq!(field(save(gate, &ann, RouteChange::Drop(7)).await), Some("at"));
    Ok(())
}

/// Only who holds everything says what a request needs, and hears so before.
pub async fn routes_are_the_administrators(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    grant(gate, &ann, "user:sam", "operator").await?;
    let (sam, vic) = (world.caller("sam").await?, world.caller("vic").await?);
    let seen = read(gate, &sam).await?.seen;
    // Not even one that needs what they hold.
    for needs in ["report:read on system", "system:update on system"] {
        let change = further(route(&[], "/x", &[needs]));
        let turn = gate.permit::<PreviewCatalog>(&sam, NodeId::system()).await?.route_outlook(&change, &seen).await?;
        assert!(matches!(turn.outlook.refused, Some(Refusal::AdministratorOnly { .. })));
        let refused = save(gate, &sam, change).await;
        assert!(matches!(refused, Err(StoreError::Refused(Refusal::AdministratorOnly { .. }))));
    }
    assert!(gate.permit::<ReadCatalog>(&vic, NodeId::system()).await.is_err());
    assert_eq!(read(gate, &ann).await?.routes, Vec::new());
    Ok(())
}

/// A request is tried: which route takes it and why that one, what it needs, and no more than one may know.
pub async fn a_request_is_tried(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    let all = route(&[], "/api/{rest...}", &["system:update on system"]);
    for one in [all, nested("GET", "report:read"), nested("PUT", "report:update")] {
        save(gate, &ann, further(one)).await?;
    }
    let (there, elsewhere) = ("/api/projects/apollo/reports/launch", "/api/projects/none/reports/launch");
    for (who, method, address, wanted) in [
        ("vic", "GET", there, 200),
        ("vic", "PUT", there, 403),
        ("olga", "PUT", there, 200),
        ("sam", "GET", there, 404),
        ("vic", "GET", elsewhere, 404),
        ("ann", "GET", elsewhere, 404),
        ("ann", "GET", "/api/projects/apollo/reports/none", 404),
        ("", "GET", there, 401),
        ("", "GET", elsewhere, 401),
        ("anonymous", "GET", there, 401),
        ("ann", "DELETE", there, 200),
        ("ann", "GET", "/", 403),
        ("ann", "get", there, 403),
        ("ann", "GET", "/api//projects", 403),
    ] {
        assert_eq!(
            code(gate, &ann, who, &format!("{method} {address}")).await?,
            Some(wanted),
            "{who} {method} {address}"
        );
    }
    let tried = trial(gate, &ann, "vic", &format!("PUT https://api.example:8443{there}?x=1")).await?;
    assert_eq!(tried.request, Ok(format!("PUT api.example{there}")));
    let paths: Vec<&str> = tried.routes.iter().map(|route| route.path.as_str()).collect();
    assert_eq!((paths, tried.why), (vec![NESTED, "/api/{rest...}"], vec![vec![Why::Methods, Why::Path]]));
    assert_eq!(tried.captures, [("p".to_owned(), "apollo".to_owned()), ("r".to_owned(), "launch".to_owned())]);
    let needs: Vec<_> =
        tried.needs.iter().map(|need| (need.on.as_str(), need.under.as_deref(), need.outcome)).collect();
    assert_eq!(needs, [("report:launch", Some("project:apollo"), Some(Held::NotHeld))]);
    assert!(trial(gate, &ann, "vic", "GET /api/../x").await?.request.is_err());
    assert_eq!(field(trial(gate, &ann, "nobody.at.all", "GET /api").await), Some("who"));

    tells_no_more_than_one_may_know(&world, there, elsewhere).await?;
    // The third route is inside the first two; one that never decides is found.
    save(gate, &ann, further(route(&["GET", "PUT"], NESTED, &["report:read on system"]))).await?;
    let findings = read(gate, &ann).await?.findings;
    assert_eq!(findings, [Finding::Shadowed { route: 3, by: vec![1, 2] }]);
    // What browsers preview roles with has none of it.
    let snapshot = gate.permit::<ReadMatrix>(&ann, NodeId::system()).await?.snapshot();
    assert_eq!(snapshot.map(|world| world.catalog.routes), Some(Vec::new()));
    Ok(())
}

const WATCHER: &str = r#"
name = "watch"
title = "Watch"
description = "Sees who holds what."
[catalog]
name = "watch"
[catalog.types]
[[role]]
id = "watcher"
name = "Watcher"
on = ["system"]
permissions = [["system:read", "all"], ["member:read", "all"]]
"#;

async fn tells_no_more_than_one_may_know(world: &World, there: &str, elsewhere: &str) -> Outcome {
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    // Sam is operator, too, and may ask for himself alone. What is not there for him is told like what is nowhere.
    grant(gate, &ann, "user:sam", "operator").await?;
    let sam = world.caller("sam").await?;
    assert_eq!(field(trial(gate, &sam, "vic", "GET /api").await), Some("who"));
    for address in [there, elsewhere, "/api/projects/apollo/reports/none"] {
        for who in ["sam", ""] {
            let tried = trial(gate, &sam, who, &format!("GET {address}")).await?;
            assert_eq!(tried.needs.iter().map(|need| need.outcome).collect::<Vec<_>>(), [None], "{who} {address}");
            assert_eq!(tried.status, Some(if who.is_empty() { Status::SignIn } else { Status::NotFound }));
        }
    }
    // Who sees who holds what, and not what there is, hears of others nothing that would tell it.
    let watcher = Preset::parse(WATCHER)?;
    gate.permit::<ApplyCatalog>(&world.host.operator(), NodeId::system())
        .await?
        .apply(&watcher, "watch.toml", "")
        .await?;
    grant(gate, &ann, "user:sam", "watcher").await?;
    for address in [there, elsewhere, "/api/projects/apollo/reports/none"] {
        let tried = trial(gate, &sam, "vic", &format!("GET {address}")).await?;
        let outcomes: Vec<_> = tried.needs.iter().map(|need| need.outcome).collect();
        assert_eq!((outcomes, tried.status), (vec![None], None), "{address}");
    }
    Ok(())
}

const FILE: &str = r#"
name = "lab"
title = "Laboratory"
description = "What the laboratory's service protects."
[catalog]
name = "lab"
[catalog.types]
[[catalog.routes]]
methods = ["GET"]
path = "/api/projects/{p}/reports/{r}"
needs = [{ permission = "report:read", on = "report:{r}", under = "project:{p}" }]
[[catalog.routes]]
host = "lab.example"
path = "/"
needs = [{ permission = "project:read", on = "system" }]
nesting_verified = true
"#;

/// A file owns its routes: they are locked, taken over from the database, told where they drift, and go with the file.
pub async fn a_file_owns_its_routes(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    let (operator, file) = (world.host.operator(), Preset::parse(FILE)?);
    let plan = async |file: &Preset| {
        gate.permit::<PreviewCatalog>(&operator, NodeId::system()).await?.plan(file, "lab.toml").await
    };
    let apply = async |file: &Preset| {
        gate.permit::<ApplyCatalog>(&operator, NodeId::system()).await?.apply(file, "lab.toml", "as agreed").await
    };
    // Written by hand before: the file's takes its place.
    save(gate, &ann, further(nested("GET", "report:update"))).await?;
    let planned = plan(&file).await?;
    let lines: Vec<_> = planned.lines.iter().map(|line| (line.sign, line.what.as_str())).collect();
    assert_eq!(lines, [(Sign::Change, "route GET /api/projects/{p}/reports/{r}"), (Sign::Add, "route lab.example/")]);
    let needs = |permission: &str| vec![format!("{permission} on report:{{r}} under project:{{p}}")];
    let fields = planned.lines.first().map(|line| line.fields.clone()).unwrap_or_default();
    assert_eq!(fields, [("needs".to_owned(), needs("report:update"), needs("report:read"))]);
    assert_eq!(apply(&file).await?, 2);
    assert_eq!(apply(&file).await?, 0, "it is in force");
    let record = read(gate, &ann).await?;
    assert_eq!(record.owners, [Some("lab.toml".to_owned()), Some("lab.toml".to_owned())]);
    assert_eq!(record.findings, [Finding::Trusting { route: 1 }]);
    for change in [RouteChange::Drop(0), RouteChange::Put { at: Some(0), route: nested("GET", "report:update") }] {
        let refused = save(gate, &ann, change).await;
        assert!(matches!(refused, Err(StoreError::Refused(Refusal::Filed { .. }))), "{refused:?}");
    }
    // A second file cannot name the same requests.
    let other = Preset::parse(
        &FILE.replace("name = \"lab\"\ntitle", "name = \"other\"\ntitle").replace("report:read", "report:update"),
    )?;
    let what: Vec<String> = plan(&other).await?.conflicts.into_iter().map(|conflict| conflict.what).collect();
    assert_eq!(what, ["route GET /api/projects/{p}/reports/{r}", "route lab.example/"]);
    // Nor one that cannot be told apart from another.
    let clash = Preset::parse(&FILE.replace("path = \"/\"\n", "path = \"/api/{x}/{y}/reports/new\"\n"))?;
    assert!(plan(&clash).await.is_err() || apply(&clash).await.is_err());
    // What it no longer names goes, and what is drifted is told.
    let less = Preset::parse(FILE.split("[[catalog.routes]]\nhost").next().unwrap_or_default())?;
    assert_eq!(apply(&less).await?, 1);
    assert_eq!(read(gate, &ann).await?.routes, [nested("GET", "report:read")]);
    let shown = gate.permit::<ReadCatalog>(&operator, NodeId::system()).await?.show().text()?;
    assert!(shown.contains("[[catalog.routes]]") && Preset::parse(&shown)?.catalog.routes.len() == 1, "{shown}");
    Ok(())
}
