//! Runs the laws of bodies on hostile texts in every field of every operation.

use proptest::prelude::*;

use super::body_laws;
use super::hostile;
use super::law::Broken;
use super::law::Laws;

pub(super) fn check(laws: &Laws) -> Result<(), Broken> {
    let law = "what is set comes out of body and path, and no secret out of Debug";
    laws.check(
        law,
        &prop_oneof![hostile::text(), hostile::word()],
        |text| {
            body_laws::check(text.as_bytes());
            Ok(())
        },
    )
}
