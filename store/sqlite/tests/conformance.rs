//! The `SQLite` adapter does what every adapter must do.

use std::sync::Arc;
use store::conformance::CASES;
use store_sqlite::SqliteDatabase;

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_conforms() {
    for (name, case) in CASES {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        let database = Arc::new(SqliteDatabase::open(&url).await.unwrap());
        eprintln!("case {name}");
        if let Err(error) = case(database.clone()).await {
            panic!("{name}: {error:?}");
        }
        assert_eq!(store::port::Database::check(&*database).await.unwrap(), Vec::<String>::new(), "{name}");
    }
}
