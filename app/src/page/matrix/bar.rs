//! The bar under a draft: what is changed, review, save.

use super::{
    effect_panel::{EffectPanel, GainList},
    model::{Kept, Model},
};
use crate::{
    AppError, Code,
    dto::{GainLine, MatrixColumn},
    kit::{FormError, Glyph, Icon},
    rpc::matrix::{preview_matrix, save_matrix},
};
use authz::Extent;
use leptos::prelude::*;

/// How far a draft has come.
#[derive(Clone, Debug, PartialEq)]
enum Stage {
    Editing,
    Reviewing(Vec<GainLine>),
}

/// The bar. It is there while something is changed.
#[component]
pub fn Bar(
    /// The draft.
    model: Model,
    /// What happens once it is saved.
    #[prop(into)]
    saved: Callback<()>,
    /// Loads the newest version and keeps the draft.
    #[prop(into)]
    reload: Callback<Kept>,
) -> impl IntoView {
    let stage = RwSignal::new(Stage::Editing);
    let error: RwSignal<Option<AppError>> = RwSignal::new(None);
    let busy = RwSignal::new(false);
    let reason = RwSignal::new(String::new());
    let review = review(model.clone(), stage, error, busy);
    let save = save(model.clone(), reason, error, busy, saved);
    let shown = model.clone();
    let (words, discard, keep, panel) = (model.clone(), model.clone(), model.clone(), model);
    let conflict = move || error.with(|error| error.as_ref().is_some_and(|error| error.code == Code::Conflict));
    view! {
        <section class="draft" aria-label="Your changes" hidden=move || shown.count().0 == 0>
            <FormError error=error/>
            {move || conflict().then(|| { let keep = keep.clone(); view! {
                <button type="button" class="btn btn-plain w-fit" on:click=move |_| { error.set(None); stage.set(Stage::Editing); reload.run(keep.kept()); }>
                    "Load the newest version and keep my changes"
                </button>
            }})}
            {move || match stage.get() {
                Stage::Editing => view! { <EffectPanel model=panel.clone()/> }.into_any(),
                Stage::Reviewing(lines) => view! { <Review model=panel.clone() lines reason/> }.into_any(),
            }}
            <div class="flex flex-wrap items-center gap-3">
                <p class="grow font-medium">{move || counted(words.count())}</p>
                <button type="button" class="btn btn-plain" on:click=move |_| { discard.discard(); stage.set(Stage::Editing); error.set(None); }>"Discard"</button>
                {move || if stage.get() == Stage::Editing {
                    let review = review.clone();
                    view! { <button type="button" class="btn btn-primary" prop:disabled=busy on:click=move |_| review()>"Review"</button> }.into_any()
                } else {
                    let save = save.clone();
                    view! {
                        <button type="button" class="btn btn-plain" on:click=move |_| stage.set(Stage::Editing)><Icon glyph=Glyph::Back/> "Go on editing"</button>
                        <button type="button" class="btn btn-primary" prop:disabled=busy on:click=move |_| save()>"Save"</button>
                    }.into_any()
                }}
            </div>
        </section>
    }
}

fn counted((cells, roles): (usize, usize)) -> String {
    let plural = |number: usize| if number == 1 { "" } else { "s" };
    format!("{cells} change{} in {roles} role{}", plural(cells), plural(roles))
}

/// Asks the server who gains and loses over the whole system, then shows it.
fn review(
    model: Model,
    stage: RwSignal<Stage>,
    error: RwSignal<Option<AppError>>,
    busy: RwSignal<bool>,
) -> impl Fn() + Clone + Send + Sync + 'static {
    move || {
        let (node, edits) = (model.page().node.clone(), untrack(|| model.edits()));
        busy.set(true);
        leptos::task::spawn_local(async move {
            match preview_matrix(node, edits).await {
                Ok(lines) => {
                    error.set(None);
                    stage.set(Stage::Reviewing(lines));
                }
                Err(refused) => error.set(Some(refused)),
            }
            busy.set(false);
        });
    }
}

fn save(
    model: Model,
    reason: RwSignal<String>,
    error: RwSignal<Option<AppError>>,
    busy: RwSignal<bool>,
    saved: Callback<()>,
) -> impl Fn() + Clone + Send + Sync + 'static {
    move || {
        let (node, edits) = (model.page().node.clone(), untrack(|| model.edits()));
        busy.set(true);
        leptos::task::spawn_local(async move {
            match save_matrix(node, edits, reason.get_untracked()).await {
                Ok(_) => saved.run(()),
                Err(refused) => error.set(Some(refused)),
            }
            busy.set(false);
        });
    }
}

/// The changes in words, each to be taken back, and what they do.
#[component]
fn Review(model: Model, lines: Vec<GainLine>, reason: RwSignal<String>) -> impl IntoView {
    let listed = {
        let model = model.clone();
        move || {
            let changes = model.changes().into_iter();
            changes.map(|(place, before, after)| {
                let role = usize::try_from(place.0).ok().and_then(|column| model.page().columns.get(column));
                let role = role.map(|column| MatrixColumn::label(column).to_owned()).unwrap_or_default();
                let permission = model.permission(place.1).map(ToString::to_string).unwrap_or_default();
                view! { <li><strong class="font-semibold">{role}</strong> ": " <code>{permission}</code> " " {told(before)} " → " {told(after)}</li> }
            })
            .collect_view()
        }
    };
    view! {
        <div class="grid gap-4 md:grid-cols-2">
            <div>
                <h2 class="mb-2 text-base font-semibold">"What you change"</h2>
                <ul class="grid gap-1 text-sm">{listed}</ul>
                <label for="matrix-reason" class="mt-4 mb-1.5 block text-sm font-medium">"Why " <span class="font-normal text-muted">"(optional, for the audit log)"</span></label>
                <input id="matrix-reason" class="input" maxlength="500" on:input=move |event| reason.set(event_target_value(&event))/>
            </div>
            <div>
                <h2 class="mb-2 text-base font-semibold">"Who gains, who loses"</h2>
                {if lines.is_empty() {
                    view! { <p class="text-sm text-muted">"Nobody gains or loses anything by this today."</p> }.into_any()
                } else {
                    view! { <GainList lines/> }.into_any()
                }}
            </div>
        </div>
    }
}

fn told(value: Option<Extent>) -> &'static str {
    match value {
        None => "not granted",
        Some(Extent::Own) => "on one's own",
        Some(Extent::All) => "granted",
    }
}
