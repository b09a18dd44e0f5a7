//! What is drawn in the cells, and what it means. The marks are cells themselves, so they are drawn alike.

use crate::prelude::*;
use crate::text::t;

/// State, change, what stands in it, and what it means. The one with a change called `locked` is drawn as locked.
const MARKS: [(&str, &str, &str, &str); 8] = [
    ("all", "", t("all"), t("Granted")),
    ("own", "", t("own"), t("Granted on one's own only")),
    ("inherited", "", t("Viewer"), t("From a role it includes, or from a wider entry")),
    ("conditional", "", t("if"), t("Under a condition only")),
    ("none", "", "", t("Not granted")),
    ("all", "locked", t("all"), t("You cannot change it here")),
    ("all", "changed", t("all"), t("Changed, and not saved yet")),
    ("all", "conflict", t("all"), t("Somebody else changed it too")),
];

/// The legend, folded.
#[component]
pub fn Legend() -> impl IntoView {
    let mark = |(state, change, text, means): (&'static str, &'static str, &'static str, &'static str)| {
        let locked = change == "locked";
        view! {
            <li>
                <span class="matrix-cell" aria-hidden="true" data-state=state data-change=(!locked && !change.is_empty()).then_some(change) aria-readonly=locked.then_some("true")>
                    <span class="cell">{text}</span>
                </span>
                {means}
            </li>
        }
    };
    view! {
        <details class="matrix-legend">
            <summary class="btn btn-plain btn-sm">{t("What the marks mean")}</summary>
            <ul class="menu-sheet">{MARKS.into_iter().map(mark).collect_view()}</ul>
        </details>
    }
    .into_any()
}
