//! Reading resources from a file: CSV (RFC 4180) or JSON.

use crate::error::{Result, StoreError};
use authz::{Remark, remark};
use serde_json::Value;

/// Most bytes of a file.
pub(super) const MAX_BYTES: usize = 300_000;
/// Most rows of a file.
pub(super) const MAX_ROWS: usize = 2_000;

/// The columns, in the order in which they are exported.
pub(super) const COLUMNS: [&str; 8] =
    ["id", "name", "description", "parents", "owner", "restricted", "visibility", "attributes"];

/// A row as it stands in the file. What is empty stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// The line it begins on; of JSON, its place in the list.
    pub line: usize,
    pub id: String,
    pub name: Option<String>,
    pub description: Option<String>,
    /// One after the other, between semicolons.
    pub parents: Option<Vec<String>>,
    pub owner: Option<String>,
    pub restricted: Option<String>,
    pub visibility: Option<String>,
    /// As JSON.
    pub attributes: Option<String>,
}

impl Row {
    fn set(&mut self, column: &str, text: &str) {
        let text = text.trim();
        let some = (!text.is_empty()).then(|| text.to_owned());
        match column {
            "id" => text.clone_into(&mut self.id),
            "name" => self.name = some,
            "description" => self.description = some,
            "parents" => self.parents = some.map(|text| listed(&text)),
            "owner" => self.owner = some,
            "restricted" => self.restricted = some,
            "visibility" => self.visibility = some,
            _ => self.attributes = some,
        }
    }
}

fn listed(text: &str) -> Vec<String> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(ToOwned::to_owned).collect()
}

fn refused(remedy: impl Into<Remark>) -> StoreError {
    StoreError::invalid("text", remedy)
}

/// Reads a file: JSON where it begins like a list, else CSV.
///
/// # Errors
/// [`StoreError::Invalid`] on `text` says where it cannot be read.
pub(super) fn rows(text: &str) -> Result<Vec<Row>> {
    let text = text.trim_start_matches('\u{feff}');
    if text.len() > MAX_BYTES {
        return Err(refused(remark!("keep to {n} kB: divide the file", n = MAX_BYTES / 1_000)));
    }
    let rows = if text.trim_start().starts_with('[') { json(text) } else { csv(text) }?;
    match rows.len() {
        0 => Err(refused(remark!("write a line with the names of the columns, and a line for each resource"))),
        1..=MAX_ROWS => Ok(rows),
        _ => Err(refused(remark!("keep to {n} rows: divide the file", n = MAX_ROWS))),
    }
}

fn column(name: &str) -> Result<&'static str> {
    let wanted = name.trim().to_lowercase();
    let known = COLUMNS.into_iter().find(|column| *column == wanted);
    known.ok_or_else(|| {
        refused(remark!("`{name}` is no column: use {list}", name = name.trim(), list = COLUMNS.join(", ")))
    })
}

fn json(text: &str) -> Result<Vec<Row>> {
    let list: Vec<serde_json::Map<String, Value>> =
        serde_json::from_str(text).map_err(|bad| refused(remark!("this is no JSON list of objects: {bad}", bad)))?;
    let row = |(place, object): (usize, serde_json::Map<String, Value>)| {
        let mut row = Row { line: place + 1, ..Row::default() };
        for (name, value) in object {
            match (column(&name)?, value) {
                (_, Value::Null) => {}
                ("parents", Value::Array(all)) => row.parents = Some(all.into_iter().map(plain).collect()),
                (column, value) => row.set(column, &plain(value)),
            }
        }
        Ok(row)
    };
    list.into_iter().enumerate().map(row).collect()
}

fn plain(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

fn csv(text: &str) -> Result<Vec<Row>> {
    let mut records = records(text)?.into_iter();
    let Some((_, head)) = records.next() else { return Ok(Vec::new()) };
    let columns: Vec<&'static str> = head.iter().map(|name| column(name)).collect::<Result<_>>()?;
    if let Some(twice) =
        columns.iter().enumerate().find(|(place, name)| columns.iter().take(*place).any(|other| other == *name))
    {
        return Err(refused(remark!("the column `{name}` is there twice: leave out one", name = twice.1)));
    }
    if !columns.contains(&"id") {
        return Err(refused(remark!("the first line names the columns; `id` must be one of them")));
    }
    let row = |(line, fields): (usize, Vec<String>)| {
        if fields.len() > columns.len() {
            let (found, named) = (fields.len(), columns.len());
            return Err(refused(remark!(
                "line {line} has {found} fields, the first line {named}: put texts in quotes",
                line,
                found,
                named
            )));
        }
        let mut row = Row { line, ..Row::default() };
        for (column, field) in columns.iter().zip(fields) {
            row.set(column, unmarked(&field));
        }
        Ok(row)
    };
    records.map(row).collect()
}

/// Without the apostrophe that an export puts before what a spreadsheet would run.
fn unmarked(field: &str) -> &str {
    match field.strip_prefix('\'') {
        Some(rest) if rest.trim_start().starts_with(['=', '+', '-', '@']) => rest,
        _ => field,
    }
}

/// The records with the lines they begin on; empty lines are none. Fields stand between commas, or semicolons or tabs
/// where the first line has those.
fn records(text: &str) -> Result<Vec<(usize, Vec<String>)>> {
    let first = text.lines().next().unwrap_or_default();
    let between = [',', ';', '\t'].into_iter().max_by_key(|letter| (first.matches(*letter).count(), *letter == ','));
    let between = between.unwrap_or(',');
    let (mut records, mut fields, mut field) = (Vec::new(), Vec::new(), String::new());
    let (mut line, mut began, mut quoted) = (1, 1, false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '\n' {
            line += 1;
        }
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                field.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if field.is_empty() => quoted = true,
            _ if quoted => field.push(letter),
            '\r' => {}
            '\n' => {
                fields.push(std::mem::take(&mut field));
                finish(&mut records, &mut fields, began);
                began = line;
            }
            letter if letter == between => fields.push(std::mem::take(&mut field)),
            letter => field.push(letter),
        }
        if records.len() > MAX_ROWS + 1 {
            return Err(refused(remark!("keep to {n} rows: divide the file", n = MAX_ROWS)));
        }
    }
    if quoted {
        return Err(refused(remark!("the quotes that begin on line {began} do not end", began)));
    }
    fields.push(field);
    finish(&mut records, &mut fields, began);
    Ok(records)
}

fn finish(records: &mut Vec<(usize, Vec<String>)>, fields: &mut Vec<String>, line: usize) {
    let fields = std::mem::take(fields);
    if fields.iter().any(|field| !field.trim().is_empty()) {
        records.push((line, fields));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(text: &str) -> String {
        match rows(text) {
            Err(StoreError::Invalid { field: "text", remedy }) => remedy.to_string(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn rows_are_read_from_csv() {
        let text = "\u{feff}id,Name,parents\r\ndataset:a,\"Big, \"\"A\"\"\nsecond line\",project:x; project:y\n\n\ndataset:b,,\ndataset:c\n";
        let found = rows(text).unwrap();
        let a = Row {
            line: 2,
            id: "dataset:a".into(),
            name: Some("Big, \"A\"\nsecond line".into()),
            parents: Some(vec!["project:x".into(), "project:y".into()]),
            ..Row::default()
        };
        assert_eq!(found[0], a);
        assert_eq!((found[1].line, &*found[1].id, &found[1].parents), (6, "dataset:b", &None));
        assert_eq!((found[2].line, &*found[2].id), (7, "dataset:c"));
        assert_eq!(rows("id;name\ndataset:a;A, B").unwrap()[0].name.as_deref(), Some("A, B"));
    }

    #[test]
    fn rows_are_read_from_json() {
        let text = r#"[{"id": "dataset:a", "restricted": true, "parents": ["project:x;y"], "attributes": {"tier": 2}},
                       {"id": "dataset:b", "owner": null}]"#;
        let found = rows(text).unwrap();
        assert_eq!(found[0].restricted.as_deref(), Some("true"));
        assert_eq!(found[0].attributes.as_deref(), Some(r#"{"tier":2}"#));
        assert_eq!(found[0].parents, Some(vec!["project:x;y".to_owned()]));
        assert_eq!((found[1].line, &found[1].owner), (2, &None));
    }

    #[test]
    fn what_cannot_be_read_is_said_with_its_place() {
        assert!(why("").contains("names of the columns"));
        assert!(why("id\n").contains("a line for each"));
        assert!(why("name\nA").contains("`id`"));
        assert!(why("id,colour\nx,red").contains("`colour` is no column: use id"));
        assert!(why("id,id\nx,y").contains("twice"));
        assert!(why("id,name\nx,y,z").contains("line 2 has 3 fields"));
        assert!(why("id,name\nx,\"y").contains("line 2 do not end"));
        assert!(why("[1]").contains("JSON"));
        assert!(why(&"x".repeat(MAX_BYTES + 1)).contains("300 kB"));
        let many = |number: usize| format!("id\n{}", "dataset:a\n".repeat(number));
        assert_eq!(rows(&many(MAX_ROWS)).unwrap().len(), MAX_ROWS);
        assert!(why(&many(MAX_ROWS + 1)).contains("2000 rows"));
        assert!(why(&format!("[{}]", vec!["{}"; MAX_ROWS + 1].join(","))).contains("2000 rows"));
    }

    #[test]
    fn what_an_export_marked_as_text_comes_back() {
        let found = rows("id,name\ndataset:a,'=1+1\ndataset:b,'quoted'").unwrap();
        assert_eq!(found[0].name.as_deref(), Some("=1+1"));
        assert_eq!(found[1].name.as_deref(), Some("'quoted'"));
    }
}
