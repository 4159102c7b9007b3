//! A body that is kept as it was sent.

use bytes::Bytes;

use super::bounded::Bounded;
use super::bounded::TooLarge;

/// From how many bytes on a body that came in one piece is kept as it is. A piece keeps the buffer that it
/// was read into, which is larger than a short one by far.
const KEPT_AS_IT_IS: usize = 16 * 1024;

/// The pieces of a body, which are put together where there are several.
pub(super) struct Pieces {
    ceiling: usize,
    expected: u64,
    whole: Bytes,
    copied: Option<Bounded>,
}

impl Pieces {
    /// Collects a body of the `expected` length, or at least that.
    pub(super) fn new(ceiling: usize, expected: u64) -> Self {
        Self {
            ceiling,
            expected,
            whole: Bytes::new(),
            copied: None,
        }
    }

    /// Adds all of `piece` or nothing.
    pub(super) fn push(&mut self, piece: Bytes) -> Result<(), TooLarge> {
        let is_whole = u64::try_from(piece.len()).is_ok_and(|length| length == self.expected);
        if is_whole && piece.len() >= KEPT_AS_IT_IS && self.copied.is_none() {
            self.whole = piece;
            return Ok(());
        }
        let (ceiling, expected) = (self.ceiling, self.expected);
        let copied = self
            .copied
            .get_or_insert_with(|| Bounded::new(ceiling, expected));
        copied.push(&std::mem::take(&mut self.whole))?;
        copied.push(&piece)
    }

    pub(super) fn into_bytes(self) -> Bytes {
        match self.copied {
            Some(copied) => copied.into_bytes().into(),
            None => self.whole,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collected<'a>(expected: u64, pieces: impl IntoIterator<Item = &'a Bytes>) -> Bytes {
        let mut body = Pieces::new(1024 * 1024, expected);
        for piece in pieces {
            body.push(piece.clone()).unwrap();
        }
        body.into_bytes()
    }

    #[test]
    fn a_long_body_in_one_piece_is_not_copied() {
        let piece = Bytes::from(vec![7; KEPT_AS_IT_IS]);
        let body = collected(KEPT_AS_IT_IS as u64, [&piece]);
        assert_eq!(body.as_ptr(), piece.as_ptr());
    }

    #[test]
    fn a_short_body_does_not_hold_the_buffer_that_it_was_read_into() {
        let piece = Bytes::from(vec![7; KEPT_AS_IT_IS]).slice(..10);
        let body = collected(10, [&piece]);
        assert_eq!(body, piece);
        assert_ne!(body.as_ptr(), piece.as_ptr());
    }

    #[test]
    fn several_pieces_become_one_body() {
        let pieces = [vec![1; KEPT_AS_IT_IS], vec![2; 3], vec![3; KEPT_AS_IT_IS]].map(Bytes::from);
        for expected in [0, KEPT_AS_IT_IS as u64, 2 * KEPT_AS_IT_IS as u64 + 3] {
            assert_eq!(collected(expected, &pieces), pieces.concat(), "{expected}");
        }
        assert_eq!(collected(0, []), Bytes::new());
    }

    #[test]
    fn no_more_than_the_ceiling_is_put_together() {
        let mut body = Pieces::new(KEPT_AS_IT_IS, KEPT_AS_IT_IS as u64);
        body.push(vec![1; KEPT_AS_IT_IS].into()).unwrap();
        assert_eq!(
            body.push(vec![2].into()).unwrap_err().ceiling,
            KEPT_AS_IT_IS
        );
    }
}
