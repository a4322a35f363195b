//! The reports as fasou extracts them: what rivals index and search, and what is counted in.

use std::fs;
use std::path::Path;

use fasou::corpus::{Reading, read_all, walk};
use rayon::prelude::*;

use super::VersusError;

/// All texts of a folder.
pub struct Texts {
    /// One paragraph per line.
    pub texts: Vec<String>,
    /// Bytes of all together.
    pub bytes: usize,
    /// Files that fasou does not read as text.
    pub skipped: usize,
}

impl Texts {
    /// Reads every file that fasou would.
    pub fn extract(dir: &Path) -> Result<Self, VersusError> {
        let found: Vec<_> = walk(dir, &[])
            .into_iter()
            .flatten()
            .map(|found| found.file)
            .collect();
        let read = |path: &std::path::PathBuf| {
            let members = read_all(path, &fs::read(path).ok()?, &Reading::default());
            Some(members.into_iter().next()?.read.ok()?.text)
        };
        let texts: Vec<String> = found.par_iter().filter_map(read).collect();
        if texts.is_empty() {
            return Err(VersusError::NoReports(dir.to_owned()));
        }
        Ok(Texts {
            bytes: texts.iter().map(String::len).sum(),
            skipped: found.len() - texts.len(),
            texts,
        })
    }

    /// Megabytes of all together.
    pub fn megabytes(&self) -> f64 {
        self.bytes as f64 / 1e6
    }

    /// Writes the texts for rivals to read, some hundreds per folder.
    pub fn write_to(&self, dir: &Path) -> Result<(), VersusError> {
        for (number, text) in self.texts.iter().enumerate() {
            let folder = dir.join(format!("{:04}", number / 500));
            if number % 500 == 0 {
                fs::create_dir_all(&folder)?;
            }
            fs::write(folder.join(format!("{number:06}.txt")), text)?;
        }
        Ok(())
    }
}
