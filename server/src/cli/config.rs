//! `bailiwick config`.

use super::{Failure, table};
use crate::config::{KEYS, Values, variable};
use serde::Serialize;

#[derive(Serialize)]
struct Row {
    key: &'static str,
    variable: String,
    value: String,
    from: String,
    default: &'static str,
    help: &'static str,
}

/// Lists every key with its value and where it came from; secrets only as set or not.
pub fn list(values: &Values, json: bool) -> Result<(), Failure> {
    let rows: Vec<Row> = KEYS
        .iter()
        .map(|key| {
            let (value, origin) = values.get(key.name);
            let value = if key.secret && !value.is_empty() { "(set)" } else { value };
            let (value, from) = (value.to_owned(), origin.to_string());
            Row { key: key.name, variable: variable(key.name), value, from, default: key.default, help: key.help }
        })
        .collect();
    table::print(json, &["variable", "value", "from", "meaning"], &rows, |row| {
        vec![row.variable.clone(), row.value.clone(), row.from.clone(), row.help.to_owned()]
    })
}
