//! One group: who is in it, and what that gives.

use super::size;
use crate::prelude::*;
use crate::{
    dto::{AccessQuery, GroupHead, GroupPage, JoinedItem},
    kit::{
        Avatar, Chip, ChipTone, Crumb, Empty, Glyph, Hit, Icon, LinkButton, Load, PageHeader, Pager, SearchForm, Tone,
    },
    link,
    page::{
        held::{Around, Held},
        param, query,
    },
    rpc::group::load_group,
    text::{plural, t},
};

/// One group: who is in it, and what that gives.
#[component]
pub fn Group() -> impl IntoView {
    let (id, search, after, gives) = (param("id"), query("q"), query("after"), query("gives"));
    // What was just done, or taken back, is in the list.
    let saved = query("saved");
    let page = Resource::new(
        move || (id.get(), search.get(), after.get(), gives.get(), saved.get()),
        |(id, search, after, gives, _)| load_group(id, search, after, gives),
    );
    let view = move |page| {
        let (search, after, gives) = (search.get_untracked(), after.get_untracked(), gives.get_untracked());
        view! { <One page search after gives/> }
    };
    view! { <Load resource=page view/> }
}

#[component]
fn One(page: GroupPage, search: String, after: String, gives: String) -> impl IntoView {
    let GroupPage { head, items, next, access, within, admins } = page;
    let GroupHead { group, may_update, may_delete } = head;
    let path = link::group(&group.id, "");
    let settings = (may_update || may_delete).then(|| link::group(&group.id, "settings"));
    let (size, inside) = (size(&group), !within.is_empty());
    let change = may_update.then(|| link::group(&group.id, "admins"));
    view! {
        <PageHeader
            title=group.name.clone()
            crumbs=vec![Crumb::new("/groups", t("Groups"))]
            text=group.description.clone()
            state=group.account.clone().map(|account| view! { <Chip tone=ChipTone::Plain>{account}</Chip> }).into_any()
        >
            {settings.map(|href| view! { <LinkButton href label=t("Settings") tone=Tone::Plain/> })}
        </PageHeader>
        <div class="grid gap-6">
            <Joined id=group.id.clone() size items search=search.clone() may_update/>
            <Pager path=path.clone() filter=vec![("q", search)] after next/>
            <Held
                list=access
                heading=t("What it gives")
                nothing=t("Being in this group gives nothing yet. Add the group to a project's members.")
                path
                name="gives"
                after=gives
                asked=AccessQuery { ask: "who".to_owned(), ..AccessQuery::default() }
            />
            <div class="person-more empty:hidden">
                {inside.then(|| view! { <Around groups=within nothing=""/> })}
                {(may_update || !admins.is_empty()).then(|| view! { <Admins admins change/> })}
            </div>
        </div>
    }
    .into_any()
}

/// Who looks after it.
#[component]
fn Admins(admins: Vec<(String, Option<String>)>, change: Option<String>) -> impl IntoView {
    let nobody = admins.is_empty();
    let rows = admins
        .into_iter()
        .map(|(name, href)| {
            let shown = match href {
                Some(href) => view! { <a class="link-quiet touch" href=href>{name}</a> }.into_any(),
                None => view! { <span>{name}</span> }.into_any(),
            };
            view! { <li class="held-group"><span class="text-muted"><Icon glyph=Glyph::Person/></span> {shown}</li> }
        })
        .collect_view();
    view! {
        <section class="panel" aria-labelledby="admins">
            <div class="panel-head">
                <h2 id="admins">{t("Admins")}</h2>
                {change.map(|href| view! { <LinkButton href label=t("Change admins") tone=Tone::Plain/> })}
            </div>
            <p class="px-5 pb-3 text-sm text-muted">
                {if nobody {
                    t("Nobody looks after it yet. Admins hold what is given to this group's admins.")
                } else {
                    t("They hold what is given to this group's admins, and are not in it by that.")
                }}
            </p>
            <ul class="pb-2 font-medium empty:hidden">{rows}</ul>
        </section>
    }
    .into_any()
}

/// Who is in it.
#[component]
fn Joined(id: String, size: String, items: Vec<JoinedItem>, search: String, may_update: bool) -> impl IntoView {
    let (path, add) = (link::group(&id, ""), link::group(&id, "add"));
    let list = if items.is_empty() {
        let (title, text) = match (search.is_empty(), may_update) {
            (false, _) => (t("Nothing found"), t("Nobody in this group is called so.")),
            (true, true) => (t("Nobody is in it yet"), t("Add people, or other groups with everybody in them.")),
            (true, false) => {
                (t("Nobody is in it yet"), t("Whoever holds `group:update` on the group can put people in."))
            }
        };
        view! { <Empty glyph=Glyph::People title text/> }.into_any()
    } else {
        let row = |item| view! { <Row id=id.clone() item words=search.clone() may_update/> };
        let rows = items.into_iter().map(row).collect_view();
        view! {
            <table class="rows joined">
                <thead>
                    <tr>
                        <th scope="col">{t("Name")}</th>
                        <th scope="col">{t("User name")}</th>
                        <th class="joined-end" scope="col"><span class="sr-only">{t("Actions")}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="joined">
            <div class="joined-head">
                <h2 id="joined">{t("Who is in it")} <span class="font-normal text-muted">" · " {size}</span></h2>
                {may_update.then(|| view! { <LinkButton href=add label=t("Add people") glyph=Glyph::Plus/> })}
            </div>
            <SearchForm path label=t("Search who is in it") value=search/>
            <div class="panel">{list}</div>
        </section>
    }
    .into_any()
}

#[component]
fn Row(id: String, item: JoinedItem, words: String, may_update: bool) -> impl IntoView {
    let JoinedItem { id: member, name, username, email, active, people, href } = item;
    let group = people.is_some();
    let second = people.map(|count| {
        plural(usize::try_from(count).unwrap_or(usize::MAX), "Group of {n} person", "Group of {n} people")
    });
    let out = link::with_query(&link::group(&id, "take-out"), &[("who", &member)]);
    let shown = view! { <Hit text=name.clone() words=words.clone()/> };
    let title = match href {
        Some(href) => view! { <a class="link-quiet" href=href>{shown}</a> }.into_any(),
        None => view! { <span>{shown}</span> }.into_any(),
    };
    view! {
        <tr>
            <td>
                <div class="flex min-w-0 gap-3">
                    <Avatar name=name.clone() group=group/>
                    <div class="row-names">
                        <p class="flex flex-wrap items-center gap-2 font-medium">
                            {title}
                            {(!active).then(|| view! { <Chip tone=ChipTone::Bad>{t("Disabled")}</Chip> })}
                        </p>
                        {second.map(|text| view! { <p class="text-muted">{text}</p> })}
                        {email.map(|email| view! { <p class="break-all text-muted"><Hit text=email words=words.clone()/></p> })}
                    </div>
                </div>
            </td>
            <td>{username.map(|name| view! { <Hit text=name words/> })}</td>
            <td class="joined-end">{may_update.then(|| view! {
                <a class="btn btn-plain btn-sm" href=out title=t("First it is told what they would lose")>
                    {t("Take out…")} <span class="sr-only">{name}</span>
                </a>
            })}</td>
        </tr>
    }
    .into_any()
}
