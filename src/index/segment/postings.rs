//! The terms of a field in the order of documents, which are sorted into postings when written.

use std::io;
use std::ops::Range;

use tantivy::DocId;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::FieldSerializer;
use tantivy::tokenizer::MAX_TOKEN_LEN;

use super::terms::Terms;

/// What documents hold of a field without positions.
#[derive(Default)]
pub struct Postings {
    terms: Terms,
    tokens: Vec<u32>,
    runs: Vec<Run>,
}

/// Documents in a row that hold the same.
struct Run {
    documents: Range<DocId>,
    /// Number of tokens up to its last one.
    end: u32,
}

impl Postings {
    /// Adds the terms that each of `documents` holds; documents must come in order.
    pub fn push<'a>(&mut self, documents: Range<DocId>, terms: impl IntoIterator<Item = &'a str>) {
        let numbers = terms.into_iter().map(|term| self.terms.number(term));
        self.tokens.extend(numbers);
        let end = self.tokens.len() as u32;
        self.runs.push(Run { documents, end });
    }

    /// Bytes that they take, and those that they will take while being written.
    pub fn memory(&self) -> usize {
        let tokens = self.tokens.capacity() + self.tokens.len();
        let runs = self.runs.capacity() * size_of::<Run>();
        self.terms.memory() + runs + tokens * size_of::<u32>()
    }

    /// The runs, each with the range of its tokens.
    fn runs(&self) -> impl Iterator<Item = (&Run, Range<usize>)> {
        let mut start = 0;
        self.runs.iter().map(move |run| {
            let end = run.end as usize;
            (run, std::mem::replace(&mut start, end)..end)
        })
    }

    /// How many terms each of so many documents holds, encoded as tantivy's field norms.
    pub fn norms(&self, documents: DocId) -> Vec<u8> {
        let mut norms = vec![0; documents as usize];
        for (run, tokens) in self.runs() {
            let norm = FieldNormReader::fieldnorm_to_id(tokens.len() as u32);
            norms[run.documents.start as usize..run.documents.end as usize].fill(norm);
        }
        norms
    }

    /// How many tokens all documents hold together.
    pub fn total(&self) -> u64 {
        let held = self.runs();
        held.map(|(run, tokens)| (run.documents.len() * tokens.len()) as u64)
            .sum()
    }

    /// Writes the postings of all terms.
    pub fn write(self, out: &mut FieldSerializer<'_>) -> io::Result<()> {
        let (postings, ends) = self.by_term();
        let documents = |of_run: &[u32]| self.runs[of_run[0] as usize].documents.clone();
        let terms = self.terms.sorted().into_iter();
        for (term, number) in terms.filter(|(term, _)| term.len() <= MAX_TOKEN_LEN) {
            let start = number
                .checked_sub(1)
                .map_or(0, |before| ends[before as usize]);
            let own = &postings[start as usize..ends[number as usize] as usize];
            let by_run = || own.chunk_by(|a, b| a == b);
            let frequency: usize = by_run().map(|of_run| documents(of_run).len()).sum();
            out.new_term(term.as_bytes(), frequency as u32, true)?;
            for of_run in by_run() {
                for document in documents(of_run) {
                    out.write_doc(document, of_run.len() as u32, &[]);
                }
            }
            out.close_term()?;
        }
        Ok(())
    }

    /// The run of each token, sorted by term and then in order, and where the tokens of each term end.
    fn by_term(&self) -> (Vec<u32>, Vec<u32>) {
        let mut places = starts(self.tokens.iter().copied(), self.terms.len());
        let mut postings = vec![0; self.tokens.len()];
        for (run, (_, tokens)) in (0..).zip(self.runs()) {
            for token in &self.tokens[tokens] {
                let place = &mut places[*token as usize];
                postings[*place as usize] = run;
                *place += 1;
            }
        }
        (postings, places)
    }
}

/// Where the items of each number begin, once the numbered items are sorted by number.
pub fn starts(numbers: impl Iterator<Item = u32>, count: usize) -> Vec<u32> {
    let mut starts = vec![0; count];
    for number in numbers {
        starts[number as usize] += 1;
    }
    let mut before = 0;
    for count in &mut starts {
        before += std::mem::replace(count, before);
    }
    starts
}
