//! Facts: written change by change, each with its line in the change log.

use crate::{SqliteTransaction, count, failed, json, parse, world};
use async_trait::async_trait;
use authz::{Change, Grant, Group, Node, NodeId, Role, User, Visibility, World};
use std::slice;
use store::{Micros, StoreError, port::FactPort};

/// How many commits the change log reaches back; a process further behind loads everything anew.
const LOG_LENGTH: i64 = 10_000;

#[async_trait]
impl FactPort for SqliteTransaction {
    async fn revision(&mut self) -> Result<u64, StoreError> {
        let revision =
            sqlx::query_scalar!("SELECT revision FROM revision").fetch_one(&mut *self.0).await.map_err(failed)?;
        Ok(count(revision))
    }

    async fn changes_since(&mut self, revision: u64) -> Result<Option<Vec<Change>>, StoreError> {
        let since = i64::try_from(revision).unwrap_or(i64::MAX);
        let rows = sqlx::query!("SELECT revision, changes FROM change_log WHERE revision > ? ORDER BY revision", since)
            .fetch_all(&mut *self.0)
            .await
            .map_err(failed)?;
        if rows.first().is_none_or(|row| row.revision != since + 1) {
            return Ok(None);
        }
        let mut changes = Vec::new();
        for row in rows {
            changes.extend(parse::<Vec<Change>>(&row.changes)?);
        }
        Ok(Some(changes))
    }

    async fn world(&mut self) -> Result<World, StoreError> {
        world::load(&mut self.0).await
    }

    async fn apply(&mut self, changes: &[Change], author: &str, now: Micros) -> Result<u64, StoreError> {
        // A tree that goes is many nodes in a row.
        let goes = |change: &Change| matches!(change, Change::RemoveNode(_));
        for run in changes.chunk_by(|one, other| goes(one) && goes(other)) {
            match run {
                [change] => self.write(change, author, now).await?,
                nodes => self.remove_nodes(nodes, now).await?,
            }
        }
        let revision = sqlx::query_scalar!("UPDATE revision SET revision = revision + 1 RETURNING revision")
            .fetch_one(&mut *self.0)
            .await
            .map_err(failed)?;
        let text = json(&changes)?;
        sqlx::query!(
            "INSERT INTO change_log (revision, at, author, changes) VALUES (?, ?, ?, ?)",
            revision,
            now,
            author,
            text
        )
        .execute(&mut *self.0)
        .await
        .map_err(failed)?;
        let oldest = revision - LOG_LENGTH;
        sqlx::query!("DELETE FROM change_log WHERE revision <= ?", oldest)
            .execute(&mut *self.0)
            .await
            .map_err(failed)?;
        Ok(count(revision))
    }

    async fn is_retired(&mut self, node: &NodeId) -> Result<bool, StoreError> {
        let node = node.as_str();
        let found = sqlx::query_scalar!("SELECT id FROM retired_nodes WHERE id = ?", node)
            .fetch_optional(&mut *self.0)
            .await
            .map_err(failed)?;
        Ok(found.is_some())
    }
}

impl SqliteTransaction {
    async fn write(&mut self, change: &Change, author: &str, now: Micros) -> Result<(), StoreError> {
        match change {
            Change::SetCatalog(catalog) => {
                let document = json(catalog)?;
                self.run(sqlx::query!("INSERT OR REPLACE INTO catalog (one, document) VALUES (1, ?)", document)).await
            }
            Change::PutNode(node) => self.put_node(node).await,
            Change::RemoveNode(_) => self.remove_nodes(slice::from_ref(change), now).await,
            Change::PutUser(user) => self.put_user(user).await,
            Change::RemoveUser(user) => {
                let user = user.as_str();
                self.run(sqlx::query!("DELETE FROM users WHERE id = ?", user)).await
            }
            Change::PutGroup(group) => self.put_group(group).await,
            Change::RemoveGroup(group) => {
                let group = group.as_str();
                self.run(sqlx::query!("DELETE FROM groups WHERE id = ?", group)).await
            }
            Change::PutMember { group, member } => {
                let (group, member) = (group.as_str(), member.as_str());
                self.run(sqlx::query!(
                    "INSERT OR IGNORE INTO group_members (group_id, admin, member) VALUES (?, 0, ?)",
                    group,
                    member
                ))
                .await
            }
            Change::RemoveMember { group, member } => {
                let (group, member) = (group.as_str(), member.as_str());
                self.run(sqlx::query!(
                    "DELETE FROM group_members WHERE group_id = ? AND admin = 0 AND member = ?",
                    group,
                    member
                ))
                .await
            }
            Change::PutRole(role) => self.put_role(role, author, now).await,
            Change::RemoveRole(role) => {
                let role = role.as_str();
                self.run(sqlx::query!("DELETE FROM roles WHERE id = ?", role)).await
            }
            Change::PutGrant(grant) => self.put_grant(grant, author, now).await,
            Change::RemoveGrant(grant) => {
                let grant = grant.as_str();
                self.run(sqlx::query!("DELETE FROM grants WHERE id = ?", grant)).await
            }
            Change::PutKey(key) => {
                let (id, document) = (key.id.as_str(), json(key)?);
                self.run(sqlx::query!("INSERT OR REPLACE INTO api_keys (id, document) VALUES (?, ?)", id, document))
                    .await
            }
            Change::RemoveKey(key) => {
                let key = key.as_str();
                self.run(sqlx::query!("DELETE FROM api_keys WHERE id = ?", key)).await
            }
        }
    }

    /// Runs a statement that answers nothing.
    pub(crate) async fn run(
        &mut self,
        query: sqlx::query::Query<'_, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>,
    ) -> Result<(), StoreError> {
        query.execute(&mut *self.0).await.map_err(failed)?;
        Ok(())
    }

    async fn put_node(&mut self, node: &Node) -> Result<(), StoreError> {
        let (id, kind, owner) = (node.id.as_str(), node.id.kind(), node.owner.as_ref().map(NodeId::as_str));
        let visibility = match node.visibility {
            Visibility::Private => "private",
            Visibility::Internal => "internal",
            Visibility::Public => "public",
        };
        let (labels, attributes) = (json(&node.labels)?, json(&node.attributes)?);
        self.run(sqlx::query!(
            "INSERT INTO nodes (id, kind, owner, restricted, visibility, archived, suspended, labels, attributes)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (id) DO UPDATE SET owner = ?3, restricted = ?4, visibility = ?5, archived = ?6,
                 suspended = ?7, labels = ?8, attributes = ?9",
            id,
            kind,
            owner,
            node.restricted,
            visibility,
            node.archived,
            node.suspended,
            labels,
            attributes
        ))
        .await?;
        self.run(sqlx::query!("DELETE FROM node_parents WHERE node = ?", id)).await?;
        for (position, parent) in (0_i64..).zip(&node.parents) {
            let parent = parent.as_str();
            self.run(sqlx::query!(
                "INSERT INTO node_parents (node, parent, position) VALUES (?, ?, ?)",
                id,
                parent,
                position
            ))
            .await?;
        }
        Ok(())
    }

    async fn remove_nodes(&mut self, changes: &[Change], now: Micros) -> Result<(), StoreError> {
        let gone = |change: &Change| if let Change::RemoveNode(node) = change { Some(node.to_string()) } else { None };
        let ids = json(&changes.iter().filter_map(gone).collect::<Vec<_>>())?;
        self.run(sqlx::query!("DELETE FROM nodes WHERE id IN (SELECT value FROM json_each(?))", ids)).await?;
        self.run(sqlx::query!(
            "INSERT OR IGNORE INTO retired_nodes (id, at) SELECT value, ? FROM json_each(?)",
            now,
            ids
        ))
        .await
    }

    async fn put_user(&mut self, user: &User) -> Result<(), StoreError> {
        let (id, account) = (user.id.as_str(), user.account.as_ref().map(NodeId::as_str));
        self.run(sqlx::query!(
            "INSERT INTO users (id, account, active, mfa) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (id) DO UPDATE SET account = ?2, active = ?3, mfa = ?4",
            id,
            account,
            user.active,
            user.mfa
        ))
        .await
    }

    async fn put_group(&mut self, group: &Group) -> Result<(), StoreError> {
        let id = group.id.as_str();
        self.run(sqlx::query!("INSERT OR IGNORE INTO groups (id) VALUES (?)", id)).await?;
        self.run(sqlx::query!("DELETE FROM group_members WHERE group_id = ?", id)).await?;
        let members = group.members.iter().map(|member| (member, false));
        for (member, admin) in members.chain(group.admins.iter().map(|admin| (admin, true))) {
            let member = member.as_str();
            self.run(sqlx::query!(
                "INSERT INTO group_members (group_id, admin, member) VALUES (?, ?, ?)",
                id,
                admin,
                member
            ))
            .await?;
        }
        Ok(())
    }

    async fn put_role(&mut self, role: &Role, author: &str, now: Micros) -> Result<(), StoreError> {
        let (id, home, document) = (role.id.as_str(), role.home.as_str(), json(role)?);
        // A role that comes back under an old name goes on counting where the old one ended.
        let version = sqlx::query_scalar!(
            r#"SELECT coalesce(max(version), 0) + 1 AS "version!: i64" FROM role_versions WHERE role = ?"#,
            id
        )
        .fetch_one(&mut *self.0)
        .await
        .map_err(failed)?;
        self.run(sqlx::query!(
            "INSERT INTO roles (id, home, document, version) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (id) DO UPDATE SET home = ?2, document = ?3, version = ?4",
            id,
            home,
            document,
            version
        ))
        .await?;
        self.run(sqlx::query!(
            "INSERT INTO role_versions (role, version, document, at, author) VALUES (?, ?, ?, ?, ?)",
            id,
            version,
            document,
            now,
            author
        ))
        .await
    }

    async fn put_grant(&mut self, grant: &Grant, author: &str, now: Micros) -> Result<(), StoreError> {
        let (id, on, role) = (grant.id.as_str(), grant.on.as_str(), grant.role.as_str());
        let (who, source) = (json(&grant.who)?, json(&grant.source)?);
        let subject = match grant.who.as_slice() {
            [authz::Atom::User(subject) | authz::Atom::Group(subject)] => Some(subject.as_str()),
            _ => None,
        };
        self.run(sqlx::query!(
            "INSERT INTO grants (id, node, role, who, subject, expires_at, source, at, author)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (id) DO UPDATE SET node = ?2, role = ?3, who = ?4, subject = ?5, expires_at = ?6, source = ?7",
            id,
            on,
            role,
            who,
            subject,
            grant.expires_at,
            source,
            now,
            author
        ))
        .await
    }
}
