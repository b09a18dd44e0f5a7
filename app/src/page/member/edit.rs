//! One member: the roles given on the project, what comes from elsewhere, and removing them.

use super::{end::End, role::RoleCard};
use crate::prelude::*;
use crate::{
    dto::{MemberItem, MemberPage, RoleChoice, SourceKind},
    kit::{
        Chip, ChipTone, Confirm, Crumb, FormError, Glyph, Load, Notice, PageHeader, Prose, Reason, Submit, Tone,
        refusal,
    },
    link,
    page::{param, source::SourceList},
    rpc::member::{RemoveMember, SaveMember, load_member},
    text::{fill, t},
};
use leptos::form::ActionForm;

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
        Crumb::new("/projects", t("Projects")),
        Crumb::new(link::project(&head.id, ""), head.name.clone()),
        Crumb::new(link::project(&head.id, "members"), t("Members")),
    ];
    let document = format!("{} · {}", member.name, head.name);
    let login = [member.username.clone(), member.email.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let also: Vec<_> = member.sources.iter().filter(|source| source.kind != SourceKind::Direct).cloned().collect();
    view! {
        <PageHeader
            title=member.name.clone()
            document
            crumbs
            text=login
            state=view! {
                {member.group.then(|| view! { <Chip tone=ChipTone::Plain glyph=Glyph::Group>{t("Group")}</Chip> })}
                {(!member.active).then(|| view! { <Chip tone=ChipTone::Bad>{t("Disabled")}</Chip> })}
            }
        />
        <div class="grid max-w-2xl grid-cols-1 gap-6">
            <section class="panel" aria-labelledby="roles">
                <div class="panel-head"><h2 id="roles">{t("Roles on this project")}</h2></div>
                <div class="panel-body">
                    <Roles project=head.id.clone() member=member.clone() roles may=may.update action=save/>
                </div>
            </section>
            {(!also.is_empty()).then(|| view! {
                <section class="panel" aria-labelledby="also">
                    <div class="panel-head"><h2 id="also">{t("Also has access")}</h2></div>
                    <div class="panel-body grid grid-cols-1 gap-3">
                        <SourceList sources=also here=true/>
                        <p class="text-sm text-muted">{t("These come from elsewhere and are changed there. They stay if the member is removed here.")}</p>
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
        does: Vec::new(),
    });
    let beyond: Vec<RoleChoice> = beyond.collect();
    let cards = roles
        .into_iter()
        .chain(beyond)
        .map(|role| {
            let have = held.iter().find(|have| have.id == role.id).cloned();
            view! { <RoleCard role held=have.is_some() have may/> }
        })
        .collect_view();
    if !may {
        let missing =
            fill("To change roles you need `member:update` on `project:{project}`.", &[("project", &project)]);
        return view! { <div class="grid grid-cols-1 gap-2">{cards}</div><div class="mt-4"><Notice><p><Prose text=missing/></p></Notice></div> }.into_any();
    }
    view! {
        <ActionForm action>
            <input type="hidden" name="project" value=project/>
            <input type="hidden" name="subject" value=member.id/>
            <div class="grid grid-cols-1 gap-5">
                <FormError error fields=&["ends", "date", "reason"]/>
                <fieldset class="grid grid-cols-1 gap-2"><legend class="sr-only">{t("Roles")}</legend>{cards}</fieldset>
                <End keep=true error/>
                <Reason error/>
                <div><Submit label=t("Save roles") pending=action.pending()/></div>
            </div>
        </ActionForm>
    }
    .into_any()
}

#[component]
fn Remove(project: String, member: MemberItem, action: ServerAction<RemoveMember>) -> impl IntoView {
    let error = refusal(action);
    let lost = member.roles.iter().map(|role| role.name.as_str()).collect::<Vec<_>>().join(", ");
    let others = member.sources.iter().filter(|source| source.kind != SourceKind::Direct);
    let others = others.map(|source| fill("{role} through {via}", &[("role", &source.role), ("via", &source.via)]));
    let kept = others.collect::<Vec<_>>().join(", ");
    let kept = if kept.is_empty() {
        t("Nothing else gives access, so it ends at once.").to_owned()
    } else {
        fill("If removed: still {access}.", &[("access", &kept)])
    };
    view! {
        <section class="panel" id="remove-section" aria-labelledby="remove">
            <div class="panel-body grid grid-cols-1 gap-3">
                <h2 id="remove">{t("Remove from the project")}</h2>
                <p class="text-sm text-muted">{fill("Loses {roles}.", &[("roles", &lost)])} " " {kept}</p>
                <Confirm label=t("Remove…") glyph=Glyph::Trash open=error.get_untracked().is_some()>
                    <ActionForm action>
                        <div class="grid gap-4">
                            <FormError error/>
                            <input type="hidden" name="project" value=project/>
                            <input type="hidden" name="subject" value=member.id/>
                            <Reason id="remove-reason" error/>
                            <div><Submit label=t("Remove from the project") tone=Tone::Danger pending=action.pending()/></div>
                        </div>
                    </ActionForm>
                </Confirm>
            </div>
        </section>
    }
    .into_any()
}
