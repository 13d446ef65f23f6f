// The keyboard in a part of the window of which a piece goes away: the engine would leave it nowhere.

/** Tells when a change has taken away what had the keyboard within a box that itself stays. Asked for by a component. */
export function onLost(box: () => Element | undefined, change: () => unknown, lost: () => void): void {
  let hadFocus = false;
  // Before the page changes: afterwards nobody knows where the keyboard was.
  $effect.pre(() => {
    change();
    hadFocus = box()?.contains(document.activeElement) === true;
  });
  $effect(() => {
    change();
    if (hadFocus && document.activeElement === document.body) lost();
  });
}
