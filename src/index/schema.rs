//! The fields of the index.
//!
//! A report is one block of documents: the report itself, which stores text and
//! structure, then its passages in order, which store nothing. The block is
//! written at once and stays together through every merge, so a passage finds
//! its report by counting back (see [`super::block`]).

use tantivy::query::{Query, TermQuery};
use tantivy::schema::{
    BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{IndexSettings, Term};

/// Raised whenever the same report would give other documents.
pub const VERSION: u32 = 8;
/// Stands in a filter field where a report lacks the tag.
pub const UNKNOWN: &str = "-";

/// Marks a report document, among passages.
pub const REPORT: &str = "report";

/// Bytes of documents that are read together. Reports are compressed already, so only a few share a block.
const STORE_BLOCK: usize = 16 << 10;
/// All that is left to compress is that passages store nothing.
const STORE_LEVEL: i32 = 1;

/// Named because tantivy wants a tokenizer: texts come to it as terms.
const TOKENIZED: &str = "raw";

/// The fields, by what they are for.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// Report documents: the extracted text and all that is known of it, compressed.
    pub stored: Field,
    /// Report documents: where it lies, for sorting.
    pub path: Field,
    /// Report documents: the report's id, to be read.
    pub id: Field,
    /// Report documents: the one term [`REPORT`].
    pub document: Field,
    /// All documents: the kind of text that the report is.
    pub kind: Field,
    /// All documents: the report's id.
    pub report: Field,
    /// All documents: the root's id.
    pub root: Field,
    /// All documents: the run that wrote it, so that a run does not delete what it wrote itself.
    pub run: Field,
    /// Passages: their words, except those that are pairs, for ranking.
    pub words: Field,
    /// Passages: pairs of units with positions, for exactness and ranking.
    pub pairs: Field,
    /// Passages: words of the headings around it.
    pub headings: Field,
    /// Passages: words of the report's title.
    pub title: Field,
    /// Passages: number within the report, from 0.
    pub ordinal: Field,
    /// Passages: code points, for rates.
    pub characters: Field,
    /// All documents: codes of the region and those it lies in.
    pub region: Field,
    /// All documents.
    pub year: Field,
    /// All documents.
    pub level: Field,
    /// Passages.
    pub part: Field,
    /// Passages: numbers of topics in the taxonomy.
    pub topic: Field,
    /// Passages: the region's own code, for counting.
    pub region_code: Field,
}

/// Builds the schema.
pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let ranked = |option| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(TOKENIZED)
                .set_index_option(option),
        )
    };
    let tag = || {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(TOKENIZED)
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic);
        TextOptions::default().set_indexing_options(indexing)
    };
    let fields = Fields {
        stored: builder.add_bytes_field("stored", BytesOptions::default().set_stored()),
        path: builder.add_text_field("path", TextOptions::default().set_fast("raw")),
        id: builder.add_text_field("id", TextOptions::default().set_fast("raw")),
        document: builder.add_text_field("document", tag()),
        kind: builder.add_text_field("kind", tag().set_fast("raw")),
        report: builder.add_text_field("report", tag()),
        root: builder.add_text_field("root", tag()),
        run: builder.add_text_field("run", tag()),
        words: builder.add_text_field("words", ranked(IndexRecordOption::WithFreqs)),
        pairs: builder.add_text_field("pairs", ranked(IndexRecordOption::WithFreqsAndPositions)),
        headings: builder.add_text_field("headings", ranked(IndexRecordOption::WithFreqs)),
        title: builder.add_text_field("title", ranked(IndexRecordOption::WithFreqs)),
        ordinal: builder.add_u64_field("ordinal", NumericOptions::default().set_fast()),
        characters: builder.add_u64_field("characters", NumericOptions::default().set_fast()),
        region: builder.add_text_field("region", tag()),
        year: builder.add_text_field("year", tag().set_fast("raw")),
        level: builder.add_text_field("level", tag().set_fast("raw")),
        part: builder.add_text_field("part", tag().set_fast("raw")),
        topic: builder.add_text_field("topic", tag().set_fast("raw")),
        region_code: builder.add_text_field("region_code", TextOptions::default().set_fast("raw")),
    };
    (builder.build(), fields)
}

/// Documents that have a term, whatever it counts.
pub fn has(term: &Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term.clone(), IndexRecordOption::Basic))
}

/// How documents are stored.
pub fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::Zstd(ZstdCompressor {
            compression_level: Some(STORE_LEVEL),
        }),
        docstore_blocksize: STORE_BLOCK,
        ..IndexSettings::default()
    }
}
