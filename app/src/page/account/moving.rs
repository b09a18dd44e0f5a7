//! Moving a person to another account: what it takes and gives first.

use crate::prelude::*;
use crate::{
    dto::{AccessView, Choice, MovePage},
    kit::{Crumb, FormError, GetForm, Load, PageHeader, Reason, Submit, Tone, refusal},
    link,
    page::{outlook::Outlook, param, query},
    rpc::account::{MovePerson as Move, load_move},
    text::{fill, t},
};
use leptos::form::ActionForm;

/// Moving a person to another account.
#[component]
pub fn MovePerson() -> impl IntoView {
    let (id, to) = (param("id"), query("to"));
    let action = ServerAction::<Move>::new();
    let page = Resource::new(move || (id.get(), to.get()), |(id, to)| load_move(id, to));
    view! { <Load resource=page view=move |page| view! { <Page page action/> }/> }
}

#[component]
fn Page(page: MovePage, action: ServerAction<Move>) -> impl IntoView {
    let MovePage { id, name, account, places, to, outlook } = page;
    let crumbs = vec![Crumb::new("/people", t("People")), Crumb::new(link::person(&id), name.clone())];
    let document = fill("Move to another account · {name}", &[("name", &name)]);
    let text = match account {
        Some(account) => fill("They belong to {account} now.", &[("account", &account)]),
        None => t("They belong to no account now.").to_owned(),
    };
    let target = places.iter().find(|place| place.value == to).map(|place| place.label.clone()).unwrap_or_default();
    view! {
        <PageHeader title=t("Move to another account") document crumbs text/>
        <div class="grid max-w-3xl gap-6">
            <To id=id.clone() places to=to.clone()/>
            {outlook.map(|outlook| view! { <Told id name to target outlook action/> })}
        </div>
    }
    .into_any()
}

/// Where to.
#[component]
fn To(id: String, places: Vec<Choice>, to: String) -> impl IntoView {
    let options = places
        .into_iter()
        .map(|place| {
            let chosen = place.value == to;
            view! { <option value=place.value selected=chosen>{place.label}</option> }
        })
        .collect_view();
    view! {
        <section class="panel" aria-label=t("Where to")>
            <div class="panel-body">
                <GetForm path=format!("{}/move", link::person(&id)) label=t("Where to")>
                    <div class="flex flex-wrap items-end gap-3">
                        <label class="grid min-w-48 gap-1.5 text-sm font-medium">
                            {t("Account")}
                            <select name="to" class="select">{options}</select>
                        </label>
                        <button type="submit" class="btn btn-plain">{t("See what it would do")}</button>
                    </div>
                </GetForm>
            </div>
        </section>
    }
    .into_any()
}

/// What they lose and gain, and doing it.
#[component]
fn Told(
    id: String,
    name: String,
    to: String,
    target: String,
    outlook: AccessView,
    action: ServerAction<Move>,
) -> impl IntoView {
    let error = refusal(action);
    let ready = outlook.refused.is_none();
    let form = ready.then(|| {
        view! {
            <div class="panel-body border-t border-line">
                <ActionForm action>
                    <input type="hidden" name="person" value=id/>
                    <input type="hidden" name="to" value=to/>
                    <div class="grid gap-4">
                        <FormError error fields=&["reason"]/>
                        <Reason error/>
                        <div><Submit label=fill("Move {name}", &[("name", &name)]) tone=Tone::Primary pending=action.pending()/></div>
                    </div>
                </ActionForm>
            </div>
        }
    });
    view! {
        <section class="panel" aria-labelledby="told">
            <div class="panel-head"><h2 id="told">{t("What it would do")}</h2><p class="text-muted">{target}</p></div>
            <div class="panel-body"><Outlook outlook/></div>
            {form}
        </section>
    }
    .into_any()
}
