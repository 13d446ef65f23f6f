import { describe, expect, it } from "vitest";

import { Selection } from "./selection.svelte";

const ORDER = ["a", "b", "c", "d"];

describe("the selection", () => {
  it("takes an org, and lets it go", () => {
    const selection = new Selection();
    selection.toggle("a");
    selection.toggle("b");
    selection.toggle("a");
    expect([selection.orgs, selection.size, selection.has("a"), selection.has("b")]).toEqual([["b"], 1, false, true]);
  });

  it.each([
    ["down", "b", "d", ["b", "c", "d"]],
    ["up", "c", "a", ["a", "b", "c"]],
  ])("goes %s to another org", (_way, from, to, expected) => {
    const selection = new Selection();
    selection.toggle(from);
    selection.extend(to, ORDER);
    expect(selection.orgs.sort()).toEqual(expected);
  });

  it("goes to an org alone where nothing was picked before, or what was is out of sight", () => {
    const selection = new Selection();
    selection.extend("c", ORDER);
    expect(selection.orgs).toEqual(["c"]);
    selection.toggle("gone");
    selection.extend("a", ORDER);
    expect(selection.orgs).toEqual(["c", "gone", "a"]);
  });

  it("takes all of some, and none where it has them all", () => {
    const selection = new Selection();
    selection.toggle("a");
    selection.toggleAll(["a", "b"]);
    expect(selection.orgs).toEqual(["a", "b"]);
    selection.toggleAll(["a", "b"]);
    expect(selection.size).toBe(0);
  });

  it("forgets what is gone, and everything when it is cleared", () => {
    const selection = new Selection();
    selection.add(ORDER);
    selection.keep(["b", "d", "new"]);
    expect(selection.orgs).toEqual(["b", "d"]);
    selection.clear();
    selection.extend("d", ORDER);
    expect(selection.orgs, "no range begins at what was cleared").toEqual(["d"]);
  });
});
