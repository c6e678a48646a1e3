//! What a process holds in memory, as the system says (proc(5), `/proc/pid/status`).

/// What it holds now, in KiB, by its number or `self`.
pub fn resident(process: &str) -> u64 {
    of(process, "VmRSS:")
}

/// The most that it has held since [`forget_peak`], in KiB.
pub fn peak(process: &str) -> u64 {
    of(process, "VmHWM:")
}

/// From now on the peak is counted again (proc(5), `clear_refs`).
pub fn forget_peak(process: &str) {
    std::fs::write(format!("/proc/{process}/clear_refs"), "5").unwrap();
}

fn of(process: &str, name: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
    kib.unwrap_or_default()
}
