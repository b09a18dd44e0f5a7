//! Groups one may see.

use super::size;
use crate::prelude::*;
use crate::{
    dto::{GroupItem, GroupsPage},
    kit::{Avatar, Empty, Glyph, Icon, LinkButton, Load, PageHeader, Pager, SearchForm},
    link,
    page::query,
    rpc::group::load_groups,
    text::t,
};

/// Groups one may see.
#[component]
pub fn Groups() -> impl IntoView {
    let (search, after, saved) = (query("q"), query("after"), query("saved"));
    let page = Resource::new(
        move || (search.get(), after.get(), saved.get()),
        |(search, after, _)| load_groups(search, after),
    );
    let view = move |page| view! { <List page search=search.get_untracked() after=after.get_untracked()/> };
    view! { <Load resource=page view/> }
}

#[component]
fn List(page: GroupsPage, search: String, after: String) -> impl IntoView {
    let GroupsPage { items, next, may_create } = page;
    let list = if items.is_empty() {
        let (title, text) = match (search.is_empty(), may_create) {
            (false, _) => (t("Nothing found"), t("No group you may see has this in its name.")),
            (true, true) => (
                t("No groups yet"),
                t("Make one for people who do the same work, and give it roles on projects once for all of them."),
            ),
            (true, false) => (
                t("There is no group you may see"),
                t("To see groups you need `group:read` on them, their account or the whole system."),
            ),
        };
        view! { <Empty glyph=Glyph::Group title text/> }.into_any()
    } else {
        let rows = items.into_iter().map(|group| view! { <Row group/> }).collect_view();
        view! {
            <table class="rows">
                <thead>
                    <tr>
                        <th scope="col">{t("Group")}</th>
                        <th scope="col">{t("In it")}</th>
                        <th scope="col">{t("Account")}</th>
                        <th class="row-end" scope="col"><span class="sr-only">{t("Open")}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    };
    view! {
        <PageHeader title=t("Groups") text=t("People who are given roles together. Whoever is put into a group has what it gives at once.")>
            {may_create.then(|| view! { <LinkButton href="/groups/new" label=t("New group") glyph=Glyph::Plus/> })}
        </PageHeader>
        <SearchForm path="/groups" label=t("Search groups") value=search.clone()/>
        <section class="panel" aria-label=t("Groups")>{list}</section>
        <Pager path="/groups" filter=vec![("q", search)] after next/>
    }
    .into_any()
}

#[component]
fn Row(group: GroupItem) -> impl IntoView {
    let size = size(&group);
    view! {
        <tr class="relative">
            <td>
                <div class="flex min-w-0 gap-3">
                    <Avatar name=group.name.clone() group=true/>
                    <div class="min-w-0">
                        <p class="font-medium">
                            <a class="after:absolute after:inset-0" href=link::group(&group.id, "")>{group.name}</a>
                        </p>
                        <p class="break-words text-muted">{group.description}</p>
                    </div>
                </div>
            </td>
            <td class="tabular-nums whitespace-nowrap">{size}</td>
            <td>{group.account}</td>
            <td class="row-end"><Icon glyph=Glyph::Right/></td>
        </tr>
    }
    .into_any()
}
