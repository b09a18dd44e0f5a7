//! What a change of many members would do.

use crate::prelude::*;
use crate::{
    dto::{OutlookView, SkipLine},
    kit::{Chip, ChipTone},
    page::outlook::Outlook,
    text::{fill, number, t},
};

/// Who changes, who is skipped and why, who gains and who loses.
#[component]
pub fn OutlookPart(
    /// What it would do.
    outlook: OutlookView,
    /// How many were chosen.
    total: u64,
) -> impl IntoView {
    let OutlookView { changed, some, skipped, access, measured, unjudged } = outlook;
    let left = total.saturating_sub(changed);
    let head = fill("{changed} change, {left} do not", &[("changed", &number(changed)), ("left", &number(left))]);
    let turns = some
        .into_iter()
        .map(|turn| {
            view! {
                <tr>
                    <td>{turn.name}</td>
                    <td data-label=t("Before")>{turn.before}</td>
                    <td data-label=t("After")>{turn.after}</td>
                </tr>
            }
        })
        .collect_view();
    let skips = skipped.into_iter().map(|skip| view! { <Skipped skip/> }).collect_view();
    view! {
        <section class="panel" aria-labelledby="outlook">
            <div class="panel-head"><h2 id="outlook">{t("What it would do")}</h2><p class="text-muted tabular-nums">{head}</p></div>
            {(changed > 0).then(|| view! {
                <table class="rows">
                    <thead><tr><th scope="col">{t("Who")}</th><th scope="col">{t("Before")}</th><th scope="col">{t("After")}</th></tr></thead>
                    <tbody>{turns}</tbody>
                </table>
            })}
            <ul class="outlook-list empty:hidden">{skips}</ul>
            {(changed > 0).then(|| view! { <div class="panel-body border-t border-line"><Outlook outlook=access/></div> })}
            {(measured < changed).then(|| view! {
                <p class="panel-note">{fill("Gains and losses are shown for the first {n}.", &[("n", &number(measured))])}</p>
            })}
            {(unjudged > 0).then(|| view! {
                <p class="panel-note">{fill("{n} more are judged when their turn comes.", &[("n", &number(unjudged))])}</p>
            })}
        </section>
    }
    .into_any()
}

#[component]
fn Skipped(skip: SkipLine) -> impl IntoView {
    let tone = if skip.refused { ChipTone::Bad } else { ChipTone::Hollow };
    let more = skip.count.saturating_sub(u64::try_from(skip.some.len()).unwrap_or_default());
    let mut names = skip.some.join(", ");
    if more > 0 {
        names = fill("{names} and {n} more", &[("names", &names), ("n", &number(more))]);
    }
    view! {
        <li>
            <Chip tone>{if skip.refused { t("Refused") } else { t("Skipped") }} " " {number(skip.count)}</Chip>
            <span>{skip.reason} <span class="text-muted">" · " {names}</span></span>
        </li>
    }
    .into_any()
}
