//! Parts of the catalog as people write them, and back.

use crate::{
    AppError,
    dto::{CatalogForm, CatalogPart},
    text::{fill, t},
};
use authz::{
    Catalog, Permission, RoleId,
    catalog::{ConsoleActs, Consultancy, NewHolder, NodeType, OnCreate, VisitorRoles},
};
use store::CatalogEdit;

/// Flags by their names in a file.
pub(super) const FLAGS: [&str; 5] = ["restrictable", "visibility", "by_policy", "open", "link_by_update"];

pub(super) fn flags_of(def: &NodeType) -> impl Iterator<Item = &'static str> {
    let set = [def.restrictable, def.visibility, def.by_policy, def.open, def.link_by_update];
    FLAGS.into_iter().zip(set).filter(|(_, set)| *set).map(|(name, _)| name)
}

/// A part of a catalog, as one would write it.
pub(super) fn form_of(part: CatalogPart, kind: &str, catalog: &Catalog) -> CatalogForm {
    let role = |role: &Option<RoleId>| role.as_ref().map(ToString::to_string).unwrap_or_default();
    let mut form = CatalogForm::default();
    match part {
        CatalogPart::New | CatalogPart::Type => {
            let fresh = NodeType {
                actions: ["read", "create", "update", "delete"].map(Into::into).into(),
                ..NodeType::default()
            };
            let def = catalog.types.get(kind).unwrap_or(&fresh);
            kind.clone_into(&mut form.kind);
            form.parents.clone_from(&def.parents);
            form.actions = def.actions.join("\n");
            form.flags = flags_of(def).map(Into::into).collect();
            form.owner_role = role(&def.owner_role);
            form.on_create = def.on_create.iter().map(brought).collect::<Vec<_>>().join("\n");
        }
        CatalogPart::Settings => {
            form.public = role(&catalog.visitor_roles.public);
            form.internal = role(&catalog.visitor_roles.internal);
            form.consultant = role(&catalog.consultancy.as_ref().map(|roles| roles.consultant.clone()));
            form.client = role(&catalog.consultancy.as_ref().map(|roles| roles.client.clone()));
            let acts = catalog.console.named().into_iter().filter_map(|(act, asked)| Some((act, asked.as_ref()?)));
            form.acts = acts.map(|(act, asked)| format!("{act} {asked}")).collect::<Vec<_>>().join("\n");
        }
    }
    form
}

/// What a new node brings, on a line.
fn brought(brought: &OnCreate) -> String {
    match brought {
        OnCreate::Grant { to: NewHolder::Creator, role } => format!("creator {role}"),
        OnCreate::Grant { to: NewHolder::Members, role } => format!("members {role}"),
        OnCreate::Child(kind) => format!("child {kind}"),
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// What the form asks for.
///
/// # Errors
/// A field cannot be taken.
pub(super) fn edit(part: CatalogPart, kind: &str, form: &CatalogForm) -> Result<CatalogEdit, AppError> {
    Ok(match part {
        CatalogPart::New => CatalogEdit::PutType { kind: form.kind.trim().to_owned(), def: def(form)?, new: true },
        CatalogPart::Type => CatalogEdit::PutType { kind: kind.to_owned(), def: def(form)?, new: false },
        CatalogPart::Settings => CatalogEdit::PutSettings {
            visitor_roles: VisitorRoles {
                public: role("public", &form.public)?,
                internal: role("internal", &form.internal)?,
            },
            consultancy: consultancy(form)?,
            console: acts(&form.acts)?,
        },
    })
}

fn def(form: &CatalogForm) -> Result<NodeType, AppError> {
    let has = |flag: &str| form.flags.iter().any(|set| set == flag);
    Ok(NodeType {
        parents: form.parents.clone(),
        actions: form.actions.split_whitespace().map(ToOwned::to_owned).collect(),
        restrictable: has("restrictable"),
        visibility: has("visibility"),
        by_policy: has("by_policy"),
        open: has("open"),
        link_by_update: has("link_by_update"),
        owner_role: role("owner_role", &form.owner_role)?,
        on_create: lines(&form.on_create).map(read_brought).collect::<Result<_, _>>()?,
    })
}

fn role(field: &str, text: &str) -> Result<Option<RoleId>, AppError> {
    if text.is_empty() {
        return Ok(None);
    }
    RoleId::parse(text).map(Some).map_err(|_| AppError::invalid(field, t("choose one of the roles offered")))
}

fn read_brought(line: &str) -> Result<OnCreate, AppError> {
    let wrong = || {
        let told = fill(
            "write `creator`, `members` or `child`, a space, and a role or a type; not `{line}`",
            &[("line", line)],
        );
        AppError::invalid("on_create", told)
    };
    let (word, name) = line.split_once(' ').map(|(word, name)| (word, name.trim())).ok_or_else(wrong)?;
    let to = match word {
        "creator" => NewHolder::Creator,
        "members" => NewHolder::Members,
        "child" => return Ok(OnCreate::Child(name.to_owned())),
        _ => return Err(wrong()),
    };
    Ok(OnCreate::Grant { to, role: RoleId::parse(name).map_err(|_| wrong())? })
}

fn consultancy(form: &CatalogForm) -> Result<Option<Consultancy>, AppError> {
    match (role("consultant", &form.consultant)?, role("client", &form.client)?) {
        (Some(consultant), Some(client)) => Ok(Some(Consultancy { consultant, client })),
        (None, None) => Ok(None),
        (Some(_), None) => Err(AppError::invalid("client", t("choose both roles, or neither"))),
        (None, Some(_)) => Err(AppError::invalid("consultant", t("choose both roles, or neither"))),
    }
}

fn acts(text: &str) -> Result<ConsoleActs, AppError> {
    let mut acts = ConsoleActs::default();
    for line in lines(text) {
        let wrong = || {
            let told = fill("write an act of the console, a space, and a permission; not `{line}`", &[("line", line)]);
            AppError::invalid("acts", told)
        };
        let (act, asked) = line.split_once(' ').ok_or_else(wrong)?;
        let asked = Permission::parse(asked.trim()).map_err(|_| wrong())?;
        let place = match act {
            "reads_members" => &mut acts.reads_members,
            "manages_members" => &mut acts.manages_members,
            "reads_roles" => &mut acts.reads_roles,
            "manages_roles" => &mut acts.manages_roles,
            "reads_users" => &mut acts.reads_users,
            "manages_users" => &mut acts.manages_users,
            "reads_audit" => &mut acts.reads_audit,
            "creates_projects" => &mut acts.creates_projects,
            _ => return Err(wrong()),
        };
        *place = Some(asked);
    }
    Ok(acts)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is written from a catalog reads as what it was, for every preset.
    #[test]
    fn what_is_written_reads_as_it_was() {
        for name in ["standard", "calminer", "flexmeasures", "depictio", "nexus", "frost"] {
            let file = format!("{}/../server/presets/{name}.toml", env!("CARGO_MANIFEST_DIR"));
            let catalog = store::Preset::parse(&std::fs::read_to_string(file).unwrap()).unwrap().catalog;
            for (kind, def) in &catalog.types {
                let form = form_of(CatalogPart::Type, kind, &catalog);
                let wanted = CatalogEdit::PutType { kind: kind.clone(), def: def.clone(), new: false };
                assert_eq!(edit(CatalogPart::Type, kind, &form).unwrap(), wanted, "{name} {kind}");
            }
            let settings = edit(CatalogPart::Settings, "", &form_of(CatalogPart::Settings, "", &catalog)).unwrap();
            let wanted = CatalogEdit::PutSettings {
                visitor_roles: catalog.visitor_roles.clone(),
                consultancy: catalog.consultancy.clone(),
                console: catalog.console.clone(),
            };
            assert_eq!(settings, wanted, "{name}");
        }
    }

    #[test]
    fn what_cannot_be_read_names_its_field() {
        let wrong = |part, change: fn(&mut CatalogForm)| {
            let mut form = CatalogForm::default();
            change(&mut form);
            edit(part, "note", &form).unwrap_err().field.unwrap().into_string()
        };
        assert_eq!(wrong(CatalogPart::Type, |form| form.on_create = "everybody owner".into()), "on_create");
        assert_eq!(wrong(CatalogPart::Settings, |form| form.consultant = "x".into()), "client");
        assert_eq!(wrong(CatalogPart::Settings, |form| form.acts = "reads_minds a:b".into()), "acts");
        assert_eq!(wrong(CatalogPart::Settings, |form| form.acts = "reads_audit a".into()), "acts");
    }
}
