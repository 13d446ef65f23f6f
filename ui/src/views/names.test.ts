import { describe, expect, it } from "vitest";

import { app, org } from "../testing/fixtures";
import { appRowName, copyName, nameAndKind, orgRowName, titleOf } from "./names";

describe("a row", () => {
  it("is called by client, org, app, status and code, letter by letter", () => {
    expect(appRowName(org(), app(), "fresh")).toBe("Acme Retail, UAT sandbox, Rehearsal Tool, fresh, code a c u");
    expect(appRowName(org({ name: "Production", environment: "production", code: "acp" }), app(), "sign_in")).toBe(
      "Acme Retail, production, Rehearsal Tool, sign in, code a c p",
    );
    expect(orgRowName(org())).toBe("Acme Retail, UAT sandbox, 1 app, code a c u");
  });

  it("says that its org is pinned, or selected", () => {
    expect(orgRowName(org({ isPinned: true }), true)).toBe("Acme Retail, UAT sandbox, 1 app, code a c u, pinned, selected");
  });

  it("says a kind that the name does not say, and none twice", () => {
    expect(nameAndKind("Staging", "full_copy")).toBe("Staging, Full copy sandbox");
    expect(nameAndKind("Full copy", "full_copy")).toBe("Full copy sandbox");
    expect(nameAndKind("EMEA", "production")).toBe("EMEA, production");
    expect(nameAndKind("Login page", "unknown")).toBe("Login page, Unknown, treated as production");
  });

  it("has a copy button that says whose token it copies", () => {
    expect(copyName(org(), app())).toBe("Copy fresh token for Acme Retail UAT, Rehearsal Tool");
  });
});

describe("the window", () => {
  it("is called after the org that is chosen, production first", () => {
    expect(titleOf(undefined)).toBe("Keyperch");
    expect(titleOf(org())).toBe("Acme Retail · UAT — Keyperch");
    for (const environment of ["production", "unknown"] as const) {
      expect(titleOf(org({ name: "Main", environment }))).toBe("PRODUCTION · Acme Retail · Main — Keyperch");
    }
  });
});
