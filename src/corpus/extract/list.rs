//! Automatic numbering of paragraphs, recounted: the numbers that a word processor shows but does not store.
//! Shared by docx and doc, which say the same in different words.

use std::collections::HashMap;

use super::numeral::Numeral;

/// How many levels a list has.
pub(super) const LEVELS: usize = 9;

/// How one level of a list is numbered.
#[derive(Clone, Debug)]
pub(super) struct Level {
    /// The first number.
    pub start: u32,
    /// How numbers are written.
    pub numeral: Numeral,
    /// The text around them, `%1` … `%9` standing for the number of a level.
    pub text: String,
    /// Whether all numbers in it are decimal.
    pub legal: bool,
    /// Whether it begins anew after an item of a higher level.
    pub restarts: bool,
    /// Whether there is nothing between the number and the text.
    pub tight: bool,
}

/// How far each list has counted.
#[derive(Debug, Default)]
pub(super) struct Counters(HashMap<u64, [Option<u32>; LEVELS]>);

impl Counters {
    /// Begins a level of a list with another number.
    pub fn restart(&mut self, list: u64, level: usize, start: u32) {
        if let Some(counter) = self.0.entry(list).or_default().get_mut(level) {
            *counter = start.checked_sub(1);
        }
    }

    /// The label of the next item at `level` of a list.
    pub fn next(&mut self, list: u64, levels: &[Level], level: usize) -> Option<String> {
        let own = levels.get(level)?;
        let counters = self.0.entry(list).or_default();
        let number = counters[level].map_or(own.start, |before| before.saturating_add(1));
        counters[level] = Some(number);
        for (deeper, counter) in counters.iter_mut().enumerate().skip(level + 1) {
            if levels.get(deeper).is_none_or(|level| level.restarts) {
                *counter = None;
            }
        }
        let mut label = String::new();
        let mut chars = own.text.chars();
        while let Some(c) = chars.next() {
            let named = (c == '%')
                .then(|| chars.clone().next().and_then(|digit| digit.to_digit(10)))
                .flatten();
            let Some(named) = named.filter(|named| (1..=LEVELS as u32).contains(named)) else {
                label.push(c);
                continue;
            };
            chars.next();
            let at = named as usize - 1;
            let Some(other) = levels.get(at) else {
                continue;
            };
            let number = counters[at].unwrap_or(other.start);
            let numeral = match own.legal {
                true => Numeral::Decimal,
                false => other.numeral,
            };
            label.push_str(&numeral.write(number));
        }
        if own.numeral == Numeral::None && !own.text.contains('%') {
            return None;
        }
        let parts = label.ends_with(|c: char| c.is_alphanumeric()) && !own.tight;
        if parts {
            label.push(' ');
        }
        (!label.trim().is_empty()).then_some(label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(numeral: Numeral, text: &str) -> Level {
        Level {
            start: 1,
            numeral,
            text: text.to_owned(),
            legal: false,
            restarts: true,
            tight: false,
        }
    }

    #[test]
    fn items_are_numbered_as_they_are_shown() {
        let levels = [
            level(Numeral::Chinese, "%1、"),
            level(Numeral::Chinese, "（%2）"),
            level(Numeral::Decimal, "%3."),
            level(Numeral::Decimal, "%1.%4"),
        ];
        let mut counters = Counters::default();
        let labels: Vec<_> = [0, 1, 1, 2, 2, 0, 1, 2, 3]
            .iter()
            .filter_map(|level| counters.next(7, &levels, *level))
            .collect();
        assert_eq!(
            labels,
            [
                "一、",
                "（一）",
                "（二）",
                "1.",
                "2.",
                "二、",
                "（一）",
                "1.",
                "二.1 "
            ]
        );
        counters.restart(7, 0, 1);
        assert_eq!(counters.next(7, &levels, 0).as_deref(), Some("一、"));
        let bullet = [level(Numeral::None, "")];
        assert_eq!(Counters::default().next(1, &bullet, 0), None);
    }
}
