//! Export and import: files, paper, and a dry run before anything changes.

use super::{
    axes::roles,
    desk::Desk,
    look::Panel,
    table::{Trial, csv, json, markdown, trial, words},
};
use crate::prelude::*;
use crate::{
    kit::{Glyph, Icon},
    text::{plural, t},
};
use leptos::html;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

/// Most changes that are listed.
const LISTED: usize = 50;

/// Export and import.
#[component]
pub fn Files(
    /// What is shared.
    desk: Desk,
) -> impl IntoView {
    let (model, look) = (desk.model.clone(), desk.look);
    let name = model.page().node.replace(':', "-");
    let shown = {
        let model = model.clone();
        move || roles(&model, &look.wanted())
    };
    let (as_csv, as_json, as_markdown, columns) = (model.clone(), model.clone(), model, shown.clone());
    let names = [format!("roles-{name}.csv"), format!("roles-{name}.json"), format!("roles-{name}.md")];
    let [csv_name, json_name, markdown_name] = names;
    let print = move |_| {
        look.panel.set(Panel::None);
        // Everything is drawn for the printer, also what is out of sight.
        look.whole.set(true);
        let done = move || {
            let _ = window().print();
            look.whole.set(false);
        };
        set_timeout(done, Duration::from_millis(50));
    };
    view! {
        <p class="mb-3 text-sm text-muted">{t("As you see it, with your changes. What is inherited stands in brackets.")}</p>
        <div class="flex flex-wrap gap-2">
            <button type="button" class="btn btn-plain" on:click=move |_| download(&csv_name, "text/csv", &csv(&as_csv, &untrack(&columns)))>"CSV"</button>
            <button type="button" class="btn btn-plain" on:click=move |_| download(&json_name, "application/json", &json(&as_json))>"JSON"</button>
            <button type="button" class="btn btn-plain" on:click=move |_| download(&markdown_name, "text/markdown", &markdown(&as_markdown, &untrack(&shown)))>"Markdown"</button>
            <button type="button" class="btn btn-plain" on:click=print><Icon glyph=Glyph::Printer size=16/> {t("Print")}</button>
        </div>
        <Import desk/>
    }
    .into_any()
}

/// Hands a file to the browser.
fn download(name: &str, kind: &str, text: &str) {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let made = || -> Result<(), JsValue> {
        let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options)?;
        let address = web_sys::Url::create_object_url_with_blob(&blob)?;
        let link: web_sys::HtmlAnchorElement = document().create_element("a")?.unchecked_into();
        link.set_href(&address);
        link.set_download(name);
        link.click();
        web_sys::Url::revoke_object_url(&address)
    };
    // A browser that makes no files does nothing.
    let _ = made();
}

/// A JSON file is tried first: what it would change is shown, and becomes a draft only then.
#[component]
fn Import(desk: Desk) -> impl IntoView {
    let tried: RwSignal<Option<Result<Trial, String>>> = RwSignal::new(None);
    let field = NodeRef::<html::Input>::new();
    let model = desk.model.clone();
    let read = move |_| {
        let file = field.get_untracked().and_then(|field| field.files()).and_then(|files| files.get(0));
        let (Some(file), Ok(reader)) = (file, web_sys::FileReader::new()) else { return };
        let (model, source) = (model.clone(), reader.clone());
        let loaded = Closure::once_into_js(move || {
            let text = source.result().ok().and_then(|text| text.as_string()).unwrap_or_default();
            // The panel may be closed by now.
            let _ = tried.try_set(Some(trial(&model, &text)));
        });
        reader.set_onload(loaded.dyn_ref());
        // A file that cannot be read is as good as none.
        let _ = reader.read_as_text(&file);
    };
    view! {
        <section class="mt-6 grid gap-3">
            <h3>{t("Import a JSON file")}</h3>
            <p class="text-sm text-muted">{t("You see what it would change before anything does.")}</p>
            <label class="grid gap-1 text-sm font-medium">
                {t("File")}
                <input type="file" accept="application/json,.json" class="text-sm" node_ref=field on:change=read/>
            </label>
            {move || tried.get().map(|tried| match tried {
                Err(why) => view! { <p role="alert" class="text-error">{why}</p> }.into_any(),
                Ok(found) => view! { <DryRun desk=desk.clone() found/> }.into_any(),
            })}
        </section>
    }
    .into_any()
}

/// What a file would change.
#[component]
fn DryRun(desk: Desk, found: Trial) -> impl IntoView {
    let model = desk.model.clone();
    let count = found.changes.len();
    let lines: Vec<String> = found.changes.iter().take(LISTED).map(|change| words(&model, *change)).collect();
    let more = count.saturating_sub(LISTED);
    let changes = found.changes;
    desk.voice.say(plural(count, "Dry run: it would change {n} cell.", "Dry run: it would change {n} cells."));
    let take = move |_| {
        desk.look.panel.set(Panel::None);
        desk.set(changes.clone());
        desk.back();
    };
    view! {
        <div class="grid gap-2">
            <p class="font-medium">{plural(count, "Dry run: it would change {n} cell.", "Dry run: it would change {n} cells.")} " " {plural(found.same, "{n} is as it has it.", "{n} are as it has them.")}</p>
            <ul class="grid gap-1 text-sm">{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            {(more > 0).then(|| view! { <p class="text-sm text-muted">{plural(more, "{n} more", "{n} more")}</p> })}
            {(!found.skipped.is_empty()).then(|| view! {
                <p class="text-sm font-medium">{t("Not taken:")}</p>
                <ul class="grid gap-1 text-sm text-muted">{found.skipped.into_iter().take(LISTED).map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            })}
            {(count > 0).then(|| view! { <button type="button" class="btn btn-primary w-fit" on:click=take>{t("Make it my draft")}</button> })}
        </div>
    }
    .into_any()
}
