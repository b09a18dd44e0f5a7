//! Resources.

mod edit;
mod import;

pub use edit::{
    CreateNode, DeleteNode, LinkNode, SaveNode, UndoNode, check_link, check_node, create_node, delete_node, link_node,
    load_new_node, load_node_settings, save_node, undo_node,
};
pub use import::{ApplyImport, CheckImport, apply_import, check_import, load_import};

use crate::rpc::Json;
use crate::{
    AppError,
    dto::{NodePage, TreePage, TreeQuery},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    crate::{
        context::{answer, caller, gate, node, project_head, project_id},
        dto::{AbilityGroup, Names, NodeFacts, NodeHead, NodeItem, NodeLevel, NodeName, WhoItem, WhoList, cursor},
    },
    authz::{
        NodeId,
        action::{self, Typed},
    },
    std::collections::{BTreeMap, BTreeSet},
    store::{NodeLine, NodeView, Permitted, Resource, port::PageRequest},
};

/// Most levels open at once.
#[cfg(feature = "ssr")]
const MAX_OPEN: usize = 20;
/// People shown of those who have access.
#[cfg(feature = "ssr")]
const WHO: usize = 25;

/// A part of a project's tree, or what was found in it.
///
/// # Errors
/// There is no such project or resource; one may not see it.
#[server(prefix = "/rpc", endpoint = "load_tree", input = GetUrl, output = Json)]
pub async fn load_tree(project: String, #[server(default)] query: TreeQuery) -> Result<TreePage, AppError> {
    answer(async {
        let (head, id) = (project_head(&project).await?, project_id(&project)?);
        let at = if query.at.is_empty() { id.clone() } else { node(&query.at)? };
        let mut proof = gate().permit::<action::ListNodes>(&caller(), id.clone()).await?;
        let level = if query.q.trim().is_empty() {
            opened(&mut proof, &at, &query).await?
        } else {
            found(&mut proof, &query).await?
        };
        let way = way(&mut proof, &at).await?;
        let may_create = !proof.makeable(&at).is_empty();
        Ok::<_, AppError>(TreePage { head, query, way, level, may_create })
    })
    .await
}

/// Through whose eyes.
#[cfg(feature = "ssr")]
fn view(query: &TreeQuery) -> NodeView {
    match query.view.as_str() {
        "stranger" => NodeView::Stranger,
        "anyone" => NodeView::Anyone,
        _ => NodeView::Own,
    }
}

/// What was found, each with the way to it.
#[cfg(feature = "ssr")]
async fn found(proof: &mut Permitted<action::ListNodes>, query: &TreeQuery) -> Result<NodeLevel, AppError> {
    let request = PageRequest { search: query.q.clone(), after: cursor::read(&query.after), limit: 0 };
    let page = proof.search(view(query), &request).await?;
    let names = proof.names(&NodeItem::nodes(&page.items)).await?;
    let items = page.items.iter().map(|line| NodeItem { also: Vec::new(), ..NodeItem::new(line, &names) }).collect();
    Ok(NodeLevel { items, next: cursor::write(page.next) })
}

/// What is in a node, and in what is open in it.
#[cfg(feature = "ssr")]
async fn opened(
    proof: &mut Permitted<action::ListNodes>,
    at: &NodeId,
    query: &TreeQuery,
) -> Result<NodeLevel, AppError> {
    let wanted: BTreeSet<&str> = query.open.lines().take(MAX_OPEN).collect();
    let mut levels: BTreeMap<NodeId, (Vec<NodeLine>, Option<String>)> = BTreeMap::new();
    let mut waiting = vec![at.clone()];
    while let Some(here) = waiting.pop() {
        let after = if here == *at { cursor::read(&query.after) } else { None };
        let page = proof.level(&here, view(query), &PageRequest { after, ..PageRequest::default() }).await?;
        let inside = page.items.iter().filter(|line| line.opens && wanted.contains(line.id.as_str()));
        waiting.extend(inside.map(|line| line.id.clone()).filter(|id| !levels.contains_key(id)));
        levels.insert(here, (page.items, cursor::write(page.next)));
    }
    let lines = levels.values().flat_map(|(lines, _)| NodeItem::nodes(lines)).collect::<Vec<_>>();
    let names = proof.names(&lines).await?;
    Ok(nested(at, &levels, &names))
}

/// A level with the open ones in it. Nothing is in itself, so this ends.
#[cfg(feature = "ssr")]
fn nested(
    at: &NodeId,
    levels: &BTreeMap<NodeId, (Vec<NodeLine>, Option<String>)>,
    names: &BTreeMap<NodeId, String>,
) -> NodeLevel {
    let Some((lines, next)) = levels.get(at) else { return NodeLevel::default() };
    let item = |line: &NodeLine| {
        let level = (line.opens && levels.contains_key(&line.id)).then(|| nested(&line.id, levels, names));
        NodeItem { level, ..NodeItem::new(line, names) }
    };
    NodeLevel { items: lines.iter().map(item).collect(), next: next.clone() }
}

/// The way down to a node, itself last; empty for the project.
#[cfg(feature = "ssr")]
async fn way(proof: &mut Permitted<action::ListNodes>, to: &NodeId) -> Result<Vec<NodeName>, AppError> {
    if to.kind() == "project" {
        return Ok(Vec::new());
    }
    let ids: Vec<NodeId> = proof.way_to(to).unwrap_or_default().into_iter().chain([to.clone()]).collect();
    let names = proof.names(&ids).await?;
    Ok(ids.iter().map(|id| NodeName::new(id, &names)).collect())
}

/// One resource: what it is, what is in it, who has access.
///
/// # Errors
/// There is none of this id in the project, or one may not see it.
#[server(prefix = "/rpc", endpoint = "load_node", input = GetUrl, output = Json)]
pub async fn load_node(
    project: String,
    node: String,
    #[server(default)] can: String,
    #[server(default)] after: String,
) -> Result<NodePage, AppError> {
    answer(async {
        let (head, facts, found) = resource(&project, &node).await?;
        let id = found.node.id;
        let (level, may_create) = inside(&project, &id).await?;
        let mut proof = gate().permit::<action::ReadNode>(&caller(), Typed::of(id.clone())).await?;
        let (actions, can) = (found.actions.clone(), asked(can, &found.actions));
        let who = who(&mut proof, &project, &can, &after).await?;
        let views = proof.views();
        let views =
            [views.own, views.stranger, views.anyone].map(|all| all.into_iter().map(AbilityGroup::from).collect());
        drop(proof);
        let may_grants = crate::rpc::grant::worth_a_look(id).await?;
        Ok::<_, AppError>(NodePage { head, facts, level, may_create, may_grants, actions, can, who, views })
    })
    .await
}

/// What is in a resource, and whether one may make something there.
#[cfg(feature = "ssr")]
async fn inside(project: &str, id: &NodeId) -> Result<(NodeLevel, bool), AppError> {
    let mut proof = gate().permit::<action::ListNodes>(&caller(), project_id(project)?).await?;
    let level = opened(&mut proof, id, &TreeQuery::default()).await?;
    Ok((level, !proof.makeable(id).is_empty()))
}

/// What is asked about: what was chosen, else reading, else the first there is.
#[cfg(feature = "ssr")]
fn asked(can: String, actions: &[String]) -> String {
    let known = |wanted: &str| actions.iter().find(|action| *action == wanted);
    if can.is_empty() { known("read").or(actions.first()).cloned().unwrap_or_default() } else { can }
}

/// What every page of a resource needs.
#[cfg(feature = "ssr")]
async fn resource(project: &str, id: &str) -> Result<(NodeHead, NodeFacts, Resource), AppError> {
    let (head, within, id) = (project_head(project).await?, project_id(project)?, node(id)?);
    let mut proof = gate().permit::<action::ReadNode>(&caller(), Typed::of(id.clone())).await?;
    let found = proof.get(&within).await?;
    let around: Vec<NodeId> = found.node.parents.iter().chain(&found.node.owner).cloned().collect();
    let names = proof.places(&around).await?.into_iter().map(|place| (place.id, place.name)).collect();
    let facts = NodeFacts::new(&found, &names);
    drop(proof);
    let mut proof = gate().permit::<action::ListNodes>(&caller(), within).await?;
    let mut way = way(&mut proof, &id).await?;
    way.pop();
    let (name, description) = (found.name.clone(), found.description.clone());
    let (kind, may) = (id.kind().to_owned(), found.may);
    Ok((NodeHead { project: head, id: id.to_string(), name, description, kind, way, may }, facts, found))
}

/// Who may do something with a resource, in words.
#[cfg(feature = "ssr")]
async fn who(
    proof: &mut Permitted<action::ReadNode>,
    project: &str,
    can: &str,
    after: &str,
) -> Result<Option<WhoList>, AppError> {
    let Some((page, partial)) = proof.who(can, after, WHO).await? else { return Ok(None) };
    let places = proof.places(&WhoItem::nodes(&page.items)).await?;
    let nodes = places.into_iter().map(|place| (place.id, place.name)).collect();
    let names = Names { nodes, roles: proof.roles(), now: proof.now() };
    let here = project_id(project)?;
    let item = |one: &store::NodeWho| WhoItem::new(one, &here, &names, proof.may_open(&one.user));
    let items = page.items.iter().map(item).collect();
    Ok(Some(WhoList { items, next: page.next.map(|next| next.id), partial }))
}
