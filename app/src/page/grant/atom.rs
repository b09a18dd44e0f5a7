//! The conditions of a grant, a row each. Without script a button sends them back with one row more; with it the row is
//! there, and what could be meant is offered while one types.

use crate::prelude::*;
use crate::{
    dto::{AtomForm, Choice, MAX_ATOMS},
    kit::{Below, Glyph, Icon},
    page::asking::value,
    rpc::grant::load_whom,
    text::{fill, t},
};
use leptos::{html, leptos_dom::helpers::debounce, task::spawn_local};
use std::time::Duration;

/// What kinds of condition there are.
fn kinds() -> [(&'static str, &'static str); 9] {
    [
        ("", t("Choose…")),
        ("group", t("is in the group")),
        ("group_admins", t("looks after the group")),
        ("account", t("belongs to the account")),
        ("account_label", t("belongs to an account with the label")),
        ("holder", t("holds a role on")),
        ("user", t("is the person")),
        ("signed_in", t("is signed in")),
        ("anyone", t("is anyone at all")),
    ]
}

/// What the rows need to know.
#[derive(Clone, Copy)]
pub(super) struct Rows {
    /// The form they are in.
    pub form: NodeRef<html::Form>,
    /// The node the grant is on.
    pub on: StoredValue<String>,
    /// Is it a new one?
    pub new: bool,
}

/// The conditions.
#[component]
pub(super) fn Atoms(
    /// Those written so far.
    who: Vec<AtomForm>,
    /// Roles that somebody may hold elsewhere.
    held: Vec<Choice>,
    /// Show one more?
    more: bool,
    /// What is wrong with them.
    wrong: Signal<Option<String>>,
    /// What the rows need to know.
    rows: Rows,
) -> impl IntoView {
    let first = (who.len() + usize::from(more)).clamp(1, MAX_ATOMS);
    let count = RwSignal::new(first);
    let mut who = who.into_iter();
    let shown = (0..MAX_ATOMS)
        .map(|place| {
            let (atom, held) = (who.next().unwrap_or_default(), held.clone());
            view! { <Row place atom held count rows/> }
        })
        .collect_view();
    let add = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        count.update(|count| *count = (*count + 1).min(MAX_ATOMS));
    };
    view! {
        <fieldset class="atoms" aria-describedby="who-error">
            <legend class="mb-1.5 text-sm font-medium">{t("For everybody who …")}</legend>
            {shown}
            <Below id="who" hint=t("All of these must be true of somebody.") error=wrong/>
            <div hidden=move || count.get() == MAX_ATOMS>
                <button type="submit" name="more" value="1" class="btn btn-plain btn-sm" on:click=add>
                    <Icon glyph=Glyph::Plus size=14/> {t("Add another condition")}
                </button>
            </div>
        </fieldset>
    }
    .into_any()
}

#[component]
fn Row(place: usize, atom: AtomForm, held: Vec<Choice>, count: RwSignal<usize>, rows: Rows) -> impl IntoView {
    let offers: RwSignal<Vec<Choice>> = RwSignal::new(Vec::new());
    let ask = move || {
        let kind = value(rows.form, &format!("kind{place}"));
        let search = value(rows.form, &format!("name{place}"));
        spawn_local(async move {
            let found = load_whom(rows.on.get_value(), kind, search, rows.new).await.unwrap_or_default();
            // The page may be gone by now.
            let _ = offers.try_set(found);
        });
    };
    let mut later = debounce(Duration::from_millis(150), move |()| ask());
    let kind = option_list(kinds().map(|(value, label)| (value.to_owned(), label.to_owned())).into(), &atom.kind);
    let held = option_list(held.into_iter().map(|role| (role.value, role.label)).collect(), &atom.role);
    let (list, number) = (format!("offers{place}"), (place + 1).to_string());
    let hidden = move || count.get() <= place;
    let number = [("n", number.as_str())];
    let and = (place > 0).then(|| view! { <span class="atom-and" aria-hidden="true">{t("and")}</span> });
    view! {
        <div class="atom" hidden=hidden>
            {and}
            <select
                class="select atom-kind"
                name=format!("kind{place}")
                aria-label=fill("Condition {n}", &number)
                on:change=move |_| offers.set(Vec::new())
            >
                {kind}
            </select>
            <select class="select atom-role" name=format!("held{place}") aria-label=fill("Role of condition {n}", &number)>{held}</select>
            <input
                class="input atom-name"
                name=format!("name{place}")
                value=atom.name
                list=list.clone()
                autocomplete="off"
                autocapitalize="none"
                placeholder=t("Name or id")
                aria-label=fill("Which, in condition {n}", &number)
                aria-describedby="who-error"
                on:focus=move |_| ask()
                on:input=move |_| later(())
            />
            <datalist id=list>
                {move || offers.get().into_iter().map(|offer| view! { <option value=offer.value>{offer.label}</option> }).collect_view()}
            </datalist>
        </div>
    }
    .into_any()
}

fn option_list(options: Vec<(String, String)>, chosen: &str) -> Vec<AnyView> {
    let option = |(value, label): (String, String)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{label}</option> }.into_any()
    };
    options.into_iter().map(option).collect()
}
