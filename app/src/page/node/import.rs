//! Importing resources: the file, what it would do, and doing it.

use super::crumbs;
use crate::prelude::*;
use crate::{
    dto::{ImportPage, TrialRow, TrialView},
    kit::{
        Chip, ChipTone, FormError, Load, Notice, NoticeTone, PageHeader, Prose, Reason, Submit, TextArea, Tone,
        refusal, successes,
    },
    page::{outlook::Outlook, param},
    rpc::node::{ApplyImport, CheckImport, load_import},
    text::{fill, plural, t},
};
use leptos::{form::ActionForm, html};
use wasm_bindgen::{JsCast, closure::Closure};

/// Importing resources.
#[component]
pub fn ImportNodes() -> impl IntoView {
    let id = param("id");
    let (check, apply) = (ServerAction::<CheckImport>::new(), ServerAction::<ApplyImport>::new());
    // What could not be read is kept too, and said by the form itself.
    let (checked, tried) = (successes(check), check.version());
    let page = Resource::new(move || (id.get(), checked.get(), tried.get()), |(id, ..)| load_import(id));
    view! { <Load resource=page view=move |page| view! { <Page page check apply/> }/> }
}

#[component]
fn Page(page: ImportPage, check: ServerAction<CheckImport>, apply: ServerAction<ApplyImport>) -> impl IntoView {
    let ImportPage { head, text, trial, kinds } = page;
    let project = head.id.clone();
    view! {
        <PageHeader
            title=t("Import resources")
            crumbs=crumbs(&head)
            text=t("From a table (CSV) or JSON. You see what every row would do before anything is done.")
        />
        <div class="grid max-w-3xl grid-cols-1 gap-6">
            <Source project=project.clone() text kinds action=check/>
            {trial.map(|trial| view! { <Verdict project trial action=apply/> })}
        </div>
    }
    .into_any()
}

/// The file.
#[component]
fn Source(project: String, text: String, kinds: Vec<String>, action: ServerAction<CheckImport>) -> impl IntoView {
    let error = refusal(action);
    let hint = fill(
        "The first line names the columns: id (such as {kind}:a-name), name, description, parents, owner, restricted, visibility, attributes. What is empty stays as it is; several parents stand between semicolons. At most 2,000 rows.",
        &[("kind", kinds.first().map_or("dataset", String::as_str))],
    );
    let form = NodeRef::<html::Div>::new();
    view! {
        <section class="panel" aria-label=t("File")>
            <div class="panel-body" node_ref=form>
                <ActionForm action>
                    <input type="hidden" name="project" value=project/>
                    <div class="grid grid-cols-1 gap-5">
                        <FormError error fields=&["text"]/>
                        <FromFile form/>
                        <TextArea name="text" label=t("Rows") hint value=text rows=10 error/>
                        <div><Submit label=t("See what it would do") tone=Tone::Plain pending=action.pending()/></div>
                    </div>
                </ActionForm>
            </div>
        </section>
    }
    .into_any()
}

/// Puts a file's text into the form: it is read here, and nothing is sent before one asks for it.
#[component]
fn FromFile(form: NodeRef<html::Div>) -> impl IntoView {
    let (ready, set_ready) = signal(false);
    Effect::new(move |_| set_ready.set(true));
    let field = NodeRef::<html::Input>::new();
    let read = move |_| {
        let file = field.get_untracked().and_then(|field| field.files()).and_then(|files| files.get(0));
        let (Some(file), Ok(reader)) = (file, web_sys::FileReader::new()) else { return };
        let source = reader.clone();
        let loaded = Closure::once_into_js(move || {
            let text = source.result().ok().and_then(|text| text.as_string()).unwrap_or_default();
            let area = form.get_untracked().and_then(|form| form.query_selector("textarea").ok().flatten());
            if let Some(area) = area.and_then(|area| area.dyn_into::<web_sys::HtmlTextAreaElement>().ok()) {
                area.set_value(&text);
            }
        });
        reader.set_onload(loaded.dyn_ref());
        // A file that cannot be read is as good as none.
        let _ = reader.read_as_text(&file);
    };
    reactive(move || {
        ready.get().then(|| {
            view! {
                <label class="grid grid-cols-1 gap-1.5 text-sm font-medium">
                    {t("From a file")}
                    <input
                        type="file"
                        class="node-file"
                        accept=".csv,.json,text/csv,application/json"
                        node_ref=field
                        on:change=read
                    />
                </label>
            }
        })
    })
}

/// What the file would do.
#[component]
fn Verdict(project: String, trial: TrialView, action: ServerAction<ApplyImport>) -> impl IntoView {
    let TrialView { at, counts, rows, unread, access } = trial;
    if !unread.is_empty() {
        return view! {
            <section id="verdict"><Notice tone=NoticeTone::Bad><p><Prose text=unread/></p></Notice></section>
        }
        .into_any();
    }
    let [created, updated, unchanged, refused] = counts.map(|count| usize::try_from(count).unwrap_or(usize::MAX));
    let all = created + updated + refused;
    let more = all.saturating_sub(rows.len());
    let summary = [
        plural(created, "{n} created", "{n} created"),
        plural(updated, "{n} changed", "{n} changed"),
        plural(unchanged, "{n} unchanged", "{n} unchanged"),
        plural(refused, "{n} refused", "{n} refused"),
    ]
    .join(" · ");
    let lines = rows.into_iter().map(|row| view! { <Line row/> }).collect_view();
    let table = (all > 0).then(|| {
        view! {
            <table class="rows">
                <thead>
                    <tr>
                        <th scope="col">{t("Line")}</th>
                        <th scope="col">{t("Resource")}</th>
                        <th scope="col">{t("What would happen")}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        }
    });
    let more = (more > 0).then(|| {
        view! { <p class="panel-note border-t border-line">{plural(more, "{n} more row is not shown.", "{n} more rows are not shown.")}</p> }
    });
    view! {
        <section id="verdict" class="panel" aria-labelledby="verdict-head">
            <div class="panel-head"><h2 id="verdict-head">{t("What it would do")}</h2></div>
            <p class="held-summary tabular-nums">{summary}</p>
            {table}
            {more}
            {(refused == 0 && all > 0).then(|| view! { <div class="panel-body border-t border-line"><Outlook outlook=access/></div> })}
            <Apply project at refused doing=created + updated action/>
        </section>
    }
    .into_any()
}

#[component]
fn Line(row: TrialRow) -> impl IntoView {
    let TrialRow { line, id, verdict, why } = row;
    let said = match verdict.as_str() {
        "created" => view! { <Chip tone=ChipTone::Good>{t("Created")}</Chip> }.into_any(),
        "updated" => view! { <Chip tone=ChipTone::Accent>{t("Changed")}</Chip> }.into_any(),
        _ => view! { <Chip tone=ChipTone::Bad>{t("Refused")}</Chip> <p class="mt-1"><Prose text=why/></p> }.into_any(),
    };
    view! {
        <tr>
            <td class="tabular-nums">{line}</td>
            <td><code class="break-all">{id}</code></td>
            <td>{said}</td>
        </tr>
    }
    .into_any()
}

#[component]
fn Apply(project: String, at: i64, refused: usize, doing: usize, action: ServerAction<ApplyImport>) -> impl IntoView {
    let error = refusal(action);
    let body = match (refused, doing) {
        (0, 0) => view! { <p class="text-sm text-muted">{t("All of it is so already: there is nothing to do.")}</p> }.into_any(),
        (0, doing) => {
            let label = plural(doing, "Import {n} resource", "Import {n} resources");
            view! {
                <ActionForm action>
                    <input type="hidden" name="project" value=project/>
                    <input type="hidden" name="at" value=at.to_string()/>
                    <div class="grid gap-4">
                        <FormError error/>
                        <Reason error/>
                        <div><Submit label pending=action.pending()/></div>
                    </div>
                </ActionForm>
            }
            .into_any()
        }
        _ => view! {
            <p class="text-sm text-muted">{t("It is done as a whole or not at all: mend the rows that are refused, or leave them out, and look again.")}</p>
        }
        .into_any(),
    };
    view! { <div class="panel-body border-t border-line">{body}</div> }.into_any()
}
