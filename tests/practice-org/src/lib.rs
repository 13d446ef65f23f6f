//! The practice org: a stand-in for Salesforce orgs over HTTPS, as strict as Salesforce and never kinder.
//!
//! For tests, journeys and trying things by hand. Every setting of an External Client App that changes an answer is a
//! switch that causes it; every refusal comes in Salesforce's own code, text, status and shape. It depends on nothing
//! of Keyperch, so that the two cannot agree on a mistake.
//!
//! Not here: token exchange handlers. Requests for them are refused as in an org that has them switched off.

mod control;
mod faults;
mod follow;
mod in_setup;
mod practice;
mod proxy;
mod rows;
mod rules;
mod seen;
mod site;
mod template;
mod view;
mod world;

pub use faults::{FaultName, FaultOrder};
pub use follow::follow;
pub use in_setup::{InSetup, Saved};
pub use practice::{Options, OrderRefused, Practice, StartFailure};
pub use rows::CausedRow;
pub use seen::{Seen, SeenAuthorize, SeenToken};
pub use site::person::{Press, Visit};
pub use view::{AppView, DeviceView, OrgView, StateView, UserView};
pub use world::Selection;
pub use world::condition::{Condition, OrgChange};
pub use world::draft::{Draft, Problem};
pub use world::family::{Flow, GrantView};
pub use world::mail::Mail;
pub use world::org::OrgKind;
pub use world::standing::{Standing, UserChange};
pub use world::switch_change::SwitchChange;
pub use world::switches::{Distribution, IpRelaxation, PermittedUsers, RefreshTokenPolicy, Switches};
pub use world::tally::{Counts, Holder, Tally};
