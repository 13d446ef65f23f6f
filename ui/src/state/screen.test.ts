import { describe, expect, it } from "vitest";

import type { Template } from "../wire/Template";
import { Screen } from "./screen.svelte";

const template: Template = {
  client: "Acme",
  address: "acme.my.salesforce.com",
  orgName: "UAT",
  appName: "Rehearsal Tool",
  callbackUrl: "",
  scopes: "",
  flow: "authorization_code",
  recipe: null,
  answers: {},
};

describe("a template that was opened", () => {
  it("is shown at once where nothing is asked", () => {
    const screen = new Screen();
    screen.propose(template);
    expect(screen.asked).toEqual({ ask: "add_org", template });
  });

  it("waits for a form that somebody is filling in", () => {
    const screen = new Screen();
    screen.ask({ ask: "add_org", template: null });
    screen.propose(template);
    expect(screen.asked).toEqual({ ask: "add_org", template: null });
    screen.answer();
    expect(screen.asked).toEqual({ ask: "add_org", template });
    screen.answer();
    expect(screen.asked, "once").toBeNull();
  });
});

describe("a chosen row", () => {
  it("is remembered behind the list, and is not an app when it is an org", () => {
    const screen = new Screen();
    screen.choose({ kind: "app", id: "a" });
    expect([screen.isAt("a"), screen.isAt("b"), screen.isDetailOpen]).toEqual([true, false, false]);
    screen.choose({ kind: "org", id: "a" });
    expect(screen.isAt("a")).toBe(false);
  });
});
