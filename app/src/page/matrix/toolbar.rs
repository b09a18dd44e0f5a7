//! Above the grid: finding, comparing, turning, and what is hidden.

use super::{axes::Item, desk::Desk, keys::focus_search, look::Panel, unused::AskUnused, window::MANY};
use crate::prelude::*;
use crate::{
    kit::{Glyph, Icon},
    text::{plural, t},
};
use leptos::ev::KeyboardEvent;

/// The toolbar.
#[component]
pub fn Toolbar(
    /// What is shared.
    desk: Desk,
) -> impl IntoView {
    let look = desk.look;
    let (differing, turned) = (look.differing, look.turned);
    let (turn, panels) = (desk.clone(), desk.look.panel);
    let toggle_turned = move |_| {
        turned.update(|turned| *turned = !*turned);
        turn.look.block.set(None);
        turn.look.focus.update(|spot| {
            *spot = match *spot {
                (Item::Head, other) => (other, Item::Label),
                (other, Item::Label) => (Item::Head, other),
                (down, across) => (across, down),
            }
        });
    };
    view! {
        <div class="matrix-bar" role="toolbar" aria-label=t("What is shown")>
            <Find desk=desk.clone()/>
            <Toggle glyph=Glyph::Filter label=t("Only rows that differ") pressed=differing on_press=move || differing.update(|is| *is = !*is)/>
            <CompareToggle desk=desk.clone()/>
            <button type="button" class="btn btn-plain btn-sm" prop:disabled=false aria-pressed=move || if turned.get() { "true" } else { "false" } on:click=toggle_turned>
                <Icon glyph=Glyph::Turn size=16/> {move || if turned.get() { t("Roles as columns") } else { t("Roles as rows") }}
            </button>
            <FoldAll desk=desk.clone()/>
            <Hidden desk=desk.clone()/>
            <span class="grow"></span>
            <button type="button" class="btn btn-plain btn-sm" on:click=move |_| panels.set(Panel::Files)><Icon glyph=Glyph::Download size=16/> {t("Export")}</button>
            <button type="button" class="btn btn-plain btn-sm" aria-label=t("Keys") on:click=move |_| panels.set(Panel::Keys)><Icon glyph=Glyph::Keyboard size=16/></button>
        </div>
        <Large desk=desk.clone()/>
        <AskUnused desk/>
    }
    .into_any()
}

/// A button that stays pressed.
#[component]
fn Toggle(
    glyph: Glyph,
    label: &'static str,
    #[prop(into)] pressed: Signal<bool>,
    on_press: impl Fn() + Send + 'static,
) -> impl IntoView {
    let state = move || if pressed.get() { "true" } else { "false" };
    view! {
        <button type="button" class="btn btn-plain btn-sm" aria-pressed=state on:click=move |_| on_press()>
            <Icon glyph size=16/> {label}
        </button>
    }
    .into_any()
}

/// The search. Enter goes on to the first row, Escape clears.
#[component]
fn Find(desk: Desk) -> impl IntoView {
    let (text, axes, voice) = (desk.look.text, desk.axes, desk.voice);
    let type_in = move |event| {
        text.set(event_target_value(&event));
        let found = axes.with(|axes| axes.found);
        voice.say(plural(usize::try_from(found).unwrap_or_default(), "{n} permission found", "{n} permissions found"));
    };
    let key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" | "ArrowDown" => {
            event.prevent_default();
            let axes = desk.axes.get_untracked();
            let row = i64::from(!axes.turned && matches!(axes.at(0, 0).0, Item::Kind(_)));
            desk.go(axes.at(row, 0));
        }
        "Escape" if !text.with_untracked(String::is_empty) => text.set(String::new()),
        "Escape" => desk.back(),
        _ => {}
    };
    view! {
        <label class="matrix-find">
            <Icon glyph=Glyph::Search size=16/>
            <span class="sr-only">{t("Find permissions")}</span>
            <input
                id="matrix-find"
                type="search"
                class="input input-sm ps-8"
                autocomplete="off"
                spellcheck="false"
                placeholder=t("Find: delete type:dataset is:changed")
                value=text.get_untracked()
                prop:value=move || text.get()
                on:input=type_in
                on:keydown=key
            />
        </label>
    }
    .into_any()
}

/// Compares the pinned roles, once there are two.
#[component]
fn CompareToggle(desk: Desk) -> impl IntoView {
    let (pinned, compare) = (desk.look.pinned, desk.look.compare);
    reactive(move || {
        (pinned.with(Vec::len) > 1).then(|| {
            let label = move || {
                if compare.get() { t("Show all roles").to_owned() } else { plural(pinned.with(Vec::len), "Compare {n} role", "Compare {n} roles") }
            };
            view! {
                <button type="button" class="btn btn-plain btn-sm" aria-pressed=move || if compare.get() { "true" } else { "false" } on:click=move |_| compare.update(|is| *is = !*is)>
                    <Icon glyph=Glyph::Compare size=16/> {reactive(label)}
                </button>
            }
        })
    })
}

/// Folds everything, or unfolds everything.
#[component]
fn FoldAll(desk: Desk) -> impl IntoView {
    let (folded, model) = (desk.look.folded, desk.model);
    let any = move || folded.with(|folded| !folded.is_empty());
    let press = move |_| {
        let all = model.kinds().iter().map(|kind| kind.name.clone());
        folded.update(|folded| *folded = if folded.is_empty() { all.collect() } else { Vec::new() });
    };
    view! {
        <button type="button" class="btn btn-plain btn-sm" on:click=press>
            {move || if any() { t("Unfold all") } else { t("Fold all") }}
        </button>
    }
    .into_any()
}

/// What is hidden, to be shown again.
#[component]
fn Hidden(desk: Desk) -> impl IntoView {
    let hidden = desk.look.hidden;
    reactive(move || {
        let count = hidden.with(Vec::len);
        (count > 0).then(|| {
            view! {
                <button type="button" class="btn btn-plain btn-sm" on:click=move |_| hidden.update(Vec::clear)>
                    <Icon glyph=Glyph::Hide size=16/> {plural(count, "Show {n} hidden role", "Show {n} hidden roles")}
                </button>
            }
        })
    })
}

/// A large matrix is drawn in parts, so the browser's find would miss most of it: Ctrl+F searches here instead.
#[component]
fn Large(desk: Desk) -> impl IntoView {
    let axes = desk.axes;
    let large = Memo::new(move |_| axes.with(|axes| axes.cells > MANY));
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        let find = (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("f");
        if find && large.get_untracked() && focus_search() {
            event.prevent_default();
        }
    });
    on_cleanup(move || keys.remove());
    reactive(move || {
        large.get().then(|| view! {
            <p class="matrix-hint">{t("Only what is in sight is drawn of this large table, so your browser's find searches here: in all of it.")}</p>
        })
    })
}
