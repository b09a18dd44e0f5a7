//! Resources, a row each, with what is open in them.

use crate::prelude::*;
use crate::{
    dto::{NodeItem, NodeLevel, TreeQuery},
    kit::{Chip, ChipTone, Glyph, Hit, Icon},
    link,
    page::project::{visibility, words},
    text::{fill, t},
};
use authz::Visibility;

/// What a tree's rows need to know of the page they are on.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The project's name in addresses.
    pub project: String,
    /// Who may visit the project: what differs is told.
    pub visibility: Visibility,
    /// What part of the tree is shown; nothing where rows do not open in place.
    pub query: Option<TreeQuery>,
}

impl Place {
    fn tree(&self, query: &TreeQuery) -> String {
        address(&self.project, query)
    }

    /// Where one more is open, or one less.
    fn toggled(&self, query: &TreeQuery, id: &str, open: bool) -> String {
        let mut all: Vec<&str> = query.open.lines().filter(|line| *line != id).collect();
        if !open {
            all.push(id);
        }
        self.tree(&TreeQuery { open: all.join("\n"), ..query.clone() })
    }
}

/// Where a part of a tree is.
pub(super) fn address(project: &str, query: &TreeQuery) -> String {
    let pairs =
        [("q", &query.q), ("at", &query.at), ("open", &query.open), ("after", &query.after), ("as", &query.view)];
    let pairs = pairs.map(|(name, value)| (name, value.as_str()));
    link::with_query(&link::project(project, "resources"), &pairs)
}

/// Rows of one level.
pub(super) fn rows(level: NodeLevel, place: &Place) -> AnyView {
    let rows = level.items.into_iter().map(|item| row(item, place)).collect_view();
    let class = if place.query.is_some() { "tree" } else { "tree tree-flat" };
    view! { <ul class=class>{rows}</ul> }.into_any()
}

fn row(item: NodeItem, place: &Place) -> AnyView {
    let NodeItem { id, name, kind, restricted, visibility, opens, also, path, level } = item;
    let words_in = place.query.as_ref().map(|query| query.q.clone()).unwrap_or_default();
    let page = link::node(&place.project, &id, "");
    let toggle = place.query.as_ref().filter(|_| path.is_empty()).map(|query| {
        let open = level.is_some();
        opens.then(|| view! { <Toggle href=place.toggled(query, &id, open) name=name.clone() open/> })
    });
    let found = words_in.trim().to_lowercase();
    let by_id = !found.is_empty() && !name.to_lowercase().contains(&found);
    let shown_id = by_id.then(|| view! { <code class="tree-id"><Hit text=id.clone() words=words_in.clone()/></code> });
    let inside = level.map(|level| inside(&id, &name, level, place));
    let way = (!path.is_empty()).then(|| {
        let names: Vec<String> = path.into_iter().map(|node| node.name).collect();
        view! { <span class="tree-note">{fill("in {way}", &[("way", &names.join(" › "))])}</span> }
    });
    let elsewhere = (!also.is_empty())
        .then(|| view! { <span class="tree-note">{fill("also in {places}", &[("places", &also.join(", "))])}</span> });
    view! {
        <li>
            <div class="tree-row">
                {place.query.is_some().then(|| view! { <span class="tree-mark">{toggle}</span> })}
                <span class="tree-name">
                    <a class="link-quiet touch font-medium" href=page><Hit text=name words=words_in/></a>
                    {shown_id} {way} {elsewhere}
                </span>
                <span class="tree-kind">{words(&kind)}</span>
                <span class="tree-state">
                    {restricted.then(|| view! { <Chip tone=ChipTone::Accent glyph=Glyph::Lock>{t("Restricted")}</Chip> })}
                    {(visibility != place.visibility && !restricted).then(|| open_to(visibility))}
                </span>
            </div>
            {inside}
        </li>
    }
    .into_any()
}

/// Who may visit in the end.
pub(super) fn open_to(visibility: Visibility) -> AnyView {
    let (_, label, glyph) = visibility::words(visibility);
    view! { <Chip tone=ChipTone::Plain glyph>{label}</Chip> }.into_any()
}

/// What is in a resource that is open, and the way to the rest of it.
fn inside(id: &str, name: &str, level: NodeLevel, place: &Place) -> AnyView {
    let rest = level.next.clone().zip(place.query.as_ref()).map(|(after, query)| {
        let part = TreeQuery { at: id.to_owned(), after, view: query.view.clone(), ..TreeQuery::default() };
        let label = fill("More in {name}", &[("name", name)]);
        view! { <a class="btn btn-plain btn-sm tree-more" href=place.tree(&part)>{label}</a> }
    });
    view! { {rows(level, place)} {rest} }.into_any()
}

#[component]
fn Toggle(href: String, name: String, open: bool) -> impl IntoView {
    let label = if open { fill("Close {name}", &[("name", &name)]) } else { fill("Open {name}", &[("name", &name)]) };
    view! {
        <a class="tree-toggle" href=href aria-label=label aria-expanded=if open { "true" } else { "false" } data-noscroll="">
            <Icon glyph=Glyph::Right/>
        </a>
    }
    .into_any()
}
