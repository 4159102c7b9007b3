//! The check value of a token: CRC-32 as in IEEE 802.3.

/// Returns the check value of the bytes of `parts`, one after the other.
pub(crate) fn checksum(parts: &[&[u8]]) -> u32 {
    let bytes = parts.iter().flat_map(|part| part.iter());
    !bytes.fold(!0, |checksum, byte| {
        let [low, ..] = checksum.to_le_bytes();
        TABLE[usize::from(low ^ byte)] ^ (checksum >> 8)
    })
}

/// What each byte does to the check value.
const TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = shift_byte(byte as u32);
        byte += 1;
    }
    table
};

const fn shift_byte(byte: u32) -> u32 {
    let mut bits = byte;
    let mut shifts = 0;
    while shifts < 8 {
        let carry = if bits & 1 == 1 { POLYNOMIAL } else { 0 };
        bits = (bits >> 1) ^ carry;
        shifts += 1;
    }
    bits
}

/// The polynomial, lowest power first.
const POLYNOMIAL: u32 = 0xEDB8_8320;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_crc_of_ieee_802_3() {
        assert_eq!(checksum(&[b""]), 0);
        assert_eq!(checksum(&[b"1234", b"56789"]), 0xCBF4_3926);
    }
}
