//! The command line, as a program: what it prints and how it ends.

use std::{
    path::Path,
    process::{Command, Output},
};
use tempfile::TempDir;

/// A folder with a database in it.
struct Machine(TempDir);

impl Machine {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A machine with the small preset and `ann` as its administrator.
    fn with_ann() -> Self {
        let machine = Self::new();
        machine.done("preset load standard");
        machine.done("user add ann --name Ann");
        machine.done("role grant ann administrator");
        machine
    }

    fn folder(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, line: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bailiwick"));
        command.args(line.split(' ')).current_dir(self.folder()).env_clear();
        command.env("BAILIWICK_DATABASE_URL", "sqlite:test.db").env("BAILIWICK_LOG_LEVEL", "error").output().unwrap()
    }

    /// Runs what must go well; answers what it printed.
    #[track_caller]
    fn done(&self, line: &str) -> String {
        let output = self.run(line);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{line}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs what must not be done; answers what it said of that.
    #[track_caller]
    fn refused(&self, line: &str) -> String {
        let output = self.run(line);
        assert_eq!(output.status.code(), Some(1), "{line}: {}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stderr).unwrap()
    }

    /// The newest line of the audit log.
    fn last_line(&self) -> serde_json::Value {
        let lines: Vec<serde_json::Value> = serde_json::from_str(&self.done("--json audit list --limit 1")).unwrap();
        lines[0].clone()
    }
}

#[test]
fn the_last_administrator_goes_by_force_only() {
    let machine = Machine::with_ann();
    for line in ["role revoke ann administrator", "user disable ann"] {
        let said = machine.refused(line);
        assert_eq!(
            said,
            "bailiwick: nobody would be administrator any more: make somebody else administrator first; \
             or repeat the command with `--force`\n"
        );
        assert_eq!(machine.last_line()["outcome"], "refused");
    }
    machine.done("user disable ann --force --reason left");
    let line = machine.last_line();
    assert_eq!((&line["actor"], &line["action"]), (&"operator@host".into(), &"UpdateUser".into()));
    assert_eq!(line["reason"], "forced: nobody is administrator now; left");
    machine.done("user enable ann");
    machine.done("role revoke ann administrator --force");
    assert_eq!(machine.last_line()["reason"], "forced: nobody is administrator now");
}

#[test]
fn the_last_owner_goes_by_force_only() {
    let machine = Machine::with_ann();
    machine.done("project add Copper --id copper");
    machine.done("role grant ann owner --on project:copper");
    let said = machine.refused("role revoke ann owner --on project:copper");
    assert!(said.contains("`project:copper` would have no owner left") && said.contains("`--force`"), "{said}");
    machine.done("role revoke ann owner --on project:copper --force");
    assert_eq!(machine.last_line()["reason"], "forced: `project:copper` has no owner now");
}

#[test]
fn force_skips_nothing_else_and_is_not_told_where_it_did_nothing() {
    let machine = Machine::with_ann();
    for line in [
        "role revoke ann nonsense --force",
        "role revoke ann owner --on project:none --force",
        "role revoke nobody administrator --force",
        "user disable nobody --force",
    ] {
        let said = machine.refused(line);
        assert!(!said.contains("--force"), "{line}: {said}");
    }
    machine.done("user add bob --name Bob");
    machine.done("user disable bob --force");
    assert_eq!(machine.last_line()["reason"], serde_json::Value::Null);
    // Where the rule cannot be in the way, there is no such option.
    assert_eq!(machine.run("role grant bob administrator --force").status.code(), Some(2));
}
