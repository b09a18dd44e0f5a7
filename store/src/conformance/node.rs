//! What resources must do: their trees, and what may be done with them.

use super::{World, asks, id, role};
use crate::{
    Caller, Denied, Gate, NewMembers, NewNode, NewProject, NodeEdit, NodeView, StoreError, Way,
    port::{Database, PageRequest},
};
use authz::{
    Change, Node, NodeId, Visibility,
    action::{
        AddMember, CreateNode, CreateProject, DeleteNode, LinkNode, ListNodes, ReadNode, RestoreNode, Typed,
        UpdateNode, UpdateProject,
    },
    guard::Refusal,
};
use std::{collections::BTreeMap, sync::Arc};

pub(super) type Outcome = Result<(), StoreError>;

pub(super) fn apollo() -> NodeId {
    id("project:apollo")
}

/// A world with a second project; Olga owns the first, Sam keeps both, Vic views the first.
pub(super) async fn two(database: Arc<dyn Database>) -> Result<World, StoreError> {
    let world = World::new(database).await?;
    let ann = world.caller("ann").await?;
    let new = NewProject { id: "zeus".into(), name: "Zeus".into(), ..NewProject::default() };
    world.gate.permit::<CreateProject>(&ann, NodeId::system()).await?.add(new).await?;
    for project in ["project:apollo", "project:zeus"] {
        give(&world.gate, &ann, "user:sam", "keeper", project).await?;
    }
    Ok(world)
}

pub(super) async fn give(gate: &Gate, by: &Caller, who: &str, wanted: &str, on: &str) -> Outcome {
    let new =
        NewMembers { subjects: vec![id(who)], roles: vec![role(wanted)], expires_at: None, reason: String::new() };
    gate.permit::<AddMember>(by, id(on)).await?.add(new).await.map(drop)
}

pub(super) async fn make(gate: &Gate, by: &Caller, what: &str, below: &[&str]) -> Result<NodeId, StoreError> {
    let (what, mut below) = (id(what), below.iter().map(|below| id(below)));
    let first = below.next().unwrap_or_else(NodeId::system);
    let new = NewNode { id: what.name().to_owned(), ..NewNode::default() };
    gate.permit::<CreateNode>(by, Typed::below(what.kind(), first, below.collect())).await?.add(new).await
}

pub(super) async fn zoe(gate: &Gate, by: &Caller) -> Result<NodeId, StoreError> {
    let new = crate::NewUser { username: "zoe".into(), name: "Zoe".into(), ..crate::NewUser::default() };
    gate.permit::<authz::action::CreateUser>(by, NodeId::system()).await?.add(new).await
}

async fn link(gate: &Gate, by: &Caller, what: &str, below: &[&str]) -> Result<String, StoreError> {
    let wanted: Vec<NodeId> = below.iter().map(|below| id(below)).collect();
    let asked = wanted.iter().filter(|parent| *parent != &apollo()).cloned().collect();
    gate.permit::<LinkNode>(by, Typed::linked(id(what), asked)).await?.link(&wanted).await
}

pub(super) async fn update(gate: &Gate, by: &Caller, what: &str, edit: NodeEdit) -> Result<String, StoreError> {
    gate.permit::<UpdateNode>(by, Typed::of(id(what))).await?.update(edit).await
}

pub(super) async fn fact(gate: &Gate, by: &Caller, what: &str) -> Result<Node, StoreError> {
    Ok(gate.permit::<ReadNode>(by, Typed::of(id(what))).await?.get(&NodeId::system()).await?.node)
}

async fn level(gate: &Gate, by: &Caller, at: &str, view: NodeView) -> Result<Vec<String>, StoreError> {
    let page = gate.permit::<ListNodes>(by, apollo()).await?.level(&id(at), view, &PageRequest::default()).await?;
    Ok(page.items.into_iter().map(|line| line.id.to_string()).collect())
}

fn opened(visibility: Visibility) -> crate::ProjectEdit {
    crate::ProjectEdit { name: "Apollo".into(), description: String::new(), visibility, archived: false }
}

fn refusal(result: Result<impl Sized, StoreError>) -> Option<Refusal> {
    match result {
        Err(StoreError::Refused(refusal)) => Some(refusal),
        _ => None,
    }
}

pub(super) fn is_hidden(result: &Result<impl Sized, StoreError>) -> bool {
    matches!(result, Err(StoreError::Denied(Denied::NotFound)))
}

fn is_forbidden(result: &Result<impl Sized, StoreError>, wanted: &str, on: &str) -> bool {
    matches!(result, Err(StoreError::Denied(Denied::Forbidden { permission, node, .. }))
        if permission.as_str() == wanted && node.as_str() == on)
}

pub(super) async fn a_resource_is_made_changed_linked_and_deleted(database: Arc<dyn Database>) -> Outcome {
    let world = two(database).await?;
    let (gate, sam, olga) = (&world.gate, world.caller("sam").await?, world.caller("olga").await?);
    give(gate, &world.caller("ann").await?, "user:olga", "owner", "project:zeus").await?;
    let new = NewNode {
        id: "ore".into(),
        name: "Ore samples".into(),
        attributes: r#"{"tier": 2}"#.into(),
        ..NewNode::default()
    };
    let scope = Typed::below("dataset", apollo(), Vec::new());
    let made = gate.permit::<CreateNode>(&sam, scope.clone()).await?.add(new.clone()).await?;
    assert_eq!(made, id("dataset:ore"));
    let again = gate.permit::<CreateNode>(&sam, scope.clone()).await?.add(new.clone()).await;
    assert!(matches!(again, Err(StoreError::Invalid { field: "id", .. })));
    for (attributes, said) in [("[1]", "JSON object"), (r#"{"a.b": 1}"#, "no dot"), ("{", "JSON object")] {
        let new = NewNode { id: "other".into(), attributes: attributes.into(), ..NewNode::default() };
        let bad = gate.permit::<CreateNode>(&sam, scope.clone()).await?.add(new).await;
        assert!(asks(bad, "attributes", said));
    }
    let node = fact(gate, &sam, "dataset:ore").await?;
    assert_eq!((node.owner, node.attributes.len()), (Some(id("user:sam")), 1));
    let edit = NodeEdit {
        name: "Ore".into(),
        owner: Some("vic".into()),
        attributes: Some(String::new()),
        restricted: Some(true),
        ..NodeEdit::default()
    };
    update(gate, &sam, "dataset:ore", edit).await?;
    let found = gate.permit::<ReadNode>(&sam, Typed::of(made.clone())).await?.get(&apollo()).await?;
    assert_eq!((found.name.as_str(), found.node.owner.as_ref()), ("Ore", Some(&id("user:vic"))));
    assert!(found.node.restricted && found.node.attributes.is_empty());
    // Linked to a second project, it is in both; taken out of the first, it is in the second only.
    link(gate, &olga, "dataset:ore", &["project:apollo", "project:zeus"]).await?;
    assert_eq!(level(gate, &sam, "project:apollo", NodeView::Own).await?, ["dataset:ore"]);
    link(gate, &olga, "dataset:ore", &["project:zeus"]).await?;
    assert!(level(gate, &sam, "project:apollo", NodeView::Own).await?.is_empty());
    let elsewhere = gate.permit::<ReadNode>(&sam, Typed::of(made.clone())).await?.get(&apollo()).await;
    assert!(is_hidden(&elsewhere), "what is not below the project is not found there");
    gate.permit::<DeleteNode>(&sam, Typed::of(made.clone())).await?.remove("over").await?;
    assert!(is_hidden(&fact(gate, &sam, "dataset:ore").await));
    let again = gate.permit::<CreateNode>(&sam, scope).await?.add(new).await;
    assert!(asks(again, "id", "never used again"));
    let done: Vec<String> = world.audit().await?.into_iter().take(5).map(|line| line.action).collect();
    assert_eq!(done, ["DeleteNode", "LinkNode", "LinkNode", "UpdateNode", "CreateNode"]);
    Ok(())
}

pub(super) async fn a_resource_is_asked_for_by_its_own_type(database: Arc<dyn Database>) -> Outcome {
    let world = two(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    let (vic, olga) = (world.caller("vic").await?, world.caller("olga").await?);
    make(gate, &ann, "dataset:ore", &["project:apollo"]).await?;
    make(gate, &ann, "dataset:far", &["project:zeus"]).await?;
    // Vic reads and does not write; Olga sees nothing of the other project, on every path the same.
    assert!(is_forbidden(
        &make(gate, &vic, "dataset:x", &["project:apollo"]).await,
        "dataset:create",
        "project:apollo"
    ));
    let edit = update(gate, &vic, "dataset:ore", NodeEdit::default()).await;
    assert!(is_forbidden(&edit, "dataset:update", "dataset:ore"));
    let both = make(gate, &olga, "dataset:x", &["project:apollo", "project:zeus"]).await;
    assert!(is_hidden(&both), "every parent is asked");
    assert!(is_hidden(&link(gate, &olga, "dataset:ore", &["project:apollo", "project:zeus"]).await));
    for what in ["dataset:far", "dataset:none"] {
        assert!(is_hidden(&update(gate, &olga, what, NodeEdit::default()).await), "{what}");
        assert!(is_hidden(&fact(gate, &olga, what).await), "{what}");
        assert!(is_hidden(&gate.permit::<DeleteNode>(&olga, Typed::of(id(what))).await.map(drop)), "{what}");
    }
    // The administrator comes this way to nothing of the console's own.
    for what in ["user:vic", "group:crew", "project:apollo", "system"] {
        assert!(is_hidden(&update(gate, &ann, what, NodeEdit::default()).await), "{what}");
        assert!(is_hidden(&gate.permit::<DeleteNode>(&ann, Typed::of(id(what))).await.map(drop)), "{what}");
    }
    assert!(is_hidden(&make(gate, &ann, "user:x", &["system"]).await));
    // A type without the action has nobody who may do it.
    assert!(is_forbidden(&make(gate, &ann, "report:x", &["project:apollo"]).await, "report:create", "project:apollo"));
    // Where it may be is the catalog's to say, and a link needs what was asked for.
    let misplaced = make(gate, &ann, "file:x", &["project:apollo"]).await;
    assert!(matches!(refusal(misplaced), Some(Refusal::ParentType { .. })));
    let unasked = gate.permit::<LinkNode>(&ann, Typed::of(id("dataset:ore"))).await?;
    assert!(is_hidden(&unasked.link(&[id("project:zeus")]).await));
    Ok(())
}

pub(super) async fn a_resource_gives_nobody_more_than_its_writer_holds(database: Arc<dyn Database>) -> Outcome {
    let world = two(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    let sam = world.caller("sam").await?;
    make(gate, &ann, "dataset:ore", &["project:apollo"]).await?;
    make(gate, &ann, "note:hint", &["project:apollo"]).await?;
    // What the owners of Zeus have there is not Sam's to give, what those of Apollo have not his to take.
    for wanted in [&["project:apollo", "project:zeus"][..], &["project:zeus"]] {
        let out = refusal(link(gate, &sam, "dataset:ore", wanted).await);
        assert!(matches!(out, Some(Refusal::NotHeld { .. })), "{out:?}");
    }
    // Visibility gives what the visitor roles give.
    let edit = |visibility| NodeEdit { visibility: Some(visibility), ..NodeEdit::default() };
    let public = refusal(update(gate, &sam, "note:hint", edit(Visibility::Public)).await);
    assert!(matches!(public, Some(Refusal::NotHeld { .. })), "Sam does not hold report:read: {public:?}");
    update(gate, &ann, "note:hint", edit(Visibility::Public)).await?;
    // An author changes what is theirs, and nobody becomes owner of it who would get more by that.
    give(gate, &ann, "user:vic", "author", "project:apollo").await?;
    let vic = world.caller("vic").await?;
    make(gate, &vic, "dataset:own", &["project:apollo"]).await?;
    let to = |name: &str| NodeEdit { owner: Some(name.into()), ..NodeEdit::default() };
    update(gate, &ann, "dataset:own", to("olga")).await?;
    assert!(is_forbidden(&update(gate, &vic, "dataset:own", to("vic")).await, "dataset:update", "dataset:own"));
    zoe(gate, &ann).await?;
    give(gate, &ann, "user:zoe", "author", "project:apollo").await?;
    make(gate, &vic, "dataset:next", &["project:apollo"]).await?;
    give(gate, &ann, "user:vic", "auditor", "project:apollo").await?;
    let given = update(gate, &vic, "dataset:next", to("zoe")).await;
    assert!(matches!(refusal(given), Some(Refusal::NotHeld { .. })), "Vic holds it on what is his own only");
    Ok(())
}

pub(super) async fn circles_and_long_ways_are_refused(database: Arc<dyn Database>) -> Outcome {
    let world = two(database.clone()).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    make(gate, &ann, "dataset:ore", &["project:apollo"]).await?;
    make(gate, &ann, "file:0", &["dataset:ore"]).await?;
    let mut transaction = database.write().await?;
    // The project and the dataset are one edge each, and the file that is there the third.
    let below = |number: usize| (id(&format!("file:{number}")), id(&format!("file:{}", number - 1)));
    let chain: Vec<Change> =
        (1..30).map(below).map(|(node, parent)| Change::PutNode(Node::new(node, vec![parent]))).collect();
    transaction.apply(&chain, "test", 1).await?;
    transaction.commit().await?;
    gate.ready().await?;
    let deep = make(gate, &ann, "file:30", &["file:29"]).await;
    assert!(matches!(refusal(deep), Some(Refusal::TooDeep { .. })));
    let circle = link(gate, &ann, "file:0", &["file:29"]).await;
    assert!(matches!(refusal(circle), Some(Refusal::Cycle { .. })));
    assert!(matches!(refusal(link(gate, &ann, "file:0", &["file:0"]).await), Some(Refusal::Cycle { .. })));
    let none = link(gate, &ann, "file:0", &[]).await;
    assert!(matches!(none, Err(StoreError::Invalid { field: "parents", .. })));
    Ok(())
}

pub(super) async fn what_is_only_below_goes_along(database: Arc<dyn Database>) -> Outcome {
    let world = two(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    make(gate, &ann, "dataset:ore", &["project:apollo"]).await?;
    make(gate, &ann, "dataset:other", &["project:apollo"]).await?;
    make(gate, &ann, "file:only", &["dataset:ore"]).await?;
    make(gate, &ann, "file:inner", &["file:only"]).await?;
    make(gate, &ann, "file:shared", &["dataset:ore", "dataset:other"]).await?;
    let (goes, seen) = gate.permit::<ReadNode>(&ann, Typed::of(id("dataset:ore"))).await?.goes().await?;
    assert_eq!((goes, seen.len()), (vec![("file".to_owned(), 2)], 2));
    gate.permit::<DeleteNode>(&ann, Typed::of(id("dataset:ore"))).await?.remove("").await?;
    assert_eq!(level(gate, &ann, "project:apollo", NodeView::Own).await?, ["report:launch", "dataset:other"]);
    assert_eq!(fact(gate, &ann, "file:shared").await?.parents, [id("dataset:other")]);
    for gone in ["dataset:ore", "file:only", "file:inner"] {
        assert!(is_hidden(&fact(gate, &ann, gone).await), "{gone}");
        let below = if gone.starts_with("file") { "dataset:other" } else { "project:apollo" };
        let again = make(gate, &ann, gone, &[below]).await;
        assert!(matches!(again, Err(StoreError::Invalid { field: "id", .. })), "{gone}");
    }
    Ok(())
}

pub(super) async fn a_change_of_a_resource_is_taken_back_by_who_made_it(database: Arc<dyn Database>) -> Outcome {
    let world = two(database).await?;
    let (gate, ann, olga) = (&world.gate, world.caller("ann").await?, world.caller("olga").await?);
    give(gate, &ann, "user:olga", "owner", "project:zeus").await?;
    make(gate, &olga, "dataset:ore", &["project:apollo"]).await?;
    let undo = async |by: &Caller, line: &str| {
        gate.permit::<RestoreNode>(by, Typed::of(id("dataset:ore"))).await?.undo(line).await
    };
    let edit = NodeEdit { name: "Ore".into(), restricted: Some(true), ..NodeEdit::default() };
    let line = update(gate, &olga, "dataset:ore", edit).await?;
    assert!(matches!(undo(&ann, &line).await, Err(StoreError::Invalid { field: "line", .. })));
    undo(&olga, &line).await?;
    let found = gate.permit::<ReadNode>(&olga, Typed::of(id("dataset:ore"))).await?.get(&apollo()).await?;
    assert_eq!((found.name.as_str(), found.node.restricted), ("ore", false));
    assert!(matches!(undo(&olga, &line).await, Err(StoreError::Invalid { field: "line", .. })));
    let moved = link(gate, &olga, "dataset:ore", &["project:zeus"]).await?;
    undo(&olga, &moved).await?;
    assert_eq!(fact(gate, &olga, "dataset:ore").await?.parents, [apollo()]);
    Ok(())
}

pub(super) async fn a_tree_is_seen_as_far_as_one_may(database: Arc<dyn Database>) -> Outcome {
    let world = two(database).await?;
    let (gate, ann, vic) = (&world.gate, world.caller("ann").await?, world.caller("vic").await?);
    for (what, below) in [
        ("dataset:b", "project:apollo"),
        ("dataset:a", "project:apollo"),
        ("file:deep", "dataset:a"),
        ("dataset:far", "project:zeus"),
    ] {
        make(gate, &ann, what, &[below]).await?;
    }
    make(gate, &ann, "dataset:both", &["project:apollo", "project:zeus"]).await?;
    assert_eq!(
        level(gate, &ann, "project:apollo", NodeView::Own).await?,
        ["dataset:a", "dataset:b", "dataset:both", "report:launch"]
    );
    let mut proof = gate.permit::<ListNodes>(&vic, apollo()).await?;
    let first = proof.level(&apollo(), NodeView::Own, &PageRequest { limit: 1, ..PageRequest::default() }).await?;
    // Vic may read datasets and no files, so there is nothing to open; and nothing of the other project is told.
    assert_eq!(
        first.items.iter().map(|line| (line.id.as_str(), line.opens)).collect::<Vec<_>>(),
        [("dataset:a", false)]
    );
    let request = PageRequest { limit: 9, after: first.next, ..PageRequest::default() };
    let rest = proof.level(&apollo(), NodeView::Own, &request).await?;
    let also: Vec<_> = rest.items.iter().map(|line| (line.id.as_str(), line.also.len())).collect();
    assert_eq!((also, rest.next), (vec![("dataset:b", 0), ("dataset:both", 0), ("report:launch", 0)], None));
    assert!(is_hidden(&proof.level(&id("dataset:far"), NodeView::Own, &PageRequest::default()).await));
    assert!(is_hidden(&proof.level(&id("file:deep"), NodeView::Own, &PageRequest::default()).await));
    assert!(is_hidden(&proof.level(&id("dataset:none"), NodeView::Own, &PageRequest::default()).await));
    let search = |text: &str| PageRequest { search: text.to_owned(), ..PageRequest::default() };
    assert!(proof.search(NodeView::Own, &search("deep")).await?.items.is_empty());
    drop(proof);
    let mut proof = gate.permit::<ListNodes>(&ann, apollo()).await?;
    for text in ["DEEP", "eep", "file:de", "de"] {
        let found = proof.search(NodeView::Own, &search(text)).await?.items;
        let paths: Vec<_> = found.iter().map(|line| (line.id.as_str(), line.path.clone())).collect();
        assert_eq!(paths, [("file:deep", vec![id("dataset:a")])], "{text}");
    }
    assert!(proof.search(NodeView::Own, &search("far")).await?.items.is_empty(), "the other project's are not in this");
    for odd in ["\"", "*", "a AND b", "NEAR(", "%", "_"] {
        assert!(proof.search(NodeView::Own, &search(odd)).await?.items.is_empty(), "{odd}");
    }
    Ok(())
}

pub(super) async fn a_tree_is_seen_through_other_eyes(database: Arc<dyn Database>) -> Outcome {
    let world = two(database).await?;
    let (gate, ann) = (&world.gate, world.caller("ann").await?);
    make(gate, &ann, "dataset:open", &["project:apollo"]).await?;
    make(gate, &ann, "dataset:shut", &["project:apollo"]).await?;
    make(gate, &ann, "file:in", &["dataset:open"]).await?;
    let restrict = NodeEdit { restricted: Some(true), ..NodeEdit::default() };
    update(gate, &ann, "dataset:shut", restrict).await?;
    for (visibility, stranger, anyone) in
        [(Visibility::Private, 0, 0), (Visibility::Internal, 2, 0), (Visibility::Public, 2, 2)]
    {
        let edit = opened(visibility);
        gate.permit::<UpdateProject>(&ann, apollo()).await?.update(edit).await?;
        // The restricted dataset is theirs in no case.
        assert_eq!(level(gate, &ann, "project:apollo", NodeView::Stranger).await?.len(), stranger);
        assert_eq!(level(gate, &ann, "project:apollo", NodeView::Anyone).await?.len(), anyone);
        assert_eq!(level(gate, &ann, "project:apollo", NodeView::Own).await?.len(), 3);
        let mut proof = gate.permit::<ListNodes>(&ann, apollo()).await?;
        let lines = proof.level(&apollo(), NodeView::Own, &PageRequest::default()).await?.items;
        let effective: BTreeMap<_, _> = lines.iter().map(|line| (line.id.as_str(), line.visibility)).collect();
        assert_eq!(effective.get("dataset:open"), Some(&visibility));
        assert_eq!(effective.get("dataset:shut"), Some(&Visibility::Private));
        drop(proof);
        let views = gate.permit::<ReadNode>(&ann, Typed::of(id("dataset:open"))).await?.views();
        let allowed = |all: &[crate::Abilities]| {
            all.iter().flat_map(|kind| &kind.actions).filter(|(_, allowed)| *allowed).count()
        };
        assert_eq!((allowed(&views.stranger) > 0, allowed(&views.anyone) > 0), (stranger > 0, anyone > 0));
        assert!(allowed(&views.own) > allowed(&views.stranger));
    }
    Ok(())
}

pub(super) async fn who_has_access_is_told_with_its_ways(database: Arc<dyn Database>) -> Outcome {
    let world = two(database).await?;
    let (gate, ann, vic) = (&world.gate, world.caller("ann").await?, world.caller("vic").await?);
    make(gate, &ann, "dataset:ore", &["project:apollo"]).await?;
    let mut proof = gate.permit::<ReadNode>(&ann, Typed::of(id("dataset:ore"))).await?;
    let (page, hidden) = proof.who("read", "", 25).await?.unwrap_or_else(|| unreachable!("Ann sees members"));
    let names: Vec<_> = page.items.iter().map(|one| one.user.as_str()).collect();
    assert_eq!((names, hidden), (vec!["user:ann", "user:olga", "user:sam", "user:vic"], false));
    assert!(page.items.iter().all(|one| matches!(one.access.first().map(|access| &access.way), Some(Way::Grant(_)))));
    let (page, _) = proof.who("update", "user:ann", 1).await?.unwrap_or_else(|| unreachable!("Ann sees members"));
    assert_eq!(page.items.first().map(|one| one.user.as_str()), Some("user:olga"));
    assert_eq!(page.next.map(|next| next.id), Some("user:olga".to_owned()));
    assert!(matches!(proof.who("fly", "", 1).await, Err(StoreError::Invalid { field: "can", .. })));
    drop(proof);
    // What is given in a project that one may not see is not told, and who has it only from there is not named.
    make(gate, &ann, "dataset:both", &["project:apollo", "project:zeus"]).await?;
    let olga = world.caller("olga").await?;
    let mut proof = gate.permit::<ReadNode>(&olga, Typed::of(id("dataset:both"))).await?;
    let (page, hidden) = proof.who("read", "", 25).await?.unwrap_or_else(|| unreachable!("Olga sees members"));
    let places = page.items.iter().flat_map(|one| &one.access).filter_map(|access| match &access.way {
        Way::Grant(grant) => Some(grant.on.as_str()),
        _ => None,
    });
    assert!(hidden && !places.clone().any(|on| on == "project:zeus") && places.count() > 0);
    drop(proof);
    // Who may not see members is told nobody.
    assert!(gate.permit::<ReadNode>(&vic, Typed::of(id("dataset:ore"))).await?.who("read", "", 25).await?.is_none());
    // What everybody has names nobody to who may not see them.
    let edit = opened(Visibility::Internal);
    gate.permit::<UpdateProject>(&ann, apollo()).await?.update(edit).await?;
    zoe(gate, &ann).await?;
    let sam = world.caller("sam").await?;
    let mut proof = gate.permit::<ReadNode>(&sam, Typed::of(id("dataset:ore"))).await?;
    let (page, hidden) = proof.who("read", "", 25).await?.unwrap_or_else(|| unreachable!("Sam sees members"));
    assert_eq!((page.items.len(), hidden), (4, true));
    drop(proof);
    // In a discreet project plain members see only themselves.
    gate.permit::<UpdateProject>(&ann, apollo()).await?.set_discreet(true).await?;
    let mut proof = gate.permit::<ReadNode>(&sam, Typed::of(id("dataset:ore"))).await?;
    let (page, hidden) = proof.who("read", "", 25).await?.unwrap_or_else(|| unreachable!("Sam sees members"));
    assert_eq!((page.items.len(), hidden), (1, true));
    Ok(())
}
