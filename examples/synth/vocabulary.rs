//! Words to fill sentences with: those of the genre, and made-up ones by the ten thousand.
//!
//! Real reports hold names and matters that no list foresees, and every one of them costs an index something.
//! So most words are made up of common characters, drawn as unevenly as in real language: by Zipf's law, both
//! the characters within words and the words within texts. The words never depend on the seed, so a term that
//! is rare in one corpus is rare in all of them.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::random::Random;

/// How many words are made up.
pub const MADE: usize = 24_000;

/// Genre words, the most frequent first.
const GENRE: &str = include_str!("words.txt");

/// All words.
pub struct Vocabulary {
    genre: Vec<&'static str>,
    genre_ranks: Zipf,
    made: Vec<String>,
    made_ranks: Zipf,
}

impl Vocabulary {
    /// Makes up the words.
    pub fn new() -> Self {
        let lines = GENRE.lines().filter(|line| !line.starts_with('#'));
        let genre: Vec<_> = lines.flat_map(str::split_whitespace).collect();
        let made = made_up(&mut Random::new(0, 0), &genre);
        Vocabulary {
            genre_ranks: Zipf::new(genre.len(), 12),
            made_ranks: Zipf::new(made.len(), 40),
            genre,
            made,
        }
    }

    /// A genre word.
    pub fn term(&self, random: &mut Random) -> &str {
        self.genre[self.genre_ranks.draw(random)]
    }

    /// A made-up word, as its number.
    pub fn made_up(&self, random: &mut Random) -> usize {
        self.made_ranks.draw(random)
    }

    /// The made-up word of that number.
    pub fn word(&self, number: usize) -> &str {
        &self.made[number]
    }

    /// Every word.
    #[cfg(test)]
    pub fn all(&self) -> impl Iterator<Item = &str> {
        let made = self.made.iter().map(String::as_str);
        self.genre.iter().copied().chain(made)
    }
}

/// Distinct words of two to six common characters, none of them in `known`.
fn made_up(random: &mut Random, known: &[&str]) -> Vec<String> {
    let mut characters = common_characters();
    // Characters that the genre favours come first, so that made-up words look like its words.
    let mut uses: HashMap<char, usize> = HashMap::new();
    for c in known.iter().flat_map(|word| word.chars()) {
        *uses.entry(c).or_default() += 1;
    }
    characters.sort_by_cached_key(|c| (Reverse(uses.get(c).copied()), random.next()));
    let ranks = Zipf::new(characters.len(), 120);
    let mut seen: HashSet<String> = known.iter().map(|&word| word.to_owned()).collect();
    let mut words = Vec::with_capacity(MADE);
    while words.len() < MADE {
        let length = match random.below(100) {
            0..58 => 2,
            58..80 => 3,
            80..95 => 4,
            95..98 => 5,
            _ => 6,
        };
        let word: String = (0..length)
            .map(|_| characters[ranks.draw(random)])
            .collect();
        if seen.insert(word.clone()) {
            words.push(word);
        }
    }
    words
}

/// The 3755 common characters: the first level of GB 2312, which GBK keeps in rows B0 to D7.
fn common_characters() -> Vec<char> {
    let codes = (0xB0..=0xD7).flat_map(|row| (0xA1..=0xFE).map(move |cell| [row, cell]));
    let decode = |code: [u8; 2]| {
        let (text, failed) = encoding_rs::GBK.decode_without_bom_handling(&code);
        text.chars().next().filter(|c| !failed && is_han(*c))
    };
    codes.filter_map(decode).collect()
}

/// Row D7 ends with five free cells, which GBK gives to private use.
fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// Ranks by the law of Zipf and Mandelbrot: the frequency of rank r is proportional to 1 / (r + flat).
struct Zipf {
    cumulative: Vec<f64>,
}

impl Zipf {
    /// `flat` keeps the first few ranks from taking everything.
    fn new(ranks: usize, flat: u32) -> Self {
        let mut sum = 0.0;
        let weights = (1..=ranks).map(|rank| 1.0 / (rank as f64 + f64::from(flat)));
        let cumulative = weights.map(|weight| {
            sum += weight;
            sum
        });
        Zipf {
            cumulative: cumulative.collect(),
        }
    }

    /// A rank, from 0.
    fn draw(&self, random: &mut Random) -> usize {
        let last = self.cumulative.len() - 1;
        // 53 random bits are a fraction below 1.
        let fraction = (random.next() >> 11) as f64 / (1u64 << 53) as f64;
        let target = fraction * self.cumulative[last];
        self.cumulative
            .partition_point(|&sum| sum <= target)
            .min(last)
    }
}
