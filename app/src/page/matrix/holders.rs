//! Who holds a role.

use super::desk::Desk;
use crate::prelude::*;
use crate::{
    AppError,
    dto::HoldersPage,
    kit::Ends,
    text::{plural, t},
};
use std::future::Future;

/// What a server function answered, once it did.
pub type Fetched<T> = RwSignal<Option<Result<T, AppError>>>;

/// Asks about a role of the matrix, in the browser.
pub fn fetched<T, F>(desk: &Desk, column: u32, ask: impl Fn(String, String) -> F) -> Fetched<T>
where
    T: Send + Sync + 'static,
    F: Future<Output = Result<T, AppError>> + 'static,
{
    let slot = RwSignal::new(None);
    let role = desk.model.column(column).map(|column| column.id.to_string()).unwrap_or_default();
    let answer = ask(desk.model.page().node.clone(), role);
    leptos::task::spawn_local(async move {
        let answer = answer.await;
        // The panel may be closed by then.
        let _ = slot.try_set(Some(answer));
    });
    slot
}

/// A list, a skeleton until it is there, or what went wrong.
pub fn shown<T: Clone + Send + Sync + 'static>(
    found: Fetched<T>,
    view: impl Fn(T) -> AnyView + Send + 'static,
) -> impl IntoView {
    reactive(move || {
        match found.get() {
        None => view! { <div class="late grid gap-2" aria-busy="true"><div class="skeleton h-4 w-48"></div><div class="skeleton h-4 w-40"></div></div> }.into_any(),
        Some(Ok(data)) => view(data),
        Some(Err(error)) => view! { <p class="text-error" role="alert">{error.detail}</p> }.into_any(),
    }
    })
}

/// Who holds a role, and where.
#[component]
pub fn Holders(
    /// The answer.
    found: Fetched<HoldersPage>,
) -> impl IntoView {
    shown(found, |page| {
        let none = page.holders.is_empty() && page.more == 0;
        let items = page.holders.into_iter().map(|holder| {
            view! {
                <li class="py-1.5">
                    <span class="font-medium">{holder.who}</span>
                    <span class="text-muted">{t(" on ")}{holder.on}</span>
                    {holder.expires_at.map(|at| view! { ", " <Ends at/> })}
                </li>
            }
        });
        let more = usize::try_from(page.more).unwrap_or_default();
        view! {
            {none.then(|| view! { <p class="text-muted">{t("Nobody holds it here.")}</p> })}
            <ul class="divide-y divide-line text-sm">{items.collect_view()}</ul>
            {(more > 0).then(|| view! { <p class="pt-2 text-sm text-muted">{plural(more, "{n} more, whom you may not see", "{n} more, whom you may not see")}</p> })}
        }
        .into_any()
    })
}
