//! What an account is called, who works for it, and its terms.

use crate::prelude::*;
use crate::{
    AppError,
    dto::{AccessTold, AccountHead, AccountItem, AccountSettingsPage, Choice},
    kit::{Crumb, Field, FormError, Load, PageHeader, RadioGroup, Reason, Select, Submit, TextArea, Tone, refusal},
    link,
    page::{
        asking::value,
        foreseen::{Check, Foreseen, Foresight, Given, first, given},
        param, query,
    },
    rpc::account::{SaveAccount, SaveConsultancy, SaveTerms, check_consultancy, check_terms, load_account_settings},
    text::{fill, t},
};
use leptos::form::ActionForm;
use serde::{Deserialize, Serialize};

/// What the address may hold.
const GIVEN: &[&str] = &["consultancy", "why", "labels", "seats", "suspended", "reason"];

/// The page, what was written so far, and what that would do.
#[derive(Clone, Serialize, Deserialize)]
struct Looked {
    page: AccountSettingsPage,
    given: Given,
    link: Option<AccessTold>,
    terms: Option<AccessTold>,
}

async fn load(account: String, given: Given) -> Result<Looked, AppError> {
    let page = load_account_settings(account.clone()).await?;
    let AccountHead { may_update, may_govern, .. } = page.head;
    let link = match given.get("consultancy").filter(|_| may_update && page.consultancies.is_some()) {
        Some(wanted) => Some(check_consultancy(account.clone(), wanted.clone()).await?),
        None => None,
    };
    let terms = if may_govern && ["labels", "suspended"].iter().any(|name| given.contains_key(*name)) {
        let settled = settled(&page.head.account);
        let [labels, suspended] = ["labels", "suspended"].map(|name| first(&given, &settled, name));
        Some(check_terms(account, labels, suspended).await?)
    } else {
        None
    };
    Ok(Looked { page, given, link, terms })
}

/// What the fields of the terms hold, as they are.
fn settled(account: &AccountItem) -> Vec<(&'static str, String)> {
    vec![("labels", account.labels.join("\n")), ("suspended", account.suspended.to_string())]
}

/// An account's settings.
#[component]
pub fn AccountSettings() -> impl IntoView {
    let (id, saved, given) = (param("id"), query("saved"), given(GIVEN));
    let (save, terms) = (ServerAction::<SaveAccount>::new(), ServerAction::<SaveTerms>::new());
    let consultancy = ServerAction::<SaveConsultancy>::new();
    let page = Resource::new(move || (id.get(), saved.get(), given.get()), |(id, _, given)| load(id, given));
    view! { <Load resource=page view=move |looked| view! { <Settings looked save terms consultancy/> }/> }
}

#[component]
fn Settings(
    looked: Looked,
    save: ServerAction<SaveAccount>,
    terms: ServerAction<SaveTerms>,
    consultancy: ServerAction<SaveConsultancy>,
) -> impl IntoView {
    let Looked { page, given, link: linked, terms: agreed } = looked;
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
            {consultancies.filter(|_| may_update).map(|places| view! {
                <Link id places chosen given=given.clone() told=linked action=consultancy/>
            })}
            {may_govern.then(|| view! { <Terms account given told=agreed action=terms/> })}
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
fn Link(
    id: String,
    places: Vec<Choice>,
    chosen: String,
    given: Given,
    told: Option<AccessTold>,
    action: ServerAction<SaveConsultancy>,
) -> impl IntoView {
    let look = Foresight::new(told, refusal(action));
    let error = look.error;
    let settled = vec![("consultancy", chosen)];
    let [chosen, why] = ["consultancy", "why"].map(|name| first(&given, &settled, name));
    let (path, account) = (link::account(&id, "settings"), id.clone());
    let check: Check = Box::new(move |form| Box::pin(check_consultancy(account.clone(), value(form, "consultancy"))));
    view! {
        <section class="panel" aria-labelledby="consultancy-head">
            <div class="panel-body grid gap-3">
                <h2 id="consultancy-head">{t("Consultancy")}</h2>
                <p class="text-sm text-muted">
                    {t("Its consultants get the client's role on this account, and keep it as long as the link stays. Both sides see it. It reaches no further: not the clients of a client.")}
                </p>
                <ActionForm action node_ref=look.form>
                    <input type="hidden" name="account" value=id/>
                    <Foreseen look settled check path label=t("Save consultancy") tone=Tone::Plain pending=action.pending()>
                        <FormError error fields=&["consultancy", "why"]/>
                        <Select name="consultancy" label=t("Who works for it") options=places value=chosen error/>
                        <Field name="why" label=t("Reason") hint=t("It goes into the audit log.") value=why optional=true error/>
                    </Foreseen>
                </ActionForm>
            </div>
        </section>
    }
    .into_any()
}

/// Labels, seats and suspension.
#[component]
fn Terms(
    account: AccountItem,
    given: Given,
    told: Option<AccessTold>,
    action: ServerAction<SaveTerms>,
) -> impl IntoView {
    let look = Foresight::new(told, refusal(action));
    let (error, settled) = (look.error, settled(&account));
    let [labels, state] = ["labels", "suspended"].map(|name| first(&given, &settled, name));
    let seats = account.seats.map(|seats| seats.to_string()).unwrap_or_default();
    let [seats, reason] = ["seats", "reason"].map(|name| first(&given, &[("seats", seats.clone())], name));
    let (path, id) = (link::account(&account.id, "settings"), account.id.clone());
    let check: Check =
        Box::new(move |form| Box::pin(check_terms(id.clone(), value(form, "labels"), value(form, "suspended"))));
    let states = vec![
        Choice::new("false", t("Active"), t("Its people can do what their roles give.")),
        Choice::new("true", t("Suspended"), t("Its people can do nothing, from now on. What they hold stays.")),
    ];
    view! {
        <section class="panel" aria-labelledby="terms">
            <div class="panel-body grid gap-3">
                <h2 id="terms">{t("Terms")}</h2>
                <p class="text-sm text-muted">{t("Only who may change accounts on the whole system sets these: nobody sets their own.")}</p>
                <ActionForm action node_ref=look.form>
                    <input type="hidden" name="account" value=account.id/>
                    <Foreseen look settled check path label=t("Save terms") tone=Tone::Plain pending=action.pending()>
                        <FormError error fields=&["labels", "seats", "suspended", "reason"]/>
                        <TextArea
                            name="labels"
                            label=t("Labels")
                            hint=t("One a line. They are the account's roles: grants can be for the people of every account with a label.")
                            value=labels
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
                        <Reason value=reason error/>
                    </Foreseen>
                </ActionForm>
            </div>
        </section>
    }
    .into_any()
}
