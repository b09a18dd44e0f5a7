//! Moving a person to another account.

use crate::rpc::Json;
use crate::{AppError, dto::MovePage};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    crate::{
        context::{answer, caller, gate, node, user_id},
        dto::{AccessView, Choice},
        link,
        text::said,
    },
    authz::action::{self, Each, Moved},
};

/// Where one may move a person, and what that would take and give.
///
/// # Errors
/// There is none of this name, or one may not see or move them.
#[server(prefix = "/rpc", endpoint = "load_move", input = GetUrl, output = Json)]
pub async fn load_move(person: String, #[server(default)] to: String) -> Result<MovePage, AppError> {
    answer(async {
        let (caller, id) = (caller(), user_id(&person)?);
        let mut proof = gate().permit::<action::ListUsers>(&caller, Each).await?;
        let user = proof.get(&id).await?;
        let account = proof.names(user.account.as_slice()).await?.into_iter().next().map(|(_, name)| name);
        let places: Vec<Choice> = proof.targets(&id).await?.into_iter().map(Choice::from).collect();
        drop(proof);
        if places.is_empty() || !gate().may(&caller, "user:update", &id) {
            // Says what is missing.
            drop(gate().permit::<action::UpdateUser>(&caller, id.clone()).await?);
        }
        let outlook = if to.is_empty() { None } else { Some(outlook(Moved { user: id, to: node(&to)? }).await?) };
        Ok::<_, AppError>(MovePage { id: person, name: user.name, account, places, to, outlook })
    })
    .await
}

/// What moving somebody would take and give, in words.
#[cfg(feature = "ssr")]
async fn outlook(scope: Moved) -> Result<AccessView, AppError> {
    let mut proof = gate().permit::<action::PreviewMove>(&caller(), scope).await?;
    let (outlook, full) = proof.outlook().await?;
    let view = AccessView::new(outlook, proof.now());
    Ok(AccessView { refused: full.map(|remark| said(&remark)).or(view.refused), ..view })
}

/// Moves a person to another account, or to none.
///
/// # Errors
/// Not allowed on the person or the account; all its seats are taken; a guard says no.
#[server(prefix = "/rpc", endpoint = "move_person", output = Json)]
pub async fn move_person(person: String, to: String, #[server(default)] reason: String) -> Result<(), AppError> {
    let typed = typed!(reason);
    answer(async {
        let scope = Moved { user: user_id(&person)?, to: node(&to)? };
        gate().permit::<action::MoveUser>(&caller(), scope).await?.relocate(&reason).await?;
        leptos_axum::redirect(&link::with_query(&link::person(&person), &[("saved", "person-moved")]));
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}
