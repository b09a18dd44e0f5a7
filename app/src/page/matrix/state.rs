//! A cell in a shape, a mark and words.

use super::model::{Locked, Model, Place, Value};
use crate::text::{capital, fill, t};
use authz::{
    Extent,
    matrix::{Cell, Via},
};

/// How a cell is drawn.
pub fn state(cell: &Cell) -> &'static str {
    match (cell.explicit, &cell.inherited) {
        (Some(Extent::All), _) => "all",
        (_, Some((Extent::All, _))) => "inherited",
        (Some(Extent::Own), _) => "own",
        (None, Some((Extent::Own, _))) => "inherited-own",
        (None, None) if cell.conditional => "conditional",
        (None, None) => "none",
    }
}

/// What stands in the cell.
pub fn mark(model: &Model, cell: &Cell) -> String {
    match state(cell) {
        "all" => t("all").to_owned(),
        "own" | "inherited-own" => t("own").to_owned(),
        "inherited" => cell.inherited.as_ref().map(|(_, via)| from(model, via)).unwrap_or_default(),
        "conditional" => t("if").to_owned(),
        _ => String::new(),
    }
}

/// Where something comes from, by name.
pub fn from(model: &Model, via: &Via) -> String {
    match via {
        Via::Pattern(pattern) => pattern.to_string(),
        Via::Role(role) => {
            model.find_column(role.as_str()).map_or_else(|| role.to_string(), |column| model.label(column).to_owned())
        }
    }
}

/// A value in words.
pub fn told(value: Value) -> &'static str {
    match value {
        None => t("not granted"),
        Some(Extent::Own) => t("granted on one's own"),
        Some(Extent::All) => t("granted"),
    }
}

/// What is inherited, in words.
pub fn inherited(model: &Model, cell: &Cell) -> Option<String> {
    let (extent, via) = cell.inherited.as_ref()?;
    let from = match via {
        Via::Pattern(pattern) => fill("its entry {pattern}", &[("pattern", pattern.as_str())]),
        Via::Role(_) => from(model, via),
    };
    Some(match extent {
        Extent::Own => fill("inherited on one's own from {from}", &[("from", &from)]),
        Extent::All => fill("inherited from {from}", &[("from", &from)]),
    })
}

/// The cell in words.
pub fn words(model: &Model, place: Place) -> String {
    let cell = model.cell(place);
    let mut parts: Vec<String> = Vec::new();
    if cell.explicit.is_some() {
        parts.push(told(cell.explicit).to_owned());
    }
    parts.extend(inherited(model, &cell));
    if cell.conditional {
        parts.push(t("also under a condition").to_owned());
    }
    if parts.is_empty() {
        parts.push(told(None).to_owned());
    }
    let draft = model.draft();
    parts.push(if draft.is_changed(place) { t("changed") } else { t("unchanged") }.to_owned());
    if draft.conflict(place).is_some() {
        parts.push(t("changed by somebody else too").to_owned());
    }
    if model.locked(place).is_some() {
        parts.push(t("locked").to_owned());
    }
    parts.join(", ")
}

/// The whole name of a cell: type and action, role, what is so.
pub fn name(model: &Model, place: Place) -> String {
    let permission = model.permission(place.1);
    let (kind, action) = permission.map(|permission| (permission.kind(), permission.action())).unwrap_or_default();
    format!("{}: {action}, {}, {}", title(kind), model.label(place.0), words(model, place))
}

/// Why a cell cannot be changed, in words.
pub fn why(model: &Model, place: Place) -> Option<String> {
    Some(match model.locked(place)? {
        Locked::Column(lock) => lock.why().to_owned(),
        Locked::Beyond => {
            let permission = model.permission(place.1).map(ToString::to_string).unwrap_or_default();
            fill("You do not hold {permission} here, so you cannot give or take it.", &[("permission", &permission)])
        }
    })
}

/// A type or an action as it begins a line.
pub fn title(text: &str) -> String {
    capital(&text.replace(['-', '_'], " "))
}
