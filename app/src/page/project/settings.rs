//! What a project is called, who may visit it, and its end.

use super::{ProjectTop, Section, discretion::Discretion, visibility};
use crate::prelude::*;
use crate::text::{fill, t};
use crate::{
    dto::{AccessView, ProjectHead, SettingsPage},
    kit::{
        Confirm, Field, FormError, Glyph, Load, Notice, Prose, RadioGroup, Submit, TextArea, Tone, refusal, successes,
    },
    link,
    page::{outlook::Deletion, param, query},
    rpc::project::{ArchiveProject, DeleteProject, RestoreProject, SaveDiscretion, SaveProject, load_settings},
};
use leptos::form::ActionForm;

/// The page's forms.
#[derive(Clone, Copy)]
struct Actions {
    save: ServerAction<SaveProject>,
    discretion: ServerAction<SaveDiscretion>,
    archive: ServerAction<ArchiveProject>,
    restore: ServerAction<RestoreProject>,
    delete: ServerAction<DeleteProject>,
}

/// What a project is called, who may visit it, and its end.
#[component]
pub fn Settings() -> impl IntoView {
    let (id, delete) = (param("id"), query("delete"));
    let actions = Actions {
        save: ServerAction::new(),
        discretion: ServerAction::new(),
        archive: ServerAction::new(),
        restore: ServerAction::new(),
        delete: ServerAction::new(),
    };
    let changed = (successes(actions.save), successes(actions.archive), successes(actions.restore));
    let discretion = successes(actions.discretion);
    let page = Resource::new(
        move || (id.get(), delete.get(), changed.0.get(), changed.1.get(), changed.2.get(), discretion.get()),
        |(id, delete, ..)| load_settings(id, delete == "true"),
    );
    view! { <Load resource=page view=move |page| view! { <Forms page actions/> }/> }.into_any()
}

#[component]
fn Forms(page: SettingsPage, actions: Actions) -> impl IntoView {
    let SettingsPage { head, description, may_be_visible, may_restore, discreet, contents, deletion } = page;
    let powers = head.powers;
    view! {
        <ProjectTop head=head.clone() section=Section::Settings/>
        <div class="grid max-w-2xl gap-6">
            {match (head.archived, powers.update) {
                (true, _) => view! { <Archived head=head.clone() may_restore action=actions.restore/> }.into_any(),
                (false, true) => view! {
                    <About head=head.clone() description may_be_visible action=actions.save/>
                    <Discretion project=head.id.clone() discreet action=actions.discretion/>
                    <Archive head=head.clone() action=actions.archive/>
                }
                .into_any(),
                (false, false) => view! { <Missing permission="project:update" project=head.id.clone() what="change this"/> }.into_any(),
            }}
            {powers.delete.then(|| view! { <Delete head=head.clone() contents outlook=deletion action=actions.delete/> })}
        </div>
    }
    .into_any()
}

/// What is missing, where a form would be.
#[component]
fn Missing(permission: &'static str, project: String, what: &'static str) -> impl IntoView {
    view! {
        <Notice>
            <p><Prose text=fill(
                "To {what} you need `{permission}` on `project:{project}`. Ask whoever manages its members.",
                &[("what", what), ("permission", permission), ("project", &project)],
            )/></p>
        </Notice>
    }
    .into_any()
}

#[component]
fn About(
    head: ProjectHead,
    description: String,
    may_be_visible: bool,
    action: ServerAction<SaveProject>,
) -> impl IntoView {
    let error = refusal(action);
    let (visible, ..) = visibility::words(head.visibility);
    view! {
        <section class="panel" aria-label=t("About the project")>
            <div class="panel-body">
                <ActionForm action>
                    <input type="hidden" name="project" value=head.id/>
                    <div class="grid gap-5">
                        <FormError error fields=&["name", "description", "visibility"]/>
                        <Field name="name" label=t("Name") value=head.name error/>
                        <TextArea name="description" label=t("Description") value=description optional=true error/>
                        {if may_be_visible {
                            view! {
                                <RadioGroup
                                    name="visibility"
                                    legend=t("Who may visit, besides its members?")
                                    options=visibility::choices()
                                    value=visible
                                    error
                                />
                            }
                            .into_any()
                        } else {
                            view! { <input type="hidden" name="visibility" value=visible/> }.into_any()
                        }}
                        <div><Submit label=t("Save") pending=action.pending()/></div>
                    </div>
                </ActionForm>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Archive(head: ProjectHead, action: ServerAction<ArchiveProject>) -> impl IntoView {
    let error = refusal(action);
    view! {
        <section class="panel" aria-labelledby="archive">
            <div class="panel-body grid gap-3">
                <h2 id="archive">{t("Archive")}</h2>
                <p class="text-sm text-muted">
                    {t("Everybody who may read the project still can; nobody may change anything in it, its members and roles included.")}
                </p>
                <Confirm label=t("Archive…") glyph=Glyph::Archive mild=true open=error.get_untracked().is_some()>
                    <ActionForm action>
                        <div class="grid gap-4">
                            <FormError error/>
                            <input type="hidden" name="project" value=head.id/>
                            <p>
                                {t("It can be undone by whoever may change projects on the node above, not from within the project.")}
                            </p>
                            <div><Submit label=t("Archive the project") pending=action.pending()/></div>
                        </div>
                    </ActionForm>
                </Confirm>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Archived(head: ProjectHead, may_restore: bool, action: ServerAction<RestoreProject>) -> impl IntoView {
    let error = refusal(action);
    view! {
        <section class="panel" aria-labelledby="archived">
            <div class="panel-body grid gap-3">
                <h2 id="archived">{t("This project is archived")}</h2>
                <p class="text-sm text-muted">
                    {t("Everybody who may read it still can; nobody may change anything in it, its members and roles included.")}
                </p>
                <FormError error/>
                {if may_restore {
                    view! {
                        <ActionForm action>
                            <input type="hidden" name="project" value=head.id/>
                            <Submit label=t("Make it usable again") tone=Tone::Plain pending=action.pending()/>
                        </ActionForm>
                    }
                    .into_any()
                } else {
                    view! {
                        <Notice>
                            <p><Prose text=t("Whoever holds `project:update` on the node above the project can make it usable again; you do not.")/></p>
                        </Notice>
                    }
                    .into_any()
                }}
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Delete(
    head: ProjectHead,
    contents: Vec<(String, u32)>,
    outlook: Option<AccessView>,
    action: ServerAction<DeleteProject>,
) -> impl IntoView {
    let error = refusal(action);
    let list = contents.into_iter().map(|(kind, count)| format!("{count} × {kind}")).collect::<Vec<_>>().join(", ");
    let with_it = if list.is_empty() { t("nothing else").to_owned() } else { list };
    view! {
        <section class="panel" aria-labelledby="delete">
            <div class="panel-body grid gap-3">
                <h2 id="delete">{t("Delete")}</h2>
                <p class="text-sm text-muted">
                    {fill(
                        "The project, every role given on it, and what is in no other project: {list}. Its identifier is never used again.",
                        &[("list", &with_it)],
                    )}
                </p>
                <Deletion path=link::project(&head.id, "settings") outlook>
                    <ActionForm action>
                        <div class="grid gap-4">
                            <FormError error fields=&["confirm"]/>
                            <input type="hidden" name="project" value=head.id/>
                            <Field name="confirm" label=fill("Write “{name}” to confirm", &[("name", &head.name)]) error/>
                            <div><Submit label=t("Delete for ever") tone=Tone::Danger pending=action.pending()/></div>
                        </div>
                    </ActionForm>
                </Deletion>
            </div>
        </section>
    }
    .into_any()
}
