//! One thing that gives a permission: in sentences, and drawn as the steps from somebody to what was asked about.

use crate::prelude::*;
use crate::{
    dto::{ProofView, StepKind, StepView},
    kit::{Glyph, Icon, Prose},
    text::t,
};

fn glyph(kind: StepKind) -> Glyph {
    match kind {
        StepKind::Person => Glyph::Person,
        StepKind::Group => Glyph::Group,
        StepKind::Account => Glyph::Internal,
        StepKind::Grant | StepKind::Role => Glyph::Roles,
        StepKind::Entry => Glyph::Key,
        StepKind::Everybody => Glyph::Public,
        StepKind::Place => Glyph::Projects,
    }
}

/// One proof.
#[component]
pub(super) fn Proof(
    /// The proof.
    proof: ProofView,
) -> impl IntoView {
    let steps = proof.steps.into_iter().map(step).collect_view();
    view! {
        <li class="proof">
            <p><Prose text=proof.sentence/></p>
            <ol class="proof-steps" aria-label=t("Step by step")>{steps}</ol>
        </li>
    }
    .into_any()
}

/// A step, after the word that leads to it.
fn step(step: StepView) -> AnyView {
    let StepView { kind, link, label, href } = step;
    let inside = view! { <Icon glyph=glyph(kind) size=16/> <span class="min-w-0 break-words">{label}</span> };
    let shown = match href {
        Some(href) => view! { <a class="proof-step" href=href>{inside}</a> },
        None => view! { <span class="proof-step">{inside}</span> },
    };
    view! {
        <li>
            {(!link.is_empty()).then(|| view! { <span class="proof-link">{link}</span> })}
            {shown}
        </li>
    }
    .into_any()
}
