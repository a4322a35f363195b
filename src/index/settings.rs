//! How the files of an index are read: kept with it, so that a refresh reads them the same way.

use serde::{Deserialize, Serialize};

use super::fingerprint::mark_of;
use crate::corpus::{Columns, ExtractError, Limits, Reading};

/// What a user chose once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Which columns of tables hold what.
    pub columns: Columns,
    /// Whether pictures of text are read by OCR.
    pub ocr: bool,
    /// What one file may cost.
    #[serde(default)]
    pub limits: Limits,
}

impl Settings {
    /// How files are read with these settings.
    pub fn reading(&self) -> Reading {
        Reading {
            limits: self.limits,
            columns: self.columns.clone(),
            ocr: self.ocr,
        }
    }
}

/// What reading a file depended on besides its bytes; each includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dependence {
    /// Nothing: it will always be read the same way.
    Nothing,
    /// What a user chose: the columns of tables, OCR.
    Choices,
    /// What one file may cost.
    Limits,
    /// The moment: the next attempt may do better.
    Moment,
}

impl Dependence {
    /// What an error depends on.
    pub fn of(error: &ExtractError) -> Self {
        match error {
            ExtractError::NoThread | ExtractError::NoOcr(_) => Dependence::Moment,
            ExtractError::TooLarge { .. }
            | ExtractError::Unpacks { .. }
            | ExtractError::TooDeep { .. }
            | ExtractError::TooSlow { .. } => Dependence::Limits,
            _ => Dependence::Choices,
        }
    }
}

/// The mark of a file that is read again at each run.
const AGAIN: u64 = 1;

/// Marks, kept in the catalog, of how files are read now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    choices: u64,
    limits: u64,
}

impl Marks {
    /// The marks of this way of reading.
    pub fn of(reading: &Reading) -> Self {
        let choices = (&reading.columns, reading.ocr);
        let limits = (reading.limits, reading.limits.depth);
        Marks {
            choices: mark(&choices),
            limits: mark(&(choices, limits)),
        }
    }

    /// The mark of a file whose reading depended on `dependence`.
    pub fn get(self, dependence: Dependence) -> u64 {
        match dependence {
            Dependence::Nothing => 0,
            Dependence::Choices => self.choices,
            Dependence::Limits => self.limits,
            Dependence::Moment => AGAIN,
        }
    }

    /// Whether a file with this mark would be read the same way now.
    pub fn hold(self, mark: u64) -> bool {
        [0, self.choices, self.limits].contains(&mark)
    }
}

/// Never the mark of [`Dependence::Nothing`], nor [`AGAIN`].
fn mark(of: &impl Serialize) -> u64 {
    mark_of(of).max(AGAIN + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::fingerprint::number_of;

    #[test]
    fn limits_matter_only_to_what_depended_on_them() {
        let now = Marks::of(&Reading::default());
        let tighter = Marks::of(&Reading {
            limits: Limits {
                file: 1 << 10,
                ..Limits::default()
            },
            ..Reading::default()
        });
        let of = |dependence| tighter.hold(now.get(dependence));
        assert!(of(Dependence::Nothing) && of(Dependence::Choices));
        assert!(!of(Dependence::Limits) && !of(Dependence::Moment));
        let by_ocr = Marks::of(&Reading {
            ocr: true,
            ..Reading::default()
        });
        assert!(!by_ocr.hold(now.get(Dependence::Choices)));
        assert!(!now.hold(now.get(Dependence::Moment)));
    }

    #[test]
    fn marks_are_the_same_in_every_release() {
        let now = Marks::of(&Reading::default());
        // Three columns that nobody named, and no OCR.
        assert_eq!(now.choices, number_of(&[0; 4]));
    }

    #[test]
    fn settings_of_an_index_that_kept_no_limits_are_read() {
        let old = r#"{"columns": {"text": "正文", "title": null, "id": null}, "ocr": true}"#;
        let settings: Settings = serde_json::from_str(old).unwrap();
        assert_eq!(settings.limits, Limits::default());
        let text = serde_json::to_string(&settings).unwrap();
        assert_eq!(serde_json::from_str::<Settings>(&text).unwrap(), settings);
    }
}
