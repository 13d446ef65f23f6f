//! A click of which it is known that it arrived.
//!
//! While a page is still being put together, what is clicked moves, and a browser may drop what comes before it has
//! painted. A driver says nothing of either.

use fantoccini::elements::Element;
use serde_json::to_value;

use crate::Failed;
use crate::webdriver::Window;

/// Listens before the page does; a page that follows this one has no such mark.
const LISTEN: &str = "
    const [element, done] = arguments;
    window.wasHit = false;
    element.addEventListener('click', () => { window.wasHit = true; }, { once: true, capture: true });
    done(true);";

/// Half a second is for a click that is still on its way.
const WAS_HIT: &str = "
    const [done] = arguments, end = performance.now() + 500;
    const look = () => {
        if (window.wasHit === false && performance.now() < end) setTimeout(look, 10);
        else done(window.wasHit !== false);
    };
    look();";

/// Clicks on this. Nothing: it arrived elsewhere, and can be made again.
pub(crate) async fn click(window: &Window, element: Element) -> Result<Option<()>, Failed> {
    window.script(LISTEN, vec![to_value(&element)?]).await?;
    element.click().await?;
    // A page or a window that is gone by now has heard it.
    let was_hit = window.script(WAS_HIT, vec![]).await.map_or(true, |answer| answer != false);
    Ok(was_hit.then_some(()))
}
