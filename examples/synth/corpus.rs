//! All files of a corpus: which report stands where, in which encoding, and which are copies.
//!
//! File `number` depends only on the settings and its number, so files can be made in any order and by many
//! threads.

use super::SynthError;
use super::grammar::Grammar;
use super::places::Places;
use super::random::Random;
use super::report::{Rules, compose};
use super::scene::Scene;
use super::vocabulary::Vocabulary;

/// The settings that decide a corpus.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Another seed gives another corpus.
    pub seed: u64,
    /// How long a report is on average.
    pub bytes_per_report: usize,
}

/// A file to write.
#[derive(Debug, PartialEq, Eq)]
pub struct File {
    /// Its path, with `/`.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Makes files.
pub struct Corpus {
    settings: Settings,
    grammar: Grammar,
    rules: Rules,
    vocabulary: Vocabulary,
    places: Places,
}

/// Streams of random numbers: one for the reports, one for which of them are copies.
const COPIES: u64 = 1 << 40;

impl Corpus {
    /// Reads the rules and the table of places.
    pub fn new(settings: Settings, divisions: &str) -> Result<Self, SynthError> {
        let grammar = Grammar::parse(include_str!("grammar.txt"))?;
        Ok(Corpus {
            settings,
            rules: Rules::of(&grammar)?,
            grammar,
            vocabulary: Vocabulary::new(),
            places: Places::parse(divisions)?,
        })
    }

    /// File `number`, from 0.
    pub fn file(&self, number: usize) -> File {
        let original = self.original(number);
        let mut random = Random::new(self.settings.seed, original as u64);
        let reporter = self.places.draw(&mut random, &self.grammar);
        let year = random.between(2015, 2024) as i32;
        // From a quarter of the mean to seven quarters, those near the mean most often.
        let quarters = 25 + random.below(76) + random.below(76);
        let bytes = self.settings.bytes_per_report * quarters / 100;
        let encoding = Encoding::draw(&mut random);
        let mut scene = Scene::new(random, &self.vocabulary, &reporter, year);
        let text = compose(&self.grammar, &self.rules, &mut scene, bytes);
        let text = scene.style.dress(&text);
        let extension = if scene.style.markdown { "md" } else { "txt" };
        let folder = match number == original {
            true => year.to_string(),
            false => "转载".to_owned(),
        };
        File {
            path: format!(
                "{}/{folder}/{number:06}{}.{extension}",
                reporter.province, reporter.name
            ),
            bytes: encoding.encode(&text),
        }
    }

    /// One file in a hundred is a copy of an earlier one.
    fn original(&self, number: usize) -> usize {
        let mut random = Random::new(self.settings.seed, COPIES + number as u64);
        match number > 0 && random.chance(1) {
            true => self.original(random.below(number)),
            false => number,
        }
    }
}

/// Encodings of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf8Marked,
    Utf16,
    Gb18030,
}

impl Encoding {
    fn draw(random: &mut Random) -> Self {
        match random.below(100) {
            0..5 => Encoding::Gb18030,
            5..7 => Encoding::Utf16,
            7 => Encoding::Utf8Marked,
            _ => Encoding::Utf8,
        }
    }

    fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Encoding::Utf8 => text.into(),
            Encoding::Utf8Marked => format!("\u{FEFF}{text}").into(),
            Encoding::Utf16 => {
                let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
                units.flat_map(u16::to_le_bytes).collect()
            }
            Encoding::Gb18030 => encoding_rs::GB18030.encode(text).0.into_owned(),
        }
    }
}
