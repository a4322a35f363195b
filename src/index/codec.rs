//! How reports are stored: each compressed by itself, with a dictionary for all of them.
//!
//! To show a passage, its report is read and nothing else. Reports are short and much alike, so what they share is
//! kept once, in a dictionary that zstd trains on the first of them (decision 11).

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::DecoderDictionary;

/// The file in the folder of a generation that keeps the dictionary.
pub const FILE: &str = "reports.zdict";
/// Level of compression: level 7 takes 6 % less space and four times as long.
const LEVEL: i32 = 3;
/// Bytes of reports that a dictionary is trained on, never fewer: training takes zstd a third of a second and
/// gives a dictionary of zstd's default size.
pub const SAMPLE: usize = 7 << 18;
/// A dictionary is so many times smaller than its sample.
const SHARE: usize = 16;
/// A longer report holds as much as a dictionary, so it needs none.
pub const LONG_REPORT: usize = SAMPLE / SHARE;

/// Compresses and decompresses reports; shared by all threads. The default has no dictionary.
#[derive(Default)]
pub struct Codec {
    dictionary: Vec<u8>,
    /// The dictionary as decompression needs it, prepared when the first report is read.
    prepared: OnceLock<DecoderDictionary<'static>>,
    /// Compressors that no thread is using at the moment: making one takes longer than using it.
    idle: Mutex<Vec<Compressor<'static>>>,
}

impl Codec {
    fn new(dictionary: Vec<u8>) -> Self {
        Codec {
            dictionary,
            ..Codec::default()
        }
    }

    /// A codec with a dictionary trained on some reports, or without one if they are too few.
    pub fn trained<R: AsRef<[u8]>>(sample: &[R]) -> Self {
        let bytes: usize = sample.iter().map(|report| report.as_ref().len()).sum();
        if bytes < SAMPLE {
            return Codec::default();
        }
        // zstd trains none on reports that have nothing in common.
        let trained = zstd::dict::from_samples(sample, bytes / SHARE);
        Codec::new(trained.unwrap_or_default())
    }

    /// The codec of a generation, by its folder and the hash of its dictionary, if it has one.
    pub fn kept_in(generation: &Path, hash: Option<&str>) -> io::Result<Self> {
        let Some(hash) = hash else {
            return Ok(Codec::default());
        };
        let codec = Codec::new(fs::read(generation.join(FILE))?);
        match codec.hash().as_deref() == Some(hash) {
            true => Ok(codec),
            false => Err(io::Error::new(ErrorKind::InvalidData, "it has changed")),
        }
    }

    /// The BLAKE3 hash of the dictionary, if there is one.
    pub fn hash(&self) -> Option<String> {
        let hash = || blake3::hash(&self.dictionary).to_string();
        (!self.dictionary.is_empty()).then(hash)
    }

    /// Keeps the dictionary in the folder of a generation, for as long as reports there are compressed with
    /// it.
    pub fn keep_in(&self, generation: &Path) -> io::Result<()> {
        let next = generation.join(".zdict");
        fs::write(&next, &self.dictionary)?;
        File::open(&next)?.sync_all()?;
        fs::rename(next, generation.join(FILE))
    }

    /// Compresses a report.
    pub fn compress(&self, report: &[u8]) -> io::Result<Vec<u8>> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let own = idle().pop();
        let mut own = match own {
            Some(own) => own,
            None => Compressor::with_dictionary(LEVEL, &self.dictionary)?,
        };
        let compressed = own.compress(report);
        idle().push(own);
        compressed
    }

    /// The report that was compressed.
    pub fn decompress(&self, compressed: &[u8]) -> io::Result<Vec<u8>> {
        let Some(bytes) = Decompressor::upper_bound(compressed) else {
            return Err(ErrorKind::InvalidData.into());
        };
        let prepared = match self.prepared.get() {
            Some(prepared) => prepared,
            None => {
                let prepared = DecoderDictionary::try_copy(&self.dictionary)?;
                self.prepared.get_or_init(|| prepared)
            }
        };
        Decompressor::with_prepared_dictionary(prepared)?.decompress(compressed, bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A report of sentences that others have too, each once.
    fn report(number: usize) -> String {
        let sentence = |sentence: usize| {
            let character = |at: usize| '一' as u32 + ((sentence * 41 + at) * 7919 % 3000) as u32;
            let characters = (0..40).filter_map(|at| char::from_u32(character(at)));
            characters.chain(['。']).collect::<String>()
        };
        let own = (0..30).map(|line| (number * 13 + line * 7) % 300);
        own.map(sentence).collect()
    }

    fn trained() -> Codec {
        let reports: Vec<String> = (0..600).map(report).collect();
        Codec::trained(&reports)
    }

    #[test]
    fn what_is_compressed_comes_back_and_with_a_dictionary_takes_less() {
        let (none, trained) = (Codec::trained(&[report(1)]), trained());
        assert_eq!(none.hash(), None);
        let folder = tempfile::tempdir().unwrap();
        trained.keep_in(folder.path()).unwrap();
        let kept = Codec::kept_in(folder.path(), trained.hash().as_deref()).unwrap();
        let (mut with, mut without) = (0, 0);
        for report in [report(900), String::new(), "另一份".repeat(90_000)] {
            let compressed = trained.compress(report.as_bytes()).unwrap();
            assert_eq!(kept.decompress(&compressed).unwrap(), report.as_bytes());
            with += compressed.len();
            let alone = none.compress(report.as_bytes()).unwrap();
            // What was written before there was a dictionary can also be read with it.
            for codec in [&none, &kept] {
                assert_eq!(codec.decompress(&alone).unwrap(), report.as_bytes());
            }
            without += alone.len();
        }
        assert!(3 * with < 2 * without, "{with} of {without}");
    }

    #[test]
    fn damage_is_an_error() {
        let codec = trained();
        let compressed = codec.compress(report(0).as_bytes()).unwrap();
        assert!(Codec::default().decompress(&compressed).is_err());
        assert!(codec.decompress(&compressed[..9]).is_err());
        let folder = tempfile::tempdir().unwrap();
        let hash = codec.hash();
        let kept = || Codec::kept_in(folder.path(), hash.as_deref());
        assert!(kept().is_err(), "missing");
        codec.keep_in(folder.path()).unwrap();
        assert!(kept().is_ok());
        let file = folder.path().join(FILE);
        let mut bytes = fs::read(&file).unwrap();
        bytes[99] ^= 1;
        fs::write(&file, bytes).unwrap();
        assert!(kept().is_err(), "changed");
        fs::write(&file, "").unwrap();
        assert!(kept().is_err(), "empty");
    }
}
