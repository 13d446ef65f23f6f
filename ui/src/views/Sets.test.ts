import { fireEvent, screen, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";

import { app, org, setView } from "../testing/fixtures";
import type { Shell } from "../testing/shell";
import { expectAccessible, openWindow, settle } from "../testing/window";
import type { Failure } from "../wire/Failure";
import type { SetView } from "../wire/SetView";

const orgs = () => [
  org({ id: "org-acp", name: "Production", code: "acp", environment: "production", apps: [app({ id: "app-acp" })] }),
  org(),
  org({
    id: "org-bos",
    client: "Boreal Bank",
    name: "SIT",
    code: "bos",
    host: "borealbank--sit.sandbox.my.salesforce.com",
    organizationName: null,
    apps: [app({ id: "app-bos" })],
  }),
];

const dialog = (name = "Sets") => within(screen.getByRole("dialog", { name }));

/** The list of sets, opened from the menu at the top. */
async function opened(sets: SetView[] = [setView()], prepare: (shell: Shell) => void = () => undefined) {
  const there = await openWindow(orgs(), prepare);
  there.shell.tell({ what: "sets", sets });
  await there.user.click(screen.getByRole("button", { name: "More" }));
  await there.user.click(screen.getByRole("menuitem", { name: "Sets…" }));
  await settle();
  return there;
}

describe("the sets", () => {
  it("say what is in each, and how much of it is production", async () => {
    const { container } = await opened();
    const set = within(dialog().getByRole("listitem"));
    expect(set.getByText("Acme all")).toBeVisible();
    expect(set.getByText(/2 orgs · code aca · \.env/)).toBeVisible();
    expect(set.getByText("1 in PRODUCTION")).toBeVisible();
    await expectAccessible(container);
  });

  it("may be none yet", async () => {
    const { container } = await opened([]);
    expect(dialog().getByText("No set yet.")).toBeVisible();
    await expectAccessible(container);
  });

  it("that are removed leave their orgs as they are", async () => {
    const { user, shell } = await opened();
    await user.click(dialog().getByRole("button", { name: "Remove Acme all…" }));
    expect(dialog().getByText(/Its orgs stay as they are/)).toBeVisible();
    await user.click(dialog().getByRole("button", { name: "Remove set" }));
    expect(shell.called("remove_set")).toEqual([{ set: "set-1" }]);
  });
});

describe("copying a set", () => {
  it("says how many tokens were copied, and which org was left out and why", async () => {
    const failure: Failure = { code: "unreachable", host: "acme--uat.sandbox.my.salesforce.com" };
    const { user, shell, container } = await opened([setView()], (there) =>
      there.on("copy_set", () => ({ copied: 1, leftOut: [{ app: "app-acu", org: "Acme Retail UAT", failure }] })),
    );
    await user.click(dialog().getByRole("button", { name: "Copy tokens of Acme all" }));
    await settle();
    expect(shell.called("copy_set")).toEqual([{ set: "set-1" }]);
    expect(dialog().getByText("1 of 2 tokens copied")).toBeVisible();
    await expectAccessible(container);
    await user.click(dialog().getByRole("button", { name: "Acme Retail UAT: Salesforce cannot be reached" }));
    await settle();
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByRole("heading", { name: "Salesforce cannot be reached" })).toBeVisible();
  });

  it("leads from an org that was left out to its sign-in, where that is all that is lacking", async () => {
    const failure: Failure = { code: "needs_sign_in", app: "app-acu" };
    const { user } = await opened([setView()], (there) =>
      there.on("copy_set", () => ({ copied: 1, leftOut: [{ app: "app-acu", org: "Acme Retail UAT", failure }] })),
    );
    await user.click(dialog().getByRole("button", { name: /^Copy tokens of/ }));
    await settle();
    await user.click(dialog().getByRole("button", { name: /^Acme Retail UAT: / }));
    await settle();
    expect(screen.getByRole("heading", { name: "Sign in: Rehearsal Tool" })).toBeVisible();
  });

  it("shows that it is asking, and asks once", async () => {
    const { user, shell } = await opened();
    const held = shell.hold("copy_set");
    const button = dialog().getByRole("button", { name: /^Copy tokens of/ });
    await user.click(button);
    await user.click(button);
    expect(dialog().getByText("Asking Salesforce for fresh tokens…")).toBeVisible();
    held.answer({ copied: 2, leftOut: [] });
    await settle();
    expect(shell.called("copy_set")).toHaveLength(1);
    expect(dialog().getByText("2 of 2 tokens copied")).toBeVisible();
  });

  it("keeps the other sets waiting meanwhile, and says why", async () => {
    const { user, shell } = await opened([setView(), setView({ id: "set-2", name: "Boreal all" })]);
    shell.hold("copy_set");
    await user.click(dialog().getByRole("button", { name: "Copy tokens of Acme all" }));
    const other = dialog().getByRole("button", { name: "Copy tokens of Boreal all" });
    expect(other).toHaveAttribute("aria-disabled", "true");
    expect(other).toHaveAccessibleDescription("The tokens of another set are being copied.");
    await user.click(other);
    expect(shell.called("copy_set")).toEqual([{ set: "set-1" }]);
  });

  it("says in passing that some were left out when the sets were closed meanwhile, and shows it there", async () => {
    const { user, shell } = await opened();
    const held = shell.hold("copy_set");
    await user.click(dialog().getByRole("button", { name: /^Copy tokens of/ }));
    await user.click(dialog().getAllByRole("button", { name: "Close" })[0] as HTMLElement);
    held.answer({ copied: 1, leftOut: [{ app: "app-acu", org: "Acme Retail UAT", failure: { code: "gone" } }] });
    await settle();
    expect(screen.getByText("1 of 2 tokens copied")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Which orgs were left out" }));
    await settle();
    expect(dialog().getByRole("button", { name: /^Acme Retail UAT: / })).toBeVisible();
  });

  it("with production in it asks once, for all of them", async () => {
    const guarded: Failure = { code: "guarded", orgs: ["org-acp"], level: "second_enter" };
    const { user, shell } = await opened([setView()], (there) =>
      there.on("copy_set", vi.fn().mockRejectedValueOnce(guarded).mockResolvedValue({ copied: 2, leftOut: [] })),
    );
    await user.click(dialog().getByRole("button", { name: /^Copy tokens of/ }));
    await settle();
    await user.click(screen.getByRole("button", { name: "Copy from PRODUCTION" }));
    await settle();
    expect(shell.called("pass_guard")).toEqual([{ orgs: ["org-acp"], proof: { by: "again" } }]);
    expect(dialog().getByText("2 of 2 tokens copied")).toBeVisible();
  });

  it("of which nothing could be copied says why", async () => {
    const { user } = await opened([setView()], (there) => there.refuse("copy_set", { code: "keychain_locked", prompt: "unanswered" }));
    await user.click(dialog().getByRole("button", { name: /^Copy tokens of/ }));
    await settle();
    expect(dialog().getByRole("alert")).toHaveTextContent("The system keychain is locked");
  });
});

describe("making a set", () => {
  it("finds orgs by a few letters, keeps their order, and saves it", async () => {
    const { user, shell, container } = await opened([]);
    await user.click(dialog().getByRole("button", { name: "New set…" }));
    const form = dialog("New set");
    const name = form.getByRole("textbox", { name: "Name of the set" });
    expect(name).toHaveFocus();
    await user.type(name, "Morning");
    const search = form.getByRole("textbox", { name: "Add an org" });
    await user.type(search, "boreal{Enter}");
    await user.type(search, "production");
    await user.click(form.getByRole("button", { name: "Add Acme Retail · Production, Rehearsal Tool" }));
    const members = () => within(form.getByRole("list", { name: "Orgs in it, in order" })).getAllByRole("listitem");
    expect(members()[1], "production is marked").toHaveTextContent("Production");
    await expectAccessible(container);
    await user.click(form.getByRole("button", { name: "Move Acme Retail · Production, Rehearsal Tool up" }));
    expect(members()[0]).toHaveTextContent("Acme Retail · Production");
    expect(form.getByRole("button", { name: "Move Acme Retail · Production, Rehearsal Tool up" })).toHaveAttribute("aria-disabled", "true");
    await user.click(form.getByRole("radio", { name: "JSON" }));
    await user.click(form.getByRole("button", { name: "Save" }));
    await settle();
    expect(shell.called("save_set")).toEqual([
      { set: null, form: { name: "Morning", code: "", shape: "json", apps: ["app-acp", "app-bos"] } },
    ]);
    expect(screen.getByRole("dialog", { name: "Sets" })).toBeVisible();
  });

  it.each([
    ["down", "Acme Retail · UAT"],
    ["up", "Boreal Bank · SIT"],
  ])("moves an org %s by one key, pressed again and again, to the end", async (way, name) => {
    const { user } = await opened([setView({ apps: ["app-acu", "app-acp", "app-bos"] })]);
    await user.click(dialog().getByRole("button", { name: "Edit Acme all…" }));
    const form = dialog("Edit Acme all");
    const button = form.getByRole("button", { name: `Move ${name}, Rehearsal Tool ${way}` });
    button.focus();
    for (let press = 0; press < 3; press += 1) {
      await user.keyboard("{Enter}");
      await settle();
      expect(button, `after press ${press}`).toHaveFocus();
    }
    expect(button).toHaveAttribute("aria-disabled", "true");
    const members = within(form.getByRole("list", { name: "Orgs in it, in order" })).getAllByRole("listitem");
    expect(members[way === "down" ? 2 : 0]).toHaveTextContent(name);
  });

  it("offers no org that is in it, and says when there is none", async () => {
    const { user } = await opened();
    await user.click(dialog().getByRole("button", { name: "Edit Acme all…" }));
    const form = dialog("Edit Acme all");
    await user.type(form.getByRole("textbox", { name: "Add an org" }), "uat");
    expect(form.getByText("No other org matches “uat”.")).toBeVisible();
  });

  it("takes an org out again", async () => {
    const { user, shell } = await opened();
    await user.click(dialog().getByRole("button", { name: "Edit Acme all…" }));
    const form = dialog("Edit Acme all");
    await user.click(form.getByRole("button", { name: "Take Acme Retail · Production, Rehearsal Tool out" }));
    expect(form.getByRole("textbox", { name: "Add an org" })).toHaveFocus();
    await user.click(form.getByRole("button", { name: "Save" }));
    expect(shell.called("save_set")).toEqual([
      { set: "set-1", form: { name: "Acme all", code: "aca", shape: "env", apps: ["app-acu"] } },
    ]);
  });

  it("says beside the field what is wrong", async () => {
    const { user, shell } = await opened([]);
    await user.click(dialog().getByRole("button", { name: "New set…" }));
    const form = dialog("New set");
    shell.refuse("save_set", { code: "field", refused: { field: "set_name", problem: "empty" } });
    await user.click(form.getByRole("button", { name: "Save" }));
    await settle();
    expect(form.getByRole("textbox", { name: "Name of the set" })).toHaveFocus();
    shell.refuse("save_set", { code: "field", refused: { field: "apps", problem: "empty" } });
    await user.click(form.getByRole("button", { name: "Save" }));
    await settle();
    expect(form.getByRole("alert")).toHaveTextContent("Choose at least one org.");
  });

  it("that is cancelled leads back to the others", async () => {
    const { shell, user } = await openWindow(orgs());
    shell.tell({ what: "sets", sets: [] });
    await user.click(screen.getByRole("button", { name: "More" }));
    await user.click(screen.getByRole("menuitem", { name: "Sets…" }));
    await user.click(dialog().getByRole("button", { name: "New set…" }));
    await fireEvent(screen.getByRole("dialog"), new Event("cancel", { cancelable: true }));
    expect(screen.getByRole("dialog", { name: "Sets" })).toBeVisible();
  });
});
