//! A segment made here is the one that tantivy's own writer makes of the same documents.

use proptest::prelude::*;
use tantivy::schema::{IndexRecordOption, NumericOptions, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{SimpleTokenizer, TextAnalyzer, Token, TokenStream, Tokenizer};
use tantivy::{DocSet, Index, IndexWriter, SegmentReader, TERMINATED};

use super::*;
use crate::analysis::pairs::tokens;

/// Pairs as tantivy takes tokens.
#[derive(Clone)]
struct PairTokenizer;

struct PairStream {
    folded: Folded,
    next: usize,
    token: Token,
}

impl Tokenizer for PairTokenizer {
    type TokenStream<'a> = PairStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PairStream {
        PairStream {
            folded: Folded::new(text),
            next: 0,
            token: Token::default(),
        }
    }
}

impl TokenStream for PairStream {
    fn advance(&mut self) -> bool {
        let token = tokens(&self.folded).nth(self.next);
        self.next += 1;
        if let Some(token) = token {
            self.token.text = token.spell(&self.folded);
            self.token.position = token.position as usize;
        }
        token.is_some()
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

struct Fields {
    pairs: Field,
    words: Field,
    tag: Field,
    number: Field,
}

fn index() -> (Index, Fields) {
    let mut builder = Schema::builder();
    let text = |tokenizer, option| {
        let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer);
        TextOptions::default().set_indexing_options(indexing.set_index_option(option))
    };
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    let tag = TextOptions::default()
        .set_indexing_options(indexing)
        .set_fast("raw")
        .set_stored();
    let fields = Fields {
        words: builder.add_text_field("words", text("simple", IndexRecordOption::WithFreqs)),
        pairs: builder.add_text_field(
            "pairs",
            text("pairs", IndexRecordOption::WithFreqsAndPositions),
        ),
        tag: builder.add_text_field("tag", tag),
        number: builder.add_u64_field("number", NumericOptions::default().set_fast()),
    };
    let index = Index::create_in_ram(builder.build());
    let simple = TextAnalyzer::builder(SimpleTokenizer::default()).build();
    index.tokenizers().register("simple", simple);
    index.tokenizers().register("pairs", PairTokenizer);
    (index, fields)
}

/// All that a segment holds, written out.
fn held(segment: &SegmentReader, fields: &Fields) -> Vec<String> {
    let mut held = Vec::new();
    for field in [fields.words, fields.pairs, fields.tag] {
        let index = segment.inverted_index(field).unwrap();
        held.push(format!("{field:?}: {} tokens", index.total_num_tokens()));
        let mut terms = index.terms().stream().unwrap();
        while terms.advance() {
            let (term, info) = (String::from_utf8_lossy(terms.key()), terms.value());
            let option = IndexRecordOption::WithFreqsAndPositions;
            let mut postings = index.read_postings_from_terminfo(info, option).unwrap();
            held.push(format!("{term:?} in {}", info.doc_freq));
            while postings.doc() != TERMINATED {
                let mut positions = Vec::new();
                if field == fields.pairs {
                    tantivy::postings::Postings::positions(&mut postings, &mut positions);
                }
                let times = match field == fields.tag {
                    true => 1,
                    false => tantivy::postings::Postings::term_freq(&postings),
                };
                held.push(format!("{} {times} {positions:?}", postings.doc()));
                postings.advance();
            }
        }
        if field != fields.tag {
            let norms = segment.get_fieldnorms_reader(field).unwrap();
            held.extend((0..segment.max_doc()).map(|at| format!("norm {}", norms.fieldnorm(at))));
        }
    }
    let store = segment.get_store_reader(1).unwrap();
    let (tags, numbers) = (
        segment.fast_fields().str("tag").unwrap(),
        segment.fast_fields().u64("number").unwrap(),
    );
    for at in 0..segment.max_doc() {
        let stored: TantivyDocument = store.get(at).unwrap();
        let tags: Vec<u64> = tags.iter().flat_map(|tags| tags.term_ords(at)).collect();
        held.push(format!(
            "{stored:?} {tags:?} {:?}",
            numbers.values_for_doc(at).collect::<Vec<_>>()
        ));
    }
    held
}

proptest! {
    #[test]
    fn a_segment_is_as_tantivy_makes_it(
        documents in proptest::collection::vec(("[a-c行 ]{0,9}", "[行政复a5。, ]{0,20}", "[xy]"), 1..20),
        alike in 1..4u32,
    ) {
        let (usual, fields) = index();
        let mut writer: IndexWriter = usual.writer_with_num_threads(1, 15_000_000).unwrap();
        let (own, _) = index();
        let mut segment = NewSegment::new(own.new_segment(), fields.pairs).unwrap();
        for (number, (words, text, tag)) in (0..).zip(&documents) {
            let mut document = TantivyDocument::new();
            document.add_text(fields.tag, tag);
            let first = segment.documents();
            for at in first..first + alike {
                segment.add(&document).unwrap();
                segment.set_text(fields.tag, at, tag);
                (0..number % 3).for_each(|_| segment.set_number(fields.number, at, number));
                segment.index_pairs(at, &Folded::new(text));
                let mut document = document.clone();
                document.add_text(fields.words, words);
                document.add_text(fields.pairs, text);
                (0..number % 3).for_each(|_| document.add_u64(fields.number, number));
                writer.add_document(document).unwrap();
            }
            let words = words.split(' ').filter(|word| !word.is_empty());
            segment.index(fields.words, first..segment.documents(), words);
            segment.index(fields.tag, first..segment.documents(), [tag.as_str()]);
        }
        writer.commit().unwrap();
        let mut own_writer: IndexWriter = own.writer_with_num_threads(1, 15_000_000).unwrap();
        own_writer.add_segment(segment.finish().unwrap()).unwrap();
        own_writer.commit().unwrap();
        let all = |index: &Index| {
            let searcher = index.reader().unwrap().searcher();
            prop_assert_eq!(searcher.segment_readers().len(), 1);
            Ok(held(&searcher.segment_readers()[0], &fields))
        };
        prop_assert_eq!(all(&own)?, all(&usual)?);
    }
}
