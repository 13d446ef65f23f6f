import { describe, expect, it } from "vitest";

import type { Field } from "../wire/Field";
import type { FieldRefused } from "../wire/FieldRefused";
import type { ProxyRefused } from "../wire/ProxyRefused";
import { en } from "./en";
import { apart } from "./en-network";
import { pick } from "./index";
import { phrase } from "./phrase";
import { scopeLabel, setup } from "./setup-labels";

describe("the language", () => {
  it("is the first of those wanted that there is, and English where there is none", () => {
    expect(pick(["de-AT", "en-GB"])).toBe(en);
    expect(pick(["ja"])).toBe(en);
    expect(pick([])).toBe(en);
  });
});

describe("a phrase", () => {
  it("keeps its pieces apart", () => {
    expect(phrase`Press ${{ setup: setup.allow }} ${2} times.`).toEqual(["Press ", { setup: "Allow" }, " ", "2", " times."]);
    expect(phrase`${{ page: "users" }}`).toEqual([{ page: "users" }]);
  });
});

describe("Setup's names of scopes", () => {
  it("end with the scope, where Setup says it", () => {
    expect(scopeLabel("api")).toBe("Manage user data via APIs (api)");
    expect(scopeLabel("refresh_token")).toBe(scopeLabel("offline_access"));
  });

  it("are not guessed", () => {
    expect(scopeLabel("mcp_api")).toBeUndefined();
    expect(scopeLabel("constructor")).toBeUndefined();
  });
});

describe("times", () => {
  it.each([
    [0, "just now"],
    [-5000, "just now"],
    [59_999, "just now"],
    [60_000, "1 minute ago"],
    [59 * 60_000, "59 minutes ago"],
    [90 * 60_000, "1 hour ago"],
    [25 * 3_600_000, "yesterday"],
    [9 * 24 * 3_600_000, "9 days ago"],
  ])("%i ms: %s", (milliseconds, text) => {
    expect(en.ago(milliseconds)).toBe(text);
  });

  it("are written out where they are exact", () => {
    expect(en.moment(Date.UTC(2026, 10, 20, 12))).toMatch(/20 Nov 2026/);
  });
});

describe("what is wrong with a field", () => {
  it("is said for every field and every problem", () => {
    const fields: Field[] = [
      "address", "client", "org_name", "code", "app_name", "callback_url", "scopes", "consumer_key", "consumer_secret",
      "flow", "further_callbacks", "jwt_username", "private_key", "passphrase",
      "proxy_address", "proxy_username", "proxy_password", "extra_ca",
      "contact_email", "api_name", "their_callback", "run_as", "permission_set", "custom_scopes", "answer", "through",
      "notes", "set_name", "apps", "shortcut",
    ];
    const problems = [
      "empty", "characters", "taken", "not_loopback", "looks_like_key", "looks_like_secret", "nothing_to_paste",
      "refused_by_salesforce", "not_a_username", "not_a_private_key", "weak_key", "key_encryption", "wrong_passphrase",
      "needs_my_domain", "for_another", "not_pem", "no_certificate", "unreadable", "no_authority",
      "not_an_email", "not_https", "not_an_api_name", "not_a_choice", "neither_key_nor_secret", "of_another_org", "makes_itself",
      "holds_secret", "not_the_code", "not_keys",
    ] as const;
    for (const field of fields) {
      for (const problem of problems) {
        // More kinds than the compiler tells apart by itself.
        expect(en.problem({ field, problem } as FieldRefused)).toMatch(/[.]$/);
      }
      expect(en.problem({ field, problem: "too_long", most: 80 })).toContain("80 characters");
    }
  });

  it("is said for every reason against an address", () => {
    const reasons = ["empty", "not_an_address", "plain_http", "user_info", "port", "international", "experience_cloud", "not_an_org", "not_salesforce"] as const;
    const said = reasons.map((reason) => en.problem({ field: "address", problem: "address", reason }));
    expect(new Set(said).size).toBe(reasons.length);
  });
});

describe("why the address of a proxy cannot be used", () => {
  it("is said for every reason", () => {
    const reasons: ProxyRefused[] = ["https", "socks", "script", "path", "user", "no_port", "not_an_address"];
    const said = reasons.map((reason) => en.problem({ field: "proxy_address", problem: "proxy", reason }));
    expect(new Set(said).size).toBe(reasons.length);
  });
});

describe("the causes of a refusal", () => {
  const causes = Object.entries(en.causes);

  it.each(causes)("%s is said in a sentence, with the way to where it is mended", (_cause, { is, mend }) => {
    expect(is).toMatch(/[.]$/);
    const text = typeof mend === "string" ? mend : mend.map((piece) => (typeof piece === "string" ? piece : "X")).join("");
    expect(text).toMatch(/([.?]|X)\s*$/);
  });

  it("are each said differently", () => {
    expect(new Set(causes.map(([, { is }]) => is)).size).toBe(causes.length);
  });

  it("name Setup's words only from the list of those", () => {
    const words = new Set<string>([...Object.values(setup), "Manage user data via APIs (api)", "Perform requests at any time (refresh_token, offline_access)"]);
    const named = causes.flatMap(([, { mend }]) => (typeof mend === "string" ? [] : mend.flatMap((piece) => (typeof piece === "object" && "setup" in piece ? [piece.setup] : []))));
    expect(named.filter((name) => !words.has(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(50);
  });
});

describe("how far clocks are apart", () => {
  it.each([
    [1, "1 second"],
    [-119, "119 seconds"],
    [120, "2 minutes"],
    [-7200, "2 hours"],
  ])("%i: %s", (seconds, text) => {
    expect(apart(seconds)).toBe(text);
  });
});

describe("what is looked after", () => {
  it.each([
    [en.leaving.text(1), "1 sign-out waits: Salesforce could not be told yet. Keyperch goes on trying."],
    [en.leaving.text(3), "3 sign-outs wait: Salesforce could not be told yet. Keyperch goes on trying."],
    [en.leaving.sure(1), "Stop telling Salesforce of 1 sign-out? This cannot be undone: its tokens are deleted on this computer, nobody is told, and the sign-in lives on at Salesforce until it ends there."],
    [en.leaving.sure(2), "Stop telling Salesforce of 2 sign-outs? This cannot be undone: their tokens are deleted on this computer, nobody is told, and the sign-ins live on at Salesforce until they end there."],
    [en.unsaved.then(1), "Keyperch goes on trying. Quitting now would lose this sign-in."],
    [en.unsaved.then(2), "Keyperch goes on trying. Quitting now would lose these sign-ins."],
    [en.ending.title(2), "Quit and lose these sign-ins?"],
    [en.selfCheck.leftovers(1), "1 leftover: an item in the keychain that belongs to no entry."],
    [en.selfCheck.leftovers(4), "4 leftovers: items in the keychain that belong to no entry."],
    [en.selfCheck.differs(1, 0), "1 item is missing."],
    [en.selfCheck.differs(0, 2), "2 leftovers found."],
    [en.selfCheck.differs(2, 1), "2 items are missing. 1 leftover found."],
    [en.revokeAll.waiting(1), "1 waits: Salesforce could not be reached"],
    [en.revokeAll.waiting(2), "2 wait: Salesforce could not be reached"],
  ])("%s", (said, expected) => {
    expect(said).toBe(expected);
  });
});
