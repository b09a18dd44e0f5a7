//! Light or dark: a choice of the browser's, kept in a cookie.

use crate::AppError;
use crate::rpc::Json;
#[cfg(feature = "ssr")]
use crate::text::t;
#[cfg(feature = "ssr")]
use crate::{
    context::{answer, keep_appearance},
    dto::Appearance,
};
use leptos::prelude::*;

/// Chooses `light`, `dark` or `system`, and goes back to the profile.
///
/// # Errors
/// It is none of these.
#[server(prefix = "/rpc", endpoint = "choose_appearance", output = Json)]
pub async fn choose_appearance(appearance: String) -> Result<(), AppError> {
    answer(async {
        let chosen = Appearance::parse(&appearance)
            .ok_or_else(|| AppError::invalid("appearance", t("must be `light`, `dark` or `system`")))?;
        keep_appearance(chosen);
        leptos_axum::redirect("/profile?saved=appearance");
        Ok::<_, AppError>(())
    })
    .await
}
