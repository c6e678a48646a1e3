//! The inputs of the forms.

/// The lot's title or number.
pub const LOT: &str = "lot";
/// How much.
pub const QUANTITY: &str = "quantity";
/// When it is wanted.
pub const DELIVER_ON: &str = "deliver_on";
/// Where it is wanted.
pub const SITE: &str = "site";
/// The authority's own number.
pub const ORDER_NUMBER: &str = "order_number";
/// Why it is corrected.
pub const REASON: &str = "reason";
