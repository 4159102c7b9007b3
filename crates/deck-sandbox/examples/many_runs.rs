//! Writes seeded runs to standard output, one in JSON on each line, for whoever needs a large file of them.
//!
//! ```console
//! cargo run --release -p deck-sandbox --example many_runs -- 1000000 7 > runs.ndjson
//! ```
//!
//! The arguments are the number of runs and the seed. The same two give the same bytes: a week of a company
//! in November 2026 for each 10,000 runs, so that memory does not grow with their number.

use std::env;
use std::error::Error;
use std::io;
use std::io::BufWriter;
use std::io::Write;

use deck_sandbox::Sandbox;
use deck_types::Timestamp;
use deck_types::to_json_line;

/// How many runs are drawn at a time.
const CHUNK: usize = 10_000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let count: usize = arguments.next().ok_or("how many runs?")?.parse()?;
    let seed: u64 = arguments.next().map_or(Ok(0), |seed| seed.parse())?;
    let now = "2026-12-01T00:00:00Z"
        .parse::<Timestamp>()?
        .to_system_time()?;
    let mut output = BufWriter::new(io::stdout().lock());
    for (chunk, start) in (seed..).zip((0..count).step_by(CHUNK)) {
        let sandbox = Sandbox::builder().seed(chunk).now(now).company_week();
        let sandbox = sandbox.runs(CHUNK.min(count - start)).build();
        for run in sandbox.runs() {
            writeln!(output, "{}", to_json_line(&run)?)?;
        }
    }
    Ok(output.flush()?)
}
