import { screen } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";

import { app, callbackMismatch, org, refused } from "../testing/fixtures";
import { expectAccessible, openSession, show } from "../testing/window";
import type { Failure } from "../wire/Failure";
import FailureScreen from "./FailureScreen.svelte";

async function fail(failure: Failure, isAboutApp = true) {
  const { shell, session } = await openSession([org()]);
  const [onretry, onclose] = [vi.fn(), vi.fn()];
  const about = isAboutApp ? { org: org(), app: app() } : undefined;
  const shown = await show(FailureScreen, { session, failure, about, onretry, onclose });
  return { ...shown, shell, session, onretry, onclose };
}

const button = (name: string) => screen.getByRole("button", { name });

describe("a failure", () => {
  it("says what happened, where it is mended with Setup's own words, and how to try again", async () => {
    const { user, shell, onretry, container } = await fail(callbackMismatch);
    expect(screen.getByRole("heading", { name: "The Callback URL in Salesforce is different from ours" })).toHaveFocus();
    expect(screen.getAllByRole("listitem")).toHaveLength(3);
    expect(screen.getByText("“External Client App Manager”")).toBeVisible();
    expect(screen.getByText("“Callback URL”")).toBeVisible();
    expect(screen.getByText("http://localhost:33333")).toBeVisible();
    expect(screen.getByText(/Changed in the last 10 minutes/)).toBeVisible();
    await expectAccessible(container);

    await user.click(button("Copy Callback URL"));
    expect(shell.called("copy_detail")).toEqual([{ app: "app-acu", detail: "callback_url" }]);
    await user.click(button("Open org"));
    expect(shell.called("open_org")).toEqual([{ org: "org-acu" }]);
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
    const { container } = await fail(refused(null, "NEW_CODE", `<img src=x onerror=alert(1)> \u202ethgir`));
    expect(container.querySelector("img")).toBeNull();
    expect(screen.getByText(/^NEW_CODE: <img src=x/).tagName).toBe("BDI");
    await expectAccessible(container);
  });

  it("names the scopes that must be there", async () => {
    await fail(refused("scope_not_allowed", "invalid_scope", "the requested scope is not allowed"));
    expect(screen.getByText("“Access the Salesforce API Platform (sfap_api)”")).toBeVisible();
  });

  it.each([
    ["Edit app", refused("unknown_key", "invalid_client_id", ""), { ask: "edit_app", app: "app-acu" }],
    ["Edit org", refused("unknown_key", "invalid_client_id", ""), { ask: "edit_org", org: "org-acu" }],
    ["Sign out here", { code: "other_user", expected: "a", answered: "b" }, { ask: "sign_out", app: "app-acu" }],
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
    expect(screen.getAllByRole("button").map((each) => each.textContent.trim())).toEqual(["Close"]);
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
