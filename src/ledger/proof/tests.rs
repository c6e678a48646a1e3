//! What is changed behind griffin's back is noticed.
