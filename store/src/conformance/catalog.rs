//! What the catalog must do: shown, changed by administrators only, owned by files.

use super::{World, id, role};
use crate::{
    CatalogEdit, CatalogPlan, Denied, Host, Preset, Sign, StoreError,
    conformance::CountingIds,
    port::{Database, Outcome as Ended},
};
use authz::{
    NodeId, Permission,
    action::{ApplyCatalog, CreateRole, EditCatalog, EditMatrix, PreviewCatalog, ReadCatalog, Typed},
    catalog::{ConsoleActs, NodeType, VisitorRoles},
    guard::Refusal,
};
use std::sync::Arc;

type Outcome = Result<(), StoreError>;

const FILE: &str = r#"
name = "lab"
title = "Laboratory"
description = "What the laboratory's service protects."
[catalog]
name = "lab"
[catalog.types.sample]
parents = ["project"]
actions = ["read", "create", "freeze"]
[[catalog.policies]]
pattern = "probe:*"
needs = {}
[[role]]
id = "technician"
name = "Technician"
on = ["project"]
permissions = [["sample:read", "all"], ["sample:freeze", "all"]]
"#;

fn file(text: &str) -> Result<Preset, StoreError> {
    Preset::parse(text)
}

fn note(change: impl Fn(&mut NodeType), record: &authz::Catalog) -> CatalogEdit {
    let mut def = record.types.get("note").cloned().unwrap_or_default();
    change(&mut def);
    CatalogEdit::PutType { kind: "note".to_owned(), def, new: false }
}

async fn catalog(world: &World) -> Result<authz::Catalog, StoreError> {
    let proof = world.gate.permit::<ReadCatalog>(&world.host.operator(), NodeId::system()).await;
    Ok(proof?.get().await?.catalog)
}

async fn plan(world: &World, text: &str) -> Result<CatalogPlan, StoreError> {
    let proof = world.gate.permit::<PreviewCatalog>(&world.host.operator(), NodeId::system()).await;
    proof?.plan(&file(text)?, "lab.toml").await
}

async fn apply(world: &World, text: &str) -> Result<usize, StoreError> {
    let proof = world.gate.permit::<ApplyCatalog>(&world.host.operator(), NodeId::system()).await;
    proof?.apply(&file(text)?, "lab.toml", "as agreed").await
}

pub(super) async fn the_catalog_is_changed_by_administrators_and_in_force_at_once(
    database: Arc<dyn Database>,
) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann, vic) = (&world.gate, world.caller("ann").await?, world.caller("vic").await?);
    // Who may not read the system's catalog hears what is missing.
    let hidden = gate.permit::<ReadCatalog>(&vic, NodeId::system()).await.map(drop);
    assert!(matches!(hidden, Err(StoreError::Denied(Denied::Forbidden { .. }))));
    let record = gate.permit::<ReadCatalog>(&ann, NodeId::system()).await?.get().await?;
    assert!(record.editable && record.flaws.is_empty() && record.nodes.get("report") == Some(&1));
    // What visitors see of notes, before anybody is told: those who are signed in gain nothing, nothing is public.
    let had = record.catalog;
    let restricted = note(|def| def.actions.push("sign".to_owned()), &had);
    let outlook = gate.permit::<PreviewCatalog>(&ann, NodeId::system()).await?.outlook(&restricted).await?;
    // The owner holds `note:*`, so she gains it, and so does the administrator.
    assert_eq!((outlook.access.gain.people, outlook.access.lose.people), (Some(2), Some(0)));
    assert!(outlook.flaws.is_empty() && outlook.access.refused.is_none() && !outlook.same);
    let seen = restricted.seen(&had);
    gate.permit::<EditCatalog>(&ann, NodeId::system()).await?.save(restricted.clone(), &seen, "they sign").await?;
    let olga = world.caller("olga").await?;
    assert!(gate.may(&olga, "note:sign", &id("project:apollo")) && !gate.may(&vic, "note:sign", &id("project:apollo")));
    // It is audited with what was and what is.
    let line = world.audit().await?.into_iter().next();
    let line = line.filter(|line| (line.action.as_str(), line.outcome) == ("EditCatalog", Ended::Done));
    let told = line.map(|line| (line.subject, line.before, line.after, line.reason)).unwrap_or_default();
    assert_eq!((told.0.as_deref(), told.3.as_deref()), (Some("note"), Some("they sign")));
    assert!(!told.1.unwrap_or_default().contains("sign") && told.2.unwrap_or_default().contains("sign"));
    // Whoever looked at something older is told so.
    let late = gate.permit::<EditCatalog>(&ann, NodeId::system()).await?.save(restricted, &seen, "").await;
    assert!(matches!(late, Err(StoreError::Invalid { field: "seen", .. })));
    Ok(())
}

pub(super) async fn who_gives_everything_changes_the_catalog_and_nobody_else(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    let new = crate::NewRole { id: "janitor".into(), name: "Janitor".into(), copy_of: None };
    gate.permit::<CreateRole>(&ann, NodeId::system()).await?.add(new).await?;
    let update = Permission::of("system", "update").map_err(StoreError::database)?;
    let edit = crate::RoleEdit {
        id: role("janitor"),
        version: 1,
        cells: vec![(update, Some(authz::Extent::All))],
        rest: None,
    };
    gate.permit::<EditMatrix>(&ann, NodeId::system()).await?.save(vec![edit], "").await?;
    let give = crate::NewMembers {
        subjects: vec![id("user:sam")],
        roles: vec![role("janitor")],
        expires_at: None,
        reason: String::new(),
    };
    gate.permit::<authz::action::AddMember>(&ann, NodeId::system()).await?.add(give).await?;
    let sam = world.caller("sam").await?;
    let had = catalog(&world).await?;
    let gone = CatalogEdit::RemoveType { kind: "report".to_owned() };
    // Sam may do what changing the catalog asks for, and holds nothing of what it decides about: he is not told what is
    // in the way either.
    let outlook = gate.permit::<PreviewCatalog>(&sam, NodeId::system()).await?.outlook(&gone).await?;
    assert!(matches!(outlook.access.refused, Some(Refusal::AdministratorOnly { .. })) && outlook.flaws.is_empty());
    let seen = gone.seen(&had);
    let done = gate.permit::<EditCatalog>(&sam, NodeId::system()).await?.save(gone.clone(), &seen, "").await;
    assert!(matches!(done, Err(StoreError::Refused(Refusal::AdministratorOnly { .. }))));
    assert_eq!(catalog(&world).await?, had);
    let line = world.audit().await?.into_iter().next();
    assert!(line.is_some_and(|line| (line.action.as_str(), line.outcome) == ("EditCatalog", Ended::Refused)));
    // To the administrator it is told what is in the way, all of it.
    let outlook = gate.permit::<PreviewCatalog>(&ann, NodeId::system()).await?.outlook(&gone).await?;
    let texts: Vec<String> = outlook.flaws.iter().map(ToString::to_string).collect();
    assert!(texts.iter().any(|text| text.starts_with("role `viewer` gives `report:read`")), "{texts:?}");
    assert!(texts.iter().any(|text| text.contains("in use by 1 nodes, such as `report:launch`")), "{texts:?}");
    let done = gate.permit::<EditCatalog>(&ann, NodeId::system()).await?.save(gone, &seen, "").await;
    assert!(matches!(done, Err(StoreError::Refused(Refusal::Catalog { .. }))));
    assert_eq!(catalog(&world).await?, had);
    Ok(())
}

pub(super) async fn what_acts_of_the_console_ask_for_is_told_for_whom(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    let had = catalog(&world).await?;
    let share = Permission::of("report", "read").map_err(StoreError::database)?;
    let edit = CatalogEdit::PutSettings {
        visitor_roles: VisitorRoles { public: None, internal: had.visitor_roles.internal.clone() },
        consultancy: had.consultancy.clone(),
        console: ConsoleActs { manages_members: Some(share), ..had.console.clone() },
    };
    let outlook = gate.permit::<PreviewCatalog>(&ann, NodeId::system()).await?.outlook(&edit).await?;
    // Vic reads reports, and so could manage members from then on; Olga could before.
    let acts: Vec<_> = outlook.acts.iter().map(|act| (act.act, act.after.as_str(), act.people)).collect();
    assert_eq!(acts, [("manages_members", "report:read", Some((1, 0)))]);
    let seen = edit.seen(&had);
    gate.permit::<EditCatalog>(&ann, NodeId::system()).await?.save(edit, &seen, "").await?;
    let vic = world.caller("vic").await?;
    let _ = gate.permit::<authz::action::AddMember>(&vic, id("project:apollo")).await?;
    Ok(())
}

pub(super) async fn a_file_is_planned_applied_and_owns_what_it_names(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    let planned = plan(&world, FILE).await?;
    let lines: Vec<_> = planned.lines.iter().map(|line| (line.sign, line.what.as_str())).collect();
    assert_eq!(lines, [(Sign::Add, "policy probe:*"), (Sign::Add, "role technician"), (Sign::Add, "type sample")]);
    // The administrator gains what can be done with samples: nobody else holds `*:*`.
    assert_eq!(planned.outlook.access.gain.people, Some(1));
    assert!(planned.conflicts.is_empty() && planned.outlook.flaws.is_empty());
    assert!(!catalog(&world).await?.types.contains_key("sample"));
    assert_eq!(apply(&world, FILE).await?, 3);
    // Again: nothing to do, and no line in the log.
    let lines = world.audit().await?.len();
    assert_eq!(apply(&world, FILE).await?, 0);
    assert_eq!(world.audit().await?.len(), lines);
    assert!(plan(&world, FILE).await?.lines.is_empty());
    // Locked for everybody but the file.
    let had = catalog(&world).await?;
    assert_eq!(had.file_of_type("sample").map(|owned| owned.file.as_str()), Some("lab.toml"));
    let freed = CatalogEdit::PutType {
        kind: "sample".to_owned(),
        def: NodeType { actions: vec!["read".into()], ..NodeType::default() },
        new: false,
    };
    let seen = freed.seen(&had);
    let done = gate.permit::<EditCatalog>(&ann, NodeId::system()).await?.save(freed.clone(), &seen, "").await;
    assert!(matches!(done, Err(StoreError::Refused(Refusal::Catalog { .. } | Refusal::Filed { .. }))));
    let wider = note(|def| def.actions.push("sign".to_owned()), &had);
    let mine = wider.seen(&had);
    gate.permit::<EditCatalog>(&ann, NodeId::system()).await?.save(wider, &mine, "").await?;
    let edit = crate::RoleEdit {
        id: role("technician"),
        version: 1,
        cells: vec![(Permission::of("sample", "create").map_err(StoreError::database)?, Some(authz::Extent::All))],
        rest: None,
    };
    let done = gate.permit::<EditMatrix>(&ann, NodeId::system()).await?.save(vec![edit], "").await;
    assert!(matches!(done, Err(StoreError::Refused(Refusal::Locked { .. }))));
    // Another file cannot name it as well.
    let other = FILE.replace("name = \"lab\"\ntitle", "name = \"other\"\ntitle");
    let planned = plan(&world, &other).await?;
    let what: Vec<&str> = planned.conflicts.iter().map(|conflict| conflict.what.as_str()).collect();
    assert_eq!(what, ["type sample", "role technician", "policy probe:*"]);
    assert!(matches!(apply(&world, &other).await, Err(StoreError::Invalid { field: "file", .. })));
    // Known to a second program on the same database.
    let second = Host::open(world.database.clone(), world.clock.clone(), Arc::new(CountingIds::starting(900))).await?;
    let there = second.gate().permit::<ReadCatalog>(&second.operator(), NodeId::system()).await?.get().await?;
    assert_eq!(
        there.files.iter().map(|file| (file.name.as_str(), file.by.as_str())).collect::<Vec<_>>(),
        [("lab", "operator@host")]
    );
    Ok(())
}

pub(super) async fn a_file_takes_back_what_it_no_longer_names_unless_it_is_used(
    database: Arc<dyn Database>,
) -> Outcome {
    let world = World::new(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    apply(&world, FILE).await?;
    let give = crate::NewMembers {
        subjects: vec![id("user:sam")],
        roles: vec![role("technician")],
        expires_at: None,
        reason: String::new(),
    };
    // The technician's role is given, so its samples and the role itself cannot go.
    gate.permit::<authz::action::AddMember>(&ann, id("project:apollo")).await?.add(give).await?;
    let less = FILE.split("[[role]]").next().unwrap_or_default();
    let planned = plan(&world, less).await?;
    assert_eq!(
        planned.lines.iter().map(|line| (line.sign, line.what.as_str())).collect::<Vec<_>>(),
        [(Sign::Remove, "role technician")]
    );
    assert!(matches!(planned.outlook.access.refused, Some(Refusal::InUse { .. })));
    assert!(matches!(apply(&world, less).await, Err(StoreError::Refused(Refusal::InUse { .. }))));
    // A refused file is not kept as the one that was applied.
    assert!(plan(&world, FILE).await?.lines.is_empty());
    let none = "name = \"lab\"\ntitle = \"x\"\ndescription = \"\"\n[catalog]\nname = \"lab\"\n[catalog.types]\n";
    let texts: Vec<String> = plan(&world, none).await?.outlook.flaws.iter().map(ToString::to_string).collect();
    assert!(texts.is_empty(), "{texts:?}");
    gate.permit::<authz::action::RemoveMember>(&ann, id("project:apollo")).await?.remove(&id("user:sam"), "").await?;
    assert_eq!(apply(&world, none).await?, 3);
    let after = catalog(&world).await?;
    assert!(!after.types.contains_key("sample") && after.policies.is_empty() && after.types.contains_key("note"));
    // Nobody's nodes are orphaned: samples that are there keep their type.
    apply(&world, FILE).await?;
    let new = crate::NewNode { id: "s1".into(), name: "S1".into(), ..crate::NewNode::default() };
    let below = Typed::below("sample", id("project:apollo"), Vec::new());
    gate.permit::<authz::action::CreateNode>(&ann, below).await?.add(new).await?;
    let refused = apply(&world, none).await;
    assert!(
        matches!(&refused, Err(StoreError::Refused(Refusal::Catalog { flaw })) if flaw.to_string().contains("sample:s1")),
        "{refused:?}"
    );
    Ok(())
}

pub(super) async fn what_differs_from_a_file_is_told(database: Arc<dyn Database>) -> Outcome {
    let world = World::new(database).await?;
    apply(&world, FILE).await?;
    // On the host nothing is locked; it is told that something differs from the file.
    let host = world.host.operator();
    let had = catalog(&world).await?;
    let mut def = had.types.get("sample").cloned().unwrap_or_default();
    def.actions.push("burn".to_owned());
    let edit = CatalogEdit::PutType { kind: "sample".to_owned(), def, new: false };
    let seen = edit.seen(&had);
    world.gate.permit::<EditCatalog>(&host, NodeId::system()).await?.save(edit, &seen, "").await?;
    let record = world.gate.permit::<ReadCatalog>(&host, NodeId::system()).await?.get().await?;
    let drift: Vec<_> = record.files.iter().flat_map(|file| &file.drift).collect();
    assert_eq!(
        drift.iter().map(|line| (line.sign, line.what.as_str())).collect::<Vec<_>>(),
        [(Sign::Change, "type sample")]
    );
    assert_eq!(
        drift.iter().flat_map(|line| &line.fields).collect::<Vec<_>>(),
        [&("actions".to_owned(), vec![], vec!["burn".to_owned()])]
    );
    // The plan says that this was changed since, and applying puts it back.
    let planned = plan(&world, FILE).await?;
    assert_eq!(
        planned.lines.iter().map(|line| (line.what.as_str(), line.drifted)).collect::<Vec<_>>(),
        [("type sample", true)]
    );
    apply(&world, FILE).await?;
    let record = world.gate.permit::<ReadCatalog>(&host, NodeId::system()).await?.get().await?;
    let drift: Vec<_> = record.files.iter().flat_map(|file| &file.drift).collect();
    assert!(drift.is_empty(), "{drift:?}");
    // What is shown is a file: applied, it changes nothing but who owns it.
    let shown = world.gate.permit::<ReadCatalog>(&host, NodeId::system()).await?.show().text()?;
    let before = catalog(&world).await?;
    let planned =
        world.gate.permit::<PreviewCatalog>(&host, NodeId::system()).await?.plan(&file(&shown)?, "all.toml").await?;
    assert!(planned.conflicts.iter().any(|conflict| conflict.what == "type sample"));
    assert_eq!(file(&shown)?.catalog.types, before.types);
    Ok(())
}
