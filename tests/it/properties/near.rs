//! Inputs near those of the corpora: a few edits away.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::sample::select;

/// Reads the corpus that is kept for a fuzz target, in the order of the names.
pub(super) fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = fuzz().join("corpus").join(target);
    let entries = fs::read_dir(folder).expect("a corpus");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "the corpus of {target} is empty");
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Draws an input of the corpus of `target` with a few edits, by words of the dictionary among others.
pub(super) fn inputs(target: &str, dictionary: &str) -> impl Strategy<Value = Vec<u8>> + use<> {
    let edits = prop::collection::vec(edit(words(dictionary)), 0..6);
    (select(corpus(target)), edits).prop_map(|(mut input, edits)| {
        for edit in edits {
            edit.apply(&mut input);
        }
        input
    })
}

/// One change of an input.
#[derive(Clone, Debug)]
enum Edit {
    Overwrite(Index, u8),
    Insert(Index, Vec<u8>),
    Delete(Index, usize),
    Repeat(Index, usize, usize),
    Cut(Index),
}

fn edit(words: Vec<Vec<u8>>) -> impl Strategy<Value = Edit> {
    let place = any::<Index>;
    prop_oneof![
        4 => (place(), any::<u8>()).prop_map(|(at, byte)| Edit::Overwrite(at, byte)),
        4 => (place(), select(words)).prop_map(|(at, word)| Edit::Insert(at, word)),
        2 => (place(), 1_usize..20).prop_map(|(at, length)| Edit::Delete(at, length)),
        2 => (place(), 1_usize..20, 1_usize..40)
            .prop_map(|(at, length, times)| Edit::Repeat(at, length, times)),
        1 => place().prop_map(Edit::Cut),
    ]
}

impl Edit {
    fn apply(&self, input: &mut Vec<u8>) {
        let place = |index: &Index| index.index(input.len() + 1);
        let behind = |start: usize, length: usize| (start + length).min(input.len());
        match self {
            Self::Overwrite(index, byte) => {
                let at = place(index);
                input.splice(at..behind(at, 1), [*byte]);
            }
            Self::Insert(index, word) => {
                let at = place(index);
                input.splice(at..at, word.iter().copied());
            }
            Self::Delete(index, length) => {
                let at = place(index);
                input.drain(at..behind(at, *length));
            }
            Self::Repeat(index, length, times) => {
                let at = place(index);
                let part = input[at..behind(at, *length)].repeat(*times);
                input.splice(at..at, part);
            }
            Self::Cut(index) => input.truncate(place(index)),
        }
    }
}

/// Reads the words of a dictionary of libFuzzer: one to a line, in quotes, with `\\`, `\"` and `\xNN`.
fn words(dictionary: &str) -> Vec<Vec<u8>> {
    let path = fuzz()
        .join("dictionaries")
        .join(dictionary)
        .with_extension("dict");
    let text = fs::read_to_string(path).expect("a dictionary");
    let quoted = text
        .lines()
        .filter_map(|line| line.strip_prefix('"')?.strip_suffix('"'));
    quoted.map(unescaped).collect()
}

fn unescaped(quoted: &str) -> Vec<u8> {
    let mut word = Vec::new();
    let mut rest = quoted.as_bytes();
    while let [first, after @ ..] = rest {
        (word, rest) = match (first, after) {
            (b'\\', [b'x', high, low, after @ ..]) => {
                let digits = String::from_utf8(vec![*high, *low]).unwrap();
                (
                    [word, vec![u8::from_str_radix(&digits, 16).unwrap()]].concat(),
                    after,
                )
            }
            (b'\\', [escaped, after @ ..]) => ([word, vec![*escaped]].concat(), after),
            _ => ([word, vec![*first]].concat(), after),
        };
    }
    word
}

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz")
}
