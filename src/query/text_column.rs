//! A column of texts: paths, ids, tags.

use tantivy::SegmentReader;
use tantivy::columnar::StrColumn;

/// The first text of each document in a column of one segment; if the segment lacks the column, no document
/// has one.
pub struct TextColumn(Option<StrColumn>);

impl TextColumn {
    /// The column of this name.
    pub fn open(reader: &SegmentReader, name: &str) -> tantivy::Result<Self> {
        Ok(TextColumn(reader.fast_fields().str(name)?))
    }

    /// The number of a document's text: numbers are in the order of texts.
    pub fn number(&self, doc: u32) -> Option<u64> {
        self.0.as_ref()?.term_ords(doc).next()
    }

    /// A document's text.
    pub fn text(&self, doc: u32) -> tantivy::Result<Option<String>> {
        let (Some(column), Some(number)) = (&self.0, self.number(doc)) else {
            return Ok(None);
        };
        let mut text = String::new();
        column.ord_to_str(number, &mut text)?;
        Ok(Some(text))
    }
}
