//! One entry, written with choices: what, with which things, on which of them, and under which conditions. What it means
//! is said in words while it is written.

use super::{Asked, address};
use crate::prelude::*;
use crate::{
    dto::{Choice, ConditionForm, EntryPage, MAX_CONDITIONS, OPS, RoleDraft, RolePage, SORTS, WHOSE, role::words},
    kit::{GetForm, Glyph, Icon},
    link,
    text::{fill, t},
};
use leptos::ev::Event;
use wasm_bindgen::JsCast;

/// Attributes, and values they have.
type Fields = StoredValue<Vec<(String, Vec<String>)>>;

/// One entry, to be written.
#[component]
pub(super) fn Entry(
    /// The role.
    page: RolePage,
    /// The entry.
    entry: EntryPage,
    /// Show one more condition?
    more: bool,
) -> impl IntoView {
    let EntryPage { draft, kinds, actions, fields, sentence } = entry;
    let (chosen, said) = (RwSignal::new(draft.kind.clone()), RwSignal::new(sentence));
    let fields: Fields = StoredValue::new(fields);
    let on_input = move |event: Event| {
        let Some(value) = form_data(&event) else { return };
        let draft = RoleDraft::read(value, |_| Vec::new());
        said.set(draft.entry().map(|entry| words::sentence(&entry)).unwrap_or_default());
        if chosen.with_untracked(|chosen| *chosen != draft.kind) {
            chosen.set(draft.kind);
        }
    };
    let kind = draft.kind.clone();
    let acts = StoredValue::new(actions);
    let problem = page.told.as_ref().and_then(|told| told.problem.clone()).map(|(field, _)| field);
    let wrong = move |field: &'static str| (problem.as_deref() == Some(field)).then_some("true");
    let (action, extent, at) = (draft.action.clone(), draft.extent.clone(), draft.entry.clone());
    let title = if at.is_empty() { t("New entry") } else { t("Change the entry") };
    let first = [Choice::new("", t("Choose…"), "")].into_iter();
    view! {
        <section class="panel max-w-3xl" aria-labelledby="entry">
            <div class="panel-head"><h2 id="entry">{title}</h2><a class="link touch" href=address(&page, "", &[])>{t("Back to the list")}</a></div>
            <div class="panel-body" on:input=on_input on:change=on_input>
                <GetForm path=link::role(&page.node, &page.id) label=title>
                    <Asked part="entry" act="entry" version=page.version/>
                    <input type="hidden" name="entry" value=at/>
                    <div class="grid gap-6">
                        <div class="role-entry">
                            <label class="grid gap-1.5 text-sm font-medium">{t("May")}
                                <select name="action" class="select" aria-invalid=wrong("action")>
                                    {move || chosen.with(|kind| acts.with_value(|acts| options(actions_of(acts, kind), &action)))}
                                </select>
                            </label>
                            <label class="grid gap-1.5 text-sm font-medium">{t("with")}
                                <select name="kind" class="select" aria-invalid=wrong("kind")>{options(first.chain(kinds).collect(), &kind)}</select>
                            </label>
                            <label class="grid gap-1.5 text-sm font-medium">{t("on")}
                                <select name="extent" class="select" aria-invalid=wrong("extent")>
                                    {options(vec![Choice::new("all", t("all of them"), ""), Choice::new("own", t("those they own"), "")], &extent)}
                                </select>
                            </label>
                        </div>
                        <Conditions forms=draft.conditions more fields/>
                        <p class="grant-sentence" role="status" data-said="">
                            {move || said.with(|said| if said.is_empty() { t("Once it is written, it is said here in words.").to_owned() } else { said.clone() })}
                        </p>
                        <div><button type="submit" class="btn btn-primary">{t("See what it would do")}</button></div>
                    </div>
                </GetForm>
            </div>
        </section>
    }
}

/// What the form that something was typed into holds.
fn form_data(event: &Event) -> Option<impl Fn(&str) -> String + use<>> {
    let element = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let form = element.closest("form").ok()??.dyn_into::<web_sys::HtmlFormElement>().ok()?;
    let data = web_sys::FormData::new_with_form(&form).ok()?;
    Some(move |name: &str| data.get(name).as_string().unwrap_or_default())
}

/// What can be done with a type; with everything, whatever can be done with anything.
fn actions_of(acts: &[(String, Vec<String>)], kind: &str) -> Vec<Choice> {
    let of = acts.iter().filter(|(name, _)| kind == "*" || kind.is_empty() || name == kind);
    let mut names: Vec<&String> = Vec::new();
    for action in of.flat_map(|(_, actions)| actions) {
        if !names.contains(&action) {
            names.push(action);
        }
    }
    let each = names.into_iter().map(|name| Choice::new(name.as_str(), name.replace(['-', '_'], " "), ""));
    let first = [Choice::new("", t("Choose…"), ""), Choice::new("*", t("do everything"), "")];
    first.into_iter().chain(each).collect()
}

fn options(choices: Vec<Choice>, chosen: &str) -> Vec<AnyView> {
    let option = |choice: Choice| {
        let selected = choice.value == chosen;
        view! { <option value=choice.value selected=selected>{choice.label}</option> }
    };
    choices.into_iter().map(option).collect()
}

fn pairs(pairs: &[(&str, &str)], chosen: &str) -> Vec<AnyView> {
    options(pairs.iter().map(|(value, label)| Choice::new(*value, *label, "")).collect(), chosen)
}

/// The conditions, a row each. Without script a button sends them back with one row more.
#[component]
fn Conditions(forms: Vec<ConditionForm>, more: bool, fields: Fields) -> impl IntoView {
    let count = RwSignal::new((forms.len() + usize::from(more)).min(MAX_CONDITIONS));
    let mut forms = forms.into_iter();
    let rows = (0..MAX_CONDITIONS)
        .map(|place| {
            let form = forms.next().unwrap_or_default();
            view! { <Row place form count fields/> }
        })
        .collect_view();
    let add = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        count.update(|count| *count = (*count + 1).min(MAX_CONDITIONS));
    };
    view! {
        <fieldset class="conditions">
            <legend class="mb-1.5 text-sm font-medium">{t("If")} " " <span class="font-normal text-muted">{t("(all of these must hold; nothing here means always)")}</span></legend>
            {rows}
            <div hidden=move || count.get() == MAX_CONDITIONS>
                <button type="submit" name="more" value="1" class="btn btn-plain btn-sm" on:click=add>
                    <Icon glyph=Glyph::Plus size=14/> {t("Add a condition")}
                </button>
            </div>
        </fieldset>
    }
}

#[component]
fn Row(place: usize, form: ConditionForm, count: RwSignal<usize>, fields: Fields) -> impl IntoView {
    let ConditionForm { whose, name, op, sort, value } = form;
    let number = (place + 1).to_string();
    let number = [("n", number.as_str())];
    let ops: Vec<(&str, &str)> = OPS.iter().map(|(_, word, label)| (*word, *label)).collect();
    let none = [("", t("no condition"))];
    let whose_options: Vec<(&str, &str)> = none.iter().chain(&WHOSE).copied().collect();
    let (names, values) = (format!("fields{place}"), format!("values{place}"));
    let now = RwSignal::new((whose.clone(), name.clone()));
    let follow = move |event: Event| {
        let Some(value) = form_data(&event) else { return };
        now.set((value(&format!("whose{place}")), value(&format!("name{place}"))));
    };
    let name_offers = move || {
        let (whose, _) = now.get();
        let offered = fields.with_value(|fields| {
            let own = fields.iter().filter_map(|(field, _)| field.split_once('.'));
            own.filter(|(of, _)| *of == whose).map(|(_, name)| name.to_owned()).collect::<Vec<_>>()
        });
        offered.into_iter().map(|name| view! { <option value=name></option> }).collect_view()
    };
    let value_offers = move || {
        let (whose, name) = now.get();
        let field = format!("{whose}.{name}");
        let offered = fields.with_value(|fields| {
            fields.iter().find(|(known, _)| *known == field).map(|(_, values)| values.clone()).unwrap_or_default()
        });
        offered.into_iter().map(|value| view! { <option value=value></option> }).collect_view()
    };
    view! {
        <div class="condition" hidden=move || count.get() <= place on:input=follow on:change=follow>
            <select class="select condition-whose" name=format!("whose{place}") aria-label=fill("Whose attribute, condition {n}", &number)>{pairs(&whose_options, &whose)}</select>
            <input class="input condition-name" name=format!("name{place}") value=name list=names.clone() autocomplete="off" autocapitalize="none" placeholder=t("attribute") aria-label=fill("Attribute, condition {n}", &number)/>
            <datalist id=names>{name_offers}</datalist>
            <select class="select condition-op" name=format!("op{place}") aria-label=fill("Comparison, condition {n}", &number)>{pairs(&ops, &op)}</select>
            <select class="select condition-sort" name=format!("sort{place}") aria-label=fill("Kind of value, condition {n}", &number)>{pairs(&SORTS, &sort)}</select>
            <input class="input condition-value" name=format!("value{place}") value=value list=values.clone() autocomplete="off" autocapitalize="none" placeholder=t("value") aria-label=fill("Value, condition {n}", &number)/>
            <datalist id=values>{value_offers}</datalist>
        </div>
    }
}
