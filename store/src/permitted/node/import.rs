//! Importing resources: what each row would do, and then all of them at once.

use super::{
    can,
    edit::{attributes, taken},
    file::{COLUMNS, MAX_BYTES, Row, rows},
};
use crate::{
    Micros, SECOND,
    error::{Denied, Result, StoreError},
    permitted::{AccessOutlook, Permitted, Story, writer},
    port::{PageRequest, ProfileRecord},
    work::Work,
};
use authz::{
    Change, Index, Node, NodeId, Remark, Visibility,
    action::{Action, ImportNodes, ListNodes, is_resource},
    guard, remark,
};
use serde_json::json;
use std::collections::BTreeMap;

/// A file that nobody applied is forgotten after a day.
const KEPT: Micros = 86_400 * SECOND;
/// Most ids that an audit line names.
const NAMED: usize = 100;

/// What a row of a file would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeVerdict {
    /// It would make a resource.
    Created,
    /// It would change one.
    Updated,
    /// It is so already.
    Unchanged,
    /// It would not be taken.
    Refused {
        /// The column.
        field: String,
        /// Why, and what to do about it.
        remedy: Remark,
    },
}

/// What a file would do.
#[derive(Clone, Debug, Default)]
pub struct NodeTrial {
    /// Line, id and verdict of each row.
    pub rows: Vec<(u32, String, NodeVerdict)>,
    /// Who gains and who loses by the rows that are not refused.
    pub access: AccessOutlook,
    changes: Vec<Change>,
    profiles: Vec<ProfileRecord>,
}

impl NodeTrial {
    fn ids(&self, wanted: &NodeVerdict) -> Vec<&str> {
        let fits = self.rows.iter().filter(|(_, _, verdict)| verdict == wanted);
        fits.map(|(_, id, _)| id.as_str()).collect()
    }
}

/// What a row makes of a node.
struct Step {
    node: Node,
    profile: Option<ProfileRecord>,
    extras: Vec<Change>,
    fresh: bool,
}

impl<A: Action<Scope = NodeId>> Permitted<A> {
    /// What every row would do, one after the other, as far as the caller may.
    async fn try_out(&mut self, text: &str) -> Result<NodeTrial> {
        let mut ahead = self.index(Index::clone);
        let (mut trial, mut seen) = (NodeTrial::default(), BTreeMap::new());
        for row in rows(text)? {
            let (line, id) = (u32::try_from(row.line).unwrap_or(u32::MAX), row.id.clone());
            let verdict = match seen.insert(id.clone(), line) {
                Some(first) => {
                    Err(StoreError::invalid("id", remark!("line {first} is about it already: leave out one", first)))
                }
                None => self.step(&ahead, row).await,
            };
            let verdict = match verdict {
                Ok(None) => NodeVerdict::Unchanged,
                Ok(Some(step)) => {
                    let fresh = step.fresh;
                    let changes = [vec![Change::PutNode(step.node)], step.extras].concat();
                    ahead.apply(&changes).map_err(StoreError::database)?;
                    trial.changes.extend(changes);
                    trial.profiles.extend(step.profile);
                    if fresh { NodeVerdict::Created } else { NodeVerdict::Updated }
                }
                Err(StoreError::Invalid { field, remedy }) => NodeVerdict::Refused { field: field.to_owned(), remedy },
                Err(error @ StoreError::Database(_)) => return Err(error),
                Err(other) => NodeVerdict::Refused { field: String::new(), remedy: other.remark() },
            };
            trial.rows.push((line, id, verdict));
        }
        Ok(trial)
    }

    /// What a row makes of a node, judged on the facts as the rows before it leave them; nothing if it is so already.
    async fn step(&mut self, ahead: &Index, row: Row) -> Result<Option<Step>> {
        let id = NodeId::parse(&row.id).map_err(|bad| StoreError::invalid("id", bad))?;
        if !is_resource(id.kind(), ahead.catalog()) {
            return Err(StoreError::invalid("id", remark!("`{kind}` is no type of resource here", kind = id.kind())));
        }
        let before = ahead.node(&id).cloned();
        if before.is_some() != before.as_ref().is_some_and(|node| self.reads(ahead, &node.id))
            || (before.is_none() && self.transaction.is_retired(&id).await?)
        {
            return Err(taken(&id));
        }
        let had = self.transaction.find_profile(&id).await?;
        let (name, described) = (row.name.clone(), row.description.clone());
        let name = name.or_else(|| had.as_ref().map(|had| had.name.clone())).unwrap_or_default();
        let described = described.or_else(|| had.as_ref().map(|had| had.description.clone())).unwrap_or_default();
        let profile = self.profile(&id, had.clone(), &name, &described)?;
        let node = self.wanted(ahead, &id, before.as_ref(), row).await?;
        if before.as_ref() == Some(&node) && profile == had {
            return Ok(None);
        }
        let extras = if before.is_none() { self.on_create(&id)? } else { Vec::new() };
        self.ask_row(ahead, before.as_ref(), &node)?;
        match &before {
            None => self.judge_new(ahead, &node, &extras)?,
            Some(_) => guard::judge(ahead, &writer(&self.caller), &[Change::PutNode(node.clone())], self.now)?,
        }
        Ok(Some(Step { node, profile, extras, fresh: before.is_none() }))
    }

    /// The node as the row wants it.
    async fn wanted(&mut self, ahead: &Index, id: &NodeId, before: Option<&Node>, row: Row) -> Result<Node> {
        let mut node = before
            .cloned()
            .unwrap_or_else(|| Node { owner: self.caller.user().cloned(), ..Node::new(id.clone(), Vec::new()) });
        let parents =
            row.parents.unwrap_or_default().iter().map(|text| self.parent(ahead, text)).collect::<Result<Vec<_>>>()?;
        if !parents.is_empty() {
            node.parents = self.parents(ahead, &node, &parents)?;
        } else if before.is_none() {
            node.parents = vec![self.scope.clone()];
        }
        if !node.parents.iter().any(|parent| ahead.lies_below(parent, &self.scope)) {
            return Err(StoreError::invalid(
                "parents",
                remark!("name one in this project: the rest is not changed from here"),
            ));
        }
        if let Some(owner) = &row.owner {
            let here = if before.is_some() { id } else { &self.scope }.clone();
            node.owner = self.owner(&here, owner).await?;
        }
        let kind = ahead.catalog().types.get(id.kind());
        if let Some(text) = &row.restricted {
            node.restricted = flag(text)?;
            if node.restricted && !kind.is_some_and(|kind| kind.restrictable) {
                return Err(StoreError::invalid(
                    "restricted",
                    remark!("a `{kind}` cannot be restricted: leave it empty", kind = id.kind()),
                ));
            }
        }
        if let Some(text) = &row.visibility {
            node.visibility = visibility(text)?;
            if node.visibility != Visibility::Private && !kind.is_some_and(|kind| kind.visibility) {
                return Err(StoreError::invalid(
                    "visibility",
                    remark!("a `{kind}` carries no visibility: leave it empty", kind = id.kind()),
                ));
            }
        }
        if let Some(json) = &row.attributes {
            node.attributes = attributes(json)?;
        }
        Ok(node)
    }

    fn parent(&self, ahead: &Index, text: &str) -> Result<NodeId> {
        let known = NodeId::parse(text).ok().filter(|id| ahead.node(id).is_some() && self.reads(ahead, id));
        let remedy = || remark!("`{text}` is not known: check the spelling, or put its row further up", text);
        known.ok_or_else(|| StoreError::invalid("parents", remedy()))
    }

    /// May the caller do what the row wants, by the permissions of the node's own type?
    fn ask_row(&self, ahead: &Index, before: Option<&Node>, node: &Node) -> Result<()> {
        let (kind, action) = (node.id.kind(), if before.is_some() { "update" } else { "create" });
        let had = before.map(|before| before.parents.as_slice()).unwrap_or_default();
        let fresh = node.parents.iter().filter(|parent| !had.contains(parent));
        let asked = before.map(|before| &before.id).into_iter().chain(fresh);
        for place in asked {
            if !can(ahead, &self.caller, kind, action, place, self.now) {
                let field = if before.is_some_and(|before| before.id == *place) { "id" } else { "parents" };
                return Err(StoreError::invalid(
                    field,
                    remark!("you need `{kind}:{action}` on `{place}`", kind, action, place),
                ));
            }
        }
        Ok(())
    }
}

fn flag(text: &str) -> Result<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "1" => Ok(true),
        "false" | "no" | "0" => Ok(false),
        _ => Err(StoreError::invalid("restricted", remark!("write `true` or `false`, or leave it empty"))),
    }
}

fn visibility(text: &str) -> Result<Visibility> {
    match text.to_lowercase().as_str() {
        "private" => Ok(Visibility::Private),
        "internal" => Ok(Visibility::Internal),
        "public" => Ok(Visibility::Public),
        _ => Err(StoreError::invalid(
            "visibility",
            remark!("write `private`, `internal` or `public`, or leave it empty"),
        )),
    }
}

impl Permitted<ListNodes> {
    /// What the caller is about to import, since when, and what it would do.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn draft(&mut self) -> Result<Option<(String, Micros, Result<NodeTrial>)>> {
        let (author, node) = (self.caller.name().to_owned(), self.scope.clone());
        let Some((text, at)) = self.transaction.find_draft(&author, &node).await? else { return Ok(None) };
        match self.try_out(&text).await {
            Err(error @ StoreError::Database(_)) => Err(error),
            Err(error) => Ok(Some((text, at, Err(error)))),
            Ok(trial) => {
                let access = self.outlook_of(&trial.changes).await?;
                Ok(Some((text, at, Ok(NodeTrial { access, ..trial }))))
            }
        }
    }

    /// What can be made in the project and in what is in it.
    pub fn kinds(&self) -> Vec<String> {
        self.index(|index| {
            let inside = super::within(index.catalog(), "project");
            inside.into_iter().filter(|kind| is_resource(kind, index.catalog())).map(ToOwned::to_owned).collect()
        })
    }

    /// Everything in the project that the caller may see, level by level, as rows of a file that can be imported again; the
    /// first row names the columns.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn export(&mut self) -> Result<Vec<Vec<String>>> {
        let mut file = vec![COLUMNS.map(str::to_owned).to_vec()];
        let (mut open, mut seen) = (vec![self.scope.clone()], std::collections::BTreeSet::new());
        let mut at = 0;
        while let Some(here) = open.get(at).cloned() {
            at += 1;
            let mut request = PageRequest { limit: crate::port::MAX_PAGE, ..PageRequest::default() };
            loop {
                let page = self.level(&here, super::NodeView::Own, &request).await?;
                for line in page.items.into_iter().filter(|line| seen.insert(line.id.clone())) {
                    file.push(self.exported(&line).await?);
                    open.push(line.id);
                }
                match page.next {
                    Some(next) => request.after = Some(next),
                    None => break,
                }
            }
        }
        Ok(file)
    }

    async fn exported(&mut self, line: &super::NodeLine) -> Result<Vec<String>> {
        let profile = self.transaction.find_profile(&line.id).await?;
        let alone = self.is_alone(&line.id).await?;
        let fact = self.index(|index| {
            let mut fact = index.node(&line.id).cloned()?;
            fact.parents.retain(|parent| self.reads(index, parent));
            fact.owner = fact.owner.filter(|owner| self.knows(index, &line.id, owner, alone));
            Some(fact)
        });
        let fact = fact.ok_or(Denied::NotFound)?;
        let parents: Vec<&str> = fact.parents.iter().map(NodeId::as_str).collect();
        let attributes = if fact.attributes.is_empty() { String::new() } else { json!(fact.attributes).to_string() };
        let visibility = json!(fact.visibility).as_str().unwrap_or_default().to_owned();
        Ok(vec![
            line.id.to_string(),
            profile.as_ref().map(|profile| profile.name.clone()).unwrap_or_default(),
            profile.map(|profile| profile.description).unwrap_or_default(),
            parents.join("; "),
            fact.owner.map(|owner| owner.to_string()).unwrap_or_default(),
            if fact.restricted { "true" } else { "" }.to_owned(),
            if fact.visibility == Visibility::Private { String::new() } else { visibility },
            attributes,
        ])
    }
}

impl Permitted<ImportNodes> {
    /// Keeps a file for its author to look at what it would do. Nothing else is changed.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] if it cannot be read at all.
    pub async fn check(mut self, text: &str) -> Result<()> {
        if text.len() <= MAX_BYTES {
            let (author, node) = (self.caller.name().to_owned(), self.scope.clone());
            self.transaction.put_draft(&author, &node, text, self.now, self.now - KEPT).await?;
        }
        let read = rows(text).map(drop);
        self.transaction.commit().await?;
        read
    }

    /// Does what the file says that its author looked at, all of it or nothing.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] if there is no such file any more, or a row of it is refused; [`StoreError::Refused`] if a
    /// guard says no.
    pub async fn apply(mut self, at: Micros, reason: &str) -> Result<()> {
        let (author, node) = (self.caller.name().to_owned(), self.scope.clone());
        let reason = crate::permitted::text("reason", reason)?;
        let draft = self.transaction.find_draft(&author, &node).await?.filter(|draft| draft.1 == at);
        let (text, _) = draft.ok_or_else(|| {
            StoreError::invalid("text", remark!("look at what it would do once more: the file is another one now"))
        })?;
        let trial = self.try_out(&text).await?;
        if let Some((line, _, _)) = trial.rows.iter().find(|row| matches!(row.2, NodeVerdict::Refused { .. })) {
            return Err(StoreError::invalid("text", remark!("line {line} is refused: mend it, or leave it out", line)));
        }
        if trial.changes.is_empty() && trial.profiles.is_empty() {
            return Err(StoreError::invalid("text", remark!("all of it is so already: there is nothing to do")));
        }
        let (made, changed) = (trial.ids(&NodeVerdict::Created), trial.ids(&NodeVerdict::Updated));
        let few = |ids: &[&str]| ids.iter().take(NAMED).map(|id| (*id).to_owned()).collect::<Vec<_>>();
        let after = json!({ "created": made.len(), "updated": changed.len(), "first": few(&[made, changed].concat()) });
        let story = Story::about(&node).after(&after).because(&reason);
        self.transaction.remove_draft(&author, &node).await?;
        let work = Work { changes: trial.changes, profiles: trial.profiles, ..Work::default() };
        self.commit(work, &node, story).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_and_visibility_are_words() {
        assert_eq!(flag("TRUE").ok(), Some(true));
        assert_eq!(flag("no").ok(), Some(false));
        assert!(flag("maybe").is_err());
        assert_eq!(visibility("Public").ok(), Some(Visibility::Public));
        assert!(visibility("open").is_err());
    }
}
