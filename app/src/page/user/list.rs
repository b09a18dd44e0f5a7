//! People one may see.

use crate::prelude::*;
use crate::{
    dto::{PeoplePage, PersonItem},
    kit::{Avatar, Chip, ChipTone, Empty, Glyph, Icon, LinkButton, Load, PageHeader, Pager, SearchForm, Time},
    link,
    page::query,
    rpc::user::load_people,
    text::t,
};

/// People one may see.
#[component]
pub fn People() -> impl IntoView {
    let (search, after) = (query("q"), query("after"));
    let page = Resource::new(move || (search.get(), after.get()), |(search, after)| load_people(search, after));
    let view = move |page| view! { <List page search=search.get_untracked() after=after.get_untracked()/> };
    view! { <Load resource=page view/> }
}

#[component]
fn List(page: PeoplePage, search: String, after: String) -> impl IntoView {
    let PeoplePage { items, next, may_create } = page;
    let list = if items.is_empty() {
        let (title, text) = if search.is_empty() {
            (
                t("There is nobody you may see"),
                t("To see people you need `user:read` on them, their account or the whole system."),
            )
        } else {
            (t("Nothing found"), t("Nobody you may see has this in their name, user name or e-mail address."))
        };
        view! { <Empty glyph=Glyph::People title text/> }.into_any()
    } else {
        let rows = items.into_iter().map(|person| view! { <Row person/> }).collect_view();
        view! {
            <table class="rows">
                <thead>
                    <tr>
                        <th scope="col">{t("Person")}</th>
                        <th scope="col">{t("User name")}</th>
                        <th scope="col">{t("Account")}</th>
                        <th scope="col">{t("Last signed in")}</th>
                        <th class="row-end" scope="col"><span class="sr-only">{t("Open")}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    };
    view! {
        <PageHeader title=t("People")>
            {may_create.then(|| view! { <LinkButton href="/people/new" label=t("New person") glyph=Glyph::Plus/> })}
        </PageHeader>
        <SearchForm path="/people" label=t("Search people") value=search.clone()/>
        <section class="panel" aria-label=t("People")>{list}</section>
        <Pager path="/people" filter=vec![("q", search)] after next/>
    }
}

#[component]
fn Row(person: PersonItem) -> impl IntoView {
    let seen = match person.last_sign_in_at {
        Some(at) => view! { <Time at/> }.into_any(),
        None => t("Never").into_any(),
    };
    view! {
        <tr class="relative">
            <td>
                <div class="flex min-w-0 gap-3">
                    <Avatar name=person.name.clone()/>
                    <div class="min-w-0">
                        <p class="flex flex-wrap items-center gap-2 font-medium">
                            <a class="after:absolute after:inset-0" href=link::person(&person.id)>{person.name}</a>
                            {(!person.active).then(|| view! { <Chip tone=ChipTone::Bad>{t("Disabled")}</Chip> })}
                        </p>
                        <p class="break-all text-muted">{person.email}</p>
                    </div>
                </div>
            </td>
            <td class="row-wide">{person.username}</td>
            <td>{person.account}</td>
            <td class="tabular-nums" data-label=t("Signed in")>{seen}</td>
            <td class="row-end"><Icon glyph=Glyph::Right/></td>
        </tr>
    }
}
