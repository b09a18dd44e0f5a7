//! A chart as SVG, in the colours of the page.

use plotters::prelude::*;

/// Size of the drawing, in its own units; the page scales it.
const SIZE: (u32, u32) = (420, 150);

// The library knows no colours of the page: it draws in these, and they are put in place after.
const BAR: RGBColor = RGBColor(1, 2, 3);
const LINE: RGBColor = RGBColor(1, 2, 4);
const TEXT: RGBColor = RGBColor(1, 2, 5);
const PLACES: [(&str, &str); 3] =
    [("#010203", "var(--color-accent)"), ("#010204", "var(--line)"), ("#010205", "var(--muted)")];

/// Bars from left to right, each over its label; some labels are left out where there are many. Empty where the library
/// fails: the table beside it says the same.
pub fn bars(rows: &[(String, u64)]) -> String {
    let mut svg = String::new();
    if let Err(error) = draw(&mut svg, rows) {
        tracing::error!(%error, "a chart cannot be drawn");
        return String::new();
    }
    PLACES.iter().fold(svg, |svg, (drawn, wanted)| svg.replace(drawn, wanted))
}

type Failed<'a> = DrawingAreaErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>;

fn draw<'a>(svg: &'a mut String, rows: &[(String, u64)]) -> Result<(), Failed<'a>> {
    let area = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    let top = rows.iter().map(|(_, count)| *count).max().unwrap_or(0).max(4);
    let mut chart = ChartBuilder::on(&area)
        .margin(6)
        .x_label_area_size(24)
        .y_label_area_size(40)
        .build_cartesian_2d((0..rows.len().saturating_sub(1)).into_segmented(), 0..top + top.div_ceil(10))?;
    let label = |place: &SegmentValue<usize>| match place {
        SegmentValue::CenterOf(place) => rows.get(*place).map(|(label, _)| short(label)).unwrap_or_default(),
        SegmentValue::Exact(_) | SegmentValue::Last => String::new(),
    };
    chart
        .configure_mesh()
        .disable_x_mesh()
        .y_labels(3)
        .x_labels(rows.len().min(6))
        .x_label_formatter(&label)
        .label_style(("sans-serif", 13).into_font().color(&TEXT))
        .axis_style(LINE)
        .bold_line_style(LINE)
        .light_line_style(TRANSPARENT)
        .draw()?;
    let bar = |(place, (_, count)): (usize, &(String, u64))| {
        let mut bar =
            Rectangle::new([(SegmentValue::Exact(place), 0), (SegmentValue::Exact(place + 1), *count)], BAR.filled());
        bar.set_margin(0, 0, 3, 3);
        bar
    };
    chart.draw_series(rows.iter().enumerate().map(bar))?;
    area.present()
}

/// A day without its year.
fn short(label: &str) -> String {
    label.rsplit_once(' ').filter(|(_, year)| year.len() == 4).map_or(label, |(day, _)| day).to_owned()
}

#[cfg(test)]
mod tests {
    use super::bars;

    #[test]
    fn a_chart_is_in_the_colours_of_the_page_and_has_no_style() {
        let rows: Vec<(String, u64)> = (1..=14).map(|day| (format!("{day} Nov 2026"), day)).collect();
        let svg = bars(&rows);
        assert!(svg.starts_with("<svg") && svg.contains("var(--color-accent)") && svg.contains("\n1 Nov\n"), "{svg}");
        assert!(!svg.contains("#0102") && !svg.contains("style=") && !svg.contains("2026"), "{svg}");
        assert!(!bars(&[]).is_empty());
    }
}
