//! The units of texts in their order, which are sorted into the postings of their pairs when written.

use std::io;
use std::ops::Range;

use tantivy::DocId;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::FieldSerializer;
use tantivy::tokenizer::MAX_TOKEN_LEN;

use super::postings::starts;
use super::terms::Terms;
use crate::analysis::pairs;
use crate::text::{END_OF_STRETCH, Folded};

/// What documents hold of the field of pairs.
pub struct Pairs {
    keys: Terms,
    /// Numbers of keys of one character of the basic plane; [`UNKNOWN`] for those that have none yet.
    characters: Vec<u32>,
    /// The first unit of each token, with a mark if it ends a stretch.
    units: Vec<u32>,
    /// Documents in order, each with the number of tokens up to its last.
    documents: Vec<(DocId, u32)>,
}

/// The number of the key that stands for the end of a stretch.
const END: u32 = 0;
/// Set in the last unit of a stretch.
const ENDS: u32 = 1 << 31;
const UNKNOWN: u32 = u32::MAX;
/// Tokens are sorted in so many parts, one after another, to save memory.
const PASSES: usize = 8;
/// Characters with an entry of their own.
const PLACES: usize = 1 << 16;

/// A token without its first unit, by which tokens are grouped before.
#[derive(Clone, Copy, Default)]
struct Token {
    /// The rank of the second unit's key among all keys.
    second: u32,
    document: DocId,
    position: u32,
}

impl Default for Pairs {
    fn default() -> Self {
        let mut keys = Terms::default();
        keys.number(END_OF_STRETCH.encode_utf8(&mut [0; 4]));
        Pairs {
            keys,
            characters: vec![UNKNOWN; PLACES],
            units: Vec::new(),
            documents: Vec::new(),
        }
    }
}

impl Pairs {
    /// Adds the pairs of a text that a document holds; documents must come in order.
    pub fn push(&mut self, document: DocId, folded: &Folded) {
        for token in pairs::tokens(folded) {
            let ends = if token.ends { ENDS } else { 0 };
            let number = self.number(folded.key(token.unit));
            self.units.push(number | ends);
        }
        self.documents.push((document, self.units.len() as u32));
    }

    fn number(&mut self, key: &str) -> u32 {
        let mut chars = key.chars();
        let single = chars.next().filter(|_| chars.as_str().is_empty());
        let Some(known) = single.and_then(|single| self.characters.get_mut(single as usize)) else {
            return self.keys.number(key);
        };
        if *known == UNKNOWN {
            *known = self.keys.number(key);
        }
        *known
    }

    /// Bytes that they take, and those that they will take while being written.
    pub fn memory(&self) -> usize {
        let units = self.units.capacity() * size_of::<u32>();
        self.keys.memory() + units + self.units.len() / PASSES * size_of::<Token>()
    }

    /// How many pairs each of so many documents holds, encoded as tantivy's field norms.
    pub fn norms(&self, documents: DocId) -> Vec<u8> {
        let mut norms = vec![0; documents as usize];
        let mut start = 0;
        for (document, end) in &self.documents {
            norms[*document as usize] = FieldNormReader::fieldnorm_to_id(end - start);
            start = *end;
        }
        norms
    }

    /// How many pairs all documents hold together.
    pub fn total(&self) -> u64 {
        self.units.len() as u64
    }

    /// Writes the postings of all pairs.
    pub fn write(mut self, out: &mut FieldSerializer<'_>) -> io::Result<()> {
        // Keys are prefix-free, so pairs sort by their first units, then by their second.
        let keys = self.keys.sorted();
        let mut places = vec![0; keys.len()];
        for (place, (_, number)) in (0..).zip(&keys) {
            places[*number as usize] = place;
        }
        // From here on, units are the ranks of their keys.
        for unit in &mut self.units {
            *unit = places[(*unit & !ENDS) as usize] | (*unit & ENDS);
        }
        let firsts = self.units.iter().map(|unit| *unit & !ENDS);
        let mut starts = starts(firsts, keys.len());
        starts.push(self.units.len() as u32);
        let end = places[END as usize];
        let most = self.units.len().div_ceil(PASSES) as u32;
        let mut tokens = Vec::with_capacity(most as usize);
        let mut pair = String::new();
        let mut deltas = Vec::new();
        let mut from = 0;
        while from < keys.len() {
            // At least one first unit, however frequent.
            let share = starts.partition_point(|start| *start <= starts[from] + most) - 1;
            let firsts = from..share.max(from + 1);
            self.gather(firsts.clone(), &starts, end, &mut tokens);
            for first in firsts.clone() {
                let own = [first, first + 1].map(|at| (starts[at] - starts[from]) as usize);
                let of_first = &mut tokens[own[0]..own[1]];
                of_first.sort_by_key(|token| token.second);
                for of_pair in of_first.chunk_by(|a, b| a.second == b.second) {
                    pair.clear();
                    pair.push_str(keys[first].0);
                    pair.push_str(keys[of_pair[0].second as usize].0);
                    write_pair(&pair, of_pair, &mut deltas, out)?;
                }
            }
            from = firsts.end;
        }
        Ok(())
    }

    /// Gathers the tokens that begin with the units `firsts`, grouped by first unit and within a group in
    /// order. `starts` says where the tokens of each unit begin when all are grouped so, and `end` is the
    /// rank of the end of a stretch.
    fn gather(&self, firsts: Range<usize>, starts: &[u32], end: u32, tokens: &mut Vec<Token>) {
        let offset = starts[firsts.start];
        tokens.clear();
        tokens.resize((starts[firsts.end] - offset) as usize, Token::default());
        let begin = firsts.start as u32;
        let mut next: Vec<u32> = starts[firsts].iter().map(|start| start - offset).collect();
        let mut at = 0;
        for (document, last) in &self.documents {
            let mut position = 0;
            for unit in at..*last as usize {
                let (first, ends) = (self.units[unit] & !ENDS, self.units[unit] & ENDS != 0);
                if let Some(own) = next.get_mut(first.wrapping_sub(begin) as usize) {
                    tokens[*own as usize] = Token {
                        second: match ends {
                            true => end,
                            false => self.units[unit + 1] & !ENDS,
                        },
                        document: *document,
                        position,
                    };
                    *own += 1;
                }
                position += 1 + u32::from(ends);
            }
            at = *last as usize;
        }
    }
}

fn write_pair(
    pair: &str,
    tokens: &[Token],
    deltas: &mut Vec<u32>,
    out: &mut FieldSerializer<'_>,
) -> io::Result<()> {
    if pair.len() > MAX_TOKEN_LEN {
        return Ok(());
    }
    let by_document = || tokens.chunk_by(|a, b| a.document == b.document);
    out.new_term(pair.as_bytes(), by_document().count() as u32, true)?;
    for of_document in by_document() {
        deltas.clear();
        let mut before = 0;
        deltas.extend(
            of_document
                .iter()
                .map(|token| token.position - std::mem::replace(&mut before, token.position)),
        );
        out.write_doc(of_document[0].document, of_document.len() as u32, deltas);
    }
    out.close_term()
}
