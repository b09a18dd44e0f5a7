//! Putting people and groups into a group, taking them out, and taking that back.

use crate::rpc::Json;
use crate::{
    AppError,
    dto::{Candidates, JoinersPage, LeaverPage, ResolvedItem},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    crate::{
        context::{answer, caller, gate, group_id, node},
        dto::{AccessView, Candidate, GroupHead, Standing},
        link,
        rpc::member::texts,
    },
    authz::{NodeId, action},
    store::GroupTurn,
};

/// Candidates shown while one types.
#[cfg(feature = "ssr")]
const SHOWN: u32 = 12;

/// Whom a list that was written means, and what putting them in would do.
///
/// # Errors
/// There is no such group; one may not put anybody in.
#[server(prefix = "/rpc", endpoint = "load_new_joiners", input = GetUrl, output = Json)]
pub async fn load_new_joiners(group: String, #[server(default)] who: String) -> Result<JoinersPage, AppError> {
    answer(async {
        let head = head(&group).await?;
        let mut proof = gate().permit::<action::ListJoiners>(&caller(), group_id(&group)?).await?;
        let checked: Vec<ResolvedItem> = proof.resolve(&texts(&who)).await?.into_iter().map(Into::into).collect();
        let ready = ready(&checked)?;
        let outlook = if ready.is_empty() { None } else { Some(proof.outlook(GroupTurn::In(&ready)).await?) };
        let outlook = outlook.map(|outlook| AccessView::new(outlook, proof.now()));
        Ok::<_, AppError>(JoinersPage { head, who, checked, ready: ids(&ready), outlook })
    })
    .await
}

/// The group, for who may read it.
#[cfg(feature = "ssr")]
async fn head(group: &str) -> Result<GroupHead, AppError> {
    let mut read = gate().permit::<action::ReadGroup>(&caller(), group_id(group)?).await?;
    super::head(&mut read).await
}

/// Those with whom it can be done.
#[cfg(feature = "ssr")]
fn ready(checked: &[ResolvedItem]) -> Result<Vec<NodeId>, AppError> {
    checked.iter().filter(|item| item.standing == Standing::Known).map(|item| node(&item.id)).collect()
}

#[cfg(feature = "ssr")]
fn ids(nodes: &[NodeId]) -> Vec<String> {
    nodes.iter().map(ToString::to_string).collect()
}

/// What taking somebody out of a group would do.
///
/// # Errors
/// There is no such group, or they are not in it; one may not take anybody out.
#[server(prefix = "/rpc", endpoint = "load_leaver", input = GetUrl, output = Json)]
pub async fn load_leaver(group: String, member: String) -> Result<LeaverPage, AppError> {
    answer(async {
        let (head, who) = (head(&group).await?, node(&member)?);
        let mut read = gate().permit::<action::ReadGroup>(&caller(), group_id(&group)?).await?;
        let name = read.name_of(&who).await?;
        drop(read);
        let mut proof = gate().permit::<action::ListJoiners>(&caller(), group_id(&group)?).await?;
        let outlook = proof.outlook(GroupTurn::Out(std::slice::from_ref(&who))).await?;
        let outlook = AccessView::new(outlook, proof.now());
        Ok::<_, AppError>(LeaverPage { head, member, name, outlook })
    })
    .await
}

/// Who looks after a group, or was written to, and what that would do.
///
/// # Errors
/// There is no such group; one may not change it.
#[server(prefix = "/rpc", endpoint = "load_admins", input = GetUrl, output = Json)]
pub async fn load_admins(group: String, #[server(default)] who: Option<String>) -> Result<JoinersPage, AppError> {
    answer(async {
        let (head, now) = (head(&group).await?, admins(&group).await?);
        let who = who.unwrap_or_else(|| ids(&now).join("\n"));
        let mut proof = gate().permit::<action::ListJoiners>(&caller(), group_id(&group)?).await?;
        let checked = proof.resolve_admins(&texts(&who)).await?.into_iter().map(Into::into).collect::<Vec<_>>();
        let ready = ready(&checked)?;
        let same = ready.len() == now.len() && ready.iter().all(|id| now.contains(id));
        let outlook = if same { None } else { Some(proof.outlook(GroupTurn::Admins(&ready)).await?) };
        let outlook = outlook.map(|outlook| AccessView::new(outlook, proof.now()));
        Ok::<_, AppError>(JoinersPage { head, who, checked, ready: ids(&ready), outlook })
    })
    .await
}

#[cfg(feature = "ssr")]
async fn admins(group: &str) -> Result<Vec<NodeId>, AppError> {
    let mut read = gate().permit::<action::ReadGroup>(&caller(), group_id(group)?).await?;
    Ok(read.admins().await?.into_iter().map(|(id, ..)| id).collect())
}

/// A few people whose name matches what was typed.
///
/// # Errors
/// There is no such group; one may not change it.
#[server(prefix = "/rpc", endpoint = "load_lookers", input = GetUrl, output = Json)]
pub async fn load_lookers(group: String, #[server(default)] search: String) -> Result<Candidates, AppError> {
    answer(async {
        let mut proof = gate().permit::<action::ListJoiners>(&caller(), group_id(&group)?).await?;
        let items: Vec<Candidate> = proof.people(&search, SHOWN).await?.into_iter().map(Into::into).collect();
        Ok::<_, AppError>(Candidates { total: u64::try_from(items.len()).unwrap_or(u64::MAX), items })
    })
    .await
}

/// Whom a list of names means, as people to look after a group.
///
/// # Errors
/// There is no such group; one may not change it.
#[server(prefix = "/rpc", endpoint = "check_lookers", input = Json, output = Json)]
pub async fn check_lookers(group: String, who: String) -> Result<Vec<ResolvedItem>, AppError> {
    answer(async {
        let mut proof = gate().permit::<action::ListJoiners>(&caller(), group_id(&group)?).await?;
        let checked = proof.resolve_admins(&texts(&who)).await?;
        Ok::<_, AppError>(checked.into_iter().map(Into::into).collect())
    })
    .await
}

/// Says who looks after a group, and nobody else. They are named one a line.
///
/// # Errors
/// Not allowed; somebody is not known; it would give what one does not hold.
#[server(prefix = "/rpc", endpoint = "save_admins", output = Json)]
pub async fn save_admins(
    group: String,
    #[server(default)] who: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let typed = [("who", who.clone()), ("reason", reason.clone())];
    answer(async {
        let mut proof = gate().permit::<action::SetGroupAdmins>(&caller(), group_id(&group)?).await?;
        let admins = proof.resolve(&texts(&who)).await?;
        let line = proof.set(&admins, &reason).await?;
        back(&group, "group-admins", &line);
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}

/// A few people and groups that are not in the group and match what was typed.
///
/// # Errors
/// There is no such group; one may not put anybody in.
#[server(prefix = "/rpc", endpoint = "load_joiners", input = GetUrl, output = Json)]
pub async fn load_joiners(group: String, #[server(default)] search: String) -> Result<Candidates, AppError> {
    answer(async {
        let mut proof = gate().permit::<action::ListJoiners>(&caller(), group_id(&group)?).await?;
        let (items, total) = proof.list(&search, SHOWN).await?;
        Ok::<_, AppError>(Candidates { items: items.into_iter().map(Into::into).collect(), total })
    })
    .await
}

/// Whom a list of names means, and whether they can be put in.
///
/// # Errors
/// There is no such group; one may not put anybody in.
#[server(prefix = "/rpc", endpoint = "check_joiners", input = Json, output = Json)]
pub async fn check_joiners(group: String, who: String) -> Result<Vec<ResolvedItem>, AppError> {
    answer(async {
        let mut proof = gate().permit::<action::ListJoiners>(&caller(), group_id(&group)?).await?;
        let checked = proof.resolve(&texts(&who)).await?;
        Ok::<_, AppError>(checked.into_iter().map(Into::into).collect())
    })
    .await
}

/// Puts people and groups into a group. They are named one a line.
///
/// # Errors
/// Not allowed; somebody is not known; it would give what one does not hold, or go round in a circle.
#[server(prefix = "/rpc", endpoint = "add_to_group", output = Json)]
pub async fn add_to_group(group: String, who: String, #[server(default)] reason: String) -> Result<(), AppError> {
    let typed = [("who", who.clone()), ("reason", reason.clone())];
    answer(async {
        let mut proof = gate().permit::<action::AddToGroup>(&caller(), group_id(&group)?).await?;
        let members = proof.resolve(&texts(&who)).await?;
        let line = proof.add(&members, &reason).await?;
        back(&group, "group-joined", &line);
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}

/// Takes a person or group out of a group.
///
/// # Errors
/// Not allowed; they are not in it; one could not give what they lose; the last owner stays.
#[server(prefix = "/rpc", endpoint = "remove_from_group", output = Json)]
pub async fn remove_from_group(
    group: String,
    member: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    answer(async {
        let proof = gate().permit::<action::RemoveFromGroup>(&caller(), group_id(&group)?).await?;
        let line = proof.remove(&node(&member)?, &reason).await?;
        back(&group, "group-left", &line);
        Ok::<_, AppError>(())
    })
    .await
}

/// Takes back what one did to who is in a group, by its line in the audit log.
///
/// # Errors
/// Not allowed; there is nothing to take back any more.
#[server(prefix = "/rpc", endpoint = "undo_group", output = Json)]
pub async fn undo_group(group: String, line: String) -> Result<(), AppError> {
    answer(async {
        gate().permit::<action::RestoreGroup>(&caller(), group_id(&group)?).await?.undo(&line).await?;
        back(&group, "undone", "");
        Ok::<_, AppError>(())
    })
    .await
}

/// Goes back to the group, which says what was done and offers to take it back.
#[cfg(feature = "ssr")]
fn back(group: &str, saved: &str, line: &str) {
    leptos_axum::redirect(&link::with_query(&link::group(group, ""), &[("undo", line), ("saved", saved)]));
}
