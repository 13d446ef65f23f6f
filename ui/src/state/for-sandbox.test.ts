import { describe, expect, it } from "vitest";

import { app, jwtApp, org } from "../testing/fixtures";
import { forSandbox, nameIn } from "./for-sandbox";

describe("what a sandbox begins with", () => {
  it("is what its sibling has, without a name, and with the company's own address", () => {
    const apps = [app({ callbackUrl: "http://localhost:4444", scopes: ["api"] }), app({ id: "app-2" })];
    expect(forSandbox(org({ host: "acme.my.salesforce.com", apps }))).toEqual({
      client: "Acme Retail",
      address: "https://acme--NAME.sandbox.my.salesforce.com",
      orgName: "",
      appName: "Rehearsal Tool",
      callbackUrl: "http://localhost:4444",
      scopes: "api",
      flow: "authorization_code",
      recipe: null,
      answers: {},
    });
  });

  it("holds nothing of its sibling's key, secret or sign-in", () => {
    const text = JSON.stringify(forSandbox(org()));
    for (const known of ["NkoM", "3fa91c42", "9F0C", "77b0e1d5", "ana@acme.com"]) expect(text).not.toContain(known);
  });

  it("begins from a sandbox as from production, and signs in in the same way", () => {
    const template = forSandbox(org({ apps: [jwtApp()] }));
    expect(template.address).toBe("https://acme--NAME.sandbox.my.salesforce.com");
    expect(template.flow).toBe("jwt_bearer");
  });

  it("guesses no address where there is no My Domain, and no app where there is none", () => {
    const template = forSandbox(org({ host: "login.salesforce.com", apps: [] }));
    expect(template).toMatchObject({ address: "", appName: "", callbackUrl: "", flow: "authorization_code" });
  });
});

describe("the name to be typed", () => {
  it("is found where it stands, until it was typed", () => {
    const { address } = forSandbox(org());
    const at = nameIn(address);
    expect(address.slice(at?.from, at?.to)).toBe("NAME");
    expect(nameIn("https://acme--uat2.sandbox.my.salesforce.com")).toBeNull();
  });
});
