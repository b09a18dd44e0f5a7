//! How much can go wrong with a permission, told from what it names.

use crate::Permission;

/// Why a permission deserves a second look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Risk {
    /// Decides who else has access: roles, members, people, groups, keys, the system itself.
    Access,
    /// Takes away for good.
    Loss,
}

/// Types whose changes change who has access.
const ACCESS: &[&str] = &["system", "role", "member", "user", "group", "api-key", "plugin"];

/// The risk of a permission; nothing for everyday ones.
pub fn risk(permission: &Permission) -> Option<Risk> {
    let (kind, action) = (permission.kind(), permission.action());
    if ACCESS.contains(&kind) && action != "read" || action == "share" {
        Some(Risk::Access)
    } else if matches!(action, "delete" | "remove" | "purge" | "erase" | "destroy") {
        Some(Risk::Loss)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_gives_access_and_what_takes_away_stands_out() {
        let of = |text| risk(&Permission::parse(text).unwrap());
        assert_eq!(
            (of("member:add"), of("role:read"), of("system:update")),
            (Some(Risk::Access), None, Some(Risk::Access))
        );
        assert_eq!(
            (of("dataset:delete"), of("dataset:update"), of("project:share")),
            (Some(Risk::Loss), None, Some(Risk::Access))
        );
    }
}
