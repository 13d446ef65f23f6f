import { screen, within } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { describe, expect, it, vi } from "vitest";

import { app, grant, jwtApp, org, signIn, waiting } from "../testing/fixtures";
import { expectAccessible, openWindow, settle } from "../testing/window";
import type { CheckView } from "../wire/CheckView";
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

const inMinutes = (minutes: number) => waiting(minutes);
const alert = () => within(screen.getByRole("region", { name: /^Signing in/ })).getByRole("alert");
const stepNow = () => screen.getAllByRole("listitem").find((item) => item.getAttribute("aria-current") === "step");

describe("waiting for the browser", () => {
  it("shows three steps, one after the other", async () => {
    const { tell } = await wait({ at: "preparing" });
    expect(stepNow()).toHaveTextContent("Getting ready, now");
    expect(screen.queryByText("Browser opened"), "none has yet").toBeNull();
    expect(screen.getByText("Getting ready…")).toBeVisible();
    await tell(inMinutes(5));
    expect(stepNow()).toHaveTextContent("Waiting for you, now");
    expect(screen.getByText("Browser opened")).toBeVisible();
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
    ["Copy link", "copy_sign_in_link", {}],
    ["Chromium", "reopen_sign_in", { browser: { browser: "chromium", profile: null, isPrivate: false } }],
    ["Chromium, Incognito window", "reopen_sign_in", { browser: { browser: "chromium", profile: null, isPrivate: true } }],
    ["Firefox, Acme", "reopen_sign_in", { browser: { browser: "firefox", profile: "acme", isPrivate: false } }],
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

  it("opens again as it was opened: in the browser that was chosen", async () => {
    const { user, shell } = await openWindow([org()]);
    button(/Rehearsal Tool, /).focus();
    await user.keyboard("s");
    await settle();
    await user.selectOptions(screen.getByRole("combobox", { name: "Browser" }), "Firefox");
    await user.selectOptions(screen.getByRole("combobox", { name: "Profile" }), "Acme");
    await user.click(screen.getByRole("checkbox", { name: "In its Private window" }));
    await user.click(button("Continue in browser"));
    shell.tell({ what: "sign_in", signIn: signIn(inMinutes(5)) });
    await settle();
    await user.click(button("Open again"));
    expect(shell.called("reopen_sign_in")).toEqual([{ browser: { browser: "firefox", profile: "acme", isPrivate: true } }]);
  });

  it("opens again in the org's browser, where the page was loaded anew meanwhile", async () => {
    const browser = { browser: "chromium", profile: null, isPrivate: true };
    const { user, shell } = await wait(inMinutes(5), {}, [org({ browser })]);
    await user.click(button("Open again"));
    expect(shell.called("reopen_sign_in")).toEqual([{ browser }]);
  });

  it("is cancelled by Esc, and says that nothing was saved", async () => {
    const { user, shell } = await wait(inMinutes(5));
    shell.on("cancel_sign_in", () => shell.tell({ what: "sign_in", signIn: signIn({ at: "failed", failure: { code: "cancelled" } }) }));
    await user.keyboard("{Escape}");
    await settle();
    expect(screen.getByText("Sign-in cancelled. Nothing was saved.")).toBeVisible();
    expect(screen.getByRole("heading", { name: "Rehearsal Tool" })).toBeVisible();
  });

  it("wonders after twenty seconds, not before, why nothing happens; there is no box to paste into", async () => {
    vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
    const { container, user } = await wait(inMinutes(5));
    vi.advanceTimersByTime(19_000);
    flushSync();
    expect(screen.queryByText("Nothing happening?")).toBeNull();
    vi.advanceTimersByTime(2000);
    flushSync();
    await user.click(screen.getByText("The browser says it cannot open localhost"));
    expect(screen.getByText(/Some browsers turn http into https/)).toBeVisible();
    await user.click(screen.getByText("I see an error in the browser"));
    expect(screen.getByText("An empty download called authorize")).toBeVisible();
    expect(container.querySelectorAll("input, textarea")).toHaveLength(1);
    expect(container.querySelector("input"), "the search").toHaveAccessibleName(/^Search/);
    vi.useRealTimers();
    await expectAccessible(container);
  });

  it("takes the address of an error by Paste, and says beside it when it is none", async () => {
    vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
    const { user, shell } = await wait(inMinutes(5));
    vi.advanceTimersByTime(21_000);
    flushSync();
    shell.refuse("paste_callback", { code: "not_brought", why: "other_attempt" });
    await user.click(button("Paste the address"));
    await settle();
    expect(alert()).toHaveTextContent("This is the answer to another sign-in, not to this one.");
    expect(button("Open again"), "the wait goes on").toBeVisible();
  });

  it("has what it calls above above, and what it calls below below", async () => {
    await wait(waiting(5, "forced_https"));
    await settle();
    const paste = button("Paste the address");
    expect(paste.closest("details"), "in sight at once").toBeNull();
    const cannotOpen = screen.getByText(/press Paste the address above\. Some browsers/);
    const wrongUser = screen.getByText(/under “Other browser” below: nobody/);
    const others = screen.getByText("Other browser");
    const follows = Node.DOCUMENT_POSITION_FOLLOWING;
    expect(paste.compareDocumentPosition(cannotOpen) & follows).toBe(follows);
    expect(wrongUser.compareDocumentPosition(others) & follows).toBe(follows);
  });

  it("tells of a browser that insists on https, with what each needs", async () => {
    const { container } = await wait(waiting(5, "forced_https"));
    expect(alert()).toHaveTextContent("The browser insists on https for localhost");
    for (const browser of ["Chrome, Edge, Brave, Chromium", "Firefox", "Safari"]) {
      expect(within(alert()).getByText(browser)).toBeVisible();
    }
    expect(screen.getByText("Nothing happening?"), "at once").toBeVisible();
    await expectAccessible(container);
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

describe("while it gets ready", () => {
  it("lists what was looked at, each with its word", async () => {
    const checks: CheckView[] = [
      { check: "port", verdict: { is: "passed", note: { says: "callback", callback: "http://localhost:33333" } } },
      { check: "secret", verdict: { is: "cannot_tell" } },
    ];
    const { container } = await wait({ at: "preparing" }, { checks });
    const list = within(screen.getByRole("list", { name: "Looked at beforehand" })).getAllByRole("listitem");
    expect(list.map((item) => item.textContent.replace(/\s+/g, " ").trim())).toEqual([
      "Port for the browser’s answer is free: in order (http://localhost:33333)",
      "Consumer Secret is right: cannot be checked from here",
    ]);
    await expectAccessible(container);
  });
});

describe("waiting for a device code", () => {
  const code = { at: "device_code", until: Date.now() + 600_000, code: "ABCD1234", address: "https://acme.my.salesforce.com/setup/connect" } as const;

  it("shows code and page large, spells the code for the ear, and warns", async () => {
    const { user, shell, container } = await wait(code, { way: "device_code" });
    expect(stepNow()).toHaveTextContent("Waiting for you, now");
    expect(screen.getByText("ABCD1234")).toBeVisible();
    expect(screen.getByText("A B C D 1 2 3 4")).toBeInTheDocument();
    expect(screen.getByText("Only type a code that you asked for yourself, here, now")).toBeVisible();
    await user.click(button("Copy the address"));
    expect(shell.called("copy_words")).toEqual([{ text: code.address }]);
    await user.click(button("Open the page"));
    expect(shell.called("reopen_sign_in")).toEqual([{ browser: null }]);
    expect(button("Copy the address").parentElement, "beside it").toHaveTextContent(code.address);
    expect(screen.queryByRole("button", { name: "Copy link" }), "there is none").toBeNull();
    await expectAccessible(container);
  });
});

describe("the page of a device code", () => {
  it("opens in the browser that was chosen for the org", async () => {
    const browser = { browser: "firefox", profile: "acme", isPrivate: false };
    const code = { at: "device_code", until: Date.now() + 600_000, code: "ABCD1234", address: "https://acme.my.salesforce.com/setup/connect" } as const;
    const { user, shell } = await wait(code, { way: "device_code" }, [org({ browser })]);
    await user.click(button("Open the page"));
    expect(shell.called("reopen_sign_in")).toEqual([{ browser }]);
  });
});

describe("an app that signs in by itself", () => {
  it("shows its two steps, and nothing of a browser", async () => {
    const { tell, container } = await wait({ at: "preparing" }, { way: "by_itself", expectedUser: null });
    expect(stepNow()).toHaveTextContent("Getting ready, now");
    await tell({ at: "exchanging" });
    expect(stepNow()).toHaveTextContent("Getting the token, now");
    expect(screen.getByText("Asking Salesforce for the token…")).toBeVisible();
    expect(container.textContent).not.toMatch(/browser/i);
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

  it("of an app that signs in by itself says that it goes on by itself", async () => {
    await wait({ at: "done" }, { way: "by_itself" }, [org({ apps: [jwtApp({ id: "app-acu", grant: grant({ refreshable: false }) })] })]);
    expect(screen.getByText("All scopes were granted. Keyperch fetches each token by itself.")).toBeVisible();
  });

  it("says what is missing instead", async () => {
    await wait({ at: "done" }, {}, [org({ apps: [app({ grant: grant({ missingScopes: ["api", "sfap_api"] }) })] })]);
    expect(screen.getByText("Signed in, but 2 scopes are missing")).toBeVisible();
    expect(screen.queryByText(/All scopes were granted/)).toBeNull();
  });

  it("is put away by Done, and copies where it stands", async () => {
    const { user, shell } = await wait({ at: "done" });
    await user.click(within(screen.getByRole("region", { name: /^Signed in/ })).getByRole("button", { name: "Copy fresh token" }));
    expect(shell.called("copy_token")).toHaveLength(1);
    await user.click(button("Done"));
    expect(screen.getByRole("heading", { name: "Rehearsal Tool" })).toBeVisible();
    expect(shell.called("dismiss_sign_in")).toHaveLength(1);
  });
});

describe("a sign-in that failed", () => {
  it("says what to do, and tries again from the start", async () => {
    const { user, shell } = await wait({ at: "failed", failure: { code: "port_taken", port: 33333, holder: null } });
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
