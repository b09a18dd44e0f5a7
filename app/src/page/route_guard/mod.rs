//! Route guards: the list, one of them to be written, and a form that tries a request.

mod form;
mod told;
mod trial;

use crate::prelude::*;
use crate::{
    dto::{RouteItem, RouteNeedDraft, RoutePage, RouteQuery},
    kit::{Chip, ChipTone, Crumb, Empty, Glyph, LinkButton, Load, PageHeader, Prose, Tone},
    link,
    page::catalog::Owned,
    rpc::route_guard::{SaveRoute, load_routes},
    text::{fill, t},
};
use form::Form;
use leptos_router::hooks::use_query_map;
use told::Told;
use trial::Trial;

/// Where the routes are.
const PATH: &str = "/routes";

/// The routes.
#[component]
pub fn Routes() -> impl IntoView {
    let map = use_query_map();
    let query = Memo::new(move |_| (RouteQuery::read(&map.read()), map.read().get("saved")));
    let save = ServerAction::<SaveRoute>::new();
    let page = Resource::new(move || query.get(), |(query, _)| load_routes(query));
    let view = move |page| view! { <Page page asked=query.get_untracked().0 save/> };
    view! { <Load resource=page view/> }
}

#[component]
fn Page(page: RoutePage, asked: RouteQuery, save: ServerAction<SaveRoute>) -> impl IntoView {
    let (editable, none, seen) = (page.editable, page.items.is_empty(), page.seen.clone());
    let text = t(
        "What a request at a reverse proxy or in an application means: by host, method and path, which permissions it needs on what. Of the routes that take a request the most specific one decides; what none takes is refused.",
    );
    let rows =
        page.items.clone().into_iter().map(|item| view! { <Row item editable seen=seen.clone()/> }).collect_view();
    let form = page.form.clone().map(|draft| view! { <Form page=page.clone() draft/> });
    let told = page.told.clone().map(|told| view! { <Told told action=save/> });
    view! {
        <PageHeader title=t("Routes") crumbs=vec![Crumb::new("/catalog", t("Catalog"))] text>
            <LinkButton href="/policies" label=t("Policies") tone=Tone::Plain/>
            {editable.then(|| view! { <LinkButton href=link::with_query(PATH, &[("edit", "new")]) label=t("New route") glyph=Glyph::Plus/> })}
        </PageHeader>
        <div class="grid grid-cols-[minmax(0,1fr)] gap-6">
            {form}
            {told}
            <Trial page asked/>
            <section class="panel" aria-labelledby="routes">
                <div class="panel-head"><h2 id="routes">{t("All routes")}</h2></div>
                {none.then(|| view! { <Empty glyph=Glyph::Roles title=t("No route yet") text=t("Without one, every request is refused.")/> })}
                <ol class="role-entries empty:hidden">{rows}</ol>
            </section>
        </div>
    }
}

#[component]
fn Row(item: RouteItem, editable: bool, seen: String) -> impl IntoView {
    let RouteItem { at, title, needs, verified, file, idle } = item;
    let (at, name) = (at.to_string(), title.clone());
    let links = (editable && file.is_none()).then(|| {
        let change = link::with_query(PATH, &[("edit", &at)]);
        let remove = link::with_query(PATH, &[("do", "drop"), ("at", &at), ("seen", &seen)]);
        let named = [("route", name.as_str())];
        view! {
            <span class="flex shrink-0 gap-4">
                <a class="link touch" href=change aria-label=fill("Change {route}", &named)>{t("Change")}</a>
                <a class="link touch text-error" href=remove aria-label=fill("Remove {route}", &named)>{t("Remove…")}</a>
            </span>
        }
    });
    let needs = needs.into_iter().map(|need| view! { <li><Need need/></li> }).collect_view();
    view! {
        <li>
            <div class="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1">
                <p class="font-medium wrap-anywhere"><code>{title}</code></p>
                <ul class="grid grid-cols-[minmax(0,1fr)] gap-0.5 text-sm">{needs}</ul>
                <p class="flex flex-wrap gap-1.5 empty:hidden">
                    {verified.then(|| view! { <Chip tone=ChipTone::Accent glyph=Glyph::Alert>{t("the application verifies nesting")}</Chip> })}
                    {file.map(|file| view! { <Owned file/> })}
                </p>
                {idle.map(|text| view! {
                    <p class="flex flex-wrap items-baseline gap-2 text-sm text-muted"><Chip tone=ChipTone::Accent>{t("never decides")}</Chip> <span class="min-w-0 wrap-anywhere"><Prose text/></span></p>
                })}
            </div>
            {links}
        </li>
    }
}

/// Something that a request needs.
#[component]
fn Need(need: RouteNeedDraft) -> impl IntoView {
    let RouteNeedDraft { permission, on, under } = need;
    let under =
        (!under.is_empty()).then(|| view! { <span>{t(" under ")} <code class="wrap-anywhere">{under}</code></span> });
    view! { <span class="min-w-0">{t("needs ")} <code class="wrap-anywhere">{permission}</code> {t(" on ")} <code class="wrap-anywhere">{on}</code> {under}</span> }
}
