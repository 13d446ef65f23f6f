import { flushSync } from "svelte";
import { describe, expect, it, vi } from "vitest";

import { app, org, orgs as manyOrgs } from "../testing/fixtures";
import { watched } from "../testing/watched.svelte";
import type { Status } from "../wire/Status";
import { Orgs, wordOf } from "./orgs.svelte";

function loaded(list = manyOrgs()): Orgs {
  const orgs = new Orgs();
  orgs.heard(list);
  return orgs;
}

const codes = (orgs: Orgs, query: string): string[] => {
  orgs.query = query;
  return orgs.found.map(({ code }) => code);
};

describe("the list", () => {
  it("stands under its clients, in the order in which it came", () => {
    const orgs = loaded();
    expect(orgs.groups.map(({ client, orgs }) => [client, orgs.length])).toEqual([
      ["Acme Retail", 4],
      ["Boreal Bank", 2],
      ["Cobalt Energy", 2],
    ]);
    expect(orgs.clients).toEqual(["Acme Retail", "Boreal Bank", "Cobalt Energy"]);
  });

  it("finds an app with its org, and nothing for an id that is gone", () => {
    const orgs = loaded();
    expect(orgs.app("app-acu2")?.org.code).toBe("acu");
    expect(orgs.app("gone")).toBeUndefined();
    expect(orgs.org("gone")).toBeUndefined();
  });
});

describe("the search", () => {
  it.each([
    ["client", "cobalt", ["cos", "col"]],
    ["org", "staging", []],
    ["host", "borealbank--sit", ["bos"]],
    ["app", "data loader", ["col"]],
    ["user", "integration.user@", ["bos"]],
    ["code", "acf", ["acf"]],
    ["several words, in any order", "production boreal", ["bop"]],
    ["company", "acme retail ltd", ["acp", "acf", "acu", "aca", "bop", "bos", "col"]],
    ["capitals and spaces", "  COBALT ", ["cos", "col"]],
  ])("finds by %s", (_by, query, expected) => {
    expect(codes(loaded(), query)).toEqual(expected);
  });

  it("puts the org with exactly this code first", () => {
    const list = [org({ id: "1", client: "Aco", code: "xyz" }), org({ id: "2", client: "Zed", code: "aco" })];
    expect(codes(loaded(list), "aco")).toEqual(["aco", "xyz"]);
  });

  it("shows only the apps that are meant, and all where the org is", () => {
    const orgs = loaded();
    orgs.query = "postman";
    expect(orgs.found[0]?.apps.map(({ id }) => id)).toEqual(["app-acu2"]);
    orgs.query = "acu";
    expect(orgs.found[0]?.apps).toHaveLength(2);
  });

  it("does not mind accents", () => {
    expect(codes(loaded([org({ client: "São Paulo Energía" })]), "sao energia")).toEqual(["acu"]);
  });

  it("takes every character as text", () => {
    expect(codes(loaded(), ".*(")).toEqual([]);
  });
});

describe("how an app stands", () => {
  const lapsing = (renews: boolean): Status => ({ word: "fresh", until: Date.now() + 2500, renews });

  it.each([
    [true, "renews"],
    [false, "sign_in"],
  ] as const)("changes by itself when a fresh token has aged (renews: %s)", (renews, then) => {
    vi.useFakeTimers();
    const { status } = app({ status: lapsing(renews) });
    const seen = watched(() => wordOf(status));
    expect(seen.values).toEqual(["fresh"]);
    vi.advanceTimersByTime(2000);
    flushSync();
    expect(seen.values).toEqual(["fresh"]);
    vi.advanceTimersByTime(1000);
    flushSync();
    expect(seen.values).toEqual(["fresh", then]);
    seen.stop();
  });

  it("does not change otherwise, and needs no clock for that", () => {
    vi.useFakeTimers();
    const seen = watched(() => wordOf({ word: "renews" }));
    expect(vi.getTimerCount()).toBe(0);
    seen.stop();
  });
});
