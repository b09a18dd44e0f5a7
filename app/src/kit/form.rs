//! What forms share: their error above the fields, and when they succeeded.

use super::{Field, Notice, NoticeTone, Prose, error_view::sentence};
use crate::prelude::*;
use crate::{AppError, frame::Ended, text::t};
use leptos::server_fn::ServerFn;

/// The last error of an action; without script it comes back in the address.
pub fn refusal<S>(action: ServerAction<S>) -> Signal<Option<AppError>>
where
    S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    Effect::new(move |_| error.with(|error| Ended::note(error.as_ref())));
    error
}

/// Counts how often an action succeeded, so that a page knows when to load its data anew.
pub fn successes<S>(action: ServerAction<S>) -> Memo<usize>
where
    S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    Memo::new(move |before| match action.value().get() {
        Some(Ok(_)) => action.version().get(),
        _ => before.copied().unwrap_or_default(),
    })
}

/// An error that is about none of the fields.
#[component]
pub fn FormError(
    /// The form's error.
    #[prop(into)]
    error: Signal<Option<AppError>>,
    /// Fields that show their own errors.
    #[prop(optional)]
    fields: &'static [&'static str],
) -> impl IntoView {
    let general =
        move || error.get().filter(|error| !error.field.as_deref().is_some_and(|field| fields.contains(&field)));
    view! {
        <div role="alert" class="empty:hidden">
            {move || general().map(|error| view! {
                <Notice tone=NoticeTone::Bad>
                    <p><Prose text=sentence(&error.detail)/></p>
                    {error.next.map(|next| view! { <p class="text-sm text-muted"><Prose text=sentence(&next)/></p> })}
                </Notice>
            })}
        </div>
    }
    .into_any()
}

/// Why something is done.
#[component]
pub fn Reason(
    /// The field's id, where the page has more than one.
    #[prop(default = "reason")]
    id: &'static str,
    /// What is in it first.
    #[prop(optional, into)]
    value: String,
    /// The form's error.
    #[prop(into)]
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    view! { <Field id name="reason" label=t("Reason") hint=t("It goes into the audit log.") value optional=true error/> }
}
