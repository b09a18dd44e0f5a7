//! A project in a list.

use super::{visibility, words::words};
use crate::prelude::*;
use crate::text::{fill, t};
use crate::{
    dto::{Powers, ProjectItem},
    kit::{Chip, ChipTone, Glyph, Icon},
    link,
};

/// A project in a list.
#[component]
pub fn ProjectRow(
    /// Which.
    project: ProjectItem,
    /// Say what the viewer may do there.
    #[prop(optional)]
    powers: bool,
) -> impl IntoView {
    let ProjectItem { head, description, roles, does } = project;
    let (_, label, glyph) = visibility::words(head.visibility);
    let sentence = if powers { may(head.powers, head.archived) } else { None };
    let roles = if roles.is_empty() {
        view! { <Chip tone=ChipTone::Hollow>{t("Visitor")}</Chip> }.into_any()
    } else {
        roles.into_iter().map(|role| view! { <Chip>{role}</Chip> }).collect_view().into_any()
    };
    view! {
        <li class="group relative grid gap-x-6 gap-y-2 px-5 py-4 hover:bg-base-300/45 sm:grid-cols-[minmax(0,1fr)_auto]">
            <div class="min-w-0">
                <p class="flex items-center gap-2 font-medium">
                    // The whole row is the link's target, so a finger finds it.
                    <a class="break-words after:absolute after:inset-0" href=link::project(&head.id, "")>{head.name}</a>
                    <span class="shrink-0 text-muted" title=label><Icon glyph size=15/><span class="sr-only">{label}</span></span>
                </p>
                {(!description.is_empty()).then(|| view! { <p class="text-sm text-muted sm:truncate">{description}</p> })}
                {(!does.is_empty()).then(|| view! { <p class="mt-1.5 text-sm"><Does does/></p> })}
                {sentence.map(|text| view! { <p class="mt-1 text-sm">{text}</p> })}
            </div>
            <div class="flex flex-wrap content-start items-start gap-1.5 sm:max-w-64 sm:justify-end">
                {head.archived.then(|| view! { <Chip tone=ChipTone::Accent glyph=Glyph::Archive>{t("Archived")}</Chip> })}
                {roles}
            </div>
        </li>
    }
    .into_any()
}

/// Types and what may be done with them, on one line that wraps.
#[component]
fn Does(does: Vec<(String, Vec<String>)>) -> impl IntoView {
    does.into_iter()
        .enumerate()
        .map(|(place, (kind, actions))| {
            view! {
                {(place > 0).then_some(" · ")}
                <span class="font-medium">{words(&kind)}</span>
                " "
                <span class="text-muted">{actions.join(", ").replace(['-', '_'], " ")}</span>
            }
        })
        .collect_view()
}

/// What somebody may do with the project itself, as a sentence; nothing if that is looking.
fn may(powers: Powers, archived: bool) -> Option<String> {
    if archived {
        return Some(t("It is archived: you may look, nobody may change anything.").to_owned());
    }
    let words = [
        (powers.add_members, t("manage members")),
        (powers.see_members && !powers.add_members, t("see its members")),
        (powers.edit_roles, t("edit roles")),
        (powers.see_audit, t("read the audit log")),
        (powers.update, t("change its settings")),
        (powers.delete, t("delete it")),
    ];
    let words: Vec<&str> = words.into_iter().filter(|(may, _)| *may).map(|(_, word)| word).collect();
    let list = match words.as_slice() {
        [] => return None,
        [one] => (*one).to_owned(),
        [first @ .., last] => fill("{list} and {last}", &[("list", &first.join(", ")), ("last", last)]),
    };
    Some(fill("You may {list}.", &[("list", &list)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_may_do_is_a_sentence() {
        assert_eq!(may(Powers::default(), false), None);
        let powers = Powers { see_members: true, add_members: true, update: true, ..Powers::default() };
        assert_eq!(may(powers, false).as_deref(), Some("You may manage members and change its settings."));
        let powers = Powers { see_members: true, ..Powers::default() };
        assert_eq!(may(powers, false).as_deref(), Some("You may see its members."));
        assert!(may(powers, true).is_some_and(|text| text.contains("archived")));
    }
}
