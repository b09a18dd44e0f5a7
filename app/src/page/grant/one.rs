//! One grant, new or not: whom it is for and what it gives, said in words while it is written; what it would do; its end.

use super::{
    atom::{Atoms, Rows},
    told::{Saving, Told},
};
use crate::prelude::*;
use crate::{
    AppError,
    dto::{AccessView, Choice, GrantForm, GrantItem, GrantPage, GrantTold, HistoryItem, RoleChoice},
    kit::{Confirm, Crumb, FormError, Glyph, Load, Notice, PageHeader, Reason, Select, Submit, Tone, about, refusal},
    link,
    page::{
        asking::{Latest, value},
        member::{End, HistoryLine},
        outlook::Outlook,
        param, query,
    },
    rpc::grant::{RemoveGrant, SaveGrant, check_grant, load_grant},
    text::{fill, t},
};
use leptos::{form::ActionForm, html, leptos_dom::helpers::debounce};
use leptos_router::hooks::use_query_map;
use std::time::Duration;

/// One grant, new or not.
#[component]
pub fn Grant() -> impl IntoView {
    let (on, grant, more, map) = (param("on"), param("grant"), query("more"), use_query_map());
    let id = Memo::new(move |_| if grant.read().as_str() == link::NEW { String::new() } else { grant.get() });
    let form = Memo::new(move |_| GrantForm::read(|name| map.read().get(name).unwrap_or_default()));
    let (save, remove) = (ServerAction::<SaveGrant>::new(), ServerAction::<RemoveGrant>::new());
    let page = Resource::new(move || (on.get(), id.get(), form.get()), |(on, id, form)| load_grant(on, id, form));
    let view = move |page| view! { <Page page more=!more.get_untracked().is_empty() save remove/> };
    view! { <Load resource=page view/> }
}

#[component]
fn Page(
    page: GrantPage,
    more: bool,
    save: ServerAction<SaveGrant>,
    remove: ServerAction<RemoveGrant>,
) -> impl IntoView {
    let GrantPage { place, grant, form, roles, held, told, may, removal, history } = page;
    let title = if grant.is_some() { t("Grant") } else { t("New grant") };
    let document = format!("{title} · {}", place.title);
    let mut crumbs: Vec<Crumb> = place.href.iter().map(|href| Crumb::new(href, place.title.clone())).collect();
    crumbs.push(Crumb::new(link::grants(&place.id), t("Grants")));
    let id = grant.as_ref().map(|grant| grant.id.clone()).unwrap_or_default();
    let elsewhere = grant.as_ref().and_then(|grant| grant.elsewhere.clone());
    let writes = elsewhere.is_none() && if grant.is_some() { may.update } else { may.add };
    let saving = Saving {
        on: StoredValue::new(place.id.clone()),
        grant: StoredValue::new(id.clone()),
        told: RwSignal::new(told),
        stale: RwSignal::new(false),
        action: save,
    };
    view! {
        <PageHeader title document crumbs text=fill("On {place}, and on everything below.", &[("place", &place.name)])/>
        <div class=if writes { "grant-page" } else { "grid max-w-3xl gap-6" }>
            {elsewhere.map(|(href, words)| view! {
                <Notice>
                    <p>{fill("This comes from the {what}, and is changed there.", &[("what", &words)])}</p>
                    <p><a class="link touch" href=href>{t("Open the settings")}</a></p>
                </Notice>
            })}
            {writes.then(|| view! { <Write form roles held grant=grant.clone() more saving/> })}
            <Told saving writes/>
            {removal.map(|outlook| view! { <Remove on=place.id.clone() grant=id outlook action=remove/> })}
            {history.map(|items| view! { <History items/> })}
        </div>
    }
    .into_any()
}

/// The form: role, conditions, end. It is sent to be looked at, never to be saved.
#[component]
fn Write(
    form: GrantForm,
    roles: Vec<RoleChoice>,
    held: Vec<Choice>,
    grant: Option<GrantItem>,
    more: bool,
    saving: Saving,
) -> impl IntoView {
    let (path, new) = (saving.path(), grant.is_none());
    let node: NodeRef<html::Form> = NodeRef::new();
    let latest = Latest::new();
    let ask = move || {
        let form = GrantForm::read(|name| value(node, name));
        latest.ask(check_grant(saving.on.get_value(), saving.grant.get_value(), form.clone()), move |told| {
            saving.told.set(told.unwrap_or_else(|error| refused(form, error)));
            saving.stale.set(false);
        });
    };
    let mut later = debounce(Duration::from_millis(300), move |()| ask());
    let error = Signal::derive(move || saving.told.with(|told| told.problem.clone()).map(wrong));
    let mut options = vec![Choice::new("", t("Choose a role…"), "")];
    options.extend(roles.into_iter().map(|role| Choice::new(role.id, role.name, "")));
    // What it gives now may be no longer one of those.
    if let Some(grant) = grant.filter(|grant| !options.iter().any(|role| role.value == grant.role_id)) {
        options.push(Choice::new(grant.role_id, grant.role, ""));
    }
    let rows = Rows { form: node, on: saving.on, new };
    let GrantForm { role, who, ends, date } = form;
    view! {
        <section class="panel" aria-labelledby="write">
            <div class="panel-head"><h2 id="write">{t("Who gets what")}</h2></div>
            <div class="panel-body">
                <form
                    method="get"
                    action=path
                    node_ref=node
                    aria-labelledby="write"
                    on:input=move |_| {
                        saving.stale.set(true);
                        later(());
                    }
                    on:submit=move |event| {
                        event.prevent_default();
                        ask();
                    }
                >
                    <div class="grid gap-6">
                        <Atoms who held more wrong=about(error, "who") rows/>
                        <Select name="role" label=t("They get the role") options value=role error/>
                        {if new {
                            view! { <End ends date error/> }
                        } else {
                            view! { <End keep=true ends date error/> }
                        }}
                        <div>
                            <button type="submit" class="btn btn-plain">{t("See what it would do")}</button>
                        </div>
                    </div>
                </form>
            </div>
        </section>
    }
    .into_any()
}

fn wrong((field, detail): (String, String)) -> AppError {
    AppError::invalid(&field, detail)
}

/// What is shown where nothing could be worked out.
fn refused(form: GrantForm, error: AppError) -> GrantTold {
    GrantTold { form, problem: Some(("who".to_owned(), error.detail)), ..GrantTold::default() }
}

#[component]
fn Remove(on: String, grant: String, outlook: AccessView, action: ServerAction<RemoveGrant>) -> impl IntoView {
    let error = refusal(action);
    let possible = outlook.refused.is_none();
    view! {
        <section class="panel" aria-labelledby="remove">
            <div class="panel-head"><h2 id="remove">{t("Remove")}</h2></div>
            <div class="panel-body grid gap-4">
                <Outlook outlook/>
                {possible.then(|| view! {
                    <Confirm label=t("Remove…") glyph=Glyph::Trash open=error.get_untracked().is_some()>
                        <ActionForm action>
                            <div class="grid gap-4">
                                <FormError error fields=&["reason"]/>
                                <input type="hidden" name="on" value=on/>
                                <input type="hidden" name="grant" value=grant/>
                                <Reason id="remove-reason" error/>
                                <div><Submit label=t("Remove the grant") tone=Tone::Danger pending=action.pending()/></div>
                            </div>
                        </ActionForm>
                    </Confirm>
                })}
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn History(items: Vec<HistoryItem>) -> impl IntoView {
    let empty = items.is_empty();
    let lines = items.into_iter().map(|item| view! { <HistoryLine project=String::new() item/> }).collect_view();
    view! {
        <section class="panel" aria-labelledby="history">
            <div class="panel-head"><h2 id="history">{t("History")}</h2></div>
            {empty.then(|| view! { <p class="px-5 pb-4 text-sm text-muted">{t("It was not made or changed as a grant here.")}</p> })}
            <ol class="divide-y divide-line border-t border-line empty:hidden">{lines}</ol>
        </section>
    }
    .into_any()
}
