//! Grants of every kind: a role on a node for whoever fits all of some conditions. Those to single users and groups are
//! members too; here they are grants like all others.

mod edit;
mod whom;

pub use edit::{GrantEdit, GrantTurn};
pub use whom::{AtomKind, AtomText, GrantDraft};

use super::{Permitted, RoleName, member::counted};
use crate::{
    Micros,
    error::{Result, StoreError},
    gate::is_readable,
    port::{HistoryRecord, MadeRecord, Page},
};
use authz::{
    Atom, Grant, GrantId, Index, NodeId, Source, Whom,
    action::{
        Action, AddGrant, ListGrants, PreviewGrant, PreviewGrantRemoval, PreviewNewGrant, ReadAudit, RemoveGrant,
        RestoreGrant, UpdateGrant,
    },
    remark,
};
use std::collections::BTreeMap;

/// Most lines of a grant's history.
const HISTORY: u32 = 50;

/// What is done with grants.
pub trait GrantAction: Action<Scope = NodeId> {}
impl GrantAction for ListGrants {}
impl GrantAction for PreviewNewGrant {}
impl GrantAction for AddGrant {}
impl GrantAction for PreviewGrant {}
impl GrantAction for UpdateGrant {}
impl GrantAction for PreviewGrantRemoval {}
impl GrantAction for RemoveGrant {}
impl GrantAction for RestoreGrant {}

/// A grant as the readers of its node see it.
#[derive(Clone, Debug, PartialEq)]
pub struct GrantLine {
    /// The grant.
    pub grant: Grant,
    /// When it was made and by whom: a node id, `operator@host` or a preset.
    pub made: Option<(Micros, String)>,
    /// How many people it is for; `None` for everybody, or where counting would take long.
    pub people: Option<usize>,
    /// Some of them.
    pub some: Vec<NodeId>,
    /// Has it ended?
    pub ended: bool,
    /// Where it is changed instead, if not as a grant.
    pub elsewhere: Option<NodeId>,
    /// Nodes it names that the caller may not see.
    pub hidden: Vec<NodeId>,
}

/// The node that a condition names.
fn named(atom: &Atom) -> Option<&NodeId> {
    match atom {
        Atom::User(id) | Atom::Group(id) | Atom::GroupAdmins(id) | Atom::Account(id) | Atom::Holder(_, id) => Some(id),
        Atom::AccountLabel(_) | Atom::SignedIn(_) | Atom::Anyone(_) => None,
    }
}

/// Where a grant that is no grant of its own is changed: a consultancy is a setting of its client.
fn elsewhere(grant: &Grant) -> Option<NodeId> {
    (grant.source == Source::Consultancy).then(|| grant.on.clone())
}

impl<A: GrantAction> Permitted<A> {
    /// The grant of this id on the node.
    fn found(&self, id: &str) -> Result<Grant> {
        let grant = self.index(|index| index.grant(id).filter(|grant| grant.on == self.scope));
        grant.ok_or_else(|| StoreError::invalid("grant", remark!("there is no such grant here any more")))
    }

    /// Names of nodes, for telling whom grants are for. Those without a name go by their own.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn names(&mut self, nodes: &[NodeId]) -> Result<Vec<(NodeId, String)>> {
        Ok(self.called(nodes).await?.into_iter().collect())
    }

    /// Every role, for telling what is given by its name.
    pub fn roles(&self) -> Vec<RoleName> {
        self.role_names()
    }

    /// Which of add, update and remove the caller may do here.
    pub fn may_grant(&self) -> [bool; 3] {
        ["member:add", "member:update", "member:remove"].map(|name| self.may(name, &self.scope))
    }

    /// A project that the node is in and the caller may see: where a resource's page is.
    pub fn project(&self) -> Option<NodeId> {
        self.index(|index| {
            let mut above = index.ancestors(&self.scope).into_iter().filter(|id| id.kind() == "project");
            above.find(|id| is_readable(index, &self.caller, id, self.now)).cloned()
        })
    }

    /// May the caller read what was done here?
    pub fn may_read_log(&self) -> bool {
        self.may("audit:read", &self.scope)
    }

    fn line(&self, index: &Index, grant: &Grant, made: Option<MadeRecord>) -> GrantLine {
        let (people, some) = counted(index, grant, self.now);
        // SECURITY: another node that a condition names is told by name only to who may see it.
        let seen = |id: &NodeId| index.lies_below(&self.scope, id) || is_readable(index, &self.caller, id, self.now);
        let holders = grant.who.iter().filter_map(|atom| match atom {
            Atom::Holder(_, node) => Some(node),
            _ => None,
        });
        GrantLine {
            hidden: holders.filter(|id| !seen(id)).cloned().collect(),
            ended: grant.expires_at.is_some_and(|at| at <= self.now),
            elsewhere: elsewhere(grant),
            made: made.map(|made| (made.at, made.author)),
            grant: grant.clone(),
            people,
            some,
        }
    }

    /// One grant.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] where there is none of this id on the node, or it is not the caller's to see.
    pub async fn get(&mut self, id: &str) -> Result<GrantLine> {
        let grant = self.found(id)?;
        if !self.sight().await?.everybody && !self.is_own(&grant) {
            return Err(StoreError::invalid("grant", remark!("there is no such grant here any more")));
        }
        let made = self.transaction.grants_made(std::slice::from_ref(&grant.id)).await?.pop();
        Ok(self.index(|index| self.line(index, &grant, made)))
    }

    fn is_own(&self, grant: &Grant) -> bool {
        self.caller.user().is_some_and(|user| self.index(|index| index.grant_matches(grant, user, self.now)))
    }
}

impl Permitted<ListGrants> {
    /// Grants made on the node, by id, and whether there are some that the caller may not see. Members are left out where
    /// only rules are wanted.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn list(&mut self, rules: bool, after: &str, size: usize) -> Result<(Page<GrantLine>, bool)> {
        let everybody = self.sight().await?.everybody;
        let mut ids = self.ids(rules);
        let all = ids.len();
        if !everybody {
            ids.retain(|id| self.found(id.as_str()).is_ok_and(|grant| self.is_own(&grant)));
        }
        let partial = ids.len() < all;
        ids.retain(|id| id.as_str() > after);
        let more = ids.len() > size;
        ids.truncate(size);
        let made = self.transaction.grants_made(&ids).await?;
        let made: BTreeMap<GrantId, MadeRecord> = made.into_iter().map(|made| (made.id.clone(), made)).collect();
        let items: Vec<GrantLine> = self.index(|index| {
            let grants = ids.iter().filter_map(|id| index.grant(id.as_str()));
            grants.map(|grant| self.line(index, &grant, made.get(&grant.id).cloned())).collect()
        });
        let next = items
            .last()
            .filter(|_| more)
            .map(|last| crate::port::After { key: String::new(), id: last.grant.id.to_string() });
        Ok((Page { items, next }, partial))
    }

    fn ids(&self, rules: bool) -> Vec<GrantId> {
        let mut ids: Vec<GrantId> =
            self.index(|index| index.grant_ids_on(&self.scope, |whom| !rules || whom == Whom::Others).collect());
        ids.sort();
        ids
    }
}

impl Permitted<ReadAudit> {
    /// What was done to one grant of the node, newest first, and the names of who did it and whom it named, as far as the
    /// caller may see them.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn grant_history(&mut self, grant: &str) -> Result<(Vec<HistoryRecord>, Vec<(NodeId, String)>)> {
        let lines = self.transaction.list_grant_history(&self.scope, grant, HISTORY).await?;
        let kept = lines.iter().flat_map(|line| [&line.before, &line.after]).flatten();
        let kept = kept.filter_map(|json| serde_json::from_str::<Grant>(json).ok());
        let mut nodes: Vec<NodeId> =
            kept.flat_map(|grant| grant.who.iter().filter_map(named).cloned().collect::<Vec<_>>()).collect();
        nodes = self.index(|index| nodes.into_iter().filter(|id| self.sees(index, id)).collect());
        nodes.extend(lines.iter().filter_map(|line| NodeId::parse(&line.actor).ok()));
        nodes.sort();
        nodes.dedup();
        Ok((lines, self.called(&nodes).await?.into_iter().collect()))
    }
}
