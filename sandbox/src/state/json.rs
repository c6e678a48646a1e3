//! Objects put together from two.

use serde_json::Value;

/// Puts the fields of one object into another.
pub(crate) fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}

/// An object with the fields of another, which win.
pub(crate) fn with_fields(mut object: Value, fields: Value) -> Value {
    merge(&mut object, fields);
    object
}
