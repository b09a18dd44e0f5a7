//! The access explorer: why somebody may do something or may not, who may, where, and what.

mod form;
mod list;
mod proof;
mod why;

use super::{
    param,
    project::{ProjectTop, Section},
    query,
};
use crate::prelude::*;
use crate::{
    dto::{AccessAnswer, AccessPage, AccessQuery},
    kit::{Empty, Glyph, Load, PageHeader},
    link,
    rpc::explorer::load_access,
    text::t,
};
use form::{Form, Kinds};
use list::List;
use why::Why;

/// The explorer of the whole system.
#[component]
pub fn Explorer() -> impl IntoView {
    view! { <Asked project=Memo::new(|_| String::new())/> }
}

/// The explorer of a project.
#[component]
pub fn ProjectExplorer() -> impl IntoView {
    view! { <Asked project=param("id")/> }
}

#[component]
fn Asked(project: Memo<String>) -> impl IntoView {
    let (ask, who, can) = (query("ask"), query("who"), query("can"));
    let (on, of, after) = (query("on"), query("of"), query("after"));
    let asked = move || AccessQuery {
        ask: ask.get(),
        who: who.get(),
        can: can.get(),
        on: on.get(),
        of: of.get(),
        after: after.get(),
    };
    let page = Resource::new(move || (project.get(), asked()), |(project, query)| load_access(project, query));
    view! { <Load resource=page view=|page| view! { <One page/> }/> }
}

#[component]
fn One(page: AccessPage) -> impl IntoView {
    let AccessPage { head, query, who, on, kinds, answer, error } = page;
    let project = head.as_ref().map(|head| head.id.clone()).unwrap_or_default();
    let path = if project.is_empty() { "/access".to_owned() } else { link::project(&project, "access") };
    let top = match head {
        Some(head) => view! { <ProjectTop head section=Section::Access/> },
        None => view! {
            <PageHeader
                title=t("Access")
                text=t("Why somebody may do something, or may not; who may, where, and what. Asking changes nothing.")
            />
        },
    };
    let asks_nothing = answer.is_none() && error.is_none();
    let answered = answer.map(|answer| match answer {
        AccessAnswer::Why(why) => view! { <Why why/> },
        AccessAnswer::List(list) => view! { <List list query=query.clone() path=path.clone()/> },
    });
    view! {
        {top}
        <Kinds query=query.clone() path=path.clone()/>
        <div class="grid gap-6">
            <Form query path project who on kinds error/>
            {answered}
            {asks_nothing.then(|| view! {
                <section class="panel" aria-label=t("Answer")>
                    <Empty glyph=Glyph::Key title=t("Ask a question") text=t("The answer stands here, with everything it comes from. The question is in the address, so that you can send it to somebody.")/>
                </section>
            })}
        </div>
    }
    .into_any()
}
