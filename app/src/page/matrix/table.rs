//! The matrix as a file, and a file as a draft.

use super::{
    model::{Model, Place, Value},
    state::told,
};
use crate::text::{fill, t};
use authz::Extent;
use serde::{Deserialize, Serialize};

/// What the file says it is.
const FORMAT: &str = "bailiwick-roles/1";

/// A matrix as a file.
#[derive(Debug, Serialize, Deserialize)]
struct File {
    format: String,
    node: String,
    roles: Vec<FileRole>,
}

#[derive(Debug, Serialize, Deserialize)]
struct FileRole {
    id: String,
    #[serde(default)]
    name: String,
    /// Its own cells: permission and extent.
    permissions: Vec<(String, Extent)>,
}

/// What a file would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trial {
    /// Cells that would become others.
    pub changes: Vec<(Place, Value)>,
    /// How many cells are as the file has them.
    pub same: usize,
    /// What is not taken, and why.
    pub skipped: Vec<String>,
}

/// The roles' own cells, as they would be saved.
pub fn json(model: &Model) -> String {
    let roles = (0..model.width()).filter_map(|column| {
        let found = model.column(column)?;
        let cell = |row: u32| Some((model.permission(row)?.to_string(), model.draft().wanted((column, row))?));
        let permissions = (0..model.height()).filter_map(cell).collect();
        Some(FileRole { id: found.id.to_string(), name: found.name.clone(), permissions })
    });
    let file = File { format: FORMAT.to_owned(), node: model.page().node.clone(), roles: roles.collect() };
    serde_json::to_string_pretty(&file).unwrap_or_default()
}

/// What a file would change, without changing anything.
///
/// # Errors
/// It is no such file; the text says what to do.
pub fn trial(model: &Model, text: &str) -> Result<Trial, String> {
    let file: File = serde_json::from_str(text)
        .map_err(|_| t("This is no JSON that was exported here. Choose a file that was.").to_owned())?;
    if file.format != FORMAT {
        return Err(fill("This file is of another format: {format}.", &[("format", &file.format)]));
    }
    let mut trial = Trial::default();
    for role in &file.roles {
        let Some(column) = model.find_column(&role.id) else {
            trial.skipped.push(fill("{role}: there is no such role here", &[("role", &role.id)]));
            continue;
        };
        for (permission, _) in role.permissions.iter().filter(|(permission, _)| model.find_row(permission).is_none()) {
            trial.skipped.push(fill("{permission}: there is no such permission here", &[("permission", permission)]));
        }
        let (before, mut locked) = (trial.changes.len() + trial.same, 0);
        for row in 0..model.height() {
            let place = (column, row);
            let wanted = model.permission(row).and_then(|permission| {
                role.permissions.iter().find(|(name, _)| name == permission.as_str()).map(|(_, extent)| *extent)
            });
            if wanted == model.draft().wanted(place) {
                trial.same += 1;
            } else if model.locked(place).is_some() {
                locked += 1;
            } else {
                trial.changes.push((place, wanted));
            }
        }
        if locked > 0 {
            let (count, all) = (locked.to_string(), (trial.changes.len() + trial.same - before + locked).to_string());
            trial.skipped.push(fill(
                "{role}: {n} of {all} cells are locked",
                &[("role", &role.id), ("n", &count), ("all", &all)],
            ));
        }
    }
    Ok(trial)
}

/// What a cell is, for a table: its own value, or what is inherited in brackets.
fn short(model: &Model, place: Place) -> String {
    let word = |value: Value| match value {
        None => "",
        Some(Extent::Own) => "own",
        Some(Extent::All) => "all",
    };
    let (own, effective) = (model.draft().wanted(place), model.effective(place));
    if own == effective { word(own).to_owned() } else { format!("({})", word(effective)) }
}

fn table(model: &Model, columns: &[u32], field: impl Fn(&str) -> String, join: &str) -> Vec<String> {
    let head = std::iter::once(field(t("Permission"))).chain(columns.iter().map(|column| field(model.label(*column))));
    let mut lines = vec![head.collect::<Vec<_>>().join(join)];
    for row in 0..model.height() {
        let name = model.permission(row).map(ToString::to_string).unwrap_or_default();
        let cells = columns.iter().map(|column| field(&short(model, (*column, row))));
        lines.push(std::iter::once(field(&name)).chain(cells).collect::<Vec<_>>().join(join));
    }
    lines
}

/// Comma-separated values (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe.
pub fn csv(model: &Model, columns: &[u32]) -> String {
    let field = |text: &str| {
        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let text = if formula { format!("'{text}") } else { text.to_owned() };
        if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
    };
    table(model, columns, field, ",").into_iter().map(|line| line + "\r\n").collect()
}

/// A table in Markdown.
pub fn markdown(model: &Model, columns: &[u32]) -> String {
    let field = |text: &str| text.replace('|', "\\|").replace('\n', " ");
    let mut lines = table(model, columns, field, " | ");
    lines.insert(1, std::iter::repeat_n("---", columns.len() + 1).collect::<Vec<_>>().join(" | "));
    lines.into_iter().fold(String::new(), |text, line| text + "| " + &line + " |\n")
}

/// A change of a trial in words.
pub fn words(model: &Model, (place, value): (Place, Value)) -> String {
    let permission = model.permission(place.1).map(ToString::to_string).unwrap_or_default();
    let now = model.draft().wanted(place);
    format!("{}, {permission}: {} → {}", model.label(place.0), told(now), told(value))
}

#[cfg(test)]
mod tests {
    use super::{super::tests::model, *};
    use authz::Extent::{All, Own};

    #[test]
    fn an_export_changes_nothing_when_it_comes_back() {
        let model = model();
        let trial = trial(&model, &json(&model)).unwrap();
        assert_eq!((trial.changes.len(), trial.same, trial.skipped.len()), (0, 8, 0));
    }

    #[test]
    fn a_file_from_another_draft_is_a_list_of_changes() {
        let (one, other) = (model(), model());
        one.apply([((0, 0), None), ((1, 2), Some(Own))]);
        let text = json(&one).replace("\"viewer\"", "\"nobody\"");
        let trial = trial(&other, &text).unwrap();
        assert_eq!(trial.changes, [((1, 2), Some(Own))]);
        assert_eq!(trial.skipped.len(), 1);
        assert!(super::trial(&other, "{}").is_err());
    }

    #[test]
    fn tables_are_safe_and_tell_what_is_inherited() {
        let model = model();
        model.apply([((0, 1), Some(All))]);
        let text = csv(&model, &[0, 1]);
        assert!(
            text.starts_with("Permission,viewer,editor\r\ndataset:read,all,(all)\r\ndataset:update,all,(all)\r\n"),
            "{text}"
        );
        assert!(markdown(&model, &[0]).contains("| --- | --- |"));
    }
}
