//! Whole answers for programs, in the documented form: the same from the command line and over HTTP.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{CountView, RowFormat, Rows, json as render, table};
use crate::index::OpenIndex;
use crate::query::QueryError;
use crate::query::Window;
use crate::query::counts::Counts;
use crate::query::explain::Explanation;
use crate::query::mentions::Mentions;
use crate::query::search::Answer;
use crate::query::suggest::Suggestion;

/// The answer to a search.
pub struct SearchResults<'a> {
    /// As it was asked.
    pub query: &'a str,
    /// What was found.
    pub answer: &'a Answer,
    /// How many better ones were skipped.
    pub offset: usize,
    /// What may have been meant.
    pub meant: &'a [Suggestion],
    /// Whether passages that are alike are shown once.
    pub diverse: bool,
    /// How each score is made, hit by hit, if that was asked for.
    pub explained: Option<Vec<Explanation>>,
}

impl SearchResults<'_> {
    /// Writes it.
    pub fn write(&self, out: impl Write, format: RowFormat, index: &OpenIndex) -> io::Result<()> {
        let total = self.answer.total;
        let mut document = json!({
            "query": self.query,
            "total": total.counted,
            "total_relation": total.relation(),
        });
        if !self.meant.is_empty() {
            let each = self.meant.iter();
            let each = each.map(|found| json!({ "query": found.word, "passages": found.passages }));
            document["did_you_mean"] = each.collect();
        }
        let alike: &[&str] = if self.diverse { &["alike"] } else { &[] };
        let columns = table::passage_columns(&["rank", "id", "score", "text"], alike);
        let mut rows = Rows::begin(out, format, &document, "hits", columns)?;
        for (at, hit) in self.answer.hits.iter().enumerate() {
            let mut row = render::hit(hit, index.taxonomy());
            row["rank"] = json!(self.offset + at + 1);
            if self.diverse {
                row["alike"] = json!(hit.alike);
            }
            if let Some(explained) = self.explained.as_ref().and_then(|all| all.get(at)) {
                row["explain"] = render::explanation(explained);
            }
            rows.row(&row)?;
        }
        rows.finish()
    }
}

/// Writes the mentions that fall into a window.
pub fn mentions<E: From<QueryError> + From<io::Error>>(
    out: impl Write,
    format: RowFormat,
    index: &OpenIndex,
    found: &[Mentions<'_>],
    total: u64,
    window: &mut Window,
) -> Result<(), E> {
    let own: &[&str] = if window.by_report {
        &["term", "mentions", "passages", "before", "match", "after"]
    } else {
        &["term", "before", "match", "after"]
    };
    let columns = table::passage_columns(own, &["passage"]);
    let mut rows = Rows::begin(out, format, &json!({ "total": total }), "mentions", columns)?;
    for mentions in found {
        window.each::<E>(mentions, |mention, in_report| {
            let mut row = render::mention(mentions.term(), mention, index.taxonomy());
            if let Some(totals) = in_report {
                row["mentions"] = json!(totals.mentions);
                row["passages"] = json!(totals.passages);
            }
            Ok(rows.row_in(row, mention.record)?)
        })?;
    }
    Ok(rows.finish()?)
}

/// Writes counts: in JSON one object for each term, in CSV one row for each term and group.
pub fn counts(
    out: impl Write,
    format: RowFormat,
    view: CountView<'_>,
    terms: &[(String, Counts)],
) -> io::Result<()> {
    let mut rows = Rows::begin(out, format, &json!({}), "counts", view.columns())?;
    for (term, counts) in terms {
        if matches!(format, RowFormat::Csv { .. }) && !view.facets.is_empty() {
            for row in counts.known_rows() {
                let mut object = view.row(&row);
                object.insert("term".to_owned(), json!(term));
                rows.row(&Value::Object(object))?;
            }
        } else {
            rows.row(&view.term(term, counts))?;
        }
    }
    rows.finish()
}

/// Begins to write reports, one row each; `document` is the JSON object that they stand in.
pub fn reports<W: Write>(out: W, format: RowFormat, document: &Value) -> io::Result<Rows<W>> {
    Rows::begin(out, format, document, "reports", table::report_columns())
}
