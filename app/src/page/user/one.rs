//! One person.

use super::trace::{History, Sessions};
use crate::prelude::*;
use crate::{
    dto::{AccessQuery, AccessView, PersonItem, PersonPage},
    frame::Toasts,
    kit::{
        Avatar, Chip, ChipTone, Crumb, FormError, Glyph, LinkButton, Load, Notice, PageHeader, Reason, Submit, Time,
        TimeStyle, Tone, refusal, successes,
    },
    link,
    page::{
        held::{Around, Held},
        outlook::SeenFirst,
        param, query,
    },
    rpc::user::{SetPersonActive, load_person},
    text::{fill, t},
};
use leptos::form::ActionForm;

/// One person.
#[component]
pub fn Person() -> impl IntoView {
    let (id, after, active) = (param("id"), query("after"), query("active"));
    let action = ServerAction::<SetPersonActive>::new();
    let changed = successes(action);
    offer_undo(action);
    let asked = move || (id.get(), after.get(), active.get(), changed.get());
    let page = Resource::new(asked, |(id, after, active, _)| load_person(id, after, active.parse().ok()));
    view! { <Load resource=page view=move |page| view! { <One page after=after.get_untracked() action/> }/> }
}

/// Says what was done, and undoes it on demand.
fn offer_undo(action: ServerAction<SetPersonActive>) {
    let toasts = use_context::<Toasts>();
    let sent = StoredValue::new(None::<SetPersonActive>);
    Effect::new(move |before: Option<usize>| {
        if let Some(input) = action.input().get() {
            sent.set_value(Some(input));
        }
        let now = action.version().get();
        if before.is_some_and(|before| before != now) && matches!(action.value().get_untracked(), Some(Ok(()))) {
            offer(toasts, action, sent.get_value());
        }
        now
    });
}

fn offer(toasts: Option<Toasts>, action: ServerAction<SetPersonActive>, done: Option<SetPersonActive>) {
    let (Some(toasts), Some(done)) = (toasts, done) else { return };
    let text = if done.active {
        t("The person can sign in again.")
    } else {
        t("The person is disabled and signed out everywhere.")
    };
    let undo = SetPersonActive { active: !done.active, reason: t("Undone").to_owned(), ..done };
    toasts.undoable(text, move || drop(action.dispatch(undo.clone())));
}

#[component]
fn One(page: PersonPage, after: String, action: ServerAction<SetPersonActive>) -> impl IntoView {
    let PersonPage { person, may_update, me, access, groups, sessions, history, whole_log, switch } = page;
    let state = if person.active { (ChipTone::Good, "Enabled") } else { (ChipTone::Bad, "Disabled") };
    let asked = AccessQuery { ask: "what".to_owned(), who: format!("user:{}", person.id), ..AccessQuery::default() };
    let log = whole_log.then(|| link::with_query("/audit", &[("q", &format!("user:{}", person.id))]));
    view! {
        <PageHeader
            title=person.name.clone()
            crumbs=vec![Crumb::new("/people", "People")]
            state=view! {
                {me.then(|| view! { <Chip tone=ChipTone::Plain>{t("This is you")}</Chip> })}
                <Chip tone=state.0>{state.1}</Chip>
            }
        />
        <div class="grid gap-6">
            {(!person.active).then(|| view! {
                <Notice><p>{t("Disabled: nothing below counts until they are enabled again.")}</p></Notice>
            })}
            <Facts person=person.clone()/>
            <Held
                list=access
                heading=t("Access")
                nothing=t("Give them a role on a project, or put them into a group.")
                path=link::person(&person.id)
                name="after"
                after
                asked=asked
            />
            <div class="person-more">
                <Around groups nothing=t("In no group you may see.")/>
                {sessions.map(|sessions| view! { <Sessions sessions/> })}
            </div>
            {history.map(|lines| view! { <History lines log/> })}
            {(may_update && !me).then(|| view! { <Move id=person.id.clone()/> <Switch person outlook=switch action/> })}
        </div>
    }
    .into_any()
}

/// What is known of them.
#[component]
fn Facts(person: PersonItem) -> impl IntoView {
    let seen = match person.last_sign_in_at {
        Some(at) => view! { <Time at/> }.into_any(),
        None => t("Never").into_any(),
    };
    let none = || "—".to_owned();
    view! {
        <section class="panel" aria-label=t("About the person")>
            <div class="panel-body flex gap-5">
                <Avatar name=person.name large=true/>
                <dl class="grid grow gap-x-6 gap-y-4 text-sm sm:grid-cols-2 lg:grid-cols-3">
                    <div><dt class="text-muted">{t("User name")}</dt><dd>{person.username}</dd></div>
                    <div><dt class="text-muted">{t("E-mail address")}</dt><dd class="break-all">{person.email.unwrap_or_else(none)}</dd></div>
                    <div><dt class="text-muted">{t("Account")}</dt><dd>{person.account.unwrap_or_else(none)}</dd></div>
                    <div><dt class="text-muted">{t("Created")}</dt><dd><Time at=person.created_at style=TimeStyle::Day/></dd></div>
                    <div><dt class="text-muted">{t("Last signed in")}</dt><dd>{seen}</dd></div>
                </dl>
            </div>
        </section>
    }
}

/// To where they are moved to another account.
#[component]
fn Move(id: String) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="move">
            <div class="panel-body grid gap-3">
                <h2 id="move">{t("Account")}</h2>
                <p class="text-sm text-muted">
                    {t("Everybody belongs to one account at most. Moving somebody takes what the one gives and gives what the other gives; you see both first.")}
                </p>
                <div><LinkButton href=format!("{}/move", link::person(&id)) label=t("Move to another account…") tone=Tone::Plain/></div>
            </div>
        </section>
    }
    .into_any()
}

/// Disables an enabled person and enables a disabled one.
#[component]
fn Switch(person: PersonItem, outlook: Option<AccessView>, action: ServerAction<SetPersonActive>) -> impl IntoView {
    let error = refusal(action);
    let name = [("name", person.name.as_str())];
    let (heading, text, ask, open, label, glyph, tone) = if person.active {
        (
            t("Disable"),
            t(
                "They are signed out everywhere and cannot sign in. Their roles stay, and count again once they are enabled.",
            ),
            "active=false#switch",
            t("Disable…"),
            fill("Disable {name}", &name),
            Glyph::Ban,
            Tone::Danger,
        )
    } else {
        (
            t("Enable"),
            t("They can sign in again, and their roles count again."),
            "active=true#switch",
            t("Enable…"),
            fill("Enable {name}", &name),
            Glyph::Restore,
            Tone::Primary,
        )
    };
    view! {
        <section class="panel" aria-labelledby="switch">
            <div class="panel-body grid gap-3">
                <h2 id="switch">{heading}</h2>
                <p class="text-sm text-muted">{text}</p>
                <SeenFirst
                    path=link::person(&person.id)
                    ask
                    label=open
                    glyph
                    keep=t("Leave it as it is")
                    mild=!person.active
                    outlook
                >
                    <ActionForm action>
                        <div class="grid gap-4">
                            <FormError error fields=&["reason"]/>
                            <input type="hidden" name="person" value=person.id/>
                            <input type="hidden" name="active" value=if person.active { "false" } else { "true" }/>
                            <Reason error/>
                            <div><Submit label tone pending=action.pending()/></div>
                        </div>
                    </ActionForm>
                </SeenFirst>
            </div>
        </section>
    }
}
