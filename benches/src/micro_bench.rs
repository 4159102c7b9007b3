//! Single steps, in interleaved rounds.

use std::error::Error;
use std::hint::black_box;
use std::time::Duration;
use std::time::Instant;

use clap::Args;
use deck_client::types::Json;
use deck_client::types::Page;
use deck_client::types::TaskRun;
use serde_json::Value;

use crate::contestants::floor::BorrowedRun;
use crate::contestants::floor::OwnedRun;
use crate::contestants::floor::Page as FloorPage;
use crate::history::History;

/// Measures single steps, such as decoding a page.
#[derive(Args, Debug)]
pub struct Micro {
    /// How often each step is measured.
    #[arg(long, default_value_t = 51)]
    rounds: usize,
    /// The bytes of each run's payload, about.
    #[arg(long, default_value_t = 512)]
    payload: usize,
}

type Step<'a> = (&'static str, Box<dyn Fn() + 'a>);

impl Micro {
    /// Measures and prints.
    pub fn run(&self) -> Result<(), Box<dyn Error>> {
        let page = History::new(100, self.payload).page(0..100, Some(100));
        let steps: Vec<Step<'_>> = vec![
            ("borrowed", Box::new(|| {
                let text = std::str::from_utf8(page.as_bytes()).unwrap();
                black_box(serde_json::from_str::<FloorPage<'_, BorrowedRun<'_>>>(text).unwrap());
            })),
            ("owned", Box::new(|| {
                let text = std::str::from_utf8(page.as_bytes()).unwrap();
                black_box(serde_json::from_str::<FloorPage<'_, OwnedRun>>(text).unwrap());
            })),
            ("TaskRun", Box::new(|| {
                black_box(Page::<TaskRun>::from_json(page.as_bytes()).unwrap());
            })),
            ("Json", Box::new(|| {
                black_box(Page::<Json>::from_json(page.as_bytes()).unwrap());
            })),
            ("Value", Box::new(|| {
                black_box(serde_json::from_slice::<Value>(page.as_bytes()).unwrap());
            })),
        ];
        let mut taken = vec![Vec::new(); steps.len()];
        for _ in 0..self.rounds {
            for ((_, step), taken) in steps.iter().zip(&mut taken) {
                let start = Instant::now();
                for _ in 0..20 { step(); }
                taken.push(start.elapsed() / 20);
            }
        }
        for ((name, _), taken) in steps.iter().zip(&mut taken) {
            taken.sort_unstable();
            let (median, least) = (micros(taken[taken.len() / 2]), micros(taken[0]));
            println!("{name:<10} median {median:>8.1} us, least {least:>8.1} us");
        }
        Ok(())
    }
}

fn micros(duration: Duration) -> f64 { duration.as_secs_f64() * 1e6 }
