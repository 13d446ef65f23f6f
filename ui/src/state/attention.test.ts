import { describe, expect, it } from "vitest";

import { app, callbackMismatch, grant, org } from "../testing/fixtures";
import type { AppView } from "../wire/AppView";
import type { GrantView } from "../wire/GrantView";
import { needsAttention } from "./attention";

const NOW = 1_000_000_000_000;
const DAY = 24 * 60 * 60 * 1000;

const withApp = (more: Partial<AppView>) => org({ apps: [app({ status: { word: "renews" }, grant: grant(), ...more })] });
const withGrant = (more: Partial<GrantView>) => withApp({ grant: grant(more) });
const ending = (days: number) => withGrant({ idleEnd: { at: NOW + days * DAY, days: 30, readAt: null } });

describe("attention", () => {
  it.each([
    ["a problem", withApp({ status: { word: "problem", failure: callbackMismatch } })],
    ["a sign-in", withApp({ status: { word: "sign_in" }, grant: null })],
    ["an org out of reach", withApp({ status: { word: "offline", failure: { code: "unreachable", host: "h" } } })],
    ["an app that is not ready", withApp({ status: { word: "not_ready" } })],
    ["a token that has aged, without another", withApp({ status: { word: "fresh", until: NOW, next: "sign_in" } })],
    ["missing scopes", withGrant({ missingScopes: ["sfap_api"] })],
    ["a sign-in that ends within the week", ending(6)],
    ["the last approval but one", withGrant({ approvals: { known: 4, about: 5 } })],
    ["a refreshed sandbox", org({ refreshedAt: NOW })],
  ])("is needed by %s", (_what, org) => {
    expect(needsAttention(org, NOW)).toBe(true);
  });

  it.each([
    ["renews", withApp({})],
    ["asks as the app itself", withApp({ status: { word: "server" }, grant: null })],
    ["is fresh", withApp({ status: { word: "fresh", until: NOW + 1, next: "sign_in" } })],
    ["ends in eight days unless used", ending(8)],
    ["has three sign-ins", withGrant({ approvals: { known: 3, about: 5 } })],
    ["has no app yet", org({ apps: [] })],
  ])("is not needed by what %s", (_what, org) => {
    expect(needsAttention(org, NOW)).toBe(false);
  });
});
