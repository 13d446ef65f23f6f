import { Virtualizer } from "@tanstack/virtual-core";
import { describe, expect, it } from "vitest";

import { Heights } from "./virtual";

/** A list of three items, the first and the last of which look the same; each is guessed to be 50 pixels high. */
function list() {
  const heights = new Heights((at) => (at === 1 ? "other" : "same"), () => 50);
  const virtualizer = new Virtualizer<HTMLElement, HTMLElement>({
    count: 3,
    getScrollElement: () => null,
    estimateSize: (at) => heights.expected(at),
    scrollToFn: () => undefined,
    observeElementRect: () => undefined,
    observeElementOffset: () => undefined,
  });
  const item = (at: number): HTMLElement => {
    const element = document.createElement("li");
    element.dataset["index"] = String(at);
    return element;
  };
  const told = (blockSize: number) => ({ borderBoxSize: [{ blockSize, inlineSize: 9 }] }) as unknown as ResizeObserverEntry;
  const measured = (at: number, height?: number) =>
    heights.measured(item(at), height === undefined ? undefined : told(height), virtualizer);
  return { heights, virtualizer, measured };
}

describe("heights", () => {
  it("are guessed before any was seen", () => {
    const { measured } = list();
    expect([measured(0), measured(1)]).toEqual([50, 50]);
  });

  it("are those of the last that looked the same, and no one else's", () => {
    const { heights, measured } = list();
    expect(measured(0, 71.6)).toBe(72);
    expect([heights.expected(2), heights.expected(1)]).toEqual([72, 50]);
    measured(2, 90);
    expect(heights.expected(0)).toBe(90);
  });

  it("are not learned from a list that is not shown at the moment", () => {
    const { heights, virtualizer, measured } = list();
    measured(0, 72);
    virtualizer.itemSizeCache.set(0, 72);
    expect([measured(0, 0), measured(1, 0), measured(2, 0)]).toEqual([72, 50, 72]);
    expect([heights.expected(1), heights.expected(2)]).toEqual([50, 72]);
  });

  it("of an item that was drawn before stay its own", () => {
    const { virtualizer, measured } = list();
    virtualizer.itemSizeCache.set(0, 64);
    measured(2, 90);
    expect(measured(0)).toBe(64);
  });
});
