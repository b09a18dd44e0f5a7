//! Why somebody may do something, or may not.

use super::proof::Proof;
use crate::prelude::*;
use crate::{
    dto::{WhyLine, WhyView},
    kit::{Glyph, Icon, Notice, Prose},
    text::{fill, number, plural, t},
};

/// The answer, with everything it comes from.
#[component]
pub(super) fn Why(
    /// The answer.
    why: WhyView,
) -> impl IntoView {
    let WhyView { allowed, sentence, proofs, count, stops, misses, fixes, withheld } = why;
    let (glyph, class) = if allowed { (Glyph::Done, "access-yes") } else { (Glyph::Ban, "access-no") };
    let word = if allowed { t("Yes") } else { t("No") };
    let all = usize::try_from(count).unwrap_or(usize::MAX);
    let (nothing, shown) = (proofs.is_empty() && stops.is_empty() && misses.is_empty(), proofs.len());
    let cut = (all > shown).then(|| {
        let shown = u64::try_from(shown).unwrap_or(u64::MAX);
        fill("{n} of {total} are shown.", &[("n", &number(shown)), ("total", &number(count))])
    });
    let heading = if allowed {
        plural(all, "{n} way gives it", "{n} ways give it")
    } else {
        plural(all, "{n} way would give it", "{n} ways would give it")
    };
    let given = proofs.into_iter().map(|proof| view! { <Proof proof/> }).collect_view();
    view! {
        <section class="panel" aria-labelledby="answer">
            <div class=class>
                <Icon glyph size=24/>
                <div>
                    <h2 id="answer">{word}</h2>
                    <p><Prose text=sentence/></p>
                </div>
            </div>
            {(!allowed && nothing).then(|| {
                let text = if withheld {
                    t("Nothing that you may see gives it or comes near it.")
                } else {
                    t("Nothing gives it, and nothing comes near it.")
                };
                view! { <p class="panel-note">{text}</p> }
            })}
            {(allowed && shown == 0).then(|| view! { <p class="panel-note">{t("What gives it you may not see.")}</p> })}
        </section>
        {withheld.then(|| view! {
            <Notice><p>{t("Something is left out here that you may not see: a place, a group, a role or what was given to somebody. It may have a say in this.")}</p></Notice>
        })}
        <Lines id="stops" heading=t("What stops it") lines=stops action=t("Go there")/>
        {(shown > 0).then(|| view! {
            <section class="panel" aria-labelledby="proofs">
                <div class="panel-head">
                    <h2 id="proofs">{heading}</h2>
                    {cut.map(|text| view! { <p class="text-sm text-muted">{text}</p> })}
                </div>
                <ol class="proofs">{given}</ol>
            </section>
        })}
        <Lines id="misses" heading=t("What comes near") lines=misses action=t("Go there")/>
        <Lines id="fixes" heading=t("What would help") lines=fixes action=t("Apply…")/>
    }
    .into_any()
}

/// What stops it, misses it or would help.
#[component]
fn Lines(id: &'static str, heading: &'static str, lines: Vec<WhyLine>, action: &'static str) -> impl IntoView {
    if lines.is_empty() {
        return ().into_any();
    }
    let rows = lines
        .into_iter()
        .map(|line| {
            let WhyLine { text, note, apply } = line;
            let said = fill("{action} {text}", &[("action", action), ("text", &text.replace('`', ""))]);
            view! {
                <li class="access-line">
                    <div class="min-w-0">
                        <p><Prose text/></p>
                        {(!note.is_empty()).then(|| view! { <p class="text-sm text-muted"><Prose text=note/></p> })}
                    </div>
                    {apply.map(|href| view! { <a class="btn btn-plain btn-sm" href=href aria-label=said>{action}</a> })}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="panel" aria-labelledby=id>
            <div class="panel-head"><h2 id=id>{heading}</h2></div>
            <ul class="access-lines">{rows}</ul>
        </section>
    }
    .into_any()
}
