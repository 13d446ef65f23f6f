import { screen, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";

import { t } from "../messages";
import { MINUTE, org } from "../testing/fixtures";
import type { Shell } from "../testing/shell";
import { expectAccessible, openWindow, settle, show } from "../testing/window";
import type { ActivityView } from "../wire/ActivityView";
import type { Deed } from "../wire/Deed";
import ActivityList from "./ActivityList.svelte";

const entry = (more: Partial<ActivityView> = {}): ActivityView => ({
  at: Date.now() - 3 * MINUTE,
  org: "org-acu",
  named: "Acme Retail · UAT",
  app: "Rehearsal Tool",
  deed: "copied",
  detail: "token",
  ...more,
});

const dialog = () => within(screen.getByRole("dialog", { name: "Activity" }));

async function opened(entries: ActivityView[], prepare: (shell: Shell) => void = () => undefined) {
  const there = await openWindow([org()], (shell) => {
    shell.on("list_activity", () => entries);
    prepare(shell);
  });
  await there.user.click(screen.getByRole("button", { name: "More" }));
  await there.user.click(screen.getByRole("menuitem", { name: "Activity…" }));
  await settle();
  return there;
}

describe("the activity of all orgs", () => {
  it("says what was done with which, and is filtered by a few letters", async () => {
    const { user, shell, container } = await opened([
      entry({ detail: "curl" }),
      entry({ named: "Boreal Bank · SIT", deed: "failed", detail: "unreachable" }),
    ]);
    expect(shell.called("list_activity")).toEqual([{ org: null }]);
    expect(dialog().getByText("Token copied (curl)")).toBeVisible();
    expect(dialog().getByText("Boreal Bank · SIT, Rehearsal Tool")).toBeVisible();
    expect(dialog().getByText("2 entries")).toBeVisible();
    await expectAccessible(container);
    await user.type(dialog().getByRole("textbox", { name: "Filter" }), "boreal failed");
    expect(dialog().getByText("1 entry")).toBeVisible();
    expect(dialog().queryByText("Token copied (curl)")).toBeNull();
    await user.type(dialog().getByRole("textbox", { name: "Filter" }), " xyz");
    expect(dialog().getByText("Nothing here matches “boreal failed xyz”.")).toBeVisible();
  });

  it("stays open when Enter is pressed in its filter", async () => {
    const { user } = await opened([entry()]);
    await user.type(dialog().getByRole("textbox", { name: "Filter" }), "curl{Enter}");
    await settle();
    expect(dialog().getByRole("textbox", { name: "Filter" })).toHaveValue("curl");
  });

  it("asks before it is cleared", async () => {
    const { user, shell } = await opened([entry()]);
    await user.click(dialog().getByRole("button", { name: "Clear…" }));
    expect(shell.called("clear_activity")).toEqual([]);
    await user.click(dialog().getByRole("button", { name: "Clear all activity" }));
    await settle();
    expect(shell.called("clear_activity")).toHaveLength(1);
    expect(dialog().getByText("Nothing yet")).toBeVisible();
  });

  it("that cannot be looked up says why, and is looked up again", async () => {
    const { user, shell } = await opened([], (there) => there.refuse("list_activity", { code: "registry_unwritable", reference: "7f3a" }));
    expect(dialog().getByRole("alert")).toHaveTextContent("7f3a");
    shell.on("list_activity", () => [entry()]);
    await user.click(dialog().getByRole("button", { name: "Look again" }));
    await settle();
    expect(dialog().getByText("Token copied")).toBeVisible();
  });
});

describe("the lines of the activity", () => {
  it("are not gone through each second, however many they are", async () => {
    const every = vi.spyOn(globalThis, "setInterval");
    await show(ActivityList, { entries: [entry()], label: "Activity" });
    expect(screen.getByText("3 minutes ago")).toBeVisible();
    expect(every.mock.calls.map(([, milliseconds]) => milliseconds)).toEqual([60_000]);
    every.mockRestore();
  });
});

describe("a line of the activity", () => {
  it.each<[Deed, string, string]>([
    ["copied", "", "Token copied"],
    ["copied", "bearer", "Token copied (Bearer header)"],
    ["copied", "instance_url", "Instance URL copied"],
    ["copied", "secret", "Consumer Secret copied"],
    ["handed_over", "rehearsal_tool", "Handed over (Rehearsal Tool)"],
    ["renewed", "", "New token"],
    ["failed", "keychain_locked", "Failed: the keychain was locked"],
    ["failed", "of a newer kind", "Failed: of a newer kind"],
    ["failed", "", "Failed"],
  ])("%s %s: %s", (deed, detail, words) => {
    expect(t.activity.deed(deed, detail)).toBe(words);
  });
});
