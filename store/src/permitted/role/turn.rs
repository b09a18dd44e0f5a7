//! Changes of one role: what each would do, and saving it.

use super::{MAX_ENTRIES, Permitted};
use crate::{
    error::{Conflict, Result, StoreError},
    permitted::{AccessOutlook, Story, name, text},
    work::Work,
};
use authz::{
    Change, Entry, Extent, NodeId, Permission, Remark, Role, RoleId,
    action::{Action, PreviewRole, UpdateRole},
    matrix, remark,
};

/// Most conditions of one entry.
const MAX_CONDITIONS: usize = 12;
/// Most characters of an entry as it is kept.
const MAX_ENTRY: usize = 4_000;
/// Most roles that one includes itself.
const MAX_INCLUDES: usize = 50;

/// One change of a role.
#[derive(Clone, Debug, PartialEq)]
pub enum RoleChange {
    /// An entry in place of the one that stands there, or a further one.
    Entry {
        /// Which one it takes the place of.
        at: Option<usize>,
        /// The entry.
        entry: Entry,
    },
    /// Without the entry that stands there.
    Drop(usize),
    /// Cells: the plain entry for exactly this permission; nothing takes it away.
    Cells(Vec<(Permission, Option<Extent>)>),
    /// What it includes itself.
    Includes(Vec<RoleId>),
    /// What it is called, what it is for, and the types it may be granted on.
    Settings {
        /// Its name.
        name: String,
        /// A sentence on what it is for.
        description: String,
        /// The types.
        on: Vec<String>,
    },
    /// What it was in a version.
    Restore(u64),
}

/// A role as it is and as it would be.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleTurn {
    /// What it is now.
    pub before: Role,
    /// What it would be.
    pub after: Role,
    /// What that would do.
    pub outlook: AccessOutlook,
}

fn refuse<T>(field: &'static str, remedy: impl Into<Remark>) -> Result<T> {
    Err(StoreError::invalid(field, remedy))
}

impl<A: Action<Scope = NodeId>> Permitted<A> {
    /// The role as it is, and as it would be.
    async fn turned(&mut self, id: &RoleId, version: u64, change: RoleChange) -> Result<(Role, Role)> {
        let role = self.at_home(id)?;
        let versions = self.transaction.role_versions().await?;
        let current = versions.into_iter().find(|(role, _)| role == id).map(|(_, version)| version).unwrap_or_default();
        if current != version {
            return Err(Conflict { role: id.clone(), expected: version, current }.into());
        }
        let mut after = role.clone();
        match change {
            RoleChange::Entry { at, entry } => put(&mut after.permissions, at, entry)?,
            RoleChange::Drop(at) if at < after.permissions.len() => drop(after.permissions.remove(at)),
            RoleChange::Drop(_) => {
                return refuse("at", remark!("the role has no such entry any more: load the page again"));
            }
            RoleChange::Cells(cells) => {
                for (permission, value) in cells.iter().take(MAX_ENTRIES) {
                    matrix::set(&mut after.permissions, permission, *value);
                }
            }
            RoleChange::Includes(includes) => after.includes = self.checked_includes(&role, includes)?,
            RoleChange::Settings { name: called, description, on } => {
                (after.name, after.description) = (name("name", &called)?, text("description", &description)?);
                after.on = self.checked_types(&role, on)?;
            }
            RoleChange::Restore(wanted) => self.gone_back(&mut after, wanted).await?,
        }
        if after.permissions.len() > MAX_ENTRIES {
            return refuse("permissions", remark!("a role has at most {n} entries", n = MAX_ENTRIES));
        }
        self.check_patterns(&after.permissions)?;
        Ok((role, after))
    }

    fn checked_includes(&self, role: &Role, mut includes: Vec<RoleId>) -> Result<Vec<RoleId>> {
        includes.sort();
        includes.dedup();
        if includes.len() > MAX_INCLUDES {
            return refuse("includes", remark!("a role includes at most {n} others itself", n = MAX_INCLUDES));
        }
        let fits = self.index(|index| self.includable(index, role));
        match includes.iter().find(|id| !role.includes.contains(id) && !fits.iter().any(|other| other.id == **id)) {
            // SECURITY: a role that the caller may not know of is one that is not there.
            Some(id) => refuse("includes", remark!("`{id}` cannot be included: choose one of the roles offered", id)),
            None => Ok(includes),
        }
    }

    fn checked_types(&self, role: &Role, on: Vec<String>) -> Result<Vec<String>> {
        let known = self.index(|index| {
            let kinds = matrix::kinds_at(index.catalog(), role.home.kind());
            on.iter().all(|kind| kinds.contains(&kind.as_str()) || role.on.contains(kind))
        });
        let mut on = on;
        on.sort();
        on.dedup();
        match (known, on.is_empty()) {
            (true, false) => Ok(on),
            (true, true) => refuse("on", remark!("choose at least one type that it may be granted on")),
            (false, _) => refuse("on", remark!("choose from the types offered")),
        }
    }

    /// Makes the role what it was in a version. Its home stays.
    async fn gone_back(&mut self, role: &mut Role, wanted: u64) -> Result<()> {
        let versions = self.transaction.list_role_versions(&role.id).await?;
        let Some(was) = versions.into_iter().find(|found| found.version == wanted).map(|found| found.role) else {
            return refuse("version", remark!("`{id}` has no version {version}", id = role.id, version = wanted));
        };
        let includes = self.checked_includes(role, was.includes)?;
        *role = Role { home: role.home.clone(), locked: role.locked, includes, ..was };
        Ok(())
    }
}

/// Puts an entry in its place.
fn put(entries: &mut Vec<Entry>, at: Option<usize>, entry: Entry) -> Result<()> {
    if entry.conditions.len() > MAX_CONDITIONS {
        return refuse("conditions", remark!("write at most {n} conditions", n = MAX_CONDITIONS));
    }
    for condition in &entry.conditions {
        condition.check().map_err(|bad| StoreError::invalid("conditions", bad.to_string()))?;
    }
    if serde_json::to_string(&entry).map_or(true, |text| text.len() > MAX_ENTRY) {
        return refuse(
            "conditions",
            remark!("an entry has at most {n} characters: write shorter values", n = MAX_ENTRY),
        );
    }
    let same = entries.iter().position(|other| *other == entry);
    if same.is_some_and(|same| at != Some(same)) {
        return refuse("kind", remark!("the role has exactly this entry already"));
    }
    match at {
        None => entries.push(entry),
        Some(at) => match entries.get_mut(at) {
            Some(place) => *place = entry,
            None => return refuse("at", remark!("the role has no such entry any more: load the page again")),
        },
    }
    Ok(())
}

impl Permitted<PreviewRole> {
    /// What the change would do. Nothing is saved.
    ///
    /// # Errors
    /// As [`Permitted::change`], but for what a guard refuses: that is in the outlook.
    pub async fn outlook(&mut self, id: &RoleId, version: u64, change: RoleChange) -> Result<RoleTurn> {
        let (before, after) = self.turned(id, version, change).await?;
        let changes = if before == after { Vec::new() } else { vec![Change::PutRole(after.clone())] };
        let outlook = self.outlook_of(&changes).await?;
        Ok(RoleTurn { before, after, outlook })
    }
}

impl Permitted<UpdateRole> {
    /// Changes the role. What changes nothing writes nothing.
    ///
    /// # Errors
    /// [`Conflict`] if somebody was faster; [`StoreError::Invalid`] names what cannot be taken;
    /// [`StoreError::Refused`] if a guard says no.
    pub async fn change(mut self, id: &RoleId, version: u64, change: RoleChange, reason: &str) -> Result<()> {
        let (node, reason) = (self.scope.clone(), text("reason", reason)?);
        let (before, after) = self.turned(id, version, change).await?;
        if before == after {
            return Ok(());
        }
        let story = Story::about(id).before(&before).after(&after).because(&reason);
        self.commit(Work::from(vec![Change::PutRole(after)]), &node, story).await
    }
}
