//! Who gains and who loses, while editing: the engine runs in the browser.

use super::model::Model;
use crate::prelude::*;
use crate::{
    rpc::matrix::load_snapshot,
    text::{plural, t},
};
use std::{collections::BTreeSet, sync::Arc, time::Duration};

/// What the draft does to people here, told a moment after the last change: painting a cell does not wait for it.
/// Nothing while nothing is changed, or where only the server can tell.
pub fn watch(model: &Model) -> RwSignal<Option<Toll>> {
    let told: RwSignal<Option<Toll>> = RwSignal::new(None);
    let base: RwSignal<Option<Arc<authz::Index>>> = RwSignal::new(None);
    let asked = StoredValue::new(false);
    let timer: StoredValue<Option<TimeoutHandle>> = StoredValue::new(None);
    let model = model.clone();
    Effect::new(move |_| {
        model.track_all();
        let base_now = base.get();
        if let Some(old) = timer.get_value() {
            old.clear();
        }
        if model.count().0 == 0 {
            return told.set(None);
        }
        // Only once something is edited: reading costs nobody anything.
        if !asked.get_value() {
            asked.set_value(true);
            let node = model.page().node.clone();
            leptos::task::spawn_local(async move {
                if let Ok(Some(snapshot)) = load_snapshot(node).await {
                    // The page may be gone by now.
                    let _ = base.try_set(authz::Index::new(snapshot).ok().map(Arc::new));
                }
            });
        }
        let model = model.clone();
        let tell = move || {
            if let Some(base) = base_now {
                // As above.
                let _ = told.try_set(measured(&base, &model));
            }
        };
        timer.set_value(set_timeout_with_handle(tell, Duration::from_millis(120)).ok());
    });
    told
}

/// How many gain and lose, in words.
pub fn toll(Toll { gain, lose }: Toll) -> String {
    let gains = match gain {
        Some(people) => plural(people, "{n} person gains", "{n} people gain"),
        None => t("everybody gains").to_owned(),
    };
    match (gain, lose) {
        (Some(0), Some(0)) => t("nobody gains or loses").to_owned(),
        (_, Some(0)) => gains,
        (Some(0), Some(people)) => plural(people, "{n} person loses", "{n} people lose"),
        (Some(0), None) => t("everybody loses").to_owned(),
        (_, Some(people)) => format!("{gains}, {}", plural(people, "{n} loses", "{n} lose")),
        (_, None) => format!("{gains}, {}", t("everybody loses")),
    }
}

/// Who gains and who loses by the draft: people, or everybody.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Toll {
    gain: Option<usize>,
    lose: Option<usize>,
}

impl Toll {
    fn of(effect: &authz::Effect) -> Self {
        let count = |loses: bool| {
            let mut people: BTreeSet<&str> = BTreeSet::new();
            for shift in effect.shifts.iter().filter(|shift| shift.loses == loses) {
                if shift.everybody_but.is_some() {
                    return None;
                }
                people.extend(shift.subjects.iter().map(String::as_str));
            }
            Some(people.len())
        };
        Self { gain: count(false), lose: count(true) }
    }
}

/// What the draft does by the facts before it.
fn measured(before: &authz::Index, model: &Model) -> Option<Toll> {
    let roles = model.edits().into_iter().filter_map(|edit| {
        let mut role = before.role(edit.id.as_str())?.clone();
        for (permission, value) in &edit.cells {
            authz::matrix::set(&mut role.permissions, permission, *value);
        }
        Some(authz::Change::PutRole(role))
    });
    let changes: Vec<authz::Change> = roles.collect();
    authz::effect::effect(before, &changes, now()).ok().as_ref().map(Toll::of)
}

/// The browser's time, in microseconds since 1970.
#[expect(clippy::cast_possible_truncation, reason = "a time in microseconds fits")]
pub fn now() -> i64 {
    (js_sys::Date::now() * 1000.0) as i64
}
