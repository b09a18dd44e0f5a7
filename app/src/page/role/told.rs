//! What a change of a role would do, and saving exactly that.

use crate::prelude::*;
use crate::{
    dto::{DiffLine, RoleTold},
    kit::{FormError, Glyph, Icon, Notice, NoticeTone, Prose, Reason, Submit, refusal},
    page::outlook::Outlook,
    rpc::role::SaveRole,
    text::{capital, t},
};
use leptos::form::ActionForm;

/// What a change would do, and the form that saves it.
#[component]
pub(super) fn Told(
    /// The node.
    node: String,
    /// The role.
    role: String,
    /// The page it was written on.
    part: &'static str,
    /// What is told.
    told: RoleTold,
    /// Saves it.
    action: ServerAction<SaveRole>,
) -> impl IntoView {
    let RoleTold { draft, lines, problem, outlook } = told;
    let error = refusal(action);
    let ready = outlook.as_ref().is_some_and(|outlook| outlook.refused.is_none());
    let same = problem.is_none() && outlook.is_none();
    let fields = draft.fields().into_iter();
    let fields = fields.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    view! {
        <section class="panel max-w-3xl" aria-labelledby="told" id="what-it-would-do">
            <div class="panel-head"><h2 id="told">{t("What it would do")}</h2></div>
            <div class="panel-body grid gap-4" role="status">
                {problem.map(|(_, text)| view! {
                    <Notice tone=NoticeTone::Bad><p><Prose text=capital(&text)/></p></Notice>
                })}
                {same.then(|| view! { <p class="text-muted">{t("It is so already. Change something above to see what that would do.")}</p> })}
                <DiffList lines/>
                {outlook.map(|outlook| view! { <Outlook outlook/> })}
            </div>
            {ready.then(|| view! {
                <div class="panel-body border-t border-line">
                    <ActionForm action>
                        <input type="hidden" name="node" value=node/>
                        <input type="hidden" name="role" value=role/>
                        <input type="hidden" name="part" value=part/>
                        {fields}
                        <div class="grid gap-4">
                            <FormError error fields=&["reason"]/>
                            <Reason id="save-reason" error/>
                            <div><Submit label=t("Save the role") pending=action.pending()/></div>
                        </div>
                    </ActionForm>
                </div>
            })}
        </section>
    }
}

/// Differences in words, what goes with a minus, what comes with a plus.
#[component]
pub(in crate::page) fn DiffList(
    /// The differences.
    lines: Vec<DiffLine>,
) -> impl IntoView {
    let line = |DiffLine { gone, text }: DiffLine| {
        let (glyph, word, class) = if gone {
            (Glyph::Minus, t("No longer: "), "text-error")
        } else {
            (Glyph::Plus, t("New: "), "text-success")
        };
        view! {
            <li class="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-2">
                <span class=class><Icon glyph size=14/></span>
                <span class="break-words"><span class="font-medium">{word}</span>{text}</span>
            </li>
        }
    };
    view! { <ul class="grid gap-1.5 empty:hidden">{lines.into_iter().map(line).collect_view()}</ul> }
}
