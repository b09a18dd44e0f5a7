//! Who gains and who loses, while editing: the engine runs in the browser.

use super::model::Model;
use crate::{
    dto::{GainLine, Preview, Snapshot},
    rpc::matrix::load_snapshot,
    text::{fill, plural, t},
};
use leptos::prelude::*;
use std::{sync::Arc, time::Duration};

/// What the draft does to people here, told a moment after the last change: painting a cell does not wait for it.
/// Nothing while nothing is changed, or where only the server can tell.
pub fn watch(model: &Model) -> RwSignal<Option<Preview>> {
    let told: RwSignal<Option<Preview>> = RwSignal::new(None);
    let base: RwSignal<Option<Arc<Base>>> = RwSignal::new(None);
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
                    let _ = base.try_set(Base::new(snapshot).map(Arc::new));
                }
            });
        }
        let model = model.clone();
        let tell = move || {
            if let Some(base) = base_now {
                // As above.
                let _ = told.try_set(Some(base.preview(&model)));
            }
        };
        timer.set_value(set_timeout_with_handle(tell, Duration::from_millis(120)).ok());
    });
    told
}

/// How many gain and lose, in words.
pub fn toll(preview: &Preview) -> String {
    let count = |count: u32| usize::try_from(count).unwrap_or_default();
    let gain = match preview.gain {
        Some(people) => plural(count(people), "{n} person gains", "{n} people gain"),
        None => t("everybody gains").to_owned(),
    };
    match (preview.gain, preview.lose) {
        (Some(0), Some(0)) => t("nobody gains or loses").to_owned(),
        (_, Some(0)) => gain,
        (Some(0), Some(people)) => plural(count(people), "{n} person loses", "{n} people lose"),
        (Some(0), None) => t("everybody loses").to_owned(),
        (_, Some(people)) => format!("{gain}, {}", plural(count(people), "{n} loses", "{n} lose")),
        (_, None) => format!("{gain}, {}", t("everybody loses")),
    }
}

/// Gains and losses in words.
#[component]
pub fn GainList(
    /// The lines, gains first.
    lines: Vec<GainLine>,
) -> impl IntoView {
    let items = lines.into_iter().map(|line| view! { <GainItem line/> }).collect_view();
    view! { <ul class="grid gap-2">{items}</ul> }
}

#[component]
fn GainItem(line: GainLine) -> impl IntoView {
    let class = if line.gains { "gain" } else { "loss" };
    let verb = match (line.gains, line.people.len() + usize::from(line.more > 0)) {
        (true, 1) if line.more <= 1 => t(" gains "),
        (true, _) => t(" gain "),
        (false, 1) if line.more <= 1 => t(" loses "),
        (false, _) => t(" lose "),
    };
    let who = listed(&line.people, line.more, t("Somebody you may not see"), |more| {
        plural(more, "{n} more person", "{n} more people")
    });
    let place = listed(&line.nodes, line.more_nodes, t("one more"), |more| plural(more, "{n} more", "{n} more"));
    view! {
        <li class=class>
            <strong class="font-semibold">{who}</strong>
            {verb}
            <code>{line.permissions.join(", ")}</code>
            {t(" on ")} {place}
        </li>
    }
}

fn listed(names: &[String], more: u32, one: &str, many: impl Fn(usize) -> String) -> String {
    let rest = match more {
        0 => None,
        1 => Some(one.to_owned()),
        more => Some(many(usize::try_from(more).unwrap_or_default())),
    };
    let all: Vec<&str> = names.iter().map(String::as_str).chain(rest.as_deref()).collect();
    match all.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, before)) => fill("{before} and {last}", &[("before", &before.join(", ")), ("last", last)]),
        None => String::new(),
    }
}

/// The facts before the draft.
struct Base {
    index: authz::Index,
    names: std::collections::BTreeMap<authz::NodeId, String>,
}

impl Base {
    fn new(snapshot: Snapshot) -> Option<Self> {
        let index = authz::Index::new(snapshot.world).ok()?;
        Some(Self { index, names: snapshot.names.into_iter().collect() })
    }

    /// Gains and losses of the draft, by the engine.
    fn preview(&self, model: &Model) -> Preview {
        let roles = model.edits().into_iter().filter_map(|edit| {
            let mut role = self.index.role(edit.id.as_str())?.clone();
            for (permission, value) in &edit.cells {
                authz::matrix::set(&mut role.permissions, permission, *value);
            }
            Some(authz::Change::PutRole(role))
        });
        let changes: Vec<authz::Change> = roles.collect();
        crate::effect::preview(&self.index, &changes, &self.names, now())
    }
}

/// The browser's time, in microseconds since 1970.
#[expect(clippy::cast_possible_truncation, reason = "a time in microseconds fits")]
pub fn now() -> i64 {
    (js_sys::Date::now() * 1000.0) as i64
}
