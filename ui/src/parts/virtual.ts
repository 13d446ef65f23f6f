// What a list needs to know of which only a part is drawn.

import { defaultRangeExtractor, observeElementRect, type Range, type Rect, type Virtualizer } from "@tanstack/virtual-core";

/** As many are drawn without counting. */
export const FEW = 100;

/** Tells how large the box is. A list that is not shown at the moment has no height: it stays as it was. */
export const observeShown = (
  list: Virtualizer<HTMLElement, HTMLElement>,
  tell: (rect: Rect) => void,
): (() => void) | undefined =>
  observeElementRect(list, (rect) => {
    if (rect.height > 0) tell(rect);
  });

/** What is seen, and the one item that stays wherever the list is scrolled to. */
export function withKept(range: Range, kept: number): number[] {
  const seen = defaultRangeExtractor(range);
  if (kept < 0 || kept >= range.count || seen.includes(kept)) return seen;
  return [...seen, kept].sort((one, other) => one - other);
}
