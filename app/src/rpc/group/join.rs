//! Putting people and groups into a group, taking them out, and taking that back.

use crate::{
    AppError,
    dto::{Candidates, JoinersPage, ResolvedItem},
};
use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};
#[cfg(feature = "ssr")]
use {
    crate::{
        context::{answer, caller, gate, group_id, node},
        link,
        rpc::member::texts,
    },
    authz::action,
};

/// Candidates shown while one types.
#[cfg(feature = "ssr")]
const SHOWN: u32 = 12;

/// Whom a list that was written means, for the form that puts them in.
///
/// # Errors
/// There is no such group; one may not put anybody in.
#[server(prefix = "/rpc", endpoint = "load_new_joiners", input = GetUrl)]
pub async fn load_new_joiners(group: String, #[server(default)] who: String) -> Result<JoinersPage, AppError> {
    answer(async {
        let (caller, id) = (caller(), group_id(&group)?);
        let mut read = gate().permit::<action::ReadGroup>(&caller, id.clone()).await?;
        let head = super::head(&mut read).await?;
        drop(read);
        let mut proof = gate().permit::<action::ListJoiners>(&caller, id).await?;
        let checked = proof.resolve(&texts(&who)).await?.into_iter().map(Into::into).collect();
        Ok::<_, AppError>(JoinersPage { head, checked })
    })
    .await
}

/// A few people and groups that are not in the group and match what was typed.
///
/// # Errors
/// There is no such group; one may not put anybody in.
#[server(prefix = "/rpc", endpoint = "load_joiners", input = GetUrl)]
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
#[server(prefix = "/rpc", endpoint = "check_joiners", input = Json)]
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
#[server(prefix = "/rpc", endpoint = "add_to_group")]
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
#[server(prefix = "/rpc", endpoint = "remove_from_group")]
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
#[server(prefix = "/rpc", endpoint = "undo_group")]
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
