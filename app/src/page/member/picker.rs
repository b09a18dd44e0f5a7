//! Whom to add. Without script: names, one a line. With it: a search as one types, and what was chosen as chips.
//!
//! Both send the same field; the server says who is meant.

use crate::{
    AppError,
    dto::Candidate,
    kit::{Avatar, Below, Glyph, Icon, TextArea, about},
    rpc::member::load_candidates,
};
use leptos::{
    ev::{KeyboardEvent, Targeted},
    leptos_dom::helpers::debounce,
    prelude::*,
    task::spawn_local,
};
use std::time::Duration;
use web_sys::ClipboardEvent;

/// What was chosen: what is sent, and what is shown.
type Chosen = Vec<(String, String)>;

/// Whom to add.
#[component]
pub fn Picker(
    /// The project they are added to.
    project: String,
    /// The form's error.
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    // Only after hydration: the first paint must be what the server sent.
    let (live, set_live) = signal(false);
    Effect::new(move |_| set_live.set(true));
    let project = StoredValue::new(project);
    move || {
        if live.get() {
            let typed = error.get_untracked().and_then(|error| error.was("who").map(ToOwned::to_owned));
            view! { <Typeahead project=project.get_value() typed=typed.unwrap_or_default() error/> }.into_any()
        } else {
            view! {
                <TextArea
                    name="who"
                    label="People and groups"
                    hint="User names, e-mail addresses or names of groups, one a line."
                    rows=4
                    error
                />
            }
            .into_any()
        }
    }
}

/// What the typeahead knows.
#[derive(Clone, Copy)]
struct State {
    project: StoredValue<String>,
    chosen: RwSignal<Chosen>,
    text: RwSignal<String>,
    found: RwSignal<Vec<Candidate>>,
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
        let found = if asked {
            load_candidates(self.project.get_value(), text.clone()).await.unwrap_or_default()
        } else {
            Vec::new()
        };
        if self.text.get_untracked() == text {
            let chosen = self.chosen.read_untracked();
            let fresh = found.into_iter().filter(|item| !chosen.iter().any(|(id, _)| *id == item.id));
            self.found.set(fresh.collect());
        }
    }

    fn take(self, one: (String, String)) {
        self.chosen.update(|chosen| chosen.push(one));
        self.clear();
    }

    /// Takes the marked one, or what was typed as it stands.
    fn take_marked(self) {
        let typed = self.text.get_untracked().trim().to_owned();
        let marked = self.found.read_untracked().get(self.place.get_untracked()).cloned();
        self.take(marked.map_or_else(|| (typed.clone(), typed), |item| (item.id, item.name)));
    }

    fn clear(self) {
        self.typed(String::new());
        self.found.set(Vec::new());
    }

    /// Does what a key means here; `false` if it means nothing.
    fn key(self, key: &str) -> bool {
        let empty = self.text.read_untracked().is_empty();
        let last = self.found.read_untracked().len().saturating_sub(1);
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
        }
        list
    }

    /// What the form sends: one a line, with what was typed and not yet taken.
    fn sent(self) -> String {
        let (chosen, text) = (self.chosen.read(), self.text.read());
        let names = chosen.iter().map(|(id, _)| id.as_str()).chain([text.trim()]).filter(|name| !name.is_empty());
        names.collect::<Vec<_>>().join("\n")
    }
}

#[component]
fn Typeahead(project: String, typed: String, error: Signal<Option<AppError>>) -> impl IntoView {
    let state = State {
        project: StoredValue::new(project),
        chosen: RwSignal::new(lines(&typed)),
        text: RwSignal::new(String::new()),
        found: RwSignal::new(Vec::new()),
        place: RwSignal::new(0),
    };
    let State { text, found, place, chosen, .. } = state;
    let wrong = about(error, "who");
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
    let open = move || !found.read().is_empty();
    view! {
        <div class="grid gap-1.5">
            <label for="who" class="text-sm font-medium">"People and groups"</label>
            <input type="hidden" name="who" prop:value=move || state.sent()/>
            <div class="relative">
                <div class="picker">
                    <Chips chosen/>
                    <input
                        id="who"
                        class="picker-input"
                        role="combobox"
                        autocomplete="off"
                        autocapitalize="none"
                        placeholder="Search by name, user name or address"
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
                        on:blur=move |_| found.set(Vec::new())
                    />
                </div>
                <Offers state/>
            </div>
            <Below id="who" hint="Or paste a list of names or addresses." error=wrong/>
        </div>
    }
    .into_any()
}

/// What matches, below the field.
#[component]
fn Offers(state: State) -> impl IntoView {
    let row = move |(number, item): (usize, Candidate)| {
        let one = (item.id, item.name.clone());
        view! {
            <li
                id=format!("who-{number}")
                role="option"
                class="menu-item"
                aria-selected=move || if state.place.get() == number { "true" } else { "false" }
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
    view! {
        <ul id="who-list" role="listbox" aria-label="Matches" class="menu-sheet inset-x-0 mt-1 empty:hidden">
            {move || state.found.get().into_iter().enumerate().map(row).collect_view()}
        </ul>
    }
    .into_any()
}

/// What was chosen, each with a button to take it back.
#[component]
fn Chips(chosen: RwSignal<Chosen>) -> impl IntoView {
    let away = move |gone: &str| chosen.update(|chosen| chosen.retain(|(id, _)| id != gone));
    move || {
        let chip = |(id, name): (String, String)| {
            view! {
                <span class="chip chip-solid">
                    <span>{name.clone()}</span>
                    <button type="button" class="cursor-pointer" aria-label=format!("Leave out {name}") on:click=move |_| away(&id)>
                        <Icon glyph=Glyph::Cross size=14/>
                    </button>
                </span>
            }
        };
        chosen.get().into_iter().map(chip).collect_view()
    }
}

/// Names that were typed or pasted: one a line, or separated by commas or semicolons.
fn lines(text: &str) -> Chosen {
    let names = text.split(['\n', ',', ';']).map(str::trim).filter(|name| !name.is_empty());
    names.map(|name| (name.to_owned(), shown(name))).collect()
}

/// A node id is shown by its name.
fn shown(name: &str) -> String {
    let known = name.split_once(':').filter(|(kind, _)| matches!(*kind, "user" | "group"));
    known.map_or(name, |(_, rest)| rest).to_owned()
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn pasted_lists_are_taken_apart() {
        let pair = |id: &str, name: &str| (id.to_owned(), name.to_owned());
        let pasted = "ana\n ben@north.example; Geology ,,user:cleo";
        let expected = [
            pair("ana", "ana"),
            pair("ben@north.example", "ben@north.example"),
            pair("Geology", "Geology"),
            pair("user:cleo", "cleo"),
        ];
        assert_eq!(lines(pasted), expected);
    }
}
