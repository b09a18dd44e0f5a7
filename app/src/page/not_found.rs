//! No such page.

use crate::{AppError, Code, kit::ErrorView};
use leptos::prelude::*;

/// What is shown where there is nothing, or nothing that may be seen.
#[component]
pub fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(options) = use_context::<leptos_axum::ResponseOptions>() {
        options.set_status(axum::http::StatusCode::NOT_FOUND);
    }
    view! { <ErrorView error=AppError::new(Code::NotFound, "there is no such page, or you may not see it")/> }
}
