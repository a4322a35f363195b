//! Byte offsets as people and programs count: lines from 1, characters as code points.

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Code points before it.
    pub chars: usize,
}

/// Counts positions along a text, front to back.
pub struct Positions<'a> {
    text: &'a str,
    at: usize,
    position: Position,
}

impl<'a> Positions<'a> {
    /// Counts from the start of `text`, which itself stands at `position` of a larger one.
    pub fn starting_at(text: &'a str, position: Position) -> Self {
        Positions {
            text,
            at: 0,
            position,
        }
    }

    /// Counts from the start of a whole text.
    pub fn new(text: &'a str) -> Self {
        Positions::starting_at(text, Position { line: 1, chars: 0 })
    }

    /// The position of byte `at`; calls must not go backwards.
    pub fn at(&mut self, at: usize) -> Position {
        let passed = &self.text[self.at..at];
        self.position.line += memchr::memchr_iter(b'\n', passed.as_bytes()).count();
        self.position.chars += passed.chars().count();
        self.at = at;
        self.position
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_code_points_are_counted_along_the_way() {
        let text = "法治\n𫝈年\nab";
        let mut positions = Positions::new(text);
        let at = text.find('年').unwrap();
        assert_eq!(positions.at(at), Position { line: 2, chars: 4 });
        assert_eq!(positions.at(text.len()), Position { line: 3, chars: 8 });
    }
}
