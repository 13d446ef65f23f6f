import { render, screen } from "@testing-library/svelte";
import { createRawSnippet } from "svelte";
import { describe, expect, it, vi } from "vitest";

import Dialog from "./Dialog.svelte";

const children = createRawSnippet(() => ({
  render: () => "<div><p>Sure?</p><button data-first>Cancel</button></div>",
}));

function open() {
  const onclose = vi.fn();
  const { unmount } = render(Dialog, { title: "A question", close: "Close", onclose, children });
  const dialog = screen.getByRole("dialog", { name: "A question" });
  return { dialog, onclose, unmount };
}

describe("a dialog", () => {
  it("gives the keyboard to its harmless button, and is seen from its beginning all the same", () => {
    const hadFocus: (string | null | undefined)[] = [];
    const scrollTo = vi.spyOn(HTMLDialogElement.prototype, "scrollTo");
    scrollTo.mockImplementation(() => hadFocus.push(document.activeElement?.textContent));
    open();
    expect(hadFocus, "once, and after the focus, which scrolls too").toEqual(["Cancel"]);
    expect(scrollTo).toHaveBeenCalledWith(0, 0);
    scrollTo.mockRestore();
  });

  it("does not close itself: whoever opened it does", () => {
    const { dialog, onclose } = open();
    const cancel = new Event("cancel", { cancelable: true });
    dialog.dispatchEvent(cancel);
    expect(onclose).toHaveBeenCalledOnce();
    expect(cancel.defaultPrevented).toBe(true);
  });

  it("that the engine closed without asking is closed for everyone", () => {
    const { dialog, onclose } = open();
    dialog.dispatchEvent(new Event("close"));
    expect(onclose).toHaveBeenCalledOnce();
  });

  it("that was taken away says nothing more", () => {
    const { dialog, onclose, unmount } = open();
    unmount();
    dialog.dispatchEvent(new Event("close"));
    expect(onclose).not.toHaveBeenCalled();
  });
});
