//! The check value of a token: CRC-32 as in IEEE 802.3.

/// Returns the check value of the bytes of `parts`, one after the other.
pub(super) fn checksum(parts: &[&[u8]]) -> u32 {
    let bytes = parts.iter().flat_map(|part| part.iter());
    !bytes.fold(!0, |checksum, byte| shift_byte(checksum ^ u32::from(*byte)))
}

fn shift_byte(checksum: u32) -> u32 {
    (0..8).fold(checksum, |bits, _| {
        let carry = if bits & 1 == 1 { POLYNOMIAL } else { 0 };
        (bits >> 1) ^ carry
    })
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
