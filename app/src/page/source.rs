//! Where access comes from, as chips that open it.

use crate::prelude::*;
use crate::{
    dto::{HeldRole, SourceChip, SourceKind},
    kit::{Chip, ChipTone, Ends, Glyph, Icon},
    text::{fill, t},
};

/// What stands for a kind of way.
pub fn glyph(kind: SourceKind) -> Glyph {
    match kind {
        SourceKind::Direct => Glyph::Person,
        SourceKind::Group => Glyph::Group,
        SourceKind::Account | SourceKind::Above => Glyph::Internal,
        SourceKind::Consultancy | SourceKind::Holder => Glyph::Key,
        SourceKind::System => Glyph::Roles,
        SourceKind::Public => Glyph::Public,
    }
}

/// What a kind of way is called.
pub fn label(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Direct => t("Direct"),
        SourceKind::Group => t("Group"),
        SourceKind::Account => t("Account"),
        SourceKind::Consultancy => t("Consultancy"),
        SourceKind::Holder => t("Held elsewhere"),
        SourceKind::System => t("System role"),
        SourceKind::Above => t("From above"),
        SourceKind::Public => t("Everybody"),
    }
}

/// Everything that gives somebody access, the strongest first.
#[component]
pub fn SourceList(
    /// The ways.
    sources: Vec<SourceChip>,
    /// Is the list on the page of a project, where some of it can be changed and the rest cannot?
    #[prop(optional)]
    here: bool,
) -> impl IntoView {
    let chips = sources
        .into_iter()
        .map(|source| {
            let own = here && source.kind == SourceKind::Direct;
            let class = if own { "source-own max-w-full min-w-0" } else { "max-w-full min-w-0" };
            view! { <li class=class><Source source here/></li> }
        })
        .collect_view();
    view! { <ul class="sources flex flex-wrap gap-1.5">{chips}</ul> }.into_any()
}

#[component]
fn Source(source: SourceChip, here: bool) -> impl IntoView {
    let class = if source.kind == SourceKind::Direct { "chip chip-solid source" } else { "chip source" };
    let changed = match &source.elsewhere {
        Some(place) => fill("Changed elsewhere: {place}", &[("place", place)]),
        None => t("Changed here").to_owned(),
    };
    let title = here.then_some(changed);
    let said = title.clone().map(|title| view! { <span class="sr-only">". " {title}</span> });
    // On a project's page the roles given there stand beside this, with their end.
    let told = here && source.kind == SourceKind::Direct;
    let end = source.expires_at.filter(|_| !told).map(|at| view! { " · " <Ends at/> });
    let inside = view! {
        <Icon glyph=glyph(source.kind) size=14/>
        <span>
            {source.role} <span class="font-normal text-muted">" · " {source.via} {end}</span>
        </span>
        {source.elsewhere.is_some().then(|| view! { <Icon glyph=Glyph::Lock size=12/> })}
        {said}
    };
    match source.href {
        Some(href) => view! { <a class=class href=href title=title>{inside}</a> }.into_any(),
        None => view! { <span class=class title=title>{inside}</span> }.into_any(),
    }
}

/// Roles given on the project, with their end.
#[component]
pub fn RoleList(
    /// The roles.
    roles: Vec<HeldRole>,
) -> impl IntoView {
    let chips = roles
        .into_iter()
        .map(|role| {
            let tone = if role.expired { ChipTone::Hollow } else { ChipTone::Solid };
            let end = role.expires_at.map(|at| {
                view! { <span class="font-normal text-muted">" · " <Ends at over=role.expired/></span> }
            });
            view! { <li class="max-w-full"><Chip tone>{role.name}{end}</Chip></li> }
        })
        .collect_view();
    view! { <ul class="flex flex-wrap gap-1.5">{chips}</ul> }.into_any()
}
