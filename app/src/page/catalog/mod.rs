//! The catalog: what is protected, and what can be done with it.

mod part;
mod told;

pub use part::{CatalogSettings, CatalogType, NewCatalogType};

use crate::prelude::*;
use crate::{
    dto::{CatalogPage, FileItem, TypeItem, TypeNode},
    kit::{Chip, ChipTone, Glyph, Icon, LinkButton, Load, Notice, NoticeTone, PageHeader, Prose, Time, Tone},
    link,
    page::query,
    rpc::catalog::load_catalog,
    text::{capital, fill, number, plural, t},
};

/// The catalog.
#[component]
pub fn Catalog() -> impl IntoView {
    let saved = query("saved");
    let page = Resource::new(move || saved.get(), |_| load_catalog());
    view! { <Load resource=page view=|page| view! { <Whole page/> }/> }
}

#[component]
fn Whole(page: CatalogPage) -> impl IntoView {
    let CatalogPage { tree, console, settings, policies, routes, files, faults, editable, log } = page;
    let history = link::with_query("/audit", &[("action", "EditCatalog")]);
    let faults = (!faults.is_empty()).then(|| view! { <Faults faults/> });
    let files = (!files.is_empty()).then(|| view! { <Files files/> });
    view! {
        <PageHeader
            title=t("Catalog")
            text=t("What is protected here, what can be done with it, and what follows from that. It decides for everybody, so only administrators change it.")
        >
            {log.then(|| view! { <LinkButton href=history label=t("History") glyph=Glyph::History tone=Tone::Plain/> })}
            {editable.then(|| view! { <LinkButton href="/catalog/new" label=t("New type") glyph=Glyph::Plus/> })}
        </PageHeader>
        <div class="grid gap-6">
            {faults}
            {files}
            <section class="panel" aria-labelledby="types">
                <div class="panel-head">
                    <h2 id="types">{t("What is in what")}</h2>
                    <p class="text-sm text-muted">{t("A role given on something holds for everything in it.")}</p>
                </div>
                <ul class="catalog-tree">{tree.into_iter().map(branch).collect_view()}</ul>
                <details class="catalog-more">
                    <summary class="link touch w-fit cursor-pointer text-sm">{t("What the console itself asks about")}</summary>
                    <ul class="catalog-tree">
                        {console.into_iter().map(|item| view! { <li><Type item again=false/></li> }).collect_view()}
                    </ul>
                </details>
            </section>
            <Settings settings editable/>
            <Policies policies editable/>
            <Routes routes editable/>
        </div>
    }
    .into_any()
}

/// A type with what can be in it.
fn branch(node: TypeNode) -> AnyView {
    let TypeNode { item, again, inner } = node;
    let inner = inner.into_iter().map(branch).collect_view();
    view! { <li><Type item again/><ul class="empty:hidden">{inner}</ul></li> }
}

/// A type, and what can be done with it.
#[component]
fn Type(item: TypeItem, again: bool) -> impl IntoView {
    let TypeItem { kind, built_in, actions, flags, nodes, file } = item;
    let href = link::catalog_type(&kind);
    if again {
        return view! {
            <p class="catalog-type">
                <a class="link touch" href=href><code>{kind}</code></a>
                <span class="text-sm text-muted">{t("shown above")}</span>
            </p>
        }
        .into_any();
    }
    let count = nodes.map(|nodes| plural(usize::try_from(nodes).unwrap_or(usize::MAX), "1 exists", "{n} exist"));
    let flags = flags.into_iter().map(|flag| view! { <Chip tone=ChipTone::Plain>{flag}</Chip> }).collect_view();
    view! {
        <div class="catalog-type">
            <p class="flex flex-wrap items-center gap-x-3 gap-y-1">
                <a class="link touch font-medium" href=href><code>{kind}</code></a>
                {count.map(|count| view! { <span class="text-sm text-muted tabular-nums">{count}</span> })}
                {built_in.then(|| view! { <Chip tone=ChipTone::Hollow>{t("built in")}</Chip> })}
                {file.map(|file| view! { <Owned file/> })}
            </p>
            <p class="catalog-actions">{actions.join(" · ")}</p>
            <p class="flex flex-wrap gap-1.5 empty:hidden">{flags}</p>
        </div>
    }
    .into_any()
}

/// Says which file owns something.
#[component]
pub(super) fn Owned(file: String) -> impl IntoView {
    view! {
        <span class="chip chip-accent">
            <Icon glyph=Glyph::Lock size=14/>
            {fill("owned by {file}", &[("file", &file)])}
        </span>
    }
    .into_any()
}

#[component]
fn Settings(settings: Vec<(String, String)>, editable: bool) -> impl IntoView {
    let lines =
        settings.into_iter().map(|(label, value)| view! { <div><dt>{label}</dt><dd>{value}</dd></div> }).collect_view();
    let words = if editable { t("Change settings") } else { t("Open settings") };
    view! {
        <section class="panel" aria-labelledby="settings">
            <div class="panel-head"><h2 id="settings">{t("What follows from it")}</h2></div>
            <dl class="catalog-settings">{lines}</dl>
            <p class="panel-body pt-0"><a class="link touch" href="/catalog/settings">{words}</a></p>
        </section>
    }
    .into_any()
}

#[component]
fn Policies(policies: Vec<(String, Vec<String>)>, editable: bool) -> impl IntoView {
    let none = policies.is_empty();
    let lines = policies
        .into_iter()
        .map(|(pattern, needs)| view! { <div><dt><code>{pattern}</code></dt><dd>{needs.join(", ")}</dd></div> })
        .collect_view();
    let words = if editable { t("Change policies") } else { t("Open policies") };
    view! {
        <section class="panel" aria-labelledby="policies">
            <div class="panel-head">
                <h2 id="policies">{t("Policies")}</h2>
                <p class="text-sm text-muted">{t("For what nobody registers: by pattern, which permission on the system each action needs.")}</p>
            </div>
            {none.then(|| view! { <p class="px-5 pb-2 text-sm text-muted">{t("There are none: a type whose flag says that policies decide would need some.")}</p> })}
            <dl class="catalog-settings empty:hidden">{lines}</dl>
            <p class="panel-body pt-0"><a class="link touch" href="/policies">{words}</a></p>
        </section>
    }
    .into_any()
}

/// The files that own parts of it, and what differs from them.
#[component]
fn Files(files: Vec<FileItem>) -> impl IntoView {
    let rows = files.into_iter().map(|file| view! { <File file/> }).collect_view();
    view! {
        <section class="panel" aria-labelledby="files">
            <div class="panel-head">
                <h2 id="files">{t("Owned by files")}</h2>
                <p class="text-sm text-muted">{t("What a file names is changed in the file, and applied with `bailiwick catalog apply`.")}</p>
            </div>
            <ul class="divide-y divide-line border-t border-line">{rows}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn File(file: FileItem) -> impl IntoView {
    let FileItem { file, owns, applied, by, drift } = file;
    let differs = plural(drift.len(), "1 thing differs from it", "{n} things differ from it");
    let clean = drift.is_empty();
    let lines = drift
        .into_iter()
        .map(|(what, how)| {
            let how =
                how.into_iter().map(|line| view! { <li><code class="break-words">{line}</code></li> }).collect_view();
            view! { <li><p>{what}</p><ul class="text-sm text-muted">{how}</ul></li> }
        })
        .collect_view();
    view! {
        <li class="grid gap-1 px-5 py-3">
            <p class="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span class="font-medium">{file}</span>
                {if clean {
                    view! { <Chip tone=ChipTone::Good>{t("as applied")}</Chip> }
                } else {
                    view! { <Chip tone=ChipTone::Bad>{differs}</Chip> }
                }}
            </p>
            <p class="text-sm text-muted">{owns} " · " {t("applied")} " " <Time at=applied/> " " {fill("by {name}", &[("name", &by)])}</p>
            {(!clean).then(|| view! { <ul class="grid gap-2 pt-1">{lines}</ul> })}
        </li>
    }
    .into_any()
}

#[component]
fn Faults(faults: Vec<String>) -> impl IntoView {
    let title =
        fill("{n} things in it mean nothing", &[("n", &number(u64::try_from(faults.len()).unwrap_or(u64::MAX)))]);
    let lines = faults.into_iter().map(|fault| view! { <li><Prose text=capital(&fault)/></li> }).collect_view();
    view! {
        <Notice tone=NoticeTone::Accent>
            <p class="font-medium">{title}</p>
            <ul class="list-disc ps-5">{lines}</ul>
        </Notice>
    }
    .into_any()
}

#[component]
fn Routes(routes: Vec<(String, Vec<String>)>, editable: bool) -> impl IntoView {
    let none = routes.is_empty();
    let lines = routes
        .into_iter()
        .map(|(route, needs)| view! { <div><dt class="wrap-anywhere"><code>{route}</code></dt><dd class="wrap-anywhere">{needs.join(", ")}</dd></div> })
        .collect_view();
    let words = if editable { t("Change routes") } else { t("Open routes") };
    view! {
        <section class="panel" aria-labelledby="routes">
            <div class="panel-head">
                <h2 id="routes">{t("Routes")}</h2>
                <p class="text-sm text-muted">{t("For requests at a proxy or in an application: by address, which permissions they need on what.")}</p>
            </div>
            {none.then(|| view! { <p class="px-5 pb-2 text-sm text-muted">{t("There are none: every request would be refused.")}</p> })}
            <dl class="catalog-settings empty:hidden">{lines}</dl>
            <p class="panel-body pt-0"><a class="link touch" href="/routes">{words}</a></p>
        </section>
    }
    .into_any()
}
