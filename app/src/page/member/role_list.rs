//! Roles as chips: those given on the project, and those from elsewhere.

use crate::{
    dto::{HeldRole, Through},
    kit::{Chip, ChipTone, Time, TimeStyle},
};
use leptos::prelude::*;

/// Roles given on the project, with their end.
#[component]
pub fn RoleList(roles: Vec<HeldRole>) -> impl IntoView {
    let chips = roles
        .into_iter()
        .map(|role| {
            let tone = if role.expired { ChipTone::Hollow } else { ChipTone::Solid };
            let end = role.expires_at.map(|at| {
                view! {
                    <span class="font-normal text-muted">
                        {if role.expired { " · ended " } else { " · until " }}
                        <Time at style=TimeStyle::Day/>
                    </span>
                }
            });
            view! { <li class="max-w-full"><Chip tone>{role.name}{end}</Chip></li> }
        })
        .collect_view();
    view! { <ul class="flex flex-wrap gap-1.5">{chips}</ul> }
}

/// Roles from elsewhere, each with where it comes from.
#[component]
pub fn AlsoList(also: Vec<Through>) -> impl IntoView {
    let chips = also
        .into_iter()
        .map(|through| {
            view! {
                <li class="max-w-full">
                    <Chip tone=ChipTone::Plain>
                        {through.role}
                        <span class="font-normal text-muted">{format!(" · {}", through.via)}</span>
                    </Chip>
                </li>
            }
        })
        .collect::<Vec<_>>();
    (!chips.is_empty()).then(|| view! { <ul class="flex flex-wrap gap-1.5">{chips}</ul> })
}
