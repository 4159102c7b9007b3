//! What this process took so far.

use std::fs;
use std::time::Duration;

use rustix::time::ClockId;
use rustix::time::clock_gettime;

/// What a process took.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    /// CPU time, user and system, of all threads.
    pub cpu: Duration,
    /// The largest resident memory so far, in KiB; zero where the system does not tell.
    pub peak_kib: u64,
}

/// Returns what this process took so far.
pub fn of_this_process() -> Usage {
    let cpu = clock_gettime(ClockId::ProcessCPUTime);
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|text| text.split_whitespace().next());
    Usage {
        cpu: Duration::new(
            cpu.tv_sec.unsigned_abs(),
            cpu.tv_nsec.try_into().unwrap_or(0),
        ),
        peak_kib: peak.and_then(|text| text.parse().ok()).unwrap_or(0),
    }
}
