import { flushSync } from "svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { clipboard as view } from "../testing/fixtures";
import { Shell } from "../testing/shell";
import { watched } from "../testing/watched.svelte";
import { Clipboard } from "./clipboard.svelte";
import { Notices } from "./notices.svelte";

function fresh(): { clipboard: Clipboard; notices: Notices } {
  const notices = new Notices();
  return { clipboard: new Clipboard(notices), notices };
}

describe("what is on the clipboard", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  it("is said when it is put there, with the time until it goes", () => {
    const { clipboard, notices } = fresh();
    const copied = view();
    clipboard.heard(copied, null);
    expect(notices.current).toEqual({ say: "copied", clipboard: copied, seconds: 90 });
    expect([clipboard.left, clipboard.whole]).toEqual([90, 90]);
  });

  it.each(["cleared", "not_ours", "refused"] as const)("is said to have gone: %s", (cleared) => {
    const { clipboard, notices } = fresh();
    clipboard.heard(view(), null);
    clipboard.heard(null, cleared);
    expect(notices.current).toEqual({ say: "cleared", cleared });
    expect([clipboard.view, clipboard.left]).toEqual([null, 0]);
  });

  it("goes without a word where nothing of ours was there", () => {
    const { clipboard, notices } = fresh();
    clipboard.heard(null, null);
    expect(notices.current).toBeNull();
  });

  it("is counted down, and read out at 30 and at 10", () => {
    const { clipboard } = fresh();
    clipboard.heard(view(), null);
    const left = watched(() => clipboard.left);
    const announced = watched(() => clipboard.announced);
    for (let second = 0; second < 90; second += 1) {
      vi.advanceTimersByTime(1000);
      flushSync();
    }
    expect(left.values).toHaveLength(91);
    expect(announced.values).toEqual([null, 30, 10, null]);
    left.stop();
    announced.stop();
  });
});

describe("clearing it", () => {
  it("asks the program, which alone can", async () => {
    const shell = new Shell();
    await fresh().clipboard.clear();
    expect(shell.called("clear_clipboard")).toHaveLength(1);
  });

  it("says when that did not work", async () => {
    new Shell().refuse("clear_clipboard", { code: "clipboard_unavailable" });
    const { clipboard, notices } = fresh();
    await clipboard.clear();
    expect(notices.current).toEqual({ say: "failed", failure: { code: "clipboard_unavailable" }, app: null });
  });
});
