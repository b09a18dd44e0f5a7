//! `bailiwick check`.

mod stored;
mod words;

use super::{Context, Failure};
use authz::suite::{Report, Suite};
use serde::Serialize;
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Most differing cases shown of a file.
const SHOWN: usize = 5;

/// Decision suites to run.
#[derive(clap::Args)]
pub struct Args {
    /// Files of the format `decision-suite/1`.
    pub files: Vec<PathBuf>,
    /// Put each world into a database of its own, and ask through the store.
    #[arg(long, requires = "files")]
    pub store: bool,
}

/// How a file went.
#[derive(Serialize)]
struct Row {
    file: String,
    #[serde(flatten)]
    report: Report,
}

/// Runs the suites: a line per file, the first differing cases with why, and 1 if any differ.
pub fn suites(args: &Args, json: bool) -> Result<ExitCode, Failure> {
    let rows: Vec<Row> = args.files.iter().map(|path| run(path, args.store)).collect::<Result<_, _>>()?;
    if json {
        let text = serde_json::to_string_pretty(&rows).map_err(|error| Failure::new(error.to_string()))?;
        println!("{text}");
    } else {
        rows.iter().for_each(show);
    }
    let agreed = rows.iter().all(|row| row.report.differ.is_empty());
    Ok(if agreed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn run(path: &Path, store: bool) -> Result<Row, Failure> {
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::new(format!("cannot read `{}`: {error}", path.display())))?;
    let suite: Suite =
        serde_json::from_str(&text).map_err(|error| Failure::new(format!("`{}`: {error}", path.display())))?;
    Ok(Row { file, report: if store { stored::run(&suite)? } else { suite.run() } })
}

fn show(Row { file, report }: &Row) {
    println!("{file} {} agree {} differ", report.agree, report.differ.len());
    for line in report.differ.iter().take(SHOWN).flat_map(words::difference) {
        println!("  {line}");
    }
    let rest = report.differ.len().saturating_sub(SHOWN);
    if rest > 0 {
        println!("  and {rest} more; `--json` tells all");
    }
}

/// Checks the database's structure and its facts.
pub async fn database(context: &Context<'_>) -> Result<ExitCode, Failure> {
    let lines = context.started.host.check().await?;
    if lines.is_empty() {
        println!("the database is sound");
        return Ok(ExitCode::SUCCESS);
    }
    Err(Failure::list("the database is damaged; restore a backup:", &lines))
}
