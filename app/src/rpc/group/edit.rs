//! Making, renaming and deleting groups.

use crate::rpc::Json;
#[cfg(feature = "ssr")]
use crate::text::fill;
use crate::{
    AppError,
    dto::{GroupSettingsPage, NewGroupPage},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    crate::{
        context::{answer, caller, gate, group_id, node},
        dto::{AccessView, Choice},
        link,
    },
    authz::{
        NodeId,
        action::{self, Each},
    },
    store::NewGroup,
};

/// Where one may create a group.
///
/// # Errors
/// Nowhere, or nobody is signed in.
#[server(prefix = "/rpc", endpoint = "load_new_group", input = GetUrl, output = Json)]
pub async fn load_new_group() -> Result<NewGroupPage, AppError> {
    answer(async {
        let (gate, caller) = (gate(), caller());
        let places = gate.permit::<action::ListGroups>(&caller, Each).await?.places().await?;
        let places: Vec<Choice> = places.into_iter().map(Choice::from).collect();
        if places.is_empty() {
            // Says what is missing.
            drop(gate.permit::<action::CreateGroup>(&caller, NodeId::system()).await?);
        }
        Ok::<_, AppError>(NewGroupPage { places })
    })
    .await
}

/// Makes a group with nobody in it.
///
/// # Errors
/// Not allowed there; a field that cannot be taken.
#[server(prefix = "/rpc", endpoint = "create_group", output = Json)]
pub async fn create_group(place: String, name: String, #[server(default)] description: String) -> Result<(), AppError> {
    let typed = [("place", place.clone()), ("name", name.clone()), ("description", description.clone())];
    answer(async {
        let proof = gate().permit::<action::CreateGroup>(&caller(), node(&place)?).await?;
        let made = proof.add(NewGroup { name, description }).await?;
        leptos_axum::redirect(&link::with_query(&link::group(made.name(), ""), &[("saved", "group-created")]));
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}

/// A group's name, and its end.
///
/// # Errors
/// There is none of this name, or one may neither change nor delete it.
#[server(prefix = "/rpc", endpoint = "load_group_settings", input = GetUrl, output = Json)]
pub async fn load_group_settings(group: String) -> Result<GroupSettingsPage, AppError> {
    answer(async {
        let (id, caller) = (group_id(&group)?, caller());
        let mut proof = gate().permit::<action::ReadGroup>(&caller, id.clone()).await?;
        let (head, gives) = (super::head(&mut proof).await?, super::held(&mut proof, &id, "").await?.summary);
        drop(proof);
        if !head.may_update && !head.may_delete {
            // Says what is missing.
            drop(gate().permit::<action::ListJoiners>(&caller, id).await?);
        }
        let removal = removal(&group, head.may_delete).await?;
        let may_grants = crate::rpc::grant::worth_a_look(group_id(&group)?).await?;
        Ok::<_, AppError>(GroupSettingsPage { head, gives, removal, may_grants })
    })
    .await
}

/// What deleting it would do.
#[cfg(feature = "ssr")]
async fn removal(group: &str, may: bool) -> Result<Option<AccessView>, AppError> {
    if !may {
        return Ok(None);
    }
    let mut proof = gate().permit::<action::PreviewGroupRemoval>(&caller(), group_id(group)?).await?;
    let outlook = proof.outlook().await?;
    Ok(Some(AccessView::new(outlook, proof.now())))
}

/// Changes a group's name and description.
///
/// # Errors
/// Not allowed; a field that cannot be taken.
#[server(prefix = "/rpc", endpoint = "save_group", output = Json)]
pub async fn save_group(group: String, name: String, #[server(default)] description: String) -> Result<(), AppError> {
    let typed = [("name", name.clone()), ("description", description.clone())];
    answer(async {
        let proof = gate().permit::<action::UpdateGroup>(&caller(), group_id(&group)?).await?;
        proof.update(NewGroup { name, description }).await?;
        leptos_axum::redirect(&link::with_query(&link::group(&group, "settings"), &[("saved", "group")]));
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}

/// Deletes a group and every role given to it.
///
/// # Errors
/// Not allowed; the last owner stays; the name was not written to confirm.
#[server(prefix = "/rpc", endpoint = "delete_group", output = Json)]
pub async fn delete_group(group: String, confirm: String, #[server(default)] reason: String) -> Result<(), AppError> {
    let typed = [("confirm", confirm.clone()), ("reason", reason.clone())];
    answer(async {
        let (caller, id) = (caller(), group_id(&group)?);
        let name = gate().permit::<action::ReadGroup>(&caller, id.clone()).await?.get().await?.profile.name;
        if confirm.trim() != name {
            let remedy = fill("write `{name}`, as the group is called, to delete it", &[("name", &name)]);
            return Err(AppError::invalid("confirm", remedy));
        }
        gate().permit::<action::DeleteGroup>(&caller, id).await?.remove(&reason).await?;
        leptos_axum::redirect("/groups?saved=group-deleted");
        Ok(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}
