//! The command line, as a program: what it prints and how it ends.

#[cfg(test)]
#[path = "command_line/machine.rs"]
mod machine;

use machine::Machine;

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

#[test]
fn sample_people_have_no_passwords_and_that_is_said() {
    let machine = Machine::new();
    assert_eq!(machine.done("preset load frost").lines().count(), 1);
    let said = machine.done("preset load frost --sample");
    assert!(said.contains("have no passwords: nobody can sign in as one of them"), "{said}");
    assert!(said.contains("`bailiwick user reset-link USERNAME`"), "{said}");
    // What it says can be done can be done.
    let people: serde_json::Value = serde_json::from_str(&machine.done("--json user list")).unwrap();
    let username = people[0]["username"].as_str().unwrap();
    assert!(machine.done(&format!("user reset-link {username}")).starts_with("http://localhost:3000/reset/"));
    assert_eq!(machine.done("preset load frost --sample"), "`frost` is loaded already; nothing changed\n");
}

#[test]
fn a_suite_that_differs_is_explained() {
    let machine = Machine::new();
    std::fs::write(machine.folder().join("mine.json"), include_str!("command_line/differs.json")).unwrap();
    let output = machine.run("check mine.json");
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(String::from_utf8(output.stdout).unwrap());
    let output = machine.run("--json check mine.json");
    assert_eq!(output.status.code(), Some(1));
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&told[0]["file"], &told[0]["agree"]), (&"mine.json".into(), &1.into()));
    let differ = told[0]["differ"].as_array().unwrap();
    assert_eq!((differ.len(), &differ[0]["wanted"], &differ[0]["got"]), (6, &false.into(), &true.into()));
    // None of this needed a database.
    assert!(!machine.folder().join("test.db").exists());
}

#[test]
fn a_suite_that_agrees_is_one_line() {
    let machine = Machine::new();
    let line = format!("check {}/../docs/examples/model.json", env!("CARGO_MANIFEST_DIR"));
    assert_eq!(machine.done(&line), "model.json 10 agree 0 differ\n");
    assert!(machine.refused("check none.json").starts_with("bailiwick: cannot read `none.json`"));
}
