//! The grants made on a node. Of a project these are its rules: what makes nobody a member by themselves.

use crate::prelude::*;
use crate::{
    dto::{GrantItem, GrantPlace, GrantsPage},
    kit::{Chip, ChipTone, Crumb, Empty, Ends, Glyph, Icon, LinkButton, Load, PageHeader, Pager, Time, TimeStyle},
    link,
    page::{
        member::{MemberPages, MembersTab},
        param,
        project::{ProjectTop, Section},
        query,
        source::glyph,
    },
    rpc::grant::load_grants,
    text::{fill, plural, t},
};

/// The grants of any node; of the whole system, where none is named.
#[component]
pub fn Grants() -> impl IntoView {
    let on = param("on");
    let on = Memo::new(move |_| if on.read().is_empty() { authz::SYSTEM.to_owned() } else { on.get() });
    view! { <List on/> }
}

/// The rules of a project.
#[component]
pub fn Rules() -> impl IntoView {
    let id = param("id");
    let on = Memo::new(move |_| format!("project:{}", id.read()));
    view! { <List on/> }
}

#[component]
fn List(on: Memo<String>) -> impl IntoView {
    let (after, saved) = (query("after"), query("saved"));
    let page = Resource::new(move || (on.get(), after.get(), saved.get()), |(on, after, _)| load_grants(on, after));
    view! { <Load resource=page view=move |page| view! { <Page page after=after.get_untracked()/> }/> }
}

#[component]
fn Page(page: GrantsPage, after: String) -> impl IntoView {
    let GrantsPage { place, project, items, next, partial, may, givable } = page;
    let on = place.id.clone();
    let head = match project {
        Some((head, tabs)) => {
            let id = head.id.clone();
            view! {
                <ProjectTop head section=Section::Members/>
                <MemberPages project=id tabs page=MembersTab::Rules/>
            }
            .into_any()
        }
        None => view! { <Head place=place.clone()/> }.into_any(),
    };
    let new = (may.add && givable).then(|| link::grant(&on, link::NEW));
    let list = if items.is_empty() {
        let text = if !givable {
            t(
                "No role can be given on this type of thing: each role says on which it can be, and reaches what is below.",
            )
        } else if may.add {
            t(
                "Give a role to everybody in an account, to those who hold a role elsewhere, to several conditions at once.",
            )
        } else {
            t("Whoever holds `member:add` here can make some.")
        };
        view! { <Empty glyph=Glyph::Key title=t("No grants here") text/> }.into_any()
    } else {
        let rows = items.into_iter().map(|item| view! { <Row on=on.clone() item/> }).collect_view();
        view! { <ul class="divide-y divide-line">{rows}</ul> }.into_any()
    };
    view! {
        {head}
        <div class="joined-head">
            <p class="max-w-2xl text-muted">
                {t("Each gives a role to everybody who fits it, now and later, here and on everything below.")}
            </p>
            {new.map(|href| view! { <LinkButton href label=t("New grant") glyph=Glyph::Plus/> })}
        </div>
        <section class="panel" aria-label=t("Grants")>
            {list}
            {partial.then(|| view! { <p class="panel-note border-t border-line">{t("There are more, which you may not see.")}</p> })}
        </section>
        <Pager path=link::grants(&on) after next/>
    }
    .into_any()
}

/// The top of the page of anything but a project.
#[component]
fn Head(place: GrantPlace) -> impl IntoView {
    match place.href {
        None => view! {
            <PageHeader
                title=t("System grants")
                text=t("Who holds a role on the whole system. What is given here reaches everything.")
            />
        },
        Some(href) => {
            let document = fill("Grants · {name}", &[("name", &place.title)]);
            let crumbs = vec![Crumb::new(href, place.title)];
            view! { <PageHeader title=t("Grants") document crumbs/> }
        }
    }
}

#[component]
fn Row(on: String, item: GrantItem) -> impl IntoView {
    let GrantItem { id, who, kind, role, expires_at, ended, people, some, since, author, elsewhere, .. } = item;
    let count = people.map(|people| plural(usize::try_from(people).unwrap_or(usize::MAX), "1 person", "{n} people"));
    let named = if some.is_empty() { String::new() } else { some.join(", ") };
    let end = expires_at.map(|at| {
        view! { <span class="font-normal text-muted">" · " <Ends at over=ended/></span> }
    });
    // Of one person their name says it all.
    let alone = some.as_slice() == [who.clone()];
    let tone = if ended { ChipTone::Hollow } else { ChipTone::Solid };
    let href = link::grant(&on, &id);
    view! {
        <li id=id class="source-row relative">
            <span class="source-mark"><Icon glyph=glyph(kind)/></span>
            <div class="grid min-w-0 gap-1">
                <p class="flex flex-wrap items-center gap-x-3 gap-y-1">
                    <a class="font-medium after:absolute after:inset-0" href=href>{who}</a>
                    <Chip tone>{role} {end}</Chip>
                </p>
                {(!alone).then(|| view! {
                    <p class="text-sm text-muted">
                        {count.unwrap_or_else(|| t("Everybody it fits").to_owned())}
                        {(!named.is_empty()).then(|| format!(": {named}"))}
                    </p>
                })}
                {since.map(|at| view! {
                    <p class="text-sm text-muted">{t("Given ")} <Time at style=TimeStyle::Day/> {t(" by ")} {author}</p>
                })}
                {elsewhere.map(|(_, words)| view! {
                    <p class="flex items-center gap-1.5 text-sm text-muted"><Icon glyph=Glyph::Lock size=14/> {words}</p>
                })}
            </div>
            <span class="hidden text-muted sm:block"><Icon glyph=Glyph::Right/></span>
        </li>
    }
    .into_any()
}
