//! `--rate-limit`.

use crate::scene::deck;
use crate::scene::on_sandbox;
use crate::scene::run;

#[test]
fn a_limit_is_taken() {
    for limit in ["100/10s", "1/1ms", "none"] {
        on_sandbox(&["test", "--rate-limit", limit]).success();
    }
}

#[test]
fn nonsense_is_refused_with_the_form() {
    for limit in ["100", "0/1s", "100/10s+retry-after", "fast"] {
        let stderr = on_sandbox(&["test", "--rate-limit", limit]).failure(2);
        assert!(stderr.contains("such as 100/10s; or none"), "{stderr}");
    }
}

#[test]
fn that_of_the_sandbox_is_another_one() {
    let stderr = run(deck(&["sandbox", "--rate-limit", "5/1s+late"])).failure(2);
    assert!(stderr.contains("5/1s+late"), "{stderr}");
    let help = run(deck(&["sandbox", "--help"])).success();
    assert_eq!(help.matches("--rate-limit").count(), 2, "{help}");
    assert!(help.contains("+retry-after"), "{help}");
}
