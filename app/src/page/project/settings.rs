//! What a project is called, who may visit it, and its end.

use super::{ProjectTop, Section, discretion::Discretion, visibility};
use crate::prelude::*;
use crate::text::{fill, t};
use crate::{
    AppError,
    dto::{AccessTold, AccessView, ProjectHead, SettingsPage},
    kit::{Field, FormError, Glyph, Load, Notice, Prose, RadioGroup, Submit, TextArea, Tone, refusal, successes},
    link,
    page::{
        asking::value,
        foreseen::{Check, Foreseen, Foresight, Given, first, given},
        outlook::SeenFirst,
        param, query,
    },
    rpc::project::{
        ArchiveProject, DeleteProject, RestoreProject, SaveDiscretion, SaveProject, check_project, load_settings,
    },
};
use leptos::form::ActionForm;
use serde::{Deserialize, Serialize};

/// What the address may hold.
const GIVEN: &[&str] = &["name", "description", "visibility"];

/// The page, what was written so far, and what that would do.
#[derive(Clone, Serialize, Deserialize)]
struct Looked {
    page: SettingsPage,
    given: Given,
    told: Option<AccessTold>,
}

async fn load(project: String, delete: bool, archived: Option<bool>, given: Given) -> Result<Looked, AppError> {
    let page = load_settings(project.clone(), delete, archived).await?;
    let may = page.head.powers.update && page.may_be_visible;
    let told = match given.get("visibility").filter(|_| may) {
        Some(visibility) => Some(check_project(project, visibility.clone()).await?),
        None => None,
    };
    Ok(Looked { page, given, told })
}

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
    let (id, delete, archived, given) = (param("id"), query("delete"), query("archived"), given(GIVEN));
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
        move || {
            let asked = (id.get(), delete.get(), archived.get(), given.get());
            (asked, changed.0.get(), changed.1.get(), changed.2.get(), discretion.get())
        },
        |((id, delete, archived, given), ..)| load(id, delete == "true", archived.parse().ok(), given),
    );
    view! { <Load resource=page view=move |looked| view! { <Forms looked actions/> }/> }.into_any()
}

#[component]
fn Forms(looked: Looked, actions: Actions) -> impl IntoView {
    let Looked { page, given, told } = looked;
    let SettingsPage { head, description, may_be_visible, may_restore, discreet, contents, deletion, archiving } = page;
    let powers = head.powers;
    view! {
        <ProjectTop head=head.clone() section=Section::Settings/>
        <div class="grid max-w-2xl gap-6">
            {match (head.archived, powers.update) {
                (true, _) => view! { <Archived head=head.clone() may_restore outlook=archiving action=actions.restore/> }.into_any(),
                (false, true) => view! {
                    <About head=head.clone() description may_be_visible given told action=actions.save/>
                    <Discretion project=head.id.clone() discreet action=actions.discretion/>
                    <Archive head=head.clone() outlook=archiving action=actions.archive/>
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
    given: Given,
    told: Option<AccessTold>,
    action: ServerAction<SaveProject>,
) -> impl IntoView {
    let look = Foresight::new(told, refusal(action));
    let error = look.error;
    let (visible, ..) = visibility::words(head.visibility);
    let called = [("name", head.name), ("description", description)];
    let [name, description] = ["name", "description"].map(|name| first(&given, &called, name));
    let fields = view! {
        <FormError error fields=&["name", "description", "visibility"]/>
        <Field name="name" label=t("Name") value=name error/>
        <TextArea name="description" label=t("Description") value=description optional=true error/>
    };
    let (pending, id) = (action.pending(), head.id.clone());
    let rest = if may_be_visible {
        let settled = vec![("visibility", visible.to_owned())];
        let shown = first(&given, &settled, "visibility");
        let path = link::project(&head.id, "settings");
        let check: Check = Box::new(move |form| Box::pin(check_project(id.clone(), value(form, "visibility"))));
        view! {
            <Foreseen look settled check path label=t("Save") pending>
                {fields}
                <RadioGroup
                    name="visibility"
                    legend=t("Who may visit, besides its members?")
                    options=visibility::choices()
                    value=shown
                    error
                />
            </Foreseen>
        }
    } else {
        view! {
            <div class="grid gap-5">
                {fields}
                <input type="hidden" name="visibility" value=visible/>
                <div><Submit label=t("Save") pending/></div>
            </div>
        }
    };
    view! {
        <section class="panel" aria-label=t("About the project")>
            <div class="panel-body">
                <ActionForm action node_ref=look.form>
                    <input type="hidden" name="project" value=head.id/>
                    {rest}
                </ActionForm>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Archive(head: ProjectHead, outlook: Option<AccessView>, action: ServerAction<ArchiveProject>) -> impl IntoView {
    let error = refusal(action);
    view! {
        <section class="panel" aria-labelledby="archive">
            <div class="panel-body grid gap-3">
                <h2 id="archive">{t("Archive")}</h2>
                <p class="text-sm text-muted">
                    {t("Everybody who may read the project still can; nobody may change anything in it, its members and roles included.")}
                </p>
                <SeenFirst
                    path=link::project(&head.id, "settings")
                    ask="archived=true#archive"
                    label=t("Archive…")
                    glyph=Glyph::Archive
                    keep=t("Leave it as it is")
                    mild=true
                    outlook
                >
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
                </SeenFirst>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Archived(
    head: ProjectHead,
    may_restore: bool,
    outlook: Option<AccessView>,
    action: ServerAction<RestoreProject>,
) -> impl IntoView {
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
                        <SeenFirst
                            path=link::project(&head.id, "settings")
                            ask="archived=false#archived"
                            label=t("Make it usable again…")
                            glyph=Glyph::Restore
                            keep=t("Leave it as it is")
                            mild=true
                            outlook
                        >
                            <ActionForm action>
                                <input type="hidden" name="project" value=head.id/>
                                <Submit label=t("Make it usable again") tone=Tone::Plain pending=action.pending()/>
                            </ActionForm>
                        </SeenFirst>
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
                <SeenFirst
                    path=link::project(&head.id, "settings")
                    ask="delete=true#delete"
                    label=t("Delete…")
                    glyph=Glyph::Trash
                    keep=t("Keep it")
                    outlook
                >
                    <ActionForm action>
                        <div class="grid gap-4">
                            <FormError error fields=&["confirm"]/>
                            <input type="hidden" name="project" value=head.id/>
                            <Field name="confirm" label=fill("Write “{name}” to confirm", &[("name", &head.name)]) error/>
                            <div><Submit label=t("Delete for ever") tone=Tone::Danger pending=action.pending()/></div>
                        </div>
                    </ActionForm>
                </SeenFirst>
            </div>
        </section>
    }
    .into_any()
}
