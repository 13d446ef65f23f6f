import { describe, expect, it } from "vitest";

import { org } from "../testing/fixtures";
import { suggest } from "./suggest";

describe("the name of an org, read from its host", () => {
  it.each([
    ["acme.my.salesforce.com", "Acme", ""],
    ["acme-retail--uat.sandbox.my.salesforce.com", "Acme Retail", "UAT"],
    ["acme--devana.sandbox.my.salesforce.com", "Acme", "Devana"],
    ["acme--qa2.sandbox.my.salesforce.com", "Acme", "QA2"],
    ["fun-dream-1234.scratch.my.salesforce.com", "Fun Dream 1234", ""],
    ["login.salesforce.com", "", ""],
    ["", "", ""],
  ])("%s", (host, client, sandbox) => {
    expect(suggest(host, [])).toEqual({ client, sandbox });
  });

  it("takes the client's name from an org of the same company", () => {
    const known = [org({ client: "ACME Retail Group", host: "acme.my.salesforce.com" })];
    expect(suggest("acme--uat.sandbox.my.salesforce.com", known).client).toBe("ACME Retail Group");
    expect(suggest("acmeother.my.salesforce.com", known).client).toBe("Acmeother");
  });
});
