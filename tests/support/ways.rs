//! Every answer twice: from a fresh index, and from one that grew by adds, changes and deletes.
//!
//! What an index was before must not show in what it answers. The grown one
//! held other texts under the same names, files that left, a root that was
//! taken out again; in the end its folder is that of the fresh one.

use super::Dir;

/// A file: its path below `reports`, and its text.
pub type File<'a> = (&'a str, &'a str);

/// Files whose texts were put together.
pub fn borrowed(files: &[(String, String)]) -> Vec<File<'_>> {
    let files = files.iter();
    files
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect()
}

/// Runs the same checks on a fresh index of `files` and on a grown one.
pub fn both_ways(files: &[File<'_>], check: impl Fn(&Dir)) {
    check(&fresh(files));
    check(&grown(files));
}

/// An index of the folder `reports` as it is.
pub fn fresh(files: &[File<'_>]) -> Dir {
    fresh_in(Dir::new(), files)
}

/// An index of the folder `reports` that held other things before.
pub fn grown(files: &[File<'_>]) -> Dir {
    grown_in(Dir::new(), files)
}

/// See [`fresh`]
pub fn fresh_in(mut dir: Dir, files: &[File<'_>]) -> Dir {
    dir.way = "fresh";
    for (name, text) in files {
        dir.write(&format!("reports/{name}"), text);
    }
    dir.index(["reports"]);
    dir
}

/// See [`grown`]
pub fn grown_in(mut dir: Dir, files: &[File<'_>]) -> Dir {
    dir.way = "grown by adds, changes and deletes";
    let path = |name: &str| format!("reports/{name}");
    let older = |at: usize| format!("{}\n此稿作废。", files[(at + 1) % files.len()].1);
    for (at, (name, text)) in files.iter().enumerate() {
        // Two in three exist from the start, under their final names, with the text of others.
        if at % 3 != 2 {
            dir.write(&path(name), older(at));
        }
        dir.write(&format!("reports/gone/{at}.txt"), text);
        dir.write(&format!("withdrawn/{at}.txt"), text);
    }
    dir.index(["reports", "withdrawn"]);
    for (at, (name, text)) in files.iter().enumerate() {
        match at % 3 {
            0 => dir.write(&path(name), text),
            1 => dir.write(&path(name), format!("{text}\n另有一段。")),
            _ => dir.write(&path(name), older(at)),
        }
    }
    dir.remove("reports/gone");
    dir.index([""; 0]);
    for (name, text) in files {
        dir.write(&path(name), text);
    }
    dir.index(["reports"]);
    dir.index(["--remove", "withdrawn"]);
    dir.remove("withdrawn");
    dir
}
