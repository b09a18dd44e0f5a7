//! Who is in a project, with which roles, and how else they have access.

use super::role_list::{AlsoList, RoleList};
use crate::{
    dto::{MemberItem, MembersPage},
    kit::{Avatar, Chip, ChipTone, Empty, Glyph, Icon, LinkButton, Load, Pager, SearchForm},
    link,
    page::{
        param,
        project::{ProjectTop, Section},
        query,
    },
    rpc::member::load_members,
    text::t,
};
use leptos::prelude::*;

/// Who is in a project, with which roles, and how else they have access.
#[component]
pub fn Members() -> impl IntoView {
    let (id, search, after) = (param("id"), query("q"), query("after"));
    let page = Resource::new(
        move || (id.get(), search.get(), after.get()),
        |(id, search, after)| load_members(id, search, after),
    );
    let view = move |page| view! { <List page search=search.get_untracked() after=after.get_untracked()/> };
    view! { <Load resource=page view/> }
}

#[component]
fn List(page: MembersPage, search: String, after: String) -> impl IntoView {
    let MembersPage { head, items, next, total, may } = page;
    let (here, add) = (link::project(&head.id, "members"), link::project(&head.id, "members/add"));
    let id = head.id.clone();
    let list = if items.is_empty() {
        let (title, text) = if search.is_empty() {
            ("Nobody is a member yet", "Add people and groups, and choose what they may do.")
        } else {
            ("Nothing found", "No member has this in their name, user name or e-mail address.")
        };
        view! { <Empty glyph=Glyph::People title text/> }.into_any()
    } else {
        let elsewhere = items.iter().any(|item| !item.also.is_empty());
        let rows = items.into_iter().map(|item| view! { <Row project=id.clone() item elsewhere/> }).collect_view();
        view! {
            <table class="rows">
                <thead>
                    <tr>
                        <th scope="col">"Member"</th>
                        <th scope="col">"Roles here"</th>
                        {elsewhere.then(|| view! { <th scope="col">"Also has access"</th> })}
                        <th class="row-end" scope="col"><span class="sr-only">{t("Open")}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    };
    let people = if total == 1 { "1 member".to_owned() } else { format!("{total} members") };
    view! {
        <ProjectTop head section=Section::Members/>
        <div class="flex flex-wrap-reverse items-start justify-between gap-x-4">
            <SearchForm path=here.clone() label="Search members" value=search.clone()/>
            {may.add.then(|| view! { <div class="mb-4"><LinkButton href=add label="Add members" glyph=Glyph::Plus/></div> })}
        </div>
        <section class="panel" aria-label="Members">{list}</section>
        <p class="mt-3 text-sm text-muted tabular-nums">
            {people} " with a role given on this project. Others may have access from elsewhere, for example through an account."
        </p>
        <Pager path=here filter=vec![("q", search)] after next/>
    }
}

#[component]
fn Row(project: String, item: MemberItem, elsewhere: bool) -> impl IntoView {
    let href = link::member(&project, &item.id);
    view! {
        <tr class="relative">
            <td>
                <div class="flex min-w-0 gap-3">
                    <Avatar name=item.name.clone() group=item.group/>
                    <div class="min-w-0">
                        <p class="flex flex-wrap items-center gap-2 font-medium">
                            // The whole row is the link's target, so a finger finds it.
                            <a class="after:absolute after:inset-0" href=href>{item.name}</a>
                            {(!item.active).then(|| view! { <Chip tone=ChipTone::Bad>"Disabled"</Chip> })}
                        </p>
                        <p class="break-all text-muted">{if item.group { "Group".to_owned() } else { item.login.unwrap_or_default() }}</p>
                    </div>
                </div>
            </td>
            <td><RoleList roles=item.roles/></td>
            {elsewhere.then(|| view! { <td><AlsoList also=item.also/></td> })}
            <td class="row-end"><Icon glyph=Glyph::Right/></td>
        </tr>
    }
    .into_any()
}
