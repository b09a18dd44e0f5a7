//! What a project is, and what one may do there.

use super::{ProjectTop, Section, words::words};
use crate::prelude::*;
use crate::text::t;
use crate::{
    dto::{AbilityGroup, ProjectPage},
    kit::{Chip, ChipTone, Glyph, Load, Time, TimeStyle},
    link,
    page::param,
    rpc::project::load_project,
};

/// Types that belong to the console, in the order they are read; everything else is what the project is about.
const CONSOLE: &[&str] = &["project", "member", "role", "audit", "api-key", "group", "user", "plugin", "decision"];

/// What a project is, and what one may do there.
#[component]
pub fn Project() -> impl IntoView {
    let id = param("id");
    let page = Resource::new(move || id.get(), load_project);
    view! { <Load resource=page view=|page| view! { <Overview page/> }/> }
}

#[component]
fn Overview(page: ProjectPage) -> impl IntoView {
    let ProjectPage { head, description, account, created_at, roles, abilities, members } = page;
    let members_page = link::project(&head.id, "members");
    let id = head.id.clone();
    let roles = if roles.is_empty() {
        view! { <Chip tone=ChipTone::Hollow>{t("Visitor")}</Chip> }.into_any()
    } else {
        roles.into_iter().map(|role| view! { <Chip>{role}</Chip> }).collect_view().into_any()
    };
    view! {
        <ProjectTop head section=Section::Overview/>
        <div class="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_17rem]">
            <div class="grid gap-8">
                {(!description.is_empty()).then(|| view! { <p class="max-w-prose text-base">{description}</p> })}
                <MayDo abilities/>
            </div>
            <dl class="grid gap-x-6 gap-y-4 text-sm sm:grid-cols-2 lg:grid-cols-1">
                <Fact label=t("Your roles here")><span class="flex flex-wrap gap-1.5">{roles}</span></Fact>
                {members.map(|count| view! {
                    <Fact label=t("People and groups")><a class="link touch tabular-nums" href=members_page>{count}</a></Fact>
                })}
                {account.map(|name| view! { <Fact label=t("Account")>{name}</Fact> })}
                <Fact label=t("Created")><Time at=created_at style=TimeStyle::Day/></Fact>
                <Fact label=t("Identifier")><code class="break-all">{t("project:")} {id}</code></Fact>
            </dl>
        </div>
    }
}

#[component]
fn Fact(label: &'static str, children: Children) -> impl IntoView {
    view! {
        <div class="grid content-start gap-1">
            <dt class="text-muted">{label}</dt>
            <dd class="min-w-0">{children()}</dd>
        </div>
    }
}

/// What the viewer may do, by type.
#[component]
fn MayDo(abilities: Vec<AbilityGroup>) -> impl IntoView {
    let place = |group: &AbilityGroup| CONSOLE.iter().position(|kind| *kind == group.kind);
    let (mut console, own): (Vec<_>, Vec<_>) = abilities.into_iter().partition(|group| place(group).is_some());
    console.sort_by_key(place);
    let rows = |groups: Vec<AbilityGroup>| groups.into_iter().map(|group| view! { <Group group/> }).collect_view();
    view! {
        <section class="panel" aria-labelledby="may-do">
            <div class="panel-head">
                <h2 id="may-do">{t("What you may do here")}</h2>
                <p class="text-sm text-muted">{t("Filled: you may. Dashed: you may not.")}</p>
            </div>
            {(!own.is_empty()).then(|| view! {
                <dl class="divide-y divide-line border-t border-line">{rows(own)}</dl>
                <h3 class="border-t border-line bg-base-300/40 px-5 py-2 text-sm text-muted">{t("The project itself")}</h3>
            })}
            <dl class="divide-y divide-line border-t border-line">{rows(console)}</dl>
        </section>
    }
}

#[component]
fn Group(group: AbilityGroup) -> impl IntoView {
    let chips = group
        .actions
        .into_iter()
        .map(|(action, may)| {
            let label = words(&action);
            if may {
                view! { <li><Chip glyph=Glyph::Check>{label}<span class="sr-only">{t(": you may")}</span></Chip></li> }
                    .into_any()
            } else {
                view! {
                    <li><Chip tone=ChipTone::Hollow>{label}<span class="sr-only">{t(": you may not")}</span></Chip></li>
                }
                .into_any()
            }
        })
        .collect_view();
    view! {
        <div class="grid gap-x-4 gap-y-1.5 px-5 py-2.5 sm:grid-cols-[9rem_minmax(0,1fr)]">
            <dt class="text-sm font-medium sm:pt-0.5">{words(&group.kind)}</dt>
            <dd><ul class="flex flex-wrap gap-1.5">{chips}</ul></dd>
        </div>
    }
}
