//! SQLite's full-text search with trigrams: it finds any three characters without segmentation.

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use super::VersusError;

/// Indexes every text below `texts` in a new database at `path`, one row per paragraph.
pub fn index(texts: &Path, path: &Path) -> Result<(), VersusError> {
    let mut connection = Connection::open(path)?;
    connection.execute_batch(
        "pragma journal_mode = off; pragma synchronous = off;
         create virtual table passages using fts5(text, tokenize = 'trigram');",
    )?;
    let transaction = connection.transaction()?;
    {
        let mut insert = transaction.prepare("insert into passages (text) values (?1)")?;
        for folder in fs::read_dir(texts)? {
            for file in fs::read_dir(folder?.path())? {
                for paragraph in fs::read_to_string(file?.path())?.lines() {
                    insert.execute([paragraph])?;
                }
            }
        }
    }
    transaction.commit()?;
    Ok(())
}

/// The best rows that hold `term`.
pub fn search(connection: &Connection, term: &str, limit: usize) -> Result<usize, VersusError> {
    let mut select = connection
        .prepare("select text from passages where passages match ?1 order by rank limit ?2")?;
    let quoted = format!("\"{}\"", term.replace('"', "\"\""));
    let rows = select.query_map((quoted, limit as i64), |row| row.get::<_, String>(0))?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?.len())
}
