//! The keys, on a sheet; letters can be switched off there.

use super::desk::Desk;
use crate::prelude::*;
use crate::text::t;

/// Where the browser remembers that letters are off.
const LETTERS: &str = "bailiwick.matrix.letters";

/// Reads whether letters act.
pub fn read_letters() -> bool {
    let stored = window().local_storage().ok().flatten().and_then(|storage| storage.get_item(LETTERS).ok().flatten());
    stored.as_deref() != Some("off")
}

fn keep_letters(on: bool) {
    if let Ok(Some(storage)) = window().local_storage() {
        // A browser that keeps nothing forgets it with the page.
        let _ = storage.set_item(LETTERS, if on { "on" } else { "off" });
    }
}

/// Keys and what they do.
fn keys() -> Vec<(&'static str, &'static str)> {
    vec![
        ("← → ↑ ↓", t("Go to the next cell")),
        ("Home End", t("First and last cell of the row")),
        ("Ctrl+Home Ctrl+End", t("First and last cell of all")),
        ("Page Up Page Down", t("A screen up or down")),
        ("← → ", t("On a type: fold and unfold")),
        ("Space", t("None, all, own")),
        ("Enter F2 Alt+Enter", t("Open the cell, the menu or the type")),
        ("Esc", t("Close, deselect, put the cell back")),
        ("Shift+Space", t("Select the row")),
        ("Ctrl+Space", t("Select the column")),
        ("Shift+← → ↑ ↓", t("Select a block")),
        ("A O N", t("All, own, none for what is selected")),
        ("C V", t("Copy and paste a block")),
        ("Ctrl+Z Ctrl+Shift+Z", t("Undo and do again")),
        (". ,", t("Next and previous change")),
        ("/", t("Find")),
        ("?", t("This sheet")),
    ]
}

/// What can be looked for besides words.
fn tokens() -> Vec<(&'static str, &'static str)> {
    vec![
        ("type:dataset action:read,update", t("By type and by action")),
        ("is:changed is:inherited is:own is:granted", t("By what stands in the cells")),
        ("risk:high", t("What deserves a second look")),
        ("differs:viewer,editor", t("Where roles differ")),
        ("unused:90d", t("Granted, and not used by anybody for so many days")),
    ]
}

/// The sheet.
#[component]
pub fn KeySheet(
    /// What is shared.
    desk: Desk,
) -> impl IntoView {
    let letters = desk.look.letters;
    let rows = |list: Vec<(&'static str, &'static str)>| {
        let row = |(key, does)| view! { <div class="matrix-key"><dt><kbd>{key}</kbd></dt><dd>{does}</dd></div> };
        list.into_iter().map(row).collect_view()
    };
    let change = move |event| {
        let on = event_target_checked(&event);
        letters.set(on);
        keep_letters(on);
    };
    view! {
        <dl class="grid text-sm">{rows(keys())}</dl>
        <h3 class="mb-1 mt-4 text-sm font-semibold">{t("What can be looked for")}</h3>
        <dl class="grid text-sm">{rows(tokens())}</dl>
        <label class="mt-4 flex items-center gap-3 text-sm">
            <input type="checkbox" class="checkbox" prop:checked=letters on:change=change/>
            {t("Letters act while the grid has the focus")}
        </label>
    }
    .into_any()
}
