//! The sessions table behind tower-sessions.
//!
//! tower-sessions keeps the cookie; what it stands for is a row of ours, so that sessions can be listed and ended.
//! The row's id is a SHA-256 of the cookie's value.

use app::context::USER;
use async_trait::async_trait;
use authz::NodeId;
use identity::{SessionPolicy, hash_token};
use serde_json::Value;
use std::{fmt, sync::Arc};
use store::{Clock, Gate, Micros, Origin, SECOND, port::SessionRecord};
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

/// How exactly the last use is kept: a write a minute at most.
const TOUCH: Micros = 60 * SECOND;
/// The session's key for when it began; a renewed id keeps it.
const CREATED: &str = "created";
/// The session's key for where it began.
pub const ADDRESS: &str = "address";
/// The session's key for the user agent it began with.
pub const AGENT: &str = "agent";

/// Sessions in our own table.
#[derive(Clone)]
pub struct Sessions {
    gate: Gate,
    clock: Arc<dyn Clock>,
    policy: SessionPolicy,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}

impl Sessions {
    /// Sessions behind a gate.
    pub fn new(gate: Gate, clock: Arc<dyn Clock>, policy: SessionPolicy) -> Self {
        Self { gate, clock, policy }
    }

    fn row(&self, record: &Record) -> Option<SessionRecord> {
        let text = |key: &str| record.data.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let now = self.clock.now();
        let created_at = record.data.get(CREATED).and_then(Value::as_i64).unwrap_or(now);
        Some(SessionRecord {
            id: hash_token(&record.id.to_string()),
            user: NodeId::parse(record.data.get(USER)?.as_str()?).ok()?,
            created_at,
            used_at: now,
            expires_at: created_at + self.policy.absolute,
            address: text(ADDRESS),
            agent: text(AGENT),
        })
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        self.save(record).await
    }

    async fn save(&self, record: &Record) -> Result<()> {
        // Without a user there is nothing to keep.
        let Some(row) = self.row(record) else { return Ok(()) };
        self.gate.public(Origin::default()).put_session(&row).await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let door = self.gate.public(Origin::default());
        let now = self.clock.now();
        let found = door.find_session(&hash_token(&id.to_string())).await.map_err(backend)?;
        let live = |row: &SessionRecord| now < row.expires_at && now < row.used_at + self.policy.idle;
        let Some(mut row) = found.filter(live) else { return Ok(None) };
        if now >= row.used_at + TOUCH {
            row.used_at = now;
            door.touch_session(&row).await.map_err(backend)?;
        }
        let data = [
            (USER.to_owned(), Value::from(row.user.as_str())),
            (CREATED.to_owned(), Value::from(row.created_at)),
            (ADDRESS.to_owned(), Value::from(row.address)),
            (AGENT.to_owned(), Value::from(row.agent)),
        ];
        let expiry_date = OffsetDateTime::from_unix_timestamp(row.expires_at / SECOND)
            .map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data: data.into(), expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let door = self.gate.public(Origin::default());
        door.remove_session(&hash_token(&id.to_string())).await.map_err(backend)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
fn backend(error: store::StoreError) -> Error {
    Error::Backend(error.to_string())
}
