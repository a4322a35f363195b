//! An index opened for reading: one commit of it, unchanged however long it is held.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use tantivy::{DocAddress, IndexReader, Searcher, Term};

use super::block;
use super::catalog::{Catalog, Copies};
use super::codec::Codec;
use super::copies::KnownCopies;
use super::deadline::Deadline;
use super::error::IndexError;
use super::home::{Generation, Home, Own};
use super::lists::Lists;
use super::manifest::Manifest;
use super::record::Record;
use super::region_names::{OfSegment, RegionNames};
use super::schema::{self, Fields, REPORT};
use super::settings::Settings;
use crate::analysis::dictionary::Dictionary;
use crate::tagging::Taxonomy;

/// An index to search; clones share what it holds.
#[derive(Clone)]
pub struct OpenIndex {
    /// Its folder.
    pub home: Home,
    /// Its fields.
    pub fields: Fields,
    /// The commit that is searched.
    pub searcher: Searcher,
    /// How many passages it holds, including those of deleted reports until they are merged away: what BM25
    /// takes as the number of all documents. The other documents are the reports themselves, which hold no
    /// words.
    pub passages: u64,
    generation: Arc<Generation>,
    own: Arc<Own>,
    own_taxonomy: Option<Arc<Taxonomy>>,
    codec: Arc<Codec>,
    deadline: Deadline,
    region_names: Arc<RegionNames>,
    pub(super) known_copies: Arc<KnownCopies>,
    _reader: IndexReader,
}

impl OpenIndex {
    /// Opens the index at `path`, if this version can read it.
    pub fn open(path: &Path) -> Result<Self, IndexError> {
        let home = Home::at(path);
        let generation = home.readable()?;
        // Everything is read or opened now: the folder may be gone when the first report is read.
        let (reader, codec) = rayon::join(
            || generation.reader(&home, STORE_CACHE),
            || generation.codec(&home),
        );
        let (reader, codec) = (reader?, codec?);
        let (fields, searcher) = (schema::schema().1, reader.searcher());
        let own = generation.own()?;
        Ok(OpenIndex {
            passages: passages(&searcher, &fields)?,
            fields,
            searcher,
            own_taxonomy: own.taxonomy()?.map(Arc::new),
            own: Arc::new(own),
            home,
            generation: Arc::new(generation),
            codec: Arc::new(codec),
            deadline: Deadline::default(),
            region_names: Arc::default(),
            known_copies: Arc::default(),
            _reader: reader,
        })
    }

    /// The same index, whose questions end with [`IndexError::OutOfTime`] at `deadline`.
    pub fn until(&self, deadline: Deadline) -> Self {
        OpenIndex {
            deadline,
            ..self.clone()
        }
    }

    /// When questions must be answered: whatever may take long checks it now and then.
    pub fn deadline(&self) -> &Deadline {
        &self.deadline
    }

    /// The dictionary that it was made with.
    pub fn dictionary(&self) -> Result<Dictionary, IndexError> {
        Ok(Dictionary::open(&self.own.dictionary)?)
    }

    /// The regions of a segment, by their ordinals in its column.
    pub fn region_names(&self, segment: u32) -> Result<OfSegment, IndexError> {
        self.region_names.of(self.searcher.segment_reader(segment))
    }

    /// The topics that its passages are tagged with.
    pub fn taxonomy(&self) -> &Taxonomy {
        (self.own_taxonomy.as_deref()).unwrap_or_else(|| Taxonomy::builtin())
    }

    /// How its files are read.
    pub fn settings(&self) -> &Settings {
        &self.generation.payload.settings
    }

    /// What a user says of its files.
    pub fn manifest(&self) -> Result<Manifest, IndexError> {
        self.generation.manifest()
    }

    /// The files that it was made of.
    pub fn catalog(&self) -> Result<Catalog, IndexError> {
        self.generation.catalog(&self.home)
    }

    /// The roots that it was made of.
    pub fn roots(&self) -> &[super::catalog::Root] {
        &self.generation.payload.roots
    }

    /// Reports of which there are several copies.
    pub fn copies(&self) -> &[Copies] {
        &self.generation.payload.copies
    }

    /// The ids of copies, each with the id of the report that it is a copy of.
    pub fn originals(&self) -> HashMap<&str, &str> {
        let groups = self.copies().iter();
        groups
            .filter_map(|group| group.split_first())
            .flat_map(|((_, first), others)| {
                others
                    .iter()
                    .map(move |(_, id)| (id.as_str(), first.as_str()))
            })
            .collect()
    }

    /// Where a user finds a report: its root as named, and its path below.
    pub fn file_of(&self, record: &Record) -> String {
        let root = self.roots().iter().find(|root| root.id == record.root);
        root.map_or_else(|| record.path.clone(), |root| root.named_file(&record.path))
    }

    /// What it was made with.
    pub fn versions(&self) -> &super::versions::Versions {
        &self.generation.payload.versions
    }

    /// How rare a term is: its inverse document frequency, as BM25 defines it; `None` if nothing holds it.
    pub fn rarity(&self, of_term: &Lists) -> Option<f32> {
        let all = self.passages as f32;
        let held = of_term.documents() as f32;
        let rarity = (1.0 + (all - held + 0.5).max(0.0) / (held + 0.5)).ln();
        (held > 0.0).then_some(rarity)
    }

    /// The report at document `doc` of a segment.
    pub fn report(&self, segment: u32, doc: u32) -> Result<Report, IndexError> {
        let at = DocAddress::new(segment, doc);
        let (record, text) = block::read((&self.fields, &self.codec), &self.searcher, at)?;
        Ok(Report { record, text })
    }
}

/// Documents that are not reports. Deleted ones count too, as they do in the frequencies of terms.
fn passages(searcher: &Searcher, fields: &Fields) -> tantivy::Result<u64> {
    let readers = searcher.segment_readers().iter();
    let all: u64 = readers.map(|reader| u64::from(reader.max_doc())).sum();
    let reports = searcher.doc_freq(&Term::from_field_text(fields.document, REPORT))?;
    Ok(all.saturating_sub(reports))
}

/// Blocks of stored reports kept in memory for each segment.
const STORE_CACHE: usize = 16;

/// A report read from the index.
#[derive(Clone, Debug)]
pub struct Report {
    /// What is known of it.
    pub record: Record,
    /// Its text; all offsets refer to it.
    pub text: String,
}

impl Report {
    /// The text of passage `at`.
    pub fn passage_text(&self, at: usize) -> &str {
        &self.text[self.record.passages[at].passage.bytes()]
    }

    /// The passage that byte `at` of the text lies in.
    pub fn passage_at(&self, at: usize) -> usize {
        let behind = self
            .record
            .passages
            .partition_point(|entry| entry.passage.start as usize <= at);
        behind.saturating_sub(1)
    }
}
