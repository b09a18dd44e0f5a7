//! A machine to run commands on.

use std::{
    path::Path,
    process::{Command, Output},
};
use tempfile::TempDir;

/// A folder with a database in it.
pub struct Machine(TempDir);

impl Machine {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A machine with the small preset and `ann` as its administrator.
    pub fn with_ann() -> Self {
        let machine = Self::new();
        machine.done("preset load standard");
        machine.done("user add ann --name Ann");
        machine.done("role grant ann administrator");
        machine
    }

    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    pub fn run(&self, line: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bailiwick"));
        command.args(line.split(' ')).current_dir(self.folder()).env_clear();
        command.env("BAILIWICK_DATABASE_URL", "sqlite:test.db").env("BAILIWICK_LOG_LEVEL", "error").output().unwrap()
    }

    /// Runs what must go well; answers what it printed.
    #[track_caller]
    pub fn done(&self, line: &str) -> String {
        let output = self.run(line);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{line}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs what must not be done; answers what it said of that.
    #[track_caller]
    pub fn refused(&self, line: &str) -> String {
        let output = self.run(line);
        assert_eq!(output.status.code(), Some(1), "{line}: {}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stderr).unwrap()
    }

    /// The newest line of the audit log.
    pub fn last_line(&self) -> serde_json::Value {
        let lines: Vec<serde_json::Value> = serde_json::from_str(&self.done("--json audit list --limit 1")).unwrap();
        lines[0].clone()
    }
}
