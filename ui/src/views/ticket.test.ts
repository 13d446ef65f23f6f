import { describe, expect, it } from "vitest";

import { app, grant, jwtApp, org } from "../testing/fixtures";
import { toolGrant } from "../testing/fixtures-hand-over";
import type { AppView } from "../wire/AppView";
import type { OrgView } from "../wire/OrgView";
import { ticket } from "./ticket";

const now = new Date(2026, 10, 20, 12, 30).getTime();
const earlier = new Date(2026, 10, 20, 12, 0).getTime();

const record = (more: Partial<AppView> = {}, of: Partial<OrgView> = {}): string[] =>
  ticket({ org: org(of), app: app(more) }, now).split("\n");

describe("a record for a ticket", () => {
  it("says what was set up, by whom, when, and what is proven", () => {
    const guide = { id: "guide-1", recipe: "rehearsal_tool", appName: "Rehearsal Tool", app: "app-acu", done: 9, of: 9, isProven: true } as const;
    const tools = [toolGrant({ signedInAt: earlier, handedOverAt: now })];
    const lines = record({ grant: grant({ provenAt: now, signedInAt: earlier }), tools }, { guides: [guide] });
    expect(lines).toEqual([
      "External Client App: record of the set-up",
      "",
      "Org: Acme Retail · UAT (UAT sandbox)",
      "My Domain: acme--uat.sandbox.my.salesforce.com",
      "Org ID: 00D5g00000AbCdEEAV",
      "External Client App: Rehearsal Tool",
      "Signs in: A person in the browser",
      "Callback URL: http://localhost:33333",
      "Consumer Key: ends in NkoM",
      "",
      "OAuth Scopes granted: Manage user data via APIs (api); Perform requests at any time (refresh_token, offline_access); Access the Salesforce API Platform (sfap_api)",
      "Signed in: as ana@acme.com, 20 Nov 2026, 12:00",
      "Proven:",
      "- Salesforce gave or accepted a token, 20 Nov 2026, 12:30",
      "- every scope that was asked for was granted",
      "- Salesforce lets the sign-in renew by itself",
      "- every step of the set-up guide’s proof",
      "Sign-in for the Rehearsal Tool: as release@acme.com.uat, 20 Nov 2026, 12:00, handed over",
      "",
      "Written: 20 Nov 2026, 12:30, by Keyperch",
      "No key, secret or token is in this record.",
    ]);
  });

  it("claims nothing that is not so", () => {
    const missing = record({ grant: grant({ missingScopes: ["sfap_api"], refreshable: false }) });
    expect(missing).toContain("Not granted: Access the Salesforce API Platform (sfap_api)");
    expect(missing.filter((line) => line.startsWith("- "))).toHaveLength(1);
    const unused = record({ grant: null });
    expect(unused).toContain("Signed in: nobody yet");
    expect(unused).toContain("Proven: nothing yet");
    expect(unused.find((line) => line.startsWith("OAuth Scopes to ask for: "))).toBeDefined();
  });

  it("tells whatever can be told of an app without a browser, and of a user without a name", () => {
    const lines = record({ ...jwtApp(), key: { lastFour: "", fingerprint: "3fa91c42" }, grant: grant({ username: null }) }, { organizationId: null });
    expect(lines.some((line) => line.startsWith("Callback URL"))).toBe(false);
    expect(lines.some((line) => line.startsWith("Consumer Key"))).toBe(false);
    expect(lines.some((line) => line.startsWith("Org ID"))).toBe(false);
    expect(lines.find((line) => line.startsWith("Signed in: "))).toContain("user 0055g00000AbCdEAAV");
  });

  it("has nothing of key and secret but the key's end", () => {
    const text = record().join("\n");
    expect(text).not.toContain("9F0C");
    expect(text).not.toContain("3fa91c42");
    expect(text).not.toContain("77b0e1d5");
  });
});
