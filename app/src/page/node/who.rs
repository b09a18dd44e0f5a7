//! Who may do something with a resource, and through what.

use crate::prelude::*;
use crate::{
    dto::{Choice, WhoItem, WhoList},
    kit::{Avatar, Empty, GetForm, Glyph, Icon, LinkButton, Tone},
    link,
    page::{project::words, source::SourceList},
    text::t,
};

/// Who may do something with a resource.
#[component]
pub(super) fn Who(
    /// They; nothing where one may not see who has access.
    list: Option<WhoList>,
    /// The resource's page.
    path: String,
    /// What can be done with it.
    actions: Vec<String>,
    /// What is asked about.
    can: String,
    /// Where the list starts.
    after: String,
    /// The page of the grants made on it.
    #[prop(optional_no_strip)]
    grants: Option<String>,
) -> impl IntoView {
    let body = match list {
        None => view! {
            <Empty glyph=Glyph::Lock title=t("Who has access is not told to you") text=t("For that you need `member:read` on it, or on what it is in.")/>
        }
        .into_any(),
        Some(list) => view! {
            <Asked path=path.clone() actions can=can.clone()/>
            <People list path can after/>
        }
        .into_any(),
    };
    view! {
        <section class="panel" aria-labelledby="who">
            <div class="panel-head items-center">
                <h2 id="who">{t("Who has access")}</h2>
                {grants.map(|href| view! { <LinkButton href label=t("Grants on it") tone=Tone::Plain/> })}
            </div>
            {body}
        </section>
    }
    .into_any()
}

/// What is asked about.
#[component]
fn Asked(path: String, actions: Vec<String>, can: String) -> impl IntoView {
    let options = actions
        .into_iter()
        .map(|action| Choice::new(action.clone(), words(&action), ""))
        .map(|choice| {
            let chosen = choice.value == can;
            view! { <option value=choice.value selected=chosen>{choice.label}</option> }
        })
        .collect_view();
    view! {
        <div class="who-asked">
            <GetForm path label=t("Who has access")>
                <div class="flex flex-wrap items-end gap-2">
                    <label class="flex items-center gap-2 text-sm">
                        <span>{t("Who may")}</span>
                        <select name="can" class="select w-auto">{options}</select>
                    </label>
                    <button type="submit" class="btn btn-plain">{t("Show")}</button>
                </div>
            </GetForm>
        </div>
    }
    .into_any()
}

#[component]
fn People(list: WhoList, path: String, can: String, after: String) -> impl IntoView {
    let WhoList { items, next, partial } = list;
    let first = after.is_empty();
    let empty = items.is_empty();
    let rows = items.into_iter().map(|item| view! { <Row item/> }).collect_view();
    let page = move |after: &str| format!("{}#who", link::with_query(&path, &[("can", &can), ("after", after)]));
    let back = (!first).then(|| page(""));
    let on = next.map(|next| page(&next));
    let table = if empty {
        view! { <Empty glyph=Glyph::Lock title=t("Nobody that you may see") text=t("Nobody is allowed this here, or you may not see who is.")/> }
            .into_any()
    } else {
        view! {
            <table class="rows held">
                <thead>
                    <tr><th scope="col">{t("Person")}</th><th scope="col">{t("Through what")}</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    };
    view! {
        {table}
        {partial.then(|| view! { <p class="panel-note border-t border-line">{t("There may be more whom you may not see.")}</p> })}
        {(back.is_some() || on.is_some()).then(|| view! {
            <nav class="held-more" aria-label=t("More people")>
                {back.map(|href| view! { <a class="btn btn-plain btn-sm" href=href>{t("From the beginning")}</a> })}
                {on.map(|href| view! { <a class="btn btn-plain btn-sm ms-auto" href=href>{t("More")} <Icon glyph=Glyph::Forward/></a> })}
            </nav>
        })}
    }
    .into_any()
}

#[component]
fn Row(item: WhoItem) -> impl IntoView {
    let WhoItem { name, href, sources } = item;
    let shown = match href {
        Some(href) => view! { <a class="link-quiet touch" href=href>{name.clone()}</a> }.into_any(),
        None => view! { <span>{name.clone()}</span> }.into_any(),
    };
    view! {
        <tr>
            <td>
                <div class="flex min-w-0 items-center gap-3 font-medium"><Avatar name/> {shown}</div>
            </td>
            <td><SourceList sources/></td>
        </tr>
    }
    .into_any()
}
