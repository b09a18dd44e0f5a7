//! Tables for people, JSON for scripts.

use super::Failure;
use serde::Serialize;
use store::{
    StoreError,
    port::{Page, PageRequest},
};

/// Most of a list read at once.
const PAGE: u32 = 100;

/// All of a list that comes in pages.
pub async fn all<T>(
    search: String,
    mut page: impl AsyncFnMut(PageRequest) -> Result<Page<T>, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut request = PageRequest { search, after: None, limit: PAGE };
    let mut items = Vec::new();
    loop {
        let found = page(request.clone()).await?;
        items.extend(found.items);
        match found.next {
            Some(next) => request.after = Some(next),
            None => return Ok(items),
        }
    }
}

/// Prints rows under a head, or the items as JSON.
pub fn print<T: Serialize>(
    json: bool,
    head: &[&str],
    items: &[T],
    row: impl Fn(&T) -> Vec<String>,
) -> Result<(), Failure> {
    if json {
        return self::json(&items);
    }
    let head: Vec<String> = head.iter().map(|cell| cell.to_uppercase()).collect();
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(items.iter().map(row)).collect();
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or_default()
    };
    for row in &rows {
        let cells: Vec<String> =
            row.iter().enumerate().map(|(column, cell)| format!("{cell:<width$}", width = width(column))).collect();
        println!("{}", cells.join("  ").trim_end());
    }
    Ok(())
}

/// A time as people and scripts read it: RFC 3339, UTC.
pub fn time(micros: store::Micros) -> String {
    use time::{OffsetDateTime, format_description::well_known::Rfc3339};
    OffsetDateTime::from_unix_timestamp(micros.div_euclid(store::SECOND))
        .ok()
        .and_then(|at| at.format(&Rfc3339).ok())
        .unwrap_or_default()
}

/// Prints something as JSON.
pub fn json(item: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(item).map_err(|error| Failure::new(error.to_string()))?;
    println!("{text}");
    Ok(())
}
