//! What is locked: built-in roles and types, roles that a file owns, and what owners need to look after what they own.

use super::{Filed, Refusal, facts::entries, touched::Touched};
use crate::{Catalog, Extent, Index, Permission, RoleId, role::ADMINISTRATOR};
use alloc::{collections::BTreeSet, string::ToString, vec::Vec};

/// The console's own acts that an owner must keep being allowed.
const MANAGING: [&str; 6] =
    ["member:add", "member:update", "member:remove", "role:create", "role:update", "role:delete"];

/// Refuses what changes something locked. The machine itself may: that is how files are loaded.
pub(super) fn check(before: &Index, after: &Index, touched: &Touched) -> Result<(), Refusal> {
    for id in &touched.roles {
        let (had, has) = (before.role(id), after.role(id));
        if had != has && [had, has].into_iter().flatten().any(|role| role.locked) {
            return Err(Refusal::Locked { role: id.clone() });
        }
    }
    if touched.catalog {
        filed(before.catalog(), after.catalog())?;
    }
    owners_manage(before, after, touched)
}

/// What a file owns is changed there.
fn filed(before: &Catalog, after: &Catalog) -> Result<(), Refusal> {
    for (name, owned) in &before.files {
        let refuse = |part: Filed| Err(Refusal::Filed { part, file: owned.file.clone() });
        if let Some(kind) = owned.types.iter().find(|kind| before.types.get(*kind) != after.types.get(*kind)) {
            return refuse(Filed::Type(kind.clone()));
        }
        if let Some(policy) = owned.policies.iter().find(|policy| !after.policies.contains(policy)) {
            return refuse(Filed::Policy(policy.pattern.clone()));
        }
        if let Some(route) = owned.routes.iter().find(|route| !after.routes.contains(route)) {
            return refuse(Filed::Route(route.to_string()));
        }
        let sections = [
            (owned.visitor_roles && before.visitor_roles != after.visitor_roles, Filed::Visitors),
            (owned.consultancy && before.consultancy != after.consultancy, Filed::Consultancy),
            (owned.console && before.console != after.console, Filed::Console),
        ];
        if let Some((_, part)) = sections.into_iter().find(|(changed, _)| *changed) {
            return refuse(part);
        }
        if after.files.get(name) != Some(owned) {
            return refuse(Filed::Name(name.clone()));
        }
    }
    // Only the machine itself says what files own.
    match after.files.iter().find(|(name, _)| !before.files.contains_key(*name)) {
        Some((name, owned)) => Err(Refusal::Filed { part: Filed::Name(name.clone()), file: owned.file.clone() }),
        None => Ok(()),
    }
}

/// Refuses what nobody may do, the machine neither: to take away what is built in.
pub(super) fn built_in(before: &Index, after: &Index, touched: &Touched) -> Result<(), Refusal> {
    let administrator = touched.roles.iter().find(|role| role.as_str() == ADMINISTRATOR);
    if let Some(role) = administrator
        && before.role(role).is_some()
        && !is_everything(after, role)
    {
        return Err(Refusal::Locked { role: role.clone() });
    }
    if !touched.catalog {
        return Ok(());
    }
    for (kind, def) in &Catalog::default().with_built_in().types {
        let Some(had) = before.catalog().types.get(kind) else { continue };
        let has = after.catalog().types.get(kind);
        let kept = |action| has.is_some_and(|has| has.actions.contains(action));
        if has.is_none() || !def.actions.iter().filter(|action| had.actions.contains(action)).all(kept) {
            return Err(Refusal::LockedType { kind: kind.clone() });
        }
    }
    Ok(())
}

/// Is the role everything on `system`, without conditions?
fn is_everything(index: &Index, role: &RoleId) -> bool {
    index.role(role).is_some_and(|role| {
        role.home.is_system()
            && role.on.iter().any(|kind| kind == crate::SYSTEM)
            && role.permissions.iter().any(|entry| {
                (entry.pattern.as_str(), entry.extent) == ("*:*", Extent::All) && entry.conditions.is_empty()
            })
    })
}

/// The owner role of a type keeps what its holders need to look after members and roles.
fn owners_manage(before: &Index, after: &Index, touched: &Touched) -> Result<(), Refusal> {
    if touched.roles.is_empty() {
        return Ok(());
    }
    let managing: BTreeSet<Permission> =
        MANAGING.iter().filter_map(|act| before.catalog().permission_for(act)).collect();
    let gives = |index: &Index, role: &RoleId, permission: &Permission| {
        entries(index, role)
            .iter()
            .any(|entry| entry.extent == Extent::All && entry.conditions.is_empty() && entry.pattern.covers(permission))
    };
    let owned: Vec<_> =
        before.catalog().types.iter().filter_map(|(kind, def)| Some((kind, def.owner_role.as_ref()?))).collect();
    for (kind, role) in owned {
        for permission in &managing {
            if gives(before, role, permission) && !gives(after, role, permission) {
                let (role, permission) = (role.clone(), permission.clone());
                return Err(Refusal::OwnersManage { role, permission, kind: kind.clone() });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::{
        Catalog, Change, Role,
        guard::{Refusal, Writer, judge, scene::*},
        role::ADMINISTRATOR,
    };
    use alloc::{borrow::ToOwned, string::ToString, vec::Vec};

    #[test]
    fn locked_roles_are_changed_where_they_come_from() {
        let filed = Role { locked: true, ..role("filed", &["item:read"]) };
        let scene = Scene::new().project("apollo").role(filed.clone());
        let wider = Change::PutRole(Role { permissions: Vec::new(), ..filed.clone() });
        let freed = Change::PutRole(Role { locked: false, ..filed.clone() });
        for change in [wider.clone(), freed, Change::RemoveRole(role_id("filed"))] {
            scene.refuses(
                "user:ada",
                &[change],
                "role `filed` is locked: change it in the file it comes from, or make a role of your own",
            );
        }
        assert!(scene.by("user:ada", &[Change::PutRole(Role { id: role_id("mine"), ..filed.clone() })]).is_err());
        scene.allows("user:ada", &[Change::PutRole(filed)]);
        assert_eq!(judge(&scene.index(), &Writer::Host { force: false }, &[wider], NOW), Ok(()));
    }

    type Edit = fn(&mut Catalog);

    #[test]
    fn what_a_file_owns_is_changed_there() {
        let mut scene = Scene::new();
        let route = r#"{"methods": ["GET"], "path": "/items", "needs": [{"permission": "item:read", "on": "system"}]}"#;
        scene.0.catalog.routes.push(serde_json::from_str(route).unwrap());
        let owned = crate::catalog::Owned {
            file: "items.toml".to_owned(),
            types: ["item".to_owned()].into(),
            policies: scene.0.catalog.policies.clone(),
            routes: scene.0.catalog.routes.clone(),
            visitor_roles: true,
            console: true,
            ..Default::default()
        };
        scene.0.catalog.files.insert("items".to_owned(), owned);
        let cases: [(&str, Edit); 8] = [
            ("type `item`", |catalog| catalog.types.get_mut("item").unwrap().actions.push("print".to_owned())),
            ("the policy for `path:*`", |catalog| catalog.policies.clear()),
            ("the route `GET /items`", |catalog| catalog.routes.clear()),
            ("the route `GET /items`", |catalog| catalog.routes[0].nesting_verified = true),
            ("what visitors get", |catalog| catalog.visitor_roles.public = None),
            ("what the console asks for", |catalog| catalog.console.manages_members = None),
            ("`items`", |catalog| catalog.files.clear()),
            ("`items`", |catalog| catalog.files.get_mut("items").unwrap().types.clear()),
        ];
        let change = |change: Edit| {
            let mut catalog = scene.0.catalog.clone();
            change(&mut catalog);
            [Change::SetCatalog(catalog)]
        };
        for (what, case) in cases {
            let text = match what {
                "`items`" => "what `items` owns is said by the file `items.toml`: apply it".to_owned(),
                what => alloc::format!("{what} is owned by the file `items.toml`: change it there, and apply the file"),
            };
            scene.refuses("user:ada", &change(case), &text);
            assert_eq!(judge(&scene.index(), &Writer::Host { force: false }, &change(case), NOW), Ok(()), "{what}");
        }
        let foreign = change(|catalog| drop(catalog.files.insert("mine".to_owned(), crate::catalog::Owned::default())));
        assert!(matches!(scene.by("user:ada", &foreign), Err(Refusal::Filed { .. })));
        scene.allows("user:ada", &change(|catalog| catalog.types.get_mut("thing").unwrap().open = true));
    }

    #[test]
    fn what_is_built_in_is_not_taken_away_even_on_the_host() {
        let scene = Scene::new();
        let host = |changes: &[Change]| judge(&scene.index(), &Writer::Host { force: true }, changes, NOW);
        let locked = Err(Refusal::Locked { role: role_id(ADMINISTRATOR) });
        let mut weak = scene.index().role(ADMINISTRATOR).unwrap().clone();
        weak.permissions.clear();
        assert_eq!(host(&[Change::PutRole(weak)]), locked);
        let mut gone = remove("user:ada", ADMINISTRATOR, "system");
        gone.push(Change::RemoveRole(role_id(ADMINISTRATOR)));
        assert_eq!(host(&gone), locked);
        for change in [
            |catalog: &mut crate::Catalog| drop(catalog.types.remove("user")),
            |catalog: &mut crate::Catalog| catalog.types.get_mut("user").unwrap().actions.clear(),
        ] {
            let mut catalog = scene.0.catalog.clone();
            change(&mut catalog);
            let changes = [Change::SetCatalog(catalog)];
            assert_eq!(host(&changes), Err(Refusal::LockedType { kind: "user".to_owned() }));
            assert_eq!(scene.by("user:ada", &changes), Err(Refusal::LockedType { kind: "user".to_owned() }));
        }
    }

    #[test]
    fn owners_keep_what_they_need() {
        let scene = Scene::new().project("apollo");
        let without = |pattern: &str| {
            let mut owner = scene.index().role("owner").unwrap().clone();
            owner.permissions.retain(|entry| entry.pattern.as_str() != pattern);
            owner
        };
        // Sharing is how the console manages members here, and `role:…` how it manages roles.
        for pattern in ["project:*", "role:*"] {
            let refused = scene.by("user:ada", &[Change::PutRole(without(pattern))]);
            assert!(matches!(refused, Err(Refusal::OwnersManage { .. })), "{refused:?}");
        }
        scene.refuses(
            "user:ada",
            &[Change::PutRole(without("project:*"))],
            "role `owner` must keep `project:share`, or the owners of a `project` could no longer look after it",
        );
        scene.allows("user:ada", &[Change::PutRole(without("thing:*"))]);
        let mut through = without("project:*");
        through.includes.push(role_id("shares"));
        scene.allows("user:ada", &[Change::PutRole(role("shares", &["project:*"])), Change::PutRole(through)]);
        let host = judge(&scene.index(), &Writer::Host { force: false }, &[Change::PutRole(without("role:*"))], NOW);
        assert_eq!(host.map_err(|refusal| refusal.to_string()), Ok(()));
    }

    #[test]
    fn the_administrators_role_stays_everything() {
        let scene = Scene::new().project("apollo");
        let host = |role: Role| judge(&scene.index(), &Writer::Host { force: true }, &[Change::PutRole(role)], NOW);
        let had = || scene.index().role(ADMINISTRATOR).unwrap().clone();
        let entries = |texts: &[&str]| texts.iter().map(|text| entry(text)).collect::<Vec<_>>();
        for weak in [
            Role { permissions: entries(&[r#"["*:*", "own"]"#]), ..had() },
            Role { permissions: entries(&[r#"["*:*", "all", [["subject.mfa", "eq", true]]]"#]), ..had() },
            Role { permissions: entries(&[r#"["project:*", "all"]"#, r#"["item:*", "all"]"#]), ..had() },
            Role { home: node("project:apollo"), ..had() },
            Role { on: ["project".to_owned()].into(), ..had() },
        ] {
            assert_eq!(host(weak.clone()), Err(Refusal::Locked { role: role_id(ADMINISTRATOR) }), "{weak:?}");
        }
        let more = Role { name: "Root".to_owned(), on: ["system".to_owned(), "project".to_owned()].into(), ..had() };
        assert_eq!(host(more), Ok(()));
    }

    #[test]
    fn every_built_in_type_keeps_its_actions_and_may_get_more() {
        let scene = Scene::new();
        let built_in = crate::Catalog::default().with_built_in();
        let change = |change: &dyn Fn(&mut crate::Catalog)| {
            let mut catalog = scene.0.catalog.clone();
            change(&mut catalog);
            scene.by("user:ada", &[Change::SetCatalog(catalog)])
        };
        for (kind, def) in &built_in.types {
            let locked = Err(Refusal::LockedType { kind: kind.clone() });
            let without = |catalog: &mut crate::Catalog| drop(catalog.types.remove(kind));
            assert_eq!(change(&without), locked, "{kind}");
            for action in &def.actions {
                let less = |catalog: &mut crate::Catalog| {
                    catalog.types.get_mut(kind).unwrap().actions.retain(|kept| kept != action);
                };
                assert_eq!(change(&less), locked, "{kind}:{action}");
            }
            let more = |catalog: &mut crate::Catalog| {
                catalog.types.get_mut(kind).unwrap().actions.push("audited".to_owned());
            };
            assert_eq!(change(&more), Ok(()), "{kind}");
        }
    }

    #[test]
    fn what_owners_need_they_need_without_conditions_and_everywhere() {
        let scene = Scene::new().project("apollo");
        for narrow in [r#"["project:*", "own"]"#, r#"["project:*", "all", [["node.open", "eq", true]]]"#] {
            let mut owner = scene.index().role("owner").unwrap().clone();
            owner.permissions.retain(|entry| entry.pattern.as_str() != "project:*");
            owner.permissions.push(entry(narrow));
            let refused = scene.by("user:ada", &[Change::PutRole(owner)]);
            assert!(matches!(refused, Err(Refusal::OwnersManage { .. })), "{narrow}: {refused:?}");
        }
        // Another role may lose it: nobody owns a node by that.
        scene.allows("user:ada", &[Change::PutRole(role("editor", &["project:read"]))]);
        // What owners lose through a role they include is lost as well.
        let through = Scene::new()
            .role(role("shares", &["project:*", "role:*", "member:*"]))
            .role(Role { includes: [role_id("shares")].into(), ..role("owner", &["item:*"]) });
        let less = through.by("user:ada", &[Change::PutRole(role("shares", &["role:*", "member:*"]))]);
        assert!(matches!(less, Err(Refusal::OwnersManage { .. })), "{less:?}");
    }
}
