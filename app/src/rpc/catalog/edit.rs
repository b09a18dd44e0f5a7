//! Changing the catalog.

use crate::rpc::Json;
use crate::{
    AppError,
    dto::{CatalogForm, CatalogPart},
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::written,
    crate::{
        context::{answer, caller, gate},
        link,
    },
    authz::{NodeId, action},
    store::CatalogEdit,
};

/// Changes a part of the catalog, if it is still as it was looked at.
///
/// # Errors
/// Not an administrator; a field that cannot be taken; somebody was faster; something would be left without meaning, or
/// is owned by a file.
#[server(prefix = "/rpc", endpoint = "save_catalog", output = Json)]
pub async fn save_catalog(
    part: CatalogPart,
    #[server(default)] kind: String,
    #[server(default)] form: CatalogForm,
    #[server(default)] seen: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let typed = typed!(reason);
    answer(async {
        let edit = written::edit(part, &kind, &form)?;
        gate().permit::<action::EditCatalog>(&caller(), NodeId::system()).await?.save(edit, &seen, &reason).await?;
        leptos_axum::redirect(&link::with_query("/catalog", &[("saved", "catalog")]));
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}

/// Removes a type.
///
/// # Errors
/// Not an administrator; it is in use, built in, or owned by a file; somebody was faster.
#[server(prefix = "/rpc", endpoint = "remove_catalog_type", output = Json)]
pub async fn remove_catalog_type(
    kind: String,
    #[server(default)] seen: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let typed = typed!(reason);
    answer(async {
        let edit = CatalogEdit::RemoveType { kind };
        gate().permit::<action::EditCatalog>(&caller(), NodeId::system()).await?.save(edit, &seen, &reason).await?;
        leptos_axum::redirect(&link::with_query("/catalog", &[("saved", "catalog")]));
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}
