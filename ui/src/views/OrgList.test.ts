import { fireEvent, screen, within } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { describe, expect, it, vi } from "vitest";

import { t } from "../messages";
import { app, org, orgs } from "../testing/fixtures";
import { expectAccessible, openWindow, settle } from "../testing/window";

const row = (name: string | RegExp) => screen.getByRole("button", { name });
const acu = "Acme Retail, UAT sandbox, Rehearsal Tool, fresh, code a c u";

/** What eyes read of a heading. */
const seen = (heading: HTMLElement): string => (heading.querySelector(".seen") ?? heading).textContent.trim();

describe("the list", () => {
  it("shows orgs under their clients, and apps under their orgs", async () => {
    const { container } = await openWindow(orgs());
    const list = screen.getByRole("region", { name: "Orgs, 8" });
    expect(within(list).getAllByRole("heading", { level: 2 }).map(seen)).toEqual([
      "Acme Retail4 orgs",
      "Boreal Bank2 orgs",
      "Cobalt Energy2 orgs",
    ]);
    expect(row("Acme Retail, UAT sandbox, 2 apps, code a c u")).toHaveAccessibleDescription(
      "acme--uat.sandbox.my.salesforce.com",
    );
    expect(row(acu)).toHaveAccessibleDescription("ana@acme.com");
    expect(row("Boreal Bank, production, Rehearsal Tool, problem, code b o p")).toBeVisible();
    await expectAccessible(container);
  });

  it("shows the kind of each org in capitals, in its colour, and along its edge", async () => {
    const { container } = await openWindow(orgs());
    for (const { id, environment } of orgs()) {
      const card = container.querySelector(`[data-org="${id}"]`);
      const badge = card?.querySelector(".seen .badge");
      expect(card).toHaveAttribute("data-environment", environment);
      expect(badge).toHaveAttribute("data-environment", environment);
      expect(badge?.firstElementChild).toHaveTextContent(t.environments[environment].short);
    }
  });

  it("shows the app of an org that has but one, and an invitation where there is none", async () => {
    const { user } = await openWindow(orgs());
    expect(row(/^Boreal Bank, SIT, Integration sandbox, Rehearsal Tool/)).toBeVisible();
    await user.click(row("Add an External Client App to Cobalt Energy fun-dream-1234"));
    expect(screen.getByRole("dialog", { name: "Add an External Client App" })).toBeVisible();
  });

  it("is one stop for the keyboard; the arrows move, and what they come to is shown", async () => {
    const { user, container } = await openWindow(orgs());
    const stops = () => [...container.querySelectorAll('[data-row][tabindex="0"]')];
    expect(stops()).toEqual([row(/^Acme Retail, production, Rehearsal Tool/)]);
    row(/^Acme Retail, production, Rehearsal Tool/).focus();
    await user.keyboard("{ArrowDown}");
    expect(row("Acme Retail, Full copy sandbox, 1 app, code a c f")).toHaveFocus();
    expect(screen.getByRole("heading", { name: "Full copy" })).toBeVisible();
    await user.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}");
    expect(row(acu)).toHaveFocus();
    expect(row(acu)).toHaveAttribute("aria-current", "true");
    expect(stops()).toEqual([row(acu)]);
    await user.keyboard("{Home}{ArrowUp}");
    expect(row("Acme Retail, 4 orgs")).toHaveFocus();
    await user.keyboard("{ArrowDown}");
    expect(row("Acme Retail, production, 1 app, code a c p")).toHaveFocus();
    await user.keyboard("{End}{ArrowDown}");
    expect(row(/^Cobalt Energy.*Data Loader/)).toHaveFocus();
  });

  it("lets the keyboard go on to the copy button of the row that it is on", async () => {
    const { user } = await openWindow(orgs());
    row(acu).focus();
    await user.keyboard("{ArrowDown}{ArrowUp}{Tab}");
    expect(row("Copy fresh token for Acme Retail UAT, Rehearsal Tool")).toHaveFocus();
  });

  it("comes to the row of an invitation, too", async () => {
    const { user, container } = await openWindow(orgs());
    row(/^Boreal Bank, SIT, Integration sandbox, Rehearsal/).focus();
    await user.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}");
    const invitation = row("Add an External Client App to Cobalt Energy fun-dream-1234");
    expect(invitation).toHaveFocus();
    expect([...container.querySelectorAll('[data-row][tabindex="0"]')]).toEqual([invitation]);
    await user.keyboard("{Enter}");
    expect(screen.getByRole("dialog", { name: "Add an External Client App" })).toBeVisible();
  });
});

describe("keys on a row", () => {
  it("Enter copies a fresh token", async () => {
    const { user, shell } = await openWindow(orgs());
    row(acu).focus();
    await user.keyboard("{Enter}");
    expect(shell.called("copy_token")).toEqual([{ app: "app-acu", shape: "token" }]);
  });

  it("Enter on an org shows it and copies nothing", async () => {
    const { user, shell } = await openWindow(orgs());
    row("Acme Retail, UAT sandbox, 2 apps, code a c u").focus();
    await user.keyboard("{Enter}");
    expect(screen.getByRole("heading", { name: "UAT" })).toBeVisible();
    expect(shell.called("copy_token")).toEqual([]);
  });

  it("S proposes to sign in", async () => {
    const { user } = await openWindow(orgs());
    row(acu).focus();
    await user.keyboard("s");
    expect(screen.getByRole("heading", { name: "Sign in: Rehearsal Tool" })).toHaveFocus();
  });

  it.each(["e", "{F2}"])("%s edits, and gives the focus back", async (key) => {
    const { user } = await openWindow(orgs());
    row(acu).focus();
    await user.keyboard(key);
    const dialog = screen.getByRole("dialog", { name: "Edit Rehearsal Tool" });
    await user.click(within(dialog).getByRole("button", { name: "Cancel" }));
    await settle();
    expect(row(acu)).toHaveFocus();
  });

  it("Delete asks before it removes an app, or an org", async () => {
    const { user } = await openWindow(orgs());
    row(acu).focus();
    await user.keyboard("{Delete}");
    await user.click(within(screen.getByRole("dialog", { name: "Remove Rehearsal Tool?" })).getByRole("button", { name: "Cancel" }));
    row("Acme Retail, UAT sandbox, 2 apps, code a c u").focus();
    await user.keyboard("{Delete}");
    expect(screen.getByRole("dialog", { name: "Remove Acme Retail · UAT?" })).toBeVisible();
  });

  it("E on an org edits the org", async () => {
    const { user } = await openWindow(orgs());
    row("Acme Retail, UAT sandbox, 2 apps, code a c u").focus();
    await user.keyboard("e");
    expect(screen.getByRole("dialog", { name: "Edit UAT" })).toBeVisible();
  });
});

describe("the copy button of a row", () => {
  it("copies, chooses the row, and shows that it asks", async () => {
    const { user, shell } = await openWindow(orgs());
    const held = shell.hold("copy_token");
    const button = row("Copy fresh token for Acme Retail UAT, Rehearsal Tool");
    await user.click(button);
    expect(button).toHaveAttribute("aria-disabled", "true");
    await user.click(button);
    expect(shell.called("copy_token")).toHaveLength(1);
    expect(row(acu)).toHaveAttribute("aria-current", "true");
    held.answer();
    await settle();
    expect(button).not.toHaveAttribute("aria-disabled");
  });
});

describe("the search", () => {
  it("narrows the list, says how many there are, and leads into them", async () => {
    const { user } = await openWindow(orgs());
    await user.keyboard("/");
    const box = screen.getByRole("textbox", { name: /^Search/ });
    expect(box).toHaveFocus();
    await user.keyboard("boreal");
    expect(screen.getByRole("region", { name: "Orgs, 2" })).toBeVisible();
    expect(screen.getByText("2 orgs found")).toBeInTheDocument();
    await user.keyboard("{Enter}");
    expect(row(/^Boreal Bank, production, Rehearsal Tool/)).toHaveFocus();
    expect(row(/^Boreal Bank, production, Rehearsal Tool/)).toHaveAttribute("aria-current", "true");
  });

  it("is not left by the key that ends what is put together of several", async () => {
    const { user } = await openWindow(orgs());
    const box = screen.getByRole("textbox", { name: /^Search/ });
    await user.type(box, "boreal");
    await fireEvent.keyDown(box, { key: "Enter", code: "Enter", keyCode: 229 });
    await fireEvent.keyDown(box, { key: "Escape", code: "Escape", isComposing: true });
    expect(box).toHaveFocus();
    expect(box).toHaveValue("boreal");
    await fireEvent.keyDown(box, { key: "Enter", code: "Enter" });
    expect(row(/^Boreal Bank, production, Rehearsal Tool/)).toHaveFocus();
  });

  it("that finds nothing says so, and offers what can be done", async () => {
    const { user, container } = await openWindow(orgs());
    await user.type(screen.getByRole("textbox", { name: /^Search/ }), "<b>xyz");
    expect(screen.getByText("No org matches “<b>xyz”.")).toBeVisible();
    await expectAccessible(container);
    await user.click(screen.getByRole("button", { name: "Clear search" }));
    expect(screen.getByRole("region", { name: "Orgs, 8" })).toBeVisible();
    await settle();
    expect(screen.getByRole("textbox", { name: /^Search/ })).toHaveFocus();
  });

  it("is cleared by Esc", async () => {
    const { user } = await openWindow(orgs());
    const box = screen.getByRole("textbox", { name: /^Search/ });
    await user.type(box, "acme{Escape}");
    expect(box).toHaveValue("");
  });
});

describe("how an app stands", () => {
  it("changes in the row when a fresh token has aged", async () => {
    vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
    await openWindow([org({ apps: [app({ status: { word: "fresh", until: Date.now() + 1500, next: "renews" } })] })]);
    expect(row(acu)).toHaveTextContent("Fresh");
    vi.advanceTimersByTime(2000);
    flushSync();
    expect(row("Acme Retail, UAT sandbox, Rehearsal Tool, renews, code a c u")).toHaveTextContent("Renews");
  });
});

describe("names that were made to harm", () => {
  const image = `<img src=x onerror="globalThis.harmed = true">`;
  const turned = "UAT\u202eTNEDOM";
  const long = "W".repeat(80);

  it("are shown as they are", async () => {
    const { container, user } = await openWindow([
      org({ client: image, name: turned, apps: [app({ name: image }), app({ id: "app-2", name: long })] }),
    ]);
    expect(container.querySelector("img")).toBeNull();
    expect(screen.getAllByText(image).length).toBeGreaterThanOrEqual(2);
    const name = screen.getByText(turned);
    expect(name.tagName, "what turns the text around it stays in its own box").toBe("BDI");
    await user.click(row(new RegExp(`${long}, fresh`)));
    expect(screen.getByRole("heading", { name: long })).toBeVisible();
    expect(globalThis).not.toHaveProperty("harmed");
    await expectAccessible(container);
  });
});
