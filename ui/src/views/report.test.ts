import { describe, expect, it } from "vitest";

import { t } from "../messages";
import { app, callbackMismatch, diagnosis, jwtApp, org, refused } from "../testing/fixtures";
import type { Cause } from "../wire/Cause";
import type { Meaning } from "../wire/Meaning";
import { adminMessage, plain } from "./admin-message";
import { report } from "./report";

const about = { org: org(), app: app() };

describe("the report of a check", () => {
  it("tells every check with its verdict and code, the kind of host and org, and the key's end", () => {
    expect(report(diagnosis(), about).split("\n")).toEqual([
      "Keyperch: check of a connection",
      "Time: 2026-11-20T12:00:00.000Z",
      "Host: My Domain",
      "Kind of org: UAT sandbox",
      "Signs in: A person in the browser",
      "Consumer Key ends in NkoM",
      "",
      "- Keychain keeps what it is given: in order",
      "- Connection is safe: in order",
      "- Org knows the Consumer Key and Callback URL: does not work; The Callback URL in Salesforce is different from ours; code redirect_uri_mismatch",
      "- Every scope was granted: works, with a note; Not granted: sfap_api",
      "- Sign-in is alive: cannot be checked from here",
      "- Consumer Secret is right: not needed",
    ]);
  });

  it("names nobody: no client, org, host, user, proxy or issuer", () => {
    const named = diagnosis({
      isFinished: false,
      checks: [
        { check: "proxy", verdict: { is: "passed", note: { says: "proxy", proxy: "proxy.acme.example:3128" } } },
        { check: "tls", verdict: { is: "passed", note: { says: "issuer", issuer: "Acme Inspection CA" } } },
        { check: "domain", verdict: { is: "failed", failure: { code: "unreachable", host: "acme--uat.sandbox.my.salesforce.com" } } },
        { check: "grant", verdict: { is: "failed", failure: { code: "other_user", expected: "ana@acme.com", answered: "bob@acme.com" } } },
        { check: "key_and_callback", verdict: { is: "failed", failure: refused(null, "NEW", "for ana@acme.com") } },
      ],
    });
    const text = report(named, { org: org({ host: "login.salesforce.com" }), app: jwtApp() });
    expect(text).not.toMatch(/acme|ana@|bob@|3fa91c42/i);
    expect(text).toContain("Host: log-in page for all orgs");
    expect(text).toContain("code NEW");
    expect(text.endsWith("Not finished.")).toBe(true);
  });
});

describe("somebody who is not signed in", () => {
  it("is told of as that, and not as something that works", () => {
    const text = report(diagnosis({ checks: [{ check: "grant", verdict: { is: "warned", note: { says: "nobody_signed_in" } } }] }), about);
    expect(text.split("\n").at(-1)).toBe("- Sign-in is alive: not signed in");
  });
});

describe("a message for an admin", () => {
  it("says what happened, where in Setup it is mended, the exact value, the org and the code", () => {
    const text = adminMessage(callbackMismatch, about);
    expect(text).toContain("I cannot connect through the External Client App “Rehearsal Tool”.");
    expect(text).toContain("1. The app does not have this Callback URL. Open your app: “Settings”, “Edit”, “OAuth Settings”, “Callback URL”.");
    expect(text).toContain("(page “External Client App Manager”)\n   Callback URL, exactly: http://localhost:33333");
    expect(text).toContain("2. The app was made or changed only minutes ago.");
    expect(text).toContain("Org: acme--uat.sandbox.my.salesforce.com");
    expect(text).toContain("Salesforce’s code: redirect_uri_mismatch (redirect_uri must match configuration)");
  });

  it("has no key in it, not even its end, and nothing that is of use in this window alone", () => {
    const failure = refused("wrong_secret", "invalid_client", "invalid client credentials", "exchange", [
      { cause: "secret_wrong", page: "external_client_app_manager", value: null },
      { cause: "scope_missing", page: null, value: "scopes" },
    ]);
    const text = adminMessage(failure, about);
    expect(text).not.toMatch(/NkoM|9F0C|3fa91c42|Edit app/);
    expect(text).toContain("OAuth Scopes, each of: Manage user data via APIs (api), Perform requests");
  });

  const toTheWindow = /\b(below|above|here|[Yy]ours?|[Yy]ou)\b|Press |Paste|Edit app|Edit org|[Tt]ry again|(Sign|sign|Open) (in )?again/;
  /** What the frame of a message says, and Setup's own way of addressing. */
  const frame = /Open your app:|open your app:|open your app,|Thank you\./g;

  it.each(Object.keys(t.causes) as Cause[])("speaks to nobody at the window: %s", (cause) => {
    const text = adminMessage(refused("denied", "access_denied", "x", "authorize", [{ cause, page: "users", value: "host" }]), about);
    expect(text).toContain(t.causes[cause].is);
    expect(text.replace(frame, "")).not.toMatch(toTheWindow);
    expect(text, "nothing is left of what was left out").not.toMatch(/\S {2}\S|^\d+\. *$/m);
  });

  it.each([...(Object.keys(t.refusals) as Meaning[]), null])("speaks to nobody at the window, whatever the refusal means: %s", (meaning) => {
    const text = adminMessage(refused(meaning, "some_error", "x"), about);
    expect(text.replace(frame, "")).not.toMatch(toTheWindow);
    expect(text).not.toMatch(/^\d+\. *$/m);
  });

  it("names the Callback URL that was sent", () => {
    const sent = { ...about, sent: "http://localhost:33334" };
    expect(adminMessage(callbackMismatch, sent)).toContain("Callback URL, exactly: http://localhost:33334");
    expect(plain([{ exact: "callback_url" }], sent)).toBe("http://localhost:33334");
  });

  it("quotes what nobody knows", () => {
    const text = adminMessage(refused(null, "NEW_CODE", "never seen"), about);
    expect(text).toContain("NEW_CODE: never seen");
    expect(text).toContain("1. The newest line of this user in “Login History” says why.");
  });

  it("writes out what would be shown", () => {
    expect(plain([{ exact: "callback_url" }, " ", { scopes: "asked" }, { here: "!" }, { page: "users" }], about)).toBe(
      "http://localhost:33333 Manage user data via APIs (api), Perform requests at any time (refresh_token, offline_access), Access the Salesforce API Platform (sfap_api)",
    );
  });
});
