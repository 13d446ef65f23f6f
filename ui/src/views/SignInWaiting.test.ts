import { screen, within } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { describe, expect, it, vi } from "vitest";

import { app, grant, org, signIn } from "../testing/fixtures";
import { expectAccessible, openWindow, settle } from "../testing/window";
import type { SignInStep } from "../wire/SignInStep";
import type { SignInView } from "../wire/SignInView";

const button = (name: string | RegExp) => screen.getByRole("button", { name });

async function wait(step: SignInStep, more: Partial<SignInView> = {}, orgs = [org()]) {
  const opened = await openWindow(orgs);
  await opened.user.click(button(/Rehearsal Tool, /));
  opened.shell.tell({ what: "sign_in", signIn: signIn(step, more) });
  await settle();
  const tell = async (next: SignInStep) => {
    opened.shell.tell({ what: "sign_in", signIn: signIn(next, more) });
    await settle();
  };
  return { ...opened, tell };
}

const inMinutes = (minutes: number) => ({ at: "waiting", until: Date.now() + minutes * 60_000 }) as const;
const stepNow = () => screen.getAllByRole("listitem").find((item) => item.getAttribute("aria-current") === "step");

describe("waiting for the browser", () => {
  it("shows three steps, one after the other", async () => {
    const { tell } = await wait({ at: "preparing" });
    expect(stepNow()).toHaveTextContent("Browser opened, now");
    expect(screen.getByText("Getting ready…")).toBeVisible();
    await tell(inMinutes(5));
    expect(stepNow()).toHaveTextContent("Waiting for you, now");
    await tell({ at: "exchanging" });
    expect(stepNow()).toHaveTextContent("Getting the token, now");
    expect(screen.queryByRole("button", { name: /^Cancel/ }), "it cannot be cancelled any more").toBeNull();
  });

  it("names the browser, the host and the user that are expected", async () => {
    const { container } = await wait(inMinutes(5), { browser: "Firefox" });
    expect(screen.getByText("Finish in your browser (Firefox).")).toBeVisible();
    expect(screen.getByRole("region", { name: "Signing in to Acme Retail · UAT" })).toHaveTextContent("Expected user: ana@acme.com");
    await expectAccessible(container);
  });

  it("counts down for the eye, and for the ear once a minute", async () => {
    vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
    await wait(inMinutes(5));
    const status = within(screen.getByRole("region", { name: /^Signing in/ })).getAllByRole("status")[0];
    expect(screen.getByText("5:00 left")).toBeVisible();
    const heard: (string | undefined)[] = [];
    for (let second = 0; second < 299; second += 1) {
      vi.advanceTimersByTime(1000);
      flushSync();
      const text = status?.textContent;
      if (heard.at(-1) !== text) heard.push(text);
    }
    expect(screen.getByText("0:01 left")).toBeVisible();
    expect(heard).toEqual([
      "Waiting for the browser. 5 minutes left",
      "Waiting for the browser. 4 minutes left",
      "Waiting for the browser. 3 minutes left",
      "Waiting for the browser. 2 minutes left",
      "Waiting for the browser. 1 minute left",
      "Waiting for the browser. Less than a minute left",
    ]);
  });

  it("offers more time in the last minute, not before", async () => {
    const { user, shell, tell } = await wait(inMinutes(2));
    expect(screen.queryByRole("button", { name: "+5 minutes" })).toBeNull();
    await tell(inMinutes(0.9));
    await user.click(button("+5 minutes"));
    expect(shell.called("extend_sign_in")).toHaveLength(1);
  });

  it.each([
    ["Open again", "reopen_sign_in", { browser: null }],
    ["Copy link", "copy_sign_in_link", {}],
    ["Chromium", "reopen_sign_in", { browser: "chromium" }],
    [/^Cancel/, "cancel_sign_in", {}],
  ])("%s", async (name, command, args) => {
    const { user, shell, tell } = await wait({ at: "preparing" });
    // The list of browsers comes with the plan.
    await user.keyboard("{Escape}");
    button(/Rehearsal Tool, /).focus();
    shell.tell({ what: "sign_in", signIn: null });
    await user.keyboard("s");
    await tell(inMinutes(5));
    shell.calls.length = 0;
    await user.click(button(name));
    expect(shell.called(command)).toEqual([args]);
  });

  it("is cancelled by Esc, and says that nothing was saved", async () => {
    const { user, shell } = await wait(inMinutes(5));
    shell.on("cancel_sign_in", () => shell.tell({ what: "sign_in", signIn: signIn({ at: "failed", failure: { code: "cancelled" } }) }));
    await user.keyboard("{Escape}");
    await settle();
    expect(screen.getByText("Sign-in cancelled. Nothing was saved.")).toBeVisible();
    expect(screen.getByRole("heading", { name: "Rehearsal Tool" })).toBeVisible();
  });

  it("has a plain word for what may be seen in the browser, and no box to paste into", async () => {
    const { container, user } = await wait(inMinutes(5));
    await user.click(screen.getByText("The browser says it cannot open localhost"));
    expect(screen.getByText(/Some browsers turn http into https/)).toBeVisible();
    expect(container.querySelectorAll(".waiting input")).toHaveLength(0);
  });

  it("goes on when the browser could not be opened once more, and says so", async () => {
    const { user, shell } = await wait(inMinutes(5));
    shell.refuse("reopen_sign_in", { code: "browser_not_found" });
    await user.click(button("Open again"));
    await settle();
    expect(screen.getByText("The browser could not be opened")).toBeVisible();
    expect(button("Open again")).toBeVisible();
  });

  it("shows in its row that somebody is signing in", async () => {
    await wait(inMinutes(5));
    expect(button(/Rehearsal Tool, /)).toHaveTextContent("Signing in…");
  });
});

describe("a sign-in that is done", () => {
  it("says as whom, in which company, and that it stays", async () => {
    const { container } = await wait({ at: "done" });
    const done = within(screen.getByRole("region", { name: "Signed in to Acme Retail · UAT" }));
    expect(done.getByText("ana@acme.com")).toBeVisible();
    expect(done.getByText("Acme Retail Ltd")).toBeVisible();
    expect(done.getByText("All scopes were granted. You stay signed in: tokens renew by themselves.")).toBeVisible();
    await expectAccessible(container);
  });

  it("says what is missing instead", async () => {
    await wait({ at: "done" }, {}, [org({ apps: [app({ grant: grant({ missingScopes: ["api", "sfap_api"] }) })] })]);
    expect(screen.getByText("Signed in, but 2 scopes are missing")).toBeVisible();
    expect(screen.queryByText(/All scopes were granted/)).toBeNull();
  });

  it("is put away by Done, and copies where it stands", async () => {
    const { user, shell } = await wait({ at: "done" });
    await user.click(within(screen.getByRole("region", { name: /^Signed in/ })).getByRole("button", { name: "Copy fresh token" }));
    expect(shell.called("copy_fresh_token")).toHaveLength(1);
    await user.click(button("Done"));
    expect(screen.getByRole("heading", { name: "Rehearsal Tool" })).toBeVisible();
    expect(shell.called("dismiss_sign_in")).toHaveLength(1);
  });
});

describe("a sign-in that failed", () => {
  it("says what to do, and tries again from the start", async () => {
    const { user, shell } = await wait({ at: "failed", failure: { code: "port_taken", port: 33333 } });
    expect(screen.getByRole("heading", { name: "Another program is using port 33333" })).toHaveFocus();
    await user.click(button("Try again"));
    await settle();
    expect(screen.getByRole("heading", { name: "Sign in: Rehearsal Tool" })).toHaveFocus();
    expect(shell.called("dismiss_sign_in")).toHaveLength(1);
    expect(shell.called("start_sign_in")).toEqual([]);
  });

  it("as somebody else offers to sign out here first", async () => {
    const { user } = await wait({ at: "failed", failure: { code: "other_user", expected: "ana@acme.com", answered: "bob@acme.com" } });
    expect(screen.getByText(/You signed in as bob@acme.com, but this entry is ana@acme.com/)).toBeVisible();
    await user.click(button("Sign out here"));
    expect(screen.getByRole("dialog", { name: "Sign out of Rehearsal Tool?" })).toBeVisible();
  });

  it("is closed by Close", async () => {
    const { user, shell } = await wait({ at: "failed", failure: { code: "timed_out" } });
    await user.click(button("Close"));
    await settle();
    expect(shell.called("dismiss_sign_in")).toHaveLength(1);
    expect(screen.getByRole("heading", { name: "Rehearsal Tool" })).toBeVisible();
  });
});
