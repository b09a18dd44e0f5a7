//! From a question to its answer.

use crate::{
    AppError,
    dto::{
        AccessAnswer, AccessList, AccessQuery, AccessRow, AccessTopic, Leads, Names, WhyView,
        role::words::{deed, deed_on},
        why,
    },
    text::{capital, fill, t},
};
use authz::{
    NodeId, Permission,
    action::{Each, ExploreAccess, ExploreOwn, ExplorePlaces, Own},
};
use std::collections::BTreeMap;
use store::{Caller, Found, Gate, Permitted, Told};

/// A question, with what its fields mean.
pub(crate) struct Asked {
    /// The question, in ids as far as they are known.
    pub query: AccessQuery,
    /// Whom it is about.
    pub who: AccessTopic,
    /// Where.
    pub on: AccessTopic,
}

impl Asked {
    /// A question; in a project it is about the project unless it says otherwise.
    pub fn new(query: AccessQuery, within: &NodeId) -> Self {
        let cut = |text: &str| text.trim().chars().take(300).collect::<String>();
        let mut query = AccessQuery {
            ask: cut(&query.ask),
            who: cut(&query.who),
            can: cut(&query.can),
            on: cut(&query.on),
            of: cut(&query.of),
            after: query.after,
        };
        if query.on.is_empty() && !within.is_system() {
            query.on = within.to_string();
        }
        let topic = |id: &String| AccessTopic { id: id.clone(), name: id.clone(), hint: String::new() };
        Self { who: topic(&query.who), on: topic(&query.on), query }
    }

    /// Is everything said that this answer needs?
    fn is_whole(&self) -> bool {
        let AccessQuery { ask, can, on, of, .. } = &self.query;
        match ask.as_str() {
            "where" => !can.is_empty() && !of.is_empty(),
            "what" => !on.is_empty(),
            _ => !can.is_empty() && !on.is_empty(),
        }
    }
}

/// What the fields mean.
struct Meant {
    who: String,
    own: bool,
    can: Option<Permission>,
    on: Option<NodeId>,
}

/// The answer; nothing while the question is not a whole one.
///
/// # Errors
/// A field that cannot be taken; one may not know.
pub(crate) async fn answered(
    gate: &Gate,
    caller: &Caller,
    asked: &mut Asked,
    within: &NodeId,
    rows: u32,
) -> Result<Option<AccessAnswer>, AppError> {
    let meant = meant(gate, caller, asked, within).await?;
    if !asked.is_whole() {
        return Ok(None);
    }
    let leads = Leads { gate, caller };
    Ok(Some(match asked.query.ask.as_str() {
        "who" => AccessAnswer::List(who_can(&leads, asked, &meant, rows).await?),
        "where" => AccessAnswer::List(where_can(&leads, asked, &meant, within, rows).await?),
        "what" => AccessAnswer::List(what_can(&leads, asked, &meant).await?),
        _ => AccessAnswer::Why(explained(&leads, &meant).await?),
    }))
}

/// Reads the fields, and puts ids and names in place of what was typed.
async fn meant(gate: &Gate, caller: &Caller, asked: &mut Asked, within: &NodeId) -> Result<Meant, AppError> {
    let mut proof = gate.permit::<ExplorePlaces>(caller, Each).await?;
    let query = &mut asked.query;
    // What the kind of question does not look at may stand there from the one before.
    let ask = query.ask.as_str();
    let [looks_on, looks_can, looks_who] = [ask != "where", ask != "what", ask != "who"];
    let on = if query.on.is_empty() || !looks_on { None } else { Some(proof.node_meant(&query.on, within).await?) };
    if let Some(on) = &on {
        query.on = on.to_string();
        asked.on = topic(&mut proof, on).await?;
    }
    let can = if query.can.is_empty() || !looks_can { None } else { Some(proof.permission_meant(&query.can)?) };
    let own = !looks_who || query.who.is_empty() || query.who == caller.name();
    let who = if own {
        caller.name().to_owned()
    } else {
        let who = proof.subject_meant(&query.who, on.as_ref()).await?;
        query.who.clone_from(&who);
        asked.who = match NodeId::parse(&who) {
            Ok(id) => topic(&mut proof, &id).await?,
            Err(_) => AccessTopic {
                name: t("Somebody who is not signed in").to_owned(),
                id: who.clone(),
                ..AccessTopic::default()
            },
        };
        who
    };
    let own = who == caller.name();
    if own && looks_who {
        asked.who = AccessTopic::default();
        query.who.clear();
    }
    Ok(Meant { who, own, can, on })
}

async fn topic(proof: &mut Permitted<ExplorePlaces>, id: &NodeId) -> Result<AccessTopic, AppError> {
    let named = proof.explorer_names(std::slice::from_ref(id)).await?.pop();
    let name =
        if id.is_system() { t("The whole system").to_owned() } else { named.map(|(_, name)| name).unwrap_or_default() };
    Ok(AccessTopic { id: id.to_string(), name, hint: id.to_string() })
}

fn missing(field: &str) -> AppError {
    AppError::invalid(field, t("say which"))
}

async fn explained(leads: &Leads<'_>, meant: &Meant) -> Result<WhyView, AppError> {
    let (can, on) =
        (meant.can.as_ref().ok_or_else(|| missing("can"))?, meant.on.as_ref().ok_or_else(|| missing("on"))?);
    if meant.own {
        let mut proof = leads.gate.permit::<ExploreOwn>(leads.caller, Own).await?;
        let told = proof.explain(can, on).await?;
        let names = names(&mut proof, &told).await?;
        return Ok(why(&told, &names, leads));
    }
    let mut proof = leads.gate.permit::<ExploreAccess>(leads.caller, on.clone()).await?;
    let told = proof.explain(&meant.who, can).await?;
    let names = names(&mut proof, &told).await?;
    Ok(why(&told, &names, leads))
}

/// The names of what an explanation tells.
async fn names<A: authz::action::Action>(proof: &mut Permitted<A>, told: &Told) -> Result<Names, AppError> {
    let mut nodes = told.why.nodes();
    nodes.extend(NodeId::parse(&told.why.subject));
    nodes.extend(told.grants.values().flat_map(|grant| crate::dto::named(&grant.who)).cloned());
    let nodes: Vec<NodeId> = nodes.into_iter().collect();
    let nodes = proof.explorer_names(&nodes).await?;
    Ok(Names { nodes, roles: proof.explorer_roles(), now: proof.asked_at() })
}

/// Rows with their names, each with the question why.
fn rows(
    leads: &Leads<'_>,
    ids: &[NodeId],
    names: &[(NodeId, String)],
    why: impl Fn(&NodeId) -> AccessQuery,
) -> Vec<AccessRow> {
    let names: BTreeMap<&NodeId, &String> = names.iter().map(|(id, name)| (id, name)).collect();
    let row = |id: &NodeId| AccessRow {
        id: id.to_string(),
        name: names.get(id).map_or_else(|| id.name().to_owned(), |name| (*name).clone()),
        href: leads.node(id, None),
        why: why(id),
    };
    ids.iter().map(row).collect()
}

fn list(sentence: String, found: Found<NodeId>, items: Vec<AccessRow>) -> AccessList {
    let total = found.total.map(|total| u32::try_from(total).unwrap_or(u32::MAX));
    AccessList { sentence, items, next: found.next, total, withheld: found.withheld }
}

async fn who_can(leads: &Leads<'_>, asked: &Asked, meant: &Meant, size: u32) -> Result<AccessList, AppError> {
    let (can, on) =
        (meant.can.as_ref().ok_or_else(|| missing("can"))?, meant.on.as_ref().ok_or_else(|| missing("on"))?);
    let mut proof = leads.gate.permit::<ExploreAccess>(leads.caller, on.clone()).await?;
    let found = proof.who_can(can, &asked.query.after, size).await?;
    let names = proof.explorer_names(&found.items).await?;
    let why = |id: &NodeId| AccessQuery {
        who: id.to_string(),
        can: can.to_string(),
        on: on.to_string(),
        ..AccessQuery::default()
    };
    let items = rows(leads, &found.items, &names, why);
    let said = [("deed", deed_on(can, on.as_str(), &asked.on.name)), ("permission", can.to_string())];
    let said = said.each_ref().map(|(name, text)| (*name, text.as_str()));
    Ok(list(fill("People who may {deed} (`{permission}`).", &said), found, items))
}

async fn where_can(
    leads: &Leads<'_>,
    asked: &Asked,
    meant: &Meant,
    within: &NodeId,
    size: u32,
) -> Result<AccessList, AppError> {
    let can = meant.can.as_ref().ok_or_else(|| missing("can"))?;
    let mut proof = leads.gate.permit::<ExplorePlaces>(leads.caller, Each).await?;
    let kind = &asked.query.of;
    let found = proof.where_can(&meant.who, can, kind, within, &asked.query.after, size).await?;
    let names = proof.explorer_names(&found.items).await?;
    let why = |id: &NodeId| AccessQuery {
        who: asked.query.who.clone(),
        can: can.to_string(),
        on: id.to_string(),
        ..AccessQuery::default()
    };
    let items = rows(leads, &found.items, &names, why);
    let (who, deed) = (if meant.own { t("you") } else { &asked.who.name }, deed(can));
    let action = can.action().replace(['-', '_'], " ");
    let said =
        [("kind", kind.as_str()), ("who", who), ("action", &action), ("deed", &deed), ("permission", can.as_str())];
    let sentence = if kind == can.kind() {
        fill("Every {kind} that {who} may {action} (`{permission}`).", &said)
    } else {
        fill("Every {kind} in which {who} may {deed} (`{permission}`).", &said)
    };
    Ok(list(sentence, found, items))
}

async fn what_can(leads: &Leads<'_>, asked: &Asked, meant: &Meant) -> Result<AccessList, AppError> {
    let on = meant.on.as_ref().ok_or_else(|| missing("on"))?;
    let permissions = if meant.own {
        leads.gate.permit::<ExploreOwn>(leads.caller, Own).await?.what_can(on).await?
    } else {
        leads.gate.permit::<ExploreAccess>(leads.caller, on.clone()).await?.what_can(&meant.who).await?
    };
    let row = |permission: &Permission| AccessRow {
        id: permission.to_string(),
        name: capital(&deed(permission)),
        href: None,
        why: AccessQuery {
            who: asked.query.who.clone(),
            can: permission.to_string(),
            on: on.to_string(),
            ..AccessQuery::default()
        },
    };
    let items: Vec<AccessRow> = permissions.iter().map(row).collect();
    let said = [("who", asked.who.name.as_str()), ("node", &asked.on.name)];
    let sentence = if meant.own {
        fill("Everything you may do on {node}.", &said)
    } else {
        fill("Everything {who} may do on {node}.", &said)
    };
    let total = u32::try_from(items.len()).ok();
    Ok(AccessList { sentence, items, next: None, total, withheld: false })
}
