//! One group: who is in it, and what that gives.

use super::size;
use crate::{
    dto::{GroupHead, GroupPage, JoinedItem},
    kit::{
        Avatar, Chip, ChipTone, Crumb, Empty, FormError, Glyph, Hit, Icon, LinkButton, Load, PageHeader, Pager,
        SearchForm, Submit, Tone, refusal,
    },
    link,
    page::{
        held::{Around, Held},
        param, query,
    },
    rpc::group::{RemoveFromGroup, load_group},
    text::{fill, plural, t},
};
use leptos::{form::ActionForm, prelude::*};

/// One group: who is in it, and what that gives.
#[component]
pub fn Group() -> impl IntoView {
    let (id, search, after, gives) = (param("id"), query("q"), query("after"), query("gives"));
    // What was just done, or taken back, is in the list.
    let saved = query("saved");
    let remove = ServerAction::<RemoveFromGroup>::new();
    let page = Resource::new(
        move || (id.get(), search.get(), after.get(), gives.get(), saved.get()),
        |(id, search, after, gives, _)| load_group(id, search, after, gives),
    );
    let view = move |page| {
        let (search, after, gives) = (search.get_untracked(), after.get_untracked(), gives.get_untracked());
        view! { <One page search after gives remove/> }
    };
    view! { <Load resource=page view/> }
}

#[component]
fn One(
    page: GroupPage,
    search: String,
    after: String,
    gives: String,
    remove: ServerAction<RemoveFromGroup>,
) -> impl IntoView {
    let GroupPage { head, items, next, access, within, admins } = page;
    let GroupHead { group, may_update, may_delete } = head;
    let path = link::group(&group.id, "");
    let settings = (may_update || may_delete).then(|| link::group(&group.id, "settings"));
    let (size, inside) = (size(&group), !within.is_empty());
    view! {
        <PageHeader title=group.name.clone() crumbs=vec![Crumb::new("/groups", t("Groups"))] text=group.description.clone()>
            {group.account.clone().map(|account| view! { <Chip tone=ChipTone::Plain>{account}</Chip> })}
            {settings.map(|href| view! { <LinkButton href label=t("Settings") tone=Tone::Plain/> })}
        </PageHeader>
        <div class="grid gap-6">
            <Joined id=group.id.clone() size items search=search.clone() may_update remove/>
            <Pager path=path.clone() filter=vec![("q", search)] after next/>
            <Held
                list=access
                heading=t("What it gives")
                nothing=t("Being in this group gives nothing yet. Add the group to a project's members.")
                path
                name="gives"
                after=gives
            />
            <div class="person-more empty:hidden">
                {inside.then(|| view! { <Around groups=within nothing=""/> })}
                {(!admins.is_empty()).then(|| view! { <Admins admins/> })}
            </div>
        </div>
    }
    .into_any()
}

/// Who looks after it.
#[component]
fn Admins(admins: Vec<(String, Option<String>)>) -> impl IntoView {
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
                <p class="text-sm text-muted">{t("They hold what is given to this group's admins, and are not in it by that.")}</p>
            </div>
            <ul class="pb-2 font-medium">{rows}</ul>
        </section>
    }
    .into_any()
}

/// Who is in it.
#[component]
fn Joined(
    id: String,
    size: String,
    items: Vec<JoinedItem>,
    search: String,
    may_update: bool,
    remove: ServerAction<RemoveFromGroup>,
) -> impl IntoView {
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
        let row = |item| view! { <Row id=id.clone() item words=search.clone() may_update remove/> };
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
            <FormError error=refusal(remove)/>
            <div class="panel">{list}</div>
        </section>
    }
    .into_any()
}

#[component]
fn Row(
    id: String,
    item: JoinedItem,
    words: String,
    may_update: bool,
    remove: ServerAction<RemoveFromGroup>,
) -> impl IntoView {
    let JoinedItem { id: member, name, username, email, active, people, href } = item;
    let group = people.is_some();
    let second = people.map(|count| {
        plural(usize::try_from(count).unwrap_or(usize::MAX), "Group of {n} person", "Group of {n} people")
    });
    let shown = view! { <Hit text=name.clone() words=words.clone()/> };
    let title = match href {
        Some(href) => view! { <a class="link-quiet touch" href=href>{shown}</a> }.into_any(),
        None => view! { <span>{shown}</span> }.into_any(),
    };
    view! {
        <tr>
            <td>
                <div class="flex min-w-0 gap-3">
                    <Avatar name=name.clone() group=group/>
                    <div class="min-w-0">
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
            <td class="joined-end">{may_update.then(|| view! { <Remove group=id member name action=remove/> })}</td>
        </tr>
    }
    .into_any()
}

/// Takes somebody out, after a second thought.
#[component]
fn Remove(group: String, member: String, name: String, action: ServerAction<RemoveFromGroup>) -> impl IntoView {
    let label = fill("Take {name} out…", &[("name", &name)]);
    view! {
        <details class="row-actions" name="take-out">
            <summary class="icon-button" aria-label=label.clone() title=label><Icon glyph=Glyph::Trash/></summary>
            <div class="menu-sheet joined-sheet end-0">
                <ActionForm action>
                    <input type="hidden" name="group" value=group/>
                    <input type="hidden" name="member" value=member/>
                    <p class="menu-note">
                        <strong class="font-medium text-base-content">{fill("Take {name} out?", &[("name", &name)])}</strong>
                        " "
                        {t("What comes only through this group ends at once. You can undo it.")}
                    </p>
                    <div class="p-2"><Submit label=t("Take out") tone=Tone::Danger pending=action.pending()/></div>
                </ActionForm>
            </div>
        </details>
    }
    .into_any()
}
