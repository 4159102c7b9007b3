//! The greatest size of a file that the system allows (`ulimit -f`).

/// Makes a write beyond the greatest size of a file fail, instead of ending the program.
#[cfg(all(unix, not(any(target_arch = "mips", target_arch = "mips64"))))]
pub(crate) fn survive_limit_of_file_size() {
    use tokio::signal::unix::SignalKind;
    use tokio::signal::unix::signal;

    /// SIGXFSZ, on Linux and on what descends from BSD.
    const FILE_SIZE: i32 = 25;
    // A signal that is watched for does nothing else; where that fails, nothing is lost but a message.
    let _ = signal(SignalKind::from_raw(FILE_SIZE));
}

/// Does nothing where there is no such signal, or none that is known.
#[cfg(not(all(unix, not(any(target_arch = "mips", target_arch = "mips64")))))]
pub(crate) fn survive_limit_of_file_size() {}
