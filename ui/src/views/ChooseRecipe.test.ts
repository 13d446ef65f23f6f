import { screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { org } from "../testing/fixtures";
import { guide, progress } from "../testing/guides";
import { expectAccessible, openWindow, settle } from "../testing/window";

const button = (name: string | RegExp) => screen.getByRole("button", { name });

describe("the first run", () => {
  it("leads to the companion without a letter typed: one address is pasted, and Enter goes on", async () => {
    const { user, shell, container } = await openWindow();
    await user.click(button("Connect the Rehearsal Tool"));
    const form = within(screen.getByRole("dialog", { name: "Rehearsal Tool: which org?" }));
    const address = form.getByRole("textbox", { name: "Paste any address from this org" });
    expect(address).toHaveFocus();
    expect(form.queryByRole("combobox", { name: "How will it be used?" }), "it is known").toBeNull();
    await user.click(form.getByRole("button", { name: "Paste address" }));
    await settle();
    expect(address).toHaveFocus();
    await expectAccessible(container);
    shell.on("add_org", () => {
      shell.tell({ what: "orgs", orgs: [org({ id: "org-new", apps: [] })] });
      return "org-new";
    });
    shell.on("begin_guide", () => {
      shell.tell({ what: "guide", guide: guide({ org: "org-new" }) });
      return "guide-acu";
    });
    await user.keyboard("{Enter}");
    await settle();
    expect(shell.called("begin_guide")).toEqual([{ org: "org-new", recipe: "rehearsal_tool" }]);
    expect(screen.getByRole("heading", { level: 1, name: "Rehearsal Tool: Acme Retail · UAT" })).toHaveFocus();
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("offers the other apps, too", async () => {
    const { user } = await openWindow();
    await user.click(button("Set up another app…"));
    await user.click(screen.getByRole("radio", { name: "Lightning Out 2.0" }));
    await user.click(button("Begin"));
    expect(screen.getByRole("dialog", { name: "Lightning Out 2.0: which org?" })).toBeVisible();
  });
});

describe("setting up an app", () => {
  it("says for whom each of the five recipes is, and begins in the org that is meant", async () => {
    const { user, shell, container } = await openWindow([org()]);
    await user.click(button("More"));
    await user.click(screen.getByRole("menuitem", { name: "Set up an app…" }));
    const dialog = within(screen.getByRole("dialog", { name: "Set up an app" }));
    const recipes = dialog.getAllByRole("radio");
    expect(recipes).toHaveLength(5);
    for (const recipe of recipes) expect(recipe).toHaveAccessibleDescription(/\.$/);
    expect(recipes[0], "as far as it is known").toHaveAccessibleDescription(/ 6 sections\.$/);
    await expectAccessible(container);
    await user.click(dialog.getByRole("radio", { name: "Server or Postman, without a person" }));
    await user.selectOptions(dialog.getByRole("combobox", { name: "In which org?" }), "Acme Retail · UAT");
    await user.click(dialog.getByRole("button", { name: "Begin" }));
    expect(shell.called("begin_guide")).toEqual([{ org: "org-acu", recipe: "client_credentials" }]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("begins from an org itself, which lists what was begun and is removed when asked", async () => {
    const { user, shell } = await openWindow([org({ guides: [progress(), progress({ id: "guide-old", appName: "Old", isProven: true })] })]);
    await user.click(button("Acme Retail, UAT sandbox, 1 app, code a c u"));
    expect(screen.getByText("Set-up proven")).toBeVisible();
    await user.click(button("Continue the set-up of Rehearsal Tool"));
    expect(shell.called("open_guide")).toEqual([{ guide: "guide-acu" }]);
    await user.click(button("Remove the set-up of Old"));
    const dialog = within(screen.getByRole("dialog", { name: "Remove the set-up of Old?" }));
    await user.click(dialog.getByRole("button", { name: "Remove the set-up" }));
    await settle();
    expect(shell.called("remove_guide")).toEqual([{ guide: "guide-old" }]);
    await user.click(button("Set up an app…"));
    expect(screen.queryByRole("combobox", { name: "In which org?" }), "it is this one").toBeNull();
  });

  it("is reached by the arrow keys in the list, and removed by Delete", async () => {
    const { user, shell } = await openWindow([org({ guides: [progress()] })]);
    button(/^Acme Retail, UAT sandbox, Rehearsal Tool/).focus();
    await user.keyboard("{ArrowDown}");
    expect(button(/set-up 60 percent/)).toHaveFocus();
    await user.keyboard("{Delete}");
    const dialog = within(screen.getByRole("dialog", { name: "Remove the set-up of Rehearsal Tool?" }));
    expect(shell.called("open_guide")).toEqual([]);
    const held = shell.hold("remove_guide");
    await user.click(dialog.getByRole("button", { name: "Remove the set-up" }));
    shell.tell({ what: "orgs", orgs: [org()] });
    await settle();
    expect(screen.queryByRole("dialog"), "it is gone before the answer comes").toBeNull();
    held.answer();
    await settle();
    button(/^Acme Retail, UAT sandbox, Rehearsal Tool/).focus();
    await user.keyboard("g");
    expect(screen.getByRole("dialog", { name: "Set up an app" }), "keys work again").toBeVisible();
  });

  it("is offered where an org is added; and is what a template may name", async () => {
    const { user, shell } = await openWindow([org()]);
    await user.keyboard("{Control>}n{/Control}");
    await user.selectOptions(screen.getByRole("combobox", { name: "How will it be used?" }), "Show me how to make an app: Rehearsal Tool");
    await user.click(button("Add and continue"));
    await settle();
    expect(shell.called("begin_guide")).toEqual([{ org: "org-new", recipe: "rehearsal_tool" }]);
    const template = { client: "Acme", address: "", orgName: "", appName: "", callbackUrl: "", scopes: "", recipe: "lightning_out" as const, flow: "jwt_bearer" as const, answers: { flow: "jwt_bearer" } };
    shell.tell({ what: "template", template });
    await settle();
    await user.click(button("Add and continue"));
    await settle();
    expect(shell.called("begin_guide").at(-1)).toEqual({ org: "org-new", recipe: "lightning_out" });
    expect(shell.called("answer_guide")).toMatchObject([{ answer: "flow", value: "jwt_bearer" }]);
  });
});
