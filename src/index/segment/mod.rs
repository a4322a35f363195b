//! A segment of the index, put together in memory and written in tantivy's format.
//!
//! tantivy's own writer keeps the postings of each term in a list that grows with every token: a handful of
//! cache misses for each of them. Here the tokens of a field are kept in the order of the text, as numbers,
//! and sorted when the segment is written. What is the same for many documents in a row, as tags and headings
//! are, is recorded once (decision 10).

mod making;
mod pairs;
mod postings;
mod terms;

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;

use tantivy::columnar::{ColumnType, ColumnarWriter};
use tantivy::directory::TerminatingWrite;
use tantivy::fieldnorm::{FieldNormReader, FieldNormReaders, FieldNormsSerializer};
use tantivy::index::SegmentComponent;
use tantivy::postings::InvertedIndexSerializer;
use tantivy::schema::{Field, Schema, Type};
use tantivy::store::StoreWriter;
use tantivy::{DocId, Segment, SegmentMeta, TantivyDocument};

use crate::text::Folded;

pub use making::Making;
use pairs::Pairs;
use postings::Postings;

/// A segment in the making: documents come in order, one after another.
pub struct NewSegment {
    segment: Segment,
    schema: Schema,
    pairs: (Field, Pairs),
    terms: BTreeMap<Field, Postings>,
    columns: ColumnarWriter,
    store: StoreWriter,
    documents: DocId,
    /// Documents that rank as if they were long.
    slight: Vec<DocId>,
}

/// The length recorded for a document that says little: several times the usual.
const SLIGHT_LENGTH: u32 = 2_000;

impl NewSegment {
    /// An empty one; `pairs` is the field whose tokens have positions.
    pub fn new(segment: Segment, pairs: Field) -> tantivy::Result<Self> {
        let schema = segment.schema();
        let mut columns = ColumnarWriter::default();
        let mut terms = BTreeMap::new();
        for (field, entry) in schema.fields() {
            if entry.is_fast() {
                let column = match entry.field_type().value_type() {
                    Type::U64 => ColumnType::U64,
                    _ => ColumnType::Str,
                };
                columns.record_column_type(entry.name(), column, false);
            }
            if entry.is_indexed() && field != pairs {
                terms.insert(field, Postings::default());
            }
        }
        let settings = segment.index().settings();
        let store = StoreWriter::new(
            segment.open_write(SegmentComponent::Store)?,
            settings.docstore_compression,
            settings.docstore_blocksize,
            settings.docstore_compress_dedicated_thread,
        )?;
        Ok(NewSegment {
            pairs: (pairs, Pairs::default()),
            terms,
            columns,
            store,
            documents: 0,
            slight: Vec::new(),
            schema,
            segment,
        })
    }

    /// How many documents it holds.
    pub fn documents(&self) -> DocId {
        self.documents
    }

    /// Adds a document that stores these fields.
    pub fn add(&mut self, document: &TantivyDocument) -> io::Result<()> {
        self.store.store(document, &self.schema)?;
        self.documents += 1;
        Ok(())
    }

    /// Adds the terms of an indexed field that each of `documents` holds.
    pub fn index<'a>(
        &mut self,
        field: Field,
        documents: Range<DocId>,
        terms: impl IntoIterator<Item = &'a str>,
    ) {
        if let Some(postings) = self.terms.get_mut(&field) {
            postings.push(documents, terms);
        }
    }

    /// Adds the pairs of a text that a document holds, with their positions.
    pub fn index_pairs(&mut self, document: DocId, folded: &Folded) {
        self.pairs.1.push(document, folded);
    }

    /// Sets the text that a document has in a column.
    pub fn set_text(&mut self, field: Field, document: DocId, text: &str) {
        let column = self.schema.get_field_name(field);
        self.columns.record_str(document, column, text);
    }

    /// Sets the number that a document has in a column.
    pub fn set_number(&mut self, field: Field, document: DocId, number: u64) {
        let column = self.schema.get_field_name(field);
        self.columns.record_numerical(document, column, number);
    }

    /// Marks a document that says little, however short it is: BM25 takes it for a long one.
    pub fn set_slight(&mut self, document: DocId) {
        self.slight.push(document);
    }

    /// Bytes that it takes, and those that it will take while being written.
    pub fn memory(&self) -> usize {
        let terms = self.terms.values().map(Postings::memory);
        self.pairs.1.memory() + terms.sum::<usize>() + self.columns.mem_usage()
    }

    /// Writes it; the index knows nothing of it yet.
    pub fn finish(mut self) -> tantivy::Result<SegmentMeta> {
        let segment = &self.segment;
        let mut norms =
            FieldNormsSerializer::from_write(segment.open_write(SegmentComponent::FieldNorms)?)?;
        let has_norms = |field| self.schema.get_field_entry(field).has_fieldnorms();
        let told = |mut norms: Vec<u8>| {
            for document in &self.slight {
                norms[*document as usize] = FieldNormReader::fieldnorm_to_id(SLIGHT_LENGTH);
            }
            norms
        };
        norms.serialize_field(self.pairs.0, &told(self.pairs.1.norms(self.documents)))?;
        for (field, postings) in &self.terms {
            if has_norms(*field) {
                norms.serialize_field(*field, &told(postings.norms(self.documents)))?;
            }
        }
        norms.close()?;
        let norms = FieldNormReaders::open(segment.open_read(SegmentComponent::FieldNorms)?)?;
        let mut index = InvertedIndexSerializer::open(segment)?;
        let (field, pairs) = self.pairs;
        let mut out = index.new_field(field, pairs.total(), norms.get_field(field)?)?;
        pairs.write(&mut out)?;
        out.close()?;
        for (field, postings) in self.terms {
            let mut out = index.new_field(field, postings.total(), norms.get_field(field)?)?;
            postings.write(&mut out)?;
            out.close()?;
        }
        index.close()?;
        let mut columns = segment.open_write(SegmentComponent::FastFields)?;
        self.columns.serialize(self.documents, None, &mut columns)?;
        columns.terminate()?;
        self.store.close()?;
        let written = self.segment.with_max_doc(self.documents);
        written.meta().untrack_temp_docstore();
        Ok(written.meta().clone())
    }
}

#[cfg(test)]
mod tests;
