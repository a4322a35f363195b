//! Numbers at places in bytes; none of the places can be trusted to exist.

/// The bytes of a stream.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    pub fn slice(self, at: usize, length: usize) -> Option<Bytes<'a>> {
        self.0.get(at..at.checked_add(length)?).map(Bytes)
    }

    pub fn after(self, at: usize) -> Option<Bytes<'a>> {
        self.0.get(at..).map(Bytes)
    }

    pub fn u8(self, at: usize) -> Option<u8> {
        self.0.get(at).copied()
    }

    pub fn u16(self, at: usize) -> Option<u16> {
        let bytes = self.slice(at, 2)?.0;
        Some(u16::from_le_bytes(bytes.try_into().ok()?))
    }

    pub fn u32(self, at: usize) -> Option<u32> {
        let bytes = self.slice(at, 4)?.0;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    }

    /// A place or length, which the format stores in four bytes.
    pub fn size(self, at: usize) -> Option<usize> {
        self.u32(at).map(|size| size as usize)
    }

    pub fn len(self) -> usize {
        self.0.len()
    }
}
