//! Changing many members at once: what is to change, what that would do, and ordering it. Every step is in the address.

use super::{end::presets, list::member_query, outlook::OutlookPart};
use crate::prelude::*;
use crate::{
    dto::{ChangeForm, ChangePage, MemberPowers, MemberQuery, RoleChoice},
    kit::{Crumb, FormError, GetForm, Load, Notice, PageHeader, Reason, Submit, Tone, refusal},
    link,
    page::{param, query},
    rpc::member::{OrderChange, load_change},
    text::{fill, number, t},
};
use leptos::form::ActionForm;
use leptos_router::hooks::use_query_map;

/// The change, from the address.
fn change_form() -> Memo<ChangeForm> {
    let [all, order, to, from] = ["all", "order", "to", "from"].map(query);
    let [ends, date] = ["ends_in", "date"].map(query);
    let map = use_query_map();
    Memo::new(move |_| ChangeForm {
        pick: map.read().get_all("pick").unwrap_or_default(),
        all: !all.get().is_empty(),
        order: order.get(),
        role: to.get(),
        from: from.get(),
        ends: ends.get(),
        date: date.get(),
    })
}

/// Changing many members at once.
#[component]
pub fn ChangeMembers() -> impl IntoView {
    let (id, query, form) = (param("id"), member_query(), change_form());
    let action = ServerAction::<OrderChange>::new();
    let page =
        Resource::new(move || (id.get(), query.get(), form.get()), |(id, query, form)| load_change(id, query, form));
    view! { <Load resource=page view=move |page| view! { <Change page action/> }/> }
}

#[component]
fn Change(page: ChangePage, action: ServerAction<OrderChange>) -> impl IntoView {
    let ChangePage { head, query, form, total, some, roles, may, outlook, missing } = page;
    let crumbs = vec![
        Crumb::new("/projects", t("Projects")),
        Crumb::new(link::project(&head.id, ""), head.name.clone()),
        Crumb::new(query.address(&head.id, "members"), t("Members")),
    ];
    let more = total.saturating_sub(u64::try_from(some.len()).unwrap_or_default());
    let mut whom = some.join(", ");
    if more > 0 {
        whom = fill("{names} and {n} more", &[("names", &whom), ("n", &number(more))]);
    }
    let title = match total {
        1 => t("Change 1 member").to_owned(),
        total => fill("Change {n} members", &[("n", &number(total))]),
    };
    let document = format!("{title} · {}", head.name);
    if total == 0 {
        return view! {
            <PageHeader title document crumbs/>
            <Notice><p>{t("Nobody is chosen. Go back to the list and tick whom this is for.")}</p></Notice>
        }
        .into_any();
    }
    let chosen = form.clone();
    view! {
        <PageHeader title document crumbs text=whom/>
        <div class="grid max-w-3xl gap-6">
            <section class="panel" aria-labelledby="what">
                <div class="panel-head"><h2 id="what">{t("What is to change")}</h2></div>
                <div class="panel-body"><What project=head.id.clone() query=query.clone() form roles may missing/></div>
            </section>
            {outlook.map(|outlook| view! {
                <OutlookPart outlook total/>
                <OrderPart project=head.id query form=chosen action/>
            })}
        </div>
    }
    .into_any()
}

/// The kinds of change, with what each needs.
#[component]
fn What(
    project: String,
    query: MemberQuery,
    form: ChangeForm,
    roles: Vec<RoleChoice>,
    may: MemberPowers,
    missing: Option<String>,
) -> impl IntoView {
    let kinds = [
        ("give", t("Add a role"), may.update),
        ("take", t("Remove a role"), may.update),
        ("replace", t("Replace a role by another"), may.update),
        ("end", t("Set when access ends"), may.update),
        ("extend", t("Extend access that ends"), may.update),
        ("remove", t("Remove from the project"), may.remove),
    ];
    let order = if form.order.is_empty() { "give".to_owned() } else { form.order.clone() };
    let offered = kinds.into_iter().filter(|(.., may)| *may);
    let options: Vec<_> =
        offered.map(|(value, label, _)| (value.to_owned(), label.to_owned(), value == order)).collect();
    let hidden: Vec<_> = query
        .pairs()
        .into_iter()
        .chain(
            ChangeForm {
                order: String::new(),
                role: String::new(),
                from: String::new(),
                ends: String::new(),
                date: String::new(),
                ..form.clone()
            }
            .pairs(),
        )
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect();
    let all_roles = |chosen: &str| {
        roles.iter().map(|role| (role.id.clone(), role.name.clone(), role.id == chosen)).collect::<Vec<_>>()
    };
    let (to, mut from) = (all_roles(&form.role), all_roles(&form.from));
    from.insert(0, (String::new(), t("Every role").to_owned(), form.from.is_empty()));
    let mut ends: Vec<_> =
        presets().map(|(value, label)| (value.to_owned(), label.to_owned(), form.ends == value)).into();
    ends.insert(0, ("never".to_owned(), t("Never").to_owned(), form.ends.is_empty() || form.ends == "never"));
    view! {
        <GetForm path=link::project(&project, "members/change") label=t("What is to change")>
            {hidden}
            <div class="change-form">
                <Choose name="order" label=t("Change") options/>
                <div class="for-replace"><Choose name="from" label=t("Instead of") options=from/></div>
                <div class="for-role"><Choose name="to" label=t("Role") options=to/></div>
                <div class="for-end"><Choose name="ends_in" label=t("Access ends") options=ends/></div>
                <div class="for-end">
                    <label class="grid gap-1.5 text-sm font-medium">
                        {t("Or on a day")}
                        <input class="input" type="date" name="date" value=form.date/>
                    </label>
                </div>
            </div>
            {missing.map(|text| view! { <p class="mt-3 text-sm text-error" role="alert">{text}</p> })}
            <button type="submit" class="btn btn-plain mt-4">{t("Preview")}</button>
        </GetForm>
    }
    .into_any()
}

#[component]
fn Choose(name: &'static str, label: &'static str, options: Vec<(String, String, bool)>) -> impl IntoView {
    let options = options
        .into_iter()
        .map(|(value, label, chosen)| view! { <option value=value selected=chosen>{label}</option> })
        .collect_view();
    view! {
        <div class="grid gap-1.5">
            <label for=name class="text-sm font-medium">{label}</label>
            <select id=name class="select" name=name>{options}</select>
        </div>
    }
    .into_any()
}

/// The form that orders it.
#[component]
fn OrderPart(
    project: String,
    query: MemberQuery,
    form: ChangeForm,
    action: ServerAction<OrderChange>,
) -> impl IntoView {
    let error = refusal(action);
    let remove = form.order == "remove";
    let hidden = |name: String, value: String| {
        (!value.is_empty()).then(|| view! { <input type="hidden" name=name value=value/> })
    };
    let mut fields: Vec<_> =
        query.pairs().into_iter().map(|(name, value)| hidden(format!("query[{name}]"), value)).collect();
    fields.extend(form.pick.iter().enumerate().map(|(place, id)| hidden(format!("form[pick][{place}]"), id.clone())));
    let rest =
        [("order", form.order), ("role", form.role), ("from", form.from), ("ends", form.ends), ("date", form.date)];
    fields.extend(rest.into_iter().map(|(name, value)| hidden(format!("form[{name}]"), value)));
    fields.push(hidden("form[all]".to_owned(), form.all.to_string()));
    view! {
        <section class="panel" aria-labelledby="do">
            <div class="panel-body">
                <ActionForm action>
                    <input type="hidden" name="project" value=project/>
                    {fields}
                    <div class="grid gap-4">
                        <h2 id="do">{t("Do it")}</h2>
                        <FormError error fields=&["reason"]/>
                        <Reason error/>
                        <p class="text-sm text-muted">
                            {t("It goes on by itself, also when this page is closed, and can be taken back as a whole.")}
                        </p>
                        <div>
                            <Submit
                                label=if remove { t("Remove them") } else { t("Change them") }
                                tone=if remove { Tone::Danger } else { Tone::Primary }
                                pending=action.pending()
                            />
                        </div>
                    </div>
                </ActionForm>
            </div>
        </section>
    }
    .into_any()
}
