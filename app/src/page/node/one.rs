//! One resource: what it is, what is in it, who has access, and what others would see.

use super::{
    list::{Place, address, open_to, rows},
    way,
    who::Who,
};
use crate::prelude::*;
use crate::{
    dto::{AbilityGroup, NodeFacts, NodeLevel, NodePage, TreeQuery},
    kit::{Chip, ChipTone, Empty, Glyph, LinkButton, Load, PageHeader, Time, TimeStyle, Tone},
    link,
    page::{param, project::words, query},
    rpc::node::load_node,
    text::t,
};
use authz::Visibility;

/// One resource.
#[component]
pub fn Node() -> impl IntoView {
    let (id, node, can, after) = (param("id"), param("node"), query("can"), query("after"));
    // What was just changed, or taken back, is on the page.
    let saved = query("saved");
    let page = Resource::new(
        move || (id.get(), node.get(), can.get(), after.get(), saved.get()),
        |(id, node, can, after, _)| load_node(id, node, can, after),
    );
    view! { <Load resource=page view=move |page| view! { <One page after=after.get_untracked()/> }/> }
}

#[component]
fn One(page: NodePage, after: String) -> impl IntoView {
    let NodePage { head, facts, level, may_create, actions, can, who, views, may_grants } = page;
    let project = head.project.id.clone();
    let (document, crumbs) = (format!("{} · {}", head.name, head.project.name), way(&head));
    let settings = head.may.contains(&true).then(|| link::node(&project, &head.id, "settings"));
    let place = Place { project: project.clone(), visibility: facts.visibility, query: None };
    let path = link::node(&project, &head.id, "");
    view! {
        <PageHeader
            title=head.name.clone()
            document
            crumbs
            text=head.description.clone()
            state=view! {
                <Chip tone=ChipTone::Plain>{words(&head.kind)}</Chip>
                {(facts.restricted == Some(true)).then(|| view! { <Chip tone=ChipTone::Accent glyph=Glyph::Lock>{t("Restricted")}</Chip> })}
            }
        >
            {settings.map(|href| view! { <LinkButton href label=t("Settings") tone=Tone::Plain/> })}
        </PageHeader>
        <div class="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_17rem]">
            <div class="grid min-w-0 gap-6">
                <Inside id=head.id.clone() place level may_create/>
                <Who list=who path actions can after grants=may_grants.then(|| link::grants(&head.id))/>
                <ViewAs views/>
            </div>
            <Facts project id=head.id facts/>
        </div>
    }
    .into_any()
}

/// What is in it.
#[component]
fn Inside(id: String, place: Place, mut level: NodeLevel, may_create: bool) -> impl IntoView {
    if level.items.is_empty() && !may_create {
        return ().into_any();
    }
    let project = place.project.clone();
    let part = |after: String| address(&project, &TreeQuery { at: id.clone(), after, ..TreeQuery::default() });
    let more = level.next.take().map(part);
    let new = link::with_query(&link::project(&project, "resources/new"), &[("in", &id)]);
    let list = if level.items.is_empty() {
        view! { <Empty glyph=Glyph::Projects title=t("Nothing in it") text=t("What you make in it is reached by whoever reaches it.")/> }
            .into_any()
    } else {
        rows(level, &place)
    };
    view! {
        <section class="panel" aria-labelledby="inside">
            <div class="panel-head items-center">
                <h2 id="inside">{t("What is in it")}</h2>
                {may_create.then(|| view! { <LinkButton href=new label=t("New resource") tone=Tone::Plain glyph=Glyph::Plus/> })}
            </div>
            {list}
            {more.map(|href| view! { <p class="panel-note border-t border-line"><a class="link" href=href>{t("All of it, in the tree")}</a></p> })}
        </section>
    }
    .into_any()
}

#[component]
fn Facts(project: String, id: String, facts: NodeFacts) -> impl IntoView {
    let NodeFacts { parents, hidden, owner, own, visibility, attributes, made_at, .. } = facts;
    let inherited = own.is_none_or(|own| own != visibility);
    let visitors = match visibility {
        Visibility::Private => t("Nobody but those with a role that reaches it"),
        _ if inherited => t("Comes from what it is in"),
        _ => t("Set here"),
    };
    let parents = parents
        .into_iter()
        .map(|parent| {
            let href = match parent.id.split_once(':') {
                Some(("project", name)) => link::project(name, "resources"),
                Some(("account", _)) | None => String::new(),
                Some(_) => link::node(&project, &parent.id, ""),
            };
            if href.is_empty() {
                view! { <li>{parent.name}</li> }.into_any()
            } else {
                view! { <li><a class="link touch" href=href>{parent.name}</a></li> }.into_any()
            }
        })
        .collect_view();
    view! {
        <dl class="grid gap-x-6 gap-y-4 text-sm sm:grid-cols-2 lg:grid-cols-1">
            <Fact label=t("Identifier")><code class="break-all">{id}</code></Fact>
            <Fact label=t("In")>
                <ul class="grid gap-1">
                    {parents}
                    {hidden.then(|| view! { <li class="text-muted">{t("and something that you may not see")}</li> })}
                </ul>
            </Fact>
            {owner.map(|owner| view! { <Fact label=t("Owner")>{owner.name}</Fact> })}
            <Fact label=t("Open to")>
                {open_to(visibility)}
                <p class="mt-1 text-muted">{visitors}</p>
            </Fact>
            {made_at.map(|at| view! { <Fact label=t("Created")><Time at style=TimeStyle::Day/></Fact> })}
            {(!attributes.is_empty()).then(|| view! {
                <Fact label=t("Attributes")><pre class="node-json" tabindex="0" aria-label=t("Attributes")>{attributes}</pre></Fact>
            })}
        </dl>
    }
    .into_any()
}

#[component]
fn Fact(label: &'static str, children: Children) -> impl IntoView {
    view! {
        <div class="grid content-start gap-1">
            <dt class="text-muted">{label}</dt>
            <dd class="min-w-0">{children()}</dd>
        </div>
    }
    .into_any()
}

/// What may be done with it and in it: by oneself, by somebody signed in who was given nothing, by anyone.
#[component]
fn ViewAs(views: [Vec<AbilityGroup>; 3]) -> impl IntoView {
    let labels = [
        (t("You"), t("By your roles, and what is open to everybody.")),
        (t("Anybody signed in"), t("Who was given nothing on it.")),
        (t("Anyone"), t("Without signing in.")),
    ];
    let rows =
        labels.into_iter().zip(views).map(|((who, note), groups)| view! { <Viewer who note groups/> }).collect_view();
    view! {
        <section class="panel" aria-labelledby="view-as">
            <div class="panel-head">
                <h2 id="view-as">{t("What others would see")}</h2>
                <p class="text-sm text-muted">{t("What may be done with it, and in it.")}</p>
            </div>
            <dl class="divide-y divide-line border-t border-line">{rows}</dl>
        </section>
    }
    .into_any()
}

#[component]
fn Viewer(who: &'static str, note: &'static str, groups: Vec<AbilityGroup>) -> impl IntoView {
    let told = groups
        .into_iter()
        .filter_map(|group| {
            let allowed =
                group.actions.into_iter().filter(|(_, may)| *may).map(|(action, _)| words(&action).to_lowercase());
            let allowed: Vec<String> = allowed.collect();
            (!allowed.is_empty()).then(|| (words(&group.kind), allowed.join(", ")))
        })
        .collect::<Vec<_>>();
    let nothing = told.is_empty();
    let lines = told
        .into_iter()
        .map(|(kind, actions)| view! { <li><span class="font-medium">{kind}</span> " · " {actions}</li> })
        .collect_view();
    view! {
        <div class="grid gap-x-4 gap-y-1.5 px-5 py-2.5 text-sm sm:grid-cols-[12rem_minmax(0,1fr)]">
            <dt><span class="font-medium">{who}</span><span class="block text-muted">{note}</span></dt>
            <dd>
                {nothing.then(|| view! { <p class="text-muted">{t("Nothing: for them it is not there.")}</p> })}
                <ul class="grid gap-0.5 empty:hidden">{lines}</ul>
            </dd>
        </div>
    }
    .into_any()
}
