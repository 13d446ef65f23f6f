import { render, screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import App from "./App.svelte";
import { orgs, org } from "./testing/fixtures";
import { Shell } from "./testing/shell";
import { expectAccessible, openWindow, settle } from "./testing/window";

const button = (name: string | RegExp) => screen.getByRole("button", { name });

describe("the window", () => {
  it("says that it is opening until it has heard of the orgs", async () => {
    new Shell().on("watch", () => undefined);
    render(App);
    await settle();
    expect(screen.getByText("Opening your orgs…")).toBeVisible();
  });

  it("without an org says what it is for, and how to begin", async () => {
    const { user, shell, container } = await openWindow();
    expect(screen.getByRole("heading", { name: "Keep your Salesforce app keys in one safe place" })).toBeVisible();
    expect(screen.queryByRole("textbox")).toBeNull();
    await expectAccessible(container);
    await user.click(button("Open a template…"));
    expect(shell.called("open_template")).toHaveLength(1);
    await user.click(button("Add an org I already have keys for"));
    expect(screen.getByRole("dialog", { name: "Add an org" })).toBeVisible();
  });

  it("that cannot show the list says why, instead of a first run", async () => {
    const { user, shell, container } = await openWindow([], (shell) =>
      shell.refuse("watch", { code: "registry_unwritable", reference: "a1b2c3d4" }),
    );
    expect(screen.getByRole("heading", { name: "The list of orgs cannot be saved" })).toBeVisible();
    expect(screen.queryByText(/one safe place/)).toBeNull();
    await expectAccessible(container);
    await user.click(button("Try again"));
    await settle();
    expect(shell.called("watch")).toHaveLength(2);
  });

  it("has one heading of the first rank, and names its parts", async () => {
    await openWindow(orgs());
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Keyperch");
    for (const name of ["Orgs, 8", "Details", "Messages"]) expect(screen.getByRole("region", { name })).toBeInTheDocument();
    expect(document.documentElement.lang).toBe("en");
  });

  it("invites to choose where nothing is chosen", async () => {
    await openWindow(orgs());
    expect(screen.getByText("Choose an org or an app")).toBeVisible();
  });

  it("shows nothing of a row that was removed meanwhile", async () => {
    const { user, shell } = await openWindow(orgs());
    await user.click(button("Acme Retail, UAT sandbox, Rehearsal Tool, fresh, code a c u"));
    shell.tell({ what: "orgs", orgs: orgs().filter(({ code }) => code !== "acu") });
    await settle();
    expect(screen.getByText("Choose an org or an app")).toBeVisible();
  });
});

describe("keys in the window", () => {
  it("F6 goes from part to part, and around", async () => {
    const { user } = await openWindow(orgs());
    await user.click(button("Acme Retail, UAT sandbox, Rehearsal Tool, fresh, code a c u"));
    await user.keyboard("{F6}");
    expect(screen.getByRole("heading", { name: "Rehearsal Tool" })).toHaveFocus();
    await user.keyboard("{F6}");
    expect(screen.getByRole("textbox", { name: /^Search/ })).toHaveFocus();
    await user.keyboard("{F6}");
    expect(button("Acme Retail, UAT sandbox, Rehearsal Tool, fresh, code a c u")).toHaveFocus();
  });

  it.each([
    ["{Control>}n{/Control}", "Add an org"],
    ["?", "Keyboard shortcuts"],
  ])("%s opens a dialog; keys behind it do nothing", async (keys, name) => {
    const { user, shell } = await openWindow(orgs());
    await user.keyboard(keys);
    expect(screen.getByRole("dialog", { name })).toBeVisible();
    await user.keyboard("{Control>}o{/Control}");
    expect(shell.called("open_template")).toEqual([]);
  });

  it("Ctrl+O opens a template, Ctrl+F the search", async () => {
    const { user, shell } = await openWindow(orgs());
    await user.keyboard("{Control>}o{/Control}{Control>}f{/Control}");
    expect(shell.called("open_template")).toHaveLength(1);
    expect(screen.getByRole("textbox", { name: /^Search/ })).toHaveFocus();
  });

  it("are on a card", async () => {
    const { user, container } = await openWindow(orgs());
    await user.click(button("Keyboard shortcuts"));
    const card = within(screen.getByRole("dialog", { name: "Keyboard shortcuts" }));
    expect(card.getByText("Ctrl+Shift+X")).toBeVisible();
    await expectAccessible(container);
    await user.click(card.getByRole("button", { name: "Close" }));
    await settle();
    expect(button("Keyboard shortcuts")).toHaveFocus();
  });
});

describe("in a narrow window", () => {
  const isDetail = () => document.querySelector(".shows-detail") !== null;

  it("a row that is pressed is shown in place of the list, and Back or Esc leads back", async () => {
    const { user } = await openWindow(orgs());
    const row = button("Acme Retail, UAT sandbox, Rehearsal Tool, fresh, code a c u");
    await user.click(row);
    expect(isDetail()).toBe(true);
    await user.click(button("Back"));
    await settle();
    expect(isDetail()).toBe(false);
    expect(row).toHaveFocus();
    await user.keyboard(" ");
    expect(isDetail()).toBe(true);
    await user.keyboard("{Escape}");
    expect(isDetail()).toBe(false);
  });

  it("the arrows move in the list without leaving it", async () => {
    const { user } = await openWindow(orgs());
    button("Acme Retail, production, 1 app, code a c p").focus();
    await user.keyboard("{ArrowDown}{ArrowDown}");
    expect(isDetail()).toBe(false);
  });
});

describe("when the window opens", () => {
  it("no row has the keyboard, so that no key copies anything; Down goes into the list", async () => {
    const { user, shell } = await openWindow(orgs());
    expect(document.body).toHaveFocus();
    await user.keyboard("{Enter}");
    expect(shell.called("copy_token")).toEqual([]);
    await user.keyboard("{ArrowDown}");
    expect(button(/^Acme Retail, production, Rehearsal Tool/)).toHaveFocus();
  });
});

describe("after a removal", () => {
  it("the keyboard is in the list again", async () => {
    const list = orgs();
    const { user, shell } = await openWindow(list);
    shell.on("remove_app", () => shell.tell({ what: "orgs", orgs: list.map((each) => (each.code === "bop" ? org({ ...each, apps: [] }) : each)) }));
    button(/^Boreal Bank, production, Rehearsal Tool/).focus();
    await user.keyboard("{Delete}");
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Remove" }));
    await settle();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(document.activeElement).toHaveAttribute("data-row");
  });
});
