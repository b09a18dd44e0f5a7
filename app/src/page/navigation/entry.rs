//! An entry of the navigation. It is written, looked at as whoever one likes, and then saved as it was looked at.

use super::{As, Preview};
use crate::prelude::*;
use crate::{
    AppError,
    dto::{Choice, MAX_ASKS, NavAsk, NavForm, NavLink, NavPartPage},
    kit::{
        Confirm, Crumb, Field, FormError, GetForm, Glyph, Load, PageHeader, Reason, Select, Submit, Tone, about,
        refusal,
    },
    link,
    page::{param, query},
    rpc::navigation::{RemoveNavigationEntry, SaveNavigationEntry, load_navigation_entry},
    text::{fill, t},
};
use leptos::form::ActionForm;
use leptos_router::hooks::use_query_map;

/// The fields that say themselves what is wrong with them.
const FIELDS: &[&str] = &["label", "href", "icon", "inside", "weight", "prefix", "feature", "needs"];

/// An entry, new or not.
#[component]
pub fn EntryPage() -> impl IntoView {
    let (entry, role, map) = (param("entry"), query("as"), use_query_map());
    let id = Memo::new(move |_| if entry.read().as_str() == link::NEW { String::new() } else { entry.get() });
    let form = Memo::new(move |_| NavForm::read(|name| map.read().get(name).unwrap_or_default()));
    let save = ServerAction::<SaveNavigationEntry>::new();
    let remove = ServerAction::<RemoveNavigationEntry>::new();
    let page = Resource::new(
        move || (id.get(), form.get(), role.get()),
        |(id, form, role)| load_navigation_entry(id, form, role),
    );
    view! { <Load resource=page view=move |page| view! { <Page page save remove/> }/> }
}

#[component]
fn Page(
    page: NavPartPage,
    save: ServerAction<SaveNavigationEntry>,
    remove: ServerAction<RemoveNavigationEntry>,
) -> impl IntoView {
    let NavPartPage { id, label, form, seen, inside, icons, kinds, permissions, preview, role, roles, problem } = page;
    let title = if id.is_empty() { t("New entry").to_owned() } else { label.clone() };
    let document = fill("{name} · Navigation", &[("name", &title)]);
    let stale = RwSignal::new(false);
    let error: Signal<Option<AppError>> =
        Signal::stored(problem.map(|(field, detail)| AppError::invalid(&field, detail)));
    let sent = form.clone();
    let path = link::navigation(if id.is_empty() { link::NEW } else { &id });
    let asked = Asked { kinds, permissions, needs: form.needs.clone() };
    let seen_first = preview.map(|links| view! { <Save id=id.clone() sent seen links stale action=save/> });
    let gone = (!id.is_empty()).then(|| view! { <Remove id label action=remove/> });
    view! {
        <PageHeader title document crumbs=vec![Crumb::new("/settings/navigation", t("Navigation"))]/>
        <div class="nav-page">
            <section class="panel" aria-label=t("Entry")>
                <div class="panel-body" on:input=move |_| stale.set(true) on:submit=move |_| stale.set(false)>
                    <GetForm path label=t("Entry")>
                        <input type="hidden" name="look" value="1"/>
                        <div class="grid gap-5">
                            <FormError error fields=FIELDS/>
                            <Fields form inside icons error/>
                            <Asks asked error/>
                            <As roles role/>
                            <div><button type="submit" class="btn btn-plain">{t("See how it would look")}</button></div>
                        </div>
                    </GetForm>
                </div>
            </section>
            <div class="grid gap-6">{seen_first}{gone}</div>
        </div>
    }
    .into_any()
}

#[component]
fn Fields(form: NavForm, inside: Vec<Choice>, icons: Vec<Choice>, error: Signal<Option<AppError>>) -> impl IntoView {
    view! {
        <Field name="label" label=t("Label") value=form.label error/>
        <Field
            name="href"
            label=t("Leads to")
            hint=t("A path such as `/projects`, or another application's address with `https://`. Empty for a heading over other entries.")
            value=form.href
            optional=true
            error
        />
        <Select name="icon" label=t("Icon") options=icons value=form.icon error/>
        <Select name="inside" label=t("Is in") options=inside value=form.inside error/>
        <Field name="weight" label=t("Place") hint=t("A number: the lower, the further up. The console's own are 10, 20, 30 and so on.") value=form.weight optional=true error/>
        <Field name="prefix" label=t("Marked below") hint=t("It is marked on pages whose path begins with this; empty for its own path.") value=form.prefix optional=true error/>
        <Field name="feature" label=t("Feature") hint=t("Only where this feature is switched on in the configuration (`features`); empty for always.") value=form.feature optional=true error/>
    }
    .into_any()
}

/// What an entry asks for, and what it could.
struct Asked {
    kinds: Vec<String>,
    permissions: Vec<String>,
    needs: Vec<NavAsk>,
}

#[component]
fn Asks(asked: Asked, error: Signal<Option<AppError>>) -> impl IntoView {
    let Asked { kinds, permissions, needs } = asked;
    let wrong = about(error, "needs");
    let offered = permissions.into_iter().map(|permission| view! { <option value=permission></option> }).collect_view();
    let rows = (0..MAX_ASKS)
        .map(|place| {
            let NavAsk { permission, on } = needs.get(place).cloned().unwrap_or_default();
            let on = if on.is_empty() { "system".to_owned() } else { on };
            let option = |kind: &String| {
                let words = if kind == "system" { t("the whole system").to_owned() } else { fill("some {kind}", &[("kind", kind)]) };
                view! { <option value=kind.clone() selected=*kind == on>{words}</option> }
            };
            view! {
                <div class="nav-ask">
                    <input
                        name=format!("permission{place}")
                        class="input"
                        value=permission
                        list="permissions"
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                        aria-label=fill("Permission {n}", &[("n", &(place + 1).to_string())])
                        aria-describedby="needs-error"
                        aria-invalid=move || wrong.get().map(|_| "true")
                    />
                    <select name=format!("on{place}") class="select" aria-label=fill("Permission {n}, on", &[("n", &(place + 1).to_string())])>
                        {kinds.iter().map(option).collect_view()}
                    </select>
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset class="grid gap-1.5">
            <legend class="text-sm font-medium">{t("Shown to who may")}</legend>
            <p class="mb-1 text-sm text-muted">{t("One of these is enough; with none of them everybody sees it.")}</p>
            <div class="grid gap-2">{rows}</div>
            <datalist id="permissions">{offered}</datalist>
            <p id="needs-error" class="text-sm text-error empty:hidden" aria-live="polite">{move || wrong.get()}</p>
        </fieldset>
    }
    .into_any()
}

/// How it would look, and saving exactly that.
#[component]
fn Save(
    id: String,
    sent: NavForm,
    seen: String,
    links: Vec<NavLink>,
    stale: RwSignal<bool>,
    action: ServerAction<SaveNavigationEntry>,
) -> impl IntoView {
    let error = refusal(action);
    let fields = sent
        .fields()
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    let pending = Signal::derive(move || action.pending().get() || stale.get());
    view! {
        <section class="panel" aria-labelledby="looks" aria-busy=move || stale.get().then_some("true")>
            <div class="panel-head"><h2 id="looks">{t("How it would look")}</h2></div>
            <div class="panel-body grid gap-4">
                <Preview links/>
                {reactive(move || stale.get().then(|| view! {
                    <p class="text-sm text-muted" role="status">{t("This is of before your last change: see again how it would look.")}</p>
                }))}
            </div>
            <div class="panel-body border-t border-line">
                <ActionForm action>
                    <input type="hidden" name="entry" value=id/>
                    <input type="hidden" name="seen" value=seen/>
                    {fields}
                    <div class="grid gap-4">
                        <FormError error fields=&["reason"]/>
                        <Reason error/>
                        <div><Submit label=t("Save the entry") pending/></div>
                    </div>
                </ActionForm>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Remove(id: String, label: String, action: ServerAction<RemoveNavigationEntry>) -> impl IntoView {
    let error = refusal(action);
    view! {
        <section class="panel" aria-labelledby="remove">
            <div class="panel-head"><h2 id="remove">{t("Take out")}</h2></div>
            <div class="panel-body">
                <Confirm label=fill("Take out {name}…", &[("name", &label)]) glyph=Glyph::Trash open=error.get_untracked().is_some()>
                    <ActionForm action>
                        <div class="grid gap-4">
                            <FormError error fields=&["reason"]/>
                            <input type="hidden" name="entry" value=id/>
                            <Reason id="remove-reason" error/>
                            <div><Submit label=t("Take the entry out") tone=Tone::Danger pending=action.pending()/></div>
                        </div>
                    </ActionForm>
                </Confirm>
            </div>
        </section>
    }
    .into_any()
}
