//! The audit log: of a project, and of everything.

mod line;
mod live;
mod words;

use super::{
    param,
    project::{ProjectTop, Section},
    query,
};
use crate::prelude::*;
use crate::{
    dto::AuditPage,
    kit::{Empty, Glyph, Load, PageHeader, Pager, SearchForm},
    link,
    rpc::audit::load_audit,
    text::t,
};
pub use line::Line;
use live::{Follow, Following};

/// The audit log of everything.
#[component]
pub fn Audit() -> impl IntoView {
    view! { <Log project=Memo::new(|_| String::new())/> }
}

/// The audit log of a project.
#[component]
pub fn ProjectAudit() -> impl IntoView {
    view! { <Log project=param("id")/> }
}

/// What narrows the log, as it stands in the address.
#[derive(Clone, PartialEq)]
struct Filter {
    search: String,
    action: String,
    outcome: String,
    until: String,
}

#[component]
fn Log(project: Memo<String>) -> impl IntoView {
    let (search, action, outcome, until, after) =
        (query("q"), query("action"), query("outcome"), query("until"), query("after"));
    let filter = Memo::new(move |_| Filter {
        search: search.get(),
        action: action.get(),
        outcome: outcome.get(),
        until: until.get(),
    });
    let grown = RwSignal::new(0_u32);
    let page = Resource::new(
        move || (project.get(), filter.get(), after.get(), grown.get()),
        |(project, Filter { search, action, outcome, until }, after, _)| {
            load_audit(project, search, action, outcome, until, after)
        },
    );
    let following = Following::new(project, grown);
    let view = move |page| view! { <List page following filter=filter.get_untracked() after=after.get_untracked()/> };
    view! { <Load resource=page view/> }
}

#[component]
fn List(page: AuditPage, following: Following, filter: Filter, after: String) -> impl IntoView {
    let AuditPage { head, items, next } = page;
    let path = head.as_ref().map_or_else(|| "/audit".to_owned(), |head| link::project(&head.id, "audit"));
    let everywhere = head.is_none();
    let top = match head {
        Some(head) => view! { <ProjectTop head section=Section::Audit/> }.into_any(),
        None => view! { <PageHeader title=t("Audit") text=t("Who did what, to whom, before and after, and why.")/> }
            .into_any(),
    };
    let narrowed = [&filter.search, &filter.action, &filter.outcome, &filter.until].iter().any(|text| !text.is_empty());
    let list = if items.is_empty() {
        let (title, text) = if narrowed {
            (t("Nothing found"), t("Nothing was done that fits. Widen the search."))
        } else {
            (t("Nothing yet"), t("Whatever is changed here from now on is told in this place."))
        };
        view! { <Empty glyph=Glyph::Audit title text/> }.into_any()
    } else {
        let rows = items.into_iter().map(|item| view! { <Line item everywhere/> }).collect_view();
        view! { <ol class="divide-y divide-line">{rows}</ol> }.into_any()
    };
    let pairs = vec![
        ("q", filter.search.clone()),
        ("action", filter.action.clone()),
        ("outcome", filter.outcome.clone()),
        ("until", filter.until.clone()),
    ];
    view! {
        {top}
        <SearchForm path=path.clone() label=t("Search the audit log") value=filter.search>
            <Narrow name="action" label=t("What") all=t("All actions") options=words::actions() value=filter.action/>
            <Narrow name="outcome" label=t("How it ended") all=t("Any outcome") options=words::outcomes() value=filter.outcome/>
            <label class="input w-auto">
                <span class="text-sm text-muted">{t("Up to")}</span>
                <input type="date" name="until" value=filter.until aria-label=t("Up to the day")/>
            </label>
            <Follow following/>
        </SearchForm>
        <section class="panel" aria-label=t("Audit log")>{list}</section>
        <Pager path filter=pairs after next/>
    }
}

/// A list that narrows the log.
#[component]
fn Narrow(
    name: &'static str,
    label: &'static str,
    all: &'static str,
    options: Vec<(&'static str, &'static str)>,
    value: String,
) -> impl IntoView {
    let options = options
        .into_iter()
        .map(|(id, label)| {
            let chosen = id == value;
            view! { <option value=id selected=chosen>{label}</option> }
        })
        .collect_view();
    view! {
        <select class="select w-auto max-w-52 grow sm:grow-0" name=name aria-label=label>
            <option value="">{all}</option>
            {options}
        </select>
    }
}
