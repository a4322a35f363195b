//! The segmenter for the texts of a run. Making one with every word takes a quarter of a second, which does
//! not pay for a run that reads one changed file.

use std::borrow::Cow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::dictionary::{Dictionary, DictionaryError};
use super::words::Segmenter;

/// Up to this many bytes of text, words are taken out of the dictionary for each text: that takes less time
/// than making a segmenter with every word.
const FEW_BYTES: usize = 200_000;

/// Hands out segmenters, which all cut the same way.
pub struct Cutter {
    dictionary: Dictionary,
    /// Bytes of the texts for which a segmenter with their words alone was made.
    given: AtomicUsize,
    whole: OnceLock<Segmenter>,
    making: Mutex<()>,
}

impl Cutter {
    /// A cutter for texts that are expected to have so many bytes.
    pub fn new(dictionary: Dictionary, bytes: usize) -> Result<Self, DictionaryError> {
        let cutter = Cutter {
            dictionary,
            given: AtomicUsize::new(0),
            whole: OnceLock::new(),
            making: Mutex::default(),
        };
        if bytes > FEW_BYTES {
            cutter.whole()?;
        }
        Ok(cutter)
    }

    /// A segmenter that cuts `texts` as one with every word would.
    pub fn segmenter<'t>(
        &self,
        texts: impl Iterator<Item = &'t str> + Clone,
    ) -> Result<Cow<'_, Segmenter>, DictionaryError> {
        if let Some(whole) = self.whole.get() {
            return Ok(Cow::Borrowed(whole));
        }
        let bytes = texts.clone().map(str::len).sum();
        if self.given.fetch_add(bytes, Ordering::Relaxed) + bytes > FEW_BYTES {
            return self.whole().map(Cow::Borrowed);
        }
        let texts: Vec<&str> = texts.collect();
        Ok(Cow::Owned(self.dictionary.within(&texts.join("\n"))))
    }

    fn whole(&self) -> Result<&Segmenter, DictionaryError> {
        // Made once, by whoever asks for it first.
        let _making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(whole) = self.whole.get() {
            return Ok(whole);
        }
        let whole = self.dictionary.all()?;
        Ok(self.whole.get_or_init(|| whole))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::words::search_words;

    #[test]
    fn few_texts_are_cut_as_many_are() {
        let dictionary = || Dictionary::open("复议开放日 900").unwrap();
        let few = Cutter::new(dictionary(), 100).unwrap();
        let many = Cutter::new(dictionary(), FEW_BYTES + 1).unwrap();
        assert!(few.whole.get().is_none() && many.whole.get().is_some());
        let texts = ["举办行政复议开放日活动", "全面推进依法行政"];
        let by = |cutter: &Cutter| {
            let segmenter = cutter.segmenter(texts.into_iter()).unwrap();
            texts.map(|text| search_words(&segmenter, text))
        };
        assert_eq!(by(&few), by(&many));
        assert!(few.whole.get().is_none());
        let long = "法治".repeat(FEW_BYTES / 6);
        assert!(few.segmenter([long.as_str()].into_iter()).is_ok());
        assert!(few.whole.get().is_some(), "more came than was known");
        assert_eq!(by(&few), by(&many));
    }
}
