//! The palette: going anywhere and starting anything by typing its name (`Ctrl+K`).
//!
//! Only its button and its dialog are in the page; what is inside comes with the first use.

use super::{
    later::{Later, later},
    nav::icon_of,
};
use crate::prelude::*;
use crate::{
    dto::{Hit, HitKind, NavLink, Sees},
    kit::{Glyph, Icon},
    rpc::find::find,
    text::{folded, t},
};
use leptos::{
    ev::{self, KeyboardEvent, Targeted},
    html,
    leptos_dom::helpers::{WindowListenerHandle, debounce},
    task::spawn_local,
};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::time::Duration;
use web_sys::{HtmlInputElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// How long to wait for the next letter before asking.
const PAUSE: Duration = Duration::from_millis(120);

/// A line of the list.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    glyph: Glyph,
    kind: &'static str,
    label: String,
    hint: String,
    href: String,
    /// Is it no page of the console?
    outside: bool,
}

impl From<Hit> for Line {
    fn from(hit: Hit) -> Self {
        let (glyph, kind) = match hit.kind {
            HitKind::Project => (Glyph::Projects, t("Project")),
            HitKind::Person => (Glyph::Person, t("Person")),
            HitKind::Group => (Glyph::Group, t("Group")),
            HitKind::Role => (Glyph::Roles, t("Role")),
            HitKind::Permission => (Glyph::Key, t("Permission")),
        };
        Self { glyph, kind, label: hit.label, hint: hit.hint, href: hit.href, outside: false }
    }
}

/// What can be started from anywhere, for whom.
fn actions(sees: Sees) -> Vec<Line> {
    let line = |glyph, label: &'static str, href: &str| Line {
        glyph,
        kind: t("Action"),
        label: label.to_owned(),
        hint: String::new(),
        href: href.to_owned(),
        outside: false,
    };
    let mut lines = Vec::new();
    if sees.create_project {
        lines.push(line(Glyph::Plus, t("New project"), "/projects/new"));
    }
    if sees.people {
        lines.push(line(Glyph::Plus, t("Add a person"), "/people/new"));
    }
    lines.push(line(Glyph::Key, t("Explain what you may do"), "/access"));
    lines.push(line(Glyph::Key, t("Change your password"), "/profile"));
    lines.push(line(Glyph::Screen, t("Your sessions"), "/profile#sessions"));
    lines.push(line(Glyph::Theme, t("Light or dark"), "/profile#appearance"));
    lines
}

fn places(nav: &[NavLink]) -> Vec<Line> {
    let line = |link: &NavLink| Line {
        glyph: icon_of(&link.icon),
        kind: t("Page"),
        label: link.label.clone(),
        hint: String::new(),
        href: link.href.clone(),
        outside: link.outside,
    };
    NavLink::links(nav).into_iter().map(line).collect()
}

/// The palette's button, and its dialog.
#[component]
pub fn Palette(
    /// What the person may begin.
    sees: Sees,
    /// Where they may go.
    nav: Vec<NavLink>,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let opened = RwSignal::new(0_u32);
    let open = move || {
        if let Some(dialog) = dialog.get_untracked().filter(|dialog| !dialog.open()) {
            opened.update(|times| *times += 1);
            // A dialog that is in the page and not open can be opened.
            let _ = dialog.show_modal();
        }
    };
    let close = Callback::new(move |()| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    });
    // Only after hydration: without script there is nothing to open.
    let (live, set_live) = signal(false);
    Effect::new(move |handle: Option<WindowListenerHandle>| {
        set_live.set(true);
        handle.unwrap_or_else(|| {
            window_event_listener(ev::keydown, move |event| {
                if event.key().eq_ignore_ascii_case("k") && (event.ctrl_key() || event.meta_key()) {
                    event.prevent_default();
                    open();
                }
            })
        })
    });
    view! {
        {move || live.get().then(|| view! {
            <button
                type="button"
                class="palette-button"
                aria-label=t("Find anything")
                aria-keyshortcuts="Control+K"
                on:click=move |_| open()
            >
                <Icon glyph=Glyph::Search/>
                <span class="palette-words">{t("Find anything")}</span>
                <kbd class="palette-words">"Ctrl K"</kbd>
            </button>
        })}
        <dialog class="palette" aria-label=t("Find anything") node_ref=dialog>
            {move || (opened.get() > 0).then(|| later(Later::Finder(sees, nav.clone(), close)))}
        </dialog>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Search {
    text: RwSignal<String>,
    hits: RwSignal<Vec<Hit>>,
    /// Which line is marked.
    place: RwSignal<usize>,
    lines: Memo<Vec<Line>>,
}

impl Search {
    fn new(sees: Sees, nav: Vec<NavLink>) -> Self {
        let (text, hits) = (RwSignal::new(String::new()), RwSignal::new(Vec::<Hit>::new()));
        let lines = Memo::new(move |_| {
            let wanted = folded(&text.read());
            let fits = |line: &Line| wanted.split_whitespace().all(|word| folded(&line.label).contains(word));
            let own = places(&nav).into_iter().chain(actions(sees)).filter(fits);
            let mut lines: Vec<Line> = hits.get().into_iter().map(Line::from).collect();
            lines.extend(own);
            lines
        });
        Self { text, hits, place: RwSignal::new(0), lines }
    }

    /// Asks for what has the text in its name; an answer that comes after more was typed is not shown.
    fn ask(self) {
        spawn_local(async move {
            let text = self.text.get_untracked();
            let found = find(text.trim().to_owned()).await.unwrap_or_default();
            if self.text.try_get_untracked().is_some_and(|now| now == text) {
                self.hits.set(found);
                self.place.set(0);
            }
        });
    }

    fn go_by(self, step: isize) {
        let count = self.lines.read_untracked().len();
        if count > 0 {
            self.place.update(|place| *place = place.saturating_add_signed(step).min(count - 1));
        }
    }
}

fn option_id(place: usize) -> String {
    format!("palette-{place}")
}

/// The field and the list.
#[component]
pub fn Finder(
    /// What the person may begin.
    sees: Sees,
    /// Where they may go.
    nav: Vec<NavLink>,
    /// Closes the palette.
    close: Callback<()>,
) -> impl IntoView {
    let search = Search::new(sees, nav);
    let input = NodeRef::<html::Input>::new();
    let navigate = use_navigate();
    let mut ask = debounce(PAUSE, move |()| search.ask());
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            search.ask();
            // It is made before it is in the page. A browser that cannot focus it leaves the focus on the dialog.
            request_animation_frame(move || drop(input.focus()));
        }
    });
    Effect::new(move |_| show(search.place.get()));
    let on_input = move |event: Targeted<ev::Event, HtmlInputElement>| {
        search.text.set(event.target().value());
        search.place.set(0);
        ask(());
    };
    let on_keydown = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowDown" => {
            event.prevent_default();
            search.go_by(1);
        }
        "ArrowUp" => {
            event.prevent_default();
            search.go_by(-1);
        }
        "Enter" => {
            event.prevent_default();
            let marked = search.lines.read_untracked().get(search.place.get_untracked()).cloned();
            if let Some(line) = marked {
                close.run(());
                if line.outside {
                    // A browser that refuses stays where it is.
                    let _ = window().location().set_href(&line.href);
                } else {
                    navigate(&line.href, NavigateOptions::default());
                }
            }
        }
        _ => {}
    };
    view! {
        <div class="palette-field">
            <Icon glyph=Glyph::Search size=20/>
            <input
                node_ref=input
                type="text"
                role="combobox"
                aria-expanded="true"
                aria-controls="palette-list"
                aria-autocomplete="list"
                aria-activedescendant=move || option_id(search.place.get())
                aria-label=t("Find a project, a person, a role, a permission or an action")
                placeholder=t("Project, person, role, permission, action")
                autocomplete="off"
                spellcheck="false"
                on:input:target=on_input
                on:keydown=on_keydown
            />
            <button type="button" class="palette-close" aria-label=t("Close") on:click=move |_| close.run(())>
                <Icon glyph=Glyph::Cross/>
            </button>
        </div>
        <Lines search close/>
    }
}

#[component]
fn Lines(search: Search, close: Callback<()>) -> impl IntoView {
    let row = move |(place, line): (usize, Line)| {
        view! {
            <a
                id=option_id(place)
                class="palette-line"
                role="option"
                tabindex="-1"
                href=line.href
                rel=line.outside.then_some("external noopener")
                aria-selected=move || if search.place.get() == place { "true" } else { "false" }
                on:click=move |_| close.run(())
                on:pointermove=move |_| if search.place.get_untracked() != place { search.place.set(place) }
            >
                <Icon glyph=line.glyph/>
                <span class="palette-label">{line.label}</span>
                <span class="palette-hint">{line.hint}</span>
                <span class="palette-kind">{line.kind}</span>
            </a>
        }
    };
    let none = move || {
        search.lines.read().is_empty().then(|| {
            view! { <p class="palette-none">{t("Nothing you may open has this in its name.")}</p> }
        })
    };
    view! {
        <div id="palette-list" role="listbox" aria-label=t("Found") class="palette-list">
            {move || search.lines.get().into_iter().enumerate().map(row).collect_view()}
        </div>
        {reactive(none)}
    }
}

/// Scrolls the marked line into sight.
fn show(place: usize) {
    if let Some(line) = document().get_element_by_id(&option_id(place)) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        line.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
