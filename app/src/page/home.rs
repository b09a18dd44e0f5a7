//! The home page: my projects, and what I may do there.

use super::project::ProjectRow;
use crate::prelude::*;
use crate::{
    dto::{Chart, Ending, HomePage, Turn},
    kit::{Empty, Ends, Glyph, LinkButton, Load, PageHeader, Time, Tone},
    rpc::project::load_home,
    text::{fill, t},
};

/// My projects, and what I may do there.
#[component]
pub fn Home() -> impl IntoView {
    let page = Resource::new(|| (), |()| load_home());
    view! { <Load resource=page view=|page| view! { <Mine page/> }/> }
}

#[component]
fn Mine(page: HomePage) -> impl IntoView {
    let HomePage { name, items, mine, more, may_create, ending, turns, charts } = page;
    let text = match (items.is_empty(), mine) {
        (true, _) => "",
        (false, true) => t("The projects that give you a role, and what you may do there."),
        (false, false) => t("No project gives you a role of its own. These are open to you."),
    };
    let list = if items.is_empty() {
        view! {
            <Empty
                glyph=Glyph::Projects
                title=t("No project gives you a role yet")
                text=t("Whoever manages the members of a project can add you; then it is here.")
            />
        }
        .into_any()
    } else {
        let rows = items.into_iter().map(|project| view! { <ProjectRow project powers=mine/> }).collect_view();
        view! { <ul class="divide-y divide-line">{rows}</ul> }.into_any()
    };
    view! {
        <PageHeader title=fill("Hello, {name}", &[("name", &name)]) text=text>
            {may_create.then(|| view! {
                <LinkButton href="/projects/new" label=t("New project") tone=Tone::Plain glyph=Glyph::Plus/>
            })}
        </PageHeader>
        {(!ending.is_empty()).then(|| view! { <EndsSoon ending/> })}
        <section class="panel" aria-label=t("Your projects")>{list}</section>
        {more.then(|| view! { <p class="mt-4"><a class="link touch" href="/projects">{t("All projects")}</a></p> })}
        {(!turns.is_empty()).then(|| view! { <Changed turns/> })}
        {(!charts.is_empty()).then(|| view! { <Charts charts/> })}
    }
}

/// Roles of one's own that end soon: in time to ask for more.
#[component]
fn EndsSoon(ending: Vec<Ending>) -> impl IntoView {
    let line = |one: Ending| {
        let place = if one.href.is_empty() {
            view! { <span>{one.place}</span> }.into_any()
        } else {
            view! { <a class="link" href=one.href>{one.place}</a> }.into_any()
        };
        view! {
            <li class="flex flex-wrap justify-between gap-x-4 px-5 py-3 text-sm">
                <span><strong class="font-medium">{one.role}</strong>" · "{place}</span>
                <Ends at=one.at/>
            </li>
        }
    };
    view! {
        <section class="panel mb-6" aria-labelledby="ending">
            <div class="panel-head"><h2 id="ending">{t("Ends soon")}</h2></div>
            <ul class="divide-y divide-line">{ending.into_iter().map(line).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// What others changed lately about what one may do.
#[component]
fn Changed(turns: Vec<Turn>) -> impl IntoView {
    let line = |turn: Turn| {
        let deed = match turn.action.as_str() {
            "AddMember" => t("added you to"),
            "UpdateMember" => t("changed your roles on"),
            "RemoveMember" => t("removed you from"),
            "AddToGroup" => t("put you into the group"),
            _ => t("took you out of the group"),
        };
        let place = if turn.href.is_empty() {
            view! { <span>{turn.place}</span> }.into_any()
        } else {
            view! { <a class="link" href=turn.href>{turn.place}</a> }.into_any()
        };
        view! {
            <li class="flex flex-wrap justify-between gap-x-4 px-5 py-3 text-sm">
                <span>
                    <strong class="font-medium">{turn.author.unwrap_or_else(|| t("Somebody").to_owned())}</strong>
                    " " {deed} " " {place}
                </span>
                <span class="text-muted"><Time at=turn.at/></span>
            </li>
        }
    };
    view! {
        <section class="panel mt-6" aria-labelledby="changed">
            <div class="panel-head"><h2 id="changed">{t("What changed for you")}</h2></div>
            <ul class="divide-y divide-line">{turns.into_iter().map(line).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// How busy the console is: drawings, and the same as tables.
#[component]
fn Charts(charts: Vec<Chart>) -> impl IntoView {
    view! {
        <section class="mt-10" aria-labelledby="activity">
            <h2 id="activity" class="mb-4">{t("The console, these two weeks")}</h2>
            <div class="grid gap-4 lg:grid-cols-2">
                {charts.into_iter().map(|chart| view! { <Figure chart/> }).collect_view()}
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Figure(chart: Chart) -> impl IntoView {
    let Chart { title, summary, svg, heads, rows } = chart;
    let row = |(label, count): (String, u64)| {
        view! { <tr><th scope="row" class="py-0.5 text-start font-normal">{label}</th><td class="text-end tabular-nums">{count}</td></tr> }
    };
    view! {
        <figure class="panel chart">
            <figcaption><span class="font-medium">{title.clone()}</span><span class="text-sm text-muted">{summary.clone()}</span></figcaption>
            <div role="img" aria-label=format!("{title}. {summary}") inner_html=svg></div>
            <details class="text-sm">
                <summary class="touch w-fit cursor-pointer text-muted">{t("As a table")}</summary>
                <table class="mt-2 w-full max-w-xs">
                    <thead><tr><th scope="col" class="text-start font-medium">{heads.0}</th><th scope="col" class="text-end font-medium">{heads.1}</th></tr></thead>
                    <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                </table>
            </details>
        </figure>
    }
    .into_any()
}
