//! What a person leaves behind: where they are signed in, and what was done by and to them.

use crate::prelude::*;
use crate::{
    dto::{AuditItem, SessionItem},
    kit::{Chip, ChipTone, Glyph, Icon, Time},
    page::audit::Line,
    text::t,
};

/// Where they are signed in.
#[component]
pub fn Sessions(
    /// The sessions.
    sessions: Vec<SessionItem>,
) -> impl IntoView {
    let empty = sessions.is_empty();
    let rows = sessions.into_iter().map(|session| view! { <Session session/> }).collect_view();
    view! {
        <section class="panel" aria-labelledby="sessions">
            <div class="panel-head"><h2 id="sessions">{t("Sessions")}</h2></div>
            {empty.then(|| view! { <p class="px-5 pb-4 text-sm text-muted">{t("Not signed in anywhere.")}</p> })}
            <ul class="pb-2 empty:hidden">{rows}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Session(session: SessionItem) -> impl IntoView {
    let glyph = if session.mobile { Glyph::Phone } else { Glyph::Screen };
    view! {
        <li class="held-group">
            <span class="text-muted"><Icon glyph/></span>
            <span class="min-w-0">
                <span class="flex flex-wrap items-center gap-2 font-medium">
                    {session.agent}
                    {session.current.then(|| view! { <Chip tone=ChipTone::Good>{t("This one")}</Chip> })}
                </span>
                <span class="block text-sm text-muted tabular-nums">
                    {session.address} {t(" · used ")} <Time at=session.used_at/>
                </span>
            </span>
        </li>
    }
    .into_any()
}

/// What was done by and to them lately.
#[component]
pub fn History(
    /// The lines, newest first.
    lines: Vec<AuditItem>,
    /// Where everything is.
    log: Option<String>,
) -> impl IntoView {
    let list = if lines.is_empty() {
        view! { <p class="px-5 pb-4 text-sm text-muted">{t("Nothing was done by or to them.")}</p> }.into_any()
    } else {
        let rows = lines.into_iter().map(|item| view! { <Line item everywhere=true/> }).collect_view();
        view! { <ol class="divide-y divide-line border-t border-line">{rows}</ol> }.into_any()
    };
    view! {
        <section class="panel" aria-labelledby="history">
            <div class="panel-head">
                <h2 id="history">{t("Recently")}</h2>
                {log.map(|href| view! { <a class="link touch text-sm" href=href>{t("All of it in the audit log")}</a> })}
            </div>
            {list}
        </section>
    }
    .into_any()
}
