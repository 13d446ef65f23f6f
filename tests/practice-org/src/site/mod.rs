//! The practice Salesforce as a browser and a client meet it: HTTPS on many real-shaped names.
//!
//! One request goes through one narrow pass ([`work::answer`]), which writes the log, lets ordered faults strike and
//! asks the handler of its kind. Handlers are plain functions over the world: no handler waits for anything.

mod admitted;
mod answer;
mod approval;
mod apps;
mod authorize;
mod call;
mod connect;
pub(crate) mod connection;
mod data;
mod delivery;
mod deploy;
mod deploy_result;
mod device;
mod discovery;
mod home;
mod identity;
mod introspect;
mod issue;
pub(crate) mod kind;
mod login;
mod page;
pub(crate) mod person;
pub(crate) mod places;
mod query;
mod receipt;
mod record;
mod revoke;
mod route;
pub(crate) mod setup;
mod single_access;
mod soap;
pub(crate) mod tls;
mod token;
mod token_rows;
mod unattended;
pub(crate) mod work;

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::world::World;
use places::Places;

impl std::fmt::Debug for Site {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Site")
    }
}

/// A practice Salesforce that can be asked.
pub(crate) struct Site {
    world: Mutex<World>,
    pub(crate) places: Places,
}

impl Site {
    /// Around a world; its names are those of the world's orgs.
    pub(crate) fn new(world: World) -> Self {
        let places = Places::of(&world.orgs);
        Self { world: Mutex::new(world), places }
    }

    /// The world, for as short a time as possible.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        // A handler that panicked has failed its own request; the others may go on.
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
