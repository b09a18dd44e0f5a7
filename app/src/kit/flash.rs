//! That something worked: a redirect after a form carries `?saved=`, so it is said without script too.

use super::{FormError, Glyph, Icon, refusal};
use crate::{
    rpc::{group::UndoGroup, member::UndoJob},
    text::t,
};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_query_map},
};

/// What a code says. To add one: a row here, and the code in the redirect.
fn text(code: &str) -> Option<&'static str> {
    Some(match code {
        "welcome" => t("Welcome. You are the administrator; begin with a project, or with the people."),
        "project" => t("The project is saved."),
        "project-created" => t("The project is created. You are its first member."),
        "project-archived" => t("The project is archived: everybody may still read, nobody may change anything."),
        "project-restored" => t("The project can be changed again."),
        "project-deleted" => t("The project is deleted."),
        "members-added" => t("They are members now."),
        "member" => t("The member's roles are saved. They are in force from now on."),
        "undone" => t("It was taken back: everything is as it was before."),
        "member-removed" => t("The member is removed. What they could do through it ended just now."),
        "group-created" => t("The group is there. Put people in it, then give it roles on projects."),
        "group" => t("The group is saved."),
        "group-joined" => t("They are in the group now, with everything it gives."),
        "group-left" => t("They are out of the group. What only it gave them ended just now."),
        "group-deleted" => t("The group is deleted. What only it gave ended just now."),
        "person-created" => t("The person can sign in now."),
        "person-enabled" => t("The person can sign in again."),
        "person-disabled" => t("The person is disabled and signed out everywhere."),
        "password" => t("The new password is set. Everywhere else you are signed out."),
        "password-reset" => t("The new password is set; sign in with it."),
        "appearance" => t("The appearance is kept in this browser."),
        "session" => t("The session is ended."),
        "sessions" => t("All other sessions are ended."),
        "matrix" => t("The permissions are saved. They are in force from now on."),
        "role" => t("The role is saved."),
        "role-deleted" => t("The role is deleted."),
        _ => return None,
    })
}

/// Says that something worked, until it is closed or another page is opened.
#[component]
pub fn Flash() -> impl IntoView {
    let (query, path) = (use_query_map(), use_location().pathname);
    let found = move || {
        let query = query.get();
        query.get("__err").is_none().then(|| query.get("saved")).flatten().and_then(|code| text(&code))
    };
    // The change can be taken back, where the address names its job, or its line in the audit log.
    let undo = move || Back::of(&path.get(), query.read().get("undo")?);
    let said = RwSignal::new(untrack(found));
    let back = RwSignal::new(untrack(undo));
    let (live, set_live) = signal(false);
    let navigate = use_navigate();
    // The code leaves the address once it is said, or going back would say it again.
    Effect::new(move |before: Option<String>| {
        set_live.set(true);
        let (now, found) = (path.get(), found());
        if found.is_some() {
            said.set(found);
            back.set(untrack(undo));
            navigate(&now, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
        } else if before.is_some_and(|before| before != now) {
            said.set(None);
        }
        now
    });
    view! {
        <div role="status" class="empty:hidden">
            {move || said.get().map(|text| view! {
                <div class="flash notice notice-good mb-6 grid-cols-[auto_minmax(0,1fr)_auto]">
                    <Icon glyph=Glyph::Done/>
                    <p>{text} {back.get().map(Back::button)}</p>
                    {move || live.get().then(|| view! {
                        <button type="button" class="touch -my-3 cursor-pointer justify-center text-muted" aria-label=t("Close") on:click=move |_| said.set(None)>
                            <Icon glyph=Glyph::Cross/>
                        </button>
                    })}
                </div>
            })}
        </div>
    }
    .into_any()
}

/// What takes back what was just done.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Back {
    /// A job on the members of a project.
    Job(String, String),
    /// A line of the audit log about a group.
    Line(String, String),
}

impl Back {
    fn of(path: &str, what: String) -> Option<Self> {
        let project = path.strip_prefix("/projects/").and_then(|rest| rest.strip_suffix("/members"));
        let group = path.strip_prefix("/groups/").filter(|rest| !rest.contains('/'));
        match (project, group) {
            (Some(project), _) => Some(Self::Job(project.to_owned(), what)),
            (None, Some(group)) => Some(Self::Line(group.to_owned(), what)),
            (None, None) => None,
        }
    }

    fn button(self) -> AnyView {
        match self {
            Self::Job(project, job) => view! { <Undo project job/> }.into_any(),
            Self::Line(group, line) => view! { <UndoOfGroup group line/> }.into_any(),
        }
    }
}

/// Takes back what was just done to a group.
#[component]
fn UndoOfGroup(group: String, line: String) -> impl IntoView {
    let action = ServerAction::<UndoGroup>::new();
    let error = refusal(action);
    view! {
        <ActionForm action attr:class="inline">
            <input type="hidden" name="group" value=group/>
            <input type="hidden" name="line" value=line/>
            <button type="submit" class="link ms-2 cursor-pointer font-medium">{t("Undo")}</button>
            <FormError error/>
        </ActionForm>
    }
    .into_any()
}

/// Takes back what was just done.
#[component]
fn Undo(project: String, job: String) -> impl IntoView {
    let action = ServerAction::<UndoJob>::new();
    let error = refusal(action);
    view! {
        <ActionForm action attr:class="inline">
            <input type="hidden" name="project" value=project/>
            <input type="hidden" name="job" value=job/>
            <input type="hidden" name="to" value="list"/>
            <button type="submit" class="link ms-2 cursor-pointer font-medium">{t("Undo")}</button>
            <FormError error/>
        </ActionForm>
    }
    .into_any()
}
