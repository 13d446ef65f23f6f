import { screen, within } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { describe, expect, it, vi } from "vitest";

import { callbackMismatch, org, readiness, refused } from "../testing/fixtures";
import { expectAccessible, openWindow, settle } from "../testing/window";
import type { Readiness } from "../wire/Readiness";

const button = (name: string) => screen.getByRole("button", { name });

/** The card, and not the message that says the same. */
const card = () => within(screen.getByText(/^Salesforce (now accepts the app|still refuses)\.?$/).closest<HTMLElement>(".card") ?? document.body);

async function open(state: Readiness) {
  const opened = await openWindow([org()]);
  await opened.user.click(screen.getByRole("button", { name: /Rehearsal Tool, / }));
  const tell = async (next: Readiness) => {
    opened.shell.tell({ what: "readiness", readiness: readiness(next) });
    await settle();
  };
  await tell(state);
  return { ...opened, tell };
}

const waits: Readiness = { is: "waiting", failure: callbackMismatch };

describe("an app that Salesforce does not know yet", () => {
  it("is waited for: what is refused, when it is asked again, until when, and a way to stop", async () => {
    vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
    const { user, shell, container } = await open(waits);
    expect(screen.getByText("Salesforce does not know this yet")).toBeVisible();
    expect(screen.getByText(/^The Callback URL in Salesforce is different from ours/)).toBeVisible();
    expect(screen.getByText(/^Asks again in 60 s · Goes on until \d\d:\d\d$/)).toBeVisible();
    vi.advanceTimersByTime(2000);
    flushSync();
    expect(screen.getByText(/^Asks again in 58 s/)).toBeVisible();
    vi.useRealTimers();
    await expectAccessible(container);
    await user.click(button("Stop asking"));
    await settle();
    expect(shell.called("stop_waiting_until_ready")).toHaveLength(1);
    expect(screen.queryByText("Salesforce does not know this yet")).toBeNull();
  });

  it("that it knows now is said aloud, and can be signed in to from there", async () => {
    const { user, tell, container } = await open(waits);
    await tell({ is: "ready" });
    const toast = within(within(screen.getByRole("region", { name: "Messages" })).getByRole("status"));
    expect(toast.getByText("Salesforce now accepts the app Rehearsal Tool.")).toBeVisible();
    expect(screen.getByText("Salesforce now accepts the app.")).toBeVisible();
    await expectAccessible(container);
    expect(card().getByRole("button", { name: "Close" })).toBeVisible();
    await user.click(toast.getByRole("button", { name: "Sign in" }));
    await settle();
    expect(screen.getByRole("heading", { name: "Sign in: Rehearsal Tool" })).toBeVisible();
  });

  it.each([{ is: "ready" }, { is: "gave_up", failure: callbackMismatch }] as const)("can be put away: $is", async (state) => {
    const { user, shell } = await open(state);
    await user.click(card().getByRole("button", { name: "Close" }));
    await settle();
    expect(shell.called("stop_waiting_until_ready")).toHaveLength(1);
    expect(screen.queryByText(/^Salesforce (now|still)/)).toBeNull();
  });

  it("that it goes on refusing is said aloud, too, and is asked again from what can be done", async () => {
    const { user, shell, tell } = await open(waits);
    await tell({ is: "gave_up", failure: callbackMismatch });
    const toast = within(within(screen.getByRole("region", { name: "Messages" })).getByRole("status"));
    expect(toast.getByText("Salesforce still refuses the app Rehearsal Tool.")).toBeVisible();
    await user.click(toast.getByRole("button", { name: "What to do" }));
    await user.click(button("Show what to do"));
    await user.click(button("Check every minute and tell me"));
    await settle();
    expect(shell.called("wait_until_ready")).toEqual([{ app: "app-acu" }]);
    expect(screen.queryByRole("dialog"), "it is out of the way").toBeNull();
  });

  it("that it goes on refusing leads to what can be done", async () => {
    const { user, tell, container } = await open(waits);
    await tell({ is: "gave_up", failure: refused("unknown_key", "invalid_client_id", "client identifier invalid") });
    expect(screen.getByText("Salesforce still refuses")).toBeVisible();
    await expectAccessible(container);
    await user.click(button("Show what to do"));
    const dialog = within(screen.getByRole("dialog", { name: "What went wrong" }));
    expect(dialog.getByRole("heading", { name: "This org does not know the Consumer Key" })).toBeVisible();
    expect(dialog.getByRole("button", { name: "Copy a message for my admin" }), "it is about this app").toBeVisible();
  });
});
