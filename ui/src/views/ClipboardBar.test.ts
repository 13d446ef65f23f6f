import { screen, within } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { describe, expect, it, vi } from "vitest";

import { clipboard, org } from "../testing/fixtures";
import { expectAccessible, openWindow, settle } from "../testing/window";

const bar = () => within(screen.getByRole("contentinfo", { name: "Clipboard" }));

describe("the clipboard bar", () => {
  it("says that nothing of ours is there", async () => {
    await openWindow([org()]);
    expect(bar().getByText("Nothing from Keyperch on the clipboard")).toBeVisible();
    expect(bar().queryByRole("button", { name: "Clear now" })).toBeNull();
  });

  it("counts down, and tells the ear at 30 and 10 seconds alone", async () => {
    vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
    const { shell, container } = await openWindow([org()]);
    shell.tell({ what: "clipboard", clipboard: clipboard(), cleared: null });
    await settle();
    expect(bar().getByText("Token for Acme Retail UAT")).toBeVisible();
    expect(bar().getByRole("progressbar", { name: "Clipboard clears in 90 seconds" })).toHaveAttribute("value", "90");
    await expectAccessible(container);
    const heard: string[] = [];
    for (let second = 0; second < 89; second += 1) {
      vi.advanceTimersByTime(1000);
      flushSync();
      const text = bar().getByRole("status").textContent.trim();
      if (heard.at(-1) !== text) heard.push(text);
    }
    expect(heard).toEqual(["", "Clipboard clears in 30 seconds", "Clipboard clears in 10 seconds"]);
    expect(bar().getByText("clears in 1 s")).toBeVisible();
    shell.tell({ what: "clipboard", clipboard: null, cleared: "cleared" });
    await settle();
    expect(bar().queryByRole("progressbar")).toBeNull();
  });

  it("is loud about production", async () => {
    const { shell } = await openWindow([org()]);
    shell.tell({ what: "clipboard", clipboard: clipboard({ environment: "production" }), cleared: null });
    await settle();
    expect(bar().getByText("PRODUCTION token for Acme Retail UAT")).toBeVisible();
  });

  it("keeps the keyboard when the button goes with what it cleared", async () => {
    const { user, shell } = await openWindow([org()]);
    shell.tell({ what: "clipboard", clipboard: clipboard(), cleared: null });
    await settle();
    shell.on("clear_clipboard", () => shell.tell({ what: "clipboard", clipboard: null, cleared: "cleared" }));
    await user.click(bar().getByRole("button", { name: "Clear now" }));
    await settle();
    expect(bar().getByRole("button", { name: "Keyboard shortcuts" })).toHaveFocus();
  });

  it("clears by its button and by a key, also over a dialog", async () => {
    const { user, shell } = await openWindow([org()]);
    shell.tell({ what: "clipboard", clipboard: clipboard(), cleared: null });
    await settle();
    await user.click(bar().getByRole("button", { name: "Clear now" }));
    await user.keyboard("{Control>}{Shift>}X{/Shift}{/Control}");
    await user.keyboard("{Control>}n{/Control}");
    await user.keyboard("{Control>}{Shift>}X{/Shift}{/Control}");
    expect(shell.called("clear_clipboard")).toHaveLength(3);
  });
});
