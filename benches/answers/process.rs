//! What a process uses, as Linux tells it.

/// Processor seconds that its threads have used; one that has ended no longer counts.
pub fn cpu(id: u32) -> f64 {
    let threads = std::fs::read_dir(format!("/proc/{id}/task"));
    let threads = threads.into_iter().flatten().flatten();
    let nanoseconds = threads.filter_map(|thread| {
        let told = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        told.split_whitespace().next()?.parse::<f64>().ok()
    });
    nanoseconds.sum::<f64>() / 1e9
}

/// Its resident memory in MiB.
pub fn memory(id: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .unwrap_or_default();
    let kib = line.split_whitespace().next().and_then(|n| n.parse().ok());
    kib.unwrap_or(0.0) / 1024.0
}
