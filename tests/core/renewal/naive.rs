//! A client as tools of this kind are often written: one place, no lock, nothing proved before, nothing on record. Kept
//! to show that the same schedules catch it.

use std::pin::Pin;

use keyperch_core::model::secret::Place;
use keyperch_core::model::slot::Record;
use uuid::Uuid;

use super::world::{Program, token, turn_over};

/// Renews naively; whether a token came.
pub(super) fn renew(program: &Program) -> Pin<Box<dyn Future<Output = bool> + Send>> {
    let program = program.clone();
    Box::pin(async move {
        turn_over().await;
        let Some(spent) = program.world().place(Place::First) else { return false };
        turn_over().await;
        let given = program.world().refresh(spent);
        turn_over().await;
        let Some(given) = given else { return false };
        let record = Record { generation: given, token: token(given) };
        turn_over().await;
        let stored = record.to_stored(Uuid::from_u128(7));
        program.world().write(Place::First, Some(stored)).is_ok()
    })
}
