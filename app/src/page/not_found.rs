//! No such page.

use crate::prelude::*;
use crate::text::t;
use crate::{AppError, Code, kit::ErrorView};

/// What is shown where there is nothing, or nothing that may be seen.
#[component]
pub fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(options) = use_context::<leptos_axum::ResponseOptions>() {
        options.set_status(axum::http::StatusCode::NOT_FOUND);
    }
    view! { <ErrorView error=AppError::new(Code::NotFound, t("there is no such page, or you may not see it"))/> }
}
