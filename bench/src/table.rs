//! Figures of several rounds, and the tables in which they are shown.

use std::time::Duration;

/// The middle one of some times; of an even number the later of the two.
pub fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted[sorted.len() / 2]
}

/// How much longer the longest took than the shortest, in percent.
pub fn spread(times: &[Duration]) -> f64 {
    let longest = times.iter().max().expect("a time").as_secs_f64();
    let shortest = times.iter().min().expect("a time").as_secs_f64();
    (longest / shortest - 1.0) * 100.0
}

/// A row of a table in Markdown.
pub fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// The head of a table in Markdown, whose first column holds words and all others numbers.
pub fn head(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    format!("{}|---|{}\n", row(&names), "---:|".repeat(names.len() - 1))
}

/// A number with as many digits as it deserves.
pub fn number(value: f64) -> String {
    match value {
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}
