//! What a change of the catalog would do.

use crate::prelude::*;
use crate::{
    dto::CatalogTold,
    kit::{Notice, NoticeTone, Prose},
    page::outlook::Outlook,
    text::{capital, t},
};

/// Could it be saved?
pub(super) fn is_possible(told: &CatalogTold) -> bool {
    !told.same && told.flaws.is_empty() && told.outlook.refused.is_none()
}

/// What a change would do, or what is in its way.
#[component]
pub(super) fn ToldView(
    /// What would be.
    told: CatalogTold,
) -> impl IntoView {
    let CatalogTold { outlook, acts, flaws, same } = told;
    if same {
        return view! { <p class="text-muted" role="status">{t("It is so already. Change something to see what that would do.")}</p> }.into_any();
    }
    let blocked = !flaws.is_empty();
    let flaws = flaws.into_iter().map(|flaw| view! { <li><Prose text=capital(&flaw)/></li> }).collect_view();
    let acts = acts.into_iter().map(|act| view! { <li><Prose text=act/></li> }).collect_view();
    view! {
        <div class="grid gap-4" role="status">
            {blocked.then(|| view! {
                <Notice tone=NoticeTone::Bad>
                    <p class="font-medium">{t("Something is in the way:")}</p>
                    <ul class="list-disc ps-5">{flaws}</ul>
                </Notice>
            })}
            {(!outlook.toll.is_empty()).then(|| view! { <Outlook outlook/> })}
            <ul class="grid gap-2 empty:hidden">{acts}</ul>
        </div>
    }
    .into_any()
}
