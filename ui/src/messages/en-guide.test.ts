import { describe, expect, it } from "vitest";

import { en } from "./en";
import { advice, whys } from "./en-whys";
import { otherSpellings, quickFind, setupLabels, setupPages } from "./setup-labels";

const sentences = (text: string): number => text.split(/[.!?](?=\s|$)/).filter((part) => part.trim() !== "").length;

describe("reasons", () => {
  it.each(Object.entries({ ...whys, ...advice }))("%s: two sentences", (_why, text) => {
    expect(sentences(text), text).toBe(2);
    expect(text).toMatch(/[.]$/);
    expect(text.length, "it is read in a narrow window").toBeLessThan(300);
  });
});

describe("words of Setup", () => {
  it("are one for each label, and other spellings are other words", () => {
    for (const [label, other] of Object.entries(otherSpellings)) {
      expect(setupLabels[label as keyof typeof setupLabels]).not.toBe(other);
    }
    const twice = Object.values(setupLabels).filter((word, at, all) => all.indexOf(word) !== at);
    expect(twice).toEqual([]);
  });

  it("find each page in Quick Find", () => {
    for (const [page, words] of Object.entries(quickFind)) {
      expect(setupPages[page as keyof typeof setupPages].toLowerCase()).toContain(words.toLowerCase());
    }
  });
});

describe("a set-up", () => {
  it("says what a proof shows, in each way to sign in", () => {
    expect(en.proof.stepOf({ step: "renewed" }, "authorization_code")).toBe("It renews by itself");
    expect(en.proof.stepOf({ step: "renewed" }, "jwt_bearer")).toBe("A second token was given");
    expect(en.proof.stepOf({ step: "scope", scope: "mcp_api" }, "jwt_bearer")).toBe("Granted: mcp_api");
    expect(en.proof.stepOf({ step: "scope", scope: "api" }, "jwt_bearer")).toBe("Granted: Manage user data via APIs (api)");
  });

  it("says production aloud, and of which kind nobody knows", () => {
    expect(en.proof.connected("Acme", "production", "ana@acme.com", true)).toBe("Connected to Acme (PRODUCTION) as ana@acme.com");
    expect(en.proof.connected("Acme", "unknown", "ana@acme.com", true)).toBe("Connected to Acme (treated as production) as ana@acme.com");
    expect(en.proof.connected("Acme", "uat", "ana@acme.com", false)).toBe("Connected to Acme as ana@acme.com");
  });

  it("counts what is otherwise in the org", () => {
    expect(en.drift.summary(0, 0)).toBe("Nothing is otherwise.");
    expect(en.drift.summary(1, 2)).toBe("1 setting is otherwise. 2 could not be read: that is no mistake of yours.");
  });
});
