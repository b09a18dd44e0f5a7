//! Making, changing, linking, moving and deleting resources.

#![expect(clippy::too_many_arguments, reason = "the fields of a form")]

use crate::rpc::Json;
use crate::{
    AppError,
    dto::{AccessTold, NewNodePage, NodeSettingsPage},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    crate::{
        Code,
        context::{answer, caller, gate, node, project_head, project_id},
        dto::{AccessView, Choice, NodeName},
        link,
    },
    authz::{
        NodeId, Visibility,
        action::{self, Typed},
    },
    store::{NewNode, NodeEdit, NodeView, port::PageRequest},
};

/// What one may make in a project, or in a resource of it.
///
/// # Errors
/// Nothing; there is no such project or resource, or one may not see it.
#[server(prefix = "/rpc", endpoint = "load_new_node", input = GetUrl, output = Json)]
pub async fn load_new_node(project: String, #[server(default)] below: String) -> Result<NewNodePage, AppError> {
    answer(async {
        let (head, within) = (project_head(&project).await?, project_id(&project)?);
        let at = if below.is_empty() { within.clone() } else { node(&below)? };
        let mut proof = gate().permit::<action::ListNodes>(&caller(), within).await?;
        proof.level(&at, NodeView::Own, &PageRequest { limit: 1, ..PageRequest::default() }).await?;
        let below = NodeName::new(&at, &proof.names(std::slice::from_ref(&at)).await?);
        let (kinds, any) = (proof.makeable(&at), proof.kinds().into_iter().next());
        drop(proof);
        if kinds.is_empty() {
            return Err(nothing_to_make(at, &any.unwrap_or_default()).await);
        }
        let kinds = kinds.into_iter().map(|kind| Choice::new(kind.clone(), kind, "")).collect();
        Ok::<_, AppError>(NewNodePage { head, below, kinds })
    })
    .await
}

/// Says what is missing to make something there.
#[cfg(feature = "ssr")]
async fn nothing_to_make(at: NodeId, kind: &str) -> AppError {
    match gate().permit::<action::CreateNode>(&caller(), Typed::below(kind, at, Vec::new())).await {
        Err(error) => error.into(),
        Ok(_) => AppError::new(Code::NotFound, "nothing can be made here: go back, and choose another place"),
    }
}

/// The nodes that are named one a line.
#[cfg(feature = "ssr")]
fn listed(field: &'static str, text: &str) -> Result<Vec<NodeId>, AppError> {
    let mut found: Vec<NodeId> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let id = NodeId::parse(line).map_err(|bad| AppError::invalid(field, bad.to_string()))?;
        if !found.contains(&id) {
            found.push(id);
        }
    }
    Ok(found)
}

/// SECURITY: what is not there and what may not be seen is told alike, as what the form asked for.
#[cfg(feature = "ssr")]
fn unseen(field: &'static str) -> impl Fn(store::StoreError) -> AppError {
    move |error| match AppError::from(error) {
        AppError { code: Code::NotFound, .. } => {
            AppError::invalid(field, "one of them is not there, or you may not see it: check the spelling")
        }
        other => other,
    }
}

/// Makes a resource below nodes, one a line.
///
/// # Errors
/// Not allowed on one of them; a field that cannot be taken.
#[server(prefix = "/rpc", endpoint = "create_node", output = Json)]
pub async fn create_node(
    project: String,
    kind: String,
    below: String,
    #[server(default)] id: String,
    #[server(default)] name: String,
    #[server(default)] description: String,
    #[server(default)] attributes: String,
) -> Result<(), AppError> {
    let typed = typed!(kind, below, id, name, description, attributes);
    answer(async {
        let scope = new_scope(&kind, listed("below", &below)?)?;
        let proof = gate().permit::<action::CreateNode>(&caller(), scope).await.map_err(unseen("below"))?;
        let made = proof.add(NewNode { id, name, description, attributes }).await?;
        let page = link::node(&project, made.as_str(), "");
        leptos_axum::redirect(&link::with_query(&page, &[("saved", "node-created")]));
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}

/// What is asked for a new resource.
#[cfg(feature = "ssr")]
fn new_scope(kind: &str, places: Vec<NodeId>) -> Result<Typed, AppError> {
    let mut places = places.into_iter();
    let first = places.next().ok_or_else(|| AppError::invalid("below", "name what it is to be in, one a line"))?;
    Ok(Typed::below(kind, first, places.collect()))
}

/// A resource's settings, and what goes with it; and what deleting it would do, where that is asked for.
///
/// # Errors
/// There is none of this id in the project; one may neither change nor delete it.
#[server(prefix = "/rpc", endpoint = "load_node_settings", input = GetUrl, output = Json)]
pub async fn load_node_settings(
    project: String,
    node: String,
    #[server(default)] delete: bool,
) -> Result<NodeSettingsPage, AppError> {
    answer(async {
        let (head, facts, found) = super::resource(&project, &node).await?;
        if head.may == [false; 2] {
            // Says what is missing.
            drop(gate().permit::<action::UpdateNode>(&caller(), Typed::of(found.node.id)).await?);
            return Err(store::Denied::NotFound.into());
        }
        let mut proof = gate().permit::<action::ReadNode>(&caller(), Typed::of(found.node.id)).await?;
        let (goes, named) = if head.may == [true, false] { Default::default() } else { proof.goes().await? };
        let deletion = if delete { Some(AccessView::new(proof.deletion().await?, proof.now())) } else { None };
        Ok::<_, AppError>(NodeSettingsPage { head, facts, goes, named, deletion })
    })
    .await
}

/// Changes what a resource is called, whose it is, what conditions look at, and who may visit it.
///
/// # Errors
/// Not allowed; a field that cannot be taken.
#[server(prefix = "/rpc", endpoint = "save_node", output = Json)]
pub async fn save_node(
    project: String,
    node: String,
    #[server(default)] name: String,
    #[server(default)] description: String,
    #[server(default)] owner: String,
    /// The owner that the form showed: one who may not be seen stays.
    #[server(default)]
    had_owner: String,
    #[server(default)] attributes: String,
    #[server(default)] restricted: String,
    #[server(default)] visibility: String,
) -> Result<(), AppError> {
    let typed = typed!(name, description, owner, attributes, restricted, visibility);
    answer(async {
        let proof = gate().permit::<action::UpdateNode>(&caller(), self::one(&node)?).await?;
        let wanted = wanted(owner, &had_owner, attributes, &restricted, &visibility)?;
        let edit = NodeEdit { name, description, ..wanted };
        saved(&project, &node, &proof.update(edit).await?);
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}

/// What saving a resource would do to who may do what.
///
/// # Errors
/// One may not change it.
#[server(prefix = "/rpc", endpoint = "check_node", input = Json, output = Json)]
pub async fn check_node(
    node: String,
    #[server(default)] owner: String,
    #[server(default)] had_owner: String,
    #[server(default)] attributes: String,
    #[server(default)] restricted: String,
    #[server(default)] visibility: String,
) -> Result<AccessTold, AppError> {
    answer(async {
        let mut proof = gate().permit::<action::PreviewNode>(&caller(), one(&node)?).await?;
        let found = async {
            let outlook = proof.outlook(&wanted(owner, &had_owner, attributes, &restricted, &visibility)?).await?;
            Ok::<_, AppError>(AccessView::new(outlook, proof.now()))
        };
        AccessTold::new(found.await)
    })
    .await
}

/// What a form wants of a resource, but for what it is called.
#[cfg(feature = "ssr")]
fn wanted(
    owner: String,
    had_owner: &str,
    attributes: String,
    restricted: &str,
    visibility: &str,
) -> Result<NodeEdit, AppError> {
    let owner = (owner.trim() != had_owner.trim()).then_some(owner);
    let (restricted, visibility) = (flag(restricted), visible(visibility)?);
    Ok(NodeEdit { owner, attributes: Some(attributes), restricted, visibility, ..NodeEdit::default() })
}

/// The resource of an id in a form.
#[cfg(feature = "ssr")]
fn one(id: &str) -> Result<Typed, AppError> {
    Ok(Typed::of(node(id)?))
}

/// To the page of a resource, where the change can be taken back.
#[cfg(feature = "ssr")]
fn saved(project: &str, node: &str, line: &str) {
    let page = link::node(project, node, "");
    leptos_axum::redirect(&link::with_query(&page, &[("saved", "node"), ("undo", line)]));
}

#[cfg(feature = "ssr")]
fn flag(text: &str) -> Option<bool> {
    match text {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

#[cfg(feature = "ssr")]
fn visible(text: &str) -> Result<Option<Visibility>, AppError> {
    match text {
        "" => Ok(None),
        "private" => Ok(Some(Visibility::Private)),
        "internal" => Ok(Some(Visibility::Internal)),
        "public" => Ok(Some(Visibility::Public)),
        _ => Err(AppError::invalid("visibility", "choose one of those offered")),
    }
}

/// Puts a resource below these nodes, one a line, and no others that one may see.
///
/// # Errors
/// Not allowed on the resource or on one of those that are new; a guard says no.
#[server(prefix = "/rpc", endpoint = "link_node", output = Json)]
pub async fn link_node(project: String, node: String, parents: String) -> Result<(), AppError> {
    let typed = typed!(parents);
    answer(async {
        let (scope, wanted) = linked(&project, &node, &parents).await?;
        let proof = gate().permit::<action::LinkNode>(&caller(), scope).await;
        let line = proof.map_err(unseen("parents"))?.link(&wanted).await?;
        landed(&project, &node, &line, &wanted).await?;
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}

/// What putting a resource below these nodes, one a line, would do to who may do what.
///
/// # Errors
/// One may not change it.
#[server(prefix = "/rpc", endpoint = "check_link", input = Json, output = Json)]
pub async fn check_link(project: String, node: String, parents: String) -> Result<AccessTold, AppError> {
    answer(async {
        let found = async {
            let (scope, wanted) = linked(&project, &node, &parents).await?;
            let proof = gate().permit::<action::PreviewLink>(&caller(), scope).await;
            let mut proof = proof.map_err(unseen("parents"))?;
            Ok::<_, AppError>(AccessView::new(proof.outlook(&wanted).await?, proof.now()))
        };
        AccessTold::new(found.await)
    })
    .await
}

/// What is to be asked for to put a resource below these nodes, one a line: those that are new to it.
#[cfg(feature = "ssr")]
async fn linked(project: &str, node: &str, parents: &str) -> Result<(Typed, Vec<NodeId>), AppError> {
    let (id, wanted) = (self::node(node)?, listed("parents", parents)?);
    let mut proof = gate().permit::<action::ReadNode>(&caller(), Typed::of(id.clone())).await?;
    let had = proof.get(&project_id(project)?).await?.node.parents;
    let fresh = wanted.iter().filter(|parent| !had.contains(parent)).cloned().collect();
    Ok((Typed::linked(id, fresh), wanted))
}

/// To where a resource is now: here still, in a project it was put into, or elsewhere.
#[cfg(feature = "ssr")]
async fn landed(project: &str, node: &str, line: &str, wanted: &[NodeId]) -> Result<(), AppError> {
    let mut proof = gate().permit::<action::ReadNode>(&caller(), one(node)?).await?;
    let other = wanted.iter().find(|id| id.kind() == "project").map(NodeId::name);
    match (proof.get(&project_id(project)?).await, other) {
        (Ok(_), _) => saved(project, node, line),
        (Err(_), Some(other)) => saved(other, node, line),
        (Err(_), None) => {
            leptos_axum::redirect(&link::with_query(&link::project(project, "resources"), &[("saved", "node")]));
        }
    }
    Ok(())
}

/// Takes back what one changed about a resource.
///
/// # Errors
/// There is nothing of one's own to take back; a guard says no.
#[server(prefix = "/rpc", endpoint = "undo_node", output = Json)]
pub async fn undo_node(project: String, node: String, line: String) -> Result<(), AppError> {
    answer(async {
        gate().permit::<action::RestoreNode>(&caller(), one(&node)?).await?.undo(&line).await?;
        let page = link::node(&project, &node, "");
        leptos_axum::redirect(&link::with_query(&page, &[("saved", "undone")]));
        Ok::<_, AppError>(())
    })
    .await
}

/// Deletes a resource and what is only in it.
///
/// # Errors
/// Not allowed; the name was not written to confirm.
#[server(prefix = "/rpc", endpoint = "delete_node", output = Json)]
pub async fn delete_node(
    project: String,
    node: String,
    confirm: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let typed = typed!(confirm, reason);
    answer(async {
        let (scope, within) = (one(&node)?, project_id(&project)?);
        let name = gate().permit::<action::ReadNode>(&caller(), scope.clone()).await?.get(&within).await?.name;
        if confirm.trim() != name {
            return Err(AppError::invalid("confirm", format!("write `{name}`, as it is called, to delete it")));
        }
        gate().permit::<action::DeleteNode>(&caller(), scope).await?.remove(&reason).await?;
        let page = link::project(&project, "resources");
        leptos_axum::redirect(&link::with_query(&page, &[("saved", "node-deleted")]));
        Ok(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}
