//! What a run writes to the index, and what it deletes.

use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{IndexWriter, Term};

use super::block::Block;
use super::error::IndexError;
use super::schema::Fields;
use super::segment::Making;

/// One run, shared by all threads that read.
pub struct Run<'a> {
    writer: &'a IndexWriter,
    fields: Fields,
    /// What tells its documents from those of earlier runs.
    name: String,
    making: Making<'a>,
}

impl<'a> Run<'a> {
    /// A run that writes with `writer`.
    pub fn new(writer: &'a IndexWriter, fields: Fields) -> tantivy::Result<Self> {
        Ok(Run {
            // A stamp of its own is taken by doing nothing: the last commit's, below that of the next.
            name: writer.run(Vec::new())?.to_string(),
            making: Making::new(writer, fields.pairs),
            writer,
            fields,
        })
    }

    /// The fields that it writes.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Writes a report.
    pub fn write(&self, block: &Block) -> Result<(), IndexError> {
        let write = |segment: &mut _| block.write(&self.fields, &self.name, segment);
        self.making.add(write)
    }

    /// Deletes a report, but for what this run writes of it: tantivy may carry out a deletion on segments
    /// that are added after it.
    pub fn delete(&self, report: &str) -> Result<(), IndexError> {
        let term = |field: Field, text: &str| -> Box<dyn Query> {
            let term = Term::from_field_text(field, text);
            Box::new(TermQuery::new(term, IndexRecordOption::Basic))
        };
        let old = BooleanQuery::new(vec![
            (Occur::Must, term(self.fields.report, report)),
            (Occur::MustNot, term(self.fields.run, &self.name)),
        ]);
        self.writer.delete_query(Box::new(old))?;
        Ok(())
    }

    /// Hands the last segments over, to be committed.
    pub fn finish(self) -> Result<(), IndexError> {
        self.making.finish_all()
    }
}
