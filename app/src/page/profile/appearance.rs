//! Light or dark.

use crate::prelude::*;
use crate::{
    dto::{Appearance, Choice},
    kit::{RadioGroup, Submit, refusal},
    rpc::appearance::ChooseAppearance,
    text::t,
};
use leptos::form::ActionForm;

/// Light, dark, or what the system says. What is chosen is shown at once, and kept when the form is sent.
#[component]
pub fn AppearancePanel(
    /// What is chosen.
    chosen: Appearance,
    /// The page's form.
    action: ServerAction<ChooseAppearance>,
) -> impl IntoView {
    let error = refusal(action);
    let label = |appearance| match appearance {
        Appearance::System => t("Match the system"),
        Appearance::Light => t("Light"),
        Appearance::Dark => t("Dark"),
    };
    let options = Appearance::ALL.map(|appearance| Choice::new(appearance.word(), label(appearance), "")).to_vec();
    view! {
        <section class="panel" id="appearance" aria-labelledby="appearance-title">
            <div class="panel-head"><h2 id="appearance-title">{t("Appearance")}</h2></div>
            <div class="panel-body">
                <ActionForm action>
                    <div class="grid gap-5" on:change=move |event| show(Appearance::parse(&event_target_value(&event)))>
                        <RadioGroup name="appearance" legend=t("In this browser") options value=chosen.word() error/>
                        <div><Submit label=t("Save") pending=action.pending()/></div>
                    </div>
                </ActionForm>
            </div>
        </section>
    }
}

fn show(appearance: Option<Appearance>) {
    let Some(root) = document().document_element() else { return };
    // A browser that refuses shows it with the next page.
    let _ = match appearance.and_then(Appearance::theme) {
        Some(theme) => root.set_attribute("data-theme", theme),
        None => root.remove_attribute("data-theme"),
    };
}
