//! Accounts one may see.

use super::size;
use crate::prelude::*;
use crate::{
    dto::{AccountItem, AccountsPage},
    kit::{Avatar, Chip, ChipTone, Empty, Glyph, Icon, LinkButton, Load, PageHeader, Pager, SearchForm},
    link,
    page::query,
    rpc::account::load_accounts,
    text::t,
};

/// Accounts one may see.
#[component]
pub fn Accounts() -> impl IntoView {
    let (search, after) = (query("q"), query("after"));
    let page = Resource::new(move || (search.get(), after.get()), |(search, after)| load_accounts(search, after));
    let view = move |page| view! { <List page search=search.get_untracked() after=after.get_untracked()/> };
    view! { <Load resource=page view/> }
}

#[component]
fn List(page: AccountsPage, search: String, after: String) -> impl IntoView {
    let AccountsPage { items, next, may_create } = page;
    let list = if items.is_empty() {
        let (title, text) = match (search.is_empty(), may_create) {
            (false, _) => (t("Nothing found"), t("No account you may see has this in its name.")),
            (true, true) => (
                t("No accounts yet"),
                t("Make one for each organisation: its people, groups and projects belong to it."),
            ),
            (true, false) => (
                t("There is no account you may see"),
                t("To see accounts you need `account:read` on them or the whole system."),
            ),
        };
        view! { <Empty glyph=Glyph::Internal title text/> }.into_any()
    } else {
        let rows = items.into_iter().map(|account| view! { <Row account/> }).collect_view();
        view! {
            <table class="rows">
                <thead>
                    <tr>
                        <th scope="col">{t("Account")}</th>
                        <th scope="col">{t("Labels")}</th>
                        <th scope="col">{t("People")}</th>
                        <th class="row-end" scope="col"><span class="sr-only">{t("Open")}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    };
    view! {
        <PageHeader title=t("Accounts") text=t("Organisations: everybody belongs to one at most, and has what is given to it.")>
            {may_create.then(|| view! { <LinkButton href="/accounts/new" label=t("New account") glyph=Glyph::Plus/> })}
        </PageHeader>
        <SearchForm path="/accounts" label=t("Search accounts") value=search.clone()/>
        <section class="panel" aria-label=t("Accounts")>{list}</section>
        <Pager path="/accounts" filter=vec![("q", search)] after next/>
    }
    .into_any()
}

#[component]
fn Row(account: AccountItem) -> impl IntoView {
    let size = size(&account);
    view! {
        <tr class="relative">
            <td>
                <div class="flex min-w-0 gap-3">
                    <Avatar name=account.name.clone()/>
                    <div class="min-w-0">
                        <p class="flex flex-wrap items-center gap-2 font-medium">
                            <a class="after:absolute after:inset-0" href=link::account(&account.id, "")>{account.name}</a>
                            {account.suspended.then(|| view! { <Chip tone=ChipTone::Bad>{t("Suspended")}</Chip> })}
                        </p>
                        <p class="break-words text-muted">{account.description}</p>
                    </div>
                </div>
            </td>
            <td><Labels labels=account.labels/></td>
            <td class="tabular-nums whitespace-nowrap">{size}</td>
            <td class="row-end"><Icon glyph=Glyph::Right/></td>
        </tr>
    }
    .into_any()
}

/// An account's labels.
#[component]
pub(super) fn Labels(
    /// The labels.
    labels: Vec<String>,
) -> impl IntoView {
    let chips = labels.into_iter().map(|label| view! { <li><Chip tone=ChipTone::Plain>{label}</Chip></li> });
    view! { <ul class="flex flex-wrap gap-1.5 empty:hidden">{chips.collect_view()}</ul> }.into_any()
}
