//! The catalog: what is protected, and what can be done with it.

mod edit;
#[cfg(feature = "ssr")]
mod told;
#[cfg(feature = "ssr")]
mod written;

pub use edit::{RemoveCatalogType, SaveCatalog, remove_catalog_type, save_catalog};

use crate::rpc::Json;
use crate::{
    AppError,
    dto::{CatalogForm, CatalogPage, CatalogPart, CatalogPartPage},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
#[cfg(feature = "ssr")]
use {
    crate::{
        Code,
        context::{answer, caller, gate},
        dto::{CatalogTold, Choice, TypeItem},
        text::t,
    },
    authz::{NodeId, action},
    store::{CatalogEdit, CatalogRecord, Denied},
};

/// The catalog.
///
/// # Errors
/// One may not read it.
#[server(prefix = "/rpc", endpoint = "load_catalog", input = GetUrl, output = Json)]
pub async fn load_catalog() -> Result<CatalogPage, AppError> {
    answer(async { Ok::<_, AppError>(told::page(&record().await?)) }).await
}

#[cfg(feature = "ssr")]
async fn record() -> Result<CatalogRecord, AppError> {
    Ok(gate().permit::<action::ReadCatalog>(&caller(), NodeId::system()).await?.get().await?)
}

/// A part of the catalog, and what would be if it was as it is written.
///
/// # Errors
/// One may not read it; there is no such type.
#[server(prefix = "/rpc", endpoint = "load_catalog_part", input = Json, output = Json)]
pub async fn load_catalog_part(
    part: CatalogPart,
    #[server(default)] kind: String,
    #[server(default)] form: CatalogForm,
) -> Result<CatalogPartPage, AppError> {
    answer(async {
        let record = record().await?;
        if part == CatalogPart::New && !record.editable {
            // Says what is missing.
            drop(gate().permit::<action::EditCatalog>(&caller(), NodeId::system()).await?);
        }
        page(&record, part, &kind, form).await
    })
    .await
}

#[cfg(feature = "ssr")]
async fn page(
    record: &CatalogRecord,
    part: CatalogPart,
    kind: &str,
    form: CatalogForm,
) -> Result<CatalogPartPage, AppError> {
    let catalog = &record.catalog;
    if part == CatalogPart::Type && !catalog.types.contains_key(kind) {
        return Err(Denied::NotFound.into());
    }
    let item = catalog.types.get(kind).map_or_else(TypeItem::default, |def| told::item(record, kind, def));
    let now = written::form_of(part, kind, catalog);
    let (file, editable) = (told::file_of(catalog, part, kind), record.editable);
    let seen = written::edit(part, kind, &now).map(|edit| edit.seen(catalog)).unwrap_or_default();
    let (told, problem) = if form.look && editable { looked(part, kind, &form).await? } else { (None, None) };
    let removable = part == CatalogPart::Type && !item.built_in && file.is_none() && editable && !form.look;
    let removal = if removable { Some(removal(kind).await?) } else { None };
    let none = Choice::new("", t("None"), "");
    let roles = record.roles.iter().map(|role| Choice::new(role.id.as_str(), role.name.clone(), ""));
    Ok(CatalogPartPage {
        part,
        item,
        form: if form.look { form } else { now },
        kinds: told::places(catalog, kind),
        roles: std::iter::once(none).chain(roles).collect(),
        seen,
        file,
        editable,
        told,
        removal,
        problem,
    })
}

/// What would be, or which field cannot be taken.
#[cfg(feature = "ssr")]
async fn looked(
    part: CatalogPart,
    kind: &str,
    form: &CatalogForm,
) -> Result<(Option<CatalogTold>, Option<(String, String)>), AppError> {
    let done = match written::edit(part, kind, form) {
        Ok(edit) => outlook(&edit).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(told) => Ok((Some(told), None)),
        // What was written stays, and it is said what is wrong with it.
        Err(AppError { code: Code::Invalid, field: Some(field), detail, .. }) => {
            Ok((None, Some((field.into_string(), detail))))
        }
        Err(error) => Err(error),
    }
}

#[cfg(feature = "ssr")]
async fn outlook(edit: &CatalogEdit) -> Result<CatalogTold, AppError> {
    let mut proof = gate().permit::<action::PreviewCatalog>(&caller(), NodeId::system()).await?;
    let outlook = proof.outlook(edit).await?;
    Ok(told::told(outlook, proof.now()))
}

/// What removing a type would do, or what is in the way of that.
#[cfg(feature = "ssr")]
async fn removal(kind: &str) -> Result<CatalogTold, AppError> {
    let edit = CatalogEdit::RemoveType { kind: kind.to_owned() };
    let found = gate().permit::<action::PreviewCatalog>(&caller(), NodeId::system()).await?.hindrances(&edit)?;
    if found.is_empty() { outlook(&edit).await } else { Ok(told::hindered(&found)) }
}
