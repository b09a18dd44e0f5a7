//! The bar under a draft: what is changed, who gains and loses, undo, review, save.

use super::{
    desk::Desk,
    effect_panel::{now, toll, watch},
    keep,
    model::{Place, Value},
    review::Review,
};
use crate::prelude::*;
use crate::{
    AppError, Code,
    dto::AccessView,
    frame::Ended,
    kit::{FormError, Glyph, Icon, Notice, NoticeTone},
    rpc::matrix::{preview_matrix, save_matrix},
    text::{fill, plural, t},
};

/// What was saved, and the cells that would take it back.
type Saved = Option<(String, Vec<(Place, Value)>)>;

/// A draft on its way.
#[derive(Clone)]
pub struct Way {
    desk: Desk,
    /// What the changes would do over the whole system, while they are reviewed.
    pub reviewed: RwSignal<Option<AccessView>>,
    error: RwSignal<Option<AppError>>,
    busy: RwSignal<bool>,
    /// Why, for the audit log.
    pub reason: RwSignal<String>,
    saved: RwSignal<Saved>,
    /// Loads the newest version and puts the draft onto it.
    merge: Callback<keep::Kept>,
}

impl Way {
    /// At its beginning.
    pub fn new(desk: Desk, merge: Callback<keep::Kept>) -> Self {
        let (reviewed, error, saved) = (RwSignal::new(None), RwSignal::new(None), RwSignal::new(None));
        Self { desk, reviewed, error, busy: RwSignal::new(false), reason: RwSignal::new(String::new()), saved, merge }
    }

    fn count(&self) -> (usize, usize) {
        self.desk.model.track_all();
        self.desk.model.count()
    }

    /// Cells that two people changed, to be settled before anything is saved.
    fn open_conflicts(&self) -> usize {
        self.desk.model.track_all();
        self.desk.model.draft().conflicts()
    }

    /// Asks the server what the changes would do over the whole system, then shows it.
    fn review(&self) {
        let way = self.clone();
        let (node, edits) = (way.desk.model.page().node.clone(), way.desk.model.edits());
        way.busy.set(true);
        leptos::task::spawn_local(async move {
            match preview_matrix(node, edits).await {
                Ok(outlook) => {
                    way.error.set(None);
                    way.reviewed.set(Some(outlook));
                }
                Err(refused) => way.refused(refused),
            }
            // The page may be gone by now.
            let _ = way.busy.try_set(false);
        });
    }

    fn save(&self) {
        let way = self.clone();
        let (node, edits) = (way.desk.model.page().node.clone(), way.desk.model.edits());
        way.busy.set(true);
        leptos::task::spawn_local(async move {
            match save_matrix(node, edits, way.reason.get_untracked()).await {
                Ok(versions) => way.done(&versions),
                Err(refused) => way.refused(refused),
            }
            // As above.
            let _ = way.busy.try_set(false);
        });
    }

    fn done(&self, versions: &[(String, u64)]) {
        let model = &self.desk.model;
        let told = |(role, version): &(String, u64)| {
            let label = model.find_column(role).map_or(role.as_str(), |column| model.label(column));
            fill("{role} is at version {n}", &[("role", label), ("n", &version.to_string())])
        };
        let told = versions.iter().map(told).collect::<Vec<_>>().join(", ");
        let back = model.saved(versions);
        keep::forget(model);
        self.error.set(None);
        self.reviewed.set(None);
        self.reason.set(String::new());
        self.desk.voice.say(fill("Saved. {roles}.", &[("roles", &told)]));
        self.saved.set(Some((told, back)));
    }

    /// Where somebody was faster, the newest version is fetched and the draft put onto it; else it is said why not.
    fn refused(&self, error: AppError) {
        if error.code == Code::Conflict {
            self.merge.run(keep::Kept::of(&self.desk.model, 0.0));
        } else {
            self.error.set(Some(error));
        }
    }

    /// Undoes what was just saved, as a draft of its own.
    fn take_back(&self) {
        if let Some((_, back)) = self.saved.get_untracked() {
            self.saved.set(None);
            self.desk.set(back);
        }
    }
}

/// The bar. It is there while something is changed.
#[component]
pub fn Bar(
    /// The draft on its way.
    way: Way,
) -> impl IntoView {
    let told = watch(&way.desk.model);
    let (words, review, error, changed) = (way.clone(), way.clone(), way.error, way.desk.changed);
    let reviewing = move || {
        review
            .reviewed
            .get()
            .map(|outlook| view! { <Review way=review.clone() model=review.desk.model.clone() outlook/> })
    };
    // A session that ended is begun again over the page; the draft stays as it is.
    Effect::new(move |_| Ended::note(error.get().as_ref()));
    let full = way.reviewed;
    view! {
        <SavedNote way=way.clone()/>
        <section class="draft" class:draft-full=move || full.get().is_some() aria-label=t("Your changes") hidden=move || !changed.get()>
            <FormError error=error/>
            {reactive(reviewing)}
            <div class="draft-line">
                <p class="min-w-0 grow">
                    <span class="font-medium">{move || counted(words.count())}</span>
                    {move || told.get().map(|preview| format!(" · {}", toll(preview)))}
                    <span class="block text-sm text-muted">{t("In force once it is saved, all of it at once.")}</span>
                </p>
                <Buttons way/>
            </div>
        </section>
    }
    .into_any()
}

fn counted((cells, roles): (usize, usize)) -> String {
    let (cells, roles) = (plural(cells, "{n} change", "{n} changes"), plural(roles, "{n} role", "{n} roles"));
    fill("{changes} in {roles}", &[("changes", &cells), ("roles", &roles)])
}

#[component]
fn Buttons(way: Way) -> impl IntoView {
    let (undo, discard, review, save) = (way.clone(), way.clone(), way.clone(), way.clone());
    let (open, reviewed, busy) = (way.clone(), way.reviewed, way.busy);
    let undo_model = way.desk.model.clone();
    let cannot_undo = move || {
        undo_model.track_all();
        !undo_model.draft().can_undo()
    };
    let stopped = move || busy.get() || open.open_conflicts() > 0;
    view! {
        <div class="flex flex-wrap gap-2">
            <button type="button" class="btn btn-plain" prop:disabled=cannot_undo on:click=move |_| { undo.desk.model.undo(); }><Icon glyph=Glyph::Undo size=16/> {t("Undo")}</button>
            <button type="button" class="btn btn-plain" on:click=move |_| { discard.desk.model.discard(); discard.reviewed.set(None); discard.error.set(None); }>{t("Discard")}</button>
            {move || {
                let review = review.clone();
                if reviewed.get().is_none() {
                    view! { <button type="button" class="btn btn-plain" prop:disabled=busy on:click=move |_| review.review()>{t("Review")}</button> }.into_any()
                } else {
                    view! { <button type="button" class="btn btn-plain" on:click=move |_| reviewed.set(None)><Icon glyph=Glyph::Back size=16/> {t("Go on editing")}</button> }.into_any()
                }
            }}
            <button type="button" class="btn btn-primary" prop:disabled=stopped aria-busy=move || busy.get().then_some("true") on:click=move |_| save.save()>{t("Save")}</button>
        </div>
    }
    .into_any()
}

/// What was saved a moment ago, and the way back.
#[component]
fn SavedNote(way: Way) -> impl IntoView {
    let saved = way.saved;
    reactive(move || {
        let way = way.clone();
        saved.get().map(|(told, back)| {
            view! {
                <Notice tone=NoticeTone::Good>
                    <span>{fill("Saved. {roles}.", &[("roles", &told)])}</span> " "
                    {(!back.is_empty()).then(|| view! { <button type="button" class="link" on:click=move |_| way.take_back()>{t("Take it back in a new draft")}</button> })}
                </Notice>
            }
        })
    })
}

/// How long ago something was, in words.
pub fn ago(millis: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "a time in microseconds fits")]
    crate::calendar::relative((millis * 1000.0) as i64, now())
}
