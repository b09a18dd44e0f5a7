//! What was done, in words. To add an action: a row here.

use crate::text::t;

/// Every action: what it reads like after a name, where it was, and its name in the list to choose from. In the words
/// `{who|…}` stands for whom or what it was done to, with what to say where that is more than one.
const DEEDS: &[(&str, &str, &str, &str)] = &[
    ("SignIn", t("signed in"), "", t("Sign-ins")),
    ("SignOut", t("signed out"), "", t("Sign-outs")),
    ("CreateProject", t("created the project {who|}"), "", t("Projects created")),
    ("UpdateProject", t("changed the project {who|}"), "", t("Projects changed")),
    ("RestoreProject", t("made the project {who|} usable again"), "", t("Projects restored")),
    ("DeleteProject", t("deleted the project {who|}"), "", t("Projects deleted")),
    ("ImportNodes", t("imported resources"), t("into {place}"), t("Resources imported")),
    ("CreateNode", t("created the resource {who|}"), "", t("Resources created")),
    ("UpdateNode", t("changed the resource {who|}"), "", t("Resources changed")),
    ("LinkNode", t("linked or moved the resource {who|}"), "", t("Resources linked or moved")),
    ("RestoreNode", t("took back a change of the resource {who|}"), "", t("Changes of resources taken back")),
    ("DeleteNode", t("deleted the resource {who|}"), "", t("Resources deleted")),
    ("AddMember", t("added {who|members}"), t("to {place}"), t("Members added")),
    ("UpdateMember", t("changed the roles of {who|a member}"), t("on {place}"), t("Members changed")),
    ("RemoveMember", t("removed {who|a member}"), t("from {place}"), t("Members removed")),
    ("OrderUpdates", t("ordered a change of many members"), t("of {place}"), t("Changes of many members")),
    ("OrderRemovals", t("ordered the removal of many members"), t("from {place}"), t("Removals of many members")),
    ("EditMatrix", t("changed the permissions of {who|several roles}"), t("in {place}"), t("Permissions changed")),
    ("UpdateRole", t("changed the role {who|}"), t("in {place}"), t("Roles changed")),
    ("CreateRole", t("created the role {who|}"), t("in {place}"), t("Roles created")),
    ("DeleteRole", t("deleted the role {who|}"), t("in {place}"), t("Roles deleted")),
    ("CreateUser", t("created the person {who|}"), "", t("People created")),
    ("UpdateUser", t("enabled or disabled {who|somebody}"), "", t("People enabled or disabled")),
    ("MoveUser", t("moved {who|somebody} to another account"), "", t("People moved")),
    ("CreateAccount", t("created the account {who|}"), "", t("Accounts created")),
    ("UpdateAccount", t("changed the account {who|}"), "", t("Accounts changed")),
    ("GovernAccount", t("changed the terms of the account {who|}"), "", t("Terms of accounts changed")),
    ("AddGrant", t("made a grant for {who|some conditions}"), t("on {place}"), t("Grants made")),
    ("UpdateGrant", t("changed a grant for {who|some conditions}"), t("on {place}"), t("Grants changed")),
    ("RemoveGrant", t("removed a grant for {who|some conditions}"), t("from {place}"), t("Grants removed")),
    (
        "RestoreGrant",
        t("took back a change of a grant for {who|some conditions}"),
        t("on {place}"),
        t("Changes of grants taken back"),
    ),
    ("CreateGroup", t("created the group {who|}"), "", t("Groups created")),
    ("UpdateGroup", t("changed the group {who|}"), "", t("Groups changed")),
    ("AddToGroup", t("put {who|several} into the group"), "{place}", t("People put into groups")),
    ("RemoveFromGroup", t("took {who|several} out of the group"), "{place}", t("People taken out of groups")),
    ("SetGroupAdmins", t("changed who looks after the group"), "{place}", t("Admins of groups changed")),
    ("RestoreGroup", t("took back a change of the group"), "{place}", t("Changes of groups taken back")),
    ("DeleteGroup", t("deleted the group {who|}"), "", t("Groups deleted")),
    ("EditCatalog", t("changed the catalog: {who|}"), "", t("Catalog changed")),
    ("ApplyCatalog", t("applied the file {who|} to the catalog"), "", t("Files applied to the catalog")),
    ("EditNavigation", t("changed the navigation: {who|}"), "", t("Navigation changed")),
    ("ChangePassword", t("changed their password"), "", t("Passwords changed")),
    ("ResetPassword", t("set a new password by a link"), "", t("Passwords reset")),
    ("MakeResetLink", t("made a reset link for {who|somebody}"), "", t("Reset links made")),
    ("EndSession", t("ended sessions"), t("of {place}"), t("Sessions ended")),
    ("SetUp", t("set up the system"), "", t("Set-up")),
    ("Seed", t("seeded the administrator {who|}"), "", t("Seeding")),
    ("LoadPreset", t("loaded the preset {who|}"), "", t("Presets loaded")),
    ("RecoverAdministrator", t("made an administrator of {who|somebody}"), "", t("Administrators recovered")),
    ("EnsureBuiltIn", t("installed the built-in role of administrators"), "", t("Built-in roles")),
    ("Backup", t("made a backup"), "", t("Backups")),
];

/// A sentence in its parts, for people and things in it to stand out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Before whom it was done to.
    pub before: String,
    /// To whom or what it was done, as a name; else it is in `before`.
    pub who: Option<String>,
    /// After that.
    pub after: String,
    /// Between that and the place, where the place belongs to the sentence.
    pub at: Option<String>,
}

/// What was done, as it reads after a name; the action's own name if there are no words for it.
pub(super) fn deed(action: &str, who: Option<&str>) -> Sentence {
    let Some((_, words, place, _)) = DEEDS.iter().find(|(id, ..)| *id == action) else {
        return Sentence { before: action.to_owned(), who: who.map(ToOwned::to_owned), ..Sentence::default() };
    };
    let at = place.strip_suffix("{place}").map(|words| words.trim().to_owned());
    let Some((before, rest)) = words.split_once("{who|") else {
        return Sentence { before: (*words).to_owned(), at, ..Sentence::default() };
    };
    let (many, after) = rest.split_once('}').unwrap_or((rest, ""));
    let (before, after) = (before.trim(), after.trim().to_owned());
    match who {
        Some(who) => Sentence { before: before.to_owned(), who: Some(who.to_owned()), after, at },
        None => Sentence { before: format!("{before} {many}").trim().to_owned(), who: None, after, at },
    }
}

/// What was tried, as it reads after a name.
pub(super) fn attempt(action: &str, outcome: &str, who: Option<&str>) -> Sentence {
    let deed = deed(action, who);
    match outcome {
        "done" => deed,
        _ if action == "SignIn" => Sentence { before: t("could not sign in").to_owned(), ..Sentence::default() },
        _ => Sentence { before: format!("{} {}", t("was refused:"), deed.before), ..deed },
    }
}

/// Actions to choose from.
pub(super) fn actions() -> Vec<(&'static str, &'static str)> {
    DEEDS.iter().map(|(id, .., label)| (*id, *label)).collect()
}

/// Ends to choose from.
pub(super) fn outcomes() -> Vec<(&'static str, &'static str)> {
    vec![("done", t("Done")), ("refused", t("Refused")), ("failed", t("Failed"))]
}

#[cfg(test)]
mod tests {
    use super::{DEEDS, Sentence, deed};
    use authz::action::{Access, TABLE};

    #[test]
    fn everything_that_is_audited_has_words() {
        for row in TABLE.iter().filter(|row| row.access == Access::Write) {
            assert!(DEEDS.iter().any(|(id, ..)| *id == row.id), "{}", row.id);
        }
    }

    #[test]
    fn a_deed_reads_as_a_sentence() {
        let whole = |sentence: Sentence| {
            let Sentence { before, who, after, at } = sentence;
            [Some(before), who, Some(after), at]
                .into_iter()
                .flatten()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(whole(deed("AddMember", Some("Vic"))), "added Vic to");
        assert_eq!(whole(deed("AddMember", None)), "added members to");
        assert_eq!(whole(deed("RestoreProject", Some("Apollo"))), "made the project Apollo usable again");
        assert_eq!(whole(deed("SignIn", None)), "signed in");
        assert_eq!(whole(deed("Unheard", Some("Vic"))), "Unheard Vic");
    }
}
