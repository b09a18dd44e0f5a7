//! Who, where or what: a table, and files of all of it.

use crate::prelude::*;
use crate::{
    dto::{AccessList, AccessQuery, AccessRow},
    kit::{Empty, Glyph, Icon, Notice, Pager, Prose},
    text::{fill, plural, t},
};

/// An answer that is a list.
#[component]
pub(super) fn List(
    /// The list.
    list: AccessList,
    /// The question.
    query: AccessQuery,
    /// The page's path.
    path: String,
) -> impl IntoView {
    let AccessList { sentence, items, next, total, withheld } = list;
    let whole = AccessQuery { after: String::new(), ..query.clone() };
    let files = [("csv", t("CSV")), ("json", t("JSON"))]
        .map(|(kind, label)| {
            let href = whole.address(&format!("{path}.{kind}"));
            view! {
                <a class="btn btn-plain btn-sm" rel="external" download="" href=href>
                    <Icon glyph=Glyph::Download size=16/> {label}
                </a>
            }
        })
        .into_iter()
        .collect_view();
    let count = total.map(|total| plural(usize::try_from(total).unwrap_or(usize::MAX), "{n} in all", "{n} in all"));
    let body = if items.is_empty() {
        let text = if withheld { t("Nothing that you may see.") } else { t("There is nobody and nothing like that.") };
        view! { <Empty glyph=Glyph::Lock title=t("Nothing") text/> }
    } else {
        let first = match query.ask.as_str() {
            "who" => t("Person"),
            "where" => t("Where"),
            _ => t("Permission"),
        };
        let rows = items.into_iter().map(|row| view! { <Row row path=path.clone()/> }).collect_view();
        view! {
            <table class="rows access-rows">
                <thead>
                    <tr>
                        <th scope="col">{first}</th>
                        <th scope="col">{t("Identifier")}</th>
                        <th scope="col"><span class="sr-only">{t("Why")}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
    };
    let AccessQuery { ask, who, can, on, of, after } = query;
    let filter = vec![("ask", ask), ("who", who), ("can", can), ("on", on), ("of", of)];
    view! {
        <section class="panel" aria-labelledby="answer">
            <div class="panel-head items-center">
                <div>
                    <h2 id="answer"><Prose text=sentence/></h2>
                    {count.map(|count| view! { <p class="text-sm text-muted">{count}</p> })}
                </div>
                <div class="flex gap-2">{files}</div>
            </div>
            {body}
        </section>
        {withheld.then(|| view! { <Notice><p>{t("There is more that you may not see.")}</p></Notice> })}
        <Pager path filter after next/>
    }
    .into_any()
}

#[component]
fn Row(row: AccessRow, path: String) -> impl IntoView {
    let AccessRow { id, name, href, why } = row;
    let label = fill("Why {name}?", &[("name", &name)]);
    let same = id == name;
    let shown = match href {
        Some(href) => view! { <a class="link-quiet touch font-medium" href=href>{name}</a> },
        None if same => view! { <code class="break-all">{name}</code> },
        None => view! { <span class="font-medium">{name}</span> },
    };
    view! {
        <tr>
            <td>{shown}</td>
            <td>{(!same).then(|| view! { <code class="break-all text-muted">{id}</code> })}</td>
            <td class="text-end"><a class="link touch" href=why.address(&path) aria-label=label>{t("Why?")}</a></td>
        </tr>
    }
    .into_any()
}
