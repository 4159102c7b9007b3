//! The fingerprint by which an item is recognised.

/// A number of 64 bits by which an item that was delivered is recognised.
///
/// It is FNV-1a, fixed for ever because it is written into resume tokens. It is no cryptographic hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// Returns the fingerprint of an item by its id or, where it has none, by its text.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        let mix = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME);
        Self(text.bytes().fold(OFFSET_BASIS, mix))
    }

    pub(crate) fn to_bytes(self) -> [u8; 8] {
        self.0.to_be_bytes()
    }

    pub(crate) fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(u64::from_be_bytes(bytes))
    }
}

const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_fnv_1a() {
        assert_eq!(Fingerprint::of_text(""), Fingerprint(OFFSET_BASIS));
        assert_eq!(
            Fingerprint::of_text("a"),
            Fingerprint(0xaf63_dc4c_8601_ec8c)
        );
        assert_eq!(
            Fingerprint::of_text("foobar"),
            Fingerprint(0x8594_4171_f739_67e8)
        );
    }
}
