//! Changing the catalog: what it would do, and doing it.

use super::{ActShift, digest};
use crate::{
    error::{Result, StoreError},
    permitted::{AccessOutlook, Permitted, Story, text},
    work::Work,
};
use authz::{
    Catalog, Change, NodeId, Remark,
    action::{Action, EditCatalog, PreviewCatalog, is_built_in},
    catalog::{ConsoleActs, Consultancy, NodeType, VisitorRoles},
    guard::{self, Flaw},
    remark,
};
use serde_json::Value;

/// Most types, and words in one type.
const MOST: usize = 300;

/// What of the catalog is to be otherwise.
#[derive(Clone, Debug, PartialEq)]
pub enum CatalogEdit {
    /// A type, new or not.
    PutType {
        /// Its name.
        kind: String,
        /// What it is to be.
        def: NodeType,
        /// Must there be none of this name yet?
        new: bool,
    },
    /// A type goes.
    RemoveType {
        /// Its name.
        kind: String,
    },
    /// What visitors get, what makes a consultancy, and what the console's acts ask for.
    PutSettings {
        /// What visitors get.
        visitor_roles: VisitorRoles,
        /// What makes a consultancy.
        consultancy: Option<Consultancy>,
        /// What the console's acts ask for.
        console: ConsoleActs,
    },
}

/// What a change of the catalog would do.
#[derive(Clone, Debug)]
pub struct CatalogOutlook {
    /// Who gains and loses what, and why it would be refused.
    pub access: AccessOutlook,
    /// Acts of the console that would ask for something else.
    pub acts: Vec<ActShift>,
    /// What would be wrong.
    pub flaws: Vec<Flaw>,
    /// Is it so already?
    pub same: bool,
}

impl CatalogEdit {
    /// What it is about, for the audit log.
    fn about(&self) -> String {
        match self {
            Self::PutType { kind, .. } | Self::RemoveType { kind } => kind.clone(),
            Self::PutSettings { .. } => "settings".to_owned(),
        }
    }

    /// The part of a catalog that it is about.
    fn part(&self, catalog: &Catalog) -> Value {
        let part = match self {
            Self::PutType { kind, .. } | Self::RemoveType { kind } => serde_json::to_value(catalog.types.get(kind)),
            Self::PutSettings { .. } => Ok(serde_json::json!({
                "visitor_roles": catalog.visitor_roles,
                "consultancy": catalog.consultancy,
                "console": catalog.console,
            })),
        };
        part.unwrap_or_default()
    }

    /// A short text that is another when that part is another.
    pub fn seen(&self, catalog: &Catalog) -> String {
        digest(&self.part(catalog))
    }

    fn on(&self, mut catalog: Catalog) -> Result<Catalog> {
        let refuse = |field, remedy: Remark| Err(StoreError::invalid(field, remedy));
        match self {
            Self::PutType { kind, def, new } => {
                if *new && catalog.types.contains_key(kind) {
                    return refuse("kind", remark!("there is a type `{kind}` already, choose another name", kind));
                }
                if !*new && !catalog.types.contains_key(kind) {
                    return refuse("kind", remark!("there is no type `{kind}` any more", kind));
                }
                if kind.trim().is_empty() {
                    return refuse("kind", remark!("give the type a name"));
                }
                if def.actions.is_empty() {
                    return refuse("actions", remark!("name at least one action"));
                }
                if def.actions.len().max(def.on_create.len()) > MOST || catalog.types.len() >= MOST {
                    return refuse(
                        "actions",
                        remark!("a catalog has at most {most} types, and a type {most} actions", most = MOST),
                    );
                }
                catalog.types.insert(kind.clone(), def.clone());
            }
            Self::RemoveType { kind } => {
                if is_built_in(kind) || catalog.types.remove(kind).is_none() {
                    return refuse("kind", remark!("there is no type `{kind}` that could be removed", kind));
                }
            }
            Self::PutSettings { visitor_roles, consultancy, console } => {
                catalog.visitor_roles = visitor_roles.clone();
                catalog.consultancy.clone_from(consultancy);
                catalog.console = console.clone();
            }
        }
        Ok(catalog.with_built_in())
    }
}

impl<A: Action<Scope = NodeId>> Permitted<A> {
    /// What changes of the catalog, and of roles with it, would do.
    pub(super) async fn catalog_outlook(&mut self, changes: &[Change]) -> Result<CatalogOutlook> {
        let access = self.outlook_of(changes).await?;
        let (acts, flaws) = self.index(|index| {
            let Ok(after) = index.preview(changes) else { return (Vec::new(), Vec::new()) };
            (self.act_shifts(index, &after), guard::flaws(index, &after))
        });
        Ok(CatalogOutlook { access, acts, flaws, same: changes.is_empty() })
    }
}

impl Permitted<PreviewCatalog> {
    /// What would be left without meaning: told quickly, where working out who gains and loses would take long.
    ///
    /// # Errors
    /// As [`Permitted::outlook`].
    pub fn hindrances(&self, edit: &CatalogEdit) -> Result<Vec<Flaw>> {
        if !self.is_editor() {
            return Ok(Vec::new());
        }
        let wanted = edit.on(self.index(|index| index.catalog().clone()))?;
        let changes = [Change::SetCatalog(wanted)];
        Ok(self.index(|index| index.preview(&changes).map_or_else(|_| Vec::new(), |after| guard::flaws(index, &after))))
    }

    /// What the change would do; nothing is saved. What would be wrong is told to who may change the catalog only.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names the field that cannot be taken.
    pub async fn outlook(&mut self, edit: &CatalogEdit) -> Result<CatalogOutlook> {
        let had = self.index(|index| index.catalog().clone());
        let wanted = edit.on(had.clone())?;
        let changes = if wanted == had { Vec::new() } else { vec![Change::SetCatalog(wanted)] };
        let mut outlook = self.catalog_outlook(&changes).await?;
        if !self.is_editor() {
            outlook.flaws.clear();
        }
        Ok(outlook)
    }
}

impl Permitted<EditCatalog> {
    /// Changes the catalog, if the part is still what was looked at ([`CatalogEdit::seen`]).
    ///
    /// # Errors
    /// [`StoreError::Invalid`] names the field that cannot be taken, or says that somebody was faster;
    /// [`StoreError::Refused`] if a guard says no.
    pub async fn save(self, edit: CatalogEdit, seen: &str, reason: &str) -> Result<()> {
        let (node, reason) = (self.scope.clone(), text("reason", reason)?);
        let had = self.index(|index| index.catalog().clone());
        if edit.seen(&had) != seen {
            return Err(StoreError::invalid(
                "seen",
                remark!("somebody changed this meanwhile: look at what it is now, and make your changes on it"),
            ));
        }
        let wanted = edit.on(had.clone())?;
        if wanted == had {
            return Ok(());
        }
        let story = Story::about(&edit.about()).before(&edit.part(&had)).after(&edit.part(&wanted)).because(&reason);
        self.commit(Work::from(vec![Change::SetCatalog(wanted)]), &node, story).await
    }
}
