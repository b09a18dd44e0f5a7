//! Route guards.

#[cfg(feature = "ssr")]
mod told;
#[cfg(feature = "ssr")]
mod tried;

use crate::rpc::Json;
use crate::{
    AppError,
    dto::{RouteDraft, RoutePage, RouteQuery},
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    crate::context::{answer, caller, gate},
    authz::{NodeId, action},
};

/// The routes; what is written is looked at and not saved, and what is tried is told.
///
/// # Errors
/// One may not see what the system protects.
#[server(prefix = "/rpc", endpoint = "load_routes", input = Json, output = Json)]
pub async fn load_routes(#[server(default)] query: RouteQuery) -> Result<RoutePage, AppError> {
    answer(async { told::load(query).await }).await
}

/// Saves a change of the routes: exactly what was looked at.
///
/// # Errors
/// Not allowed; somebody was faster; a field that cannot be taken.
#[server(prefix = "/rpc", endpoint = "save_route", output = Json)]
pub async fn save_route(
    #[server(default)] draft: RouteDraft,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let typed = typed!(reason);
    answer(async {
        let proof = gate().permit::<action::EditCatalog>(&caller(), NodeId::system()).await?;
        let change = told::change(&draft).map_err(|(field, detail)| AppError::invalid(field, detail))?;
        proof.save_route(&change, &draft.seen, &reason).await.map_err(told::about_form)?;
        leptos_axum::redirect("/routes?saved=routes");
        Ok::<_, AppError>(())
    })
    .await
    .map_err(|error| error.typed(&typed.each_ref().map(|(field, text)| (*field, text.as_str()))))
}
