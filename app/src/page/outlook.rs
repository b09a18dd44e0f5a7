//! What a change of access would do, shown before it is done.

use crate::prelude::*;
use crate::{
    dto::{AccessView, GainLine, TurnedLine},
    kit::{Chip, ChipTone, Glyph, Icon, Notice, NoticeTone, Prose},
    text::{capital, fill, number, plural, t},
};

/// How many lines are in sight; the rest unfolds.
const SHOWN: usize = 4;
/// How many permissions are listed in a line; of more, how many there are.
const LISTED: usize = 6;

/// Who gains and loses what, and whether it was used.
#[component]
pub fn Outlook(
    /// What would be.
    outlook: AccessView,
) -> impl IntoView {
    let AccessView { toll, lines, more, used, in_use, replay, turned, withheld, refused } = outlook;
    let mut lines: Vec<AnyView> = lines.into_iter().map(|line| view! { <Gain line/> }.into_any()).collect();
    let rest = lines.split_off(lines.len().min(SHOWN));
    let rest = (!rest.is_empty()).then(|| {
        let label = plural(rest.len(), "1 more line", "{n} more lines");
        let left = (more > 0).then(|| fill("and {n} more, which are only counted", &[("n", &number(more))]));
        view! {
            <details class="grid gap-2">
                <summary class="link touch w-fit cursor-pointer text-sm">{label}</summary>
                <ul class="outlook-lines mt-2">{rest} {left.map(|text| view! { <li><span></span><span class="text-muted">{text}</span></li> })}</ul>
            </details>
        }
    });
    let tone = if in_use { NoticeTone::Accent } else { NoticeTone::Plain };
    view! {
        <div class="outlook">
            {refused.map(|why| view! { <Notice tone=NoticeTone::Bad><p><Prose text=capital(&why)/></p></Notice> })}
            <p class="font-medium">{toll}</p>
            <ul class="outlook-lines empty:hidden">{lines}</ul>
            {rest}
            {(!used.is_empty()).then(|| view! { <Notice tone><p>{used}</p></Notice> })}
            {(!replay.is_empty()).then(|| view! { <Replay replay turned/> })}
            {withheld.then(|| view! {
                <p class="text-sm text-muted">{t("Of those you may not see only the number is told.")}</p>
            })}
        </div>
    }
    .into_any()
}

/// What is looked at before it is done: a link that asks what it would do, and then that with the form that does it.
#[component]
pub fn SeenFirst(
    /// The page it is on.
    path: String,
    /// What asks for it in the address, with its place on the page.
    ask: &'static str,
    /// What the link says.
    label: &'static str,
    /// An icon before the words.
    glyph: Glyph,
    /// What leaves all as it is.
    keep: &'static str,
    /// Is it nothing that one could regret?
    #[prop(optional)]
    mild: bool,
    /// What it would do, once that is asked for.
    outlook: Option<AccessView>,
    /// The form.
    children: Children,
) -> impl IntoView {
    let (button, sheet) = if mild {
        ("btn btn-plain w-fit", "panel p-5")
    } else {
        ("btn btn-plain w-fit text-error", "notice notice-bad block p-4")
    };
    let Some(outlook) = outlook else {
        return view! { <a class=button href=format!("{path}?{ask}")><Icon glyph/> {label}</a> };
    };
    let refused = outlook.refused.is_some();
    view! {
        <div class=sheet>
            <div class="grid gap-5">
                <Outlook outlook/>
                {(!refused).then(children)}
                <a class="link touch w-fit" href=path>{keep}</a>
            </div>
        </div>
    }
}

/// What was asked lately, tried on what would be.
#[component]
fn Replay(replay: String, turned: Vec<TurnedLine>) -> impl IntoView {
    if turned.is_empty() {
        return view! { <p class="text-sm text-muted">{replay}</p> }.into_any();
    }
    let lines = turned.into_iter().map(|line| {
        let (tone, word) = if line.allowed { (ChipTone::Good, t("Allowed")) } else { (ChipTone::Bad, t("Refused")) };
        view! {
            <li>
                <Chip tone>{word}</Chip>
                <span>
                    {line.who} ": " <span title=line.permission>{line.deed}</span>
                    <span class="text-muted">" · " {line.place} " · " {line.asked}</span>
                </span>
            </li>
        }
    });
    view! {
        <details class="grid gap-2">
            <summary class="link touch w-fit cursor-pointer text-sm">{replay}</summary>
            <ul class="outlook-lines mt-2">{lines.collect_view()}</ul>
        </details>
    }
    .into_any()
}

/// Names with how many there are beside them; of none, only how many.
fn listed(names: &[String], more: u32, hidden: impl Fn(usize) -> String) -> String {
    let all = names.join(", ");
    match (names.is_empty(), more) {
        (_, 0) => all,
        (true, more) => hidden(usize::try_from(more).unwrap_or(usize::MAX)),
        (false, more) => fill("{names} and {n} more", &[("names", &all), ("n", &number(more))]),
    }
}

/// A gain or loss.
#[component]
fn Gain(line: GainLine) -> impl IntoView {
    let people =
        listed(&line.people, line.more, |n| plural(n, "1 person you may not see", "{n} people you may not see"));
    let nodes =
        listed(&line.nodes, line.more_nodes, |n| plural(n, "1 place you may not see", "{n} places you may not see"));
    let below = usize::try_from(line.below).unwrap_or(usize::MAX);
    let below = (below > 0).then(|| plural(below, ", and 1 thing in it", ", and {n} things in it"));
    let permissions = permissions(line.permissions, line.deeds);
    let (tone, word) = if line.gains { (ChipTone::Good, t("Gains")) } else { (ChipTone::Bad, t("Loses")) };
    view! {
        <li>
            <Chip tone>{word}</Chip>
            <span>
                {people} ": " {permissions}
                <span class="text-muted">" · " {nodes} {below}</span>
            </span>
        </li>
    }
    .into_any()
}

/// What permissions are for: all of it where they are few; else how many, and all of it once that is unfolded. Their ids
/// are there on hover.
fn permissions(all: Vec<String>, deeds: Vec<String>) -> AnyView {
    let ids = all.join(", ");
    if all.len() <= LISTED {
        return view! { <span title=ids>{deeds.join("; ")}</span> };
    }
    let lines = deeds.into_iter().map(|deed| view! { <li>{deed}</li> });
    view! {
        <details class="inline-block align-top">
            <summary class="link touch w-fit cursor-pointer">{plural(all.len(), "1 permission", "{n} permissions")}</summary>
            <ul class="my-1 text-sm" title=ids>{lines.collect_view()}</ul>
        </details>
    }
}
