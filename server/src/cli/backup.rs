//! `bailiwick backup`.

use super::{Context, Failure};
use std::{path::Path, process::ExitCode};

/// Writes a consistent copy of the database.
pub async fn run(context: &Context<'_>, file: &Path) -> Result<ExitCode, Failure> {
    if file.exists() {
        return Err(Failure::new(format!("`{}` exists; choose another name", file.display())));
    }
    context.started.host.backup(file).await?;
    // SECURITY: it holds password hashes.
    #[cfg(unix)]
    std::fs::set_permissions(file, std::os::unix::fs::PermissionsExt::from_mode(0o600))
        .map_err(|error| Failure::new(format!("cannot make `{}` private: {error}", file.display())))?;
    println!("written to {}", file.display());
    Ok(ExitCode::SUCCESS)
}
