import { describe, expect, it } from "vitest";

import { guide, line } from "../testing/guides";
import { isDone, linesOf, nextLine, percentOf, progressOf } from "./guide-lines";

describe("the next thing to do", () => {
  it("is where the guide is, before anything was touched", () => {
    expect(nextLine(guide(), null)?.id).toBe("open.page");
    expect(nextLine(guide({ current: "oauth" }), null)?.id).toBe("oauth.enable");
  });

  it("is after what was touched last; what Setup fills by itself is not done by anybody", () => {
    expect(nextLine(guide({}, { "basic.name": "copied" }), "basic.name")?.id).toBe("basic.email");
    expect(nextLine(guide({}, { "oauth.callbacks": "copied" }), "oauth.callbacks")?.id).toBe("oauth.scope.api");
  });

  it("is what was forgotten, once the end is reached; and not a button on the way", () => {
    const ticks = { "credentials.key": "claimed", "credentials.secret": "claimed", "basic.name": "copied" } as const;
    expect(nextLine(guide({}, ticks), "credentials.secret")?.id).toBe("basic.state");
  });

  it("is nothing when everything is done", () => {
    const all = Object.fromEntries(linesOf(guide()).map(({ id }) => [id, "proved" as const]));
    expect(nextLine(guide({}, all), null)).toBeNull();
  });

  it("is again what Salesforce says otherwise of", () => {
    expect(nextLine(guide({ current: "oauth" }, { "oauth.enable": "proved", "oauth.callbacks": "refuted" }), null)?.id).toBe("oauth.callbacks");
  });
});

describe("how far a section is", () => {
  it("counts what has to be done, and not the way to it", () => {
    const { sections } = guide({}, { "basic.name": "copied" });
    expect(sections.map(progressOf)).toEqual([
      { done: 2, of: 2 },
      { done: 0, of: 0 },
      { done: 1, of: 2 },
      { done: 0, of: 4 },
      { done: 0, of: 1 },
    ]);
  });

  it("does not count what Salesforce says otherwise of, or a look that failed", () => {
    expect(isDone(line("a", { line: "scope", scope: "api" }, { tick: "refuted" }))).toBe(false);
    expect(isDone(line("b", { line: "look", at: "port", verdict: { is: "failed", failure: { code: "port_taken", port: 33333, holder: null } } }))).toBe(false);
    expect(isDone(line("c", { line: "look", at: "domain", verdict: { is: "cannot_tell" } }))).toBe(true);
  });

  it("is a hundred only when all is done", () => {
    expect(percentOf({ done: 6, of: 10 })).toBe(60);
    expect(percentOf({ done: 199, of: 200 })).toBe(99);
    expect(percentOf({ done: 0, of: 0 })).toBe(0);
  });
});
