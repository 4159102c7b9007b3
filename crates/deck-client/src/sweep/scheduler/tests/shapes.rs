//! How items lie in a month. The example `sweep_bars` of package `deck-tests` includes this file.

/// Nanoseconds.
pub(super) const SECOND: i128 = 1_000_000_000;
pub(super) const MONTH: i128 = 30 * 86_400 * SECOND;

/// Numbers from a seed, evenly between 0 and 1.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    pub(super) fn fraction(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn within(&mut self, since: f64, until: f64) -> i128 {
        let place = since + self.fraction() * (until - since);
        ((place * MONTH as f64) as i128).min(MONTH - 1) / 1_000_000 * 1_000_000
    }
}

pub(super) fn even(seed: u64, count: usize) -> Vec<i128> {
    let mut random = Random::new(seed);
    (0..count).map(|_| random.within(0.0, 1.0)).collect()
}

/// So many hours hold nine in ten of all.
pub(super) fn dense_hours(seed: u64, count: usize, hours: usize) -> Vec<i128> {
    let mut random = Random::new(seed);
    let hour = 1.0 / 720.0;
    let starts: Vec<f64> = (0..hours)
        .map(|_| random.fraction() * (1.0 - hour))
        .collect();
    (0..count)
        .map(|item| match item % 10 {
            0 => random.within(0.0, 1.0),
            _ => {
                let start = starts[item % hours];
                random.within(start, start + hour)
            }
        })
        .collect()
}

/// Two days in three are empty.
pub(super) fn empty_days(seed: u64, count: usize) -> Vec<i128> {
    let mut random = Random::new(seed);
    let days: Vec<f64> = (0..30)
        .filter(|_| random.fraction() < 0.34)
        .map(f64::from)
        .collect();
    let days = if days.is_empty() { vec![7.0] } else { days };
    (0..count)
        .map(|item| {
            let day = days[item % days.len()] / 30.0;
            random.within(day, day + 1.0 / 30.0)
        })
        .collect()
}

/// The last day has a thousand times as many as the first.
pub(super) fn ramp(seed: u64, count: usize, is_rising: bool) -> Vec<i128> {
    let mut random = Random::new(seed);
    (0..count)
        .map(|_| {
            let place = (1.0 + random.fraction() * 999.0).ln() / 1_000_f64.ln();
            let place = if is_rising { place } else { 1.0 - place };
            ((place * MONTH as f64) as i128).min(MONTH - 1) / 1_000_000 * 1_000_000
        })
        .collect()
}

pub(super) fn one_second(seed: u64, count: usize) -> Vec<i128> {
    let mut random = Random::new(seed);
    let second = random.within(0.0, 1.0) / SECOND * SECOND;
    (0..count)
        .map(|_| second + (random.fraction() * 1e9) as i128)
        .collect()
}

/// Some clusters of any width and weight.
pub(super) fn clusters(seed: u64, count: usize) -> Vec<i128> {
    let mut random = Random::new(seed);
    let clusters: Vec<(f64, f64)> = (0..1 + (random.fraction() * 6.0) as usize)
        .map(|_| (random.fraction(), 10_f64.powf(-6.0 * random.fraction())))
        .collect();
    (0..count)
        .map(|_| {
            let (start, width) = clusters[(random.fraction() * clusters.len() as f64) as usize];
            random.within(start, (start + width).min(1.0))
        })
        .collect()
}
