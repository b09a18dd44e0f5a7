//! What was done, in words. To add an action: a row here.

/// Every action with what it reads like after a name, and its name in the list to choose from.
const DEEDS: &[(&str, &str, &str)] = &[
    ("SignIn", "signed in", "Sign-ins"),
    ("SignOut", "signed out", "Sign-outs"),
    ("CreateProject", "created the project", "Projects created"),
    ("UpdateProject", "changed the project", "Projects changed"),
    ("RestoreProject", "made the project usable again", "Projects restored"),
    ("DeleteProject", "deleted the project", "Projects deleted"),
    ("AddMember", "added members", "Members added"),
    ("UpdateMember", "changed the roles of", "Members changed"),
    ("RemoveMember", "removed", "Members removed"),
    ("OrderUpdates", "ordered a change of members", "Changes of many members"),
    ("OrderRemovals", "ordered the removal of members", "Removals of many members"),
    ("EditMatrix", "changed permissions", "Permissions changed"),
    ("CreateRole", "created the role", "Roles created"),
    ("DeleteRole", "deleted the role", "Roles deleted"),
    ("CreateUser", "created the person", "People created"),
    ("UpdateUser", "enabled or disabled", "People enabled or disabled"),
    ("CreateGroup", "created the group", "Groups created"),
    ("UpdateGroup", "changed the group", "Groups changed"),
    ("AddToGroup", "put into the group", "People put into groups"),
    ("RemoveFromGroup", "took out of the group", "People taken out of groups"),
    ("RestoreGroup", "took back a change of the group", "Changes of groups taken back"),
    ("DeleteGroup", "deleted the group", "Groups deleted"),
    ("ChangePassword", "changed their password", "Passwords changed"),
    ("ResetPassword", "set a new password by a link", "Passwords reset"),
    ("MakeResetLink", "made a reset link for", "Reset links made"),
    ("EndSession", "ended sessions", "Sessions ended"),
    ("SetUp", "set up the system", "Set-up"),
    ("Seed", "seeded the administrator", "Seeding"),
    ("LoadPreset", "loaded the preset", "Presets loaded"),
    ("RecoverAdministrator", "made an administrator of", "Administrators recovered"),
    ("EnsureBuiltIn", "put the built-in role in place", "Built-in roles"),
    ("Backup", "made a backup", "Backups"),
];

/// What was done, as it reads after a name; the action's own name if there are no words for it.
pub(super) fn deed(action: &str) -> String {
    let known = DEEDS.iter().find(|(id, ..)| *id == action);
    known.map_or_else(|| action.to_owned(), |(_, words, _)| (*words).to_owned())
}

/// What was tried, as it reads after a name.
pub(super) fn attempt(action: &str, outcome: &str) -> String {
    match outcome {
        "done" => deed(action),
        _ if action == "SignIn" => "could not sign in".to_owned(),
        _ => format!("was refused: {}", deed(action)),
    }
}

/// Actions to choose from.
pub(super) fn actions() -> Vec<(&'static str, &'static str)> {
    DEEDS.iter().map(|(id, _, label)| (*id, *label)).collect()
}

/// Ends to choose from.
pub(super) fn outcomes() -> Vec<(&'static str, &'static str)> {
    vec![("done", "Done"), ("refused", "Refused"), ("failed", "Failed")]
}

#[cfg(test)]
mod tests {
    use super::DEEDS;
    use authz::action::{Access, TABLE};

    #[test]
    fn everything_that_is_audited_has_words() {
        for row in TABLE.iter().filter(|row| row.access == Access::Write) {
            assert!(DEEDS.iter().any(|(id, ..)| *id == row.id), "{}", row.id);
        }
    }
}
