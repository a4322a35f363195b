//! The segments that a run is making, shared by all threads that read.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use tantivy::IndexWriter;
use tantivy::schema::Field;

use super::NewSegment;
use crate::index::error::IndexError;

/// Bytes that all segments in the making may take together: with everything else, a run then stays below a
/// gigabyte. On two cores a segment then has some 400,000 passages and needs no merging.
const MEMORY: usize = 960 << 20;
/// The most segments that are made at a time: each has its share of the memory.
const MOST_SEGMENTS: usize = 8;

/// Segments in the making.
pub struct Making<'a> {
    writer: &'a IndexWriter,
    pairs: Field,
    segments: Vec<Mutex<Option<NewSegment>>>,
}

impl<'a> Making<'a> {
    /// Begins with none; `writer` is told of each that is done.
    pub fn new(writer: &'a IndexWriter, pairs: Field) -> Self {
        let threads = rayon::current_num_threads().clamp(1, MOST_SEGMENTS);
        Making {
            writer,
            pairs,
            segments: (0..threads).map(|_| Mutex::default()).collect(),
        }
    }

    /// Lets `write` add documents to the segment of this thread; what one call adds stays together.
    pub fn add(
        &self,
        write: impl FnOnce(&mut NewSegment) -> Result<(), IndexError>,
    ) -> Result<(), IndexError> {
        let thread = rayon::current_thread_index().unwrap_or_default();
        let own = &self.segments[thread % self.segments.len()];
        let mut own = own.lock().unwrap_or_else(PoisonError::into_inner);
        let segment = match &mut *own {
            Some(segment) => segment,
            None => own.insert(NewSegment::new(self.writer.new_segment(), self.pairs)?),
        };
        write(segment)?;
        if segment.memory() > MEMORY / self.segments.len() {
            self.finish(own.take())?;
        }
        Ok(())
    }

    /// Writes what is left.
    pub fn finish_all(self) -> Result<(), IndexError> {
        self.segments.par_iter().try_for_each(|segment| {
            self.finish(
                segment
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .take(),
            )
        })
    }

    fn finish(&self, segment: Option<NewSegment>) -> Result<(), IndexError> {
        if let Some(segment) = segment {
            self.writer.add_segment(segment.finish()?)?;
        }
        Ok(())
    }
}
