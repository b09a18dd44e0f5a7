//! Making grants, changing and removing them, and taking that back.

use crate::rpc::Json;
use crate::{AppError, dto::GrantForm};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::told,
    crate::{
        Code,
        context::{answer, caller, gate, node},
        link,
        text::t,
    },
    authz::{NodeId, action},
};

/// Makes a grant on a node, or makes one what is wanted. `was` is what it was when it was looked at; empty for whatever
/// it is.
///
/// # Errors
/// Not allowed; somebody changed it since then; a field that cannot be taken; it would give or take what one does not hold; the last owner stays.
#[server(prefix = "/rpc", endpoint = "save_grant", output = Json)]
pub async fn save_grant(
    on: String,
    #[server(default)] grant: String,
    #[server(default)] was: String,
    #[server(default)] form: GrantForm,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let typed = typed!(reason);
    answer(async {
        let id = node(&on)?;
        let line = if grant.is_empty() {
            add(id, &form, &reason).await?
        } else {
            update(id, &grant, &was, &form, &reason).await?
        };
        back(&on, if grant.is_empty() { "grant-made" } else { "grant" }, &line);
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}

#[cfg(feature = "ssr")]
async fn add(id: NodeId, form: &GrantForm, reason: &str) -> Result<String, AppError> {
    let mut proof = gate().permit::<action::AddGrant>(&caller(), id).await?;
    let edit = told::edit(&mut proof, form, None).await?;
    Ok(proof.add(edit, reason).await.map_err(told::about_form)?.1)
}

#[cfg(feature = "ssr")]
async fn update(id: NodeId, grant: &str, was: &str, form: &GrantForm, reason: &str) -> Result<String, AppError> {
    let mut proof = gate().permit::<action::UpdateGrant>(&caller(), id).await?;
    let had = proof.get(grant).await.map_err(told::about_form)?.grant;
    if !was.is_empty() && was != told::mark(&had) {
        let changed = t("Somebody changed this grant meanwhile. See again what yours would do, and then save it.");
        return Err(AppError::new(Code::Conflict, changed));
    }
    let edit = told::edit(&mut proof, form, had.expires_at).await?;
    proof.update(grant, edit, reason).await.map_err(told::about_form)
}

/// Removes a grant.
///
/// # Errors
/// Not allowed; it is not there, or comes from elsewhere; one could not give what it gives; the last owner stays.
#[server(prefix = "/rpc", endpoint = "remove_grant", output = Json)]
pub async fn remove_grant(on: String, grant: String, #[server(default)] reason: String) -> Result<(), AppError> {
    let typed = typed!(reason);
    answer(async {
        let proof = gate().permit::<action::RemoveGrant>(&caller(), node(&on)?).await?;
        let line = proof.remove(&grant, &reason).await.map_err(told::about_form)?;
        back(&on, "grant-removed", &line);
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}

/// Takes back what one did to a grant, by its line in the audit log.
///
/// # Errors
/// Not allowed; there is nothing to take back any more.
#[server(prefix = "/rpc", endpoint = "undo_grant", output = Json)]
pub async fn undo_grant(on: String, line: String) -> Result<(), AppError> {
    answer(async {
        gate().permit::<action::RestoreGrant>(&caller(), node(&on)?).await?.undo(&line).await?;
        back(&on, "undone", "");
        Ok::<_, AppError>(())
    })
    .await
}

/// Goes back to the list, which says what was done and offers to take it back.
#[cfg(feature = "ssr")]
fn back(on: &str, saved: &str, line: &str) {
    leptos_axum::redirect(&link::with_query(&link::grants(on), &[("undo", line), ("saved", saved)]));
}
