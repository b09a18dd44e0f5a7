//! Decision suites: worlds, questions and the answers they must get (`decision-suite/1`).
//!
//! A suite stands alone: it brings its catalog, its roles and its worlds. What a case names stays text until it is
//! asked, because a malformed name must be answered with an error, not keep the file from being read. What a suite says
//! beyond the format (notes, names) is passed over.

use crate::{
    Attributes, Catalog, Entry, Explanation, Grant, GrantId, Group, Index, Invalid, Key, Node, NodeId, Question, Role,
    RoleId, Sent, Source, Unknown, User, Visibility, World, grant::Atom, user::yes,
};
use alloc::{
    collections::BTreeMap,
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};
use serde::{Deserialize, Serialize};

/// The format this reads.
pub const FORMAT: &str = "decision-suite/1";

/// A suite, as read from its file.
#[derive(Clone, Debug, Deserialize)]
pub struct Suite {
    /// Must be [`FORMAT`].
    pub format: String,
    /// What the suite is called.
    #[serde(default)]
    pub name: String,
    /// Types, visitor roles and policies of all its worlds.
    pub catalog: Catalog,
    /// Roles of all its worlds, by name.
    #[serde(default)]
    roles: BTreeMap<RoleId, NamedRole>,
    /// Worlds with their cases.
    #[serde(default)]
    scenarios: Vec<Scenario>,
}

#[derive(Clone, Debug, Deserialize)]
struct NamedRole {
    #[serde(default)]
    on: Vec<String>,
    #[serde(default)]
    permissions: Vec<Entry>,
    #[serde(default)]
    includes: Vec<RoleId>,
}

#[derive(Clone, Debug, Deserialize)]
struct Scenario {
    #[serde(default)]
    now: i64,
    world: Facts,
    #[serde(default)]
    cases: Vec<AnyCase>,
}

#[derive(Clone, Debug, Deserialize)]
struct Facts {
    #[serde(default)]
    nodes: Vec<NamedNode>,
    #[serde(default)]
    users: Vec<NamedUser>,
    #[serde(default)]
    groups: Vec<Group>,
    #[serde(default)]
    grants: Vec<NamedGrant>,
    #[serde(default)]
    keys: Vec<Key>,
}

#[derive(Clone, Debug, Deserialize)]
struct NamedNode {
    id: NodeId,
    #[serde(default)]
    parents: Vec<NodeId>,
    /// May say `anonymous`, who owns nothing.
    #[serde(default)]
    owner: Option<String>,
    #[serde(default)]
    restricted: bool,
    #[serde(default)]
    visibility: Visibility,
    #[serde(default)]
    archived: bool,
    #[serde(default)]
    suspended: bool,
    #[serde(default)]
    labels: Vec<String>,
    #[serde(default)]
    attributes: Attributes,
}

#[derive(Clone, Debug, Deserialize)]
struct NamedUser {
    id: NodeId,
    #[serde(default)]
    account: Option<NodeId>,
    #[serde(default = "yes")]
    active: bool,
    #[serde(default)]
    mfa: bool,
    #[serde(default)]
    attributes: Attributes,
}

#[derive(Clone, Debug, Deserialize)]
struct NamedGrant {
    who: Vec<Atom>,
    role: RoleId,
    on: NodeId,
    #[serde(default)]
    expires_at: Option<i64>,
    #[serde(default)]
    source: Source,
}

/// A case, or one whose question cannot even be read, which is an error like any other.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum AnyCase {
    Readable(Case),
    Unreadable { allow: Answer },
}

/// A question and its answer.
#[derive(Clone, Debug, Deserialize)]
struct Case {
    subject: String,
    asks: Vec<(String, String)>,
    #[serde(default)]
    with: With,
    allow: Answer,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct With {
    subject: Attributes,
    node: Attributes,
    action: Attributes,
    context: Attributes,
    parents: Option<Vec<String>>,
}

/// What a question is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "AnswerForm", into = "AnswerForm")]
pub enum Answer {
    /// Allowed.
    Allowed,
    /// Not allowed.
    Refused,
    /// An error, which is no decision.
    Error,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum AnswerForm {
    Decision(bool),
    Error(ErrorForm),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ErrorForm {
    Error,
}

impl From<AnswerForm> for Answer {
    fn from(form: AnswerForm) -> Self {
        match form {
            AnswerForm::Decision(true) => Self::Allowed,
            AnswerForm::Decision(false) => Self::Refused,
            AnswerForm::Error(ErrorForm::Error) => Self::Error,
        }
    }
}

impl From<Answer> for AnswerForm {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Allowed => Self::Decision(true),
            Answer::Refused => Self::Decision(false),
            Answer::Error => Self::Error(ErrorForm::Error),
        }
    }
}

/// How a suite went.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Cases that were answered as the suite says.
    pub agree: usize,
    /// Those that were not.
    pub differ: Vec<Difference>,
}

/// A case that was not answered as the suite says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// The scenario, counted from 0.
    pub scenario: usize,
    /// The case in it, counted from 0.
    pub case: usize,
    /// Who was asked about.
    pub subject: String,
    /// What was asked.
    pub asks: Vec<(String, String)>,
    /// The suite's answer.
    pub wanted: Answer,
    /// The engine's.
    pub got: Answer,
    /// Why, where it is a decision.
    pub why: Vec<Explanation>,
    /// Why, where it is an error.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub error: String,
}

impl Suite {
    /// Asks the same of another catalog and other roles, such as a preset's that are meant to be the same.
    pub fn replace(&mut self, catalog: Catalog, roles: Vec<Role>) {
        self.catalog = catalog;
        let named = |role: Role| NamedRole { on: role.on, permissions: role.permissions, includes: role.includes };
        self.roles = roles.into_iter().map(|role| (role.id.clone(), named(role))).collect();
    }

    /// Asks everything the suite asks.
    pub fn run(&self) -> Report {
        self.run_by(|_, index, question| index.decide(question))
    }

    /// Asks everything of something else that decides. It is told the scenario's number, its world and the question.
    pub fn run_by(&self, mut decide: impl FnMut(usize, &Index, &Question) -> Result<bool, Unknown>) -> Report {
        let mut report = Report::default();
        for (number, scenario) in self.scenarios.iter().enumerate() {
            let index = self.index(scenario);
            for (case_number, case) in scenario.cases.iter().enumerate() {
                match case.differs(&index, scenario.now, &mut |index, question| decide(number, index, question)) {
                    None => report.agree += 1,
                    Some(difference) => {
                        report.differ.push(Difference { scenario: number, case: case_number, ..difference });
                    }
                }
            }
        }
        report
    }

    /// The world of a scenario, ready to be asked about, and its instant; nothing where there is no such scenario.
    ///
    /// # Errors
    /// As [`Index::new`].
    pub fn world(&self, scenario: usize) -> Option<(Result<Index, Invalid>, i64)> {
        self.scenarios.get(scenario).map(|scenario| (self.index(scenario), scenario.now))
    }

    fn index(&self, scenario: &Scenario) -> Result<Index, Invalid> {
        let facts = scenario.world.clone();
        let mut nodes: Vec<Node> = facts.nodes.into_iter().map(NamedNode::into_node).collect();
        for user in &facts.users {
            user.write_attributes(&mut nodes);
        }
        let roles = self.roles.iter().map(|(id, role)| Role {
            on: role.on.clone(),
            permissions: role.permissions.clone(),
            includes: role.includes.clone(),
            ..Role::new(id.clone())
        });
        let grants = facts.grants.into_iter().enumerate().filter_map(|(number, grant)| {
            let id = GrantId::parse(&format!("grant-{number}")).ok()?;
            Some(Grant {
                id,
                who: grant.who,
                role: grant.role,
                on: grant.on,
                expires_at: grant.expires_at,
                source: grant.source,
            })
        });
        let users = facts.users.into_iter().map(|user| User {
            id: user.id,
            account: user.account,
            active: user.active,
            mfa: user.mfa,
        });
        Index::new(World {
            catalog: self.catalog.clone(),
            roles: roles.collect(),
            nodes,
            users: users.collect(),
            groups: facts.groups,
            grants: grants.collect(),
            keys: facts.keys,
        })
    }
}

impl NamedNode {
    fn into_node(self) -> Node {
        Node {
            id: self.id,
            parents: self.parents,
            owner: self.owner.and_then(|owner| NodeId::parse(&owner).ok()),
            restricted: self.restricted,
            visibility: self.visibility,
            archived: self.archived,
            suspended: self.suspended,
            labels: self.labels,
            attributes: self.attributes,
        }
    }
}

impl NamedUser {
    /// A user and its node have one and the same set of attributes.
    fn write_attributes(&self, nodes: &mut Vec<Node>) {
        if self.attributes.is_empty() {
            return;
        }
        if let Some(node) = nodes.iter_mut().find(|node| node.id == self.id) {
            node.attributes.extend(self.attributes.clone());
            return;
        }
        let above = self.account.clone().unwrap_or_else(NodeId::system);
        let mut node = Node::new(self.id.clone(), vec![above]);
        node.attributes = self.attributes.clone();
        nodes.push(node);
    }
}

/// What decides a question in a world.
type Decide<'a> = dyn FnMut(&Index, &Question) -> Result<bool, Unknown> + 'a;

impl AnyCase {
    /// Asks the question: how the answer differs, if it does. A world that cannot be has errors for answers.
    fn differs(&self, index: &Result<Index, Invalid>, now: i64, decide: &mut Decide) -> Option<Difference> {
        let (case, wanted) = match self {
            Self::Readable(case) => (Some(case), case.allow),
            Self::Unreadable { allow } => (None, *allow),
        };
        let (got, why, error) = match (case, index) {
            (None, _) => (Answer::Error, Vec::new(), "the question cannot be read".to_string()),
            (_, Err(invalid)) => (Answer::Error, Vec::new(), format!("the world cannot be: {invalid}")),
            (Some(case), Ok(index)) => match case.ask(index, now, decide) {
                Ok((got, why)) => (got, why, String::new()),
                Err(unknown) => (Answer::Error, Vec::new(), unknown.to_string()),
            },
        };
        if got == wanted {
            return None;
        }
        let (subject, asks) = case.map(|case| (case.subject.clone(), case.asks.clone())).unwrap_or_default();
        Some(Difference { scenario: 0, case: 0, subject, asks, wanted, got, why, error })
    }
}

impl Case {
    fn ask(&self, index: &Index, now: i64, decide: &mut Decide) -> Result<(Answer, Vec<Explanation>), Unknown> {
        let asks: Vec<(&str, &str)> =
            self.asks.iter().map(|(permission, node)| (permission.as_str(), node.as_str())).collect();
        let parents: Option<Vec<&str>> =
            self.with.parents.as_ref().map(|parents| parents.iter().map(String::as_str).collect());
        let With { subject, node, action, context, .. } = self.with.clone();
        let sent = Sent { subject, node, action, context };
        let question = Question { subject: &self.subject, asks: &asks, sent: &sent, parents: parents.as_deref(), now };
        let got = if decide(index, &question)? { Answer::Allowed } else { Answer::Refused };
        let why = if got == self.allow { Vec::new() } else { index.explain(&question)? };
        Ok((got, why))
    }
}
