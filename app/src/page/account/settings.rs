//! What an account is called, who works for it, and its terms.

use crate::prelude::*;
use crate::{
    dto::{AccountHead, AccountItem, AccountSettingsPage, Choice},
    kit::{Crumb, Field, FormError, Load, PageHeader, RadioGroup, Reason, Select, Submit, TextArea, Tone, refusal},
    link,
    page::{param, query},
    rpc::account::{SaveAccount, SaveConsultancy, SaveTerms, load_account_settings},
    text::{fill, t},
};
use leptos::form::ActionForm;

/// An account's settings.
#[component]
pub fn AccountSettings() -> impl IntoView {
    let (id, saved) = (param("id"), query("saved"));
    let (save, terms) = (ServerAction::<SaveAccount>::new(), ServerAction::<SaveTerms>::new());
    let consultancy = ServerAction::<SaveConsultancy>::new();
    let page = Resource::new(move || (id.get(), saved.get()), |(id, _)| load_account_settings(id));
    view! { <Load resource=page view=move |page| view! { <Settings page save terms consultancy/> }/> }
}

#[component]
fn Settings(
    page: AccountSettingsPage,
    save: ServerAction<SaveAccount>,
    terms: ServerAction<SaveTerms>,
    consultancy: ServerAction<SaveConsultancy>,
) -> impl IntoView {
    let AccountSettingsPage { head, consultancies, consultancy: chosen } = page;
    let AccountHead { account, may_update, may_govern } = head;
    let crumbs =
        vec![Crumb::new("/accounts", t("Accounts")), Crumb::new(link::account(&account.id, ""), account.name.clone())];
    let document = fill("Settings · {name}", &[("name", &account.name)]);
    let id = account.id.clone();
    view! {
        <PageHeader title=t("Settings") document crumbs/>
        <div class="grid max-w-2xl gap-6">
            {may_update.then(|| view! { <Names account=account.clone() action=save/> })}
            {consultancies.filter(|_| may_update).map(|places| view! { <Link id places chosen action=consultancy/> })}
            {may_govern.then(|| view! { <Terms account action=terms/> })}
        </div>
    }
    .into_any()
}

#[component]
fn Names(account: AccountItem, action: ServerAction<SaveAccount>) -> impl IntoView {
    let error = refusal(action);
    view! {
        <section class="panel" aria-label=t("Name and description")>
            <div class="panel-body">
                <ActionForm action>
                    <input type="hidden" name="account" value=account.id/>
                    <div class="grid gap-5">
                        <FormError error fields=&["name", "description"]/>
                        <Field name="name" label=t("Name") value=account.name error/>
                        <TextArea
                            name="description"
                            label=t("Description")
                            hint=t("Who they are, in a sentence.")
                            value=account.description
                            optional=true
                            error
                        />
                        <div><Submit label=t("Save") pending=action.pending()/></div>
                    </div>
                </ActionForm>
            </div>
        </section>
    }
    .into_any()
}

/// Who works for it.
#[component]
fn Link(id: String, places: Vec<Choice>, chosen: String, action: ServerAction<SaveConsultancy>) -> impl IntoView {
    let error = refusal(action);
    view! {
        <section class="panel" aria-labelledby="consultancy-head">
            <div class="panel-body grid gap-3">
                <h2 id="consultancy-head">{t("Consultancy")}</h2>
                <p class="text-sm text-muted">
                    {t("Its consultants get the client's role on this account, and keep it as long as the link stays. Both sides see it. It reaches no further: not the clients of a client.")}
                </p>
                <ActionForm action>
                    <input type="hidden" name="account" value=id/>
                    <div class="grid gap-5">
                        <FormError error fields=&["consultancy", "why"]/>
                        <Select name="consultancy" label=t("Who works for it") options=places value=chosen error/>
                        <Field name="why" label=t("Reason") hint=t("It goes into the audit log.") optional=true error/>
                        <div><Submit label=t("Save consultancy") tone=Tone::Plain pending=action.pending()/></div>
                    </div>
                </ActionForm>
            </div>
        </section>
    }
    .into_any()
}

/// Labels, seats and suspension.
#[component]
fn Terms(account: AccountItem, action: ServerAction<SaveTerms>) -> impl IntoView {
    let error = refusal(action);
    let seats = account.seats.map(|seats| seats.to_string()).unwrap_or_default();
    let states = vec![
        Choice::new("false", t("Active"), t("Its people can do what their roles give.")),
        Choice::new("true", t("Suspended"), t("Its people can do nothing, from now on. What they hold stays.")),
    ];
    let state = if account.suspended { "true" } else { "false" };
    view! {
        <section class="panel" aria-labelledby="terms">
            <div class="panel-body grid gap-3">
                <h2 id="terms">{t("Terms")}</h2>
                <p class="text-sm text-muted">{t("Only who may change accounts on the whole system sets these: nobody sets their own.")}</p>
                <ActionForm action>
                    <input type="hidden" name="account" value=account.id/>
                    <div class="grid gap-5">
                        <FormError error fields=&["labels", "seats", "suspended", "reason"]/>
                        <TextArea
                            name="labels"
                            label=t("Labels")
                            hint=t("One a line. They are the account's roles: grants can be for the people of every account with a label.")
                            value=account.labels.join("\n")
                            optional=true
                            error
                        />
                        <Field
                            name="seats"
                            label=t("Seats")
                            hint=t("How many people may belong to it. Empty for any number; who is in it stays.")
                            value=seats
                            optional=true
                            error
                        />
                        <RadioGroup name="suspended" legend=t("May its people work?") options=states value=state error/>
                        <Reason error/>
                        <div><Submit label=t("Save terms") tone=Tone::Plain pending=action.pending()/></div>
                    </div>
                </ActionForm>
            </div>
        </section>
    }
    .into_any()
}
