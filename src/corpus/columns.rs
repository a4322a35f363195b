//! Which columns of a table hold what: as the user says, otherwise by their names.

use serde::{Deserialize, Serialize};

/// Names of columns that a user gave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Columns {
    /// The report's text.
    pub text: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// What tells it from the other rows.
    pub id: Option<String>,
}

const TEXT: [&str; 12] = [
    "text", "正文", "content", "内容", "全文", "body", "文本", "html", "passage", "article",
    "contents", "原文",
];
const TITLE: [&str; 4] = ["title", "标题", "名称", "题名"];
const ID: [&str; 7] = ["id", "编号", "序号", "docid", "pid", "uid", "_id"];

impl Columns {
    /// Which of `names` is the column of the text.
    pub(super) fn text_of(&self, names: &[String]) -> Option<usize> {
        find(self.text.as_deref(), &TEXT, names)
    }

    /// All of `names` that may be the column of the text, the likeliest first: a row may fill only one of
    /// several.
    pub(super) fn texts_of(&self, names: &[String]) -> Vec<usize> {
        if self.text.is_some() {
            return self.text_of(names).into_iter().collect();
        }
        let found = TEXT
            .iter()
            .filter_map(|usual| find(Some(usual), &[], names));
        found.collect()
    }

    /// Which of `names` is the column of the title.
    pub(super) fn title_of(&self, names: &[String]) -> Option<usize> {
        find(self.title.as_deref(), &TITLE, names)
    }

    /// Which of `names` is the column of the id.
    pub(super) fn id_of(&self, names: &[String]) -> Option<usize> {
        find(self.id.as_deref(), &ID, names)
    }
}

fn find(given: Option<&str>, usual: &[&str], names: &[String]) -> Option<usize> {
    let named = |wanted: &str| {
        let wanted = wanted.trim().to_lowercase();
        names
            .iter()
            .position(|name| name.trim().to_lowercase() == wanted)
    };
    match given {
        Some(given) => named(given),
        None => usual.iter().find_map(|usual| named(usual)),
    }
}
