//! A page's content: its one resource, read once.

use super::ErrorView;
use crate::AppError;
use crate::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Arc;

/// Shows what a page's resource brings, or the one error surface. While the next data is on its way the old stays.
#[component]
pub fn Load<T, V>(
    /// The resource, made in the page's own body.
    resource: Resource<Result<T, AppError>>,
    /// The page.
    view: impl Fn(T) -> V + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
    V: IntoView + 'static,
{
    let view = Arc::new(view);
    view! {
        <Transition fallback=Skeleton>
            {move || {
                let view = Arc::clone(&view);
                Suspend::new(async move {
                    match resource.await {
                        Ok(data) => view(data).into_any(),
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

/// Stands for a page that takes its time.
#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <div class="late grid gap-4" aria-busy="true">
            <div class="skeleton h-8 w-56"></div>
            <div class="skeleton h-4 w-80 max-w-full"></div>
            <div class="skeleton mt-4 h-64 w-full"></div>
        </div>
    }
    .into_any()
}
