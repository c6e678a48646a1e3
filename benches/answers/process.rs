//! What a process uses, as Linux tells it.

/// Processor seconds that it has used.
pub fn cpu(id: u32) -> f64 {
    let stat = read(id, "stat");
    // utime and stime, the 14th and 15th field; the second one, in brackets, may hold blanks.
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let ticks = |at: usize| {
        fields
            .get(at)
            .and_then(|n| n.parse::<f64>().ok())
            .unwrap_or(0.0)
    };
    // Linux counts them in hundredths of a second for whoever reads this file.
    (ticks(11) + ticks(12)) / 100.0
}

/// Its resident memory in MiB.
pub fn memory(id: u32) -> f64 {
    let status = read(id, "status");
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .unwrap_or_default();
    let kib = line.split_whitespace().next().and_then(|n| n.parse().ok());
    kib.unwrap_or(0.0) / 1024.0
}

fn read(id: u32, what: &str) -> String {
    std::fs::read_to_string(format!("/proc/{id}/{what}")).unwrap_or_default()
}
