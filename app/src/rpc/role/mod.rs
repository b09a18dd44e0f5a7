//! One role: its pages, and what changes it.

#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
mod told;

use crate::rpc::Json;
use crate::{
    AppError,
    dto::{NewRolePage, RoleDraft, RolePage, RoleQuery},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    crate::{
        context::{answer, caller, gate, node as node_id},
        dto::{Choice, MatrixPage},
        link,
        rpc::matrix::{new_role, place, role_id},
    },
    authz::action,
};

/// One role, and one of its pages; what is written on it is looked at, and not saved.
///
/// # Errors
/// There is no such node, or no such role in its matrix; one may not see its roles.
#[server(prefix = "/rpc", endpoint = "load_role", input = Json, output = Json)]
pub async fn load_role(node: String, role: String, #[server(default)] query: RoleQuery) -> Result<RolePage, AppError> {
    answer(async { page::load(node_id(&node)?, &role, query).await }).await
}

/// What a new role of a node begins with.
///
/// # Errors
/// There is no such node; one may not make roles of it.
#[server(prefix = "/rpc", endpoint = "load_new_role", input = GetUrl, output = Json)]
pub async fn load_new_role(node: String) -> Result<NewRolePage, AppError> {
    answer(async {
        let (caller, id) = (caller(), node_id(&node)?);
        let (head, account) = place(&id).await?;
        // Says what is missing.
        drop(gate().permit::<action::CreateRole>(&caller, id.clone()).await?);
        let record = gate().permit::<action::ReadMatrix>(&caller, id.clone()).await?.get().await?;
        let columns = MatrixPage::new(&id, caller.name(), None, &record).columns;
        let models = columns.iter().map(|column| Choice::new(column.id.as_str(), column.label(), "")).collect();
        Ok::<_, AppError>(NewRolePage { node, head, account, models })
    })
    .await
}

/// Saves a change of a role: exactly what was looked at.
///
/// # Errors
/// Not allowed; somebody was faster; a guard refuses it.
#[server(prefix = "/rpc", endpoint = "save_role", output = Json)]
pub async fn save_role(
    node: String,
    role: String,
    #[server(default)] draft: RoleDraft,
    #[server(default)] part: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let typed = typed!(reason);
    answer(async {
        let (home, id) = (node_id(&node)?, role_id(&role)?);
        let proof = gate().permit::<action::UpdateRole>(&caller(), home).await?;
        let change = told::change(&draft).map_err(|(field, detail)| AppError::invalid(field, detail))?;
        proof.change(&id, told::version(&draft)?, change, &reason).await.map_err(told::about_form)?;
        let back = link::with_query(&link::role(&node, &role), &[("part", told::after(&part)), ("saved", "role")]);
        leptos_axum::redirect(&back);
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}

/// Makes a role whose home is the node, and goes to its page.
///
/// # Errors
/// Not allowed; a field that cannot be taken; more than one holds.
#[server(prefix = "/rpc", endpoint = "create_role", output = Json)]
pub async fn create_role(
    node: String,
    name: String,
    #[server(default)] id: String,
    #[server(default)] copy_of: String,
) -> Result<(), AppError> {
    let typed = typed!(name, id, copy_of);
    answer(async {
        let home = node_id(&node)?;
        let proof = gate().permit::<action::CreateRole>(&caller(), home.clone()).await?;
        let made = proof.add(new_role(name, id, &copy_of)?).await?;
        leptos_axum::redirect(&link::with_query(&link::role(home.as_str(), made.as_str()), &[("saved", "role")]));
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}

/// Deletes a role and the grants of it.
///
/// # Errors
/// Not allowed; the role is built in or gone.
#[server(prefix = "/rpc", endpoint = "delete_role", output = Json)]
pub async fn delete_role(node: String, role: String, #[server(default)] reason: String) -> Result<(), AppError> {
    let typed = typed!(reason);
    answer(async {
        let (home, id) = (node_id(&node)?, role_id(&role)?);
        gate().permit::<action::DeleteRole>(&caller(), home.clone()).await?.remove(&id, &reason).await?;
        leptos_axum::redirect(&link::with_query(&link::roles(home.as_str()), &[("saved", "role-deleted")]));
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}
