//! One person.

use crate::text::t;
use crate::{
    dto::{PersonItem, PersonPage},
    frame::Toasts,
    kit::{
        Avatar, Chip, ChipTone, Confirm, Crumb, Field, FormError, Glyph, Load, PageHeader, Submit, Time, TimeStyle,
        Tone, refusal, successes,
    },
    page::param,
    rpc::user::{SetPersonActive, load_person},
};
use leptos::{form::ActionForm, prelude::*};

/// One person.
#[component]
pub fn Person() -> impl IntoView {
    let id = param("id");
    let action = ServerAction::<SetPersonActive>::new();
    let changed = successes(action);
    offer_undo(action);
    let page = Resource::new(move || (id.get(), changed.get()), |(id, _)| load_person(id));
    view! { <Load resource=page view=move |page| view! { <One page action/> }/> }
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
fn One(page: PersonPage, action: ServerAction<SetPersonActive>) -> impl IntoView {
    let PersonPage { person, may_update, me } = page;
    let state = if person.active { (ChipTone::Good, "Enabled") } else { (ChipTone::Bad, "Disabled") };
    view! {
        <PageHeader title=person.name.clone() crumbs=vec![Crumb::new("/people", "People")]>
            {me.then(|| view! { <Chip tone=ChipTone::Plain>"This is you"</Chip> })}
            <Chip tone=state.0>{state.1}</Chip>
        </PageHeader>
        <div class="grid max-w-2xl gap-6">
            <Facts person=person.clone()/>
            {(may_update && !me).then(|| view! { <Switch person action/> })}
        </div>
    }
}

#[component]
fn Facts(person: PersonItem) -> impl IntoView {
    let seen = match person.last_sign_in_at {
        Some(at) => view! { <Time at/> }.into_any(),
        None => "never".into_any(),
    };
    let none = || "—".to_owned();
    view! {
        <section class="panel" aria-label="About the person">
            <div class="panel-body flex gap-5">
                <Avatar name=person.name large=true/>
                <dl class="grid grow gap-x-6 gap-y-4 text-sm sm:grid-cols-2">
                    <div><dt class="text-muted">"User name"</dt><dd>{person.username}</dd></div>
                    <div><dt class="text-muted">"E-mail address"</dt><dd class="break-all">{person.email.unwrap_or_else(none)}</dd></div>
                    <div><dt class="text-muted">"Account"</dt><dd>{person.account.unwrap_or_else(none)}</dd></div>
                    <div><dt class="text-muted">"Created"</dt><dd><Time at=person.created_at style=TimeStyle::Day/></dd></div>
                    <div><dt class="text-muted">"Last signed in"</dt><dd>{seen}</dd></div>
                </dl>
            </div>
        </section>
    }
}

/// Disables an enabled person and enables a disabled one.
#[component]
fn Switch(person: PersonItem, action: ServerAction<SetPersonActive>) -> impl IntoView {
    let error = refusal(action);
    let (heading, text, label, tone) = if person.active {
        (
            "Disable",
            "They are signed out everywhere and cannot sign in. Their roles stay, and count again once they are enabled.",
            "Disable",
            Tone::Danger,
        )
    } else {
        ("Enable", "They can sign in again, and their roles count again.", "Enable", Tone::Primary)
    };
    view! {
        <section class="panel" aria-labelledby="switch">
            <div class="panel-body grid gap-3">
                <h2 id="switch">{heading}</h2>
                <p class="text-sm text-muted">{text}</p>
                <Confirm
                    label=format!("{label}…")
                    glyph=if person.active { Glyph::Ban } else { Glyph::Restore }
                    open=error.get_untracked().is_some()
                >
                    <ActionForm action>
                        <div class="grid gap-4">
                            <FormError error fields=&["reason"]/>
                            <input type="hidden" name="person" value=person.id/>
                            <input type="hidden" name="active" value=if person.active { "false" } else { "true" }/>
                            <Field name="reason" label="Reason" hint="It goes into the audit log." optional=true error/>
                            <div><Submit label=format!("{label} {}", person.name) tone pending=action.pending()/></div>
                        </div>
                    </ActionForm>
                </Confirm>
            </div>
        </section>
    }
}
