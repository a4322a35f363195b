//! Charts as SVG, drawn here: they print, need no script, and stand beside their numbers.

pub mod lines;
pub mod ranked;
pub mod tiles;
pub mod years;

/// The least round number that `most` does not exceed: 1, 2 or 5 and noughts.
fn round_up(most: f64) -> f64 {
    if most <= 0.0 {
        return 1.0;
    }
    let unit = 10f64.powf(most.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|step| step * unit);
    steps
        .into_iter()
        .find(|step| *step >= most * 0.999_999)
        .unwrap_or(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_ends_at_a_round_number() {
        assert_eq!(
            [0.0, 1.0, 3.2, 5.0, 87.0, 101.0].map(round_up),
            [1.0, 1.0, 5.0, 5.0, 100.0, 200.0]
        );
        assert!((round_up(0.03) - 0.05).abs() < 1e-9);
    }
}
