import { screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { app, callbackMismatch, certificate, grant, jwtApp, MINUTE, org } from "../testing/fixtures";
import { toolGrant } from "../testing/fixtures-hand-over";
import { expectAccessible, openSession, settle, show } from "../testing/window";
import type { AppView } from "../wire/AppView";
import type { OrgView } from "../wire/OrgView";
import AppDetail from "./AppDetail.svelte";
import Pane from "./Pane.svelte";

async function detail(more: Partial<AppView> = {}, of: Partial<OrgView> = {}) {
  const there = org({ ...of, apps: [app(more)] });
  const { shell, session } = await openSession([there]);
  const shown = await show(AppDetail, { session, org: there, app: app(more) });
  return { ...shown, shell, session };
}

const fact = (name: string) => {
  const term = screen.getByText(name, { selector: "dt" });
  return within(term.parentElement as HTMLElement);
};

describe("an app", () => {
  it("says where one is, how it stands, and who is signed in", async () => {
    const { container } = await detail();
    expect(screen.getByRole("heading", { name: "Rehearsal Tool" })).toBeVisible();
    expect(screen.getByText("SANDBOX: UAT")).toBeVisible();
    expect(screen.getByText("Copies at once.")).toBeVisible();
    expect(fact("Signed in as").getByText("ana@acme.com")).toBeVisible();
    expect(fact("Last proven").getByText("1 minute ago")).toBeVisible();
    expect(fact("Stays signed in").getByText("Yes, renews by itself")).toBeVisible();
    await expectAccessible(container);
  });

  it.each([
    ["production", "PRODUCTION"],
    ["unknown", "UNKNOWN, TREATED AS PRODUCTION"],
  ] as const)("in an org of kind %s says %s", async (environment, band) => {
    await detail({}, { environment });
    expect(screen.getByText(band)).toBeVisible();
  });

  it("copies a fresh token with its first button", async () => {
    const { user, shell } = await detail();
    const held = shell.hold("copy_token");
    await user.click(screen.getByRole("button", { name: "Copy fresh token" }));
    expect(screen.getByRole("button", { name: "Getting the token…" })).toHaveAttribute("aria-disabled", "true");
    held.answer();
    await settle();
    expect(screen.getByRole("button", { name: "Copy fresh token" })).toBeEnabled();
  });

  it("shows of its secrets the end and a fingerprint, and nothing that could be typed into", async () => {
    const { container } = await detail();
    expect(fact("Consumer Secret").getByText("Consumer Secret, hidden")).toBeInTheDocument();
    expect(fact("Consumer Secret").getByText("fingerprint 77b0e1d5")).toBeVisible();
    expect(fact("Consumer Key").getByText("••••••••NkoM")).toHaveAttribute("aria-hidden", "true");
    expect(container.querySelectorAll("input, textarea, [contenteditable]")).toHaveLength(0);
  });

  it("shows nothing of a short secret's end, because there is none", async () => {
    await detail({ secret: { lastFour: "", fingerprint: "77b0e1d5" } });
    expect(fact("Consumer Secret").getByText("••••••••••••")).toBeVisible();
    expect(fact("Consumer Secret").queryByText(/ends in/)).toBeNull();
  });

  it("says that there is no secret where there is none", async () => {
    await detail({ secret: null });
    expect(fact("Consumer Secret").getByText(/does not require one/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Copy Consumer Secret" })).toBeNull();
  });

  it.each([
    ["Copy Consumer Key", "copy_credential", { app: "app-acu", credential: "key" }],
    ["Copy Consumer Secret", "copy_credential", { app: "app-acu", credential: "secret" }],
    ["Copy Callback URL", "copy_detail", { app: "app-acu", detail: "callback_url" }],
    ["Copy My Domain", "copy_detail", { app: "app-acu", detail: "host" }],
    ["Copy Instance URL", "copy_detail", { app: "app-acu", detail: "instance_url" }],
    ["Copy Org ID", "copy_detail", { app: "app-acu", detail: "organization_id" }],
    ["Copy Username", "copy_detail", { app: "app-acu", detail: "username" }],
    ["Open org", "open_org", { org: "org-acu" }],
  ])("%s", async (name, command, args) => {
    const { user, shell } = await detail();
    await user.click(screen.getByRole("button", { name }));
    expect(shell.called(command)).toEqual([args]);
  });

  it("that nobody signed in to offers just that", async () => {
    const { user, session } = await detail({ grant: null, status: { word: "sign_in" } });
    expect(screen.getByText("Not signed in yet")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Sign out…" })).toBeNull();
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(session.signIn.plan).toMatchObject({ app: "app-acu", reason: "asked", thenCopy: null });
  });

  it("with a problem names it and leads to what can be done", async () => {
    const { user, session } = await detail({ status: { word: "problem", failure: callbackMismatch } });
    expect(screen.getByText("The Callback URL in Salesforce is different from ours")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Show what to do" }));
    expect(session.troubles.of("app-acu")?.failure).toEqual(callbackMismatch);
  });

  it("names each scope that was not granted, by its name in Setup", async () => {
    await detail({ grant: grant({ missingScopes: ["sfap_api"] }) });
    expect(screen.getByText("Signed in, but 1 scope is missing")).toBeVisible();
    expect(screen.getByText("“Access the Salesforce API Platform (sfap_api)”")).toBeVisible();
    expect(fact("OAuth Scopes").getByText("(not granted)")).toBeVisible();
  });

  it("that does not stay signed in says what would change that, once", async () => {
    await detail({ grant: grant({ refreshable: false }) });
    expect(screen.getByText("You will be asked to sign in each time")).toBeVisible();
  });

  it("does not name a missing refresh scope in two ways", async () => {
    await detail({ grant: grant({ refreshable: false, missingScopes: ["refresh_token"] }) });
    expect(screen.queryByText("You will be asked to sign in each time")).toBeNull();
  });

  it.each([
    ["Edit app", { ask: "edit_app", app: "app-acu" }],
    ["Sign out…", { ask: "sign_out", app: "app-acu" }],
    ["Remove…", { ask: "remove_app", app: "app-acu" }],
  ])("%s asks first", async (name, asked) => {
    const { user, session } = await detail();
    await user.click(screen.getByRole("button", { name }));
    expect(session.screen.asked).toEqual(asked);
  });
});

describe("how an app signs in", () => {
  it("is said, with the tool that the sign-in is for", async () => {
    await detail();
    expect(fact("Signs in").getByText("A person in the browser")).toBeVisible();
    expect(fact("For").getByText(/Keyperch/)).toBeVisible();
  });

  it("with a signed assertion names the user, the key and the certificate, which can be saved again", async () => {
    const { user, shell, container } = await detail(jwtApp({ grant: grant({ refreshable: false }) }));
    expect(fact("For user").getByText("integration@acme.com.uat")).toBeVisible();
    expect(fact("Private key").getByText("fingerprint c0ffee42")).toBeVisible();
    expect(fact("Fingerprint (SHA-256)").getByText(/^5E:/, { selector: "bdi" })).toBeVisible();
    expect(fact("Stays signed in").getByText("Yes, fetches each token by itself")).toBeVisible();
    expect(screen.queryByText("You will be asked to sign in each time"), "it never is").toBeNull();
    expect(screen.queryByText("Callback URL", { selector: "dt" })).toBeNull();
    await user.click(screen.getByRole("button", { name: "Save certificate (.crt)…" }));
    await settle();
    expect(shell.called("save_certificate")).toEqual([{ of: { of: "app", app: "app-acu" } }]);
    expect(screen.getByText("Certificate saved. Upload it in Setup.")).toBeVisible();
    await expectAccessible(container);
  });

  it("with a certificate that has ended says so", async () => {
    const ended = jwtApp();
    if (ended.flow.flow !== "jwt_bearer") throw new Error("no assertion");
    await detail({ flow: { ...ended.flow, certificate: certificate({ endsAt: Date.now() - 1000 }) } });
    expect(screen.getByText(/^It has ended/)).toBeVisible();
  });

  it("without a browser offers no device code", async () => {
    const { user } = await detail(jwtApp());
    await user.click(screen.getByRole("button", { name: "More for this app" }));
    expect(screen.getAllByRole("menuitem").map((item) => item.textContent)).toEqual([
      "Check this connection…",
      "Hand over…",
    ]);
  });
});

describe("the sign-ins of other tools", () => {
  const signedInAt = new Date(2026, 10, 20, 12, 0).getTime();

  it("are told where there are any: whose, since when, and whether the tool has its tokens", async () => {
    const handedOverAt = new Date(2026, 10, 20, 12, 30).getTime();
    const { container } = await detail({ tools: [toolGrant({ signedInAt, handedOverAt })] });
    expect(fact("Rehearsal Tool").getByText("release@acme.com.uat")).toBeVisible();
    expect(fact("Rehearsal Tool").getByText("Signed in on 20 Nov 2026, 12:00")).toBeVisible();
    expect(fact("Rehearsal Tool").getByText("Handed over 20 Nov 2026, 12:30. The tool renews it.")).toBeVisible();
    expect(fact("Rehearsal Tool").queryByRole("button"), "nothing is left to do").toBeNull();
    await expectAccessible(container);
  });

  it("lead to where they are handed over while they wait", async () => {
    const { user, session } = await detail({ tools: [toolGrant({ signedInAt })] });
    expect(fact("Rehearsal Tool").getByText("Waits here to be handed over.")).toBeVisible();
    await user.click(fact("Rehearsal Tool").getByRole("button", { name: "Hand over…" }));
    expect(session.screen.asked).toEqual({ ask: "hand_over", app: "app-acu" });
  });

  it("are not spoken of where there are none", async () => {
    await detail();
    expect(screen.queryByText("Sign-ins of other tools")).toBeNull();
  });
});

describe("when a token ends", () => {
  it("is told only where Salesforce has said so", async () => {
    await detail();
    expect(fact("Token ends").getByText("Salesforce states no end")).toBeVisible();
  });

  it("is told with the time at which Salesforce said so", async () => {
    const at = new Date(2026, 10, 20, 14, 32).getTime();
    const askedAt = new Date(2026, 10, 20, 12, 1).getTime();
    await detail({ grant: grant({ ends: { at, askedAt } }) });
    expect(fact("Token ends").getByText("14:32 (Salesforce said so 12:01)")).toBeVisible();
  });
});

describe("how long a sign-in lasts", () => {
  const at = Date.now() + 16 * 24 * 60 * MINUTE;
  const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" }).format(at);

  it("is not claimed where it is not known", async () => {
    await detail();
    expect(screen.queryByText("Signed in until")).toBeNull();
  });

  it.each([
    ["read in Setup", Date.now() - 120 * MINUTE, "Read in Setup 2 hours ago"],
    ["by its recipe", null, "By its recipe; nobody has read it in Setup"],
  ])("is told with where that comes from: %s", async (_name, readAt, source) => {
    await detail({ grant: grant({ idleEnd: { at, days: 30, readAt } }) });
    expect(fact("Signed in until").getByText(`${day} unless used (30 days)`)).toBeVisible();
    expect(fact("Signed in until").getByText(source)).toBeVisible();
  });

  it("that has passed is said, and nothing of what Salesforce does", async () => {
    await detail({ grant: grant({ idleEnd: { at: Date.now() - MINUTE, days: 30, readAt: null } }) });
    expect(fact("Signed in until").getByText(/has passed without use/)).toBeVisible();
  });
});

describe("the sign-ins of a user in an app", () => {
  it.each([
    [3, false],
    [4, true],
    [5, true],
  ])("%i known: warned of the next, %s", async (known, isWarned) => {
    await detail({ grant: grant({ approvals: { known, about: 5 } }) });
    expect(fact("Sign-ins used").getByText(`${known} of about 5, as far as Keyperch knows`)).toBeVisible();
    expect(screen.queryByText(/may end the oldest without a word/) !== null).toBe(isWarned);
  });

  it("are none where the app acts by itself", async () => {
    await detail({ flow: { flow: "client_credentials" } });
    expect(screen.queryByText("Sign-ins used")).toBeNull();
  });
});

describe("the use of a sign-in at Salesforce", () => {
  it("is told with when that was asked", async () => {
    const { container } = await detail({
      grant: grant({ serverUse: { lastUsed: Date.now() - 120 * MINUTE, uses: 41, askedAt: Date.now() } }),
    });
    expect(fact("Last used at Salesforce").getByText(/^2 hours ago, 41 times/)).toBeVisible();
    expect(fact("Last used at Salesforce").getByText("(asked just now)")).toBeVisible();
    await expectAccessible(container);
  });

  it("is asked for by a button", async () => {
    const { user, shell } = await detail();
    expect(fact("Last used at Salesforce").getByText("Not asked yet")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Ask Salesforce" }));
    expect(shell.called("ask_server")).toEqual([{ app: "app-acu" }]);
  });

  it("is read out once, when it is there, and not again for the time that goes by", async () => {
    const { shell, session } = await openSession([org()]);
    const told = () => fact("Last used at Salesforce").getByRole("status");
    const { user } = await show(Pane, { session, onback: () => undefined, onlost: () => undefined });
    session.open({ kind: "app", id: "app-acu" });
    await settle();
    expect(told()).toBeEmptyDOMElement();
    const serverUse = { lastUsed: Date.now() - 120 * MINUTE, uses: 41, askedAt: Date.now() };
    shell.on("ask_server", () => shell.tell({ what: "org", org: org({ apps: [app({ grant: grant({ serverUse }) })] }) }));
    await user.click(screen.getByRole("button", { name: "Ask Salesforce" }));
    await settle();
    expect(told()).toHaveTextContent(/^2 hours ago, 41 times$/);
    expect(screen.getByText("(asked just now)").closest("[role=status]")).toBeNull();
  });

  it("that could not be read is said quietly; one that could not be asked, with the reason", async () => {
    const { user, shell } = await detail({ grant: grant({ serverUse: { lastUsed: null, uses: null, askedAt: Date.now() } }) });
    expect(fact("Last used at Salesforce").getByText(/^It could not be read\./)).toBeVisible();
    shell.refuse("ask_server", { code: "unreachable", host: "h" });
    await user.click(screen.getByRole("button", { name: "Ask Salesforce" }));
    await settle();
    expect(screen.getByRole("alert")).toHaveTextContent("Salesforce cannot be reached");
  });
});

describe("the scopes of a sign-in", () => {
  it("name also what was granted without being asked for, and no scope twice", async () => {
    await detail({ scopes: ["api", "offline_access"], grant: grant({ scopes: ["api", "refresh_token", "web"] }) });
    const scopes = fact("OAuth Scopes").getAllByRole("listitem").map((item) => item.textContent.replace(/\s+/g, " ").trim());
    expect(scopes).toEqual([
      "Manage user data via APIs (api)",
      "Perform requests at any time (refresh_token, offline_access)",
      "Manage user data via Web browsers (web) (granted, not asked for)",
    ]);
  });
});
