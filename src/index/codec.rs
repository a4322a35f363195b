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

/// The file in the folder of a generation that keeps the dictionary, followed by its BLAKE3 hash.
const FILE: &str = "reports.zdict";
/// Level of compression: level 7 takes 6 % less space and four times as long.
const LEVEL: i32 = 3;
/// Bytes of reports that a dictionary is trained on: it takes zstd a third of a second, and gives one of zstd's default
/// size.
pub const SAMPLE: usize = 7 << 18;
/// On fewer bytes none is trained.
const SMALLEST_SAMPLE: usize = SAMPLE / 8;
/// A dictionary has one of so many bytes of its sample.
const SHARE: usize = 16;
/// Reports of more bytes hold as much as a dictionary themselves.
pub const LONG: usize = SAMPLE / SHARE;

/// Compresses and decompresses reports; shared by all threads. The default one has no dictionary.
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
        if bytes < SMALLEST_SAMPLE {
            return Codec::default();
        }
        // zstd trains none on reports that have nothing in common.
        let trained = zstd::dict::from_samples(sample, bytes / SHARE);
        Codec::new(trained.unwrap_or_default())
    }

    /// The codec of a generation, by its folder; without a dictionary if the folder keeps none.
    pub fn kept_in(generation: &Path) -> io::Result<Self> {
        let mut bytes = match fs::read(generation.join(FILE)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Codec::default()),
            read => read?,
        };
        let dictionary = bytes.len().saturating_sub(blake3::OUT_LEN);
        let hash = bytes.split_off(dictionary);
        match blake3::hash(&bytes) == *hash.as_slice() {
            true => Ok(Codec::new(bytes)),
            false => Err(io::Error::new(
                ErrorKind::InvalidData,
                format!("{FILE} is not as it was written"),
            )),
        }
    }

    /// Whether there is a dictionary.
    pub fn has_dictionary(&self) -> bool {
        !self.dictionary.is_empty()
    }

    /// Keeps the dictionary in the folder of a generation, for as long as there are reports compressed with it.
    pub fn keep_in(&self, generation: &Path) -> io::Result<()> {
        let (path, next) = (generation.join(FILE), generation.join(".zdict"));
        let hash = blake3::hash(&self.dictionary);
        fs::write(&next, [&self.dictionary, hash.as_slice()].concat())?;
        File::open(&next)?.sync_all()?;
        fs::rename(next, path)
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

    #[test]
    fn what_is_compressed_comes_back_and_with_a_dictionary_takes_less() {
        let reports: Vec<String> = (0..200).map(report).collect();
        let sample: Vec<&[u8]> = reports.iter().map(String::as_bytes).collect();
        let (few, many) = (Codec::trained(&sample[..4]), Codec::trained(&sample));
        assert!(!few.has_dictionary() && many.has_dictionary());
        let folder = tempfile::tempdir().unwrap();
        many.keep_in(folder.path()).unwrap();
        let kept = Codec::kept_in(folder.path()).unwrap();
        let (mut with, mut without) = (0, 0);
        for report in [report(900), String::new(), "另一份".repeat(90_000)] {
            let compressed = many.compress(report.as_bytes()).unwrap();
            assert_eq!(kept.decompress(&compressed).unwrap(), report.as_bytes());
            with += compressed.len();
            let alone = few.compress(report.as_bytes()).unwrap();
            // What was written before there was a dictionary is read with it too.
            for codec in [&few, &kept] {
                assert_eq!(codec.decompress(&alone).unwrap(), report.as_bytes());
            }
            without += alone.len();
        }
        assert!(3 * with < 2 * without, "{with} of {without}");
    }

    #[test]
    fn damage_is_an_error() {
        let reports: Vec<String> = (0..200).map(report).collect();
        let sample: Vec<&[u8]> = reports.iter().map(String::as_bytes).collect();
        let codec = Codec::trained(&sample);
        let compressed = codec.compress(sample[0]).unwrap();
        let none = Codec::trained::<&[u8]>(&[]);
        assert!(none.decompress(&compressed).is_err());
        assert!(codec.decompress(&compressed[..9]).is_err());
        let folder = tempfile::tempdir().unwrap();
        assert!(!Codec::kept_in(folder.path()).unwrap().has_dictionary());
        codec.keep_in(folder.path()).unwrap();
        let file = folder.path().join(FILE);
        let mut bytes = fs::read(&file).unwrap();
        bytes[99] ^= 1;
        fs::write(&file, bytes).unwrap();
        assert!(Codec::kept_in(folder.path()).is_err());
        fs::write(&file, "").unwrap();
        assert!(Codec::kept_in(folder.path()).is_err());
    }
}
