//! What a change of the routes would do, and saving exactly that.

use crate::prelude::*;
use crate::{
    dto::RouteTold,
    kit::{FormError, Notice, NoticeTone, Prose, Reason, Submit, refusal},
    page::role::DiffList,
    rpc::route_guard::SaveRoute,
    text::{capital, t},
};
use leptos::form::ActionForm;

/// What a change would do, and saving exactly that.
#[component]
pub(super) fn Told(
    /// What it would do.
    told: RouteTold,
    /// What saves it.
    action: ServerAction<SaveRoute>,
) -> impl IntoView {
    let RouteTold { draft, lines, effects, warnings, problem, refused, changes } = told;
    let error = refusal(action);
    let ready = changes && problem.is_none() && refused.is_none();
    let same = !changes && problem.is_none();
    let fields = draft.fields().into_iter();
    let fields = fields.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    let effects = effects.into_iter().map(|text| view! { <li class="wrap-anywhere"><Prose text/></li> }).collect_view();
    let warn = |text: String| view! { <Notice tone=NoticeTone::Accent><p><Prose text/></p></Notice> };
    let problem = problem.map(|(_, text)| text).or(refused);
    view! {
        <section class="panel max-w-3xl" aria-labelledby="told">
            <div class="panel-head"><h2 id="told">{t("What it would do")}</h2></div>
            <div class="panel-body grid grid-cols-[minmax(0,1fr)] gap-4" role="status">
                {problem.map(|text| view! { <Notice tone=NoticeTone::Bad><p class="wrap-anywhere"><Prose text=capital(&text)/></p></Notice> })}
                {same.then(|| view! { <p class="text-muted">{t("It is so already. Change something above to see what that would do.")}</p> })}
                <DiffList lines/>
                <ul class="grid gap-1.5 text-sm empty:hidden">{effects}</ul>
                {warnings.into_iter().map(warn).collect_view()}
            </div>
            {ready.then(|| view! {
                <div class="panel-body border-t border-line">
                    <ActionForm action>
                        {fields}
                        <div class="grid gap-4">
                            <FormError error fields=&["reason"]/>
                            <Reason id="save-reason" error/>
                            <div><Submit label=t("Save the routes") pending=action.pending()/></div>
                        </div>
                    </ActionForm>
                </div>
            })}
        </section>
    }
}
