//! One member: the roles given on the project, what comes from elsewhere, and removing them.

use super::{role_list::AlsoList, span::Span};
use crate::{
    dto::{HeldRole, MemberItem, MemberPage, RoleChoice},
    kit::{
        Chip, ChipTone, Confirm, Crumb, Field, FormError, Glyph, Load, Notice, PageHeader, Prose, Submit, Time,
        TimeStyle, Tone, refusal,
    },
    link,
    page::param,
    rpc::member::{RemoveMember, SaveMember, load_member},
};
use leptos::{form::ActionForm, prelude::*};

/// One member.
#[component]
pub fn EditMember() -> impl IntoView {
    let (id, subject) = (param("id"), param("subject"));
    let (save, remove) = (ServerAction::<SaveMember>::new(), ServerAction::<RemoveMember>::new());
    let page = Resource::new(move || (id.get(), subject.get()), |(id, subject)| load_member(id, subject));
    view! { <Load resource=page view=move |page| view! { <One page save remove/> }/> }.into_any()
}

#[component]
fn One(page: MemberPage, save: ServerAction<SaveMember>, remove: ServerAction<RemoveMember>) -> impl IntoView {
    let MemberPage { head, member, roles, may } = page;
    let crumbs = vec![
        Crumb::new("/projects", "Projects"),
        Crumb::new(link::project(&head.id, ""), head.name.clone()),
        Crumb::new(link::project(&head.id, "members"), "Members"),
    ];
    let document = format!("{} · {}", member.name, head.name);
    let login = member.login.clone().unwrap_or_default();
    let also = member.also.clone();
    view! {
        <PageHeader title=member.name.clone() document crumbs text=login>
            {member.group.then(|| view! { <Chip tone=ChipTone::Plain glyph=Glyph::Group>"Group"</Chip> })}
            {(!member.active).then(|| view! { <Chip tone=ChipTone::Bad>"Disabled"</Chip> })}
        </PageHeader>
        <div class="grid max-w-2xl gap-6">
            <section class="panel" aria-labelledby="roles">
                <div class="panel-head"><h2 id="roles">"Roles on this project"</h2></div>
                <div class="panel-body">
                    <Roles project=head.id.clone() member=member.clone() roles may=may.update action=save/>
                </div>
            </section>
            {(!also.is_empty()).then(|| view! {
                <section class="panel" aria-labelledby="also">
                    <div class="panel-head"><h2 id="also">"Also has access"</h2></div>
                    <div class="panel-body grid gap-3">
                        <AlsoList also/>
                        <p class="text-sm text-muted">"These come from elsewhere and are changed there. They stay if the member is removed here."</p>
                    </div>
                </section>
            })}
            {may.remove.then(|| view! { <Remove project=head.id.clone() member action=remove/> })}
        </div>
    }
    .into_any()
}

#[component]
fn Roles(
    project: String,
    member: MemberItem,
    roles: Vec<RoleChoice>,
    may: bool,
    action: ServerAction<SaveMember>,
) -> impl IntoView {
    let error = refusal(action);
    let held = member.roles;
    // A role that is held but may not be given here any more can still be kept or taken.
    let beyond = held.iter().filter(|have| !roles.iter().any(|role| role.id == have.id)).map(|have| RoleChoice {
        id: have.id.clone(),
        name: have.name.clone(),
        description: String::new(),
    });
    let beyond: Vec<RoleChoice> = beyond.collect();
    let cards = roles
        .into_iter()
        .chain(beyond)
        .map(|role| {
            let have = held.iter().find(|have| have.id == role.id).cloned();
            view! { <RoleCard role have may/> }
        })
        .collect_view();
    if !may {
        let missing = format!("To change roles you need `member:update` on `project:{project}`.");
        return view! { <div class="grid gap-2">{cards}</div><div class="mt-4"><Notice><p><Prose text=missing/></p></Notice></div> }.into_any();
    }
    view! {
        <ActionForm action>
            <input type="hidden" name="project" value=project/>
            <input type="hidden" name="subject" value=member.id/>
            <div class="grid gap-5">
                <FormError error fields=&["ends", "date", "reason"]/>
                <fieldset class="grid gap-2"><legend class="sr-only">"Roles"</legend>{cards}</fieldset>
                <Span keep=true error/>
                <Field name="reason" label="Reason" hint="It goes into the audit log." optional=true error/>
                <div><Submit label="Save roles" pending=action.pending()/></div>
            </div>
        </ActionForm>
    }
    .into_any()
}

#[component]
fn RoleCard(role: RoleChoice, have: Option<HeldRole>, may: bool) -> impl IntoView {
    let held = have.is_some();
    view! {
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
                    "Since " <Time at=have.since style=TimeStyle::Day/> ", by " {have.author}
                    {have.expires_at.map(|at| view! {
                        {if have.expired { ", ended " } else { ", until " }}
                        <Time at style=TimeStyle::Day/>
                    })}
                </span>
            })}
        </label>
    }
    .into_any()
}

#[component]
fn Remove(project: String, member: MemberItem, action: ServerAction<RemoveMember>) -> impl IntoView {
    let error = refusal(action);
    let lost = member.roles.iter().map(|role| role.name.as_str()).collect::<Vec<_>>().join(", ");
    let kept =
        member.also.iter().map(|through| format!("{} ({})", through.role, through.via)).collect::<Vec<_>>().join(", ");
    let kept = if kept.is_empty() {
        "Nothing else gives access, so it ends at once.".to_owned()
    } else {
        format!("Keeps what comes from elsewhere: {kept}.")
    };
    view! {
        <section class="panel" aria-labelledby="remove">
            <div class="panel-body grid gap-3">
                <h2 id="remove">"Remove from the project"</h2>
                <p class="text-sm text-muted">"Loses " {lost} ". " {kept}</p>
                <Confirm label="Remove…" glyph=Glyph::Trash open=error.get_untracked().is_some()>
                    <ActionForm action>
                        <div class="grid gap-4">
                            <FormError error/>
                            <input type="hidden" name="project" value=project/>
                            <input type="hidden" name="subject" value=member.id/>
                            <Field id="remove-reason" name="reason" label="Reason" hint="It goes into the audit log." optional=true error/>
                            <div><Submit label="Remove from the project" tone=Tone::Danger pending=action.pending()/></div>
                        </div>
                    </ActionForm>
                </Confirm>
            </div>
        </section>
    }
    .into_any()
}
