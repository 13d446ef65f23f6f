//! The soak: thousands of rotations with faults and kills at random, many processes at once, and a naive client that the
//! same harness must catch.

mod ledger;
mod naive;
mod rotations;
mod together;
mod trouble;

pub use naive::naive;
pub use rotations::rotations;
pub use together::together;
