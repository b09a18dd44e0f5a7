//! A grant in words, what it would do, and saving it.

use crate::prelude::*;
use crate::{
    dto::GrantTold,
    kit::{FormError, Notice, NoticeTone, Reason, Submit, refusal},
    link,
    page::outlook::Outlook,
    rpc::grant::SaveGrant,
    text::{fill, t},
};
use leptos::form::ActionForm;

/// What is told of the grant, and what saves it.
#[derive(Clone, Copy)]
pub(super) struct Saving {
    /// The node.
    pub on: StoredValue<String>,
    /// The grant; empty for a new one.
    pub grant: StoredValue<String>,
    /// What is told.
    pub told: RwSignal<GrantTold>,
    /// Was more written since then?
    pub stale: RwSignal<bool>,
    /// Saves it.
    pub action: ServerAction<SaveGrant>,
}

impl Saving {
    /// The page's own path.
    pub fn path(self) -> String {
        let grant = self.grant.get_value();
        let id = if grant.is_empty() { link::NEW.to_owned() } else { grant };
        link::grant(&self.on.get_value(), &id)
    }

    /// Is there something to save that would not be refused?
    fn is_ready(self) -> bool {
        self.told.with(|told| told.outlook.as_ref().is_some_and(|outlook| outlook.refused.is_none()))
    }
}

/// A grant in words, and what it would do.
#[component]
pub(super) fn Told(
    /// What is told.
    saving: Saving,
    /// Can it be saved?
    writes: bool,
) -> impl IntoView {
    let body = move || view! { <Body told=saving.told.get() writes/> };
    view! {
        <section class="panel" aria-labelledby="told" aria-busy=move || saving.stale.get().then_some("true")>
            <div class="panel-head"><h2 id="told">{t("What it means")}</h2></div>
            <div class="panel-body grid gap-4">{body}</div>
            {writes.then(|| view! { <Save saving/> })}
        </section>
    }
    .into_any()
}

#[component]
fn Body(told: GrantTold, writes: bool) -> impl IntoView {
    let GrantTold { sentence, people, role, gives, warning, outlook, .. } = told;
    if sentence.is_empty() {
        return view! {
            <p class="text-muted" role="status">{t("Say for whom it is and which role they get: then it is told here in words.")}</p>
        }
        .into_any();
    }
    let same = writes && outlook.is_none();
    let gives =
        gives.into_iter().map(|(kind, actions)| view! { <dt>{kind}</dt><dd>{actions.join(", ")}</dd> }).collect_view();
    view! {
        <div role="status" class="grid gap-1">
            <p class="grant-sentence">{sentence}</p>
            <p class="text-muted empty:hidden">{people}</p>
        </div>
        {warning.map(|text| view! { <Notice tone=NoticeTone::Accent><p>{text}</p></Notice> })}
        <details class="does">
            <summary class="link touch w-fit cursor-pointer text-sm">{fill("What {role} allows here and below", &[("role", &role)])}</summary>
            <dl>{gives}</dl>
        </details>
        {outlook.map(|outlook| view! { <Outlook outlook/> })}
        {same.then(|| view! { <p class="text-sm text-muted">{t("It is so already. Change something above to see what that would do.")}</p> })}
    }
    .into_any()
}

/// Saves what is told, and nothing else.
#[component]
fn Save(saving: Saving) -> impl IntoView {
    let Saving { action, told, stale, on, grant } = saving;
    let error = refusal(action);
    let fields = move || {
        let fields = told.with(|told| told.form.fields()).into_iter();
        fields.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()
    };
    let pending = Signal::derive(move || action.pending().get() || stale.get());
    let label = if grant.with_value(String::is_empty) { t("Make the grant") } else { t("Save the grant") };
    view! {
        <div class="panel-body border-t border-line" hidden=move || !saving.is_ready()>
            <ActionForm action>
                <input type="hidden" name="on" value=on.get_value()/>
                <input type="hidden" name="grant" value=grant.get_value()/>
                <input type="hidden" name="was" value=move || told.with(|told| told.was.clone())/>
                {fields}
                <div class="grid gap-4">
                    <FormError error fields=&["reason"]/>
                    <Reason error/>
                    <div><Submit label=label pending/></div>
                </div>
            </ActionForm>
        </div>
    }
    .into_any()
}
