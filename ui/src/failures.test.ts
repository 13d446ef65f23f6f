import { describe, expect, it } from "vitest";

import { explain, isOfKeychain, mayBecomeReady } from "./failures";
import { t } from "./messages";
import { refused } from "./testing/fixtures";
import type { CauseView } from "./wire/CauseView";
import type { Failure } from "./wire/Failure";
import type { Meaning } from "./wire/Meaning";
import type { Refusal } from "./wire/Refusal";

/** One of each code. A code that is missing here does not compile. */
const refusal: Refusal = { stage: "exchange", error: "invalid_client", description: "invalid client credentials", meaning: "wrong_secret", causes: [], sure: "reported" };
const samples: { [C in Failure["code"]]: Extract<Failure, { code: C }> } = {
  cancelled: { code: "cancelled" },
  field: { code: "field", refused: { field: "code", problem: "taken" } },
  template: { code: "template", refused: { reason: "not_a_template", place: "app.consumerKey" } },
  gone: { code: "gone" },
  in_use: { code: "in_use" },
  sign_in_running: { code: "sign_in_running" },
  timed_out: { code: "timed_out" },
  not_brought: { code: "not_brought", why: "unknown" },
  port_taken: { code: "port_taken", port: 33333, holder: null },
  browser_not_found: { code: "browser_not_found" },
  refused: { code: "refused", refusal },
  needs_sign_in: { code: "needs_sign_in", app: "app-acu" },
  other_org: { code: "other_org", expected: "Acme Retail Ltd", answered: "00D5g00000ZzZzZEAV", host: "other.my.salesforce.com" },
  other_user: { code: "other_user", expected: "ana@acme.com", answered: "bob@acme.com" },
  foreign_instance: { code: "foreign_instance", host: "evil.example" },
  host_unknown: { code: "host_unknown", host: "acme.my.salesforce.com" },
  unreachable: { code: "unreachable", host: "acme.my.salesforce.com" },
  tls_refused: { code: "tls_refused", host: "acme.my.salesforce.com", reason: "unknown_issuer", issuer: "Acme Inspection CA" },
  proxy_unreachable: { code: "proxy_unreachable", host: "acme.my.salesforce.com", proxy: "proxy.acme.example:3128" },
  proxy_authentication: { code: "proxy_authentication", host: "acme.my.salesforce.com", proxy: "proxy.acme.example:3128" },
  captive_portal: { code: "captive_portal", host: "acme.my.salesforce.com", status: 302 },
  clock_off: { code: "clock_off", seconds: 400 },
  not_salesforce: { code: "not_salesforce", host: "acme.my.salesforce.com", status: 200 },
  server_trouble: { code: "server_trouble", host: "acme.my.salesforce.com", status: 503 },
  keychain_locked: { code: "keychain_locked", prompt: "unanswered" },
  keychain_frozen: { code: "keychain_frozen" },
  keychain_absent: { code: "keychain_absent", lacking: "service" },
  keychain_refused: { code: "keychain_refused", reference: "a1b2c3d4" },
  registry_unwritable: { code: "registry_unwritable", reference: "a1b2c3d4" },
  registry_newer: { code: "registry_newer" },
  registry_damaged: { code: "registry_damaged", reference: "a1b2c3d4", backup: null },
  registry_on_network: { code: "registry_on_network", kind: "nfs4" },
  file_unusable: { code: "file_unusable" },
  clipboard_unavailable: { code: "clipboard_unavailable" },
  confirm_production: { code: "confirm_production" },
  guarded: { code: "guarded", orgs: ["org-acp"], level: "second_enter" },
  not_unlocked: { code: "not_unlocked", why: "refused" },
  unexpected: { code: "unexpected", reference: "a1b2c3d4" },
};
const meanings = Object.keys(t.refusals) as Meaning[];

const all: [string, Failure][] = [
  ...Object.entries(samples),
  ...meanings.map((meaning): [string, Failure] => [meaning, refused(meaning, "some_error", "some words")]),
  ["keychain_locked, dismissed", { code: "keychain_locked", prompt: "dismissed" }],
  ["keychain_absent, no bus", { code: "keychain_absent", lacking: "bus" }],
  ["keychain_absent, no collection", { code: "keychain_absent", lacking: "collection" }],
  ["port_taken, by somebody known", { code: "port_taken", port: 33333, holder: "rehearsal-tool, process 4312" }],
  ...(["empty", "sign_in_page", "other_attempt", "unknown"] as const).map(
    (why): [string, Failure] => [`not_brought, ${why}`, { code: "not_brought", why }],
  ),
  ...(["unknown_issuer", "expired", "not_yet_valid", "wrong_name", "cut_off", "other"] as const).map(
    (reason): [string, Failure] => [`tls_refused, ${reason}`, { code: "tls_refused", host: "h", reason, issuer: null }],
  ),
  ["registry_damaged, with a copy", { code: "registry_damaged", reference: "a1b2c3d4", backup: 0 }],
  ["an unknown refusal", refused(null, "some_error", "some words")],
];

describe("every failure", () => {
  it.each(all)("%s says what happened, what to do, and offers something to press", (_name, failure) => {
    const { title, what, steps, actions } = explain(failure);
    expect(title).not.toBe("");
    expect(title, "a title is no sentence").not.toMatch(/[.!]$/);
    expect(what).toMatch(/[.:]$/);
    expect(steps.length).toBeGreaterThan(0);
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) expect(t.failure.actions[action]).not.toBe("");
  });

  it("has a title of its own", () => {
    // Salesforce's trouble is told in the same words however it is noticed; the sample of a refusal is among the meanings.
    // One code, told apart by its parameters: the keychain is as locked, the list as damaged.
    const told = ["server_trouble", "refused"];
    const distinct = all.filter(([name]) => !told.includes(name) && !/^(keychain_locked|registry_damaged|port_taken|not_brought|tls_refused), /.test(name));
    const titles = distinct.map(([, failure]) => explain(failure).title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describe("the details for support", () => {
  it("hold Salesforce's own words and where they were said", () => {
    const values = explain(samples.refused).details.map(([, value]) => value);
    expect(values).toEqual(["invalid_client", "invalid client credentials", "when the token was fetched"]);
  });

  it("hold the code, the host, the status and the reference, where there are any", () => {
    const details = Object.fromEntries(explain(samples.server_trouble).details);
    expect(Object.values(details)).toEqual(["server_trouble", "acme.my.salesforce.com", "503"]);
    expect(explain(samples.keychain_absent).details.map(([, value]) => value)).toEqual(["keychain_absent", "service"]);
    expect(explain(samples.keychain_locked).details.map(([, value]) => value)).toEqual(["keychain_locked", "unanswered"]);
    expect(explain(samples.registry_on_network).details.map(([, value]) => value)).toEqual(["registry_on_network", "nfs4"]);
    expect(explain(samples.unexpected).details.map(([, value]) => value)).toEqual(["unexpected", "a1b2c3d4"]);
  });
});

describe("a refusal that the catalogue does not know", () => {
  it("is quoted, never guessed", () => {
    expect(explain(refused(null, "NEW", "never seen")).quote).toBe("NEW: never seen");
    expect(explain(refused(null, "NEW", "")).quote).toBe("NEW");
    expect(explain(refused("denied", "access_denied", "end-user denied authorization")).quote).toBeNull();
  });
});

describe("a refusal with causes", () => {
  const causes: CauseView[] = [{ cause: "secret_rotated", page: "external_client_app_manager", value: null }];

  it("is mended where they say, and nowhere else", () => {
    const explained = explain(refused("wrong_secret", "invalid_client", "invalid client credentials", "exchange", causes));
    expect(explained.causes).toEqual(causes);
    expect(explained.steps).toEqual([]);
    expect(explained.sure).toBe(t.sureness.reported);
  });

  it("that nobody knows has none of its own, and says so of no certainty", () => {
    expect(explain(refused(null, "NEW", "")).sure).toBeNull();
  });

  it("may be mended by waiting where something is new", () => {
    const those = meanings.filter((meaning) => mayBecomeReady(refused(meaning, "x", "")));
    expect(those).toEqual(["unknown_key", "callback_mismatch"]);
    expect(mayBecomeReady({ code: "timed_out" })).toBe(false);
  });
});

describe("a connection that is not safe", () => {
  it("names who issued the certificate, where that is known", () => {
    expect(explain(samples.tls_refused).what).toContain("“Acme Inspection CA”");
    expect(explain(samples.tls_refused).details.map(([, value]) => value)).toContain("Acme Inspection CA");
    expect(explain({ code: "tls_refused", host: "h", reason: "unknown_issuer", issuer: null }).what).toContain("by nobody whom this computer trusts");
  });
});

describe("a clock that is wrong", () => {
  it.each([
    [400, "7 minutes ahead of"],
    [-90, "90 seconds behind"],
    [86_400, "24 hours ahead of"],
  ])("by %d seconds is told in words", (seconds, words) => {
    expect(explain({ code: "clock_off", seconds }).what).toContain(words);
  });
});

/** All that is said, in one piece. */
function wordsOf(failure: Failure): string {
  const { what, steps } = explain(failure);
  return [what, ...steps.filter((step) => typeof step === "string")].join(" ");
}

describe("a keychain that fails", () => {
  it("is told by what became of its question", () => {
    expect(wordsOf({ code: "keychain_locked", prompt: "unanswered" })).toContain("nobody answered");
    expect(wordsOf({ code: "keychain_locked", prompt: "dismissed" })).toContain("was closed, or could not be shown");
  });

  it("is told by what of it is lacking, with what to do about that", () => {
    expect(wordsOf({ code: "keychain_absent", lacking: "bus" })).toContain("from within your desktop");
    expect(wordsOf({ code: "keychain_absent", lacking: "service" })).toContain("GNOME Keyring, KWallet or KeePassXC");
    expect(wordsOf({ code: "keychain_absent", lacking: "collection" })).toContain("a password keyring called Login");
  });

  it("is told from everything else", () => {
    const codes = Object.values(samples).filter(isOfKeychain).map(({ code }) => code);
    expect(codes).toEqual(["keychain_locked", "keychain_frozen", "keychain_absent", "keychain_refused"]);
  });
});

describe("a list that cannot be used", () => {
  it("names the copy only where there is one", () => {
    const damaged = (backup: number | null) => wordsOf({ code: "registry_damaged", reference: "1", backup });
    expect(damaged(0)).toContain("Use the copy");
    expect(damaged(null)).not.toContain("Use the copy");
    expect(damaged(null)).toContain("Nothing has been deleted");
  });

  it("on a network drive names its kind, and the way off it", () => {
    expect(wordsOf(samples.registry_on_network)).toContain("(nfs4)");
    expect(wordsOf(samples.registry_on_network)).toContain("KEYPERCH_DATA_DIR");
  });
});

describe("a device code that has ended", () => {
  it("is told without a browser, and with what comes next", () => {
    const failure = refused("device_code_ended", "invalid_grant", "", "device_code", [{ cause: "device_code_late", page: null, value: null }]);
    const { title, what, actions } = explain(failure);
    expect(`${title}. ${what}`).toBe("The device code has ended. It was not typed in time. Nothing was saved.");
    expect(actions[0]).toBe("try_again");
  });
});

describe("an app that signs in by itself", () => {
  it("is not told of as a person who did", () => {
    for (const flow of ["client_credentials", "jwt_bearer"] as const) {
      expect(explain(samples.other_user, flow).what).toContain("The app now acts as bob@acme.com");
      expect(explain(samples.other_org, flow).what).not.toContain("You signed in");
    }
    expect(explain(samples.other_user, "authorization_code").what).toContain("You signed in as bob@acme.com");
  });
});

describe("a switch that a sign-in in the browser usually does not need", () => {
  it("is named with how sure that is, and last", () => {
    const { mend } = t.causes.authorization_flow_off;
    expect(mend[0]).toMatch(/^Usually nothing has to be ticked/);
    expect(mend.slice(-2)).toEqual([{ setup: "Enable Authorization Code and Credentials Flow" }, "."]);
  });
});

describe("other names", () => {
  it("are told with who was expected, where that is known", () => {
    expect(explain(samples.other_user).what).toContain("bob@acme.com");
    expect(explain(samples.other_user).what).toContain("this entry is ana@acme.com");
    expect(explain({ code: "other_user", expected: "", answered: "bob" }).what).toContain("not as the user of the last sign-in");
  });
});
