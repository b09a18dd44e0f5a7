//! Accounts: who belongs to one, its labels and seats, whether it is suspended, and the consultancy that works for it.

mod edit;
mod moving;

pub use edit::{AccountEdit, AccountTerms};

use super::{Permitted, Place};
use crate::{
    error::{Denied, Result},
    gate::is_readable,
    port::{After, MemberRecord, Page, PageRequest, ProfileRecord, fold},
};
use authz::{
    Atom, Grant, Index, NodeId, Source,
    action::{Action, ListAccounts, ReadAccount},
};
use std::collections::BTreeMap;

/// Most clients of a consultancy that are told.
const MAX_CLIENTS: usize = 200;
/// Most users looked at for one page of them.
const MAX_LOOKED: usize = 2_000;

/// An account as its readers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// What people call it.
    pub profile: ProfileRecord,
    /// Its labels, the account's roles.
    pub labels: Vec<String>,
    /// Are its users inactive?
    pub suspended: bool,
    /// How many users belong to it.
    pub people: usize,
    /// How many may; `None` for any number.
    pub seats: Option<u32>,
}

/// The grant that links an account to its consultancy.
fn link(index: &Index, account: &NodeId) -> Option<Grant> {
    index.grants_on(account).find(|grant| grant.source == Source::Consultancy)
}

/// The consultancy that a link names.
fn consultancy(grant: &Grant) -> Option<&NodeId> {
    grant.who.iter().find_map(|atom| if let Atom::Account(account) = atom { Some(account) } else { None })
}

impl<A: Action> Permitted<A> {
    async fn account(&mut self, profile: ProfileRecord) -> Result<Option<Account>> {
        let seats = self.transaction.find_seats(&profile.node).await?;
        Ok(self.index(|index| {
            let node = index.node(&profile.node)?;
            let (labels, suspended) = (node.labels.clone(), node.suspended);
            Some(Account { labels, suspended, people: index.users_of(&profile.node).count(), seats, profile })
        }))
    }
}

impl Permitted<ListAccounts> {
    /// Accounts the caller may see, by name.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn list(&mut self, request: &PageRequest) -> Result<Page<Account>> {
        let wanted = usize::try_from(request.size()).unwrap_or(usize::MAX);
        let (mut items, mut request): (Vec<Account>, _) = (Vec::new(), request.clone());
        loop {
            let page = self.transaction.list_profiles("account", &request).await?;
            for profile in page.items {
                if !self.may("account:read", &profile.node) {
                    continue;
                }
                if items.len() == wanted {
                    let after =
                        |last: &Account| After { key: fold(&last.profile.name), id: last.profile.node.to_string() };
                    return Ok(Page { next: items.last().map(after), items });
                }
                items.extend(self.account(profile).await?);
            }
            match page.next {
                Some(next) => request.after = Some(next),
                None => return Ok(Page { items, next: None }),
            }
        }
    }

    /// May the caller create accounts?
    pub fn may_create(&self) -> bool {
        self.may("account:create", &NodeId::system())
    }
}

impl Permitted<ReadAccount> {
    /// The account.
    ///
    /// # Errors
    /// [`Denied::NotFound`] for what is a node and nothing that people call an account.
    pub async fn get(&mut self) -> Result<Account> {
        let profile =
            if self.scope.kind() == "account" { self.transaction.find_profile(&self.scope).await? } else { None };
        let profile = profile.ok_or(Denied::NotFound)?;
        self.account(profile).await?.ok_or_else(|| Denied::NotFound.into())
    }

    /// Users of the account whom the caller may see and who match the search, by name, each with whether they are enabled.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn residents(&mut self, request: &PageRequest) -> Result<Page<(MemberRecord, bool)>> {
        let wanted = usize::try_from(request.size()).unwrap_or(usize::MAX);
        let (mut items, mut looked, mut request) = (Vec::new(), 0, request.clone());
        let addresses = self.may("user:read", &self.scope);
        loop {
            let page = self.transaction.list_residents(&self.scope, addresses, &request).await?;
            let last = page.items.len();
            for (number, mut record) in page.items.into_iter().enumerate() {
                looked += 1;
                let after = After { key: fold(&record.name), id: record.subject.to_string() };
                let own = self.caller.user() == Some(&record.subject);
                if own || self.may("user:read", &record.subject) {
                    let enabled = self.index(|index| index.user(&record.subject).is_some_and(|user| user.active));
                    record.seen_at = None;
                    items.push((record, enabled));
                }
                let more = number + 1 < last || page.next.is_some();
                if items.len() == wanted || looked == MAX_LOOKED {
                    return Ok(Page { items, next: more.then_some(after) });
                }
            }
            match page.next {
                Some(next) => request.after = Some(next),
                None => return Ok(Page { items, next: None }),
            }
        }
    }

    /// The consultancy that works for it, and the accounts it works for itself as far as the caller may see them.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn consultancy(&mut self) -> Result<(Option<Place>, Vec<Place>)> {
        let (consultancy, clients) = self.index(|index| {
            let by = link(index, &self.scope).as_ref().and_then(consultancy).cloned();
            let links = index.grants_naming(&self.scope).filter(|grant| {
                grant.source == Source::Consultancy && grant.on != self.scope && consultancy(grant) == Some(&self.scope)
            });
            let seen = links.map(|grant| grant.on).filter(|on| is_readable(index, &self.caller, on, self.now));
            (by, seen.take(MAX_CLIENTS).collect::<Vec<_>>())
        });
        let all: Vec<NodeId> = consultancy.iter().chain(&clients).cloned().collect();
        let names: BTreeMap<NodeId, String> = self.transaction.names(&all).await?.into_iter().collect();
        let place = |id: &NodeId| Place {
            name: names.get(id).cloned().unwrap_or_else(|| id.name().to_owned()),
            id: id.clone(),
        };
        let mut clients: Vec<Place> = clients.iter().map(place).collect();
        clients.sort_by_key(|client| fold(&client.name));
        Ok((consultancy.as_ref().map(place), clients))
    }

    /// Accounts that may become its consultancy: those the caller may see, but for itself. Nothing where the catalog knows
    /// no consultancies.
    ///
    /// # Errors
    /// [`StoreError::Database`](crate::StoreError::Database).
    pub async fn consultancies(&mut self) -> Result<Option<Vec<Place>>> {
        let found = self.index(|index| {
            index.catalog().consultancy.as_ref()?;
            let seen = index
                .nodes_of_type("account")
                .filter(|id| **id != self.scope && is_readable(index, &self.caller, id, self.now));
            Some(seen.take(MAX_CLIENTS).cloned().collect::<Vec<_>>())
        });
        let Some(ids) = found else { return Ok(None) };
        let names = self.transaction.names(&ids).await?;
        let mut places: Vec<Place> = names.into_iter().map(|(id, name)| Place { id, name }).collect();
        places.sort_by_key(|place| fold(&place.name));
        Ok(Some(places))
    }

    /// May the caller change what it is called and who its consultancy is, and its labels, seats and suspension?
    pub fn may_manage(&self) -> [bool; 2] {
        let above = self.index(|index| {
            let parents = index.node(&self.scope).map(|node| node.parents.as_slice()).unwrap_or_default();
            parents.iter().any(|parent| self.may_in(index, "account:update", parent))
        });
        [self.may("account:update", &self.scope), above]
    }

    /// May the caller make people in it?
    pub fn may_create_users(&self) -> bool {
        self.may("user:create", &self.scope)
    }
}
