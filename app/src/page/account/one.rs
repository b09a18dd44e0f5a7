//! One account: who belongs to it, and who works for whom.

use super::{list::Labels, size};
use crate::prelude::*;
use crate::{
    dto::{AccountHead, AccountPage, NodeName, ResidentItem},
    kit::{
        Avatar, Chip, ChipTone, Crumb, Empty, Glyph, Hit, Icon, LinkButton, Load, Notice, NoticeTone, PageHeader,
        Pager, SearchForm, Tone,
    },
    link,
    page::{param, query},
    rpc::account::load_account,
    text::t,
};

/// One account: who belongs to it, and who works for whom.
#[component]
pub fn Account() -> impl IntoView {
    let (id, search, after, saved) = (param("id"), query("q"), query("after"), query("saved"));
    let page = Resource::new(
        move || (id.get(), search.get(), after.get(), saved.get()),
        |(id, search, after, _)| load_account(id, search, after),
    );
    let view = move |page| view! { <One page search=search.get_untracked() after=after.get_untracked()/> };
    view! { <Load resource=page view/> }
}

#[component]
fn One(page: AccountPage, search: String, after: String) -> impl IntoView {
    let AccountPage { head, items, next, may_add, may_grants, may_roles, consultancy, clients } = page;
    let AccountHead { account, may_update, may_govern } = head;
    let path = link::account(&account.id, "");
    let settings = (may_update || may_govern).then(|| link::account(&account.id, "settings"));
    let grants = may_grants.then(|| link::grants(&format!("account:{}", account.id)));
    let roles = may_roles.then(|| link::account(&account.id, "roles"));
    let size = size(&account);
    let around = consultancy.is_some() || !clients.is_empty();
    view! {
        <PageHeader
            title=account.name.clone()
            crumbs=vec![Crumb::new("/accounts", t("Accounts"))]
            text=account.description.clone()
            state=view! {
                <Labels labels=account.labels.clone()/>
                {account.suspended.then(|| view! { <Chip tone=ChipTone::Bad>{t("Suspended")}</Chip> })}
            }
        >
            {roles.map(|href| view! { <LinkButton href label=t("Roles") tone=Tone::Plain/> })}
            {grants.map(|href| view! { <LinkButton href label=t("Grants") tone=Tone::Plain/> })}
            {settings.map(|href| view! { <LinkButton href label=t("Settings") tone=Tone::Plain/> })}
        </PageHeader>
        <div class="grid gap-6">
            {account.suspended.then(|| view! {
                <Notice tone=NoticeTone::Bad><p>{t("Suspended: its people can do nothing until that is lifted. What they hold stays.")}</p></Notice>
            })}
            <Residents size items search=search.clone() path=path.clone() may_add/>
            <Pager path filter=vec![("q", search)] after next/>
            {around.then(|| view! { <Consultancy consultancy clients/> })}
        </div>
    }
    .into_any()
}

/// Who belongs to it.
#[component]
fn Residents(size: String, items: Vec<ResidentItem>, search: String, path: String, may_add: bool) -> impl IntoView {
    let list = if items.is_empty() {
        let (title, text) = match (search.is_empty(), may_add) {
            (false, _) => (t("Nothing found"), t("Nobody in this account whom you may see is called so.")),
            (true, true) => {
                (t("Nobody you may see"), t("Create people in it, or move somebody to it from their page."))
            }
            (true, false) => (t("Nobody you may see"), t("To see its people you need `user:read` on it.")),
        };
        view! { <Empty glyph=Glyph::People title text/> }.into_any()
    } else {
        let rows = items.into_iter().map(|item| view! { <Row item words=search.clone()/> }).collect_view();
        view! {
            <table class="rows">
                <thead>
                    <tr><th scope="col">{t("Name")}</th><th scope="col">{t("User name")}</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="residents">
            <div class="joined-head">
                <h2 id="residents">{t("Who belongs to it")} <span class="font-normal text-muted">" · " {size}</span></h2>
                {may_add.then(|| view! { <LinkButton href="/people/new" label=t("New person") glyph=Glyph::Plus/> })}
            </div>
            <SearchForm path label=t("Search who belongs to it") value=search/>
            <div class="panel">{list}</div>
        </section>
    }
    .into_any()
}

#[component]
fn Row(item: ResidentItem, words: String) -> impl IntoView {
    let ResidentItem { id, name, username, email, active } = item;
    view! {
        <tr>
            <td>
                <div class="flex min-w-0 gap-3">
                    <Avatar name=name.clone()/>
                    <div class="min-w-0">
                        <p class="flex flex-wrap items-center gap-2 font-medium">
                            <a class="link-quiet touch" href=link::person(&id)><Hit text=name words=words.clone()/></a>
                            {(!active).then(|| view! { <Chip tone=ChipTone::Bad>{t("Disabled")}</Chip> })}
                        </p>
                        {email.map(|email| view! { <p class="break-all text-muted"><Hit text=email words=words.clone()/></p> })}
                    </div>
                </div>
            </td>
            <td>{username.map(|name| view! { <Hit text=name words/> })}</td>
        </tr>
    }
    .into_any()
}

/// Who works for it, and for whom it works.
#[component]
fn Consultancy(consultancy: Option<NodeName>, clients: Vec<NodeName>) -> impl IntoView {
    let has_clients = !clients.is_empty();
    let clients = clients.into_iter().map(named).collect_view();
    view! {
        <section class="panel" aria-labelledby="consultancy">
            <div class="panel-head"><h2 id="consultancy">{t("Consultancy")}</h2></div>
            {consultancy.map(|by| view! {
                <p class="px-5 pb-2 text-sm text-muted">{t("Its consultants work on this account's projects, as far as the client role goes:")}</p>
                <ul class="pb-3 font-medium">{named(by)}</ul>
            })}
            {has_clients.then(|| view! {
                <p class="px-5 pb-2 text-sm text-muted">{t("This account's consultants work for:")}</p>
            })}
            <ul class="pb-3 font-medium empty:hidden">{clients}</ul>
        </section>
    }
    .into_any()
}

fn named(account: NodeName) -> AnyView {
    let shown = if account.id.is_empty() {
        view! { <span>{account.name}</span> }.into_any()
    } else {
        view! { <a class="link-quiet touch" href=link::account(&account.id, "")>{account.name}</a> }.into_any()
    };
    view! { <li class="held-group"><span class="text-muted"><Icon glyph=Glyph::Internal/></span> {shown}</li> }
        .into_any()
}
