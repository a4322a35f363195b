//! A report as one block of documents, and back.

use std::ops::Range;

use tantivy::schema::Value;
use tantivy::{DocAddress, DocId, Searcher, TantivyDocument};

use super::codec::Codec;
use super::error::IndexError;
use super::record::Record;
use super::schema::{Fields, REPORT, UNKNOWN};
use super::segment::NewSegment;
use crate::analysis::cutter::Cutter;
use crate::analysis::words::Words;
use crate::report::Role;
use crate::text::{Folded, plain};

/// A closing formula with its signature has fewer characters; a longer closing says something.
const SIGNATURE: u64 = 120;

/// A report as it is indexed: itself, then its passages in order.
pub struct Block {
    record: Record,
    /// Text and record, in postcard form.
    stored: Vec<u8>,
    title: Option<Words>,
    passages: Vec<Tokens>,
}

/// What is indexed of a passage.
struct Tokens {
    characters: u64,
    folded: Folded,
    words: Words,
    /// `None` if they are those of the passage before.
    headings: Option<Words>,
}

impl Block {
    /// Takes a report apart; `plains` are its passages in plain form.
    pub fn of(
        cutter: &Cutter,
        record: Record,
        text: &str,
        plains: Vec<String>,
    ) -> Result<Self, IndexError> {
        let stored =
            postcard::to_stdvec(&(text, &record)).map_err(|source| IndexError::Record {
                path: record.path.clone(),
                source,
            })?;
        let title = record.title.as_deref().map(plain);
        let headings = headings(&record);
        let written = headings.iter().flatten().chain(&title).chain(&plains);
        let segmenter = cutter.segmenter(written.map(String::as_str))?;
        let cut = |text| Words::of(&segmenter, text);
        let entries = record.passages.iter().zip(plains).zip(headings);
        let passages = entries.map(|((entry, plain), headings)| {
            let bytes = entry.passage.bytes();
            Tokens {
                characters: text[bytes.clone()].chars().count() as u64,
                folded: Folded::of(text, bytes),
                words: cut(plain),
                headings: headings.map(cut),
            }
        });
        Ok(Block {
            passages: passages.collect(),
            title: title.map(cut),
            record,
            stored,
        })
    }

    /// How many passages it has.
    pub fn passages(&self) -> usize {
        self.passages.len()
    }

    /// What its own document stores, once it is compressed.
    pub fn stored(&self) -> &[u8] {
        &self.stored
    }

    /// Adds its documents, which say that they are of this run.
    pub fn write(
        &self,
        (fields, codec): (&Fields, &Codec),
        run: &str,
        segment: &mut NewSegment,
    ) -> Result<(), IndexError> {
        let record = &self.record;
        let report = segment.documents();
        let first = report + 1;
        let passages = first..first + self.passages.len() as DocId;
        let mut stored = TantivyDocument::new();
        stored.add_bytes(fields.stored, &codec.compress(&self.stored)?);
        segment.add(&stored)?;
        for _ in &self.passages {
            segment.add(&TantivyDocument::new())?;
        }
        segment.set_text(fields.path, report, &record.path);
        segment.set_text(fields.id, report, &record.id);
        segment.index(fields.document, report..first, [REPORT]);
        segment.index(fields.run, report..passages.end, [run]);
        self.write_tags(fields, report..passages.end, segment);
        let title = self.title.iter().flat_map(Words::iter);
        segment.index(fields.title, passages.clone(), title);
        let mut at = 0;
        for alike in self.passages.chunk_by(|_, next| next.headings.is_none()) {
            let documents = first + at..first + at + alike.len() as DocId;
            let headings = alike[0].headings.iter().flat_map(Words::iter);
            segment.index(fields.headings, documents, headings);
            at += alike.len() as DocId;
        }
        let code = record.region.as_ref();
        let code = code.map_or(UNKNOWN, |region| region.today());
        for (ordinal, (document, tokens)) in (0..).zip(passages.zip(&self.passages)) {
            let entry = &record.passages[ordinal as usize];
            segment.index_pairs(document, &tokens.folded);
            let only = document..document + 1;
            // A signature names the place and the year but says nothing about them.
            if entry.passage.role == Role::Closing && tokens.characters < SIGNATURE {
                segment.set_slight(document);
            }
            segment.index(fields.words, only.clone(), tokens.words.beside_pairs());
            segment.index(fields.part, only.clone(), [entry.part.name()]);
            segment.set_text(fields.part, document, entry.part.name());
            let topics: Vec<String> = entry.topics.iter().map(u32::to_string).collect();
            segment.index(fields.topic, only, topics.iter().map(String::as_str));
            for topic in &topics {
                segment.set_text(fields.topic, document, topic);
            }
            segment.set_number(fields.ordinal, document, ordinal);
            segment.set_number(fields.characters, document, tokens.characters);
            segment.set_text(fields.region_code, document, code);
        }
        Ok(())
    }

    /// Writes what reports and passages alike are filtered by.
    fn write_tags(&self, fields: &Fields, documents: Range<DocId>, segment: &mut NewSegment) {
        let record = &self.record;
        segment.index(fields.report, documents.clone(), [record.id.as_str()]);
        segment.index(fields.root, documents.clone(), [&*record.root.to_string()]);
        let region = record.region.as_ref();
        let codes = region.map_or_else(Vec::new, |region| codes_above(region.today()).collect());
        let unknown = codes.is_empty().then_some(UNKNOWN);
        segment.index(
            fields.region,
            documents.clone(),
            codes.into_iter().chain(unknown),
        );
        let year = record.year.map(|year| year.to_string());
        for (field, tag) in [
            (fields.kind, record.kind.name()),
            (fields.year, year.as_deref().unwrap_or(UNKNOWN)),
            (
                fields.level,
                record.level.map_or(UNKNOWN, |level| level.name()),
            ),
        ] {
            segment.index(field, documents.clone(), [tag]);
            for document in documents.clone() {
                segment.set_text(field, document, tag);
            }
        }
    }
}

/// The headings above each passage in plain form; `None` if they are those of the passage before. A signature
/// is not taken to be about what the heading above it says.
fn headings(record: &Record) -> Vec<Option<String>> {
    let passages = 0..record.passages.len();
    let crumbs = passages.clone();
    let crumbs = crumbs.map(|at| match record.passages[at].passage.role {
        Role::Closing => Vec::new(),
        Role::Body | Role::Annex => record.breadcrumb(at),
    });
    let crumbs: Vec<_> = crumbs.collect();
    let is_new = |at: usize| at == 0 || crumbs[at] != crumbs[at - 1];
    let own = |at: usize| is_new(at).then(|| plain(&crumbs[at].join("\n")));
    passages.map(own).collect()
}

/// The code of a region and the codes of all regions it lies in, without trailing zeros.
pub fn codes_above(code: &str) -> impl Iterator<Item = &str> {
    let mut bare = code;
    while bare.len() > 2 && bare.len() <= 6 && bare.ends_with("00") {
        bare = &bare[..bare.len() - 2];
    }
    [2, 4, 6]
        .into_iter()
        .filter(move |&len| len < bare.len())
        .map(move |len| &bare[..len])
        .chain([bare])
}

/// Reads back the report document at `at`.
pub fn read(
    (fields, codec): (&Fields, &Codec),
    searcher: &Searcher,
    at: DocAddress,
) -> Result<(Record, String), IndexError> {
    let stored = stored((fields, codec), searcher, at)?;
    let read = || -> Option<(Record, String)> {
        // In postcard form a text is its bytes.
        let (text, mut record): (&[u8], Record) = postcard::from_bytes(&stored).ok()?;
        let text = simdutf8::basic::from_utf8(text).ok()?;
        record.complete(text)?;
        Some((record, text.to_owned()))
    };
    read().ok_or(IndexError::Block { doc: at.doc_id })
}

/// What the report document at `at` stores, decompressed.
pub fn stored(
    (fields, codec): (&Fields, &Codec),
    searcher: &Searcher,
    at: DocAddress,
) -> Result<Vec<u8>, IndexError> {
    let document: TantivyDocument = searcher.doc(at)?;
    let compressed = document
        .get_first(fields.stored)
        .and_then(|value| value.as_bytes());
    let stored = compressed.and_then(|compressed| codec.decompress(compressed).ok());
    stored.ok_or(IndexError::Block { doc: at.doc_id })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_lies_in_all_above_it() {
        let codes = |code| codes_above(code).collect::<Vec<_>>();
        assert_eq!(codes("530128207"), ["53", "5301", "530128", "530128207"]);
        assert_eq!(codes("650200"), ["65", "6502"]);
        assert_eq!(codes("530000"), ["53"]);
    }
}
