//! The access explorer: a question, and its answer.

#[cfg(feature = "ssr")]
mod lead;
#[cfg(feature = "ssr")]
mod mend;
#[cfg(feature = "ssr")]
mod tell;

#[cfg(feature = "ssr")]
pub use lead::Leads;
#[cfg(feature = "ssr")]
pub(crate) use tell::why;

use super::ProjectHead;
#[cfg(feature = "ssr")]
use crate::text::t;
use crate::{AppError, link};
use serde::{Deserialize, Serialize};

/// A question about access, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessQuery {
    /// What is wanted: `why` (also empty), `who`, `where` or `what`.
    #[serde(default)]
    pub ask: String,
    /// About whom: an id, a user name, an address or a name; empty for oneself.
    #[serde(default)]
    pub who: String,
    /// The permission.
    #[serde(default)]
    pub can: String,
    /// The node: an id or a name.
    #[serde(default)]
    pub on: String,
    /// The type of the nodes that are looked for.
    #[serde(default)]
    pub of: String,
    /// Where a list starts.
    #[serde(default)]
    pub after: String,
}

impl AccessQuery {
    /// The address of the question, and of an answer as a file.
    pub fn address(&self, path: &str) -> String {
        let pairs = [
            ("ask", &self.ask),
            ("who", &self.who),
            ("can", &self.can),
            ("on", &self.on),
            ("of", &self.of),
            ("after", &self.after),
        ];
        link::with_query(path, &pairs.map(|(name, value)| (name, value.as_str())))
    }
}

/// What is asked about, as a field shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessTopic {
    /// What a form sends.
    pub id: String,
    /// What people read.
    pub name: String,
    /// What tells it from others of the name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint: String,
}

/// What matches what was typed into a field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessTopics {
    /// Some of it.
    pub items: Vec<AccessTopic>,
    /// Is there more?
    pub more: bool,
}

/// The explorer with a question, and with its answer once it is a whole one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessPage {
    /// The project it is about; nothing for the whole system.
    pub head: Option<ProjectHead>,
    /// The question, in ids.
    pub query: AccessQuery,
    /// Whom it is about; empty for oneself.
    pub who: AccessTopic,
    /// Where.
    pub on: AccessTopic,
    /// The types there are.
    pub kinds: Vec<String>,
    /// The answer; nothing before everything is asked.
    pub answer: Option<AccessAnswer>,
    /// What is wrong with the question.
    pub error: Option<AppError>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccessAnswer {
    /// Why, or why not.
    Why(WhyView),
    /// Who, where or what.
    List(AccessList),
}

/// Why somebody may do something, or may not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyView {
    /// May they?
    pub allowed: bool,
    /// The answer in a sentence.
    pub sentence: String,
    /// Everything that gives it.
    pub proofs: Vec<ProofView>,
    /// How many there are of them.
    pub count: u32,
    /// What stops it, whatever gives it.
    pub stops: Vec<WhyLine>,
    /// What nearly gives it.
    pub misses: Vec<WhyLine>,
    /// What would help.
    pub fixes: Vec<WhyLine>,
    /// Is something left out that one may not see?
    pub withheld: bool,
}

/// One thing that gives a permission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofView {
    /// In sentences.
    pub sentence: String,
    /// From who is asked about to where.
    pub steps: Vec<StepView>,
}

/// What a step of a proof is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// Somebody.
    Person,
    /// A group.
    Group,
    /// An account.
    Account,
    /// A grant of a role.
    Grant,
    /// A role that is included.
    Role,
    /// What a role gives.
    Entry,
    /// Everybody, and what is open to them.
    Everybody,
    /// A node.
    Place,
}

/// A step of a proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepView {
    /// What it is.
    pub kind: StepKind,
    /// How it follows from the one before.
    pub link: String,
    /// Its name.
    pub label: String,
    /// Where it can be changed.
    pub href: Option<String>,
}

/// Something that stops, misses or would help, and where that is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyLine {
    /// In a sentence.
    pub text: String,
    /// What to know before.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The form to do it with, filled in.
    pub apply: Option<String>,
}

/// Who, where or what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessList {
    /// What is listed, in a sentence.
    pub sentence: String,
    /// Some of it.
    pub items: Vec<AccessRow>,
    /// Where the next of it starts.
    pub next: Option<String>,
    /// How many there are, for who may see them all.
    pub total: Option<u32>,
    /// Is something left out that one may not see?
    pub withheld: bool,
}

/// A row of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessRow {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Its page, where one may open it.
    pub href: Option<String>,
    /// The question why.
    pub why: AccessQuery,
}

#[cfg(feature = "ssr")]
impl From<store::Topics> for AccessTopics {
    fn from(topics: store::Topics) -> Self {
        let topic = |store::Topic { id, name, hint }| {
            let system = id == authz::SYSTEM;
            AccessTopic { name: if system { t("The whole system").to_owned() } else { name }, id, hint }
        };
        Self { items: topics.items.into_iter().map(topic).collect(), more: topics.more }
    }
}
