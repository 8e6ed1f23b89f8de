//! The bodies of the fuzz targets, for a few seconds: on the corpus, and on what becomes of it when bytes are changed.
//! `fuzz/README.md` tells how they run for longer.

use std::sync::LazyLock;

use crate::corpus;

#[path = "../../fuzz/src/lib.rs"]
pub(crate) mod bodies;

/// The payloads of the corpus. Long ones stay out: the fuzzer cuts them, too.
static SEEDS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut seeds = Vec::new();
    for folder in corpus::folders() {
        seeds.extend(corpus::cases(&folder).iter().map(|case| case.bytes(&folder)));
    }
    seeds.retain(|seed| seed.len() <= 2048);
    assert!(seeds.len() > 500, "the corpus has payloads");
    seeds
});

/// xorshift64: the same numbers in every run, and others for each target.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or(usize::MAX) % bound
    }
}

/// What a fuzzer does to a seed: bytes changed, cut out, doubled, or taken from another seed.
fn changed(random: &mut Random) -> Vec<u8> {
    const TOKENS: [&[u8]; 12] = [
        b"\"",
        b"\\",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b"\n",
        b"\xFF",
        b"\\ud800",
        b"null",
        b"\xEF\xBB\xBF",
    ];
    let mut bytes = SEEDS[random.below(SEEDS.len())].clone();
    for _ in 0..=random.below(4) {
        let start = random.below(bytes.len() + 1);
        let end = bytes.len().min(start + random.below(8));
        let put: Vec<u8> = match random.below(4) {
            0 => vec![u8::try_from(random.below(256)).unwrap_or(0)],
            1 => TOKENS[random.below(TOKENS.len())].to_vec(),
            2 => bytes[start..end].repeat(2),
            _ => {
                let other = &SEEDS[random.below(SEEDS.len())];
                let from = random.below(other.len() + 1);
                other[from..other.len().min(from + random.below(40))].to_vec()
            }
        };
        bytes.splice(start..end, put);
    }
    bytes
}

fn run(body: fn(&[u8]), every: usize, rounds: usize, seed: u64) {
    for bytes in SEEDS.iter().step_by(every) {
        body(bytes);
    }
    let mut random = Random(seed);
    for _ in 0..rounds {
        body(&changed(&mut random));
    }
}

#[test]
fn what_is_no_json_is_refused() {
    run(bodies::parse, 1, 30_000, 0x9E37_79B9_7F4A_7C15);
}

#[test]
fn places_are_in_the_text_and_a_glance_changes_nothing() {
    run(bodies::check, 1, 4_000, 0xD1B5_4A32_D192_ED03);
}

#[test]
fn what_is_fixed_stays_fixed() {
    run(bodies::fix, 1, 6_000, 0xA076_1D64_78BD_642F);
}

#[test]
fn reports_are_read_and_inert() {
    run(bodies::reports, 3, 1_500, 0xE703_7ED1_A0B4_28DB);
}

#[test]
fn how_bytes_come_changes_nothing() {
    run(bodies::stream, 40, 40, 0x8EBC_6AF0_9C88_C6E3);
}
