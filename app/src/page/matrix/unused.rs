//! What has been unused for a while: the log of decisions knows, if it reaches back so far.

use super::{
    desk::Desk,
    find::Query,
    model::{Model, Place},
};
use crate::prelude::*;
use crate::{
    dto,
    rpc::matrix::load_unused,
    text::{plural, t},
};
use authz::{Permission, RoleId};
use leptos::task::spawn_local;
use std::collections::HashSet;

/// For how many days what stands in which cells has not been used, once the server has said it.
#[derive(Clone, Copy, Default)]
pub struct Unused(RwSignal<Option<(u32, Option<HashSet<Place>>)>>);

impl Unused {
    /// Takes in what has not been used for so many days.
    pub fn learn(self, model: &Model, days: u32, unused: dto::Unused) {
        let places = |(role, permissions): (RoleId, Vec<Permission>)| {
            let column = model.find_column(role.as_str());
            let row = |permission: Permission| Some((column?, model.find_row(permission.as_str())?));
            permissions.into_iter().filter_map(row).collect::<Vec<_>>()
        };
        let known = match unused {
            dto::Unused::Unknown => None,
            dto::Unused::Since(roles) => Some(roles.into_iter().flat_map(places).collect()),
        };
        // The page may be gone by then.
        _ = self.0.try_set(Some((days, known)));
    }

    /// Is it known what has not been used for so many days? Nothing as long as the server has not said.
    fn is_known(self, days: u32) -> Option<bool> {
        self.0.with(|said| said.as_ref().filter(|(of, _)| *of == days).map(|(_, known)| known.is_some()))
    }

    /// Has what the cell gives not been used for so many days, as far as is known?
    pub fn has(self, days: u32, place: Place) -> bool {
        self.0.with(|said| {
            said.as_ref()
                .is_some_and(|(of, known)| *of == days && known.as_ref().is_some_and(|known| known.contains(&place)))
        })
    }
}

/// Asks the server once a search asks for it, and says what is not known.
#[component]
pub fn AskUnused(
    /// What is shared.
    desk: Desk,
) -> impl IntoView {
    let (model, text) = (desk.model, desk.look.text);
    let asked = Memo::new(move |_| Query::parse(&text.get()).unused());
    let failed = RwSignal::new(None);
    Effect::new({
        let model = model.clone();
        move |_| {
            let Some(days) = asked.get() else { return };
            failed.set(None);
            if model.unused().is_known(days).is_some() {
                return;
            }
            let model = model.clone();
            spawn_local(async move {
                match load_unused(model.page().node.clone(), days).await {
                    Ok(unused) => model.unused().learn(&model, days, unused),
                    // The page may be gone by then.
                    Err(error) => _ = failed.try_set(Some(error.to_string())),
                }
            });
        }
    });
    let said = move || {
        let days = asked.get()?;
        if let Some(error) = failed.get() {
            return Some(error);
        }
        let count = usize::try_from(days).unwrap_or_default();
        match model.unused().is_known(days) {
            None => Some(t("Looking at what was used …").to_owned()),
            Some(false) => Some(plural(
                count,
                "What was not used in the last day is not known: the decision log does not reach back so far, or keeps only some.",
                "What was not used in the last {n} days is not known: the decision log does not reach back so far, or keeps only some.",
            )),
            Some(true) => None,
        }
    };
    view! { <p class="matrix-hint empty:hidden" role="status">{reactive(said)}</p> }
}
