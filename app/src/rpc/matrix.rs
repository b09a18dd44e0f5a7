//! The permissions matrix and its roles.

use crate::{
    AppError,
    dto::{EditedRole, GainLine, MatrixPage, Snapshot},
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
        Ok::<_, AppError>(MatrixPage::new(&id, head, record))
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
pub async fn preview_matrix(
    node: String,
    #[server(default)] edits: Vec<EditedRole>,
) -> Result<Vec<GainLine>, AppError> {
    use crate::{
        context::{answer, caller, gate, node as node_id},
        effect::lines,
    };
    use authz::action::ReadMatrix;
    answer(async {
        let proof = gate().permit::<ReadMatrix>(&caller(), node_id(&node)?).await?;
        let found = proof.effect(edits.into_iter().map(Into::into).collect(), lines).await?;
        Ok::<_, AppError>(found)
    })
    .await
}

/// Saves whole roles; answers the new versions.
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
mod ssr {
    use crate::{
        AppError,
        dto::{EditedRole, MatrixColumn, MatrixPage, MatrixType, ProjectHead},
    };
    use authz::{Extent, NodeId, Permission, RoleId, matrix};
    use store::{MatrixRecord, NewRole, RoleEdit};

    impl From<EditedRole> for RoleEdit {
        fn from(edited: EditedRole) -> Self {
            Self { id: edited.id, version: edited.version, permissions: edited.permissions }
        }
    }

    impl MatrixPage {
        /// The page of a record.
        pub(super) fn new(node: &NodeId, head: Option<ProjectHead>, record: MatrixRecord) -> Self {
            let kinds = matrix::kinds_at(&record.catalog, node.kind());
            let types = kinds.into_iter().filter_map(|kind| {
                let actions = &record.catalog.types.get(kind)?.actions;
                let permission = |action: &String| Permission::parse(&format!("{kind}:{action}")).ok();
                let built_in = authz::action::is_console(kind);
                let permissions = actions.iter().filter_map(permission).collect();
                Some(MatrixType { kind: kind.to_owned(), built_in, permissions })
            });
            let columns = record.roles.into_iter().map(|column| MatrixColumn {
                role: column.role,
                version: column.version,
                holders: column.holders,
                editable: column.editable,
            });
            Self {
                node: node.to_string(),
                head,
                types: types.collect(),
                columns: columns.collect(),
                others: record.others,
                editable: record.editable,
                may_create: record.may_create,
                may_delete: record.may_delete,
            }
        }
    }

    /// The role's entries with every cell as the form has it; what the form does not show stays.
    pub(super) fn edited(
        matrix: &MatrixRecord,
        role: &str,
        version: u64,
        cells: &[String],
    ) -> Result<RoleEdit, AppError> {
        let column = matrix.roles.iter().find(|column| column.role.id.as_str() == role);
        let column = column.ok_or_else(|| AppError::invalid("role", format!("there is no role `{role}` here")))?;
        let mut permissions = column.role.permissions.clone();
        for cell in cells {
            let read = cell.split_once('=').and_then(|(permission, value)| {
                let permission = Permission::parse(permission).ok()?;
                let extent = match value {
                    "none" => None,
                    "own" => Some(Extent::Own),
                    "all" => Some(Extent::All),
                    _ => return None,
                };
                Some((permission, extent))
            });
            let Some((permission, extent)) = read else {
                return Err(AppError::invalid("cells", format!("`{cell}` is no choice; reload the page")));
            };
            matrix::set(&mut permissions, &permission, extent);
        }
        Ok(RoleEdit { id: column.role.id.clone(), version, permissions })
    }

    /// A role as its form has it; its id is made from its name where none is given.
    pub(super) fn new_role(name: String, id: String, copy_of: &str) -> Result<NewRole, AppError> {
        let id = if id.trim().is_empty() { slug(&name) } else { id };
        let copy_of = (!copy_of.is_empty()).then(|| RoleId::parse(copy_of)).transpose();
        let copy_of = copy_of.map_err(|bad| AppError::invalid("copy_of", bad.to_string()))?;
        Ok(NewRole { id, name, copy_of })
    }

    /// An id made from a name: letters and digits, the rest as single hyphens.
    fn slug(name: &str) -> String {
        let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { ' ' };
        let text: String = name.chars().map(plain).collect();
        text.split_whitespace().collect::<Vec<_>>().join("-")
    }

    #[cfg(test)]
    mod tests {
        #[test]
        fn an_id_is_made_from_a_name() {
            assert_eq!(super::slug("Data  Steward (Lab 2)"), "data-steward-lab-2");
        }
    }
}

#[cfg(feature = "ssr")]
use ssr::{edited, new_role};
