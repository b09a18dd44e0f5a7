//! Whether plain members of a project see each other.

use crate::prelude::*;
use crate::{
    dto::Choice,
    kit::{FormError, RadioGroup, Submit, Tone, refusal},
    rpc::project::SaveDiscretion,
    text::t,
};
use leptos::form::ActionForm;

/// The choice, in the project's settings.
#[component]
pub fn Discretion(
    /// The project.
    project: String,
    /// Do they not see each other?
    discreet: bool,
    /// What saves it.
    action: ServerAction<SaveDiscretion>,
) -> impl IntoView {
    let error = refusal(action);
    let options = vec![
        Choice::new("false", t("Members see each other"), t("Whoever may read the list of members sees all of it.")),
        Choice::new("true", t("Members see only themselves"), t("Whoever manages members still sees all of them.")),
    ];
    view! {
        <section class="panel" aria-label=t("Who sees the members")>
            <div class="panel-body">
                <ActionForm action>
                    <input type="hidden" name="project" value=project/>
                    <div class="grid gap-4">
                        <FormError error/>
                        <RadioGroup
                            name="discreet"
                            legend=t("Who sees the members?")
                            options
                            value=discreet.to_string()
                            error
                        />
                        <div><Submit label=t("Save who sees whom") tone=Tone::Plain pending=action.pending()/></div>
                    </div>
                </ActionForm>
            </div>
        </section>
    }
    .into_any()
}
