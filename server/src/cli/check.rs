//! `bailiwick check`.

use super::{Context, Failure};
use authz::suite::Suite;
use std::{path::PathBuf, process::ExitCode};

/// Most differing cases shown of a file.
const SHOWN: usize = 5;

/// Decision suites to run.
#[derive(clap::Args)]
pub struct Args {
    /// Files of the format `decision-suite/1`.
    pub files: Vec<PathBuf>,
}

/// Runs the suites: a line per file, the first differing cases, and 1 if any differ.
pub fn suites(args: &Args) -> Result<ExitCode, Failure> {
    let mut agreed = true;
    for path in &args.files {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let text = std::fs::read_to_string(path)
            .map_err(|error| Failure::new(format!("cannot read `{}`: {error}", path.display())))?;
        let suite: Suite =
            serde_json::from_str(&text).map_err(|error| Failure::new(format!("`{}`: {error}", path.display())))?;
        let report = suite.run();
        println!("{name} {} agree {} differ", report.agree, report.differ.len());
        for difference in report.differ.iter().take(SHOWN) {
            println!("  {}", serde_json::to_string(difference).unwrap_or_default());
        }
        agreed &= report.differ.is_empty();
    }
    Ok(if agreed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
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
