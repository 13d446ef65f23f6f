import { describe, expect, it } from "vitest";

import type { BrowserChoice } from "../wire/BrowserChoice";
import type { BrowserView } from "../wire/BrowserView";
import { BrowserPick } from "./browser-pick.svelte";

const browsers: BrowserView[] = [
  { id: "safari", name: "Safari", profiles: [], privateWindow: null },
  { id: "firefox", name: "Firefox", profiles: [{ id: "a", name: "A" }, { id: "b", name: "B" }], privateWindow: "Private window" },
];

const last = (more: Partial<BrowserChoice> = {}): BrowserChoice => ({ browser: "firefox", profile: "b", isPrivate: false, ...more });

const pick = (remembered: BrowserChoice | null, privately = false) => new BrowserPick(() => browsers, remembered, privately);

describe("the browser that stands there first", () => {
  it.each([
    ["the default one", null, false, null],
    ["the last one", last(), false, last()],
    ["the last one, in its private window", last({ isPrivate: true }), false, last({ isPrivate: true })],
    ["the default one, where the last is gone", last({ browser: "vivaldi", isPrivate: true }), false, null],
    ["the last one without a profile that is gone", last({ profile: "c" }), false, last({ profile: null })],
    ["the last one privately, where it must be", last(), true, last({ isPrivate: true })],
    ["the first with a private window, where there must be one", null, true, last({ profile: null, isPrivate: true })],
  ] as const)("is %s", (_name, remembered, privately, choice) => {
    expect(pick(remembered, privately).choice).toEqual(choice);
  });

  it("gives way to whatever is chosen, with that one's own profiles", () => {
    const chosen = pick(last({ isPrivate: true }));
    chosen.browser = "safari";
    expect(chosen.choice).toEqual({ browser: "safari", profile: null, isPrivate: false });
    chosen.browser = "firefox";
    expect(chosen.profile, "nothing of before is left").toBe("");
    chosen.profile = "a";
    expect(chosen.choice).toEqual({ browser: "firefox", profile: "a", isPrivate: true });
    chosen.browser = "";
    expect(chosen.choice).toBeNull();
  });
});
