//! Who is a member, with all that gives them access.

use super::{RoleName, own_grants};
use crate::{
    counted::FRESH,
    error::Result,
    permitted::{
        Permitted,
        access::{Access, Strengths, access},
    },
    port::{
        GrantRecord, HistoryRecord, MemberCounts, MemberFilter, MemberRecord, MemberTotals, Page, PageRequest,
        RoleCount,
    },
};
use authz::{
    Grant, NodeId,
    action::{Action, ListMembers, ReadAudit},
};
use std::collections::BTreeMap;

/// A member with the grants made on the node, and everything that gives access there.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Who.
    pub record: MemberRecord,
    /// Grants made here, with when and by whom.
    pub grants: Vec<(Grant, GrantRecord)>,
    /// All that is in force and gives them access here, the strongest first.
    pub access: Vec<Access>,
    /// A user: enabled?
    pub active: bool,
}

/// What the caller sees of members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    /// Everybody, not just themselves?
    pub everybody: bool,
    /// Addresses too?
    pub addresses: bool,
}

/// How the members that fit divide up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// By state.
    pub counts: MemberCounts,
    /// By roles and sources.
    pub roles: Vec<RoleCount>,
}

impl<A: Action<Scope = NodeId>> Permitted<A> {
    /// What the caller sees of the node's members. Who manages them sees them all.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn sight(&mut self) -> Result<Sight> {
        let manages = ["member:add", "member:update", "member:remove"].iter().any(|name| self.may(name, &self.scope));
        let everybody = manages || !self.transaction.is_discreet(&self.scope).await?;
        Ok(Sight { everybody, addresses: manages || self.may("user:read", &self.scope) })
    }

    /// The filter with what the caller may see added.
    pub(in crate::permitted) async fn seen(&mut self, filter: &MemberFilter) -> Result<(MemberFilter, Sight)> {
        let sight = self.sight().await?;
        let mut filter = MemberFilter { addresses: sight.addresses, ..filter.clone() };
        if !sight.everybody {
            // SECURITY: who may see nobody else asks for themselves, whatever they asked for.
            filter.only = Some(self.caller.user().cloned().unwrap_or_else(NodeId::system));
        }
        Ok((filter, sight))
    }
}

impl Permitted<ListMembers> {
    /// Members that fit, by name.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn list(&mut self, filter: &MemberFilter, request: &PageRequest) -> Result<Page<Member>> {
        let (filter, sight) = self.seen(filter).await?;
        let page = self.transaction.list_members(&self.scope, &filter, request).await?;
        let items = self.members(page.items, sight).await?;
        Ok(Page { items, next: page.next })
    }

    /// How many members fit.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn count(&mut self, filter: &MemberFilter) -> Result<u64> {
        let (filter, _) = self.seen(filter).await?;
        self.transaction.count_matching(&self.scope, &filter).await
    }

    /// How the members that fit divide up.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn facets(&mut self, filter: &MemberFilter) -> Result<Facets> {
        let (filter, _) = self.seen(filter).await?;
        let (counted, revision) = self.gate.counted();
        let asked = (self.scope.clone(), filter.clone(), revision, self.now / FRESH);
        if let Some(found) = counted.facets(&asked) {
            return Ok(found);
        }
        let roles = self.transaction.count_members(&self.scope, &filter, self.now).await?;
        let found = Facets { counts: roles.iter().map(|some| some.counts).sum(), roles };
        self.gate.counted().0.keep_facets(asked, &found);
        Ok(found)
    }

    /// How many members there are; of what the caller may not see, nothing.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn totals(&mut self) -> Result<MemberTotals> {
        if !self.sight().await?.everybody {
            return Ok(MemberTotals { people: 1, ..MemberTotals::default() });
        }
        let (counted, revision) = self.gate.counted();
        if let Some(totals) = counted.totals(&self.scope, revision, self.now) {
            return Ok(totals);
        }
        let totals = self.transaction.member_totals(&self.scope, self.now).await?;
        self.gate.counted().0.keep_totals(&self.scope, revision, self.now, totals);
        Ok(totals)
    }

    /// One member.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn find(&mut self, subject: &NodeId) -> Result<Option<Member>> {
        let sight = self.sight().await?;
        if !sight.everybody && self.caller.user() != Some(subject) {
            return Ok(None);
        }
        let Some(record) = self.transaction.find_member(&self.scope, subject).await? else { return Ok(None) };
        Ok(self.members(vec![record], sight).await?.pop())
    }

    /// Names of nodes, for showing where access comes from.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn names(&mut self, nodes: &[NodeId]) -> Result<Vec<(NodeId, String)>> {
        self.transaction.names(nodes).await
    }

    /// Every role, for showing what somebody holds by its name.
    pub fn roles(&self) -> Vec<RoleName> {
        self.index(|index| index.roles().map(RoleName::from).collect())
    }

    /// Which of add, update and remove the caller may do here.
    pub fn may_manage(&self) -> [bool; 3] {
        ["member:add", "member:update", "member:remove"].map(|name| self.may(name, &self.scope))
    }

    /// May the caller read what was done with members?
    pub fn may_read_history(&self) -> bool {
        self.may("audit:read", &self.scope)
    }

    pub(super) async fn members(&mut self, records: Vec<MemberRecord>, sight: Sight) -> Result<Vec<Member>> {
        let subjects: Vec<NodeId> = records.iter().map(|record| record.subject.clone()).collect();
        let details = self.transaction.list_grants(&self.scope, &subjects).await?;
        let details: BTreeMap<_, _> = details.into_iter().map(|detail| (detail.id.clone(), detail)).collect();
        Ok(self.index(|index| {
            let mut strengths = Strengths::default();
            let member = |mut record: MemberRecord| {
                if !sight.addresses && self.caller.user() != Some(&record.subject) {
                    record.email = None;
                }
                let own = own_grants(index, &self.scope, &record.subject);
                let grants =
                    own.filter_map(|grant| details.get(&grant.id).cloned().map(|detail| (grant, detail))).collect();
                let access = access(index, &self.scope, &record.subject, self.now, &mut strengths);
                let active = record.subject.kind() != "user" || index.is_active(&record.subject);
                Member { record, grants, access, active }
            };
            records.into_iter().map(member).collect()
        }))
    }
}

impl Permitted<ReadAudit> {
    /// What was done with the members of the node, newest first, and the names of who is named.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn member_history(
        &mut self,
        request: &PageRequest,
    ) -> Result<(Page<HistoryRecord>, Vec<(NodeId, String)>)> {
        let page = self.transaction.list_member_history(&self.scope, request).await?;
        let texts = page.items.iter().flat_map(|item| [Some(&item.actor), item.subject.as_ref()]).flatten();
        let mut nodes: Vec<NodeId> = texts.filter_map(|text| NodeId::parse(text).ok()).collect();
        nodes.sort();
        nodes.dedup();
        let names = self.transaction.names(&nodes).await?;
        Ok((page, names))
    }
}
