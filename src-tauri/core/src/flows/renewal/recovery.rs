//! What a renewal that was interrupted has left, and what follows from it.
//!
//! | On record | In the keychain | Then |
//! |---|---|---|
//! | no intent | the generation on record | nothing is the matter |
//! | any | a higher one | the successor was kept, and only the record is missing: it is made good |
//! | intent | the generation on record | in doubt: it may be spent. It is presented once more; the answer decides |
//! | any | a lower one, or none | an older keychain came back, or somebody emptied it: nothing is presented |

use crate::flows::renewal::{Entry, Ground};
use crate::model::error::Error;
use crate::model::secret::Place;
use crate::model::slot::Record;

/// The refresh token that may be presented, and where it is; none: only a new sign-in helps.
///
/// # Errors
/// Those of keychain and registry: an unreadable keychain is not an empty one.
pub(super) async fn settled<G: Ground>(ground: &G, entry: Entry) -> Result<Option<(Place, Record)>, Error> {
    let newest = ground.slots().await?.newest();
    let Some((place, record)) = newest.filter(|(_place, record)| record.generation >= entry.generation)
    else {
        return Ok(None);
    };
    if record.generation > entry.generation {
        ground.note_generation(record.generation).await?;
    }
    Ok(Some((place, record)))
}
