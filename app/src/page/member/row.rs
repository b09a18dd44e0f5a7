//! One row of the list of members.

use super::select::Selection;
use crate::prelude::*;
use crate::{
    dto::{MemberItem, MemberPowers, SourceKind},
    kit::{Avatar, Chip, ChipTone, Glyph, Hit, Icon, Time, TimeStyle},
    link,
    page::source::{RoleList, SourceList},
    text::{fill, t},
};
use leptos::ev::MouseEvent;

/// What every row needs to know.
#[derive(Clone, Copy)]
pub struct RowContext {
    /// The project.
    pub project: StoredValue<String>,
    /// What was looked for.
    pub words: StoredValue<String>,
    /// What the viewer may do.
    pub may: MemberPowers,
    /// Who is chosen.
    pub selection: Selection,
}

/// One member.
#[component]
pub fn Row(
    /// The member.
    item: MemberItem,
    /// What every row needs to know.
    context: RowContext,
) -> impl IntoView {
    let project = context.project.get_value();
    let href = link::member(&project, &item.id);
    let (id, name) = (item.id.clone(), item.name.clone());
    let picks = context.may.update || context.may.remove;
    // A phone has no room to say twice what was given here.
    let own = item.sources.iter().all(|source| source.kind == SourceKind::Direct);
    view! {
        <tr class="member">
            {picks.then(|| view! { <td class="row-pick"><Pick id=id.clone() name=name.clone() selection=context.selection/></td> })}
            <td class="row-who"><Who item=item.clone() href=href.clone() words=context.words.get_value()/></td>
            <td class="row-roles" data-label=t("Roles")><RoleList roles=item.roles.clone()/></td>
            <td class=if own { "row-own" } else { "row-via" } data-label=t("Access via")><SourceList sources=item.sources.clone() here=true/></td>
            <td class="row-when"><When item=item.clone()/></td>
            <td class="row-menu"><Menu item href may=context.may project/></td>
        </tr>
    }
    .into_any()
}

#[component]
fn Pick(id: String, name: String, selection: Selection) -> impl IntoView {
    let (value, known) = (id.clone(), id.clone());
    let on_click = move |event: MouseEvent| selection.click(&id, event.shift_key());
    view! {
        <label class="pick">
            <input
                type="checkbox"
                class="checkbox checkbox-sm"
                name="pick"
                value=value
                aria-label=fill("Choose {name}", &[("name", &name)])
                prop:checked=move || selection.has(&known)
                on:click=on_click
            />
        </label>
    }
    .into_any()
}

#[component]
fn Who(item: MemberItem, href: String, words: String) -> impl IntoView {
    let second = if item.group { t("Group").to_owned() } else { item.username.clone().unwrap_or_default() };
    view! {
        <div class="flex min-w-0 gap-3">
            <Avatar name=item.name.clone() group=item.group/>
            <div class="row-names">
                <p class="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
                    <a class="link-quiet" href=href><Hit text=item.name words=words.clone()/></a>
                    {(!item.active).then(|| view! { <Chip tone=ChipTone::Bad>{t("Disabled")}</Chip> })}
                    {item.mfa.then(|| view! {
                        <span class="text-success" title=t("Has a second factor")>
                            <Icon glyph=Glyph::Factor size=14/><span class="sr-only">{t("Has a second factor")}</span>
                        </span>
                    })}
                </p>
                <p class="break-words text-muted"><Hit text=second words=words.clone()/></p>
                {item.email.map(|email| view! { <p class="break-all text-muted"><Hit text=email words/></p> })}
            </div>
        </div>
    }
    .into_any()
}

/// When they were active, when they were added and by whom.
#[component]
fn When(item: MemberItem) -> impl IntoView {
    let added = item.roles.iter().min_by_key(|role| role.since).map(|role| (role.since, role.author.clone()));
    let seen = match item.seen_at {
        Some(at) => view! { {t("Active ")} <Time at/> }.into_any(),
        None if item.group => ().into_any(),
        None => t("Not active here yet").into_any(),
    };
    view! {
        <p class="empty:hidden">{seen}</p>
        {added.map(|(at, author)| view! {
            <p class="text-muted">{t("Added ")} <Time at style=TimeStyle::Day/> {t(" by ")} {author}</p>
        })}
    }
    .into_any()
}

/// What can be done with one member.
#[component]
fn Menu(item: MemberItem, href: String, may: MemberPowers, project: String) -> impl IntoView {
    let label = fill("What can be done with {name}", &[("name", &item.name)]);
    let person = item.id.strip_prefix("user:").map(link::person);
    let group = item.id.strip_prefix("group:").map(|name| link::group(name, ""));
    let kept = item.kept.clone();
    let why = item.id.starts_with("user:").then(|| {
        let query = [("ask", "what"), ("who", item.id.as_str())];
        link::with_query(&link::project(&project, "access"), &query)
    });
    view! {
        <details class="row-actions" name="member-menu">
            <summary class="icon-button" aria-label=label><Icon glyph=Glyph::More/></summary>
            <div class="menu-sheet end-0">
                <a class="menu-item" href=href.clone()>
                    {if may.update { t("Change roles and end…") } else { t("Roles and access") }}
                </a>
                {person.map(|href| view! { <a class="menu-item" href=href>{t("Open the person")}</a> })}
                {group.map(|href| view! { <a class="menu-item" href=href>{t("Open the group")}</a> })}
                {why.map(|href| view! { <a class="menu-item" href=href>{t("Why? What they may do, and through what")}</a> })}
                {may.remove.then(|| view! {
                    <a class="menu-item text-error" href=format!("{href}#remove")>{t("Remove from project…")}</a>
                    <p class="menu-note">
                        {if kept.is_empty() {
                            t("If removed: no access any more").to_owned()
                        } else {
                            fill("If removed: still {access}", &[("access", &kept)])
                        }}
                    </p>
                })}
            </div>
        </details>
    }
    .into_any()
}
