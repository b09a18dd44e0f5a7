//! All facts at once: what a process starts from.

use crate::{damaged, failed, node, parse};
use authz::{Catalog, Grant, GrantId, Group, Node, NodeId, RoleId, User, Visibility, World};
use sqlx::SqliteConnection;
use std::collections::BTreeMap;
use store::StoreError;

pub(crate) async fn load(connection: &mut SqliteConnection) -> Result<World, StoreError> {
    let document =
        sqlx::query_scalar!("SELECT document FROM catalog").fetch_optional(&mut *connection).await.map_err(failed)?;
    let catalog = match document {
        Some(document) => parse(&document)?,
        None => Catalog::default().with_built_in(),
    };
    Ok(World {
        catalog,
        roles: roles(connection).await?,
        nodes: nodes(connection).await?,
        users: users(connection).await?,
        groups: groups(connection).await?,
        grants: grants(connection).await?,
        keys: keys(connection).await?,
    })
}

async fn roles(connection: &mut SqliteConnection) -> Result<Vec<authz::Role>, StoreError> {
    let rows =
        sqlx::query_scalar!("SELECT document FROM roles ORDER BY id").fetch_all(connection).await.map_err(failed)?;
    rows.iter().map(|document| parse(document)).collect()
}

async fn nodes(connection: &mut SqliteConnection) -> Result<Vec<Node>, StoreError> {
    let mut parents: BTreeMap<String, Vec<NodeId>> = BTreeMap::new();
    let links = sqlx::query!("SELECT node, parent FROM node_parents ORDER BY node, position")
        .fetch_all(&mut *connection)
        .await
        .map_err(failed)?;
    for link in links {
        parents.entry(link.node).or_default().push(node(&link.parent)?);
    }
    let rows = sqlx::query!(
        r#"SELECT id AS "id!", owner, restricted AS "restricted: bool", visibility, archived AS "archived: bool",
                  suspended AS "suspended: bool", labels, attributes
           FROM nodes ORDER BY id"#
    )
    .fetch_all(connection)
    .await
    .map_err(failed)?;
    rows.into_iter()
        .map(|row| {
            Ok(Node {
                id: node(&row.id)?,
                parents: parents.remove(&row.id).unwrap_or_default(),
                owner: row.owner.as_deref().map(node).transpose()?,
                restricted: row.restricted,
                visibility: match row.visibility.as_str() {
                    "public" => Visibility::Public,
                    "internal" => Visibility::Internal,
                    _ => Visibility::Private,
                },
                archived: row.archived,
                suspended: row.suspended,
                labels: parse(&row.labels)?,
                attributes: parse(&row.attributes)?,
            })
        })
        .collect()
}

async fn users(connection: &mut SqliteConnection) -> Result<Vec<User>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT id AS "id!", account, active AS "active: bool", mfa AS "mfa: bool" FROM users ORDER BY id"#
    )
    .fetch_all(connection)
    .await
    .map_err(failed)?;
    rows.into_iter()
        .map(|row| {
            let account = row.account.as_deref().map(node).transpose()?;
            Ok(User { id: node(&row.id)?, account, active: row.active, mfa: row.mfa })
        })
        .collect()
}

async fn groups(connection: &mut SqliteConnection) -> Result<Vec<Group>, StoreError> {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    let ids = sqlx::query_scalar!(r#"SELECT id AS "id!" FROM groups ORDER BY id"#)
        .fetch_all(&mut *connection)
        .await
        .map_err(failed)?;
    for id in ids {
        let group = Group { id: node(&id)?, members: [].into(), admins: [].into() };
        groups.insert(id, group);
    }
    let rows = sqlx::query!(
        r#"SELECT group_id AS "group_id!", member AS "member!", admin AS "admin!: bool" FROM group_members"#
    )
    .fetch_all(connection)
    .await
    .map_err(failed)?;
    for row in rows {
        if let Some(group) = groups.get_mut(&row.group_id) {
            let list = if row.admin { &mut group.admins } else { &mut group.members };
            list.insert(node(&row.member)?);
        }
    }
    Ok(groups.into_values().collect())
}

async fn grants(connection: &mut SqliteConnection) -> Result<Vec<Grant>, StoreError> {
    let rows = sqlx::query!(r#"SELECT id AS "id!", node, role, who, expires_at, source FROM grants ORDER BY id"#)
        .fetch_all(connection)
        .await
        .map_err(failed)?;
    rows.into_iter()
        .map(|row| {
            Ok(Grant {
                id: GrantId::parse(&row.id).map_err(damaged)?,
                who: parse(&row.who)?,
                role: RoleId::parse(&row.role).map_err(damaged)?,
                on: node(&row.node)?,
                expires_at: row.expires_at,
                source: parse(&row.source)?,
            })
        })
        .collect()
}

async fn keys(connection: &mut SqliteConnection) -> Result<Vec<authz::Key>, StoreError> {
    let rows =
        sqlx::query_scalar!("SELECT document FROM api_keys ORDER BY id").fetch_all(connection).await.map_err(failed)?;
    rows.iter().map(|document| parse(document)).collect()
}
