//! Where one is signed in.

use crate::prelude::*;
use crate::text::{fill, t};
use crate::{
    dto::SessionItem,
    kit::{Chip, ChipTone, FormError, Glyph, Icon, Submit, Time, Tone, refusal},
    rpc::profile::{EndOtherSessions, EndSession},
};
use leptos::form::ActionForm;

/// Where one is signed in, and ending it.
#[component]
pub fn Sessions(
    sessions: Vec<SessionItem>,
    end: ServerAction<EndSession>,
    end_others: ServerAction<EndOtherSessions>,
) -> impl IntoView {
    let others = sessions.iter().any(|session| !session.current);
    let rows = sessions.into_iter().map(|session| view! { <Row session end/> }).collect_view();
    view! {
        <section class="panel" aria-labelledby="sessions">
            <div class="panel-head">
                <h2 id="sessions">{t("Sessions")}</h2>
                <p class="text-sm text-muted">{t("Where you are signed in. End the ones you do not recognise.")}</p>
            </div>
            <div class="grid gap-3 px-5 pb-3 empty:hidden">
                <FormError error=refusal(end)/>
                <FormError error=refusal(end_others)/>
            </div>
            <ul class="divide-y divide-line border-t border-line">{rows}</ul>
            {others.then(|| view! {
                <div class="border-t border-line px-5 py-4">
                    <ActionForm action=end_others>
                        <Submit label=t("End all other sessions") tone=Tone::Plain pending=end_others.pending()/>
                    </ActionForm>
                </div>
            })}
        </section>
    }
    .into_any()
}

#[component]
fn Row(session: SessionItem, end: ServerAction<EndSession>) -> impl IntoView {
    let glyph = if session.mobile { Glyph::Phone } else { Glyph::Screen };
    let name = session.agent.clone();
    view! {
        <li class="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3.5">
            <span class="text-muted"><Icon glyph size=22/></span>
            <div class="min-w-0 grow">
                <p class="flex flex-wrap items-center gap-2 font-medium">
                    {session.agent}
                    {session.current.then(|| view! { <Chip tone=ChipTone::Good>{t("This one")}</Chip> })}
                </p>
                <p class="text-sm text-muted tabular-nums">
                    {session.address} " · " {t("used")} " " <Time at=session.used_at/> " · " {t("signed in")} " " <Time at=session.created_at/>
                </p>
            </div>
            {(!session.current).then(|| view! {
                <ActionForm action=end>
                    <input type="hidden" name="session" value=session.id/>
                    <button type="submit" class="btn btn-plain btn-sm">{t("End")}<span class="sr-only">" " {fill("the session of {name}", &[("name", &name)])}</span></button>
                </ActionForm>
            })}
        </li>
    }
    .into_any()
}
