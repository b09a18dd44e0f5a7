//! One thing to ask about. Without script: its id or name. With it: a search as one types. Both send the same field.

use crate::prelude::*;
use crate::{
    AppError,
    dto::{AccessTopic, AccessTopics},
    kit::{Below, about},
    rpc::explorer::find_topics,
    text::t,
};
use leptos::{
    ev::{KeyboardEvent, Targeted},
    leptos_dom::helpers::debounce,
    task::spawn_local,
};
use std::time::Duration;

/// One thing to ask about.
#[component]
pub fn PickOne(
    /// The field's name, its id too: `who`, `can`, `on` or `owner`.
    field: &'static str,
    /// What it is called.
    label: &'static str,
    /// What stands in it while it is empty.
    hint: &'static str,
    /// What to write.
    #[prop(optional)]
    below: &'static str,
    /// May it stay empty, where other fields of the form may not?
    #[prop(optional)]
    optional: bool,
    /// What is chosen.
    value: AccessTopic,
    /// The project it is looked for in; empty for everywhere.
    project: String,
    /// What is wrong with the question.
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    // Only after hydration: the first paint must be what the server sent.
    let (live, set_live) = signal(false);
    Effect::new(move |_| set_live.set(true));
    // What was typed before the form came back.
    let typed = error.get_untracked().and_then(|error| error.was(field).map(ToOwned::to_owned));
    let value = typed.map_or(value, |typed| AccessTopic { id: typed.clone(), name: typed, hint: String::new() });
    let (known, wrong) = (StoredValue::new((value, project)), about(error, field));
    let input = reactive(move || {
        let (value, project) = known.get_value();
        if live.get() {
            let state = State {
                field,
                project: StoredValue::new(project),
                chosen: RwSignal::new(value.id.clone()),
                text: RwSignal::new(value.name.clone()),
                first: StoredValue::new(value),
                found: RwSignal::default(),
                place: RwSignal::new(0),
            };
            return view! { <Line state hint wrong/> <Offers state/> }.into_any();
        }
        view! {
            <input
                id=field
                name=field
                class="input"
                value=value.id
                autocomplete="off"
                autocapitalize="none"
                placeholder=hint
                aria-describedby=format!("{field}-hint {field}-error")
                aria-invalid=move || wrong.get().map(|_| "true")
            />
        }
        .into_any()
    });
    view! {
        <div class="grid content-start gap-1.5">
            <label for=field class="text-sm font-medium">
                {label}
                {optional.then(|| view! { <span class="font-normal text-muted">{t(" (optional)")}</span> })}
            </label>
            <div class="relative">{input}</div>
            <Below id=field hint=below error=wrong/>
        </div>
    }
    .into_any()
}

/// What the field knows.
#[derive(Clone, Copy)]
struct State {
    field: &'static str,
    project: StoredValue<String>,
    /// What is sent.
    chosen: RwSignal<String>,
    /// What is read.
    text: RwSignal<String>,
    /// What was chosen when the page came.
    first: StoredValue<AccessTopic>,
    found: RwSignal<AccessTopics>,
    /// Which of those found is marked.
    place: RwSignal<usize>,
}

impl State {
    /// Asks for what matches; an answer that comes after more was typed is not shown.
    async fn ask(self) {
        let text = self.text.get_untracked();
        let found = if text.trim().is_empty() {
            AccessTopics::default()
        } else {
            find_topics(self.project.get_value(), self.field.to_owned(), text.clone()).await.unwrap_or_default()
        };
        if self.text.try_get_untracked() == Some(text) {
            self.found.set(found);
        }
    }

    fn take(self, topic: AccessTopic) {
        self.chosen.set(topic.id);
        self.text.set(topic.name);
        self.close();
        self.tell();
    }

    /// Tells the form that something else is sent, once it holds it.
    fn tell(self) {
        let told = move || {
            let sent = document().get_element_by_id(&format!("{}-sent", self.field))?;
            let bubbles = web_sys::EventInit::new();
            bubbles.set_bubbles(true);
            let event = web_sys::Event::new_with_event_init_dict("input", &bubbles).ok()?;
            sent.dispatch_event(&event).ok()
        };
        // A form that hears nothing is looked at when it is sent.
        request_animation_frame(move || _ = told());
    }

    fn close(self) {
        self.place.set(0);
        self.found.set(AccessTopics::default());
    }

    /// Does what a key means here; `false` if it means nothing.
    fn key(self, key: &str) -> bool {
        let count = self.found.read_untracked().items.len();
        if count == 0 {
            return false;
        }
        match key {
            "ArrowDown" => self.place.update(|place| *place = (*place + 1).min(count - 1)),
            "ArrowUp" => self.place.update(|place| *place = place.saturating_sub(1)),
            "Escape" => self.close(),
            "Enter" => {
                let marked = self.found.read_untracked().items.get(self.place.get_untracked()).cloned();
                if let Some(topic) = marked {
                    self.take(topic);
                }
            }
            _ => return false,
        }
        true
    }
}

/// The line to type into, and what is sent.
#[component]
fn Line(state: State, hint: &'static str, wrong: Signal<Option<String>>) -> impl IntoView {
    let State { field, chosen, text, found, place, .. } = state;
    let mut ask = debounce(Duration::from_millis(120), move |()| spawn_local(state.ask()));
    let on_input = move |event: Targeted<web_sys::Event, web_sys::HtmlInputElement>| {
        let typed = event.target().value();
        // What was typed and not chosen is sent as it stands.
        chosen.set(state.first.with_value(|first| if first.name == typed { first.id.clone() } else { typed.clone() }));
        text.set(typed);
        place.set(0);
        ask(());
        state.tell();
    };
    let on_keydown = move |event: KeyboardEvent| {
        if state.key(&event.key()) {
            event.prevent_default();
        }
    };
    let open = move || !found.read().items.is_empty();
    view! {
        <input type="hidden" id=format!("{field}-sent") name=field prop:value=chosen/>
        <input
            id=field
            class="input"
            role="combobox"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            placeholder=hint
            aria-controls=format!("{field}-list")
            aria-autocomplete="list"
            aria-expanded=move || if open() { "true" } else { "false" }
            aria-activedescendant=move || open().then(|| format!("{field}-{}", place.get()))
            aria-describedby=format!("{field}-hint {field}-error")
            aria-invalid=move || wrong.get().map(|_| "true")
            prop:value=text
            on:input:target=on_input
            on:keydown=on_keydown
            // What is there is replaced by what is typed.
            on:focus:target=move |event| event.target().select()
            on:blur=move |_| state.close()
        />
    }
    .into_any()
}

/// What matches, below the line.
#[component]
fn Offers(state: State) -> impl IntoView {
    let field = state.field;
    let row = move |(place, topic): (usize, AccessTopic)| {
        let one = topic.clone();
        view! {
            <li
                id=format!("{field}-{place}")
                role="option"
                class="menu-item"
                aria-selected=move || if state.place.get() == place { "true" } else { "false" }
                // Before the field loses the focus.
                on:mousedown=move |event| {
                    event.prevent_default();
                    state.take(one.clone());
                }
            >
                <span class="min-w-0 truncate">{topic.name}</span>
                <span class="ms-auto truncate text-muted">{topic.hint}</span>
            </li>
        }
    };
    let more = move || state.found.read().more.then_some(t("There is more: keep typing"));
    view! {
        <div class="menu-sheet inset-x-0 mt-1" hidden=move || state.found.read().items.is_empty()>
            <ul id=format!("{field}-list") role="listbox" aria-label=t("Matches")>
                {move || state.found.get().items.into_iter().enumerate().map(row).collect_view()}
            </ul>
            <p class="menu-note empty:hidden" role="status">{more}</p>
        </div>
    }
    .into_any()
}
