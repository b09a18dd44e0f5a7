//! Who gains and who loses, while editing: the engine runs in the browser.

use super::model::Model;
use crate::{
    dto::{GainLine, Snapshot},
    rpc::matrix::load_snapshot,
};
use leptos::prelude::*;
use std::sync::Arc;

/// Lists gains and losses of the draft.
#[component]
pub fn EffectPanel(
    /// The draft.
    model: Model,
) -> impl IntoView {
    let node = model.page().node.clone();
    let base: RwSignal<Option<Arc<Base>>> = RwSignal::new(None);
    // Only in the browser, and only once something is edited: reading costs nobody anything.
    let wanted = Memo::new({
        let model = model.clone();
        move |before: Option<&bool>| before.copied().unwrap_or_default() || model.count().0 > 0
    });
    Effect::new(move |_| {
        if wanted.get() {
            let node = node.clone();
            leptos::task::spawn_local(async move {
                if let Ok(Some(snapshot)) = load_snapshot(node).await {
                    base.set(Base::new(snapshot).map(Arc::new));
                }
            });
        }
    });
    let lines = Memo::new({
        let model = model.clone();
        move |_| base.get().map(|base| base.lines(&model)).unwrap_or_default()
    });
    view! {
        <div aria-live="polite">
            {move || (model.count().0 > 0).then(|| {
                let lines = lines.get();
                if base.with(Option::is_none) {
                    view! { <p class="text-sm text-muted">"Who gains and who loses is shown when you review the changes."</p> }.into_any()
                } else if lines.is_empty() {
                    view! { <p class="text-sm text-muted">"Nobody gains or loses anything by this."</p> }.into_any()
                } else {
                    view! { <GainList lines/> }.into_any()
                }
            })}
        </div>
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
        (true, 1) if line.more <= 1 => " gains ",
        (true, _) => " gain ",
        (false, 1) if line.more <= 1 => " loses ",
        (false, _) => " lose ",
    };
    let who = listed(&line.people, line.more, "somebody you may not see", "more people");
    let place = listed(&line.nodes, line.more_nodes, "one more", "more");
    view! {
        <li class=class>
            <strong class="font-semibold">{who}</strong>
            {verb}
            <code>{line.permissions.join(", ")}</code>
            " on " {place}
        </li>
    }
}

fn listed(names: &[String], more: u32, one: &str, many: &str) -> String {
    let rest = match more {
        0 => None,
        1 => Some(one.to_owned()),
        more => Some(format!("{more} {many}")),
    };
    let all: Vec<&str> = names.iter().map(String::as_str).chain(rest.as_deref()).collect();
    match all.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
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
    fn lines(&self, model: &Model) -> Vec<GainLine> {
        let edits = model.edits();
        let roles = edits.into_iter().filter_map(|edit| {
            let role = self.index.role(edit.id.as_str())?.clone();
            Some(authz::Change::PutRole(authz::Role { permissions: edit.permissions, ..role }))
        });
        let changes: Vec<authz::Change> = roles.collect();
        crate::effect::preview(&self.index, &changes, &self.names, now())
    }
}

/// The browser's time, in microseconds since 1970.
#[expect(clippy::cast_possible_truncation, reason = "a time in microseconds fits")]
fn now() -> i64 {
    (js_sys::Date::now() * 1000.0) as i64
}
