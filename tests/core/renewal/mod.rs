//! How a refresh token is spent, kept and never lost: every schedule of two programs, every interruption, and the real
//! thing against the practice org.

mod interruptions;
mod kept;
mod naive;
mod schedules;
mod world;
