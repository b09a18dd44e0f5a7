//! What was done with the members of a project.

use super::tabs::{MemberPages, Page};
use crate::prelude::*;
use crate::{
    dto::{HistoryItem, HistoryPage},
    kit::{Chip, ChipTone, Empty, Glyph, Load, Pager, Time},
    link,
    page::{
        param,
        project::{ProjectTop, Section},
        query,
    },
    rpc::member::load_member_history,
    text::t,
};

/// What was done with the members of a project, newest first.
#[component]
pub fn MemberHistory() -> impl IntoView {
    let (id, after) = (param("id"), query("after"));
    let page = Resource::new(move || (id.get(), after.get()), |(id, after)| load_member_history(id, after));
    view! { <Load resource=page view=move |page| view! { <Lines page after=after.get_untracked()/> }/> }
}

#[component]
fn Lines(page: HistoryPage, after: String) -> impl IntoView {
    let HistoryPage { head, tabs, items, next } = page;
    let id = head.id.clone();
    let list = if items.is_empty() {
        view! { <Empty glyph=Glyph::Audit title=t("Nothing yet") text=t("Nobody was added, changed or removed.")/> }
            .into_any()
    } else {
        let lines = items.into_iter().map(|item| view! { <Line project=id.clone() item/> }).collect_view();
        view! { <ol class="divide-y divide-line">{lines}</ol> }.into_any()
    };
    view! {
        <ProjectTop head section=Section::Members/>
        <MemberPages project=id.clone() tabs page=Page::History/>
        <section class="panel" aria-label=t("History")>{list}</section>
        <Pager path=link::project(&id, "members/history") after next/>
    }
    .into_any()
}

/// A line of a history.
#[component]
pub fn Line(
    /// The project, for what became of a job.
    project: String,
    /// The line.
    item: HistoryItem,
) -> impl IntoView {
    let HistoryItem { at, actor, what, subject, before, after, reason, refused, job } = item;
    let change = match (before.is_empty(), after.is_empty()) {
        (true, true) => String::new(),
        (false, false) => format!("{before} → {after}"),
        _ => format!("{before}{after}"),
    };
    let job = job.map(|job| link::project(&project, &format!("members/jobs/{job}")));
    view! {
        <li class="grid gap-0.5 px-5 py-3">
            <p class="flex flex-wrap items-center gap-x-2">
                <span><span class="font-medium">{actor}</span> " " {what} " " <span class="font-medium">{subject}</span></span>
                {refused.then(|| view! { <Chip tone=ChipTone::Bad>{t("Refused")}</Chip> })}
                {job.map(|href| view! { <a class="link text-sm" href=href>{t("What became of it")}</a> })}
            </p>
            <p class="text-sm empty:hidden">{change}</p>
            <p class="text-sm text-muted"><Time at/> {(!reason.is_empty()).then(|| format!(" · {reason}"))}</p>
        </li>
    }
    .into_any()
}
