//! The permissions matrix and its roles.

use crate::{
    AppError,
    dto::{EditedRole, HoldersPage, MatrixPage, Preview, RoleVersion, Snapshot},
};
use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};

/// The matrix of a node: `system`, or a project.
///
/// # Errors
/// There is no such node, or one may not see its roles.
#[server(prefix = "/rpc", endpoint = "load_matrix", input = GetUrl)]
pub async fn load_matrix(node: String) -> Result<MatrixPage, AppError> {
    use crate::context::{answer, caller, gate, node as node_id};
    use authz::action::{ReadMatrix, ReadProject};
    answer(async {
        let (gate, caller, id) = (gate(), caller(), node_id(&node)?);
        let head = if id.kind() == "project" {
            let project = gate.permit::<ReadProject>(&caller, id.clone()).await?.get().await?;
            Some((&project).into())
        } else {
            None
        };
        let record = gate.permit::<ReadMatrix>(&caller, id.clone()).await?.get().await?;
        Ok::<_, AppError>(MatrixPage::new(&id, caller.name(), head, &record))
    })
    .await
}

/// The versions of a role, newest first.
///
/// # Errors
/// As for the matrix; there is no such role in it.
#[server(prefix = "/rpc", endpoint = "load_role_versions", input = GetUrl)]
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
#[server(prefix = "/rpc", endpoint = "load_role_holders", input = GetUrl)]
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

/// Facts for previewing changes in the browser; nothing where there are too many.
///
/// # Errors
/// As for the matrix.
#[server(prefix = "/rpc", endpoint = "load_snapshot", input = GetUrl)]
pub async fn load_snapshot(node: String) -> Result<Option<Snapshot>, AppError> {
    use crate::context::{answer, caller, gate, node as node_id};
    use authz::action::ReadMatrix;
    answer(async {
        let found = gate().permit::<ReadMatrix>(&caller(), node_id(&node)?).await?.snapshot().await?;
        Ok::<_, AppError>(found.map(|(world, names)| Snapshot { world, names }))
    })
    .await
}

/// Who would gain and lose what, over the whole system. Nothing is saved.
///
/// # Errors
/// As for saving.
#[server(prefix = "/rpc", endpoint = "preview_matrix", input = Json)]
pub async fn preview_matrix(node: String, #[server(default)] edits: Vec<EditedRole>) -> Result<Preview, AppError> {
    use crate::{
        context::{answer, caller, gate, node as node_id},
        effect::told,
    };
    use authz::action::ReadMatrix;
    answer(async {
        let proof = gate().permit::<ReadMatrix>(&caller(), node_id(&node)?).await?;
        let found = proof.effect(edits.into_iter().map(Into::into).collect(), told).await?;
        Ok::<_, AppError>(found)
    })
    .await
}

/// Saves changed cells; answers the new versions.
///
/// # Errors
/// Not allowed; somebody was faster; a guard refuses it.
#[server(prefix = "/rpc", endpoint = "save_matrix", input = Json)]
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

/// Saves one role from its form: a choice for every row, `permission=none|own|all`.
///
/// # Errors
/// As for saving the matrix.
#[server(prefix = "/rpc", endpoint = "save_role")]
pub async fn save_role(
    node: String,
    role: String,
    version: u64,
    #[server(default)] cells: Vec<String>,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    use crate::{
        context::{answer, caller, gate, node as node_id},
        link,
    };
    use authz::action::{EditMatrix, ReadMatrix};
    answer(async {
        let (caller, id) = (caller(), node_id(&node)?);
        let matrix = gate().permit::<ReadMatrix>(&caller, id.clone()).await?.get().await?;
        let edit = edited(&matrix, &role, version, &cells)?;
        gate().permit::<EditMatrix>(&caller, id.clone()).await?.save(vec![edit], &reason).await?;
        leptos_axum::redirect(&link::with_query(&link::roles(id.as_str()), &[("saved", "role")]));
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&[("reason", &reason)]))
}

/// Makes a role whose home is the node, and goes to its page.
///
/// # Errors
/// Not allowed; a field that cannot be taken; more than one holds.
#[server(prefix = "/rpc", endpoint = "create_role")]
pub async fn create_role(
    node: String,
    name: String,
    #[server(default)] id: String,
    #[server(default)] copy_of: String,
) -> Result<(), AppError> {
    use crate::{
        context::{answer, caller, gate, node as node_id},
        link,
    };
    use authz::action::CreateRole;
    let typed = (name.clone(), id.clone(), copy_of.clone());
    answer(async {
        let home = node_id(&node)?;
        let proof = gate().permit::<CreateRole>(&caller(), home.clone()).await?;
        let made = proof.add(new_role(name, id, &copy_of)?).await?;
        leptos_axum::redirect(&link::with_query(&link::role(home.as_str(), made.as_str()), &[("saved", "role")]));
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&[("name", &typed.0), ("id", &typed.1), ("copy_of", &typed.2)]))
}

/// Deletes a role and the grants of it.
///
/// # Errors
/// Not allowed; the role is built in or gone.
#[server(prefix = "/rpc", endpoint = "delete_role")]
pub async fn delete_role(node: String, role: String, #[server(default)] reason: String) -> Result<(), AppError> {
    use crate::{
        context::{answer, caller, gate, node as node_id},
        link,
    };
    use authz::{RoleId, action::DeleteRole};
    answer(async {
        let home = node_id(&node)?;
        let role = RoleId::parse(&role).map_err(|bad| AppError::invalid("role", bad.to_string()))?;
        gate().permit::<DeleteRole>(&caller(), home.clone()).await?.remove(&role, &reason).await?;
        leptos_axum::redirect(&link::with_query(&link::roles(home.as_str()), &[("saved", "role-deleted")]));
        Ok::<_, AppError>(())
    })
    .await
}

#[cfg(feature = "ssr")]
mod ssr;

#[cfg(feature = "ssr")]
use ssr::{edited, new_role, role_id, versions};
