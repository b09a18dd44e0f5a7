//! The permissions matrix and its roles.

use crate::rpc::Json;
use crate::{
    AppError,
    dto::{AccessView, EditedRole, HoldersPage, MatrixPage, RoleVersion, Unused},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    crate::{
        context::{caller, gate, project_head},
        dto::ProjectHead,
    },
    authz::{NodeId, action::ReadAccount},
};

/// The matrix of a node: `system`, an account or a project.
///
/// # Errors
/// There is no such node, or one may not see its roles.
#[server(prefix = "/rpc", endpoint = "load_matrix", input = GetUrl, output = Json)]
pub async fn load_matrix(node: String) -> Result<MatrixPage, AppError> {
    use crate::context::{answer, node as node_id};
    use authz::action::ReadMatrix;
    answer(async {
        let (caller, id) = (caller(), node_id(&node)?);
        let (head, account) = place(&id).await?;
        let record = gate().permit::<ReadMatrix>(&caller, id.clone()).await?.get().await?;
        let page = MatrixPage::new(&id, caller.name(), head, &record);
        let policies = page.policies && gate().may(&caller, "system:read", &id);
        Ok::<_, AppError>(MatrixPage { account, policies, ..page })
    })
    .await
}

/// What stands above the roles of a node: a project's head, or an account's name.
#[cfg(feature = "ssr")]
pub(super) async fn place(id: &NodeId) -> Result<(Option<ProjectHead>, Option<String>), AppError> {
    Ok(match id.kind() {
        "project" => (Some(project_head(id.name()).await?), None),
        "account" => (None, Some(gate().permit::<ReadAccount>(&caller(), id.clone()).await?.get().await?.profile.name)),
        _ => (None, None),
    })
}

/// The versions of a role, newest first.
///
/// # Errors
/// As for the matrix; there is no such role in it.
#[server(prefix = "/rpc", endpoint = "load_role_versions", input = GetUrl, output = Json)]
pub async fn load_role_versions(node: String, role: String) -> Result<Vec<RoleVersion>, AppError> {
    use crate::context::{answer, caller, gate, node as node_id};
    use authz::action::ReadMatrix;
    answer(async {
        let (caller, id, role) = (caller(), node_id(&node)?, role_id(&role)?);
        let record = gate().permit::<ReadMatrix>(&caller, id.clone()).await?.get().await?;
        let history = gate().permit::<ReadMatrix>(&caller, id.clone()).await?.versions(&role).await?;
        Ok::<_, AppError>(versions(&id, &record, history))
    })
    .await
}

/// Who holds a role, on the node, above and below it.
///
/// # Errors
/// As for the matrix; there is no such role in it.
#[server(prefix = "/rpc", endpoint = "load_role_holders", input = GetUrl, output = Json)]
pub async fn load_role_holders(node: String, role: String) -> Result<HoldersPage, AppError> {
    use crate::context::{answer, caller, gate, node as node_id};
    use authz::action::ReadMatrix;
    answer(async {
        let role = role_id(&role)?;
        let found = gate().permit::<ReadMatrix>(&caller(), node_id(&node)?).await?.holders(&role).await?;
        Ok::<_, AppError>(HoldersPage::from(found))
    })
    .await
}

/// What the roles give that none of their holders used in so many days.
///
/// # Errors
/// As for the matrix; so many days are not asked about.
#[server(prefix = "/rpc", endpoint = "load_unused", input = GetUrl, output = Json)]
pub async fn load_unused(node: String, days: u32) -> Result<Unused, AppError> {
    use crate::context::{answer, caller, gate, node as node_id};
    use authz::action::ReadMatrix;
    answer(async {
        let proof = gate().permit::<ReadMatrix>(&caller(), node_id(&node)?).await?;
        Ok::<_, AppError>(proof.unused(asked_days(days)?).await?.into())
    })
    .await
}

/// Facts for counting who gains and loses, in the browser; nothing where there are too many.
///
/// # Errors
/// As for the matrix.
#[server(prefix = "/rpc", endpoint = "load_snapshot", input = GetUrl, output = Json)]
pub async fn load_snapshot(node: String) -> Result<Option<authz::World>, AppError> {
    use crate::context::{answer, caller, gate, node as node_id};
    use authz::action::ReadMatrix;
    answer(async { Ok::<_, AppError>(gate().permit::<ReadMatrix>(&caller(), node_id(&node)?).await?.snapshot()) }).await
}

/// What changed cells would do, over the whole system. Nothing is saved.
///
/// # Errors
/// As for saving.
#[server(prefix = "/rpc", endpoint = "preview_matrix", input = Json, output = Json)]
pub async fn preview_matrix(node: String, #[server(default)] edits: Vec<EditedRole>) -> Result<AccessView, AppError> {
    use crate::context::{answer, caller, gate, node as node_id};
    use authz::action::ReadMatrix;
    answer(async {
        let mut proof = gate().permit::<ReadMatrix>(&caller(), node_id(&node)?).await?;
        let outlook = proof.outlook(edits.into_iter().map(Into::into).collect()).await?;
        Ok::<_, AppError>(AccessView::new(outlook, proof.now()))
    })
    .await
}

/// Saves changed cells; answers the new versions.
///
/// # Errors
/// Not allowed; somebody was faster; a guard refuses it.
#[server(prefix = "/rpc", endpoint = "save_matrix", input = Json, output = Json)]
pub async fn save_matrix(
    node: String,
    #[server(default)] edits: Vec<EditedRole>,
    #[server(default)] reason: String,
) -> Result<Vec<(String, u64)>, AppError> {
    use crate::context::{answer, caller, gate, node as node_id};
    use authz::action::EditMatrix;
    answer(async {
        let proof = gate().permit::<EditMatrix>(&caller(), node_id(&node)?).await?;
        let versions = proof.save(edits.into_iter().map(Into::into).collect(), &reason).await?;
        Ok::<_, AppError>(versions.into_iter().map(|(id, version)| (id.to_string(), version)).collect())
    })
    .await
}

#[cfg(feature = "ssr")]
mod ssr;

#[cfg(feature = "ssr")]
use ssr::versions;
#[cfg(feature = "ssr")]
pub(super) use ssr::{asked_days, new_role, role_id};
