//! Putting people and groups into a group, and saying who looks after it: written first, then seen, then done.

use crate::prelude::*;
use crate::{
    AppError,
    dto::{AccessView, GroupItem, JoinersPage, ResolvedItem, Standing},
    kit::{Crumb, FormError, GetForm, Load, Notice, NoticeTone, PageHeader, Reason, Submit, refusal},
    link,
    page::{
        outlook::Outlook,
        param,
        picker::{Picker, Target},
        query,
    },
    rpc::group::{AddToGroup, SaveAdmins, load_admins, load_new_joiners},
    text::{fill, plural, t},
};
use leptos::form::ActionForm;
use leptos_router::hooks::use_query_map;

/// Putting people and groups into a group.
#[component]
pub fn Joiners() -> impl IntoView {
    let (id, who) = (param("id"), query("who"));
    let action = ServerAction::<AddToGroup>::new();
    let page = Resource::new(move || (id.get(), who.get()), |(id, who)| load_new_joiners(id, who));
    view! { <Load resource=page view=move |page| view! { <Joining page action/> }/> }
}

/// Who looks after a group.
#[component]
pub fn GroupAdmins() -> impl IntoView {
    let (id, map) = (param("id"), use_query_map());
    // Nobody is something else than not said.
    let who = Memo::new(move |_| map.read().get("change").map(|_| map.read().get("who").unwrap_or_default()));
    let action = ServerAction::<SaveAdmins>::new();
    let page = Resource::new(move || (id.get(), who.get()), |(id, who)| load_admins(id, who));
    view! { <Load resource=page view=move |page| view! { <Looking page action/> }/> }
}

#[component]
fn Joining(page: JoinersPage, action: ServerAction<AddToGroup>) -> impl IntoView {
    let JoinersPage { head, who, checked, ready, outlook } = page;
    let (group, error) = (head.group, refusal(action));
    let path = link::group(&group.id, "add");
    let document = fill("Add people · {group}", &[("group", &group.name)]);
    let left = checked.iter().filter(|item| item.standing != Standing::Known).count();
    let done = outlook.map(|outlook| {
        let label = plural(ready.len(), "Add 1 person or group", "Add {n} people or groups");
        let id = group.id.clone();
        view! {
            <Seen outlook left>
                <ActionForm action>
                    {sent(id, &ready, label, error, action.pending().into())}
                </ActionForm>
            </Seen>
        }
    });
    view! {
        <PageHeader
            title=t("Add people")
            document
            crumbs=crumbs(&group)
            text=t("They get what the group gives at once. You can put in only whom you could give all of it yourself.")
        />
        <div class="grid max-w-2xl gap-6">
            <Whom to=Target::Group(group.id) path who checked/>
            {done}
        </div>
    }
    .into_any()
}

/// What is sent: exactly what was looked at, and why.
fn sent(
    group: String,
    ready: &[String],
    label: String,
    error: Signal<Option<AppError>>,
    pending: Signal<bool>,
) -> AnyView {
    view! {
        <input type="hidden" name="group" value=group/>
        <input type="hidden" name="who" value=ready.join("\n")/>
        <div class="grid gap-4">
            <FormError error fields=&["reason"]/>
            <Reason error/>
            <div><Submit label pending/></div>
        </div>
    }
}

#[component]
fn Looking(page: JoinersPage, action: ServerAction<SaveAdmins>) -> impl IntoView {
    let JoinersPage { head, who, checked, ready, outlook } = page;
    let (group, error) = (head.group, refusal(action));
    let path = link::group(&group.id, "admins");
    let document = fill("Admins · {group}", &[("group", &group.name)]);
    let left = checked.iter().filter(|item| item.standing != Standing::Known).count();
    let done = outlook.map(|outlook| {
        let label = plural(ready.len(), "Let 1 person look after it", "Let {n} people look after it");
        let id = group.id.clone();
        view! {
            <Seen outlook left>
                <ActionForm action>
                    {sent(id, &ready, label, error, action.pending().into())}
                </ActionForm>
            </Seen>
        }
    });
    view! {
        <PageHeader
            title=t("Admins")
            document
            crumbs=crumbs(&group)
            text=t("They hold what is given to this group's admins, and are not in the group by that.")
        />
        <div class="grid max-w-2xl gap-6">
            <Whom to=Target::Admins(group.id) path who checked/>
            {done}
        </div>
    }
    .into_any()
}

/// Whom, sent to be looked at.
#[component]
fn Whom(to: Target, path: String, who: String, checked: Vec<ResolvedItem>) -> impl IntoView {
    let nothing = Signal::derive(|| None);
    view! {
        <section class="panel" aria-label=t("Whom")>
            <div class="panel-body">
                <GetForm path=path.clone() label=t("Whom")>
                    <input type="hidden" name="change" value="1"/>
                    <div class="grid gap-5">
                        <Picker to who checked check=path error=nothing/>
                        <div><button type="submit" class="btn btn-plain" formnovalidate=true>{t("See what it would do")}</button></div>
                    </div>
                </GetForm>
            </div>
        </section>
    }
    .into_any()
}

/// What it would do, and doing it.
#[component]
fn Seen(outlook: AccessView, left: usize, children: Children) -> impl IntoView {
    let possible = outlook.refused.is_none();
    let left = (left > 0).then(|| {
        plural(left, "1 of those you wrote is left out: see above.", "{n} of those you wrote are left out: see above.")
    });
    view! {
        <section class="panel" aria-labelledby="outlook">
            <div class="panel-head"><h2 id="outlook">{t("What it would do")}</h2></div>
            <div class="panel-body grid gap-4">
                {left.map(|text| view! { <Notice tone=NoticeTone::Accent><p>{text}</p></Notice> })}
                <Outlook outlook/>
                {possible.then(children)}
            </div>
        </section>
    }
    .into_any()
}

pub(super) fn crumbs(group: &GroupItem) -> Vec<Crumb> {
    vec![Crumb::new("/groups", t("Groups")), Crumb::new(link::group(&group.id, ""), group.name.clone())]
}
