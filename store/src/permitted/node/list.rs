//! A project's tree, level by level, and looked through.

use super::view::{Eyes, NodeView};
use crate::{
    error::{Denied, Result},
    permitted::Permitted,
    port::{After, NodeRecord, Page, PageRequest},
};
use authz::{
    Index, NodeId, Visibility,
    action::{ListNodes, is_resource},
};
use std::collections::BTreeMap;

/// Most nodes looked at for one page: what the caller may not see is passed over.
const MAX_LOOKED: usize = 2_000;
/// Most nodes in another looked at to say that there is something to see.
const MAX_INSIDE: usize = 500;

/// A resource in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeLine {
    /// Which.
    pub id: NodeId,
    /// What people call it.
    pub name: String,
    /// Is it restricted?
    pub restricted: bool,
    /// Who may visit it in the end.
    pub visibility: Visibility,
    /// Is there something in it to see?
    pub opens: bool,
    /// What else it is in, as far as the caller may see it.
    pub also: Vec<NodeId>,
    /// The way down to it from where it was looked for, the outermost first.
    pub path: Vec<NodeId>,
}

impl Permitted<ListNodes> {
    /// What is directly in a node of the project, by name, as far as the caller may see it; through other eyes, what
    /// both see.
    ///
    /// # Errors
    /// [`Denied::NotFound`] for a node that is not there, or not to be seen.
    pub async fn level(&mut self, at: &NodeId, view: NodeView, request: &PageRequest) -> Result<Page<NodeLine>> {
        let here = self.index(|index| index.lies_below(at, &self.scope) && self.reads(index, at));
        if !here {
            return Err(Denied::NotFound.into());
        }
        let mut request = request.clone();
        let mut gathered = Gathered::new(&request);
        loop {
            let page = self.transaction.list_below(at, &request).await?;
            let next = page.next.clone();
            let lines = self.lines(page.items, view, |_, _| Some(Vec::new()));
            match gathered.take(lines, next) {
                Ok(next) => request.after = Some(next),
                Err(page) => {
                    return Ok(page.map(|mut line| {
                        line.also.retain(|parent| parent != at);
                        line
                    }));
                }
            }
        }
    }

    /// What is anywhere in the project and called so, with the way to it.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn search(&mut self, view: NodeView, request: &PageRequest) -> Result<Page<NodeLine>> {
        let mut request = request.clone();
        let mut gathered = Gathered::new(&request);
        loop {
            let page = self.transaction.find_nodes(&request).await?;
            let next = page.next.clone();
            let lines = self.lines(page.items, view, |index, node| self.way(index, node));
            match gathered.take(lines, next) {
                Ok(next) => request.after = Some(next),
                Err(page) => return Ok(page),
            }
        }
    }

    /// Names of nodes, for showing where things are; one without a name by its own.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn names(&mut self, nodes: &[NodeId]) -> Result<BTreeMap<NodeId, String>> {
        self.called(nodes).await
    }

    /// The way down to a node of the project, the outermost first, without the project and the node.
    pub fn way_to(&self, node: &NodeId) -> Option<Vec<NodeId>> {
        self.index(|index| self.way(index, node))
    }

    fn way(&self, index: &Index, node: &NodeId) -> Option<Vec<NodeId>> {
        let mut came: BTreeMap<NodeId, NodeId> = BTreeMap::new();
        let mut open = vec![node.clone()];
        let mut at = 0;
        while let Some(here) = open.get(at).cloned() {
            at += 1;
            if here == self.scope {
                let back = |last: &NodeId| came.get(last).cloned();
                let way = std::iter::successors(back(&here), back);
                return Some(way.filter(|id| id != node).collect());
            }
            for parent in index.node(&here).into_iter().flat_map(|node| &node.parents) {
                if parent != node && !came.contains_key(parent) && self.reads(index, parent) {
                    came.insert(parent.clone(), here.clone());
                    open.push(parent.clone());
                }
            }
        }
        None
    }

    /// Each with the key by which a page goes on after it.
    fn lines(
        &self,
        records: Vec<NodeRecord>,
        view: NodeView,
        way: impl Fn(&Index, &NodeId) -> Option<Vec<NodeId>>,
    ) -> Vec<(After, Option<NodeLine>)> {
        self.index(|index| {
            let eyes = Eyes::new(index, view, &self.caller, self.now);
            let seen = |node: &NodeId| self.reads(index, node) && (view == NodeView::Own || eyes.sees(index, node));
            let line = |record: NodeRecord| {
                let after = After { key: record.key, id: record.node.to_string() };
                let fact = index.node(&record.node).filter(|fact| seen(&fact.id));
                let line = fact.and_then(|fact| {
                    let kind = index.catalog().types.get(fact.id.kind());
                    let inside = index.children(&fact.id).filter(|child| is_resource(child.kind(), index.catalog()));
                    Some(NodeLine {
                        path: way(index, &fact.id)?,
                        restricted: fact.restricted && kind.is_some_and(|kind| kind.restrictable),
                        visibility: index.visibility_of(&fact.id),
                        opens: inside.take(MAX_INSIDE).any(seen),
                        also: fact.parents.iter().filter(|parent| self.reads(index, parent)).cloned().collect(),
                        name: record.name,
                        id: record.node,
                    })
                });
                (after, line)
            };
            records.into_iter().map(line).collect()
        })
    }
}

/// A page that is being filled from several.
struct Gathered {
    found: Vec<NodeLine>,
    wanted: usize,
    looked: usize,
}

impl Gathered {
    fn new(request: &PageRequest) -> Self {
        Self { found: Vec::new(), wanted: usize::try_from(request.size()).unwrap_or(usize::MAX), looked: 0 }
    }

    /// Takes some, and says where to read on, or is done.
    fn take(&mut self, lines: Vec<(After, Option<NodeLine>)>, next: Option<After>) -> Result<After, Page<NodeLine>> {
        let last = lines.len();
        for (number, (after, line)) in lines.into_iter().enumerate() {
            self.looked += 1;
            self.found.extend(line);
            let more = next.is_some() || number + 1 < last;
            if self.found.len() == self.wanted || self.looked == MAX_LOOKED {
                return Err(Page { items: std::mem::take(&mut self.found), next: more.then_some(after) });
            }
        }
        next.ok_or_else(|| Page { items: std::mem::take(&mut self.found), next: None })
    }
}
