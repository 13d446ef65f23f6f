import { flushSync } from "svelte";
import { describe, expect, it, vi } from "vitest";

import { app, org, orgs as manyOrgs } from "../testing/fixtures";
import { watched } from "../testing/watched.svelte";
import type { Next } from "../wire/Next";
import type { OrgView } from "../wire/OrgView";
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
    const clients = orgs.units.flatMap((unit) => (unit.unit === "client" ? [[unit.client, unit.orgs.length]] : []));
    expect(clients).toEqual([
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

describe("what needs attention", () => {
  it("is counted in a folded head as it is above the list, minute by minute", () => {
    vi.useFakeTimers();
    const until = Date.now() + 90_000;
    const orgs = loaded([org({ apps: [app({ status: { word: "fresh", until, next: "sign_in" } })] })]);
    const counts = watched(() => {
      const [head] = orgs.units;
      return `${head?.unit === "client" ? head.troubled : "none"} of ${orgs.counts.attention}`;
    });
    orgs.folded = ["client-ac"];
    flushSync();
    vi.advanceTimersByTime(60_000);
    flushSync();
    expect(counts.values).toEqual(["0 of 0"]);
    vi.advanceTimersByTime(60_000);
    flushSync();
    expect(counts.values).toEqual(["0 of 0", "1 of 1"]);
    counts.stop();
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

describe("ten thousand orgs", () => {
  const many = (): OrgView[] =>
    Array.from({ length: 10_000 }, (_none, at) =>
      org({ id: `org-${at}`, clientId: `client-${at % 200}`, client: `São ${at % 200}`, name: `Org ${at}`, code: `c${at}`, apps: [app({ id: `app-${at}` })] }),
    );

  it("are written plainly once, not for each key that is pressed", () => {
    const orgs = loaded(many());
    orgs.query = "sao";
    expect(orgs.units.length).toBeGreaterThan(10_000);
    const written = vi.spyOn(String.prototype, "normalize");
    for (const query of ["são 9", "são org 99", "são org 999"]) {
      orgs.query = query;
      expect(orgs.units.length).toBeLessThan(5_000);
    }
    expect(written.mock.calls.length, "the typed letters alone").toBeLessThan(20);
    written.mockRestore();
  });

  it("stay as they are when one of them is told anew", () => {
    const list = many();
    const orgs = loaded(list);
    expect(orgs.heardOne(org({ id: "org-7", name: "Renamed" }))).toBeUndefined();
    expect(orgs.list.filter((each, at) => each !== list[at]).map(({ name }) => name)).toEqual(["Renamed"]);
    orgs.heardOne(org({ id: "org-unknown" }));
    expect(orgs.list).toHaveLength(10_000);
  });
});

describe("what is looked at", () => {
  const some = (): OrgView[] => [
    org({ id: "1", code: "aaa" }),
    org({ id: "2", code: "bbb", isPinned: true }),
    org({ id: "3", code: "ccc", apps: [app({ status: { word: "sign_in" } })] }),
  ];

  it("is counted, and is all, what is pinned, or what needs attention", () => {
    const orgs = loaded(some());
    expect(orgs.counts).toEqual({ all: 3, pinned: 1, attention: 1 });
    orgs.look = "pinned";
    expect(orgs.found.map(({ code }) => code)).toEqual(["bbb"]);
    orgs.look = "attention";
    expect(orgs.found.map(({ code }) => code)).toEqual(["ccc"]);
    expect(orgs.counts.all, "whatever is looked at").toBe(3);
  });

  it("is never folded away while it is searched for, or looked at by itself", () => {
    const orgs = loaded(some());
    orgs.heardLayout(["client-ac"], "client");
    const shown = () => orgs.units.filter(({ unit }) => unit === "org").length;
    expect(shown(), "the pinned one").toBe(1);
    orgs.query = "acme";
    expect(shown()).toBe(3);
    orgs.query = "";
    orgs.look = "attention";
    expect(shown()).toBe(1);
  });
});

describe("how an app stands", () => {
  const lapsing = (next: Next): Status => ({ word: "fresh", until: Date.now() + 2500, next });

  it.each(["renews", "server", "sign_in"] as const)("changes by itself when a fresh token has aged: %s", (then) => {
    vi.useFakeTimers();
    const { status } = app({ status: lapsing(then) });
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
