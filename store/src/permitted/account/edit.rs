//! Making accounts and changing them: what they are called, their consultancy, labels, seats and suspension.

use super::{consultancy, link};
use crate::{
    error::{Denied, Result, StoreError},
    gate::is_readable,
    permitted::{AccessOutlook, Permitted, Story, name, text},
    port::ProfileRecord,
    work::Work,
};
use authz::{
    Atom, Change, Grant, GrantId, Node, NodeId, Remark, Source,
    action::{Action, CreateAccount, GovernAccount, PreviewConsultancy, PreviewTerms, UpdateAccount},
    remark,
};
use serde_json::{Value, json};

/// Most labels of an account.
const MAX_LABELS: usize = 20;
/// Most letters of a label.
const MAX_LABEL: usize = 60;

/// An account to be made, and what one is to be called.
#[derive(Clone, Debug, Default)]
pub struct AccountEdit {
    /// Its id within the type; empty for one made here.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// A sentence or two.
    pub description: String,
}

/// What whoever manages accounts says about one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountTerms {
    /// Its labels, the account's roles.
    pub labels: Vec<String>,
    /// How many users may belong to it; `None` for any number.
    pub seats: Option<u32>,
    /// Are its users inactive?
    pub suspended: bool,
}

fn labels(wanted: &[String]) -> Result<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    for label in wanted.iter().map(|label| label.trim()).filter(|label| !label.is_empty()) {
        if label.chars().count() > MAX_LABEL || label.chars().any(char::is_control) {
            return Err(StoreError::invalid(
                "labels",
                remark!("keep each to {n} characters on one line", n = MAX_LABEL),
            ));
        }
        if !found.iter().any(|other| other == label) {
            found.push(label.to_owned());
        }
    }
    if found.len() > MAX_LABELS {
        return Err(StoreError::invalid("labels", remark!("keep to {n} labels", n = MAX_LABELS)));
    }
    Ok(found)
}

impl Permitted<CreateAccount> {
    /// Makes an account below the node, with what the catalog gives with it.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names the field that cannot be taken; [`StoreError::Refused`] if a guard says no.
    pub async fn add(self, new: AccountEdit) -> Result<NodeId> {
        let id = if new.id.trim().is_empty() { self.gate.new_id("acc") } else { new.id.trim().to_owned() };
        let id = NodeId::new("account", &id).map_err(|bad| StoreError::invalid("id", bad))?;
        if self.index(|index| index.node(&id).is_some()) {
            return Err(StoreError::invalid("id", remark!("`{id}` is taken, choose another", id)));
        }
        let profile = ProfileRecord {
            node: id.clone(),
            name: name("name", &new.name)?,
            description: text("description", &new.description)?,
            created_at: self.now,
            created_by: self.caller.name().to_owned(),
        };
        let mut changes = vec![Change::PutNode(Node::new(id.clone(), vec![self.scope.clone()]))];
        changes.extend(self.on_create(&id)?);
        let story = Story::about(&id).after(&called(&profile));
        self.commit(Work::from(changes).profile(profile), &id, story).await?;
        Ok(id)
    }
}

fn called(profile: &ProfileRecord) -> Value {
    json!({ "name": profile.name, "description": profile.description })
}

impl Permitted<UpdateAccount> {
    /// Changes what the account is called.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names the field that cannot be taken.
    pub async fn update(mut self, edit: AccountEdit) -> Result<()> {
        let node = self.own()?;
        let mut profile = self.transaction.find_profile(&node).await?.ok_or(Denied::NotFound)?;
        let before = called(&profile);
        profile.name = name("name", &edit.name)?;
        profile.description = text("description", &edit.description)?;
        let story = Story::about(&node).before(&before).after(&called(&profile));
        self.commit(Work::default().profile(profile), &node, story).await
    }

    /// Names the account's consultancy, or that it has none. Those who hold the consultant's role on the consultancy hold
    /// the client's role on the account from then on.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] where there are no consultancies, or no such account; [`StoreError::Refused`] if a guard
    /// says no.
    pub async fn set_consultancy(self, wanted: Option<&NodeId>, reason: &str) -> Result<()> {
        let (node, reason) = (self.own()?, text("reason", reason)?);
        let (before, changes) = self.consulted(wanted)?;
        if changes.is_empty() {
            return Ok(());
        }
        let told = |id: Option<&NodeId>| json!({ "consultancy": id });
        let story = Story::about(&node).before(&told(before.as_ref())).after(&told(wanted)).because(&reason);
        self.commit(Work::from(changes), &node, story).await
    }
}

impl<A: Action<Scope = NodeId>> Permitted<A> {
    /// The account's consultancy, and what makes it the one that is wanted; nothing where it is so already.
    fn consulted(&self, wanted: Option<&NodeId>) -> Result<(Option<NodeId>, Vec<Change>)> {
        let node = self.own()?;
        let refuse = |remedy: Remark| StoreError::invalid("consultancy", remedy);
        let roles = self.index(|index| index.catalog().consultancy.clone());
        let roles = roles.ok_or_else(|| refuse(remark!("this deployment knows no consultancies")))?;
        let known = |id: &NodeId| {
            id.kind() == "account" && *id != node && self.index(|index| is_readable(index, &self.caller, id, self.now))
        };
        if wanted.is_some_and(|id| !known(id)) {
            return Err(refuse(remark!("choose one of the accounts offered")));
        }
        let (had, before) = self.index(|index| {
            let grant = link(index, &node);
            (grant.as_ref().map(|grant| grant.id.clone()), grant.as_ref().and_then(consultancy).cloned())
        });
        if before.as_ref() == wanted {
            return Ok((before, Vec::new()));
        }
        let mut changes: Vec<Change> = had.into_iter().map(Change::RemoveGrant).collect();
        if let Some(wanted) = wanted {
            let id = GrantId::parse(&self.gate.new_id("grt")).map_err(StoreError::database)?;
            let who = vec![Atom::Account(wanted.clone()), Atom::Holder(roles.consultant, wanted.clone())];
            let (role, on, source) = (roles.client, node.clone(), Source::Consultancy);
            changes.push(Change::PutGrant(Grant { id, who, role, on, expires_at: None, source }));
        }
        Ok((before, changes))
    }

    /// An account directly below the node, as it is, and with these terms.
    fn governed(&self, account: &NodeId, terms: &AccountTerms) -> Result<(Node, Node)> {
        let fact = self.index(|index| index.node(account).cloned());
        let fact = fact.filter(|fact| fact.id.kind() == "account" && fact.parents.contains(&self.scope));
        let before = fact.ok_or(Denied::NotFound)?;
        let mine = self.index(|index| {
            let user = self.caller.user().and_then(|user| index.user(user));
            user.is_some_and(|user| user.account.as_ref() == Some(account))
        });
        if mine && terms.suspended && !before.suspended {
            return Err(StoreError::invalid(
                "suspended",
                remark!("this is your own account: ask somebody of another one"),
            ));
        }
        let after = Node { labels: labels(&terms.labels)?, suspended: terms.suspended, ..before.clone() };
        Ok((before, after))
    }

    /// The account; nothing else comes this way.
    fn own(&self) -> Result<NodeId> {
        if self.scope.kind() == "account" { Ok(self.scope.clone()) } else { Err(Denied::NotFound.into()) }
    }
}

impl<A: Action> Permitted<A> {
    /// Refuses one more user where all seats of the account are taken.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] on the field says so.
    pub(in crate::permitted) async fn has_seat(&mut self, account: &NodeId, field: &'static str) -> Result<()> {
        let Some(seats) = self.transaction.find_seats(account).await? else { return Ok(()) };
        let taken = self.index(|index| index.users_of(account).count());
        if taken < usize::try_from(seats).unwrap_or(usize::MAX) {
            return Ok(());
        }
        let remedy = format!("all {seats} seats of this account are taken: ask whoever manages accounts for more");
        Err(StoreError::invalid(field, remedy))
    }
}

/// What gives an account its terms; nothing where it has them already.
fn turned(before: &Node, after: Node) -> Vec<Change> {
    if *before == after { Vec::new() } else { vec![Change::PutNode(after)] }
}

impl Permitted<PreviewConsultancy> {
    /// What naming the account's consultancy, or that it has none, would do. Nothing is saved.
    ///
    /// # Errors
    /// As [`Permitted::set_consultancy`].
    pub async fn outlook(&mut self, wanted: Option<&NodeId>) -> Result<AccessOutlook> {
        let (_, changes) = self.consulted(wanted)?;
        self.outlook_of(&changes).await
    }
}

impl Permitted<PreviewTerms> {
    /// What these terms of an account directly below the node would do. Nothing is saved.
    ///
    /// # Errors
    /// As [`Permitted::govern`].
    pub async fn outlook(&mut self, account: &NodeId, terms: &AccountTerms) -> Result<AccessOutlook> {
        let (before, after) = self.governed(account, terms)?;
        self.outlook_of(&turned(&before, after)).await
    }
}

impl Permitted<GovernAccount> {
    /// Says what labels an account directly below the node has, how many users it may have, and whether it is suspended.
    ///
    /// # Errors
    /// [`Denied::NotFound`] for what is no account below it; [`StoreError::Invalid`] names the field that cannot be taken;
    /// [`StoreError::Refused`] if a guard says no.
    pub async fn govern(mut self, account: &NodeId, terms: AccountTerms, reason: &str) -> Result<()> {
        let reason = text("reason", reason)?;
        let (before, after) = self.governed(account, &terms)?;
        let seats = self.transaction.find_seats(account).await?;
        let told = |node: &Node, seats: Option<u32>| json!({ "labels": node.labels, "seats": seats, "suspended": node.suspended });
        let story = Story::about(account).before(&told(&before, seats)).after(&told(&after, terms.seats));
        let work = Work::from(turned(&before, after)).seats(account, terms.seats);
        self.commit(work, account, story.because(&reason)).await
    }
}
