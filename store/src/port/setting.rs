//! Settings that the program keeps for itself, such as which preset was loaded.

use crate::error::Result;
use async_trait::async_trait;

/// Settings.
#[async_trait]
pub trait SettingPort {
    /// A setting's value.
    async fn find_setting(&mut self, name: &str) -> Result<Option<String>>;
    /// Sets it.
    async fn put_setting(&mut self, name: &str, value: &str) -> Result<()>;
}
