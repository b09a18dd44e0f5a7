//! Who else has access, by where it comes from.

use super::tabs::{MemberPages, Page};
use crate::prelude::*;
use crate::{
    dto::{AlsoItem, AlsoPage},
    kit::{Confirm, Empty, FormError, Glyph, Icon, Load, Reason, Submit, Tone, refusal},
    link,
    page::{
        param,
        project::{ProjectTop, Section},
        query,
        source::{glyph, label},
    },
    rpc::member::{RemoveMember, load_also},
    text::{fill, number, t},
};
use leptos::form::ActionForm;

/// Who else has access, by where it comes from.
#[component]
pub fn AlsoMembers() -> impl IntoView {
    let (id, grant, after) = (param("id"), query("grant"), query("after"));
    let remove = ServerAction::<RemoveMember>::new();
    let page = Resource::new(
        move || (id.get(), grant.get(), after.get(), remove.version().get()),
        |(id, grant, after, _)| load_also(id, grant, after),
    );
    let view = move |page| view! { <Sources page grant=grant.get_untracked() remove/> };
    view! { <Load resource=page view/> }
}

#[component]
fn Sources(page: AlsoPage, grant: String, remove: ServerAction<RemoveMember>) -> impl IntoView {
    let AlsoPage { head, tabs, items, people, next } = page;
    let id = head.id.clone();
    let list = if items.is_empty() {
        view! { <Empty glyph=Glyph::Lock title=t("Nobody else") text=t("Only members have access.")/> }.into_any()
    } else {
        let rows = items.into_iter().map(|item| {
            let open = item.grant.as_ref() == Some(&grant) && !grant.is_empty();
            let people = if open { people.clone() } else { Vec::new() };
            let next = if open { next.clone() } else { None };
            view! { <Source project=id.clone() item people next remove/> }
        });
        view! { <ul class="divide-y divide-line">{rows.collect_view()}</ul> }.into_any()
    };
    view! {
        <ProjectTop head section=Section::Members/>
        <MemberPages project=id.clone() tabs page=Page::Also/>
        <p class="mb-4 max-w-2xl text-muted">
            {t("These have access without being members themselves: through a group or an account, by a role further up, or because the project is open. The strongest comes first.")}
        </p>
        <section class="panel" aria-label=t("Also have access")>{list}</section>
    }
    .into_any()
}

#[component]
fn Source(
    project: String,
    item: AlsoItem,
    people: Vec<(String, String)>,
    next: Option<String>,
    remove: ServerAction<RemoveMember>,
) -> impl IntoView {
    let AlsoItem { kind, grant, role, who, place, people: count, some, href, elsewhere, remove: removable } = item;
    let also = link::project(&project, "members/also");
    let count = count.map_or_else(
        || t("everybody it fits").to_owned(),
        |count| match count {
            1 => t("1 person").to_owned(),
            count => fill("{n} people", &[("n", &number(count))]),
        },
    );
    let listed = grant
        .clone()
        .filter(|grant| grant.starts_with("grt"))
        .map(|grant| link::with_query(&also, &[("grant", &grant)]));
    let more =
        next.zip(grant.clone()).map(|(next, grant)| link::with_query(&also, &[("grant", &grant), ("after", &next)]));
    let where_changed = elsewhere.unwrap_or_else(|| t("here").to_owned());
    let names = people.into_iter().map(|(_, name)| view! { <li>{name}</li> }).collect_view();
    view! {
        <li id=grant class="source-row">
            <span class="source-mark"><Icon glyph=glyph(kind)/></span>
            <div class="min-w-0">
                <p class="font-medium">
                    {who} " " <span class="font-normal text-muted">{place}</span>
                </p>
                <p class="text-sm text-muted">
                    {label(kind)} " · " {role} " · " {count} " · " {fill("changed {place}", &[("place", &where_changed)])}
                </p>
                {(!some.is_empty()).then(|| view! { <p class="text-sm">{some.join(", ")}</p> })}
                <ul class="source-people empty:hidden">{names}</ul>
                {more.map(|href| view! { <a class="link text-sm" href=href>{t("Next people")}</a> })}
            </div>
            <div class="source-do">
                {listed.map(|href| view! { <a class="btn btn-plain btn-sm" href=href>{t("Who is this?")}</a> })}
                {href.map(|href| view! { <a class="btn btn-plain btn-sm" href=href>{t("Open")}</a> })}
            </div>
            {removable.map(|subject| view! { <Remove project subject action=remove/> })}
        </li>
    }
    .into_any()
}

#[component]
fn Remove(project: String, subject: String, action: ServerAction<RemoveMember>) -> impl IntoView {
    let error = refusal(action);
    view! {
        <div class="source-remove">
            <Confirm label=t("Remove…") glyph=Glyph::Trash open=error.get_untracked().is_some()>
                <ActionForm action>
                    <div class="grid gap-4">
                        <FormError error/>
                        <input type="hidden" name="project" value=project/>
                        <input type="hidden" name="subject" value=subject/>
                        <Reason error/>
                        <div><Submit label=t("Remove from the project") tone=Tone::Danger pending=action.pending()/></div>
                    </div>
                </ActionForm>
            </Confirm>
        </div>
    }
    .into_any()
}
