//! BM25 over words and pairs of whole documents and nothing else: what a ranking must beat.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use fasou::analysis::dictionary::{Dictionary, DictionaryError};
use fasou::analysis::pairs;
use fasou::analysis::words::{Segmenter, search_words};
use fasou::text::{Folded, plain};

use super::DEPTH;
use super::collection::Query;
use super::measure::Measures;

const K1: f64 = 1.2;
const B: f64 = 0.75;

/// An index in memory.
pub struct Bm25<'a> {
    segmenter: Segmenter,
    ids: Vec<&'a str>,
    /// The length of each document, relative to the average one.
    lengths: Vec<f64>,
    /// The documents that hold each token, and how often.
    postings: HashMap<String, BTreeMap<usize, u32>>,
}

impl<'a> Bm25<'a> {
    pub fn of(documents: &'a [(String, String)]) -> Result<Self, DictionaryError> {
        let segmenter = Dictionary::open("")?.all()?;
        let mut postings: HashMap<String, BTreeMap<usize, u32>> = HashMap::new();
        let mut lengths = Vec::new();
        for (number, (_, text)) in documents.iter().enumerate() {
            let tokens = tokens(&segmenter, text);
            lengths.push(tokens.len() as f64);
            for token in tokens {
                *postings
                    .entry(token)
                    .or_default()
                    .entry(number)
                    .or_default() += 1;
            }
        }
        let usual = lengths.iter().sum::<f64>() / lengths.len() as f64;
        lengths.iter_mut().for_each(|length| *length /= usual);
        Ok(Bm25 {
            segmenter,
            ids: documents.iter().map(|(id, _)| id.as_str()).collect(),
            lengths,
            postings,
        })
    }

    pub fn evaluate(&self, queries: &[Query]) -> Measures {
        let mut measures = Measures::default();
        for query in queries {
            measures.add(&self.best(&query.text), &query.judged);
        }
        measures
    }

    fn best(&self, query: &str) -> Vec<&'a str> {
        let mut scores: BTreeMap<usize, f64> = BTreeMap::new();
        let tokens: BTreeSet<String> = tokens(&self.segmenter, query).into_iter().collect();
        for holding in tokens.iter().filter_map(|token| self.postings.get(token)) {
            let (all, held) = (self.ids.len() as f64, holding.len() as f64);
            let rarity = (1.0 + (all - held + 0.5) / (held + 0.5)).ln();
            for (document, count) in holding {
                let count = f64::from(*count);
                let norm = K1 * (1.0 - B + B * self.lengths[*document]);
                *scores.entry(*document).or_default() +=
                    rarity * count * (K1 + 1.0) / (count + norm);
            }
        }
        let mut best: Vec<(usize, f64)> = scores.into_iter().collect();
        best.sort_by(|a, b| b.1.total_cmp(&a.1));
        let best = best.into_iter().take(DEPTH);
        best.map(|(document, _)| self.ids[document]).collect()
    }
}

/// Words, and pairs with a mark that distinguishes them from words.
fn tokens(segmenter: &Segmenter, text: &str) -> Vec<String> {
    let (plain, folded) = (plain(text), Folded::new(text));
    let words = search_words(segmenter, &plain)
        .into_iter()
        .map(str::to_owned);
    let pairs = pairs::placed(&folded).map(|(_, pair)| format!("pair {pair}"));
    words.chain(pairs).collect()
}
