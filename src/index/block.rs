//! A report as one block of documents, and back.

use tantivy::schema::Value;
use tantivy::{DocAddress, Searcher, TantivyDocument};

use super::error::IndexError;
use super::record::Record;
use super::schema::{Fields, REPORT, UNKNOWN};
use crate::analysis::pairs;
use crate::text::plain;

/// The documents of one report: itself, then its passages in order.
pub fn documents(
    fields: &Fields,
    record: &Record,
    text: &str,
) -> Result<Vec<TantivyDocument>, IndexError> {
    let mut documents = Vec::with_capacity(record.passages.len() + 1);
    let mut report = TantivyDocument::new();
    report.add_text(fields.text, text);
    let bytes = postcard::to_stdvec(record).map_err(|source| IndexError::Record {
        path: record.path.clone(),
        source,
    })?;
    report.add_bytes(fields.record, &bytes);
    report.add_text(fields.path, &record.path);
    report.add_text(fields.id, &record.id);
    report.add_text(fields.document, REPORT);
    add_report_tags(fields, record, &mut report);
    documents.push(report);
    let title = record.title.as_deref().map(plain);
    let (mut breadcrumb, mut headings) = (Vec::new(), String::new());
    for (at, entry) in record.passages.iter().enumerate() {
        let range = entry.passage.bytes();
        let mut passage = TantivyDocument::new();
        add_report_tags(fields, record, &mut passage);
        passage.add_u64(fields.ordinal, at as u64);
        passage.add_u64(
            fields.characters,
            text[range.clone()].chars().count() as u64,
        );
        passage.add_text(fields.words, plain(&text[range.clone()]));
        passage.add_text(fields.pairs, pairs::tokenized(text, range.clone()));
        let own = record.breadcrumb(at);
        if own != breadcrumb {
            headings = plain(&own.join("\n"));
            breadcrumb = own;
        }
        passage.add_text(fields.headings, &headings);
        if let Some(title) = &title {
            passage.add_text(fields.title, title);
        }
        passage.add_text(fields.part, entry.part.name());
        for topic in &entry.topics {
            passage.add_text(fields.topic, topic.to_string());
        }
        let code = record
            .region
            .as_ref()
            .map_or(UNKNOWN, |region| region.today());
        passage.add_text(fields.region_code, code);
        documents.push(passage);
    }
    Ok(documents)
}

/// What report and passages are filtered by alike.
fn add_report_tags(fields: &Fields, record: &Record, document: &mut TantivyDocument) {
    document.add_text(fields.report, &record.id);
    document.add_text(fields.root, record.root.to_string());
    match &record.region {
        Some(region) => {
            codes_above(region.today()).for_each(|code| document.add_text(fields.region, code))
        }
        None => document.add_text(fields.region, UNKNOWN),
    }
    document.add_text(fields.kind, record.kind.name());
    match record.year {
        Some(year) => document.add_text(fields.year, year.to_string()),
        None => document.add_text(fields.year, UNKNOWN),
    }
    document.add_text(
        fields.level,
        record.level.map_or(UNKNOWN, |level| level.name()),
    );
}

/// The code of a region and those of all it lies in, without trailing zeros.
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

/// Reads the report document at `at` back.
pub fn read(
    fields: &Fields,
    searcher: &Searcher,
    at: DocAddress,
) -> Result<(Record, String), IndexError> {
    let doc = at.doc_id;
    let document: TantivyDocument = searcher.doc(at)?;
    let record = document
        .get_first(fields.record)
        .and_then(|value| value.as_bytes())
        .ok_or(IndexError::Block { doc })?;
    let mut record: Record = postcard::from_bytes(record).map_err(|_| IndexError::Block { doc })?;
    let text = document
        .get_first(fields.text)
        .and_then(|value| value.as_str())
        .map(str::to_owned)
        .ok_or(IndexError::Block { doc })?;
    let named = record.name_passages(&text);
    named.ok_or(IndexError::Block { doc })?;
    Ok((record, text))
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
