//! A project's tree.

use super::list::{Place, address, rows};
use crate::prelude::*;
use crate::{
    dto::{NodeName, TreePage, TreeQuery},
    kit::{Empty, Extra, Glyph, Icon, LinkButton, Load, More, Notice, NoticeTone, Pager, SearchForm},
    link,
    page::{
        param,
        project::{ProjectTop, Section},
        query,
    },
    rpc::node::load_tree,
    text::{fill, t},
};

/// A project's tree.
#[component]
pub fn Tree() -> impl IntoView {
    let (id, q, at, open) = (param("id"), query("q"), query("at"), query("open"));
    // What was just made, deleted or imported is in the list.
    let (after, view_as, saved) = (query("after"), query("as"), query("saved"));
    let asked =
        move || TreeQuery { q: q.get(), at: at.get(), open: open.get(), after: after.get(), view: view_as.get() };
    let page = Resource::new(move || (id.get(), asked(), saved.get()), |(id, query, _)| load_tree(id, query));
    view! { <Load resource=page view=|page| view! { <Page page/> }/> }
}

#[component]
fn Page(page: TreePage) -> impl IntoView {
    let TreePage { head, query, way, mut level, may_create } = page;
    let (project, first) = (head.id.clone(), query.after.is_empty());
    let place = Place { project: project.clone(), visibility: head.visibility, query: Some(query.clone()) };
    let next = level.next.take();
    let list = if level.items.is_empty() {
        view! { <Nothing query=query.clone() may_create first/> }.into_any()
    } else {
        rows(level, &place)
    };
    let TreeQuery { q, at, open, after, view: eyes } = query.clone();
    let filter = vec![("q", q.clone()), ("at", at.clone()), ("open", open.clone()), ("as", eyes.clone())];
    let (here, seen_as) = (at.clone(), eyes.clone());
    view! {
        <ProjectTop head section=Section::Resources/>
        <div class="list-head">
            <SearchForm path=link::project(&project, "resources") label=t("Search resources") value=q>
                <input type="hidden" name="at" value=at/>
                <input type="hidden" name="open" value=open/>
                <ViewAs value=eyes/>
            </SearchForm>
            <Actions project=project.clone() at=here may_create/>
        </div>
        <Eyes query=query.clone() project=project.clone()/>
        {(!way.is_empty()).then(|| view! { <Way project=project.clone() way view=seen_as/> })}
        <section class="panel" aria-label=t("Resources")>{list}</section>
        <Pager path=link::project(&project, "resources") filter after next/>
    }
    .into_any()
}

/// Through whose eyes the tree is looked at.
#[component]
fn ViewAs(value: String) -> impl IntoView {
    let options = [("", t("As yourself")), ("stranger", t("As anybody signed in")), ("anyone", t("As anyone"))];
    let options = options.map(|(code, label)| view! { <option value=code selected=code == value>{label}</option> });
    view! {
        <label>
            <span class="sr-only">{t("View as")}</span>
            <select name="as" class="select w-auto">{options.into_iter().collect_view()}</select>
        </label>
    }
    .into_any()
}

#[component]
fn Actions(project: String, at: String, may_create: bool) -> impl IntoView {
    let new = link::with_query(&link::project(&project, "resources/new"), &[("in", &at)]);
    let (export, import) = (link::project(&project, "resources.csv"), link::project(&project, "resources/import"));
    let extras = vec![
        Extra { href: export, label: t("Export"), glyph: Some(Glyph::Download), file: true },
        Extra { href: import, label: t("Import"), glyph: None, file: false },
    ];
    view! {
        <div class="list-do">
            <More extras/>
            {may_create.then(|| view! { <LinkButton href=new label=t("New resource") glyph=Glyph::Plus/> })}
        </div>
    }
    .into_any()
}

/// Says so, where the tree is not seen through one's own eyes.
#[component]
fn Eyes(query: TreeQuery, project: String) -> impl IntoView {
    let text = match query.view.as_str() {
        "stranger" => t("This is what somebody sees who is signed in and was given nothing."),
        "anyone" => t("This is what anyone sees without signing in."),
        _ => return ().into_any(),
    };
    let back = address(&project, &TreeQuery { view: String::new(), ..query });
    view! {
        <div class="mb-4">
            <Notice tone=NoticeTone::Accent>
                <p>{text} " " <a class="link" href=back>{t("Back to your own view")}</a></p>
            </Notice>
        </div>
    }
    .into_any()
}

/// The way down to the part that is shown.
#[component]
fn Way(project: String, way: Vec<NodeName>, view: String) -> impl IntoView {
    let part =
        |at: &str| address(&project, &TreeQuery { at: at.to_owned(), view: view.clone(), ..TreeQuery::default() });
    let steps = way
        .iter()
        .map(|node| {
            view! {
                <li class="flex items-center gap-1.5">
                    <Icon glyph=Glyph::Right size=14/>
                    <a class="link-quiet touch" href=part(&node.id)>{node.name.clone()}</a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="tree-way" aria-label=t("Part of the tree")>
            <ol>
                <li><a class="link-quiet touch" href=part("")>{t("All resources")}</a></li>
                {steps}
            </ol>
        </nav>
    }
    .into_any()
}

#[component]
fn Nothing(query: TreeQuery, may_create: bool, first: bool) -> impl IntoView {
    let (title, text) = match (query.q.is_empty(), query.view.as_str(), may_create) {
        (false, ..) => (
            t("Nothing found").to_owned(),
            fill("Nothing here that you may see has “{words}” in its name or id.", &[("words", &query.q)]),
        ),
        (true, "stranger" | "anyone", _) => (
            t("They see nothing here").to_owned(),
            t("What is private, or restricted, is for those with a role that reaches it.").to_owned(),
        ),
        (true, _, _) if !first => {
            (t("That is all").to_owned(), t("There is nothing more here that you may see.").to_owned())
        }
        (true, _, true) => {
            (t("Nothing in it yet").to_owned(), t("Make the first resource, or import many from a file.").to_owned())
        }
        (true, _, false) => (
            t("Nothing that you may see").to_owned(),
            t("Whoever may create resources here can put some in, and decide who sees them.").to_owned(),
        ),
    };
    view! { <Empty glyph=Glyph::Projects title text/> }.into_any()
}
