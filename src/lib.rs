//! fasou
pub mod text;
