import { describe, expect, it } from "vitest";

import { app, org } from "../testing/fixtures";
import type { OrgView } from "../wire/OrgView";
import { arrange, rowsOf, type Wanted } from "./arrange";

/** An org of a client, both named by a letter, used at a moment. */
const at = (client: string, id: string, lastUsed: number | null = null, more: Partial<OrgView> = {}): OrgView =>
  org({ id, clientId: client, client, code: id, apps: [app({ id: `app-${id}`, lastUsed })], ...more });

const wanted = (more: Partial<Wanted> = {}): Wanted => ({
  sort: "client",
  pinsFirst: true,
  folded: [],
  isMeant: () => false,
  isTroubled: () => false,
  ...more,
});

const keys = (orgs: OrgView[], more: Partial<Wanted> = {}): string =>
  arrange(orgs, wanted(more)).map(({ key }) => key).join(" ");

describe("the arrangement", () => {
  it("is by clients, in the order of the list", () => {
    expect(keys([at("A", "a1"), at("B", "b1"), at("A", "a2")])).toBe("cli-A org-a1 org-a2 cli-B org-b1");
  });

  it("has what is pinned first, and not twice", () => {
    const orgs = [at("A", "a1"), at("A", "a2", null, { isPinned: true }), at("B", "b1", null, { isPinned: true })];
    expect(keys(orgs)).toBe("pinned org-a2 org-b1 cli-A org-a1");
    expect(keys(orgs, { pinsFirst: false })).toBe("cli-A org-a1 org-a2 cli-B org-b1");
  });

  it("names the client of an org that stands elsewhere than under it", () => {
    const units = arrange([at("A", "a1", null, { isPinned: true }), at("A", "a2")], wanted());
    expect(units.flatMap((unit) => (unit.unit === "org" ? [unit.namesClient] : []))).toEqual([true, false]);
  });

  it("by last use has the newest first, and after them, by client, what was never used", () => {
    const orgs = [at("A", "a1"), at("A", "a2", 5), at("B", "b1", 9), at("C", "c1", 9, { isPinned: true })];
    expect(keys(orgs, { sort: "recent" })).toBe("pinned org-c1 recent org-b1 org-a2 cli-A org-a1");
  });

  it("has the org with the typed code before all that was used", () => {
    const orgs = [at("B", "b1"), at("A", "a1", 9)];
    expect(keys(orgs, { sort: "recent", pinsFirst: false, isMeant: ({ id }) => id === "b1" })).toBe("cli-B org-b1 recent org-a1");
  });

  it("folds a client away, and counts what is under it and what of that needs attention", () => {
    const orgs = [at("A", "a1"), at("A", "a2"), at("B", "b1")];
    const units = arrange(orgs, wanted({ folded: ["A"], isTroubled: ({ id }) => id === "a2" }));
    expect(units.map(({ key }) => key)).toEqual(["cli-A", "cli-B", "org-b1"]);
    expect(units[0]).toMatchObject({ fold: "folded", troubled: 1, orgs: [{ id: "a1" }, { id: "a2" }] });
    expect(units[1]).toMatchObject({ fold: "open", troubled: 0 });
  });
});

describe("rows", () => {
  it("are the client where it folds, the org, its apps, and the set-ups that are not at their end", () => {
    const [client, card] = arrange([at("A", "a1")], wanted());
    if (client === undefined || card === undefined) throw new Error("no units");
    expect(rowsOf(client)).toEqual(["cli-A"]);
    expect(rowsOf(card)).toEqual(["org-a1", "app-app-a1"]);
    const [plain] = arrange([at("A", "a1")], wanted({ folded: null }));
    expect(plain === undefined ? null : rowsOf(plain), "a head that folds nothing is no row").toEqual([]);
  });

  it("invite where there is no app", () => {
    const unit = arrange([at("A", "a1", null, { apps: [] })], wanted()).at(-1);
    expect(unit === undefined ? null : rowsOf(unit)).toEqual(["org-a1", "add-a1"]);
  });
});
