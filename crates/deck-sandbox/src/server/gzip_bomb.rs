//! A gzip bomb: few bytes of gzip that decompress to many.
//!
//! It is one DEFLATE block with fixed codes (RFC 1951, 3.2.6): a zero, then copies of the 258 bytes before,
//! each of which takes 13 bits. So no compressor is needed to make it, and a decoder takes it for what it is:
//! the size and the check value at the end are right.

/// The number of copies of the 258 bytes before.
const COPIES: u32 = 524_288;

/// The CRC-32 of the zeros that it becomes: `python3 -c "import zlib; print(hex(zlib.crc32(bytes(1 + 258 *
/// 524288))))"`.
const CRC_32: u32 = 0xE9D9_5884;

/// The header of a file without a name and a date.
const HEADER: [u8; 10] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF];

/// Returns 832 KiB that become 129 MiB.
pub(super) fn gzip_bomb() -> Vec<u8> {
    zeros(COPIES, CRC_32)
}

/// Returns the gzip of a zero and 258 more for each of the `copies`, with the check value `crc_32`.
fn zeros(copies: u32, crc_32: u32) -> Vec<u8> {
    let mut bits = Bits::new(HEADER.to_vec());
    // The last block, with fixed codes.
    bits.push(0b011, 3);
    // The literal 0.
    bits.push(0b0000_1100, 8);
    for _ in 0..copies {
        // Length 258 in eight bits, distance 1 in five.
        bits.push(0b0_0000_1010_0011, 13);
    }
    // The end of the block.
    bits.push(0, 7);
    let mut bytes = bits.finish();
    bytes.extend(crc_32.to_le_bytes());
    bytes.extend((1 + 258 * copies).to_le_bytes());
    bytes
}

/// Bits in the order of DEFLATE: the least significant one of a byte is the first. Codes are written back to
/// front.
struct Bits {
    bytes: Vec<u8>,
    pending: u32,
    count: u32,
}

impl Bits {
    fn new(bytes: Vec<u8>) -> Bits {
        Bits {
            bytes,
            pending: 0,
            count: 0,
        }
    }

    fn push(&mut self, bits: u32, count: u32) {
        self.pending |= bits << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.pending.to_le_bytes()[0]);
            self.pending >>= 8;
            self.count -= 8;
        }
    }

    fn finish(mut self) -> Vec<u8> {
        self.push(0, 7);
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;

    use super::*;

    #[test]
    fn it_is_as_small_as_it_is_said_to_be() {
        assert_eq!(gzip_bomb().len(), 851_989);
        assert_eq!((1 + 258 * COPIES) / 1024 / 1024, 129);
    }

    #[test]
    fn a_small_one_is_whole_and_correct_gzip() {
        let crc_32_of_775_zeros = 0xE716_4E1B;
        let mut decoded = Vec::new();

        GzDecoder::new(&zeros(3, crc_32_of_775_zeros)[..])
            .read_to_end(&mut decoded)
            .unwrap();

        assert_eq!(decoded, [0; 775]);
    }
}
