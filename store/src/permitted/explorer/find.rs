//! Whom and what a question may be about: found as one types, and by what was typed.

use super::{Sight, unknown};
use crate::{
    error::Result,
    permitted::Permitted,
    port::{After, Page, PageRequest, UserRecord, fold},
};
use authz::{ANONYMOUS, Index, NodeId, Permission, SYSTEM, action::ExplorePlaces, explain::Thing};

/// Most rows looked at for what matches: what the caller may not see is passed over.
const MAX_LOOKED: usize = 2_000;
/// Types with pages of their own that are found by name beside resources.
const PROFILES: [&str; 3] = ["project", "account", "group"];

/// Something a question may be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// What stands in the question.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What tells it from others of the name.
    pub hint: String,
}

/// What matches what was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Topics {
    /// Some of it.
    pub items: Vec<Topic>,
    /// Is there more?
    pub more: bool,
}

impl Topics {
    fn cut(mut items: Vec<Topic>, limit: usize) -> Self {
        let more = items.len() > limit;
        items.truncate(limit);
        Self { items, more }
    }
}

impl Permitted<ExplorePlaces> {
    /// People the caller may see whose name, user name or address has the text in it.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn people(&mut self, text: &str, limit: usize) -> Result<Topics> {
        let discreet = self.discreet().await?;
        let mut request = PageRequest { search: text.to_owned(), limit: 100, ..PageRequest::default() };
        let (mut found, mut looked) = (Vec::new(), 0);
        loop {
            let Page { items, next } = self.transaction.list_users(&request).await?;
            looked += items.len();
            let seen = |sight: &Sight| -> Vec<Topic> {
                items.iter().filter(|user| matches(sight, user, text)).map(person).collect()
            };
            found.extend(self.look(&discreet, |_, sight| seen(sight)));
            match next.filter(|_| found.len() <= limit && looked < MAX_LOOKED) {
                Some(next) => request.after = Some(next),
                None => return Ok(Topics::cut(found, limit)),
            }
        }
    }

    /// Nodes at or below one that the caller may read and whose name or id has the text in it.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn nodes(&mut self, text: &str, within: &NodeId, limit: usize) -> Result<Topics> {
        let discreet = self.discreet().await?;
        let mut found: Vec<Topic> = Vec::new();
        if within.is_system() && !text.is_empty() && SYSTEM.starts_with(&fold(text)) {
            found.push(Topic { id: SYSTEM.to_owned(), name: String::new(), hint: String::new() });
        }
        for kind in PROFILES.map(Some).into_iter().chain([None]) {
            let mut request = PageRequest { search: text.to_owned(), limit: 100, ..PageRequest::default() };
            let mut looked = 0;
            while found.len() <= limit && looked < MAX_LOOKED {
                let (rows, next) = self.named_so(kind, &request).await?;
                looked += rows.len();
                let mine = |index: &Index, sight: &Sight| -> Vec<Topic> {
                    let mine = |(id, _): &(NodeId, String)| sight.reads(id) && index.lies_below(id, within);
                    rows.into_iter().filter(mine).map(place).collect()
                };
                found.extend(self.look(&discreet, mine));
                match next {
                    Some(next) => request.after = Some(next),
                    None => break,
                }
            }
        }
        Ok(Topics::cut(found, limit))
    }

    /// A page of what is called so: of a type with profiles, or of resources.
    async fn named_so(
        &mut self,
        kind: Option<&str>,
        request: &PageRequest,
    ) -> Result<(Vec<(NodeId, String)>, Option<After>)> {
        Ok(if let Some(kind) = kind {
            let page = self.transaction.list_profiles(kind, request).await?;
            (page.items.into_iter().map(|profile| (profile.node, profile.name)).collect(), page.next)
        } else {
            let page = self.transaction.find_nodes(request).await?;
            (page.items.into_iter().map(|record| (record.node, record.name)).collect(), page.next)
        })
    }

    /// Permissions with the text in them.
    pub fn permissions(&self, text: &str, limit: usize) -> Topics {
        let wanted = fold(text);
        let found = self.index(|index| {
            let types = index.catalog().types.iter().filter(|(_, kind)| !kind.by_policy);
            let all = types.flat_map(|(kind, def)| def.actions.iter().map(move |action| format!("{kind}:{action}")));
            let topic = |id: String| Topic { name: id.clone(), id, hint: String::new() };
            all.filter(|id| id.contains(&wanted)).take(limit + 1).map(topic).collect()
        });
        Topics::cut(found, limit)
    }

    /// Types whose nodes can be asked about.
    pub fn kinds(&self) -> Vec<String> {
        self.index(|index| {
            let types = index.catalog().types.iter().filter(|(_, kind)| !kind.by_policy);
            types.map(|(name, _)| name.clone()).collect()
        })
    }

    /// Whom a text means: an id, a user name, an address or a name. On a node also those who are known by what they hold
    /// there.
    ///
    /// # Errors
    /// [`StoreError::Invalid`](crate::StoreError::Invalid) for nobody whom the caller may ask about.
    pub async fn subject_meant(&mut self, text: &str, on: Option<&NodeId>) -> Result<String> {
        let (discreet, text) = (self.discreet().await?, text.trim());
        if text == ANONYMOUS {
            return Ok(text.to_owned());
        }
        let ids = match NodeId::parse(text) {
            Ok(id) => vec![id],
            Err(_) => self.transaction.named(text).await?.into_iter().map(|record| record.subject).collect(),
        };
        let known: Vec<NodeId> = self.look(&discreet, |index, sight| {
            let is_subject = |id: &NodeId| index.user(id).is_some() || index.key(id).is_some();
            let known = |id: &NodeId| {
                sight.sees(Thing::Node(id)) || on.is_some_and(|on| sight.reads(on) && sight.knows(id.as_str(), on))
            };
            // An address tells who it is only to who sees addresses.
            let by_address = text.contains('@');
            ids.into_iter().filter(|id| is_subject(id) && known(id) && (!by_address || sight.reads(id))).collect()
        });
        match known.as_slice() {
            [one] => Ok(one.to_string()),
            _ => Err(unknown("who", text)),
        }
    }

    /// The permission that a text is.
    ///
    /// # Errors
    /// [`StoreError::Invalid`](crate::StoreError::Invalid) for what the catalog does not have.
    pub fn permission_meant(&self, text: &str) -> Result<Permission> {
        let permission = Permission::parse(text.trim()).ok();
        let known = permission.filter(|permission| self.index(|index| index.catalog().knows(permission)));
        known.ok_or_else(|| unknown("can", text.trim()))
    }

    /// The node that a text means: its id or its name; at or below another.
    ///
    /// # Errors
    /// [`StoreError::Invalid`](crate::StoreError::Invalid) for none that the caller may read.
    pub async fn node_meant(&mut self, text: &str, within: &NodeId) -> Result<NodeId> {
        let text = text.trim();
        let discreet = self.discreet().await?;
        let known: Vec<NodeId> = if let Ok(id) = NodeId::parse(text) {
            self.look(&discreet, |index, sight| {
                let mine = index.node(&id).is_some() && sight.reads(&id) && index.lies_below(&id, within);
                Some(id).filter(|_| mine).into_iter().collect()
            })
        } else {
            let called = self.nodes(text, within, MAX_LOOKED).await?.items.into_iter();
            let called = called.filter(|topic| fold(&topic.name) == fold(text));
            called.filter_map(|topic| NodeId::parse(&topic.id).ok()).collect()
        };
        match known.as_slice() {
            [one] => Ok(one.clone()),
            _ => Err(unknown("on", text)),
        }
    }
}

/// May the caller know that this person matches? By an address only whom they may read.
fn matches(sight: &Sight, user: &UserRecord, text: &str) -> bool {
    let wanted = fold(text);
    let by_name = || fold(&user.name).contains(&wanted) || fold(&user.username).contains(&wanted);
    sight.reads(&user.id) || (sight.sees(Thing::Node(&user.id)) && by_name())
}

fn person(user: &UserRecord) -> Topic {
    Topic { id: user.id.to_string(), name: user.name.clone(), hint: user.username.clone() }
}

fn place((id, name): (NodeId, String)) -> Topic {
    Topic { hint: id.to_string(), id: id.to_string(), name }
}
