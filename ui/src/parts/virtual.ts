// What a list needs to know of which only a part is drawn.

import { defaultRangeExtractor, observeElementRect, type Range, type Rect, type Virtualizer } from "@tanstack/virtual-core";

/** As many are drawn without counting. */
export const FEW = 40;

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

/** How high the items are: those that are drawn as their boxes were told to be, others like the last one that looks so. */
export class Heights {
  readonly #known = new Map<string, number>();
  readonly #lookOf: (at: number) => string;
  readonly #guess: (at: number) => number;

  constructor(lookOf: (at: number) => string, guess: (at: number) => number) {
    this.#lookOf = lookOf;
    this.#guess = guess;
  }

  /** How high an item will be, as far as one can know. */
  expected(at: number): number {
    return this.#known.get(this.#lookOf(at)) ?? this.#guess(at);
  }

  /**
   * How high a drawn item is. Its box is told after the page was laid out; until then it is taken as it was before. It is
   * never asked for: that would lay out the whole list anew for every item that is put in.
   */
  measured(item: HTMLElement, entry: ResizeObserverEntry | undefined, list: Virtualizer<HTMLElement, HTMLElement>): number {
    const at = list.indexFromElement(item);
    const height = Math.round(entry?.borderBoxSize[0]?.blockSize ?? 0);
    // Without any height it is not shown at the moment, as the list is not.
    if (height === 0) return list.itemSizeCache.get(list.options.getItemKey(at)) ?? this.expected(at);
    this.#known.set(this.#lookOf(at), height);
    return height;
  }
}
