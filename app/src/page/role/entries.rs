//! What a role gives, in sentences: its own entries, each to be changed, and those of the roles that it includes.

use super::address;
use crate::prelude::*;
use crate::{
    dto::{EntryLine, RolePage},
    kit::{Chip, ChipTone, Empty, Glyph, LinkButton},
    text::{fill, plural, t},
};

/// What the role gives.
#[component]
pub(super) fn Entries(
    /// The role.
    page: RolePage,
    /// Its entries, own ones first.
    items: Vec<EntryLine>,
) -> impl IntoView {
    let editable = page.lock.is_none();
    let (own, others): (Vec<EntryLine>, Vec<EntryLine>) = items.into_iter().partition(|line| line.at.is_some());
    let (none, included) = (own.is_empty(), !others.is_empty());
    let add = editable
        .then(|| view! { <LinkButton href=address(&page, "entry", &[]) label=t("New entry") glyph=Glyph::Plus/> });
    let own = own.into_iter().map(|line| view! { <Line page=page.clone() line editable/> }).collect_view();
    let others = others.into_iter().map(|line| view! { <Line page=page.clone() line editable=false/> }).collect_view();
    view! {
        <section class="panel" aria-labelledby="own">
            <div class="panel-head"><h2 id="own">{t("Whoever holds it …")}</h2> {add}</div>
            {none.then(|| view! {
                <Empty glyph=Glyph::Roles title=t("Nothing of its own") text=t("An entry says what may be done with which type of thing, on all or only on one's own, and under which conditions.")/>
            })}
            <ul class="role-entries empty:hidden">{own}</ul>
        </section>
        {included.then(|| view! {
            <section class="panel" aria-labelledby="included">
                <div class="panel-head"><h2 id="included">{t("And from what it includes …")}</h2></div>
                <ul class="role-entries">{others}</ul>
            </section>
        })}
    }
}

#[component]
fn Line(page: RolePage, line: EntryLine, editable: bool) -> impl IntoView {
    let EntryLine { at, sentence, pattern, own, conditions, from } = line;
    let version = page.version.to_string();
    let links = at.filter(|_| editable).map(|at| {
        let at = at.to_string();
        let change = address(&page, "entry", &[("entry", &at)]);
        let remove = address(&page, "", &[("do", "drop"), ("entry", &at), ("version", &version)]);
        let named = [("entry", sentence.as_str())];
        view! {
            <span class="flex shrink-0 gap-4">
                <a class="link touch" href=change aria-label=fill("Change: {entry}", &named)>{t("Change")}</a>
                <a class="link touch text-error" href=format!("{remove}#what-it-would-do") aria-label=fill("Remove: {entry}", &named)>{t("Remove…")}</a>
            </span>
        }
    });
    let from = from.map(|(href, name)| match href {
        Some(href) => view! { <span>{t("from ")} <a class="link touch" href=href>{name}</a></span> },
        None => view! { <span>{t("from ")} {name}</span> },
    });
    let count = usize::try_from(conditions).unwrap_or(usize::MAX);
    view! {
        <li>
            <div class="grid min-w-0 gap-1">
                <p class="break-words">{sentence.clone()}</p>
                <p class="flex flex-wrap items-center gap-2 text-sm text-muted">
                    <code>{pattern}</code>
                    {own.then(|| view! { <Chip tone=ChipTone::Hollow>{t("one's own")}</Chip> })}
                    {(count > 0).then(|| view! { <Chip tone=ChipTone::Accent>{plural(count, "1 condition", "{n} conditions")}</Chip> })}
                    {from}
                </p>
            </div>
            {links}
        </li>
    }
}
