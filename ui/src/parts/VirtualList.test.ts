import { render } from "@testing-library/svelte";
import { createRawSnippet, flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { FEW } from "./virtual";
import VirtualList from "./VirtualList.svelte";

const HEIGHT = 20;
const items = (count: number) => Array.from({ length: count }, (_none, at) => ({ key: `item-${at}` }));
const children = createRawSnippet((at: () => number) => ({ render: () => `<button type="button">${at()}</button>` }));

/** The list of so many items, in a box of 200 pixels where heights can be measured. */
function show(count: number, kept = -1) {
  const props = { items: items(count), kept, look: () => "", estimate: () => HEIGHT, about: "all", children };
  const { container, rerender } = render(VirtualList, { props });
  flushSync();
  const drawn = () => [...container.querySelectorAll("li")].map((item) => Number(item.dataset["index"]));
  return { container, drawn, again: (more: Partial<typeof props>) => rerender({ ...props, ...more }) };
}

describe("where nothing can be measured", () => {
  it("the whole list is drawn", () => {
    expect(show(FEW + 50).drawn()).toHaveLength(FEW + 50);
  });
});

describe("a long list", () => {
  let shown = 200;

  beforeEach(() => {
    shown = 200;
    class Observer {
      observe = () => undefined;
      unobserve = () => undefined;
      disconnect = () => undefined;
    }
    vi.stubGlobal("ResizeObserver", Observer);
    vi.spyOn(Element.prototype, "clientHeight", "get").mockImplementation(() => shown);
    vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockImplementation(() => {
      throw new Error("the page was laid out for an item's height");
    });
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it("is drawn as far as it is seen, each item in its place and with its number", () => {
    const { container, drawn } = show(10_000);
    expect(drawn().length).toBeGreaterThan(9);
    expect(drawn().length).toBeLessThan(40);
    const third = container.querySelectorAll("li")[2];
    expect(third).toHaveAttribute("aria-setsize", "10000");
    expect(third).toHaveAttribute("aria-posinset", "3");
    expect(third?.style.insetBlockStart).toBe(`${2 * HEIGHT}px`);
    expect(container.querySelector("ul")?.style.blockSize).toBe(`${10_000 * HEIGHT}px`);
  });

  it("draws what is scrolled to, and keeps the item that has the keyboard", () => {
    const { container, drawn } = show(10_000, 3);
    const scroller = container.querySelector(".scroller");
    if (scroller === null) throw new Error("no scroller");
    container.querySelectorAll("button")[3]?.focus();
    scroller.scrollTop = 5000 * HEIGHT;
    scroller.dispatchEvent(new Event("scroll"));
    flushSync();
    expect(drawn()).toContain(5005);
    expect(drawn()[0], "it stands before them").toBe(3);
    expect(drawn()).not.toContain(4);
    expect(document.activeElement?.textContent).toBe("3");
  });

  it("draws another item that is to have the keyboard, however far it is", async () => {
    const { drawn, again } = show(10_000);
    await again({ kept: 9_999 });
    flushSync();
    expect(drawn().at(-1)).toBe(9_999);
  });

  it("that is not shown at the moment has some of it ready", () => {
    shown = 0;
    const { drawn } = show(10_000);
    expect(drawn().length).toBeGreaterThan(9);
    expect(drawn().length).toBeLessThan(60);
  });

  it("with few items is drawn as a whole", async () => {
    const { drawn, again, container } = show(10_000);
    await again({ items: items(FEW) });
    flushSync();
    expect(drawn()).toHaveLength(FEW);
    expect(container.querySelector("ul")?.style.blockSize).toBe("");
    expect(container.querySelector("li")?.style.insetBlockStart).toBe("");
  });
});
