//! A form whose saving changes who may do what: what it would do is told above the button that saves, as soon as the form
//! says something else than what is so. Without script a second button sends the form to be looked at.

use super::{
    asking::{Latest, value},
    outlook::Outlook,
};
use crate::prelude::*;
use crate::{
    AppError,
    dto::{AccessTold, AccessView},
    kit::{Submit, Tone},
    text::t,
};
use leptos::{html, leptos_dom::helpers::debounce};
use leptos_router::hooks::use_query_map;
use std::{collections::BTreeMap, future::Future, pin::Pin, time::Duration};

/// Fields of a form that was sent to be looked at, and what they hold.
pub(super) type Given = BTreeMap<String, String>;

/// What asks what a form would do.
pub(super) type Check = Box<dyn Fn(NodeRef<html::Form>) -> Pin<Box<dyn Future<Output = Answer>>> + Send + Sync>;
type Answer = Result<AccessTold, AppError>;

/// What the address holds of a form that was sent to be looked at.
pub(super) fn given(fields: &'static [&'static str]) -> Memo<Given> {
    let map = use_query_map();
    Memo::new(move |_| {
        let map = map.read();
        fields.iter().filter_map(|field| Some(((*field).to_owned(), map.get(field)?))).collect()
    })
}

/// What a field holds first: what was written, else what is so.
pub(super) fn first(given: &Given, settled: &[(&'static str, String)], name: &str) -> String {
    let settled = || settled.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
    given.get(name).cloned().or_else(settled).unwrap_or_default()
}

/// What is told of a form.
#[derive(Clone, Copy)]
pub(super) struct Foresight {
    /// The form.
    pub form: NodeRef<html::Form>,
    /// What is wrong with it: what looking at it found, else what saving it did.
    pub error: Signal<Option<AppError>>,
    outlook: RwSignal<Option<AccessView>>,
    problem: RwSignal<Option<AppError>>,
    /// Was more written since?
    stale: RwSignal<bool>,
    latest: Latest,
}

impl Foresight {
    /// Begins with what is told already.
    pub fn new(told: Option<AccessTold>, saved: Signal<Option<AppError>>) -> Self {
        // A form that came back with an error holds what was sent then, and that was not looked at.
        let told = told.filter(|_| saved.get_untracked().is_none()).unwrap_or_default();
        let problem = RwSignal::new(told.problem);
        Self {
            form: NodeRef::new(),
            error: Signal::derive(move || problem.get().or_else(|| saved.get())),
            outlook: RwSignal::new(told.outlook),
            problem,
            stale: RwSignal::new(false),
            latest: Latest::new(),
        }
    }

    /// Tells nothing, because nothing is to be told, or not yet.
    fn forget(self, stale: bool) {
        self.latest.forget();
        self.problem.set(None);
        self.stale.set(stale);
        if !stale {
            self.outlook.set(None);
        }
    }

    fn hear(self, answer: Answer) {
        let AccessTold { outlook, problem } =
            answer.unwrap_or_else(|error| AccessTold { outlook: None, problem: Some(error) });
        self.outlook.set(outlook);
        self.problem.set(problem);
        self.stale.set(false);
    }
}

/// The fields of a form, what saving it would do, and the button that saves.
#[component]
pub(super) fn Foreseen(
    /// What is told.
    look: Foresight,
    /// The fields that change who may do what, and what they hold while nothing of that is changed.
    settled: Vec<(&'static str, String)>,
    /// Asks what it would do.
    check: Check,
    /// The page.
    path: String,
    /// What the button says.
    label: &'static str,
    /// How much it wants to be pressed.
    #[prop(optional)]
    tone: Tone,
    /// Is the form under way?
    #[prop(into)]
    pending: Signal<bool>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let held = StoredValue::new(None::<Vec<String>>);
    let (names, settled): (Vec<&'static str>, Vec<String>) = settled.into_iter().unzip();
    let due = StoredValue::new(false);
    let check = StoredValue::new(check);
    let ask = move || {
        if due.try_update_value(std::mem::take) == Some(true) {
            look.latest.ask(check.with_value(|check| check(look.form)), move |answer| look.hear(answer));
        }
    };
    let mut later = debounce(Duration::from_millis(300), move |()| ask());
    let written = move |_: web_sys::Event| {
        let now: Vec<String> = names.iter().map(|name| value(look.form, name)).collect();
        if held.with_value(|held| held.as_ref() == Some(&now)) {
            return;
        }
        let differs = now.iter().zip(&settled).any(|(now, settled)| now.trim() != settled.trim());
        held.set_value(Some(now));
        due.set_value(differs);
        look.forget(differs);
        later(());
    };
    let pending = Signal::derive(move || pending.get() || look.stale.get());
    let refused =
        move || look.outlook.with(|outlook| outlook.as_ref().is_some_and(|outlook| outlook.refused.is_some()));
    view! {
        // What is chosen is looked at at once, what is typed a moment later.
        <div class="grid gap-5" on:input=written on:change=move |_| ask()>
            {children()}
            <Told look/>
            <div class="flex flex-wrap gap-3">
                <div hidden=refused><Submit label tone pending/></div>
                <button type="submit" class="btn btn-plain look-go" formmethod="get" formaction=path formnovalidate=true>
                    {t("See what it would do")}
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// What saving the form would do.
#[component]
fn Told(look: Foresight) -> impl IntoView {
    let told = move || {
        look.outlook.get().map(|outlook| {
            let nothing = outlook.lines.is_empty() && outlook.refused.is_none();
            if nothing {
                view! { <p class="text-sm text-muted">{t("Nobody gains or loses anything by this.")}</p> }
            } else {
                view! { <div class="border-t border-line pt-5"><Outlook outlook/></div> }
            }
        })
    };
    view! {
        <div role="status" class="empty:hidden" aria-busy=move || look.stale.get().then_some("true")>{told}</div>
    }
    .into_any()
}
