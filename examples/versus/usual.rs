//! The usual pipeline: tantivy with jieba's tokens, one positioned text field, phrase queries.
//!
//! The tokenizer does what tantivy-jieba does by default: search mode with HMM, positions counted in
//! characters, punctuation indexed like words. That crate itself depends on another version of jieba-rs, so
//! its few lines are rewritten here. Everything else is tantivy's default; one document per paragraph, its
//! text stored.

use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use jieba_rs::Jieba;
use tantivy::collector::TopDocs;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use tantivy::{DocSet, Index, IndexWriter, Searcher, TERMINATED, TantivyDocument, Term, doc};

use super::VersusError;

/// As much as fasou gives its writer.
const WRITER_MEMORY: usize = 256 << 20;

static JIEBA: LazyLock<Arc<Jieba>> = LazyLock::new(|| Arc::new(Jieba::new()));

/// jieba's tokens as tantivy takes them.
#[derive(Clone)]
struct JiebaTokenizer;

/// The tokens of one text.
struct JiebaStream {
    tokens: Vec<Token>,
    /// How many of them were handed out.
    taken: usize,
}

impl Tokenizer for JiebaTokenizer {
    type TokenStream<'a> = JiebaStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> JiebaStream {
        let tokens = JIEBA.cut_for_search(text, true).into_iter();
        let tokens = tokens.map(|token| Token {
            offset_from: token.byte_start,
            offset_to: token.byte_end,
            position: token.start,
            position_length: token.end - token.start,
            text: token.word.to_owned(),
        });
        JiebaStream {
            tokens: tokens.collect(),
            taken: 0,
        }
    }
}

impl TokenStream for JiebaStream {
    fn advance(&mut self) -> bool {
        self.taken += 1;
        self.taken <= self.tokens.len()
    }

    fn token(&self) -> &Token {
        &self.tokens[self.taken - 1]
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokens[self.taken - 1]
    }
}

fn schema() -> (Schema, Field) {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("jieba")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let options = TextOptions::default().set_indexing_options(indexing) | STORED;
    let mut builder = Schema::builder();
    let text = builder.add_text_field("text", options);
    (builder.build(), text)
}

/// Indexes every text below `texts` in a new index at `path`.
pub fn index(texts: &Path, path: &Path) -> Result<(), VersusError> {
    let (schema, field) = schema();
    fs::create_dir_all(path)?;
    let index = Index::create_in_dir(path, schema)?;
    index.tokenizers().register("jieba", JiebaTokenizer);
    let mut writer: IndexWriter = index.writer(WRITER_MEMORY)?;
    for folder in fs::read_dir(texts)? {
        for file in fs::read_dir(folder?.path())? {
            let text = fs::read_to_string(file?.path())?;
            for paragraph in text.lines() {
                writer.add_document(doc!(field => paragraph))?;
            }
        }
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}

/// An index to ask.
pub struct Usual {
    searcher: Searcher,
    field: Field,
}

impl Usual {
    /// Opens the index at `path`.
    pub fn open(path: &Path) -> Result<Self, VersusError> {
        let index = Index::open_in_dir(path)?;
        let searcher = index.reader()?.searcher();
        Ok(Usual {
            searcher,
            field: schema().1,
        })
    }

    /// The best passages for a query: any of its tokens, by BM25.
    pub fn search(&self, query: &str, limit: usize) -> Result<usize, VersusError> {
        let mut tokenizer = JiebaTokenizer;
        let mut stream = tokenizer.token_stream(query);
        let mut tokens: Vec<Box<dyn Query>> = Vec::new();
        while let Some(token) = stream.next() {
            let key = Term::from_field_text(self.field, &token.text);
            tokens.push(Box::new(TermQuery::new(key, IndexRecordOption::WithFreqs)));
        }
        let query = BooleanQuery::union(tokens);
        let top = TopDocs::with_limit(limit).order_by_score();
        let found = self.searcher.search(&query, &top)?;
        for (_, at) in &found {
            self.searcher.doc::<TantivyDocument>(*at)?;
        }
        Ok(found.len())
    }

    /// How often `term` occurs: its tokens at the distances at which the term has them.
    ///
    /// That is what tantivy's phrase query looks for; it only keeps to itself how
    /// often it finds it in a document.
    pub fn count(&self, term: &str) -> Result<u64, VersusError> {
        let mut tokenizer = JiebaTokenizer;
        let mut stream = tokenizer.token_stream(term);
        let mut tokens = Vec::new();
        while let Some(token) = stream.next() {
            let key = Term::from_field_text(self.field, &token.text);
            tokens.push((token.position as u32, key));
        }
        // jieba returns the words within a word before the word itself.
        tokens.sort_unstable_by_key(|(position, _)| *position);
        let mut count = 0;
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.field)?;
            let option = IndexRecordOption::WithFreqsAndPositions;
            let lists = tokens.iter().map(|(offset, key)| {
                let list = inverted.read_postings(key, option);
                Ok(list?.map(|list| (*offset, list)))
            });
            // If a segment lacks a token, it lacks the term.
            if let Some(lists) = lists.collect::<Result<Option<Vec<_>>, VersusError>>()? {
                count += phrases(lists);
            }
        }
        Ok(count)
    }
}

/// Places where all lists meet, each moved back by its offset.
fn phrases(mut lists: Vec<(u32, SegmentPostings)>) -> u64 {
    let Some(((first_offset, first), others)) = lists.split_first_mut() else {
        return 0;
    };
    let (mut places, mut next, mut count) = (Vec::new(), Vec::new(), 0);
    while first.doc() != TERMINATED {
        let doc = first.doc();
        first.positions(&mut places);
        for (offset, list) in &mut *others {
            if list.doc() < doc {
                list.seek(doc);
            }
            if list.doc() != doc {
                places.clear();
                break;
            }
            list.positions(&mut next);
            let back = *offset - *first_offset;
            places.retain(|place| next.binary_search(&(place + back)).is_ok());
        }
        count += places.len() as u64;
        first.advance();
    }
    count
}

#[cfg(test)]
mod tests {
    use tantivy::collector::Count;
    use tantivy::query::PhraseQuery;

    use super::*;

    #[test]
    fn it_finds_the_paragraphs_that_tantivys_phrase_query_finds() {
        let folder = tempfile::tempdir().unwrap();
        let texts = folder.path().join("texts");
        fs::create_dir_all(texts.join("0")).unwrap();
        let text = "行政复议申请\n收到行政复议申请。行政复议申请\n行政，复议\n复议行政";
        fs::write(texts.join("0/a.txt"), text).unwrap();
        let path = folder.path().join("index");
        index(&texts, &path).unwrap();
        let usual = Usual::open(&path).unwrap();
        assert_eq!(usual.count("行政复议申请").unwrap(), 3);
        assert_eq!(usual.count("申请行政复议").unwrap(), 0);
        assert_eq!(usual.count("鉴定").unwrap(), 0);

        let token = |text| Term::from_field_text(usual.field, text);
        let phrase = PhraseQuery::new_with_offset(vec![(0, token("行政")), (2, token("复议"))]);
        assert_eq!(usual.searcher.search(&phrase, &Count).unwrap(), 2);
        assert_eq!(usual.count("行政复议").unwrap(), 3);
    }
}
