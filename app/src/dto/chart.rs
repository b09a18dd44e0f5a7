//! A chart.

use serde::{Deserialize, Serialize};

/// A chart, drawn on the server, and the same as a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// What it comes to, in a sentence.
    pub summary: String,
    /// The drawing: SVG of our own, in the colours of the page.
    pub svg: String,
    /// What the rows of the table are called, and the columns.
    pub heads: (String, String),
    /// The rows.
    pub rows: Vec<(String, u64)>,
}
