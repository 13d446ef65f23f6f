import { describe, expect, it } from "vitest";

import { t } from "../messages";
import type { Cause } from "../wire/Cause";
import { explanations } from "./stuck";

const titles = (query: string) => explanations(query).map(({ title }) => title);

describe("what a screen says", () => {
  it.each([
    ["redirect_uri_mismatch", t.refusals.callback_mismatch.title],
    ["REDIRECT_URI must match", t.refusals.callback_mismatch.title],
    ["invalid_client_id", t.refusals.unknown_key.title],
    ["missing required code challenge", t.refusals.pkce_missing.title],
    ["contact Support", "A box is greyed out"],
    ["custom URI scheme", "The Callback URL is refused"],
    ["Verification code", "The Consumer Secret is not shown any more"],
  ])("%s", (query, title) => {
    expect(titles(query)).toContain(title);
  });

  it("is found by every word of it; by most of them where a whole message was typed in", () => {
    expect(titles("error=invalid_client_id&error_description=purple")).toEqual([t.refusals.unknown_key.title]);
    expect(titles("xyzzy")).toEqual([]);
    expect(titles("a b")).not.toEqual([]);
    expect(titles("the xyzzy")).toEqual([]);
  });

  it("need not be known: what most people meet is there", () => {
    expect(titles("  ")).toEqual([t.refusals.unknown_key.title, t.refusals.callback_mismatch.title, t.refusals.pkce_missing.title]);
  });

  it("leads to the page of Setup, and to what has to stand there", () => {
    const found = explanations("redirect_uri_mismatch").find(({ title }) => title === t.refusals.callback_mismatch.title);
    const first: { cause: Cause; page: string | null; value: string | null } | undefined = found?.causes[0];
    expect(first).toEqual({ cause: "callback_not_registered", page: "external_client_app_manager", value: "callback_url" });
  });

  it("is of a code and words that the catalogue has: all of them are explained by something", () => {
    for (const meaning of Object.values(t.refusals)) expect(titles(meaning.title)).toContain(meaning.title);
  });
});
