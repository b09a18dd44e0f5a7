//! What a change would do, for whom.

use super::{Context, Failure, table};
use serde::Serialize;
use std::fmt::Write;
use store::{AccessOutlook, ShiftLine, Toll};

/// Who gains or loses what.
#[derive(Serialize)]
pub struct EffectRow {
    loses: bool,
    people: Option<usize>,
    some: Vec<String>,
    permissions: Vec<String>,
    on: Vec<String>,
    more_on: usize,
}

impl From<&ShiftLine> for EffectRow {
    fn from(line: &ShiftLine) -> Self {
        Self {
            loses: line.loses,
            people: line.people,
            some: line.some.clone(),
            permissions: line.permissions.iter().map(ToString::to_string).collect(),
            on: line.tops.iter().map(ToString::to_string).chain(line.patterns.clone()).collect(),
            more_on: line.more_tops,
        }
    }
}

#[derive(Serialize)]
struct Row {
    gain: Option<usize>,
    lose: Option<usize>,
    effect: Vec<EffectRow>,
    refused: Option<String>,
}

/// Prints what was asked about and not done.
pub fn print(context: &Context<'_>, outlook: &AccessOutlook) -> Result<(), Failure> {
    let refused = outlook.refused.as_ref().map(ToString::to_string);
    if context.json {
        let AccessOutlook { gain, lose, lines, .. } = outlook;
        let effect = lines.iter().map(EffectRow::from).collect();
        return table::json(&Row { gain: gain.people, lose: lose.people, effect, refused });
    }
    print!("{}", told(outlook));
    if let Some(why) = refused {
        println!("it would be refused: {why}");
    }
    Ok(())
}

/// For people.
pub fn told(AccessOutlook { gain, lose, lines, used, used_known, .. }: &AccessOutlook) -> String {
    if lines.is_empty() {
        return "nobody gains or loses anything\n".to_owned();
    }
    let mut text = format!("gain something: {}; lose something: {}\n", people(*gain), people(*lose));
    for line in lines {
        let sign = if line.loses { '-' } else { '+' };
        let permissions: Vec<&str> = line.permissions.iter().map(authz::Permission::as_str).collect();
        _ = writeln!(text, "  {sign} {}: {} on {}", who(line), permissions.join(" "), places(line));
    }
    if !used.is_empty() {
        _ = writeln!(text, "{} of those who lose something used it in the last 30 days", used.len());
    } else if !used_known && lines.iter().any(|line| line.loses) {
        text += "whether somebody used what they lose is not known\n";
    }
    text
}

fn people(toll: Toll) -> String {
    match toll.people {
        None => "everybody".to_owned(),
        Some(1) => "1 person".to_owned(),
        Some(people) => format!("{people} people"),
    }
}

fn who(line: &ShiftLine) -> String {
    match line.people {
        None if line.but > 0 => format!("everybody but {} people", line.but),
        None => "everybody".to_owned(),
        Some(people) if people > line.some.len() => {
            format!("{} and {} more", line.some.join(" "), people - line.some.len())
        }
        Some(_) => line.some.join(" "),
    }
}

fn places(line: &ShiftLine) -> String {
    let mut places: Vec<String> = line.tops.iter().map(ToString::to_string).chain(line.patterns.clone()).collect();
    if line.more_tops > 0 {
        places.push(format!("{} more", line.more_tops));
    }
    places.join(" ")
}
