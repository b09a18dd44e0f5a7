//! A part of the catalog: a type, or the settings. It is written, looked at, and then saved as it was looked at.

use super::told::{ToldView, is_possible};
use crate::prelude::*;
use crate::{
    AppError,
    dto::{CatalogForm, CatalogPart, CatalogPartPage, CatalogTold, Choice, TypeItem},
    kit::{
        Confirm, Crumb, Field, FormError, GetForm, Glyph, Load, Notice, PageHeader, Prose, Reason, Select, Submit,
        TextArea, Tone, refusal,
    },
    link,
    page::param,
    rpc::catalog::{RemoveCatalogType, SaveCatalog, load_catalog_part},
    text::{fill, t},
};
use leptos::form::ActionForm;
use leptos_router::hooks::use_query_map;

/// A new type.
#[component]
pub fn NewCatalogType() -> impl IntoView {
    part(CatalogPart::New)
}

/// A type.
#[component]
pub fn CatalogType() -> impl IntoView {
    part(CatalogPart::Type)
}

/// What visitors get, what makes a consultancy, what the console's acts ask for.
#[component]
pub fn CatalogSettings() -> impl IntoView {
    part(CatalogPart::Settings)
}

/// The page of a part.
fn part(part: CatalogPart) -> AnyView {
    let (kind, map) = (param("kind"), use_query_map());
    let form = Memo::new(move |_| CatalogForm::read(|name| map.read().get_all(name).unwrap_or_default()));
    let save = ServerAction::<SaveCatalog>::new();
    let remove = ServerAction::<RemoveCatalogType>::new();
    let page = Resource::new(move || (kind.get(), form.get()), move |(kind, form)| load_catalog_part(part, kind, form));
    view! { <Load resource=page view=move |page| view! { <Page page save remove/> }/> }
}

fn path(part: CatalogPart, kind: &str) -> String {
    match part {
        CatalogPart::New => "/catalog/new".to_owned(),
        CatalogPart::Type => link::catalog_type(kind),
        CatalogPart::Settings => "/catalog/settings".to_owned(),
    }
}

#[component]
fn Page(
    page: CatalogPartPage,
    save: ServerAction<SaveCatalog>,
    remove: ServerAction<RemoveCatalogType>,
) -> impl IntoView {
    let CatalogPartPage { part, item, form, kinds, roles, seen, file, editable, told, removal, problem } = page;
    let title = match part {
        CatalogPart::New => t("New type").to_owned(),
        CatalogPart::Type => item.kind.clone(),
        CatalogPart::Settings => t("Settings of the catalog").to_owned(),
    };
    let text = match part {
        CatalogPart::New | CatalogPart::Type => {
            t("Where it can be, what can be done with it, and what is special about it.")
        }
        CatalogPart::Settings => t("What visitors get, what makes a consultancy, and what the console asks for."),
    };
    let document = format!("{title} · {}", t("Catalog"));
    // Some of the settings may be a file's and others not: those can be changed.
    let locked = file.is_some() && matches!(part, CatalogPart::Type);
    let writes = editable && !locked;
    let stale = RwSignal::new(false);
    let error: Signal<Option<AppError>> =
        Signal::stored(problem.map(|(field, detail)| AppError::invalid(&field, detail)));
    let (kind, sent, owner) = (item.kind.clone(), form.clone(), file.clone());
    view! {
        <PageHeader title document crumbs=vec![Crumb::new("/catalog", t("Catalog"))] text/>
        <div class="grid max-w-3xl gap-6">
            {owner.map(|file| view! {
                <Notice>
                    <p><Prose text=if locked {
                        fill("The file `{file}` owns this: change it there, and apply the file.", &[("file", &file)])
                    } else {
                        fill("The file `{file}` owns some of this: what it owns is changed there, and refused here.", &[("file", &file)])
                    }/></p>
                </Notice>
            })}
            {if writes {
                view! { <Write part kind=kind.clone() form kinds roles error stale/> }
            } else {
                view! { <Reading part item form/> }
            }}
            {told.filter(|_| writes).map(|told| view! { <Save part kind=kind.clone() form=sent seen=seen.clone() told stale action=save/> })}
            {removal.map(|told| view! { <Remove kind seen told action=remove/> })}
        </div>
    }
    .into_any()
}

/// The part, for who may only read it.
#[component]
fn Reading(part: CatalogPart, item: TypeItem, form: CatalogForm) -> impl IntoView {
    let lines: Vec<(&'static str, String)> = match part {
        CatalogPart::New | CatalogPart::Type => vec![
            (t("Can be in"), form.parents.join(", ")),
            (t("What can be done"), item.actions.join(", ")),
            (t("Special"), item.flags.join(", ")),
        ],
        CatalogPart::Settings => vec![
            (t("Anyone, where something is public"), form.public),
            (t("Everybody signed in, where something is public or internal"), form.internal),
            (t("Consultants in their consultancy"), form.consultant),
            (t("Consultants at their clients"), form.client),
            (t("What the console asks for"), form.acts),
        ],
    };
    let lines = lines
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| view! { <div><dt>{label}</dt><dd class="whitespace-pre-line">{value}</dd></div> })
        .collect_view();
    view! { <section class="panel" aria-label=t("As it is")><dl class="catalog-settings">{lines}</dl></section> }
        .into_any()
}

/// The form. It is sent to be looked at, never to be saved.
#[component]
fn Write(
    part: CatalogPart,
    kind: String,
    form: CatalogForm,
    kinds: Vec<String>,
    roles: Vec<Choice>,
    error: Signal<Option<AppError>>,
    stale: RwSignal<bool>,
) -> impl IntoView {
    let fields = match part {
        CatalogPart::New => view! { <TypeFields new=true form kinds roles error/> },
        CatalogPart::Type => view! { <TypeFields new=false form kinds roles error/> },
        CatalogPart::Settings => view! { <SettingsFields form roles error/> },
    };
    view! {
        <section class="panel" aria-label=t("As it is to be")>
            <div class="panel-body" on:input=move |_| stale.set(true) on:submit=move |_| stale.set(false)>
                <GetForm path=path(part, &kind) label=t("As it is to be")>
                    <input type="hidden" name="look" value="1"/>
                    <div class="grid gap-5">
                        <FormError error fields=&["kind", "actions", "on_create", "owner_role", "public", "internal", "consultant", "client", "acts"]/>
                        {fields}
                        <div><button type="submit" class="btn btn-plain">{t("See what it would do")}</button></div>
                    </div>
                </GetForm>
            </div>
        </section>
    }
    .into_any()
}

/// Boxes to tick, of one name.
#[component]
fn Boxes(
    name: &'static str,
    legend: &'static str,
    hint: &'static str,
    options: Vec<Choice>,
    chosen: Vec<String>,
) -> impl IntoView {
    let boxes = options
        .into_iter()
        .map(|choice| {
            let checked = chosen.contains(&choice.value);
            view! {
                <label class="choice">
                    <input type="checkbox" class="checkbox checkbox-sm mt-0.5" name=name value=choice.value checked=checked/>
                    <span class="font-medium">{choice.label}</span>
                    {(!choice.hint.is_empty()).then(|| view! { <span class="col-start-2 text-sm text-muted">{choice.hint}</span> })}
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="grid gap-1.5">
            <legend class="text-sm font-medium">{legend}</legend>
            <p class="mb-1 text-sm text-muted">{hint}</p>
            <div class="catalog-boxes">{boxes}</div>
        </fieldset>
    }
    .into_any()
}

#[component]
fn TypeFields(
    new: bool,
    form: CatalogForm,
    kinds: Vec<String>,
    roles: Vec<Choice>,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let kinds = kinds.into_iter().map(|kind| Choice::new(kind.clone(), kind, "")).collect();
    let flags = vec![
        Choice::new("restrictable", t("Can be restricted"), t("One of it can be closed to what everybody has.")),
        Choice::new("visibility", t("Can be public or internal"), t("One of it can be open to visitors.")),
        Choice::new(
            "open",
            t("Can be asked about unregistered"),
            t("An application need not mirror every one it has."),
        ),
        Choice::new("link_by_update", t("Linked by who may update it"), t("Whatever others gain by a further place.")),
        Choice::new("by_policy", t("Decided by policies"), t("Nobody registers one: patterns decide, on the system.")),
    ];
    view! {
        {new.then(|| view! {
            <Field name="kind" label=t("Name") hint=t("As permissions begin with it: `dataset` in `dataset:read`. It cannot be changed later.") value=form.kind error/>
        })}
        <TextArea
            name="actions"
            label=t("What can be done")
            hint=t("One a line, in the order people read them. `read` is what makes it seen.")
            value=form.actions
            rows=6
            error
        />
        <Boxes name="parents" legend=t("Can be in") hint=t("Where one of it can be made, linked and moved to.") options=kinds chosen=form.parents/>
        <Boxes name="flags" legend=t("What is special about it") hint=t("Nothing, for most types.") options=flags chosen=form.flags/>
        <Select name="owner_role" label=t("Its owners hold") hint=t("The last one who holds this role on it stays.") options=roles value=form.owner_role error/>
        <TextArea
            name="on_create"
            label=t("What a new one brings")
            hint=t("One a line: `creator` and a role for who makes it, `members` and a role for those in an account or group, `child` and a type.")
            value=form.on_create
            optional=true
            error
        />
    }
    .into_any()
}

#[component]
fn SettingsFields(form: CatalogForm, roles: Vec<Choice>, error: Signal<Option<AppError>>) -> impl IntoView {
    view! {
        <Select name="public" label=t("Anyone, where something is public") options=roles.clone() value=form.public error/>
        <Select name="internal" label=t("Everybody signed in, where something is public or internal") options=roles.clone() value=form.internal error/>
        <Select name="consultant" label=t("Consultants in their consultancy") hint=t("Who holds it in a consultancy works for its clients.") options=roles.clone() value=form.consultant error/>
        <Select name="client" label=t("Consultants at their clients") hint=t("What they then hold on each client.") options=roles value=form.client error/>
        <TextArea
            name="acts"
            label=t("What the console asks for")
            hint=t("One a line, an act and a permission: reads_members, manages_members, reads_roles, manages_roles, reads_users, manages_users, reads_audit, creates_projects. An act that is not named asks for its own permission.")
            value=form.acts
            rows=5
            optional=true
            error
        />
    }
    .into_any()
}

/// What it would do, and saving exactly that.
#[component]
fn Save(
    part: CatalogPart,
    kind: String,
    form: CatalogForm,
    seen: String,
    told: CatalogTold,
    stale: RwSignal<bool>,
    action: ServerAction<SaveCatalog>,
) -> impl IntoView {
    let (error, possible) = (refusal(action), is_possible(&told));
    let word = match part {
        CatalogPart::New => "New",
        CatalogPart::Type => "Type",
        CatalogPart::Settings => "Settings",
    };
    let fields = form
        .fields()
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    let pending = Signal::derive(move || action.pending().get() || stale.get());
    view! {
        <section class="panel" aria-labelledby="told" aria-busy=move || stale.get().then_some("true")>
            <div class="panel-head"><h2 id="told">{t("What it would do")}</h2></div>
            <div class="panel-body grid gap-4">
                <ToldView told/>
                {reactive(move || stale.get().then(|| view! {
                    <p class="text-sm text-muted" role="status">{t("This is of before your last change: see again what it would do.")}</p>
                }))}
            </div>
            {possible.then(|| view! {
                <div class="panel-body border-t border-line">
                    <ActionForm action>
                        <input type="hidden" name="part" value=word/>
                        <input type="hidden" name="kind" value=kind/>
                        <input type="hidden" name="seen" value=seen/>
                        {fields}
                        <div class="grid gap-4">
                            <FormError error fields=&["reason"]/>
                            <Reason error/>
                            <div><Submit label=t("Save to the catalog") pending/></div>
                        </div>
                    </ActionForm>
                </div>
            })}
        </section>
    }
    .into_any()
}

#[component]
fn Remove(kind: String, seen: String, told: CatalogTold, action: ServerAction<RemoveCatalogType>) -> impl IntoView {
    let (error, possible) = (refusal(action), is_possible(&told));
    let label = fill("Remove {kind}…", &[("kind", &kind)]);
    view! {
        <section class="panel" aria-labelledby="remove">
            <div class="panel-head"><h2 id="remove">{t("Remove")}</h2></div>
            <div class="panel-body grid gap-4">
                <ToldView told/>
                {possible.then(|| view! {
                    <Confirm label glyph=Glyph::Trash open=error.get_untracked().is_some()>
                        <ActionForm action>
                            <div class="grid gap-4">
                                <FormError error fields=&["reason"]/>
                                <input type="hidden" name="kind" value=kind/>
                                <input type="hidden" name="seen" value=seen/>
                                <Reason id="remove-reason" error/>
                                <div><Submit label=t("Remove the type") tone=Tone::Danger pending=action.pending()/></div>
                            </div>
                        </ActionForm>
                    </Confirm>
                })}
            </div>
        </section>
    }
    .into_any()
}
