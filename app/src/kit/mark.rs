//! The product's mark: a B of two parcels of land, one of them yours.

use crate::prelude::*;
use crate::text::t;

/// The mark with the name beside it.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <span class="flex items-center gap-2.5 leading-none">
            <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true" class="shrink-0">
                <g fill="none" stroke="currentColor" stroke-width="3" stroke-linejoin="round" stroke-linecap="round">
                    <path d="M6 4v24"></path>
                    <path d="M11 4.5h10.5l2.5 9.2H11z"></path>
                </g>
                <path
                    class="fill-accent stroke-accent"
                    d="M11 18.8h14.3l2.2 8.7H11z"
                    stroke-width="3"
                    stroke-linejoin="round"
                ></path>
            </svg>
            <span class="text-base font-semibold tracking-tight">{t("Bailiwick")}</span>
        </span>
    }
    .into_any()
}
