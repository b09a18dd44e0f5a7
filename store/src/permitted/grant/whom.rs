//! Whom a grant is for, as people write it: users, groups and accounts by their names, other nodes by their ids.

use super::GrantAction;
use crate::{
    error::{Result, StoreError},
    gate::is_readable,
    permitted::{Known, Permitted, Place},
    port::{MemberRecord, fold},
};
use authz::{
    Atom, NodeId, Remark, RoleId,
    action::{PreviewGrant, PreviewNewGrant},
    remark,
};

/// Most conditions of one grant.
pub(super) const MAX_ATOMS: usize = 6;
/// Most letters of a label.
const MAX_LABEL: usize = 60;

/// What kind of somebody a condition names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtomKind {
    /// A user.
    User,
    /// A group's members.
    Group,
    /// A group's admins.
    GroupAdmins,
    /// An account's users.
    Account,
}

impl AtomKind {
    fn of(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group | Self::GroupAdmins => "group",
            Self::Account => "account",
        }
    }

    fn atom(self, id: NodeId) -> Atom {
        match self {
            Self::User => Atom::User(id),
            Self::Group => Atom::Group(id),
            Self::GroupAdmins => Atom::GroupAdmins(id),
            Self::Account => Atom::Account(id),
        }
    }
}

/// A condition as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AtomText {
    /// Somebody by name, address or id.
    Named(AtomKind, String),
    /// The users of accounts with a label.
    Label(String),
    /// Who holds a role on a node, by its id.
    Holder(RoleId, String),
    /// Every active user.
    SignedIn,
    /// Everybody, anonymous too.
    Anyone,
}

fn refuse<T>(remedy: impl Into<Remark>) -> Result<T> {
    Err(StoreError::invalid("who", remedy))
}

impl<A: GrantAction> Permitted<A> {
    /// What conditions mean, each once.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names what means nothing, or more than one.
    pub async fn resolve(&mut self, texts: &[AtomText]) -> Result<Vec<Atom>> {
        if texts.is_empty() || texts.len() > MAX_ATOMS {
            return refuse(remark!("say whom it is for, in 1 to {n} conditions", n = MAX_ATOMS));
        }
        let mut atoms = Vec::new();
        for text in texts {
            let atom = match text {
                AtomText::Named(kind, text) => kind.atom(self.of_kind(kind.of(), text.trim()).await?),
                AtomText::Label(label) => Atom::AccountLabel(label_of(label)?),
                AtomText::Holder(role, node) => self.holder(role, node.trim())?,
                AtomText::SignedIn => Atom::SIGNED_IN,
                AtomText::Anyone => Atom::ANYONE,
            };
            if !atoms.contains(&atom) {
                atoms.push(atom);
            }
        }
        Ok(atoms)
    }

    async fn of_kind(&mut self, kind: &str, text: &str) -> Result<NodeId> {
        if text.is_empty() {
            return refuse(remark!("write which {kind} you mean", kind));
        }
        let exact = NodeId::new(kind, text).ok().filter(|id| self.index(|index| index.node(id).is_some()));
        if let Some(id) = exact {
            return Ok(id);
        }
        match self.meant(text).await? {
            Ok(record) if record.subject.kind() == kind => Ok(record.subject),
            Err(Known::Several) => {
                refuse(remark!("several are called `{text}`: write an id such as `{kind}:…`", text, kind))
            }
            _ => refuse(remark!(
                "there is no {kind} called `{text}`: write a name as it is shown, or its id",
                kind,
                text
            )),
        }
    }

    fn holder(&self, role: &RoleId, text: &str) -> Result<Atom> {
        let unknown =
            || StoreError::invalid("who", remark!("there is no `{text}`: write an id such as `project:…`", text));
        let node = NodeId::parse(text).map_err(|_| unknown())?;
        // SECURITY: what the caller may not see is as if it were not there.
        let seen = self.index(|index| {
            index.node(&node).is_some()
                && (node == self.scope || is_readable(index, &self.caller, &node, self.now))
                && index.role(role).is_some_and(|role| index.lies_below(&node, &role.home))
        });
        if seen { Ok(Atom::Holder(role.clone(), node)) } else { Err(unknown()) }
    }
}

fn label_of(text: &str) -> Result<String> {
    let label = text.trim();
    if label.is_empty() || label.chars().count() > MAX_LABEL || label.chars().any(char::is_control) {
        return refuse(remark!("write a label of 1 to {n} characters", n = MAX_LABEL));
    }
    Ok(label.to_owned())
}

/// Who writes a grant, new or not.
pub trait GrantDraft: GrantAction {}
impl GrantDraft for PreviewNewGrant {}
impl GrantDraft for PreviewGrant {}

impl<A: GrantDraft> Permitted<A> {
    /// Users, groups or accounts whose name matches.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn somebody(&mut self, kind: AtomKind, search: &str, limit: usize) -> Result<Vec<MemberRecord>> {
        let mut found = Vec::new();
        // Whoever is a member already fits as well, so it is not the list of who could become one.
        let request = crate::port::PageRequest { search: search.to_owned(), after: None, limit: 50 };
        let page = self.transaction.list_profiles(kind.of(), &request).await?;
        found.extend(page.items.into_iter().map(|profile| MemberRecord::named(profile.node, profile.name)));
        found.truncate(limit);
        Ok(found)
    }

    /// Projects, accounts and the system itself that the caller may see and whose name matches.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub async fn somewhere(&mut self, search: &str, limit: usize) -> Result<Vec<Place>> {
        let mut found = vec![Place { id: NodeId::system(), name: "system".to_owned() }];
        found.retain(|place| place.name.contains(&fold(search)));
        for kind in ["project", "account"] {
            let request = crate::port::PageRequest { search: search.to_owned(), after: None, limit: 50 };
            let page = self.transaction.list_profiles(kind, &request).await?;
            let seen = |id: &NodeId| self.index(|index| is_readable(index, &self.caller, id, self.now));
            let items = page.items.into_iter().filter(|profile| seen(&profile.node));
            found.extend(items.map(|profile| Place { id: profile.node, name: profile.name }));
        }
        found.truncate(limit);
        Ok(found)
    }

    /// Labels that accounts carry.
    pub fn labels(&self) -> Vec<String> {
        let mut labels: Vec<String> = self.index(|index| {
            let accounts = index.nodes_of_type("account").filter(|id| is_readable(index, &self.caller, id, self.now));
            accounts.filter_map(|id| index.node(id)).flat_map(|node| node.labels.clone()).collect()
        });
        labels.sort();
        labels.dedup();
        labels
    }
}
