//! A line of the audit log. The sentence is always there; the rest unfolds, without script too.

use super::words;
use crate::prelude::*;
use crate::{
    dto::{AuditItem, Difference},
    kit::{Chip, ChipTone, Glyph, Icon, Prose, Time},
    text::{plural, t},
};

/// A line of the audit log.
#[component]
pub fn Line(
    /// The line.
    item: AuditItem,
    /// Say where it was: the log is of more than one place.
    everywhere: bool,
) -> impl IntoView {
    let words::Sentence { before, who, after, at } =
        words::attempt(&item.action, &item.outcome, item.subject.as_deref());
    let elsewhere =
        everywhere && item.node != "system" && item.place != item.actor && who.as_ref() != Some(&item.place);
    let who = who.map(|who| view! { " " <strong class="font-medium">{who}</strong> });
    let after = (!after.is_empty()).then(|| format!(" {after}"));
    let place = at.filter(|_| elsewhere).map(|at| {
        view! { " " {at} " " <span class="text-muted">{item.place.clone()}</span> }
    });
    let bad = match item.outcome.as_str() {
        "done" => None,
        "failed" => Some(t("Failed")),
        _ => Some(t("Refused")),
    };
    let times =
        (item.times > 1).then(|| plural(usize::try_from(item.times).unwrap_or(usize::MAX), "{n} time", "{n} times"));
    view! {
        <li>
            <details class="group">
                <summary class="grid grid-cols-[auto_minmax(0,1fr)_auto] items-start gap-x-3 px-5 py-3 text-sm -outline-offset-2 hover:bg-base-300/45">
                    <span class="mt-0.5 text-muted transition-transform group-open:rotate-90 rtl:group-open:-rotate-90"><Icon glyph=Glyph::Right size=16/></span>
                    <span class="min-w-0">
                        <strong class="font-medium">{item.actor.clone()}</strong>
                        " "
                        {before}
                        {who}
                        {after}
                        {place}
                        <span class="ms-2 inline-flex gap-1.5 empty:hidden">
                            {bad.map(|text| view! { <Chip tone=ChipTone::Bad>{text}</Chip> })}
                            {times.map(|text| view! { <Chip tone=ChipTone::Plain>{text}</Chip> })}
                        </span>
                    </span>
                    <span class="text-muted tabular-nums"><Time at=item.at/></span>
                </summary>
                <Details item/>
            </details>
        </li>
    }
    .into_any()
}

#[component]
fn Details(item: AuditItem) -> impl IntoView {
    let changes = item.changes.into_iter().map(|change| view! { <Change change/> }).collect::<Vec<_>>();
    let facts = [
        (t("Action"), Some(item.action)),
        (t("On"), Some(item.node)),
        (t("From"), item.address),
        (t("Request"), item.request),
        (t("Entry"), Some(item.id)),
    ];
    let facts = facts
        .into_iter()
        .filter_map(|(label, text)| text.map(|text| (label, text)))
        .map(|(label, text)| view! {
            <div class="flex gap-2"><dt class="text-muted">{label}</dt><dd class="min-w-0"><code class="break-all">{text}</code></dd></div>
        })
        .collect_view();
    view! {
        <div class="grid gap-4 px-5 pt-1 pb-5 ps-12 text-sm">
            {item.reason.map(|reason| view! { <p><span class="text-muted">{t("Reason:")} " "</span><Prose text=reason/></p> })}
            {(!changes.is_empty()).then(|| view! { <dl class="grid gap-3">{changes}</dl> })}
            <dl class="flex flex-wrap gap-x-6 gap-y-1">{facts}</dl>
            {item.question.map(|href| view! { <p><a class="link touch" href=href>{t("Why? Ask it now")}</a></p> })}
        </div>
    }
    .into_any()
}

/// What a field was and what it is. Signs say it as well as colours.
#[component]
fn Change(change: Difference) -> impl IntoView {
    let line = |sign: &'static str, label: &'static str, class: &'static str| {
        move |text: String| {
            view! {
                <li class=class>
                    <span aria-hidden="true">{sign}</span>
                    <span class="sr-only">{label}</span>
                    <span class="min-w-0 break-words">{text}</span>
                </li>
            }
        }
    };
    let gone = change.gone.into_iter().map(line("−", "Before: ", "flex gap-2 text-error")).collect_view();
    let come = change.come.into_iter().map(line("+", "After: ", "flex gap-2 text-success")).collect_view();
    view! {
        <div class="grid gap-x-4 gap-y-1 sm:grid-cols-[9rem_minmax(0,1fr)]">
            <dt class="text-muted first-letter:uppercase">{change.field}</dt>
            <dd><ul class="grid gap-0.5">{gone}{come}</ul></dd>
        </div>
    }
    .into_any()
}
