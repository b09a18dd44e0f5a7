//! That something worked: a redirect after a form carries `?saved=`, so it is said without script too.

use super::{FormError, Glyph, Icon, refusal};
use crate::prelude::*;
use crate::{
    frame::{Later, later},
    rpc::{grant::UndoGrant, group::UndoGroup, member::UndoJob, node::UndoNode},
    text::t,
};
use leptos::form::ActionForm;
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
        "node-created" => t("The resource is there, and yours."),
        "node" => t("The resource is saved. What it gives and takes is in force from now on."),
        "node-deleted" => t("The resource is deleted, with what was only in it."),
        "nodes-imported" => t("The file is imported."),
        "members-added" => t("They are members now."),
        "member" => t("The member's roles are saved. They are in force from now on."),
        "undone" => t("It was taken back: everything is as it was before."),
        "member-removed" => t("The member is removed. What they could do through it ended just now."),
        "grant-made" => t("The grant is made. It is in force from now on."),
        "grant" => t("The grant is saved. What it gives and takes is in force from now on."),
        "grant-removed" => t("The grant is removed. What came only through it ended just now."),
        "group-admins" => t("Who looks after the group is saved."),
        "group-created" => t("The group is there. Put people in it, then give it roles on projects."),
        "group" => t("The group is saved."),
        "group-joined" => t("They are in the group now, with everything it gives."),
        "group-left" => t("They are out of the group. What only it gave them ended just now."),
        "group-deleted" => t("The group is deleted. What only it gave ended just now."),
        "catalog" => t("The catalog is saved. It is in force from now on."),
        "navigation" => t("The navigation is saved. Others see it when they next load a page."),
        "account-created" => t("The account is there. Create people in it, or move some to it."),
        "account" => t("The account is saved."),
        "consultancy" => t("The consultancy is saved. What it gives and takes is in force from now on."),
        "person-moved" => t("They belong to the account now, and have what it gives."),
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
        "policies" => t("The policies are saved. They are in force from now on."),
        "routes" => t("The routes are saved. They are in force from now on."),
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
    let undo = move || Undo::of(&path.get(), query.read().get("undo")?);
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
                    <p>{text} {back.get().map(|undo| later(Later::Undo(undo)))}</p>
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
pub enum Undo {
    /// A job on the members of a project.
    Job(String, String),
    /// A line of the audit log about a group.
    Line(String, String),
    /// A line of the audit log about a grant on a node.
    Grant(String, String),
    /// A line of the audit log about a resource of a project.
    Node(String, String, String),
}

impl Undo {
    fn of(path: &str, what: String) -> Option<Self> {
        let project = path.strip_prefix("/projects/").and_then(|rest| rest.strip_suffix("/members"));
        let group = path.strip_prefix("/groups/").filter(|rest| !rest.contains('/'));
        let node = path.strip_prefix("/projects/").and_then(|rest| rest.split_once("/resources/"));
        if let Some((project, node)) = node.filter(|(_, node)| !node.contains('/')) {
            return Some(Self::Node(decoded(project), decoded(node), what));
        }
        let rules = path.strip_prefix("/projects/").and_then(|rest| rest.strip_suffix("/members/rules"));
        let granted = path.strip_prefix("/grants/").filter(|rest| !rest.contains('/'));
        let on = rules.map(|name| format!("project:{}", decoded(name))).or_else(|| granted.map(decoded));
        if let Some(on) = on.or_else(|| (path == "/grants").then(|| authz::SYSTEM.to_owned())) {
            return Some(Self::Grant(on, what));
        }
        match (project, group) {
            (Some(project), _) => Some(Self::Job(project.to_owned(), what)),
            (None, Some(group)) => Some(Self::Line(group.to_owned(), what)),
            (None, None) => None,
        }
    }
}

/// The button that takes back what was just done.
#[component]
pub fn UndoButton(
    /// What.
    undo: Undo,
) -> impl IntoView {
    match undo {
        Undo::Job(project, job) => view! { <UndoOfJob project job/> },
        Undo::Grant(on, line) => view! { <UndoOfGrant on line/> },
        Undo::Node(project, node, line) => view! { <UndoOfNode project node line/> },
        Undo::Line(group, line) => view! { <UndoOfGroup group line/> },
    }
}

/// A part of the path as it reads: what the server renders has it encoded, the browser may have it either way.
fn decoded(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        let digits = if byte == b'%' { rest.clone().next().zip(rest.clone().nth(1)) } else { None };
        let hex = |digit: u8| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        match digits.and_then(|(high, low)| hex(high).zip(hex(low))) {
            Some((high, low)) => {
                bytes.push(high * 16 + low);
                rest.nth(1);
            }
            None => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| part.to_owned())
}

/// Takes back what was just done to a resource.
#[component]
fn UndoOfNode(project: String, node: String, line: String) -> impl IntoView {
    let action = ServerAction::<UndoNode>::new();
    let error = refusal(action);
    view! {
        <ActionForm action attr:class="inline">
            <input type="hidden" name="project" value=project/>
            <input type="hidden" name="node" value=node/>
            <input type="hidden" name="line" value=line/>
            <button type="submit" class="link ms-2 cursor-pointer font-medium">{t("Undo")}</button>
            <FormError error/>
        </ActionForm>
    }
    .into_any()
}

/// Takes back what was just done to a grant.
#[component]
fn UndoOfGrant(on: String, line: String) -> impl IntoView {
    let action = ServerAction::<UndoGrant>::new();
    let error = refusal(action);
    view! {
        <ActionForm action attr:class="inline">
            <input type="hidden" name="on" value=on/>
            <input type="hidden" name="line" value=line/>
            <button type="submit" class="link ms-2 cursor-pointer font-medium">{t("Undo")}</button>
            <FormError error/>
        </ActionForm>
    }
    .into_any()
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

/// Takes back what was just done to members.
#[component]
fn UndoOfJob(project: String, job: String) -> impl IntoView {
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
