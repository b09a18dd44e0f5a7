//! Importing resources, after a look at what that would do.

use crate::rpc::Json;
use crate::{AppError, dto::ImportPage};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    crate::{
        context::{answer, caller, gate, project_head, project_id},
        dto::TrialView,
        link,
    },
    authz::action,
};

/// What one is about to import into a project, and what it would do.
///
/// # Errors
/// There is no such project, or one may not see it.
#[server(prefix = "/rpc", endpoint = "load_import", input = GetUrl, output = Json)]
pub async fn load_import(project: String) -> Result<ImportPage, AppError> {
    answer(async {
        let (head, id) = (project_head(&project).await?, project_id(&project)?);
        let mut proof = gate().permit::<action::ListNodes>(&caller(), id).await?;
        let (text, trial) = match proof.draft().await? {
            Some((text, at, trial)) => (text, Some(TrialView::new(at, trial, proof.now()))),
            None => (String::new(), None),
        };
        Ok::<_, AppError>(ImportPage { head, text, trial, kinds: proof.kinds() })
    })
    .await
}

/// Keeps a file, to look at what it would do.
///
/// # Errors
/// It cannot be read, or is too long.
#[server(prefix = "/rpc", endpoint = "check_import", output = Json)]
pub async fn check_import(project: String, #[server(default)] text: String) -> Result<(), AppError> {
    answer(async {
        gate().permit::<action::ImportNodes>(&caller(), project_id(&project)?).await?.check(&text).await?;
        let page = link::project(&project, "resources/import");
        leptos_axum::redirect(&format!("{page}?checked=1#verdict"));
        Ok::<_, AppError>(())
    })
    .await
}

/// Does what the file says that one looked at, all of it or nothing.
///
/// # Errors
/// A row is refused; the file is another one now; a guard says no.
#[server(prefix = "/rpc", endpoint = "apply_import", output = Json)]
pub async fn apply_import(project: String, at: i64, #[server(default)] reason: String) -> Result<(), AppError> {
    answer(async {
        gate().permit::<action::ImportNodes>(&caller(), project_id(&project)?).await?.apply(at, &reason).await?;
        let page = link::project(&project, "resources");
        leptos_axum::redirect(&link::with_query(&page, &[("saved", "nodes-imported")]));
        Ok::<_, AppError>(())
    })
    .await
}
