import { screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { org, unsaved, upkeep } from "../testing/fixtures";
import { expectAccessible, openWindow, settle } from "../testing/window";
import type { UpkeepView } from "../wire/UpkeepView";

async function lookAfter(more: Partial<UpkeepView>) {
  const opened = await openWindow([org()]);
  opened.shell.tell({ what: "upkeep", upkeep: upkeep(more) });
  await settle();
  return opened;
}

const alert = () => within(screen.getByText("Do not quit yet").closest<HTMLElement>('[role="alert"]') ?? document.body);

describe("a token that the keychain has not taken", () => {
  it("is an alert that names its org and kind, why, and what would be lost", async () => {
    const production = unsaved({ app: "app-acp", org: "Acme Retail Production", environment: "production" });
    const { container } = await lookAfter({ unsaved: [unsaved(), production] });
    expect(alert().getByText("Acme Retail UAT").tagName).toBe("BDI");
    expect(alert().getByText("Acme Retail Production")).toBeVisible();
    expect(alert().getByText("PRODUCTION")).toBeVisible();
    expect(alert().getAllByText(/^The system keychain does not answer\. Another window may be asking/), "one reason, said once").toHaveLength(1);
    expect(alert().getByText("Keyperch goes on trying. Quitting now would lose these sign-ins.")).toBeVisible();
    expect(screen.getByRole("button", { name: /Rehearsal Tool, fresh/ }), "the list stays").toBeVisible();
    await expectAccessible(container);
  });

  it("can be tried at once, and is pending meanwhile", async () => {
    const { user, shell } = await lookAfter({ unsaved: [unsaved()] });
    const held = shell.hold("try_upkeep");
    await user.click(alert().getByRole("button", { name: "Try now" }));
    expect(alert().getByRole("button", { name: "Try now" })).toHaveAttribute("aria-disabled", "true");
    held.answer();
    shell.tell({ what: "upkeep", upkeep: upkeep() });
    await settle();
    expect(screen.queryByText("Do not quit yet")).toBeNull();
  });
});

describe("quitting while something is unsaved", () => {
  const asked = () => within(screen.getByRole("dialog", { name: "Quit and lose this sign-in?" }));
  const ending = () => lookAfter({ unsaved: [unsaved()], isEnding: true });

  it("asks, beginning at the harmless button", async () => {
    const { user, shell, container } = await ending();
    expect(asked().getByText("Acme Retail UAT")).toBeVisible();
    expect(asked().getByText("Keyperch goes on trying, and ends by itself as soon as everything is saved.")).toBeVisible();
    const stay = asked().getAllByRole("button", { name: "Stay" }).find((each) => each.textContent.includes("Stay"));
    expect(stay).toHaveFocus();
    await expectAccessible(container);
    await user.keyboard("{Enter}");
    expect(shell.called("stay")).toHaveLength(1);
    expect(shell.called("quit_anyway")).toEqual([]);
    shell.tell({ what: "upkeep", upkeep: upkeep({ unsaved: [unsaved()] }) });
    await settle();
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByText("Do not quit yet"), "it is still so").toBeVisible();
  });

  it("loses it for whoever says so", async () => {
    const { user, shell } = await ending();
    await user.click(asked().getByRole("button", { name: "Quit and lose it" }));
    expect(shell.called("quit_anyway")).toHaveLength(1);
  });

  it("says so when even that did not work", async () => {
    const { user, shell } = await ending();
    shell.refuse("quit_anyway", { code: "unexpected", reference: "a1b2c3d4" });
    await user.click(asked().getByRole("button", { name: "Quit and lose it" }));
    await settle();
    expect(asked().getByRole("alert")).toHaveTextContent("Something went wrong in Keyperch");
  });

  it("is asked over a form that is being filled in, which stays", async () => {
    const { user, shell } = await openWindow([org()]);
    await user.keyboard("{Control>}n{/Control}");
    shell.tell({ what: "upkeep", upkeep: upkeep({ unsaved: [unsaved()], isEnding: true }) });
    await settle();
    expect(asked().getByRole("button", { name: "Quit and lose it" })).toBeVisible();
    shell.tell({ what: "upkeep", upkeep: upkeep() });
    await settle();
    expect(screen.getByRole("dialog", { name: "Add an org" })).toBeVisible();
  });

  it("lets no key through to what is behind it", async () => {
    const { user } = await ending();
    await user.keyboard("{Control>}n{/Control}");
    expect(screen.queryByRole("dialog", { name: "Add an org" })).toBeNull();
  });
});

describe("the calm bands", () => {
  it("say nothing where there is nothing to say", async () => {
    const { container } = await lookAfter({});
    expect(container.querySelector(".bands")).toHaveTextContent(/^$/);
  });

  it("say that what is new is kept in memory only", async () => {
    const { container } = await lookAfter({ memoryOnly: true });
    expect(screen.getByText("Memory only this time: what you add or sign in to now is forgotten when Keyperch ends.")).toBeVisible();
    expect(screen.queryByText("Do not quit yet")).toBeNull();
    await expectAccessible(container);
  });

  it("say how many sign-outs wait, and try them at once", async () => {
    const { user, shell, container } = await lookAfter({ leaving: 2 });
    expect(screen.getByText("2 sign-outs wait: Salesforce could not be told yet. Keyperch goes on trying.")).toBeVisible();
    await expectAccessible(container);
    shell.refuse("try_upkeep", { code: "unreachable", host: "acme.my.salesforce.com" });
    await user.click(screen.getByRole("button", { name: "Try now" }));
    await settle();
    expect(within(screen.getByRole("region", { name: "Messages" })).getByRole("alert")).toHaveTextContent("Salesforce cannot be reached");
  });
});
