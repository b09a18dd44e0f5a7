//! The catalog: types, what can be done with them, and what follows from them.

use super::{AccessView, Choice};
use serde::{Deserialize, Serialize};

/// The catalog's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogPage {
    /// Types, each where it can be.
    pub tree: Vec<TypeNode>,
    /// What the console itself asks about.
    pub console: Vec<TypeItem>,
    /// What visitors get, what makes a consultancy, what the console's acts ask for.
    pub settings: Vec<(String, String)>,
    /// Patterns, and what each action on them needs.
    pub policies: Vec<(String, Vec<String>)>,
    /// Routes, and what requests need there.
    pub routes: Vec<(String, Vec<String>)>,
    /// Files that own parts of it.
    pub files: Vec<FileItem>,
    /// What is wrong with it.
    pub faults: Vec<String>,
    /// May the viewer change it?
    pub editable: bool,
    /// May the viewer read what was done?
    pub log: bool,
}

/// A type, and the types that can be in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeNode {
    /// The type.
    pub item: TypeItem,
    /// Was it shown already, with all that can be in it?
    pub again: bool,
    /// Types that can be in it.
    pub inner: Vec<TypeNode>,
}

/// A type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeItem {
    /// Its name.
    pub kind: String,
    /// Is it always there?
    pub built_in: bool,
    /// What can be done with it.
    pub actions: Vec<String>,
    /// What is special about it, in words.
    pub flags: Vec<String>,
    /// How many there are, where the viewer may see them all.
    pub nodes: Option<u32>,
    /// The file that owns it.
    pub file: Option<String>,
}

/// A file that owns parts of the catalog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileItem {
    /// What it is called.
    pub file: String,
    /// What it owns, in words.
    pub owns: String,
    /// When it was applied, and by whom.
    pub applied: i64,
    /// Who applied it.
    pub by: String,
    /// What differs from it since: what, and how.
    pub drift: Vec<(String, Vec<String>)>,
}

/// Which part of the catalog a page is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CatalogPart {
    /// A new type.
    #[default]
    New,
    /// A type.
    Type,
    /// What visitors get, what makes a consultancy, what the console's acts ask for.
    Settings,
}

/// A part of the catalog as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CatalogForm {
    /// Was it filled in?
    pub look: bool,
    /// A new type's name.
    pub kind: String,
    /// Types it can be in.
    pub parents: Vec<String>,
    /// Its actions, one a line.
    pub actions: String,
    /// Its flags.
    pub flags: Vec<String>,
    /// The role whose last holder stays.
    pub owner_role: String,
    /// What a new one brings, one a line.
    pub on_create: String,
    /// What anyone gets where something is public.
    pub public: String,
    /// What everybody signed in gets where something is public or internal.
    pub internal: String,
    /// The role of consultants in their consultancy.
    pub consultant: String,
    /// The role they have at their clients.
    pub client: String,
    /// What the console's acts ask for, one a line.
    pub acts: String,
}

/// The fields with one value.
const SINGLE: [&str; 9] =
    ["kind", "actions", "owner_role", "on_create", "public", "internal", "consultant", "client", "acts"];

impl CatalogForm {
    fn single(&self) -> [&String; 9] {
        [
            &self.kind,
            &self.actions,
            &self.owner_role,
            &self.on_create,
            &self.public,
            &self.internal,
            &self.consultant,
            &self.client,
            &self.acts,
        ]
    }

    /// Reads it by the names of its fields.
    pub fn read(value: impl Fn(&str) -> Vec<String>) -> Self {
        let one = |name: &str| value(name).into_iter().next().unwrap_or_default();
        Self {
            look: !one("look").is_empty(),
            kind: one("kind"),
            parents: value("parents"),
            actions: one("actions"),
            flags: value("flags"),
            owner_role: one("owner_role"),
            on_create: one("on_create"),
            public: one("public"),
            internal: one("internal"),
            consultant: one("consultant"),
            client: one("client"),
            acts: one("acts"),
        }
    }

    /// As the form that saves it sends it.
    pub fn fields(&self) -> Vec<(String, String)> {
        let single = SINGLE.iter().zip(self.single()).map(|(name, value)| (format!("form[{name}]"), value.clone()));
        let mut fields: Vec<(String, String)> = single.collect();
        for (name, values) in [("parents", &self.parents), ("flags", &self.flags)] {
            let values = values.iter().enumerate();
            fields.extend(values.map(|(place, value)| (format!("form[{name}][{place}]"), value.clone())));
        }
        fields
    }
}

/// The page of a part of the catalog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogPartPage {
    /// Which.
    pub part: CatalogPart,
    /// The type, if it is one.
    pub item: TypeItem,
    /// The part as it is, or as it was written.
    pub form: CatalogForm,
    /// Types it could be in.
    pub kinds: Vec<String>,
    /// Roles to choose from.
    pub roles: Vec<Choice>,
    /// Which state of the part was looked at.
    pub seen: String,
    /// The file that owns the part, or some of it.
    pub file: Option<String>,
    /// May the viewer change it?
    pub editable: bool,
    /// What would be, if something was written.
    pub told: Option<CatalogTold>,
    /// What removing the type would do, where it can be removed.
    pub removal: Option<CatalogTold>,
    /// Which field cannot be taken, and why.
    pub problem: Option<(String, String)>,
}

/// What a change of the catalog would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogTold {
    /// Who gains and loses what.
    pub outlook: AccessView,
    /// Acts of the console that would ask for something else.
    pub acts: Vec<String>,
    /// What would be left without meaning.
    pub flaws: Vec<String>,
    /// Is it so already?
    pub same: bool,
}
