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
fn grants_of_every_kind_are_made_listed_and_removed() {
    let machine = Machine::with_ann();
    machine.done("preset load standard --sample");
    let said = machine.done(
        "grant add viewer --to account:aalto --to group-admins:port-desk --on project:demand-forecast --until 2199-03-31",
    );
    let id = said.split('`').nth(1).unwrap().to_owned();
    assert_eq!(
        said,
        format!("`{id}`: `account:aalto` and `group-admins:port-desk` holds `viewer` on `project:demand-forecast`\n")
    );
    let rows: serde_json::Value =
        serde_json::from_str(&machine.done("--json grant list --on project:demand-forecast")).unwrap();
    let row = rows.as_array().unwrap().iter().find(|row| row["id"] == id.as_str()).unwrap();
    assert_eq!((&row["people"], &row["until"]), (&1.into(), &"2199-04-01T00:00:00Z".into()));
    assert_eq!(row["author"], "operator@host");
    let line = machine.last_line();
    assert_eq!((&line["actor"], &line["action"]), (&"operator@host".into(), &"AddGrant".into()));
    machine.done(&format!("grant remove {id} --on project:demand-forecast --reason over"));
    assert_eq!(machine.last_line()["reason"], "over");
    let twice = machine.refused(&format!("grant remove {id} --on project:demand-forecast"));
    assert!(twice.contains("no such grant"), "{twice}");
    for (line, part) in [
        ("grant add viewer --to account:nowhere --on project:demand-forecast", "there is no account"),
        ("grant add administrator --to signed-in --on project:demand-forecast", "choose one of the roles"),
        ("grant add viewer --to label:x --on project:demand-forecast --until 2001-01-01", "in the future"),
    ] {
        let said = machine.refused(line);
        assert!(said.contains(part), "{line}: {said}");
    }
    assert_eq!(machine.run("grant add viewer --to everybody").status.code(), Some(2));
}

#[test]
fn the_last_grants_go_by_force_only() {
    let machine = Machine::with_ann();
    let rows: serde_json::Value = serde_json::from_str(&machine.done("--json grant list")).unwrap();
    let id = rows[0]["id"].as_str().unwrap().to_owned();
    assert_eq!((&rows[0]["role"], &rows[0]["to"][0]), (&"administrator".into(), &"user:ann".into()));
    let said = machine.refused(&format!("grant remove {id}"));
    assert!(said.contains("nobody would be administrator") && said.contains("`--force`"), "{said}");
    machine.done(&format!("grant remove {id} --force"));
    assert_eq!(machine.last_line()["reason"], "forced: nobody is administrator now");
}

#[test]
fn accounts_are_made_and_changed_and_people_move_between_them() {
    let machine = Machine::with_ann();
    assert_eq!(machine.done("account add North --id north"), "account:north\n");
    machine.done("account add South --id south");
    machine.done("account set account:north --label MDC --label EU --seats 1 --reason agreed");
    let line = machine.last_line();
    assert_eq!((&line["action"], &line["actor"]), (&"GovernAccount".into(), &"operator@host".into()));
    assert_eq!((&line["subject"], &line["reason"]), (&"account:north".into(), &"agreed".into()));
    // What is not named stays as it is.
    machine.done("account set account:north --suspended true");
    assert_eq!(
        machine.done("account list north"),
        "ID             NAME   LABELS   PEOPLE  STATE\naccount:north  North  MDC, EU  0/1     suspended\n"
    );
    machine.done("account set account:north --suspended false --no-labels");
    let rows: serde_json::Value = serde_json::from_str(&machine.done("--json account list north")).unwrap();
    assert_eq!((&rows[0]["labels"], &rows[0]["suspended"]), (&serde_json::json!([]), &false.into()));
    // Looking changes nothing; moving does, as far as there are seats.
    machine.done("user add bob --name Bob");
    machine.done("grant add auditor --to account:north");
    let said = machine.done("user move bob account:north --dry-run");
    assert!(said.contains("gain something: 1 person") && said.contains("+ user:bob: "), "{said}");
    assert_eq!(machine.done("user move bob account:north"), "user:bob belongs to account:north\n");
    assert_eq!(machine.last_line()["action"], "MoveUser");
    let said = machine.refused("user move ann account:north");
    assert!(said.contains("all 1 seats of this account are taken"), "{said}");
    machine.done("user move bob system");
    for (line, part) in [
        ("account set account:west --seats 3", "there is no account `account:west`; `bailiwick account list`"),
        ("account consultancy account:west", "there is no account `account:west`"),
        ("account add North --id north", "`account:north` is taken"),
        ("account consultancy account:south account:north", "consultanc"),
    ] {
        let said = machine.refused(line);
        assert!(said.contains(part), "{line}: {said}");
    }
    assert_eq!(machine.run("account set account:north --seats 3 --no-seats").status.code(), Some(2));
}

#[test]
fn what_settings_would_do_is_seen_before_they_are_changed() {
    let machine = Machine::with_ann();
    machine.done("account add North --id north");
    machine.done("user add bob --name Bob --account account:north");
    machine.done("project add Copper --id copper");
    machine.done("role grant bob contributor --on project:copper");
    machine.done("grant add viewer --to label:MDC --on project:copper");
    let nobody = "nobody gains or loses anything\n";
    let lines = [
        ("account set account:north --suspended true", "lose something: 1 person", "- user:bob: "),
        ("project set project:copper --visibility internal", "gain something: everybody", "+ everybody but "),
        ("project set project:copper --archived true", "lose something: ", "project:copper"),
        ("user disable bob", "lose something: 1 person", "- user:bob: "),
    ];
    for (line, toll, part) in lines {
        let before = machine.last_line();
        let said = machine.done(&format!("{line} --dry-run"));
        assert!(said.contains(toll) && said.contains(part), "{line}: {said}");
        assert_eq!(machine.done(&format!("{line} --dry-run")), said, "{line}: looking changes nothing");
        assert_eq!(machine.last_line()["id"], before["id"], "{line}: looking is no change");
    }
    // What changes nobody's access, or is so already, says so.
    for line in ["account set account:north --seats 3", "user enable bob", "project set project:copper --name Tin"] {
        assert_eq!(machine.done(&format!("{line} --dry-run")), nobody, "{line}");
    }
    // An archived project is looked at from above, with whatever else it is to be.
    machine.done("project set project:copper --archived true");
    let said = machine.done("project set project:copper --archived false --visibility internal --dry-run");
    assert!(said.contains("+ user:bob: ") && said.contains("gain something: everybody"), "{said}");
    machine.done("user disable bob");
    assert!(machine.done("user enable bob --dry-run").contains("gain something: 1 person"));
    // Who stays last is told so, unless it is forced.
    let last = "it would be refused: nobody would be administrator any more";
    assert!(machine.done("user disable ann --dry-run").contains(last));
    assert!(!machine.done("user disable ann --dry-run --force").contains("refused"));
    for line in ["account set account:west --dry-run", "account consultancy account:west --dry-run"] {
        let said = machine.refused(line);
        assert!(said.contains("there is no account `account:west`"), "{line}: {said}");
    }
    assert!(machine.refused("project set project:none --dry-run").contains("there is no project `project:none`"));
}

#[test]
fn a_consultancy_is_named_and_ended() {
    let machine = Machine::new();
    machine.done("preset load flexmeasures --sample");
    machine.done("account add North --id north");
    machine.done("account add Advice --id advice");
    machine.done("user add ada --name Ada --account account:advice");
    machine.done("role grant ada consultant --on account:advice");
    let before = machine.done("grant list --on account:north");
    let said = machine.done("account consultancy account:north account:advice --dry-run");
    assert!(said.contains("gain something: 1 person") && said.contains("on account:north"), "{said}");
    assert_eq!(machine.done("grant list --on account:north"), before, "looking changes nothing");
    machine.done("account consultancy account:north account:advice");
    let grants = machine.done("grant list --on account:north");
    assert!(grants.contains("client-consultant  account:advice and holder:consultant@account:advice"), "{grants}");
    let line = machine.last_line();
    assert_eq!((&line["action"], &line["subject"]), (&"UpdateAccount".into(), &"account:north".into()));
    assert!(machine.done("account consultancy account:north --dry-run").contains("lose something: 1 person"));
    assert_eq!(machine.done("account consultancy account:north"), "`account:north` has no consultancy\n");
    assert_eq!(machine.done("grant list --on account:north"), before);
}

#[test]
fn groups_are_filled_looked_after_and_deleted() {
    let machine = Machine::with_ann();
    let group = machine.done("group add Geology --description Rocks").trim_end().to_owned();
    machine.done("user add bob --name Bob");
    machine.done("project add Copper --id copper");
    machine.done(&format!("role grant {group} viewer --on project:copper"));
    let said = machine.done(&format!("group join {group} bob --dry-run"));
    assert!(said.contains("gain something: 1 person") && said.contains("on project:copper"), "{said}");
    assert_eq!(machine.done(&format!("group members {group}")).lines().count(), 1);
    assert_eq!(
        machine.done(&format!("group join {group} bob ann")),
        format!("`user:bob`, `user:ann` joined `{group}`\n")
    );
    assert_eq!(machine.last_line()["action"], "AddToGroup");
    machine.done(&format!("group admins {group} bob"));
    machine.done(&format!("group leave {group} ann --reason moved"));
    let line = machine.last_line();
    assert_eq!((&line["action"], &line["reason"]), (&"RemoveFromGroup".into(), &"moved".into()));
    let rows: serde_json::Value =
        serde_json::from_str(&machine.done(&format!("--json group members {group}"))).unwrap();
    assert_eq!((rows.as_array().map(Vec::len), &rows[0]["id"]), (Some(1), &"user:bob".into()));
    let said = machine.done(&format!("group remove {group} --dry-run"));
    assert!(said.contains("lose something: 1 person"), "{said}");
    assert!(machine.done("group list geo").contains(" Geology "));
    machine.done(&format!("group remove {group} --reason over"));
    assert_eq!(machine.done("group list").lines().count(), 1);
    for (line, part) in [
        (format!("group members {group}"), "there is no group"),
        (format!("group remove {group}"), "there is no group"),
        ("group join group:none bob".to_owned(), "there is no group `group:none`; `bailiwick group list`"),
    ] {
        let said = machine.refused(&line);
        assert!(said.contains(part), "{line}: {said}");
    }
}

#[test]
fn projects_are_changed_and_deleted_after_a_look() {
    let machine = Machine::with_ann();
    machine.done("project add Copper --id copper --description Ore");
    machine.done("project set project:copper --visibility public --archived true");
    assert!(machine.done("project list copper").contains("public      archived"));
    // An archived project is usable again, and what was not named is as it was.
    machine.done("project set project:copper --archived false --name Tin");
    assert!(machine.done("project list copper").contains("Tin   public      active"));
    machine.done("user add bob --name Bob");
    machine.done("role grant bob viewer --on project:copper");
    let said = machine.done("project remove project:copper --dry-run");
    assert!(said.contains("lose something") && said.contains("user:bob"), "{said}");
    machine.done("project remove project:copper");
    assert_eq!(machine.last_line()["action"], "DeleteProject");
    assert!(machine.refused("project set project:copper --name Zinc").contains("there is no project `project:copper`"));
    assert_eq!(machine.run("project set project:copper --visibility secret").status.code(), Some(2));
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

#[test]
fn suites_agree_through_the_store() {
    let machine = Machine::new();
    let suites = format!("{}/../authz/tests/suites", env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<String> =
        std::fs::read_dir(suites).unwrap().map(|file| file.unwrap().path().display().to_string()).collect();
    files.sort();
    let said = machine.done(&format!("check --store {}", files.join(" ")));
    assert_eq!(said, machine.done(&format!("check {}", files.join(" "))));
    assert_eq!(said.lines().filter(|line| line.ends_with(" 0 differ")).count(), files.len(), "{said}");
    // What is asked of the store is the store: a suite that differs does so there, too.
    std::fs::write(machine.folder().join("mine.json"), include_str!("command_line/differs.json")).unwrap();
    let [plain, stored] = ["check mine.json", "check --store mine.json"].map(|line| machine.run(line));
    assert_eq!((plain.stdout, plain.status.code()), (stored.stdout, stored.status.code()));
    assert!(!machine.folder().join("test.db").exists());
}

#[test]
fn decisions_are_listed_and_exported() {
    let machine = Machine::new();
    assert_eq!(machine.done("decision list"), "AT  SUBJECT  PERMISSION  NODE  ANSWER  SOURCE\n");
    assert_eq!(machine.done("--json decision list --subject user:ana --refused"), "[]\n");
    assert_eq!(machine.done("decision export --permission project:read"), "");
    assert!(machine.refused("decision list --on project:none").contains("there is no such node"));
}

const LAB: &str = r#"
name = "lab"
title = "Laboratory"
description = "What the laboratory's service protects."
[catalog]
name = "lab"
[catalog.types.sample]
parents = ["project"]
actions = ["read", "create", "freeze"]
[[role]]
id = "technician"
name = "Technician"
on = ["project"]
permissions = [["sample:read", "all"]]
"#;

#[test]
fn a_catalog_file_is_planned_applied_and_watched() {
    let machine = Machine::with_ann();
    let write = |text: &str| std::fs::write(machine.folder().join("lab.toml"), text).unwrap();
    assert_eq!(machine.done("catalog drift"), "no file was applied\n");
    write(LAB);
    let said = machine.done("catalog plan lab.toml");
    assert!(said.starts_with("`lab.toml` would change 2 parts:\n  + role technician\n"), "{said}");
    assert!(said.contains("actions: + read  + create  + freeze\n"), "{said}");
    assert!(said.contains("gain something: 1 person; lose something: 0 people\n  + user:ann: sample:read"), "{said}");
    // Looking changed nothing.
    assert_eq!(machine.done("catalog plan lab.toml"), said);
    machine.done("catalog apply lab.toml --reason agreed");
    let line = machine.last_line();
    assert_eq!((&line["action"], &line["actor"]), (&"ApplyCatalog".into(), &"operator@host".into()));
    assert_eq!((&line["subject"], &line["reason"]), (&"lab".into(), &"agreed".into()));
    assert!(machine.done("catalog apply lab.toml").contains("in force already"));
    assert!(machine.done("catalog drift").contains("as applied"));
    // What would leave something without meaning is refused, and it is said what.
    write(&LAB.replace("\"read\", \"create\", \"freeze\"", "\"create\", \"freeze\""));
    let output = machine.run("catalog plan lab.toml");
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("actions: - read\n") && said.contains("it cannot be applied:"), "{said}");
    assert!(said.contains("role `technician` gives `sample:read`, which would be nothing"), "{said}");
    let said = machine.refused("catalog apply lab.toml");
    assert!(said.contains("nothing changed") && machine.last_line()["outcome"] == "refused", "{said}");
    // Scripts read it, too.
    let plan = machine.run("--json catalog plan lab.toml").stdout;
    let plan: serde_json::Value = serde_json::from_slice(&plan).unwrap();
    assert_eq!(plan["changes"][0]["what"], "type sample");
    assert_eq!(plan["hindrances"].as_array().map(Vec::len), Some(1));
    // Another file of another name cannot have it.
    write(&LAB.replace("name = \"lab\"\ntitle", "name = \"other\"\ntitle"));
    let said = machine.refused("catalog apply lab.toml");
    assert!(said.contains("type sample: the file `lab.toml` owns it"), "{said}");
    assert!(machine.refused("catalog plan none.toml").contains("cannot be read"));
    write("name = 1");
    assert!(machine.refused("catalog plan lab.toml").contains("preset"));
}

#[test]
fn a_shown_catalog_is_a_file_that_changes_nothing() {
    let machine = Machine::with_ann();
    for preset in ["calminer", "flexmeasures", "depictio", "nexus", "frost"] {
        let other = Machine::new();
        other.done(&format!("preset load {preset}"));
        let text = other.done("catalog show");
        std::fs::write(other.folder().join("shown.toml"), text).unwrap();
        let plan = other.done("--json catalog plan shown.toml");
        let plan: serde_json::Value = serde_json::from_str(&plan).unwrap();
        assert_eq!(
            (&plan["gain"], &plan["lose"], &plan["hindrances"]),
            (&0.into(), &0.into(), &serde_json::json!([])),
            "{preset}"
        );
        let changes = plan["changes"].as_array().unwrap();
        // Its roles would be locked, as what a file owns is; nothing else is another.
        let locked = |line: &serde_json::Value| line["fields"] == serde_json::json!([["locked", [], ["true"]]]);
        assert!(changes.iter().all(locked), "{preset}: {changes:?}");
        other.done("catalog apply shown.toml");
        assert!(other.done("catalog plan shown.toml").contains("there is nothing to do"), "{preset}");
    }
    assert!(machine.done("catalog show").contains("[catalog.types.dataset]"));
}
