//! Savings: what buying together spared each authority (design, section 1, "saving").
//!
//! - [`rules`]: (baseline − price paid) × quantity called off, part by part; rounded once, at the total.

pub mod rules;
