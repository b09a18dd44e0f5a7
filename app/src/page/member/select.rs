//! Who is chosen: some, a range, or all that fit; and the bar that says so and what can be done with them.

use crate::prelude::*;
use crate::{
    dto::{ChangeForm, MemberPowers, MemberQuery},
    kit::{Glyph, Icon},
    link,
    text::{fill, number, plural, t},
};
use std::collections::BTreeSet;

/// Most that are chosen one by one; more are all that fit.
const MOST: usize = 1_000;

/// Who is chosen.
#[derive(Clone, Copy)]
pub struct Selection {
    /// Everybody in the list so far, in its order.
    pub listed: RwSignal<Vec<String>>,
    chosen: RwSignal<BTreeSet<String>>,
    all: RwSignal<bool>,
    last: StoredValue<Option<String>>,
}

impl Selection {
    /// Nobody of these.
    pub fn new(listed: Vec<String>) -> Self {
        Self {
            listed: RwSignal::new(listed),
            chosen: RwSignal::default(),
            all: RwSignal::new(false),
            last: StoredValue::new(None),
        }
    }

    /// Is this one chosen?
    pub fn has(self, id: &str) -> bool {
        self.all.get() || self.chosen.with(|chosen| chosen.contains(id))
    }

    /// Chooses one, or with Shift all up to the one before; or takes it back.
    pub fn click(self, id: &str, range: bool) {
        if self.all.get_untracked() {
            self.all.set(false);
            self.chosen.set(self.listed.get_untracked().into_iter().take(MOST).collect());
        }
        let on = !self.chosen.with_untracked(|chosen| chosen.contains(id));
        let between = if range { self.between(id) } else { vec![id.to_owned()] };
        self.chosen.update(|chosen| {
            for id in between {
                if on && chosen.len() < MOST {
                    chosen.insert(id);
                } else if !on {
                    chosen.remove(&id);
                }
            }
        });
        self.last.set_value(Some(id.to_owned()));
    }

    /// From the one clicked before to this one.
    fn between(self, id: &str) -> Vec<String> {
        let listed = self.listed.read_untracked();
        let place = |id: &str| listed.iter().position(|other| other == id);
        let last = self.last.with_value(|last| last.as_deref().and_then(place));
        let (Some(from), Some(to)) = (last, place(id)) else { return vec![id.to_owned()] };
        let (low, high) = (from.min(to), from.max(to));
        listed.iter().skip(low).take(high - low + 1).cloned().collect()
    }

    /// Chooses everybody listed, or nobody.
    fn page(self, on: bool) {
        self.all.set(false);
        let some = if on { self.listed.get_untracked().into_iter().take(MOST).collect() } else { BTreeSet::new() };
        self.chosen.set(some);
    }

    fn count(self) -> usize {
        self.chosen.with(BTreeSet::len)
    }
}

/// Chooses everybody listed.
#[component]
pub fn PickAll(
    /// Who is chosen.
    selection: Selection,
) -> impl IntoView {
    let whole =
        move || selection.all.get() || (selection.count() > 0 && selection.count() == selection.listed.with(Vec::len));
    view! {
        <label class="pick">
            <input
                type="checkbox"
                class="checkbox checkbox-sm"
                aria-label=t("Choose everybody in the list so far")
                prop:checked=whole
                on:change:target=move |event| selection.page(event.target().checked())
            />
            <span aria-hidden="true">{t("Choose all")}</span>
        </label>
    }
    .into_any()
}

/// What can be done with whom is chosen. Without script it is always there, and the form's own boxes say who.
#[component]
pub fn BulkBar(
    /// The project.
    project: String,
    /// What narrows the list.
    query: MemberQuery,
    /// How many fit in all.
    matching: u64,
    /// What the viewer may do.
    may: MemberPowers,
    /// Who is chosen.
    selection: Selection,
) -> impl IntoView {
    let (live, set_live) = signal(false);
    Effect::new(move |_| set_live.set(true));
    let (project, query) = (StoredValue::new(project), StoredValue::new(query));
    let chosen = move || selection.all.get() || selection.count() > 0;
    let change = move |order: &str| {
        let (all, order) = (selection.all.get(), order.to_owned());
        let pick = if all { Vec::new() } else { selection.chosen.get().into_iter().collect() };
        let form = ChangeForm { pick, all, order, ..ChangeForm::default() };
        address(&project.read_value(), &query.read_value(), &form)
    };
    let said = move || match (selection.all.get(), selection.count()) {
        (true, _) => fill("All {n} that fit are chosen", &[("n", &number(matching))]),
        (false, count) => plural(count, "{n} chosen", "{n} chosen"),
    };
    let more = move || !selection.all.get() && u64::try_from(selection.count()).is_ok_and(|count| count < matching);
    view! {
        {move || (!live.get()).then(|| view! {
            <div class="bulk-bar"><button type="submit" class="btn btn-plain">{t("Change those chosen…")}</button></div>
        })}
        {move || (live.get() && chosen()).then(|| view! {
            <div class="bulk-bar" role="region" aria-label=t("Those chosen")>
                <p role="status" class="font-medium tabular-nums">{reactive(said)}</p>
                {move || more().then(|| view! {
                    <button type="button" class="link" on:click=move |_| selection.all.set(true)>
                        {fill("Choose all {n} that fit", &[("n", &number(matching))])}
                    </button>
                })}
                <span class="grow"></span>
                {may.update.then(|| view! {
                    <a class="btn btn-primary btn-sm" href=move || change("give")>{t("Change roles…")}</a>
                    <a class="btn btn-plain btn-sm" href=move || change("extend")>{t("Set the end…")}</a>
                })}
                {may.remove.then(|| view! {
                    <a class="btn btn-plain btn-sm text-error" href=move || change("remove")>{t("Remove…")}</a>
                })}
                <button type="button" class="icon-button" aria-label=t("Choose nobody") on:click=move |_| selection.page(false)>
                    <Icon glyph=Glyph::Cross/>
                </button>
            </div>
        })}
    }
    .into_any()
}

/// The page that changes whom a form names.
pub fn address(project: &str, query: &MemberQuery, form: &ChangeForm) -> String {
    let pairs: Vec<(&str, String)> = query.pairs().into_iter().chain(form.pairs()).collect();
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
    link::with_query(&link::project(project, "members/change"), &pairs)
}
