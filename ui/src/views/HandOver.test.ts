import { screen, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";

import { app, clipboard, jwtApp, org, signIn, waiting } from "../testing/fixtures";
import { handOver, toolGrant } from "../testing/fixtures-hand-over";
import type { Shell } from "../testing/shell";
import { expectAccessible, openWindow, settle } from "../testing/window";
import type { AppView } from "../wire/AppView";
import type { HandOverView } from "../wire/HandOverView";

const dialog = () => within(screen.getByRole("dialog", { name: "Hand over Rehearsal Tool" }));
const button = (name: string) => dialog().getByRole("button", { name });

async function open(view: Partial<HandOverView> = {}, prepare: (shell: Shell) => void = () => undefined, of: Partial<AppView> = {}) {
  const opened = await openWindow([org({ apps: [app(of)] })], (shell) => {
    shell.on("hand_over", () => handOver(view));
    prepare(shell);
  });
  await opened.user.click(screen.getByRole("button", { name: /Rehearsal Tool, fresh/ }));
  await opened.user.click(screen.getByRole("button", { name: "More for this app" }));
  await opened.user.click(screen.getByRole("menuitem", { name: "Hand over…" }));
  await settle();
  return opened;
}

const choose = async (user: Awaited<ReturnType<typeof open>>["user"], name: string): Promise<void> => {
  await user.click(dialog().getByRole("radio", { name }));
  await settle();
};

const ofTool = { tool: "rehearsal_tool" as const };
const withTokens = { grant: toolGrant() };

describe("handing over to the Rehearsal Tool", () => {
  it("says first why the tool has a sign-in of its own, and where that leads", async () => {
    const { container, shell } = await open();
    expect(shell.called("hand_over")).toEqual([{ app: "app-acu", tool: "rehearsal_tool" }]);
    expect(dialog().getByText(/Two programs that share one sign-in end each other’s/)).toBeVisible();
    expect(dialog().getByText("Keyperch’s own sign-in stays as it is", { exact: false })).toBeVisible();
    expect(dialog().getByText("You will sign in at")).toBeVisible();
    expect(dialog().queryByText(/dxrt/), "there is nothing to copy yet").toBeNull();
    await expectAccessible(container);
  });

  it("signs in within the dialog, in the browser that was chosen, and then shows the commands", async () => {
    const { user, shell } = await open();
    await user.selectOptions(dialog().getByRole("combobox", { name: "Browser" }), "Chromium");
    await user.click(button("Sign in for the Rehearsal Tool"));
    await settle();
    expect(shell.called("sign_in_for_tool")[0]).toMatchObject({ form: { browser: { browser: "chromium" } } });
    expect(button("Sign in for the Rehearsal Tool")).toHaveAttribute("aria-disabled", "true");
    shell.tell({ what: "sign_in", signIn: signIn(waiting(5), ofTool) });
    await settle();
    expect(screen.getAllByRole("heading", { name: "Signing in to Acme Retail · UAT for the Rehearsal Tool" }), "in one place").toHaveLength(1);
    expect(dialog().getByRole("heading", { name: "Signing in to Acme Retail · UAT for the Rehearsal Tool" })).toHaveFocus();
    shell.on("hand_over", () => handOver(withTokens));
    shell.tell({ what: "sign_in", signIn: signIn({ at: "done" }, ofTool) });
    await settle();
    expect(dialog().getByText("Signed in for the Rehearsal Tool as release@acme.com.uat")).toBeVisible();
    expect(dialog().getByRole("heading", { name: "The Rehearsal Tool" }), "the keyboard is not lost").toHaveFocus();
    expect(screen.queryByRole("heading", { name: /^Signed in to/ }), "nobody signed in for Keyperch").toBeNull();
  });

  it("Esc and the cross cancel the sign-in first, and the dialog stays", async () => {
    const { user, shell } = await open();
    await user.click(button("Sign in for the Rehearsal Tool"));
    shell.tell({ what: "sign_in", signIn: signIn(waiting(5), ofTool) });
    await settle();
    screen.getByRole("dialog").dispatchEvent(new Event("cancel", { cancelable: true }));
    await settle();
    expect(shell.called("cancel_sign_in")).toHaveLength(1);
    shell.tell({ what: "sign_in", signIn: signIn({ at: "failed", failure: { code: "cancelled" } }, ofTool) });
    await settle();
    expect(button("Sign in for the Rehearsal Tool")).toBeVisible();
    await user.click(dialog().getAllByRole("button", { name: "Close" })[0] as HTMLElement);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("says here why the tool has no sign-in", async () => {
    const { user, shell } = await open();
    await user.click(button("Sign in for the Rehearsal Tool"));
    shell.tell({ what: "sign_in", signIn: signIn({ at: "failed", failure: { code: "timed_out" } }, ofTool) });
    await settle();
    expect(dialog().getByText("The tool has no sign-in yet.")).toBeVisible();
    expect(dialog().getByRole("alert")).toBeVisible();
    expect(button("Sign in for the Rehearsal Tool")).not.toHaveAttribute("aria-disabled");
  });

  it("is shown by a page that was loaded anew in the middle of it, as what it is", async () => {
    const { shell, user } = await openWindow([org()], (shell) => shell.on("hand_over", () => handOver(withTokens)));
    shell.tell({ what: "sign_in", signIn: signIn(waiting(5), ofTool) });
    await settle();
    expect(screen.getAllByRole("heading", { name: /^Signing in to/ }), "in one place").toHaveLength(1);
    expect(dialog().getByRole("heading", { name: "Signing in to Acme Retail · UAT for the Rehearsal Tool" })).toBeVisible();
    await user.click(dialog().getAllByRole("button", { name: "Cancel" })[0] as HTMLElement);
    expect(shell.called("cancel_sign_in"), "it is cancelled as any other").toHaveLength(1);
    shell.tell({ what: "sign_in", signIn: signIn({ at: "done" }, ofTool) });
    await settle();
    expect(dialog().getByText("Signed in for the Rehearsal Tool as release@acme.com.uat")).toBeVisible();
    expect(screen.queryByRole("heading", { name: /^Signed in to/ }), "nobody signed in for Keyperch").toBeNull();
  });

  it("asks before it cancels another sign-in", async () => {
    const { shell } = await open();
    shell.tell({ what: "sign_in", signIn: signIn(waiting(5)) });
    await settle();
    expect(dialog().getByText(/is under way. Cancel it and start this one/)).toBeVisible();
    expect(button("Cancel it and sign in for the Rehearsal Tool")).toBeVisible();
  });

  it("shows the commands for each command line, with dots, and copies them", async () => {
    const { user, shell, container } = await open(withTokens);
    expect(dialog().getByText(/^export dxrt_client_secret='•+'/)).toBeVisible();
    await user.click(dialog().getByRole("radio", { name: "Command Prompt (cmd)" }));
    expect(dialog().getByText(/^set "dxrt_client_secret=•+"/)).toBeVisible();
    expect(dialog().getByText(/only while its window is open/)).toBeVisible();
    await user.click(dialog().getByRole("radio", { name: "PowerShell" }));
    expect(dialog().getByText(/turns PowerShell’s history file off/)).toBeVisible();
    await user.click(dialog().getByRole("radio", { name: "Command Prompt (cmd)" }));
    await user.click(button("Copy the commands"));
    expect(shell.called("copy_hand_over")).toEqual([{ app: "app-acu", tool: "rehearsal_tool", shell: "cmd" }]);
    await expectAccessible(container);
  });

  it("begins with the command line of this computer", async () => {
    const browser = vi.spyOn(navigator, "userAgent", "get").mockReturnValue("Mozilla/5.0 (Windows NT 10.0; Win64; x64)");
    await open(withTokens);
    expect(dialog().getByRole("radio", { name: "PowerShell" })).toBeChecked();
    browser.mockRestore();
  });

  it("says how long the clipboard holds them, and clears it at once where that is wanted", async () => {
    const { user, shell } = await open(withTokens);
    shell.tell({ what: "clipboard", clipboard: clipboard({ what: "hand_over", environment: "production" }), cleared: null });
    await settle();
    expect(dialog().getByText("PRODUCTION hand-over for Acme Retail UAT")).toBeVisible();
    expect(dialog().getByText("PRODUCTION hand-over for Acme Retail UAT copied. Clears in 90 seconds.")).toBeInTheDocument();
    expect(dialog().getByRole("progressbar", { name: "Clipboard clears in 90 seconds" })).toBeInTheDocument();
    await user.click(button("Clear now"));
    expect(shell.called("clear_clipboard")).toHaveLength(1);
    shell.tell({ what: "clipboard", clipboard: clipboard(), cleared: null });
    await settle();
    expect(dialog().queryByRole("progressbar"), "a token was not copied from here").toBeNull();
  });

  it("keeps the keyboard when the button goes with what it cleared", async () => {
    const { user, shell } = await open(withTokens);
    shell.tell({ what: "clipboard", clipboard: clipboard({ what: "hand_over" }), cleared: null });
    await settle();
    shell.on("clear_clipboard", () => shell.tell({ what: "clipboard", clipboard: null, cleared: "cleared" }));
    await user.click(button("Clear now"));
    await settle();
    expect(dialog().queryByRole("button", { name: "Clear now" })).toBeNull();
    expect(dialog().getByRole("heading", { name: "The Rehearsal Tool" })).toHaveFocus();
  });

  it.each([
    [true, true, /^The dots.*because Salesforce says so\.$/],
    [true, false, /told that the org is production\. That is a guess/],
    [false, true, /because Salesforce says that it is none/],
    [false, false, /It is not told that the org is production\. That is a guess/],
  ])("says whether the tool is told production (%s), and how sure that is (%s)", async (isProduction, isKindCertain, said) => {
    await open({ ...withTokens, isProduction, isKindCertain });
    expect(dialog().getByText(said)).toBeVisible();
  });

  it("says what is missing: a secret, and leave to renew", async () => {
    await open({ grant: toolGrant({ isRefreshable: false, username: null }), hasSecret: false }, undefined, { secret: null });
    expect(dialog().getByText(/No Consumer Secret is stored/)).toBeVisible();
    expect(dialog().getByText(/It does not stay signed in/)).toBeVisible();
    expect(dialog().queryByText("Copy Consumer Secret")).toBeNull();
  });

  it("copies key and secret one by one", async () => {
    const { user, shell } = await open(withTokens);
    await user.click(dialog().getByText("Where the tool asks for key and secret one by one:"));
    await user.click(button("Copy Consumer Key"));
    await user.click(button("Copy Consumer Secret"));
    expect(shell.called("copy_credential").map(({ credential }) => credential)).toEqual(["key", "secret"]);
  });

  it("says who renews what, opens the page where each can be ended, and lets sign in once more", async () => {
    const { user, shell } = await open(withTokens);
    expect(dialog().getByText(/Keyperch renews Keyperch’s, and never touches the tool’s/)).toBeVisible();
    await user.click(button("Open External Client Apps OAuth Usage"));
    expect(shell.called("open_setup")).toEqual([{ org: "org-acu", page: "oauth_usage" }]);
    expect(dialog().getByText(/counts among the five/)).toBeVisible();
    await user.click(button("Sign in for it once more"));
    expect(button("Sign in for the Rehearsal Tool")).toBeVisible();
  });

  it("ends here when the tool has them", async () => {
    const { user, shell } = await open(withTokens);
    const handedOverAt = new Date(2026, 10, 20, 12, 30).getTime();
    shell.on("hand_over", () => handOver({ grant: toolGrant({ handedOverAt }) }));
    await user.click(button("The Rehearsal Tool has them"));
    await settle();
    expect(shell.called("finish_hand_over")).toHaveLength(1);
    expect(dialog().getByText(/^Handed over 20 Nov 2026, 12:30, signed in as release@acme.com.uat\. Its tokens are no longer on this computer/)).toBeVisible();
    expect(dialog().getByRole("heading", { name: "The Rehearsal Tool" })).toHaveFocus();
  });

  it("says why it cannot look, and looks again", async () => {
    const { user, shell } = await open({}, (shell) => shell.refuse("hand_over", { code: "keychain_frozen" }));
    expect(dialog().getByRole("alert")).toBeVisible();
    shell.on("hand_over", () => handOver());
    await user.click(button("Look again"));
    await settle();
    expect(button("Sign in for the Rehearsal Tool")).toBeVisible();
  });

  it("is not for an app that nobody signs in to", async () => {
    const { shell, user } = await open({}, undefined, jwtApp());
    expect(dialog().getByRole("radio", { name: "Postman" }), "who can take it").toBeChecked();
    await choose(user, "The Rehearsal Tool");
    expect(dialog().getByText(/needs the sign-in of a person/)).toBeVisible();
    expect(shell.called("hand_over")).toEqual([]);
  });
});

describe("handing over to others", () => {
  it("saves a file for Postman, without key and secret unless that is ticked", async () => {
    const { user, shell, container } = await open();
    await choose(user, "Postman");
    shell.on("save_postman", () => false);
    await user.click(button("Save the file…"));
    await settle();
    expect(dialog().queryByText("Saved."), "nobody said where").toBeNull();
    shell.on("save_postman", () => true);
    await user.click(dialog().getByRole("checkbox", { name: "With key and secret" }));
    await user.click(button("Save the file…"));
    await settle();
    expect(shell.called("save_postman")).toEqual([
      { app: "app-acu", withSecrets: false },
      { app: "app-acu", withSecrets: true },
    ]);
    expect(dialog().getByText("Saved.")).toBeVisible();
    expect(dialog().getByText(/Whoever has this file can use the app/)).toBeVisible();
    await expectAccessible(container);
  });

  it("shows the whole record for a ticket before it can be copied", async () => {
    const { user, shell, container } = await open();
    await choose(user, "A ticket");
    const record = dialog().getByText(/^External Client App: record of the set-up/);
    await user.click(button("Copy this record"));
    expect(shell.called("copy_words")).toEqual([{ text: record.textContent }]);
    await settle();
    expect(screen.getByText("Record copied. Paste it into the ticket.")).toBeInTheDocument();
    await expectAccessible(container);
  });

  it("saves a template for a colleague, and says why it could not", async () => {
    const { user, shell, container } = await open();
    await choose(user, "A colleague");
    shell.refuse("save_template", { code: "file_unusable" });
    await user.click(button("Save the template…"));
    await settle();
    expect(dialog().getByRole("alert")).toBeVisible();
    shell.on("save_template", () => true);
    await user.click(button("Save the template…"));
    await settle();
    expect([dialog().queryByRole("alert"), shell.called("save_template").length]).toEqual([null, 2]);
    expect(dialog().getByText("Saved.")).toBeVisible();
    await expectAccessible(container);
  });
});
