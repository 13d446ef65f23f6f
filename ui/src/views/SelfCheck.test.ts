import { screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { orgs, selfCheck } from "../testing/fixtures";
import type { Shell } from "../testing/shell";
import { expectAccessible, openWindow, settle } from "../testing/window";
import type { MissingView } from "../wire/MissingView";
import type { SelfCheckView } from "../wire/SelfCheckView";

const missing = (more: Partial<MissingView>): MissingView => ({
  app: "app-acu",
  name: "Acme Retail UAT: Rehearsal Tool",
  what: "consumer_secret",
  ...more,
});

async function check(more: Partial<SelfCheckView> = {}, prepare?: (shell: Shell) => void) {
  const opened = await openWindow(orgs(), (shell) => {
    shell.on("self_check", () => selfCheck(more));
    prepare?.(shell);
  });
  await opened.user.click(screen.getByRole("button", { name: "More" }));
  await settle();
  await opened.user.click(screen.getByRole("menuitem", { name: "Self-check…" }));
  await settle();
  return { ...opened, dialog: within(screen.getByRole("dialog", { name: "Self-check" })) };
}

describe("a self-check", () => {
  it("counts, says that everything agrees, and gives the focus back", async () => {
    const { user, dialog, container } = await check();
    expect(dialog.getByRole("status")).toHaveTextContent("Everything agrees.");
    expect(dialog.getByText("8 orgs, 8 apps, 5 sign-ins")).toBeVisible();
    expect(dialog.getByText("26 items")).toBeVisible();
    expect(dialog.getByText(/^20 Nov 2026/)).toBeVisible();
    expect(dialog.queryByText("Sign-outs that wait")).toBeNull();
    await expectAccessible(container);
    await user.click(dialog.getAllByRole("button", { name: "Close" })[1] ?? document.body);
    await settle();
    expect(screen.getByRole("button", { name: "More" })).toHaveFocus();
  });

  it("shows that it is looking, for as long as it does", async () => {
    let held: { answer: (value?: unknown) => void } | undefined;
    const { dialog } = await check({}, (shell) => (held = shell.hold("self_check")));
    expect(dialog.getByRole("status")).toHaveTextContent("Looking into the keychain…");
    held?.answer(selfCheck({ backedUpAt: null, leaving: 2 }));
    await settle();
    expect(dialog.getByText("Never")).toBeVisible();
    expect(dialog.getByText("Sign-outs that wait")).toBeVisible();
  });

  it("that failed says why, and can be made again", async () => {
    const { user, shell, dialog } = await check({}, (shell) => shell.refuse("self_check", { code: "keychain_frozen" }));
    expect(dialog.getByRole("alert")).toHaveTextContent("The system keychain does not answer");
    shell.on("self_check", () => selfCheck());
    await user.click(dialog.getByRole("button", { name: "Check again" }));
    await settle();
    expect(dialog.queryByRole("alert")).toBeNull();
    expect(dialog.getByRole("status")).toHaveTextContent("Everything agrees.");
  });

  it("names what is missing, and leads to where it is mended", async () => {
    const list = [missing({}), missing({ what: "tokens" }), missing({ app: "gone", name: "Gone", what: "consumer_key" })];
    const { user, dialog, container } = await check({ missing: list });
    expect(dialog.getByRole("status")).toHaveTextContent("3 items are missing.");
    expect(dialog.getAllByRole("listitem")).toHaveLength(3);
    expect(dialog.getByText("The Consumer Secret is missing. Edit the app and paste it again.")).toBeVisible();
    expect(dialog.queryByRole("button", { name: /: Gone$/ }), "what is not in the list cannot be edited").toBeNull();
    await expectAccessible(container);
    await user.click(dialog.getByRole("button", { name: "Edit app: Acme Retail UAT: Rehearsal Tool" }));
    expect(screen.getByRole("dialog", { name: "Edit Rehearsal Tool" })).toBeVisible();
  });

  it("offers to sign in where the tokens are missing", async () => {
    const { user, dialog } = await check({ missing: [missing({ what: "tokens" })] });
    await user.click(dialog.getByRole("button", { name: /^Sign in again/ }));
    await settle();
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByRole("heading", { name: "Sign in: Rehearsal Tool" })).toBeVisible();
  });
});

describe("leftovers", () => {
  it("are deleted after one question, and then everything agrees", async () => {
    const { user, shell, dialog, container } = await check({ orphans: 3 });
    expect(dialog.getByText("3 leftovers: items in the keychain that belong to no entry.")).toBeVisible();
    expect(dialog.getByText(/another data folder on this computer, they may be that one’s/)).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Delete leftovers…" }));
    expect(dialog.getByText(/^Delete 3 leftovers\? This cannot be undone/)).toBeVisible();
    expect(dialog.getByRole("button", { name: "Cancel" })).toHaveFocus();
    expect(shell.called("forget_orphans")).toEqual([]);
    await expectAccessible(container);
    const held = shell.hold("forget_orphans");
    await user.click(dialog.getByRole("button", { name: "Delete leftovers" }));
    expect(dialog.getByRole("button", { name: "Delete leftovers" })).toHaveAttribute("aria-disabled", "true");
    held.answer(selfCheck());
    await settle();
    expect(dialog.getByRole("status")).toHaveTextContent("Everything agrees.");
    expect(dialog.queryByText(/leftovers/)).toBeNull();
    expect(dialog.getAllByRole("button", { name: "Close" })[1]).toHaveFocus();
  });

  it("stay when the question was not meant", async () => {
    const { user, shell, dialog } = await check({ orphans: 1 });
    await user.click(dialog.getByRole("button", { name: "Delete leftovers…" }));
    await user.click(dialog.getByRole("button", { name: "Cancel" }));
    await settle();
    expect(dialog.getByRole("button", { name: "Delete leftovers…" })).toHaveFocus();
    expect(shell.called("forget_orphans")).toEqual([]);
  });

  it("that could not be deleted say why", async () => {
    const { user, shell, dialog } = await check({ orphans: 1 });
    shell.refuse("forget_orphans", { code: "keychain_locked", prompt: "dismissed" });
    await user.click(dialog.getByRole("button", { name: "Delete leftovers…" }));
    await user.click(dialog.getByRole("button", { name: "Delete leftovers" }));
    await settle();
    expect(dialog.getByRole("alert")).toHaveTextContent("The system keychain is locked");
  });
});

describe("sign-outs that wait", () => {
  it("are given up after one question, and then it looks again", async () => {
    const { user, shell, dialog, container } = await check({ leaving: 2 });
    expect(dialog.getByText(/^An org that is gone, such as a deleted sandbox/)).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Stop telling…" }));
    expect(dialog.getByText(/^Stop telling Salesforce of 2 sign-outs\? .* live on at Salesforce/)).toBeVisible();
    expect(dialog.getByRole("button", { name: "Cancel" })).toHaveFocus();
    expect(shell.called("give_up_telling")).toEqual([]);
    await expectAccessible(container);
    const held = shell.hold("give_up_telling");
    await user.click(dialog.getByRole("button", { name: "Stop telling" }));
    expect(dialog.getByRole("button", { name: "Stop telling" })).toHaveAttribute("aria-disabled", "true");
    const looking = shell.hold("self_check");
    held.answer();
    await settle();
    expect(dialog.getByRole("status")).toHaveTextContent("Looking into the keychain…");
    expect(dialog.getAllByRole("button", { name: "Close" })[1]).toHaveFocus();
    looking.answer(selfCheck());
    await settle();
    expect(dialog.getByRole("status")).toHaveTextContent("Everything agrees.");
    expect(dialog.queryByText("Sign-outs that wait")).toBeNull();
    expect(dialog.queryByRole("button", { name: /^Stop telling/ })).toBeNull();
  });

  it("are not offered to be given up where there are none", async () => {
    const { dialog } = await check({ leaving: 0, orphans: 1 });
    expect(dialog.getByRole("button", { name: "Delete leftovers…" })).toBeVisible();
    expect(dialog.queryByRole("button", { name: "Stop telling…" })).toBeNull();
  });

  it("go on waiting when the question was not meant", async () => {
    const { user, shell, dialog } = await check({ leaving: 1 });
    await user.click(dialog.getByRole("button", { name: "Stop telling…" }));
    await user.click(dialog.getByRole("button", { name: "Cancel" }));
    await settle();
    expect(dialog.getByRole("button", { name: "Stop telling…" })).toHaveFocus();
    expect(shell.called("give_up_telling")).toEqual([]);
  });

  it("that could not be given up say why", async () => {
    const { user, shell, dialog } = await check({ leaving: 1 });
    shell.refuse("give_up_telling", { code: "unexpected", reference: "7f3a" });
    await user.click(dialog.getByRole("button", { name: "Stop telling…" }));
    await user.click(dialog.getByRole("button", { name: "Stop telling" }));
    await settle();
    expect(dialog.getByRole("alert")).toHaveTextContent("7f3a");
    expect(shell.called("self_check"), "nothing has changed").toHaveLength(1);
  });
});
