import { fireEvent, screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { org, orgs } from "../testing/fixtures";
import { expectAccessible, openWindow, settle } from "../testing/window";

const row = (name: string | RegExp) => screen.getByRole("button", { name });
const acu = "Acme Retail, UAT sandbox, Rehearsal Tool, fresh, code a c u";
const client = (name: string) => screen.getByRole("button", { name: new RegExp(`^${name}, \\d+ orgs?`) });
const uat = "Acme Retail, UAT sandbox, 2 apps, code a c u";

/** What eyes read of a heading. */
const seen = (heading: HTMLElement): string => (heading.querySelector(".seen") ?? heading).textContent.trim();

describe("a client in the list", () => {
  it("is folded and unfolded by a press, and the program is told", async () => {
    const { user, shell, container } = await openWindow(orgs());
    expect(client("Boreal Bank")).toHaveAttribute("aria-expanded", "true");
    await user.click(client("Boreal Bank"));
    expect(shell.called("fold_clients")).toEqual([{ clients: ["client-bo"], folded: true }]);
    expect(screen.queryByRole("button", { name: /^Boreal Bank, production/ })).toBeNull();
    expect(client("Boreal Bank")).toHaveAccessibleName("Boreal Bank, 2 orgs, 1 needs attention");
    expect(client("Boreal Bank")).toHaveAttribute("aria-expanded", "false");
    await expectAccessible(container);
    await user.click(client("Boreal Bank"));
    expect(screen.getByRole("button", { name: /^Boreal Bank, production, Rehearsal/ })).toBeVisible();
  });

  it("folds by the left arrow, which leads out to it first, and unfolds by the right one", async () => {
    const { user } = await openWindow(orgs());
    row(acu).focus();
    await user.keyboard("{ArrowLeft}");
    expect(client("Acme Retail")).toHaveFocus();
    await user.keyboard("{ArrowRight}{ArrowLeft}");
    expect(screen.queryByRole("button", { name: acu })).toBeNull();
    expect(client("Acme Retail")).toHaveFocus();
    await user.keyboard("{ArrowDown}");
    expect(client("Boreal Bank")).toHaveFocus();
    await user.keyboard("{ArrowUp}{ArrowRight}");
    expect(row(acu)).toBeVisible();
  });

  it("that is folded hides nothing that is searched for", async () => {
    const { user, shell } = await openWindow(orgs());
    shell.tell({ what: "layout", folded: ["client-ac", "client-bo", "client-co"], sort: "client" });
    await settle();
    expect(screen.queryByRole("button", { name: acu })).toBeNull();
    expect(screen.getByRole("region", { name: "Orgs, 8" })).toBeVisible();
    await user.type(screen.getByRole("textbox", { name: /^Search/ }), "acu");
    expect(row(acu)).toBeVisible();
  });

  it("folds with all others from the menu", async () => {
    const { user, shell } = await openWindow(orgs());
    await user.click(row("Sort and fold"));
    await user.click(screen.getByRole("menuitem", { name: "Fold all" }));
    expect(shell.called("fold_clients")).toEqual([{ clients: ["client-ac", "client-bo", "client-co"], folded: true }]);
    expect(screen.queryByRole("button", { name: acu })).toBeNull();
    await user.click(row("Sort and fold"));
    await user.click(screen.getByRole("menuitem", { name: "Unfold all" }));
    expect(row(acu)).toBeVisible();
  });
});

describe("the views above the list", () => {
  const look = (name: string) => within(screen.getByRole("group", { name: "Views" })).getByRole("button", { name });

  it("count and show what is pinned, and what needs attention", async () => {
    const { user, container } = await openWindow(orgs());
    expect(look("All 8")).toHaveAttribute("aria-pressed", "true");
    await user.click(look("Needs attention 4"));
    expect(screen.getByRole("region", { name: "Orgs, 4" })).toBeVisible();
    expect(row(/^Boreal Bank, production, Rehearsal/)).toBeVisible();
    expect(screen.queryByRole("button", { name: /^Boreal Bank, SIT/ })).toBeNull();
    await user.click(look("Pinned 0"));
    expect(screen.getByText("Press P on an org to pin it.")).toBeVisible();
    await expectAccessible(container);
    await user.click(row("Show all orgs"));
    expect(row(acu)).toBeVisible();
  });

  it.each([
    [[org()], "All 1 org can copy a token."],
    [[org(), org({ id: "org-2", apps: [] })], "1 of 2 orgs can copy a token. The others have no app yet."],
  ])("say so when nothing needs attention", async (list, text) => {
    const { user } = await openWindow(list);
    await user.click(look("Needs attention 0"));
    expect(screen.getByText(text)).toBeVisible();
  });
});

describe("a pin", () => {
  it("is set by P or its button, and by the same again no longer", async () => {
    const { user, shell } = await openWindow(orgs());
    row(acu).focus();
    await user.keyboard("p");
    await settle();
    expect(screen.getByText("Acme Retail UAT pinned.")).toBeInTheDocument();
    await user.click(row("Pin Boreal Bank · SIT"));
    const edit = { change: "pin", on: true };
    expect(shell.called("edit_orgs")).toEqual([{ orgs: ["org-acu"], edit }, { orgs: ["org-bos"], edit }]);
  });

  it("has the org first, once, with its client's name; the keyboard stays where it was", async () => {
    const { shell, container } = await openWindow(orgs());
    row(acu).focus();
    shell.tell({ what: "orgs", orgs: orgs().map((each) => ({ ...each, isPinned: each.code === "acu" })) });
    await settle();
    const headings = screen.getAllByRole("heading", { level: 2 }).map(seen);
    expect(headings.slice(0, 2)).toEqual(["Pinned 1 org", "Acme Retail4 orgs"]);
    const first = row(`${uat}, pinned`);
    expect(within(first).getByText("Acme Retail")).toBeInTheDocument();
    expect(screen.getAllByRole("button", { name: acu })).toEqual([document.activeElement]);
    expect(row("Unpin Acme Retail · UAT"), "its name says it alone").not.toHaveAttribute("aria-pressed");
    await expectAccessible(container);
  });
});

describe("the keyboard in a row that moves or goes", () => {
  const pinned = (...codes: string[]) => orgs().map((each) => ({ ...each, isPinned: codes.includes(each.code) }));
  const later = () => new Promise((resolve) => setTimeout(resolve, 5));

  it("is in the row again that a pressed button stands beside", async () => {
    const { user, shell } = await openWindow(orgs());
    row(uat).focus();
    await user.keyboard("{Tab}");
    expect(row("Pin Acme Retail · UAT")).toHaveFocus();
    shell.on("edit_orgs", () => shell.tell({ what: "orgs", orgs: pinned("acu") }));
    await user.keyboard("{Enter}");
    await settle();
    expect(row(`${uat}, pinned`)).toHaveFocus();
  });

  it("is in the row again whose token was copied, where it was used last", async () => {
    const { user, shell } = await openWindow(orgs());
    shell.tell({ what: "layout", folded: [], sort: "recent" });
    await settle();
    row(acu).focus();
    await user.keyboard("{Tab}");
    expect(row("Copy fresh token for Acme Retail UAT, Rehearsal Tool")).toHaveFocus();
    const used = orgs().map((each) => (each.code === "acu" ? { ...each, apps: each.apps.map((one) => ({ ...one, lastUsed: 1 })) } : each));
    shell.tell({ what: "orgs", orgs: used });
    await settle();
    expect(row(acu)).toHaveFocus();
  });

  it("goes to another row of the view that it left, and out of an empty one", async () => {
    const { user, shell } = await openWindow(pinned("acu", "bop"));
    await user.click(row("Pinned 2"));
    row(/^Boreal Bank, production, 1 app/).focus();
    shell.on("edit_orgs", () => shell.tell({ what: "orgs", orgs: pinned("acu") }));
    await user.keyboard("p");
    await settle();
    expect(row(acu)).toHaveFocus();
    shell.on("edit_orgs", () => shell.tell({ what: "orgs", orgs: pinned() }));
    await user.keyboard("p");
    await later();
    expect(screen.getByRole("textbox", { name: /^Search/ })).toHaveFocus();
  });

  it("is not taken from nowhere", async () => {
    const { user, shell } = await openWindow(pinned("acu"));
    await user.click(row("Pinned 1"));
    row("Pinned 1").blur();
    shell.tell({ what: "orgs", orgs: pinned("bop") });
    await later();
    expect(document.body).toHaveFocus();
  });
});

describe("more for a client", () => {
  const more = (name: string) => row(`More for ${name}`);

  it("is come to from the rows under it, where its head is no row", async () => {
    const { user } = await openWindow(orgs());
    await user.type(screen.getByRole("textbox", { name: /^Search/ }), "production");
    row(/^Boreal Bank, production, Rehearsal/).focus();
    await settle();
    expect(more("Boreal Bank")).toHaveAttribute("tabindex", "0");
    expect(more("Acme Retail"), "one of many is no stop of its own").toHaveAttribute("tabindex", "-1");
    row(/^Acme Retail, production, Rehearsal/).focus();
    await user.keyboard("{Shift>}{Tab}{/Shift}");
    expect(more("Acme Retail")).toHaveFocus();
  });

  it("is come to from its head, where that is a row", async () => {
    const { user } = await openWindow(orgs());
    row(acu).focus();
    await settle();
    expect(more("Acme Retail")).toHaveAttribute("tabindex", "-1");
    await user.keyboard("{ArrowLeft}{Tab}");
    expect(more("Acme Retail")).toHaveFocus();
  });
});

describe("the sort", () => {
  it("is turned by R, and by last use has what was used first", async () => {
    const { user, shell } = await openWindow(orgs().map((each) => (each.code === "bos" ? { ...each, apps: each.apps.map((one) => ({ ...one, lastUsed: 1 })) } : each)));
    row(acu).focus();
    await user.keyboard("r");
    expect(shell.called("sort_list")).toEqual([{ sort: "recent" }]);
    shell.tell({ what: "layout", folded: [], sort: "recent" });
    await settle();
    const headings = screen.getAllByRole("heading", { level: 2 }).map(seen);
    expect(headings.slice(0, 3)).toEqual(["Recently used 1 org", "Acme Retail4 orgs", "Boreal Bank2 orgs"]);
    await user.click(row("Sort and fold"));
    await user.click(screen.getByRole("menuitem", { name: "Sort by client" }));
    expect(shell.called("sort_list").at(-1)).toEqual({ sort: "client" });
  });
});

describe("the selection", () => {
  const bar = () => within(screen.getByRole("region", { name: "Selection" }));

  it("is made by X on a row, offers what can be done with many, and ends with Esc", async () => {
    const { user, shell, container } = await openWindow(orgs());
    row(acu).focus();
    await user.keyboard("x");
    expect(row(`${uat}, selected`)).toBeVisible();
    client("Boreal Bank").focus();
    await user.keyboard("x");
    expect(bar().getByText("3 orgs selected")).toBeVisible();
    await expectAccessible(container);
    await user.click(bar().getByRole("button", { name: "Refresh tokens" }));
    expect(shell.called("refresh_orgs")).toEqual([{ orgs: ["org-acu", "org-bop", "org-bos"] }]);
    await user.click(bar().getByRole("button", { name: "Keep alive" }));
    expect(shell.called("edit_orgs")).toHaveLength(1);
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("region", { name: "Selection" })).toBeNull();
  });

  it("that ends with Esc from its buttons gives the keyboard back to the list", async () => {
    const { user } = await openWindow(orgs());
    row(acu).focus();
    await user.keyboard("x");
    bar().getByRole("button", { name: "Keep alive" }).focus();
    await user.keyboard("{Escape}");
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(row(acu)).toHaveFocus();
  });

  it("is made by the mouse: Ctrl for one more, Shift for all between", async () => {
    const { user, shell } = await openWindow(orgs());
    await user.keyboard("{Control>}");
    await user.click(row("Acme Retail, production, 1 app, code a c p"));
    await user.keyboard("{/Control}{Shift>}");
    await user.click(row(/^Boreal Bank, production, Rehearsal/));
    await user.keyboard("{/Shift}");
    expect(bar().getByText("5 orgs selected")).toBeVisible();
    expect(screen.getByText("Choose an org or an app"), "nothing was opened").toBeVisible();
    expect(shell.called("copy_token")).toEqual([]);
    await user.click(bar().getByRole("button", { name: "Clear" }));
    await settle();
    expect(screen.queryByRole("region", { name: "Selection" })).toBeNull();
  });

  it("leads to the kind of all that are selected", async () => {
    const { user } = await openWindow(orgs());
    client("Boreal Bank").focus();
    await user.keyboard("x");
    await user.click(bar().getByRole("button", { name: "Kind…" }));
    expect(within(screen.getByRole("dialog")).getByRole("radio", { name: "UAT sandbox" })).toBeVisible();
  });

  it("is all that was found with Ctrl+A", async () => {
    const { user } = await openWindow(orgs());
    await user.type(screen.getByRole("textbox", { name: /^Search/ }), "boreal{Enter}");
    await user.keyboard("{Control>}a{/Control}");
    expect(bar().getByText("2 orgs selected")).toBeVisible();
  });
});

describe("further keys", () => {
  it("copy as a Bearer header, and check the connection", async () => {
    const { user, shell } = await openWindow(orgs());
    row(acu).focus();
    await user.keyboard("{Shift>}{Enter}{/Shift}");
    expect(shell.called("copy_token")).toEqual([{ app: "app-acu", shape: "bearer" }]);
    await user.keyboard("c");
    expect(screen.getByRole("dialog", { name: /^Check/ })).toBeVisible();
  });

  it("open the org, copy its address and its app's secret, and show it", async () => {
    const { user, shell } = await openWindow(orgs());
    row(acu).focus();
    await user.keyboard("{Control>}{Enter}u{/Control}{Control>}{Shift>}C{/Shift}{/Control}");
    expect(shell.called("open_org")).toEqual([{ org: "org-acu" }]);
    expect(shell.called("copy_detail")).toEqual([{ app: "app-acu", detail: "instance_url" }]);
    expect(shell.called("copy_credential")).toEqual([{ app: "app-acu", credential: "secret" }]);
    expect(shell.called("copy_token")).toEqual([]);
    await user.keyboard("{Control>}i{/Control}");
    await settle();
    expect(screen.getByRole("heading", { name: "Rehearsal Tool" })).toHaveFocus();
  });

  it("of an org take the only app that it has, and none of several", async () => {
    const { user, shell } = await openWindow(orgs());
    row("Boreal Bank, production, 1 app, code b o p").focus();
    await user.keyboard("{Control>}u{/Control}");
    row(uat).focus();
    await user.keyboard("{Control>}u{/Control}");
    expect(shell.called("copy_detail")).toEqual([{ app: "app-bop", detail: "instance_url" }]);
  });

  it("that are held down move, and do nothing else twice", async () => {
    const { user, shell } = await openWindow(orgs());
    row(acu).focus();
    await user.keyboard("{x>3/}");
    expect(screen.getByRole("region", { name: "Selection" })).toBeVisible();
    await user.keyboard("{Enter>3/}");
    expect(shell.called("copy_token")).toHaveLength(1);
    await user.keyboard("{ArrowDown>2/}");
    expect(row(acu)).not.toHaveFocus();
  });
});

describe("keys that are held down where the engine does not mark what they repeat", () => {
  it.each([
    ["x", "KeyX", "edit_orgs", 0],
    ["p", "KeyP", "edit_orgs", 1],
    ["Enter", "Enter", "copy_token", 1],
  ])("%s does it once, and once more when it was let go of", async (key, code, command, times) => {
    const { shell } = await openWindow(orgs());
    row(acu).focus();
    for (let press = 0; press < 4; press += 1) await fireEvent.keyDown(document.activeElement ?? document, { key, code });
    expect(shell.called(command)).toHaveLength(times);
    expect(screen.queryAllByRole("region", { name: "Selection" })).toHaveLength(key === "x" ? 1 : 0);
    await fireEvent.keyUp(document.activeElement ?? document, { key, code });
    await fireEvent.keyDown(document.activeElement ?? document, { key, code });
    expect(shell.called(command)).toHaveLength(2 * times);
  });
});

describe("Enter that is held down on a button", () => {
  it("presses it once", async () => {
    const { user, shell } = await openWindow(orgs());
    client("Boreal Bank").focus();
    await user.keyboard("{Enter>4/}");
    expect(shell.called("fold_clients")).toEqual([{ clients: ["client-bo"], folded: true }]);
    await user.keyboard("{Enter}");
    expect(shell.called("fold_clients"), "let go of, it counts again").toHaveLength(2);
  });

  it("does not pick what it brought up", async () => {
    const { user } = await openWindow(orgs());
    row("Sort and fold").focus();
    await user.keyboard("{Enter>}");
    await settle();
    const [item] = screen.getAllByRole("menuitem");
    expect(item).toHaveFocus();
    const isLeftToIt = await fireEvent.keyDown(item ?? document, { key: "Enter", code: "Enter" });
    expect(isLeftToIt).toBe(false);
  });
});

describe("the window's title", () => {
  it("names what is chosen, production first", async () => {
    const { user } = await openWindow(orgs());
    expect(document.title).toBe("Keyperch");
    await user.click(row(acu));
    expect(document.title).toBe("Acme Retail · UAT — Keyperch");
    await user.click(row(/^Boreal Bank, production, Rehearsal/));
    expect(document.title).toBe("PRODUCTION · Boreal Bank · Production — Keyperch");
  });
});
