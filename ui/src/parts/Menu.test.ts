import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { expectAccessible, settle } from "../testing/window";
import Menu from "./Menu.svelte";

const dots = () => screen.getByRole("button", { name: "More" });
const item = (name: string) => screen.getByRole("menuitem", { name });

async function open() {
  const user = userEvent.setup({ delay: null });
  const picks = { first: vi.fn(), last: vi.fn() };
  const items = [
    { label: "First", pick: picks.first },
    { label: "Second", pick: vi.fn() },
    { label: "Last", pick: picks.last },
  ];
  const { container } = render(Menu, { label: "More", items });
  dots().focus();
  await user.keyboard("{Enter}");
  await settle();
  return { user, picks, container };
}

describe("a menu", () => {
  it("opens at its first entry, and says that it is open", async () => {
    const { container } = await open();
    expect(item("First")).toHaveFocus();
    expect(dots()).toHaveAttribute("aria-expanded", "true");
    expect(screen.getByRole("menu", { name: "More" })).toBeVisible();
    await expectAccessible(container);
  });

  it.each([
    ["{ArrowDown}", "Second"],
    ["{ArrowUp}", "Last"],
    ["{End}", "Last"],
    ["{End}{ArrowDown}", "First"],
    ["{End}{Home}", "First"],
  ])("%s goes to %s", async (keys, name) => {
    const { user } = await open();
    await user.keyboard(keys);
    expect(item(name)).toHaveFocus();
  });

  it("opens at its end by the arrow that points there", async () => {
    const { user } = await open();
    await user.keyboard("{Escape}{ArrowUp}");
    await settle();
    expect(item("Last")).toHaveFocus();
  });

  it("Esc closes, gives the focus back, and is no key for anything behind", async () => {
    const { user, picks } = await open();
    const behind = vi.fn((event: KeyboardEvent) => event.defaultPrevented);
    window.addEventListener("keydown", behind, { once: true });
    await user.keyboard("{Escape}");
    expect(behind).toHaveReturnedWith(true);
    expect(screen.queryByRole("menu")).toBeNull();
    expect(dots()).toHaveFocus();
    expect(picks.first).not.toHaveBeenCalled();
  });

  it("is closed, and the focus back, before what was picked is done", async () => {
    const { user, picks } = await open();
    picks.last.mockImplementation(() => expect(dots()).toHaveFocus());
    await user.keyboard("{ArrowUp}{Enter}");
    expect(picks.last).toHaveBeenCalledOnce();
    expect(picks.first).not.toHaveBeenCalled();
    expect(screen.queryByRole("menu")).toBeNull();
  });

  it("can be worked by mouse: again on the dots closes, an entry is picked", async () => {
    const { user, picks } = await open();
    await user.click(dots());
    expect(screen.queryByRole("menu")).toBeNull();
    await user.click(dots());
    await settle();
    await user.click(item("First"));
    expect(picks.first).toHaveBeenCalledOnce();
  });

  it("goes when the focus goes elsewhere", async () => {
    const { user } = await open();
    await user.tab();
    expect(screen.queryByRole("menu")).toBeNull();
    await user.click(dots());
    await settle();
    await user.click(document.body);
    expect(screen.queryByRole("menu")).toBeNull();
  });
});
