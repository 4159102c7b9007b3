//! A chart of lines as SVG, readable on a light and on a dark page.

use std::fmt::Write;

/// One line of a chart.
#[derive(Clone, Debug)]
pub struct Line {
    /// What it shows.
    pub name: String,
    /// From left to right.
    pub points: Vec<(f64, f64)>,
    /// Whether it is a bound and no measurement.
    pub is_bound: bool,
}

/// What is drawn.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Above the chart.
    pub title: String,
    /// Below the horizontal axis.
    pub across: String,
    /// Above the vertical axis.
    pub up: String,
    /// The lines.
    pub lines: Vec<Line>,
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 400.0;
const LEFT: f64 = 60.0;
const RIGHT: f64 = 170.0;
const TOP: f64 = 60.0;
const BOTTOM: f64 = 50.0;

/// Of equal lightness, so that each stands out on white and on black.
const COLOURS: [&str; 6] = [
    "#1f86d0", "#d9661f", "#2e9d5b", "#b054c8", "#c2334d", "#80861b",
];

const STYLE: &str = "text{font:12px sans-serif;fill:#333}.axis{stroke:#888}.grid{stroke:#8884}\
@media(prefers-color-scheme:dark){text{fill:#ccc}}";

impl Chart {
    /// Draws the chart.
    pub fn to_svg(&self) -> String {
        let points = || self.lines.iter().flat_map(|line| &line.points);
        let most_x = nice(points().map(|point| point.0).fold(0.0, f64::max));
        let most_y = nice(points().map(|point| point.1).fold(0.0, f64::max));
        let x = |value: f64| LEFT + value / most_x * (WIDTH - LEFT - RIGHT);
        let y = |value: f64| HEIGHT - BOTTOM - value / most_y * (HEIGHT - TOP - BOTTOM);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\">\n\
             <title>{0}</title>\n<style>{STYLE}</style>\n\
             <text x=\"{LEFT}\" y=\"24\" style=\"font-size:15px\">{0}</text>\n\
             <text x=\"{LEFT}\" y=\"{1}\">{2}</text>\n",
            self.title,
            TOP - 14.0,
            self.up
        );
        for step in 0..=5 {
            let (at_x, at_y) = (
                most_x * f64::from(step) / 5.0,
                most_y * f64::from(step) / 5.0,
            );
            let (right, bottom) = (x(most_x), y(0.0));
            let _ = write!(
                svg,
                "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{right:.1}\" y1=\"{0:.1}\" y2=\"{0:.1}\"/>\n\
                 <text x=\"{1:.1}\" y=\"{2:.1}\" text-anchor=\"end\">{3}</text>\n\
                 <text x=\"{4:.1}\" y=\"{5:.1}\" text-anchor=\"middle\">{6}</text>\n",
                y(at_y),
                LEFT - 8.0,
                y(at_y) + 4.0,
                label(at_y),
                x(at_x),
                bottom + 18.0,
                label(at_x),
            );
        }
        let _ = write!(
            svg,
            "<line class=\"axis\" x1=\"{LEFT}\" x2=\"{0:.1}\" y1=\"{1:.1}\" y2=\"{1:.1}\"/>\n\
             <text x=\"{2:.1}\" y=\"{3:.1}\" text-anchor=\"middle\">{4}</text>\n",
            x(most_x),
            y(0.0),
            (LEFT + x(most_x)) / 2.0,
            HEIGHT - 10.0,
            self.across
        );
        for (place, line) in self.lines.iter().enumerate() {
            let colour = if line.is_bound {
                "#888"
            } else {
                COLOURS[place % COLOURS.len()]
            };
            let dashes = if line.is_bound {
                " stroke-dasharray=\"6 4\""
            } else {
                ""
            };
            let path: Vec<_> = line
                .points
                .iter()
                .map(|point| format!("{:.1},{:.1}", x(point.0), y(point.1)))
                .collect();
            let key = TOP + 20.0 * place as f64;
            let _ = write!(
                svg,
                "<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"{dashes} points=\"{0}\"/>\n\
                 <line x1=\"{1:.1}\" x2=\"{2:.1}\" y1=\"{key}\" y2=\"{key}\" \
                 stroke=\"{colour}\" stroke-width=\"2\"{dashes}/>\n\
                 <text x=\"{3:.1}\" y=\"{4}\">{5}</text>\n",
                path.join(" "),
                WIDTH - RIGHT + 15.0,
                WIDTH - RIGHT + 40.0,
                WIDTH - RIGHT + 46.0,
                key + 4.0,
                line.name,
            );
        }
        svg.push_str("</svg>\n");
        svg
    }
}

/// Returns the next round number that is not smaller.
fn nice(value: f64) -> f64 {
    let power = 10_f64.powf(value.max(1e-9).log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|round| *round >= value)
        .unwrap_or(value)
}

fn label(value: f64) -> String {
    if value >= 10.0 || value == 0.0 {
        format!("{value:.0}")
    } else {
        format!("{value}")
    }
}
