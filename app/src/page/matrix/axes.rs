//! What is down the grid and what is across it: rows are permissions and columns roles, or, turned, the other way.

use super::{
    find::{Query, differ},
    model::{Model, Place, len},
};
use std::collections::HashMap;

/// A row or a column of the grid, or of its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// The row of column headers.
    Head,
    /// The column of row headers.
    Label,
    /// A type, folded or not.
    Kind(u32),
    /// A permission.
    Row(u32),
    /// A role.
    Role(u32),
    /// What differs between the roles that are compared.
    Difference,
}

impl Item {
    /// As it stands in an element's id.
    pub fn code(self) -> String {
        match self {
            Self::Head => "h".to_owned(),
            Self::Label => "l".to_owned(),
            Self::Difference => "d".to_owned(),
            Self::Kind(kind) => format!("k{kind}"),
            Self::Row(row) => format!("p{row}"),
            Self::Role(role) => format!("r{role}"),
        }
    }

    /// From an element's id.
    pub fn parse(code: &str) -> Option<Self> {
        let number = || code.get(1..)?.parse().ok();
        match code.chars().next()? {
            'h' => Some(Self::Head),
            'l' => Some(Self::Label),
            'd' => Some(Self::Difference),
            'k' => number().map(Self::Kind),
            'p' => number().map(Self::Row),
            'r' => number().map(Self::Role),
            _ => None,
        }
    }
}

/// A place in the grid: what it is down and across.
pub type Spot = (Item, Item);

/// The id of the element at a spot.
pub fn element_id((down, across): Spot) -> String {
    format!("cell-{}-{}", down.code(), across.code())
}

/// The spot of an element's id.
pub fn spot_of(id: &str) -> Option<Spot> {
    let (down, across) = id.strip_prefix("cell-")?.split_once('-')?;
    Some((Item::parse(down)?, Item::parse(across)?))
}

/// The cell at a spot, if it is one.
pub fn place_of(spot: Spot) -> Option<Place> {
    match spot {
        (Item::Row(row), Item::Role(column)) | (Item::Role(column), Item::Row(row)) => Some((column, row)),
        _ => None,
    }
}

/// The role and the type at a spot that sums up.
pub fn sum_of(spot: Spot) -> Option<(u32, u32)> {
    match spot {
        (Item::Kind(kind), Item::Role(column)) | (Item::Role(column), Item::Kind(kind)) => Some((column, kind)),
        _ => None,
    }
}

/// What is to be seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// What is searched for.
    pub query: Query,
    /// Folded types.
    pub folded: Vec<String>,
    /// Roles as rows?
    pub turned: bool,
    /// Roles in front.
    pub pinned: Vec<String>,
    /// Roles not shown.
    pub hidden: Vec<String>,
    /// Only the pinned roles, with what differs?
    pub compare: bool,
    /// Only rows that differ?
    pub differing: bool,
}

/// The rows and columns that are shown, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axes {
    /// From top to bottom.
    pub down: Vec<Item>,
    /// From start to end.
    pub across: Vec<Item>,
    /// How many permissions fit.
    pub found: u32,
    /// How many cells the whole matrix has: whether all are drawn must not change with a search.
    pub cells: usize,
    /// Roles as rows?
    pub turned: bool,
    down_at: HashMap<Item, u32>,
    across_at: HashMap<Item, u32>,
}

fn positions(list: &[Item]) -> HashMap<Item, u32> {
    list.iter().copied().zip(0..).collect()
}

/// The roles that are shown, pinned ones first.
pub fn roles(model: &Model, wanted: &Wanted) -> Vec<u32> {
    let pinned: Vec<u32> = wanted.pinned.iter().filter_map(|id| model.find_column(id)).collect();
    if wanted.compare && pinned.len() > 1 {
        return pinned;
    }
    let hidden = |column: &u32| {
        model.column(*column).is_some_and(|found| wanted.hidden.iter().any(|id| id == found.id.as_str()))
    };
    let rest = (0..model.width()).filter(|column| !pinned.contains(column) && !hidden(column));
    pinned.iter().copied().chain(rest).collect()
}

impl Axes {
    /// What is shown of a matrix.
    pub fn new(model: &Model, wanted: &Wanted) -> Self {
        let roles = roles(model, wanted);
        let (mut rows, mut found) = (Vec::new(), 0);
        for (number, kind) in (0..).zip(model.kinds()) {
            let fits = |row: &u32| {
                wanted.query.fits(model, *row, &roles) && (!wanted.differing || differ(model, *row, &roles))
            };
            let fitting: Vec<u32> = kind.rows.clone().filter(fits).collect();
            if fitting.is_empty() {
                continue;
            }
            found += len(&fitting);
            rows.push(Item::Kind(number));
            // What was searched for is shown, folded or not.
            if !wanted.folded.contains(&kind.name) || !wanted.query.is_empty() {
                rows.extend(fitting.into_iter().map(Item::Row));
            }
        }
        let mut columns: Vec<Item> = roles.into_iter().map(Item::Role).collect();
        let (down, across) = if wanted.turned {
            (columns, rows)
        } else {
            if wanted.compare && columns.len() > 1 {
                columns.push(Item::Difference);
            }
            (rows, columns)
        };
        let (down_at, across_at) = (positions(&down), positions(&across));
        let cells = model.rows().len() * model.page().columns.len();
        Self { down, across, found, cells, turned: wanted.turned, down_at, across_at }
    }

    /// Where a row is, the head being -1.
    pub fn row_of(&self, item: Item) -> Option<i64> {
        if item == Item::Head { Some(-1) } else { self.down_at.get(&item).map(|at| i64::from(*at)) }
    }

    /// Where a column is, the row headers being -1.
    pub fn column_of(&self, item: Item) -> Option<i64> {
        if item == Item::Label { Some(-1) } else { self.across_at.get(&item).map(|at| i64::from(*at)) }
    }

    /// What is at a position; beyond the edges, what is at the edge.
    pub fn at(&self, row: i64, column: i64) -> Spot {
        let last = |list: &[Item]| i64::from(len(list)) - 1;
        let item = |list: &[Item], at: i64, head: Item| {
            let at = at.clamp(-1, last(list));
            usize::try_from(at).ok().and_then(|at| list.get(at)).copied().unwrap_or(head)
        };
        (item(&self.down, row, Item::Head), item(&self.across, column, Item::Label))
    }

    /// The same spot if it is shown; else the nearest.
    pub fn nearest(&self, model: &Model, (down, across): Spot) -> Spot {
        let kind = |item: Item| match item {
            Item::Row(row) => model.rows().get(usize::try_from(row).ok()?).map(|row| Item::Kind(row.kind)),
            _ => None,
        };
        let row = self.row_of(down).or_else(|| self.row_of(kind(down)?)).unwrap_or(0);
        let column = self.column_of(across).or_else(|| self.column_of(kind(across)?)).unwrap_or(0);
        self.at(row, column)
    }

    /// Every cell of a block, by its corners; a summary stands for the cells of its type.
    pub fn places(&self, model: &Model, from: Spot, to: Spot) -> Vec<Place> {
        let (top, bottom) = ordered(self.row_of(from.0), self.row_of(to.0));
        let (start, end) = ordered(self.column_of(from.1), self.column_of(to.1));
        let alone = (top, start) == (bottom, end);
        let mut found = Vec::new();
        for row in top..=bottom {
            for column in start..=end {
                let spot = self.at(row, column);
                if let Some(place) = place_of(spot) {
                    found.push(place);
                } else if let (true, Some((role, kind))) = (alone, sum_of(spot)) {
                    let rows =
                        model.kinds().get(usize::try_from(kind).unwrap_or(usize::MAX)).map(|kind| kind.rows.clone());
                    found.extend(rows.into_iter().flatten().map(|row| (role, row)));
                }
            }
        }
        found
    }
}

/// Two positions in order; the heads stay out of blocks.
pub fn ordered(one: Option<i64>, other: Option<i64>) -> (i64, i64) {
    let (one, other) = (one.unwrap_or(0).max(0), other.unwrap_or(0).max(0));
    (one.min(other), one.max(other))
}

#[cfg(test)]
mod tests {
    use super::{super::tests::model, *};

    #[test]
    fn folding_hides_rows_and_a_search_shows_them() {
        let folded: Vec<String> = ["dataset".to_owned()].into();
        let wanted = Wanted { folded, ..Wanted::default() };
        let axes = Axes::new(&model(), &wanted);
        assert_eq!(axes.down, [Item::Kind(0), Item::Kind(1), Item::Row(3)]);
        let axes = Axes::new(&model(), &Wanted { query: Query::parse("update"), ..wanted });
        assert_eq!((axes.down.as_slice(), axes.found), ([Item::Kind(0), Item::Row(1)].as_slice(), 1));
    }

    #[test]
    fn turning_swaps_rows_and_columns() {
        let axes = Axes::new(&model(), &Wanted { turned: true, ..Wanted::default() });
        assert_eq!(axes.down, [Item::Role(0), Item::Role(1)]);
        assert_eq!(place_of(axes.at(1, 2)), Some((1, 1)));
        assert_eq!(sum_of(axes.at(0, 0)), Some((0, 0)));
        assert_eq!(axes.at(-5, 99), (Item::Head, Item::Row(3)));
    }

    #[test]
    fn what_is_not_shown_leads_to_what_is_nearest() {
        let model = model();
        let wanted = Wanted { folded: vec!["dataset".to_owned()], ..Wanted::default() };
        let axes = Axes::new(&model, &wanted);
        assert_eq!(axes.nearest(&model, (Item::Row(2), Item::Role(1))), (Item::Kind(0), Item::Role(1)));
        assert_eq!(spot_of(&element_id((Item::Row(12), Item::Role(3)))), Some((Item::Row(12), Item::Role(3))));
    }

    #[test]
    fn a_block_has_its_cells_and_a_summary_all_of_its_type() {
        let model = model();
        let axes = Axes::new(&model, &Wanted::default());
        assert_eq!(axes.places(&model, axes.at(1, 0), axes.at(2, 1)).len(), 4);
        assert_eq!(axes.places(&model, axes.at(0, 1), axes.at(0, 1)), [(1, 0), (1, 1), (1, 2)]);
    }

    #[test]
    fn compared_roles_stand_alone() {
        let pinned = vec!["editor".to_owned(), "viewer".to_owned()];
        let axes = Axes::new(&model(), &Wanted { pinned, compare: true, ..Wanted::default() });
        assert_eq!(axes.across, [Item::Role(1), Item::Role(0), Item::Difference]);
    }
}
