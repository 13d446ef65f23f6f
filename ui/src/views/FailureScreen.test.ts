import { cleanup, screen, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";

import { t } from "../messages";
import { app, callbackMismatch, org, refused, signIn } from "../testing/fixtures";
import { expectAccessible, openSession, show } from "../testing/window";
import type { Cause } from "../wire/Cause";
import type { Failure } from "../wire/Failure";
import FailureScreen from "./FailureScreen.svelte";

async function fail(failure: Failure, isAboutApp = true, theApp = app(), theOrg = org()) {
  const { shell, session } = await openSession([{ ...theOrg, apps: [theApp] }]);
  const [onretry, onclose] = [vi.fn(), vi.fn()];
  const about = isAboutApp ? { org: theOrg, app: theApp } : undefined;
  const shown = await show(FailureScreen, { session, failure, about, onretry, onclose });
  return { ...shown, shell, session, onretry, onclose };
}

const button = (name: string) => screen.getByRole("button", { name });

describe("a failure", () => {
  it("says what happened, where it is mended with Setup's own words, and how to try again", async () => {
    const { user, shell, onretry, container } = await fail(callbackMismatch);
    expect(screen.getByRole("heading", { name: "The Callback URL in Salesforce is different from ours" })).toHaveFocus();
    const causes = screen.getAllByRole("listitem");
    expect(causes).toHaveLength(2);
    const [first, second] = causes.map((cause) => within(cause));
    expect(first?.getByText("The app does not have this Callback URL.")).toBeVisible();
    expect(first?.getByText("“Callback URL”")).toBeVisible();
    expect(first?.getByText("http://localhost:33333")).toBeVisible();
    expect(second?.getByText("The app was made or changed only minutes ago.")).toBeVisible();
    expect(screen.getByText("The likeliest cause comes first.")).toBeVisible();
    expect(screen.getByText(/^Salesforce does not document this code. Several people/)).toBeVisible();
    expect(screen.getByText(/Changed in the last 10 minutes/)).toBeVisible();
    await expectAccessible(container);

    expect(button("Copy Callback URL").parentElement, "beside it").toHaveTextContent("http://localhost:33333");
    await user.click(button("Copy Callback URL"));
    expect(shell.called("copy_detail")).toEqual([{ app: "app-acu", detail: "callback_url" }]);
    await user.click(button("Open External Client App Manager"));
    expect(shell.called("open_setup")).toEqual([{ org: "org-acu", page: "external_client_app_manager" }]);
    await user.click(button("Try again"));
    expect(onretry).toHaveBeenCalledOnce();
  });

  it("keeps Salesforce's code and words for support", async () => {
    const { user } = await fail(callbackMismatch);
    await user.click(screen.getByText("Details for support"));
    expect(screen.getByText("redirect_uri_mismatch")).toBeVisible();
    expect(screen.getByText("redirect_uri must match configuration")).toBeVisible();
    expect(screen.getByText("in the browser")).toBeVisible();
  });

  it("that nobody knows is shown in Salesforce's own words, as text", async () => {
    const { container, user, shell } = await fail(refused(null, "NEW_CODE", `<img src=x onerror=alert(1)> \u202ethgir`));
    await user.click(button("Open Login History"));
    expect(shell.called("open_setup")).toEqual([{ org: "org-acu", page: "login_history" }]);
    expect(container.querySelector("img")).toBeNull();
    expect(screen.getByText(/^NEW_CODE: <img src=x/).tagName).toBe("BDI");
    await expectAccessible(container);
  });

  it("names the scopes that must be there", async () => {
    const causes = [{ cause: "scope_missing", page: "external_client_app_manager", value: "scopes" }] as const;
    const { user, shell } = await fail(
      refused("scope_not_allowed", "invalid_scope", "the requested scope is not allowed", "authorize", [...causes]),
    );
    expect(screen.getByText("“Access the Salesforce API Platform (sfap_api)”")).toBeVisible();
    await user.click(button("Copy OAuth Scopes"));
    expect(shell.called("copy_words")).toEqual([{ text: "api refresh_token sfap_api" }]);
  });

  it.each([
    ["Edit app", refused("unknown_key", "invalid_client_id", ""), { ask: "edit_app", app: "app-acu" }],
    ["Edit org", refused("unknown_key", "invalid_client_id", ""), { ask: "edit_org", org: "org-acu" }],
    ["Sign out here", { code: "other_user", expected: "a", answered: "b" }, { ask: "sign_out", app: "app-acu" }],
    ["Check this connection", callbackMismatch, { ask: "check_connection", app: "app-acu" }],
    ["Network settings", { code: "proxy_authentication", host: "h", proxy: "p:3128" }, { ask: "network" }],
  ] as const)("leads to %s", async (name, failure, asked) => {
    const { user, session } = await fail(failure);
    await user.click(button(name));
    expect(session.screen.asked).toEqual(asked);
  });

  it("that a new sign-in mends offers that first", async () => {
    const { user, session, onclose } = await fail(refused("grant_ended", "invalid_grant", "expired", "refresh"));
    await user.click(button("Sign in again"));
    expect(session.signIn.plan?.app).toBe("app-acu");
    expect(onclose).toHaveBeenCalled();
  });

  it("about no app offers nothing that needs one", async () => {
    await fail({ code: "foreign_instance", host: "evil.example" }, false);
    expect(screen.getAllByRole("button").map((each) => each.textContent.trim())).toEqual(["Close", "Copy details"]);
    expect(screen.getByText(/It named evil.example/)).toBeVisible();
  });

  it("of a template leads to another file", async () => {
    const { user, shell, onclose } = await fail({ code: "template", refused: { reason: "newer", version: 2 } }, false);
    await user.click(button("Choose another file"));
    expect(shell.called("open_template")).toHaveLength(1);
    expect(onclose).toHaveBeenCalledOnce();
  });

  it("of a sign-in that waits for another shows that one, as long as it is there", async () => {
    await fail({ code: "sign_in_running" });
    expect(screen.queryByRole("button", { name: "Show that sign-in" })).toBeNull();
  });
});

describe("a page of Setup", () => {
  const lost = refused(null, "NEW", "never seen");

  it.each(["login.salesforce.com", "test.salesforce.com"])("of an org known only by %s is said, not opened", async (host) => {
    const theApp = app({ grant: null });
    await fail(callbackMismatch, true, theApp, org({ host, apps: [theApp] }));
    expect(screen.queryByRole("button", { name: /^Open / })).toBeNull();
    expect(screen.getByText("Log in to the org, open Setup there and find External Client App Manager.")).toBeVisible();
    cleanup();
    await fail(lost, true, theApp, org({ host, apps: [theApp] }));
    expect(screen.queryByRole("button", { name: /^Open / }), "nor in a sentence").toBeNull();
  });

  it("has one as soon as an app of the org was signed in to", async () => {
    await fail(callbackMismatch, true, app(), org({ host: "login.salesforce.com" }));
    expect(button("Open External Client App Manager")).toBeVisible();
  });
});

describe("a button that a sentence names", () => {
  const causes = Object.keys(t.causes) as Cause[];
  const named = { "Edit app": "Edit app below", "Edit org": "Edit org below" };

  it.each(causes)("is there: %s", async (cause) => {
    // Under the refusal that offers least.
    await fail(refused("denied", "access_denied", "", "authorize", [{ cause, page: null, value: null }]));
    const said = screen.getByRole("list").textContent;
    for (const [name, words] of Object.entries(named)) {
      if (said.includes(words)) expect(button(name)).toBeVisible();
      else expect(said, "it is named as what stands below").not.toContain(name);
    }
  });

  it("is not named where there is none", async () => {
    await fail(refused("denied", "access_denied", "", "authorize", [{ cause: "secret_wrong", page: null, value: null }]), false);
    expect(screen.getByRole("list")).not.toHaveTextContent("Edit app");
  });
});

describe("the Callback URL of a sign-in that did not come back", () => {
  it("is the one that was sent", async () => {
    const { shell, session } = await openSession([org()]);
    const note = { says: "callback" as const, callback: "http://localhost:33334" };
    session.signIn.view = signIn({ at: "failed", failure: { code: "timed_out" } }, { checks: [{ check: "port", verdict: { is: "passed", note } }] });
    const failure: Failure = { code: "timed_out" };
    const { user } = await show(FailureScreen, { session, failure, about: { org: org(), app: app() }, onretry: null, onclose: null });
    expect(screen.getByText("http://localhost:33334")).toBeVisible();
    await user.click(button("Copy Callback URL"));
    expect(shell.called("copy_words")).toEqual([{ text: "http://localhost:33334" }]);
  });
});

describe("a refusal that waiting may mend", () => {
  it("offers to ask again every minute, and is out of the way then", async () => {
    const { user, shell, session } = await fail(callbackMismatch);
    session.troubles.note("app-acu", { failure: callbackMismatch, retry: () => undefined });
    await user.click(button("Check every minute and tell me"));
    expect(shell.called("wait_until_ready")).toEqual([{ app: "app-acu" }]);
    expect(session.troubles.of("app-acu")).toBeUndefined();
  });

  it("is not every refusal", async () => {
    await fail(refused("denied", "access_denied", "end-user denied authorization"));
    expect(screen.queryByRole("button", { name: "Check every minute and tell me" })).toBeNull();
  });
});

describe("what others are told of a refusal", () => {
  it("is copied for an admin, and for support", async () => {
    const { user, shell, session } = await fail(callbackMismatch);
    await user.click(button("Copy a message for my admin"));
    expect(session.notices.current).toEqual({ say: "text_copied", text: "admin" });
    await user.click(screen.getByText("Details for support"));
    await user.click(button("Copy details"));
    const [message, details] = shell.called("copy_words").map(({ text }) => String(text));
    expect(message).toContain("Callback URL, exactly: http://localhost:33333");
    expect(details).toContain("Salesforce’s code: redirect_uri_mismatch");
  });
});

describe("somebody else", () => {
  const otherUser: Failure = { code: "other_user", expected: "ana@acme.com", answered: "bob@acme.com" };
  const otherOrg: Failure = { code: "other_org", expected: "Acme UAT", answered: "Acme Production", host: "acme.my.salesforce.com" };

  it("is shown beside who was expected, with three ways on", async () => {
    const { container } = await fail(otherUser);
    expect(screen.getByText("ana@acme.com", { selector: "dd *" })).toBeVisible();
    expect(screen.getByText("bob@acme.com", { selector: "dd *" })).toBeVisible();
    expect(button("Keep both")).toHaveAccessibleDescription(/second entry with the same key and secret/);
    await expectAccessible(container);
  });

  it.each([
    ["Try again in a private window", otherUser, { reason: "private_window", privately: true, accept: "pinned" }],
    ["Use bob@acme.com from now on", otherUser, { reason: "accepted", privately: false, accept: "other_user" }],
    ["It is the same: the sandbox was refreshed", otherOrg, { reason: "accepted", accept: "other_org" }],
  ] as const)("%s", async (name, failure, plan) => {
    const { user, session } = await fail(failure);
    await user.click(button(name));
    expect(session.signIn.plan).toMatchObject({ app: "app-acu", ...plan });
  });

  it("as another user can be kept beside, with a sign-in of their own", async () => {
    const { user, shell, session } = await fail(otherUser);
    await user.click(button("Keep both"));
    expect(shell.called("add_beside")).toEqual([{ app: "app-acu" }]);
    expect(session.signIn.plan).toMatchObject({ app: "app-new", privately: true });
  });

  it("as whom an app acts that signs in by itself is accepted, and it signs in once more", async () => {
    const itself = app({ flow: { flow: "client_credentials" } });
    const { user, shell, container } = await fail(otherUser, true, itself);
    expect(screen.getByRole("heading", { name: "The app acts as another user" })).toBeVisible();
    expect(screen.getByText(/^The app now acts as bob@acme.com, but this entry is ana@acme.com/)).toBeVisible();
    expect(screen.queryByRole("button", { name: /private window|Keep both/ })).toBeNull();
    await expectAccessible(container);
    await user.click(button("Use bob@acme.com from now on"));
    expect(shell.called("start_sign_in")).toEqual([
      { app: "app-acu", form: { browser: null, withDeviceCode: false, freshLogIn: false, accept: "other_user", thenCopy: null } },
    ]);
  });

  it("that is another org can be added under its own address", async () => {
    const { user, session } = await fail(otherOrg);
    await user.click(button("Keep both: add the other org"));
    expect(session.screen.asked).toEqual({ ask: "add_org", template: null, address: "https://acme.my.salesforce.com" });
  });
});
