//! Resources by level and by name.

use crate::{SqliteTransaction, failed, limit, node};
use async_trait::async_trait;
use authz::NodeId;
use store::{
    Micros, StoreError,
    port::{After, NodePort, NodeRecord, Page, PageRequest, fold},
};

/// The index of words knows nothing shorter.
const SHORTEST: usize = 3;

struct Row {
    node: String,
    name: String,
    /// What the list is sorted by.
    key: String,
}

/// A page of what was read, each with the key by which the next page goes on.
fn page(rows: Vec<Row>, request: &PageRequest) -> Result<Page<NodeRecord>, StoreError> {
    let read = |row: Row| Ok(NodeRecord { node: node(&row.node)?, name: row.name, key: row.key });
    let items = rows.into_iter().map(read).collect::<Result<Vec<_>, StoreError>>()?;
    Ok(Page::cut(items, request.size(), |record| After { key: record.key.clone(), id: record.node.to_string() }))
}

#[async_trait]
impl NodePort for SqliteTransaction {
    async fn list_below(&mut self, parent: &NodeId, request: &PageRequest) -> Result<Page<NodeRecord>, StoreError> {
        let (parent, limit, (key, id)) = (parent.as_str(), limit(request), request.start());
        let rows = sqlx::query_as!(
            Row,
            r#"SELECT b.node AS "node!", r.name AS "name!", b.name_key AS "key!"
               FROM branches b CROSS JOIN resources r ON r.node = b.node
               WHERE b.parent = ?1 AND (b.name_key, b.node) > (?2, ?3)
               ORDER BY b.name_key, b.node LIMIT ?4"#,
            parent,
            key,
            id,
            limit
        )
        .fetch_all(&mut *self.0)
        .await
        .map_err(failed)?;
        page(rows, request)
    }

    async fn find_nodes(&mut self, request: &PageRequest) -> Result<Page<NodeRecord>, StoreError> {
        let words = fold(&request.search);
        let rows = if words.chars().count() < SHORTEST {
            self.beginning(&words, request).await
        } else {
            self.with_words(&words, request).await
        };
        page(rows.map_err(failed)?, request)
    }

    async fn find_draft(&mut self, author: &str, node: &NodeId) -> Result<Option<(String, Micros)>, StoreError> {
        let node = node.as_str();
        let row = sqlx::query!("SELECT text, at FROM drafts WHERE author = ? AND node = ?", author, node)
            .fetch_optional(&mut *self.0)
            .await
            .map_err(failed)?;
        Ok(row.map(|row| (row.text, row.at)))
    }

    async fn put_draft(
        &mut self,
        author: &str,
        node: &NodeId,
        text: &str,
        at: Micros,
        before: Micros,
    ) -> Result<(), StoreError> {
        let node = node.as_str();
        self.run(sqlx::query!("DELETE FROM drafts WHERE at < ?", before)).await?;
        self.run(sqlx::query!(
            "INSERT OR REPLACE INTO drafts (author, node, text, at) VALUES (?, ?, ?, ?)",
            author,
            node,
            text,
            at
        ))
        .await
    }

    async fn remove_draft(&mut self, author: &str, node: &NodeId) -> Result<(), StoreError> {
        let node = node.as_str();
        self.run(sqlx::query!("DELETE FROM drafts WHERE author = ? AND node = ?", author, node)).await
    }
}

impl SqliteTransaction {
    /// Those whose name begins so, by name.
    async fn beginning(&mut self, start: &str, request: &PageRequest) -> sqlx::Result<Vec<Row>> {
        let (limit, (key, id)) = (limit(request), request.start());
        let end = format!("{start}\u{10ffff}");
        sqlx::query_as!(
            Row,
            r#"SELECT node AS "node!", name AS "name!", name_key AS "key!" FROM resources
               WHERE name_key >= ?1 AND name_key < ?2 AND (name_key, node) > (?3, ?4)
               ORDER BY name_key, node LIMIT ?5"#,
            start,
            end,
            key,
            id,
            limit
        )
        .fetch_all(&mut *self.0)
        .await
    }

    /// Those with the words in their name or id, the oldest first.
    async fn with_words(&mut self, words: &str, request: &PageRequest) -> sqlx::Result<Vec<Row>> {
        let (limit, (key, _)) = (limit(request), request.start());
        // In quotes every letter stands for itself.
        let (quoted, after) = (format!("\"{}\"", words.replace('"', "\"\"")), key.parse::<i64>().unwrap_or_default());
        sqlx::query_as!(
            Row,
            r#"SELECT r.node AS "node!", r.name AS "name!", CAST(r.number AS TEXT) AS "key!"
               FROM resource_words w CROSS JOIN resources r ON r.number = w.rowid
               WHERE w.words MATCH ?1 AND w.rowid > ?2
               ORDER BY w.rowid LIMIT ?3"#,
            quoted,
            after,
            limit
        )
        .fetch_all(&mut *self.0)
        .await
    }
}

#[cfg(test)]
mod tests {
    use crate::{SqliteDatabase, SqliteTransaction};
    use authz::NodeId;
    use std::sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    };
    use store::port::{After, NodePort, PageRequest};

    /// How many steps the database's machine takes for a level, one far into it, and a search that finds one, where so
    /// many resources are in one project.
    async fn steps(number: u32) -> [u64; 3] {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        let database = SqliteDatabase::open(&url).await.unwrap();
        let mut transaction = SqliteTransaction(database.writer().begin().await.unwrap());
        for text in [
            "INSERT INTO nodes SELECT 'dataset:item ' || n, 'dataset', NULL, 0, 'private', 0, 0, '[]', '{}' FROM numbers",
            "INSERT INTO node_parents SELECT 'dataset:item ' || n, 'project:x', 0 FROM numbers",
        ] {
            let numbers = format!(
                "WITH RECURSIVE numbers (n) AS (SELECT 10 UNION ALL SELECT n + 1 FROM numbers LIMIT {number}) "
            );
            sqlx::query(sqlx::AssertSqlSafe(numbers + text)).execute(&mut *transaction.0).await.unwrap();
        }
        let steps = Arc::new(AtomicU64::new(0));
        let counted = steps.clone();
        transaction.0.lock_handle().await.unwrap().set_progress_handler(1, move || {
            counted.fetch_add(1, Ordering::Relaxed);
            true
        });
        let project = NodeId::parse("project:x").unwrap();
        let far = Some(After { key: "item 500".to_owned(), id: "dataset:item 500".to_owned() });
        let mut taken = [0; 3];
        for (place, request) in [
            PageRequest::default(),
            PageRequest { after: far, ..PageRequest::default() },
            PageRequest { search: "item 777".to_owned(), limit: 1, ..PageRequest::default() },
        ]
        .into_iter()
        .enumerate()
        {
            steps.store(0, Ordering::Relaxed);
            let found = if place == 2 {
                transaction.find_nodes(&request).await.unwrap()
            } else {
                transaction.list_below(&project, &request).await.unwrap()
            };
            assert!(!found.items.is_empty());
            taken[place] = steps.load(Ordering::Relaxed);
        }
        taken
    }

    #[tokio::test]
    async fn a_hundred_times_as_many_resources_cost_a_level_no_more_and_a_search_little_more() {
        let ([few, few_far, few_found], [many, many_far, many_found]) = (steps(1_000).await, steps(100_000).await);
        assert_eq!((many, many_far), (few, few_far));
        assert!(many_found < few_found * 10, "{many_found} steps instead of {few_found}");
    }
}
