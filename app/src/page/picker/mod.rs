//! Whom to add. Without script: names, one a line, with a button that says whom they mean. With it: a search as one types,
//! and what was chosen as chips, each with whether it can be added.
//!
//! Both send the same field; the server says who is meant.

mod one;
mod target;

pub use one::PickOne;
pub use target::Target;

use crate::prelude::*;
use crate::{
    AppError,
    dto::{Candidate, Candidates, ResolvedItem, Standing},
    kit::{Avatar, Below, Glyph, Icon, TextArea, about},
    text::{fill, number, t},
};
use leptos::{
    ev::{KeyboardEvent, Targeted},
    leptos_dom::helpers::debounce,
    task::spawn_local,
};
use std::time::Duration;
use web_sys::ClipboardEvent;

/// Whom to add.
#[component]
pub fn Picker(
    /// What they are added to.
    to: Target,
    /// What was written so far.
    who: String,
    /// Whom that means.
    checked: Vec<ResolvedItem>,
    /// The page that says whom a list means.
    check: String,
    /// The form's error.
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    // Only after hydration: the first paint must be what the server sent.
    let (live, set_live) = signal(false);
    Effect::new(move |_| set_live.set(true));
    let known = StoredValue::new((to, who, checked, check));
    reactive(move || {
        let (to, who, checked, check) = known.get_value();
        let typed = error.get_untracked().and_then(|error| error.was("who").map(ToOwned::to_owned)).unwrap_or(who);
        if live.get() {
            return view! { <Typeahead to typed checked error/> }.into_any();
        }
        view! {
            <TextArea
                name="who"
                label=to.label()
                hint=to.hint()
                rows=4
                value=typed
                error
            />
            <div class="grid gap-2">
                <div>
                    <button type="submit" class="btn btn-plain btn-sm" formmethod="get" formaction=check formnovalidate=true>
                        {t("Check whom this means")}
                    </button>
                </div>
                <ul class="grid gap-1 text-sm empty:hidden">
                    {checked.into_iter().map(|item| view! { <li><Verdict item/></li> }).collect_view()}
                </ul>
            </div>
        }
        .into_any()
    })
}

/// What a name means, and whether it can be added.
#[component]
fn Verdict(item: ResolvedItem) -> impl IntoView {
    let (mark, class) = look(item.standing);
    let said = said(&item);
    view! {
        <span class=class>
            <Icon glyph=mark size=14/>
            <span>{item.name} <span class="font-normal">" · " {said}</span></span>
        </span>
    }
    .into_any()
}

fn look(standing: Standing) -> (Glyph, &'static str) {
    match standing {
        Standing::Known => (Glyph::Check, "chip chip-solid"),
        Standing::Member => (Glyph::People, "chip chip-hollow"),
        Standing::NotAllowed => (Glyph::Ban, "chip chip-bad"),
        Standing::Several | Standing::Unknown => (Glyph::Alert, "chip chip-bad"),
    }
}

fn said(item: &ResolvedItem) -> String {
    match item.standing {
        Standing::Known => item.note.clone(),
        Standing::Member if item.note.is_empty() => t("already in it").to_owned(),
        Standing::Member => fill("already a member: {roles}", &[("roles", &item.note)]),
        Standing::NotAllowed => fill("not allowed: {why}", &[("why", &item.note)]),
        Standing::Several => t("several have this name").to_owned(),
        Standing::Unknown => t("unknown").to_owned(),
    }
}

/// Somebody as they were chosen, before it is known whom that means.
fn unchecked(text: &str) -> ResolvedItem {
    let (id, name) = (String::new(), shown(text));
    ResolvedItem { text: text.to_owned(), id, name, standing: Standing::Known, note: String::new(), group: false }
}

/// What the typeahead knows.
#[derive(Clone, Copy)]
struct State {
    to: StoredValue<Target>,
    chosen: RwSignal<Vec<ResolvedItem>>,
    text: RwSignal<String>,
    found: RwSignal<Candidates>,
    /// Which of those found is marked.
    place: RwSignal<usize>,
}

impl State {
    fn typed(self, text: String) {
        self.text.set(text);
        self.place.set(0);
    }

    /// Asks for what matches; an answer that comes after more was typed is not shown.
    async fn ask(self) {
        let text = self.text.get_untracked();
        let asked = !text.trim().is_empty();
        let mut found = if asked {
            self.to.get_value().candidates(text.clone()).await.unwrap_or_default()
        } else {
            Candidates::default()
        };
        if self.text.get_untracked() == text {
            let chosen = self.chosen.read_untracked();
            found.items.retain(|item| !chosen.iter().any(|one| one.id == item.id));
            self.found.set(found);
        }
    }

    /// Asks whom what was written means.
    async fn check(self) {
        let texts: Vec<String> = self.chosen.read_untracked().iter().map(|one| one.text.clone()).collect();
        if let Ok(checked) = self.to.get_value().check(texts.join("\n")).await {
            self.chosen.set(checked);
        }
    }

    fn take(self, one: ResolvedItem) {
        let known = !one.id.is_empty();
        self.chosen.update(|chosen| chosen.push(one));
        self.clear();
        if !known {
            spawn_local(self.check());
        }
    }

    /// Takes the marked one, or what was typed as it stands.
    fn take_marked(self) {
        let typed = self.text.get_untracked().trim().to_owned();
        let marked = self.found.read_untracked().items.get(self.place.get_untracked()).cloned();
        self.take(marked.map_or_else(|| unchecked(&typed), of));
    }

    fn clear(self) {
        self.typed(String::new());
        self.found.set(Candidates::default());
    }

    /// Does what a key means here; `false` if it means nothing.
    fn key(self, key: &str) -> bool {
        let empty = self.text.read_untracked().is_empty();
        let last = self.found.read_untracked().items.len().saturating_sub(1);
        match key {
            "ArrowDown" => self.place.update(|place| *place = (*place + 1).min(last)),
            "ArrowUp" => self.place.update(|place| *place = place.saturating_sub(1)),
            "Enter" if !empty => self.take_marked(),
            "Escape" if !empty => self.clear(),
            "Backspace" if empty => self.chosen.update(|chosen| drop(chosen.pop())),
            _ => return false,
        }
        true
    }

    /// A pasted list is taken apart; `false` if it is none.
    fn paste(self, event: &ClipboardEvent) -> bool {
        let pasted = event.clipboard_data().and_then(|data| data.get_data("text").ok()).unwrap_or_default();
        let list = pasted.trim().contains(['\n', ',', ';']);
        if list {
            self.chosen.update(|chosen| chosen.extend(lines(&pasted)));
            spawn_local(self.check());
        }
        list
    }

    /// What the form sends: one a line, with what was typed and not yet taken; members already are left out.
    fn sent(self) -> String {
        let (chosen, text) = (self.chosen.read(), self.text.read());
        let sent = |one: &&ResolvedItem| one.standing != Standing::Member;
        let names =
            chosen.iter().filter(sent).map(|one| if one.id.is_empty() { one.text.as_str() } else { one.id.as_str() });
        names.chain([text.trim()]).filter(|name| !name.is_empty()).collect::<Vec<_>>().join("\n")
    }
}

/// Somebody who was found.
fn of(item: Candidate) -> ResolvedItem {
    let Candidate { id, name, hint, group } = item;
    ResolvedItem { text: id.clone(), id, name, standing: Standing::Known, note: hint, group }
}

#[component]
fn Typeahead(to: Target, typed: String, checked: Vec<ResolvedItem>, error: Signal<Option<AppError>>) -> impl IntoView {
    let chosen = if checked.is_empty() { lines(&typed) } else { checked };
    let state = State {
        to: StoredValue::new(to),
        chosen: RwSignal::new(chosen),
        text: RwSignal::new(String::new()),
        found: RwSignal::new(Candidates::default()),
        place: RwSignal::new(0),
    };
    let (wrong, label) = (about(error, "who"), state.to.with_value(Target::label));
    view! {
        <div class="grid gap-1.5">
            <label for="who" class="text-sm font-medium">{label}</label>
            <input type="hidden" name="who" prop:value=move || state.sent()/>
            <div class="relative">
                <div class="picker">
                    <Chips chosen=state.chosen/>
                    <Line state wrong/>
                </div>
                <Offers state/>
            </div>
            <Below id="who" hint=t("Or paste a list of names or addresses.") error=wrong/>
        </div>
    }
    .into_any()
}

/// The line to type into.
#[component]
fn Line(state: State, wrong: Signal<Option<String>>) -> impl IntoView {
    let State { text, found, place, .. } = state;
    let mut ask = debounce(Duration::from_millis(120), move |()| spawn_local(state.ask()));
    let on_input = move |event: Targeted<web_sys::Event, web_sys::HtmlInputElement>| {
        state.typed(event.target().value());
        ask(());
    };
    let on_keydown = move |event: KeyboardEvent| {
        if state.key(&event.key()) {
            event.prevent_default();
        }
    };
    let on_paste = move |event: ClipboardEvent| {
        if state.paste(&event) {
            event.prevent_default();
        }
    };
    let open = move || !found.read().items.is_empty();
    view! {
        <input
            id="who"
            class="picker-input"
            role="combobox"
            autocomplete="off"
            autocapitalize="none"
            placeholder=t("Search by name, user name or address")
            aria-controls="who-list"
            aria-autocomplete="list"
            aria-expanded=move || if open() { "true" } else { "false" }
            aria-activedescendant=move || open().then(|| format!("who-{}", place.get()))
            aria-describedby="who-hint who-error"
            aria-invalid=move || wrong.get().map(|_| "true")
            prop:value=text
            on:input:target=on_input
            on:keydown=on_keydown
            on:paste=on_paste
            on:blur=move |_| found.set(Candidates::default())
        />
    }
    .into_any()
}

/// What matches, below the field.
#[component]
fn Offers(state: State) -> impl IntoView {
    let row = move |(place, item): (usize, Candidate)| {
        let one = of(item.clone());
        view! {
            <li
                id=format!("who-{place}")
                role="option"
                class="menu-item"
                aria-selected=move || if state.place.get() == place { "true" } else { "false" }
                // Before the field loses the focus.
                on:mousedown=move |event| {
                    event.prevent_default();
                    state.take(one.clone());
                }
            >
                <Avatar name=item.name.clone() group=item.group/>
                <span class="min-w-0 truncate">{item.name}</span>
                <span class="ms-auto truncate text-muted">{item.hint}</span>
            </li>
        }
    };
    let more = move || {
        let found = state.found.read();
        let shown = u64::try_from(found.items.len()).unwrap_or(u64::MAX);
        (shown > 0 && found.total > shown).then(|| {
            fill("{n} of {total} shown, keep typing", &[("n", &number(shown)), ("total", &number(found.total))])
        })
    };
    view! {
        <div class="menu-sheet inset-x-0 mt-1" hidden=move || state.found.read().items.is_empty()>
            <ul id="who-list" role="listbox" aria-label=t("Matches")>
                {move || state.found.get().items.into_iter().enumerate().map(row).collect_view()}
            </ul>
            <p class="menu-note empty:hidden" role="status">{more}</p>
        </div>
    }
    .into_any()
}

/// What was chosen, each with whether it can be added, and a button to take it back.
#[component]
fn Chips(chosen: RwSignal<Vec<ResolvedItem>>) -> impl IntoView {
    let away = move |gone: &str| chosen.update(|chosen| chosen.retain(|one| one.text != gone));
    reactive(move || {
        let chip = |item: ResolvedItem| {
            let ((mark, class), said) = (look(item.standing), said(&item));
            let (title, text) = (format!("{}: {said}", item.name), item.text.clone());
            let note = (item.standing != Standing::Known)
                .then(|| view! { <span class="font-normal">" · " {said.clone()}</span> });
            view! {
                <span class=class title=title>
                    {(item.standing != Standing::Known).then(|| view! { <Icon glyph=mark size=14/> })}
                    <span>{item.name.clone()} {note}</span>
                    <button
                        type="button"
                        class="cursor-pointer"
                        aria-label=fill("Leave out {name}", &[("name", &item.name)])
                        on:click=move |_| away(&text)
                    >
                        <Icon glyph=Glyph::Cross size=14/>
                    </button>
                </span>
            }
        };
        chosen.get().into_iter().map(chip).collect_view()
    })
}

/// Names that were typed or pasted: one a line, or separated by commas or semicolons.
fn lines(text: &str) -> Vec<ResolvedItem> {
    text.split(['\n', ',', ';']).map(str::trim).filter(|name| !name.is_empty()).map(unchecked).collect()
}

/// A node id is shown by its name.
fn shown(name: &str) -> String {
    let known = name.split_once(':').filter(|(kind, _)| matches!(*kind, "user" | "group" | "account"));
    known.map_or(name, |(_, rest)| rest).to_owned()
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn a_pasted_list_is_taken_apart() {
        let names: Vec<String> =
            lines(" ana\nuser:ben, group:crew;;\r\n zoe ").into_iter().map(|one| one.name).collect();
        assert_eq!(names, ["ana", "ben", "crew", "zoe"]);
    }
}
