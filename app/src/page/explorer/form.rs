//! The question.

use crate::prelude::*;
use crate::{
    AppError,
    dto::{AccessQuery, AccessTopic, Choice},
    kit::{GetForm, Select},
    page::{picker::PickOne, project::words},
    text::t,
};

/// What can be asked: the word in the address, and what it is called.
const KINDS: [(&str, &str); 4] = [("", t("Why")), ("who", t("Who can")), ("where", t("Where")), ("what", t("What"))];

/// Links to the kinds of questions; what was asked goes along.
#[component]
pub(super) fn Kinds(
    /// The question.
    query: AccessQuery,
    /// The page's path.
    path: String,
) -> impl IntoView {
    let links = KINDS
        .into_iter()
        .map(|(ask, label)| {
            let other = AccessQuery { ask: ask.to_owned(), after: String::new(), ..query.clone() };
            let here = query.ask == ask || (ask.is_empty() && query.ask == "why");
            view! {
                <li>
                    <a class="page-link" href=other.address(&path) aria-current=here.then_some("page")>{label}</a>
                </li>
            }
        })
        .collect_view();
    view! { <nav aria-label=t("Questions") class="pages"><ul>{links}</ul></nav> }.into_any()
}

/// The question, to be asked and changed.
#[component]
pub(super) fn Form(
    /// The question.
    query: AccessQuery,
    /// The page's path.
    path: String,
    /// The project, or empty.
    project: String,
    /// Whom it is about.
    who: AccessTopic,
    /// Where.
    on: AccessTopic,
    /// The types there are.
    kinds: Vec<String>,
    /// What is wrong with it.
    error: Option<AppError>,
) -> impl IntoView {
    let error = Signal::stored(error);
    let AccessQuery { ask, can, of, .. } = query;
    let [asks_who, asks_can, asks_on] = [ask != "who", ask != "what", ask != "where"];
    let can = AccessTopic { name: can.clone(), id: can, hint: String::new() };
    let in_project = project.clone();
    let [for_who, for_can, for_on] = [project.clone(), project.clone(), project];
    let of = if of.is_empty() { "project".to_owned() } else { of };
    let options = kinds.into_iter().map(|kind| Choice::new(kind.clone(), words(&kind), "")).collect::<Vec<_>>();
    let whole = if in_project.is_empty() {
        t("A project, resource, person or group")
    } else {
        t("The project, or something in it")
    };
    view! {
        <section class="panel" aria-label=t("Question")>
            <div class="panel-body">
                <GetForm path label=t("Question")>
                    <input type="hidden" name="ask" value=ask/>
                    <div class="access-form">
                        {asks_who.then(|| view! {
                            <PickOne field="who" label=t("Who") hint=t("Yourself") value=who project=for_who error/>
                        })}
                        {asks_can.then(|| view! {
                            <PickOne field="can" label=t("Permission") hint=t("Such as dataset:update") value=can project=for_can error/>
                        })}
                        {(!asks_on).then(|| view! {
                            <Select name="of" label=t("On what type") options value=of error/>
                        })}
                        {asks_on.then(|| view! {
                            <PickOne field="on" label=t("On what") hint=whole value=on project=for_on error/>
                        })}
                        <div class="access-go"><button type="submit" class="btn btn-primary">{t("Ask")}</button></div>
                    </div>
                </GetForm>
            </div>
        </section>
    }
    .into_any()
}
