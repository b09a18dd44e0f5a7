//! What is around a draft: offered back, merged, counted, reviewed, saved.

use super::{
    bar::{Bar, Way},
    desk::Desk,
    keep::{self, Kept, Merged},
    merge::{MergeNote, Offer},
    model::Model,
    tool::{self, Tool},
};
use crate::prelude::*;
use authz::Extent;

/// Where it is drawn.
#[derive(Clone, Copy)]
pub enum Side {
    /// Above the grid: what was left behind, and what was merged.
    Above,
    /// Below it: what is changed, and the way to save it.
    Below,
}

/// A draft, as far as the page knows of it before there is one.
#[derive(Clone)]
pub struct Drafting {
    desk: Desk,
    /// A draft that is to be put onto this matrix.
    kept: StoredValue<Option<Kept>>,
    merged: RwSignal<Option<Merged>>,
    merge: Callback<Kept>,
    /// Was there ever a change, or something kept?
    begun: Memo<bool>,
}

impl Drafting {
    /// Watches for the first change.
    pub fn new(desk: Desk, kept: StoredValue<Option<Kept>>, merge: Callback<Kept>) -> Self {
        let left_behind = RwSignal::new(kept.with_value(Option::is_some));
        let model = desk.model.clone();
        Effect::new(move |_| {
            if keep::is_kept(&model) {
                left_behind.set(true);
            }
        });
        let changed = desk.changed;
        let begun = Memo::new(move |before: Option<&bool>| before == Some(&true) || left_behind.get() || changed.get());
        Self { desk, kept, merged: RwSignal::new(None), merge, begun }
    }

    /// One side of it, once there is a draft.
    pub fn drawn(&self, side: Side) -> impl IntoView + use<> {
        let drafting = self.clone();
        move || {
            let drafting = drafting.clone();
            drafting.begun.get().then(|| tool::shown(Tool::Draft(drafting, side)))
        }
    }
}

/// Sets the cell that the address names as `permission,role,all`, unless an older draft waits to be taken up.
pub fn begin(model: &Model, wanted: &str) {
    let mut parts = wanted.split(',');
    let (Some(permission), Some(role), Some("all")) = (parts.next(), parts.next(), parts.next()) else { return };
    let place = model.find_column(role).zip(model.find_row(permission));
    if let Some(place) = place.filter(|_| !keep::is_kept(model)) {
        model.apply([(place, Some(Extent::All))]);
    }
}

/// Draws one side.
pub fn drawn(drafting: Drafting, side: Side) -> AnyView {
    let Drafting { desk, kept, merged, merge, .. } = drafting;
    match side {
        Side::Above => {
            if let Some(draft) = kept.try_update_value(Option::take).flatten() {
                merged.set(Some(draft.onto(&desk.model)));
            }
            // What was left behind is read before what is changed now is kept in its place.
            let left = keep::read(&desk.model).filter(|_| merged.with_untracked(Option::is_none));
            keep::keep(desk.model.clone());
            view! { <Offer desk=desk.clone() left merged/> <MergeNote desk merged/> }
        }
        Side::Below => view! { <Bar way=Way::new(desk, merge)/> },
    }
}
