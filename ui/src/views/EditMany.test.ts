import { screen, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";

import { grant, app, org } from "../testing/fixtures";
import type { Shell } from "../testing/shell";
import { expectAccessible, openSession, settle, show } from "../testing/window";
import type { Failure } from "../wire/Failure";
import type { OrgView } from "../wire/OrgView";
import Dialogs from "./Dialogs.svelte";
import type { Ask } from "../state/screen.svelte";

const production = (more: Partial<OrgView> = {}) =>
  org({
    id: "org-acp",
    name: "Production",
    code: "acp",
    environment: "production",
    guard: { level: "second_enter", chosen: null, openUntil: null },
    apps: [app({ id: "app-acp" })],
    ...more,
  });

async function asked(question: Ask, orgs: OrgView[] = [org(), production()], prepare: (shell: Shell) => void = () => undefined) {
  const opened = await openSession(orgs);
  opened.shell.on("can_unlock_device", () => true);
  prepare(opened.shell);
  opened.session.screen.ask(question);
  const shown = await show(Dialogs, { session: opened.session });
  return { ...opened, ...shown, dialog: within(screen.getByRole("dialog")) };
}

const both = ["org-acu", "org-acp"];

describe("moving orgs to a client", () => {
  it("takes the name of one that is there, or of a new one, and says which orgs move", async () => {
    const { user, shell, session, dialog, container } = await asked({ ask: "edit_many", orgs: both, change: "client" });
    expect(screen.getByRole("dialog", { name: "Move 2 orgs to a client" })).toBeVisible();
    expect(dialog.getByText("1 of them is PRODUCTION.")).toBeVisible();
    const [first] = within(dialog.getByRole("list", { name: "2 orgs" })).getAllByRole("listitem");
    expect(first, "production comes first").toHaveTextContent("Acme Retail · Production");
    const field = dialog.getByRole("combobox", { name: "Client" });
    expect(field).toHaveValue("Acme Retail");
    await expectAccessible(container);
    await user.clear(field);
    await user.type(field, "Boreal Bank{Enter}");
    await settle();
    expect(shell.called("edit_orgs")).toEqual([{ orgs: both, edit: { change: "client", name: "Boreal Bank" } }]);
    expect(session.screen.asked).toBeNull();
    expect(session.notices.current).toEqual({ say: "saved", name: "2 orgs" });
  });

  it("says beside the field why it cannot be", async () => {
    const { user, dialog } = await asked({ ask: "edit_many", orgs: both, change: "client" }, undefined, (shell) =>
      shell.refuse("edit_orgs", { code: "field", refused: { field: "org_name", problem: "taken" } }),
    );
    await user.click(dialog.getByRole("button", { name: "Save" }));
    await settle();
    const field = dialog.getByRole("combobox", { name: "Client" });
    expect(field).toHaveAccessibleDescription(/^This client has an org of this name already/);
    expect(field).toHaveFocus();
  });
});

describe("choosing a guard", () => {
  it("says of each level what it means, and chooses it for all", async () => {
    const { user, shell, dialog, container } = await asked({ ask: "edit_many", orgs: both, change: "guard" });
    expect(screen.getByRole("dialog", { name: "Guard of 2 orgs" })).toBeVisible();
    expect(dialog.getAllByRole("radio")).toHaveLength(5);
    expect(dialog.getByRole("radio", { name: "By the kind of org" })).toBeChecked();
    expect(dialog.getByRole("radio", { name: "Enter once more" })).toHaveAccessibleDescription(/15 minutes/);
    await expectAccessible(container);
    await user.click(dialog.getByRole("radio", { name: "Type the short code" }));
    await user.click(dialog.getByRole("button", { name: "Save" }));
    await settle();
    expect(shell.called("edit_orgs")).toEqual([{ orgs: both, edit: { change: "guard", level: "read_name" } }]);
  });

  it("does not offer this computer's own question where there is none, and says why", async () => {
    const { dialog } = await asked({ ask: "edit_many", orgs: ["org-acu"], change: "guard" }, undefined, (shell) =>
      shell.on("can_unlock_device", () => false),
    );
    const device = dialog.getByRole("radio", { name: "Unlock by this computer" });
    expect(device).toBeDisabled();
    expect(device).toHaveAccessibleDescription(/no way to ask who you are/);
  });

  it("offers it where there is one", async () => {
    const { dialog } = await asked({ ask: "edit_many", orgs: ["org-acu"], change: "guard" });
    expect(dialog.getByRole("radio", { name: "Unlock by this computer" })).toBeEnabled();
  });

  it("chooses nothing where the orgs differ, until a person does", async () => {
    const strict = org({ guard: { level: "read_name", chosen: "read_name", openUntil: null } });
    const { dialog } = await asked({ ask: "edit_many", orgs: both, change: "guard" }, [strict, production()]);
    expect(dialog.queryByRole("radio", { checked: true })).toBeNull();
    expect(dialog.getByRole("button", { name: "Save" })).toBeDisabled();
  });

  it("that asks for less passes the one that there is first", async () => {
    const guarded: Failure = { code: "guarded", orgs: ["org-acp"], level: "second_enter" };
    const { user, shell, session, dialog } = await asked({ ask: "edit_many", orgs: ["org-acp"], change: "guard" }, undefined, (there) =>
      there.on("edit_orgs", vi.fn().mockRejectedValueOnce(guarded).mockResolvedValue(undefined)),
    );
    await user.click(dialog.getByRole("radio", { name: "Nothing is asked" }));
    expect(dialog.getByText(/the guard as it is now is asked first/)).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Save" }));
    await settle();
    expect(session.guard.asked).toMatchObject({ orgs: ["org-acp"], deed: "change" });
    await session.guard.pass({ by: "again" });
    await settle();
    expect(shell.called("edit_orgs")).toHaveLength(2);
    expect(session.screen.asked).toBeNull();
  });

  it("knows of no other that stands for who sits at this computer", async () => {
    const guard = { level: "device_unlock", chosen: "device_unlock", openUntil: null } as const;
    const { user, dialog } = await asked({ ask: "edit_many", orgs: ["org-acp"], change: "guard" }, [production({ guard })]);
    expect(dialog.queryByText(/the guard as it is now is asked first/)).toBeNull();
    await user.click(dialog.getByRole("radio", { name: "Type the short code" }));
    expect(dialog.getByText(/the guard as it is now is asked first/)).toBeVisible();
  });

  it("that this computer is to ask for says why where it did not answer, and can be tried again", async () => {
    const { user, shell, session, dialog } = await asked({ ask: "edit_many", orgs: ["org-acu"], change: "guard" }, undefined, (there) =>
      there.refuse("edit_orgs", { code: "not_unlocked", why: "refused" }),
    );
    await user.click(dialog.getByRole("radio", { name: "Unlock by this computer" }));
    await user.click(dialog.getByRole("button", { name: "Save" }));
    await settle();
    expect(dialog.getByRole("alert")).toHaveTextContent("This computer did not say who you are");
    expect(session.guard.asked).toBeNull();
    shell.on("edit_orgs", () => undefined);
    await user.click(dialog.getByRole("button", { name: "Save" }));
    await settle();
    expect(session.screen.asked).toBeNull();
  });

  it("stays as it is, and says nothing, when that is not passed", async () => {
    const guarded: Failure = { code: "guarded", orgs: ["org-acp"], level: "second_enter" };
    const { user, session, dialog } = await asked({ ask: "edit_many", orgs: ["org-acp"], change: "guard" }, undefined, (there) =>
      there.refuse("edit_orgs", guarded),
    );
    await user.click(dialog.getByRole("radio", { name: "Nothing is asked" }));
    await user.click(dialog.getByRole("button", { name: "Save" }));
    await settle();
    session.guard.cancel();
    await settle();
    expect(dialog.queryByRole("alert")).toBeNull();
    expect(dialog.getByRole("button", { name: "Save" })).toBeEnabled();
  });
});

describe("saying what kind orgs are", () => {
  it("takes the person's word, or the address's", async () => {
    const { user, shell, dialog, container } = await asked({ ask: "edit_many", orgs: ["org-acu"], change: "environment" });
    expect(dialog.getAllByRole("radio")).toHaveLength(10);
    await expectAccessible(container);
    await user.click(dialog.getByRole("radio", { name: "Full copy sandbox" }));
    await user.click(dialog.getByRole("button", { name: "Save" }));
    expect(shell.called("edit_orgs")).toEqual([{ orgs: ["org-acu"], edit: { change: "environment", environment: "full_copy" } }]);
  });

  it("warns when a production org is to be none", async () => {
    const { user, dialog } = await asked({ ask: "edit_many", orgs: both, change: "environment" });
    await user.click(dialog.getByRole("radio", { name: "UAT sandbox" }));
    expect(dialog.getByText(/is guarded less/)).toBeVisible();
  });
});

describe("removing several orgs", () => {
  it("names them, counts those in production, and says for how long it can be undone", async () => {
    const { user, shell, session, dialog, container } = await asked({ ask: "remove_orgs", orgs: both });
    expect(screen.getByRole("dialog", { name: "Remove 2 orgs?" })).toBeVisible();
    expect(dialog.getByText("Acme Retail · UAT")).toBeVisible();
    expect(dialog.getByText("1 of them is PRODUCTION.")).toBeVisible();
    expect(dialog.getByText(/with 2 apps, and their keys/)).toBeVisible();
    expect(dialog.getByText(/^You can undo this for 10 seconds\./)).toBeVisible();
    expect(dialog.getByRole("button", { name: "Cancel" })).toHaveFocus();
    await expectAccessible(container);
    await user.click(dialog.getByRole("checkbox", { name: "Also sign out at Salesforce" }));
    await user.click(dialog.getByRole("button", { name: "Remove 2 orgs" }));
    await settle();
    expect(shell.called("remove_orgs")).toEqual([{ orgs: both, signOut: false }]);
    expect(session.screen.asked).toBeNull();
  });

  it("in which nobody is signed in ends no sign-in, and says why it failed", async () => {
    const orgs = [org({ apps: [app({ grant: null })] }), production({ apps: [] })];
    const { user, shell, dialog } = await asked({ ask: "remove_orgs", orgs: both }, orgs);
    expect(dialog.queryByRole("checkbox")).toBeNull();
    shell.refuse("remove_orgs", { code: "registry_unwritable", reference: "7f3a" });
    await user.click(dialog.getByRole("button", { name: "Remove 2 orgs" }));
    await settle();
    expect(shell.called("remove_orgs")).toEqual([{ orgs: both, signOut: false }]);
    expect(dialog.getByRole("alert")).toHaveTextContent("7f3a");
  });
});

describe("renaming a client", () => {
  it("says how many orgs it has, and keeps them", async () => {
    const { user, shell, session, dialog, container } = await asked({ ask: "rename_client", client: "client-ac" });
    expect(dialog.getByText("Its 2 orgs keep everything else.")).toBeVisible();
    await expectAccessible(container);
    const field = dialog.getByRole("textbox", { name: "Name of the client" });
    await user.clear(field);
    await user.type(field, "Acme{Enter}");
    await settle();
    expect(shell.called("rename_client")).toEqual([{ client: "client-ac", name: "Acme" }]);
    expect(session.screen.asked).toBeNull();
  });

  it("to the name of another one is refused beside the field", async () => {
    const { user, shell, dialog } = await asked({ ask: "rename_client", client: "client-ac" });
    shell.refuse("rename_client", { code: "field", refused: { field: "client", problem: "taken" } });
    await user.click(dialog.getByRole("button", { name: "Rename" }));
    await settle();
    expect(dialog.getByRole("textbox")).toHaveAccessibleDescription("There is a client of this name already.");
  });
});

describe("a sandbox that was refreshed", () => {
  it("keeps what is said, ends what is said, and then its guide opens", async () => {
    const there = org({ apps: [app({ grant: grant() })] });
    const { user, shell, session, dialog, container } = await asked({ ask: "mark_refreshed", org: "org-acu" }, [there], (shell) =>
      shell.on("mark_refreshed", () => "guide-acu"),
    );
    expect(screen.getByRole("dialog", { name: "Was Acme Retail · UAT refreshed?" })).toBeVisible();
    expect(dialog.getByText("Name, client, code and colour")).toBeVisible();
    expect(dialog.getByText(/^Its sign-ins here/)).toBeVisible();
    await expectAccessible(container);
    await user.click(dialog.getByRole("button", { name: "It was refreshed" }));
    await settle();
    expect(shell.called("mark_refreshed")).toEqual([{ org: "org-acu" }]);
    expect(shell.called("open_guide")).toEqual([{ guide: "guide-acu" }]);
    expect(session.screen.asked).toBeNull();
  });
});

describe("duplicating an org for a sandbox", () => {
  it("fills in what its sibling has, with the sandbox's name to be typed", async () => {
    const { session, shell } = await openSession([production({ host: "acme.my.salesforce.com" })]);
    session.care.duplicate(session.orgs.list[0] as OrgView);
    const { user } = await show(Dialogs, { session });
    const field = screen.getByRole<HTMLInputElement>("textbox", { name: "Paste any address from this org" });
    expect(field).toHaveValue("https://acme--NAME.sandbox.my.salesforce.com");
    expect(field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0)).toBe("NAME");
    expect(screen.getByText(/Type the sandbox’s name where NAME stands/)).toBeVisible();
    expect(shell.called("read_address"), "nobody has typed a name yet").toEqual([]);
    await user.click(screen.getByRole("button", { name: "Add and continue" }));
    await settle();
    expect(shell.called("add_org")).toEqual([]);
    expect(field).toHaveAccessibleDescription(/^Type the sandbox’s name where NAME stands\./);
    expect(screen.getByRole("combobox", { name: "Client" })).toHaveValue("Acme Retail");
  });

  it("without a My Domain asks for the sandbox's address, and calls it no template", async () => {
    const { session } = await openSession([production({ host: "login.salesforce.com" })]);
    session.care.duplicate(session.orgs.list[0] as OrgView);
    await show(Dialogs, { session });
    expect(screen.getByText(/^Filled in like the org that you began from\. Paste an address of the sandbox\.$/)).toBeVisible();
    expect(screen.queryByText(/template/)).toBeNull();
  });
});
