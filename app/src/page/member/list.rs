//! Who is in a project, with which roles, and what gives them access.

use super::{
    block::Blocks,
    facets::Narrowing,
    row::RowContext,
    select::{BulkBar, PickAll, Selection},
    tabs::{MemberPages, Page},
};
use crate::prelude::*;
use crate::{
    dto::{MemberItem, MemberPowers, MemberQuery, MembersPage},
    kit::{Empty, Extra, Glyph, LinkButton, Load, More, Notice, Pager},
    link,
    page::{
        param,
        project::{ProjectTop, Section},
        query,
    },
    rpc::member::load_members,
    text::{plural, t},
};

/// What narrows the list, from the address.
pub fn member_query() -> Memo<MemberQuery> {
    let [tab, q, role, source, state] = ["tab", "q", "role", "source", "state"].map(query);
    let [ends, mfa, idle, after, filter] = ["ends", "mfa", "idle", "after", "filter"].map(query);
    Memo::new(move |_| MemberQuery {
        tab: tab.get(),
        q: q.get(),
        role: role.get(),
        source: source.get(),
        state: state.get(),
        ends: ends.get(),
        mfa: mfa.get(),
        idle: idle.get(),
        after: after.get(),
        filter: filter.get(),
    })
}

/// Who is in a project, with which roles, and what gives them access.
#[component]
pub fn Members() -> impl IntoView {
    let (id, query) = (param("id"), member_query());
    // What was just done, or taken back, is in the list.
    let saved = crate::page::query("saved");
    let page = Resource::new(move || (id.get(), query.get(), saved.get()), |(id, query, _)| load_members(id, query));
    view! { <Load resource=page view=move |page| view! { <List page/> }/> }
}

#[component]
fn List(page: MembersPage) -> impl IntoView {
    let MembersPage { head, query, tabs, items, next, matching, facets, may, alone } = page;
    let id = head.id.clone();
    let (add, csv) = (link::project(&id, "members/add"), query.address(&id, "members.csv"));
    let (filter, after) = (query.pairs(), query.after.clone());
    let (here, words) = (Page::of(&query.tab), query.q.clone());
    let export = Extra { href: csv, label: t("Export"), glyph: Some(Glyph::Download), file: true };
    let extras = if may.update || may.remove { vec![export] } else { Vec::new() };
    view! {
        <ProjectTop head section=Section::Members/>
        <MemberPages project=id.clone() tabs page=here/>
        {alone.then(|| view! {
            <div class="mb-4"><Notice><p>{t("In this project members do not see each other. You see yourself.")}</p></Notice></div>
        })}
        <div class="list-head">
            <Narrowing project=id.clone() query=query.clone() facets/>
            <div class="list-do">
                <More extras/>
                {may.add.then(|| view! { <LinkButton href=add label=t("Add people") glyph=Glyph::Plus/> })}
            </div>
        </div>
        {if items.is_empty() {
            view! { <section class="panel" aria-label=t("Members")><Nobody query=query.clone() project=id.clone()/></section> }.into_any()
        } else {
            view! { <Table project=id.clone() query=query.clone() items next=next.clone() matching may words/> }.into_any()
        }}
        <Pages path=link::project(&id, "members") filter after next/>
    }
    .into_any()
}

#[component]
fn Table(
    project: String,
    query: MemberQuery,
    items: Vec<MemberItem>,
    next: Option<String>,
    matching: u64,
    may: MemberPowers,
    words: String,
) -> impl IntoView {
    let selection = Selection::new(items.iter().map(|item| item.id.clone()).collect());
    let context =
        RowContext { project: StoredValue::new(project.clone()), words: StoredValue::new(words), may, selection };
    let picks = may.update || may.remove;
    let next = RwSignal::new(next);
    let hidden: Vec<_> = query
        .pairs()
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect();
    let action = link::project(&project, "members/change");
    let count = usize::try_from(matching).unwrap_or(usize::MAX);
    view! {
        <form method="get" action=action>
            {hidden}
            <section class="panel relative" aria-label=t("Members")>
                <p class=if picks { "panel-note members-note tabular-nums" } else { "panel-note tabular-nums" }>{if query.narrows() { plural(count, "{n} fits", "{n} fit") } else { plural(count, "{n} member", "{n} members") }}</p>
                <table class="rows members" aria-rowcount=matching.to_string()>
                    <thead>
                        <tr>
                            {picks.then(|| view! { <th class="row-pick"><PickAll selection/></th> })}
                            <th scope="col">{t("Member")}</th>
                            <th scope="col">{t("Roles here")}</th>
                            <th scope="col">{t("Access via")}</th>
                            <th scope="col">{t("Activity")}</th>
                            <th class="row-menu"><span class="sr-only">{t("Actions")}</span></th>
                        </tr>
                    </thead>
                    <Blocks project=project.clone() query=query.clone() items next context/>
                </table>
            </section>
            {picks.then(|| view! { <BulkBar project query matching may selection/> })}
        </form>
    }
    .into_any()
}

/// Links to the next page and back, for who has no script; with it, more comes as one scrolls.
#[component]
fn Pages(path: String, filter: Vec<(&'static str, String)>, after: String, next: Option<String>) -> impl IntoView {
    let (live, set_live) = signal(false);
    Effect::new(move |_| set_live.set(true));
    reactive(move || {
        let (path, filter, after, next) = (path.clone(), filter.clone(), after.clone(), next.clone());
        (!live.get()).then(|| view! { <Pager path filter after next/> })
    })
}

#[component]
fn Nobody(query: MemberQuery, project: String) -> impl IntoView {
    let (title, text) = match (query.narrows(), query.tab.as_str()) {
        (true, _) => {
            (t("Nothing found"), t("No member fits all of this. Take something back, or look for another word."))
        }
        (false, "groups") => {
            (t("No group is a member yet"), t("Add a group, and everybody in it has access, now and later."))
        }
        (false, "expiring") => (t("Nothing ends soon"), t("Nobody's access ends within the next 30 days.")),
        _ => (t("Nobody is a member yet"), t("Add people and groups, and choose what they may do.")),
    };
    let clear = query.narrows().then(|| link::with_query(&link::project(&project, "members"), &[("tab", &query.tab)]));
    view! {
        <Empty glyph=Glyph::People title text>
            {clear.map(|href| view! { <a class="btn btn-plain" href=href>{t("Clear all")}</a> })}
        </Empty>
    }
    .into_any()
}
