//! Roles to choose, with what they let people do.

use crate::prelude::*;
use crate::{
    dto::{HeldRole, RoleChoice},
    kit::{Ends, Time, TimeStyle},
    text::t,
};

/// A role as a card with a box to tick.
#[component]
pub fn RoleCard(
    /// The role.
    role: RoleChoice,
    /// How it is held already.
    #[prop(optional_no_strip)]
    have: Option<HeldRole>,
    /// Ticked first?
    held: bool,
    /// May it be changed?
    may: bool,
) -> impl IntoView {
    let does = (!role.does.is_empty()).then(|| view! { <Does name=role.name.clone() does=role.does.clone()/> });
    view! {
        <div class="grid grid-cols-1 gap-1">
            <label class="choice">
                <input
                    type="checkbox"
                    class="checkbox checkbox-sm row-span-3 mt-0.5"
                    name="roles[]"
                    value=role.id
                    checked=held
                    disabled=!may
                />
                <span class="font-medium">{role.name}</span>
                <span class="text-sm text-muted empty:hidden">{role.description}</span>
                {have.map(|have| view! {
                    <span class="text-sm">
                        {t("Since ")} <Time at=have.since style=TimeStyle::Day/> {t(", by ")} {have.author}
                        {have.expires_at.map(|at| view! { ", " <Ends at over=have.expired/> })}
                    </span>
                })}
            </label>
            {does}
        </div>
    }
    .into_any()
}

/// What a role lets people do.
#[component]
fn Does(name: String, does: Vec<(String, Vec<String>)>) -> impl IntoView {
    let rows =
        does.into_iter().map(|(kind, actions)| view! { <dt>{kind}</dt><dd>{actions.join(", ")}</dd> }).collect_view();
    view! {
        <details class="does">
            <summary class="text-sm">
                {t("What it allows")}
                <span class="sr-only">": " {name}</span>
            </summary>
            <dl>{rows}</dl>
        </details>
    }
    .into_any()
}
