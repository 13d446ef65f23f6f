import { screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { app, MINUTE, org } from "../testing/fixtures";
import { progress } from "../testing/guides";
import { expectAccessible, openSession, openWindow, settle, show } from "../testing/window";
import type { ActivityView } from "../wire/ActivityView";
import type { OrgView } from "../wire/OrgView";
import OrgDetail from "./OrgDetail.svelte";

async function detail(more: Partial<OrgView> = {}) {
  const { shell, session } = await openSession([org(more)]);
  const shown = await show(OrgDetail, { session, org: org(more) });
  return { ...shown, shell, session };
}

describe("an org", () => {
  it("shows its apps, and leads to them", async () => {
    const { user, session, container } = await detail();
    await expectAccessible(container);
    await user.click(screen.getByRole("button", { name: /^Rehearsal Tool/ }));
    expect(session.screen.isAt("app-acu")).toBe(true);
  });

  it("says its kind in large letters", async () => {
    await detail({ environment: "production" });
    expect(screen.getByText("PRODUCTION")).toBeVisible();
  });

  it("has its values copied by way of any of its apps", async () => {
    const { user, shell } = await detail();
    await user.click(screen.getByRole("button", { name: "Copy My Domain" }));
    expect(shell.called("copy_detail")).toEqual([{ app: "app-acu", detail: "host" }]);
  });

  it("without an app says what comes next", async () => {
    const { user, session, container } = await detail({ apps: [], organizationName: null, organizationId: null });
    expect(screen.getByText(/^No app yet/)).toBeVisible();
    await expectAccessible(container);
    await user.click(screen.getByRole("button", { name: "Add an External Client App" }));
    expect(session.screen.asked).toEqual({ ask: "add_app", org: "org-acu", template: null });
  });

  it.each([
    ["Edit org…", { ask: "edit_org", org: "org-acu" }],
    ["Rename client…", { ask: "rename_client", client: "client-ac" }],
    ["Move to client…", { ask: "edit_many", orgs: ["org-acu"], change: "client" }],
    ["This sandbox was refreshed…", { ask: "mark_refreshed", org: "org-acu" }],
    ["Remove…", { ask: "remove_org", org: "org-acu" }],
  ])("%s asks first", async (name, asked) => {
    const { user, session } = await detail();
    await user.click(screen.getByRole("button", { name: "More for this org" }));
    await user.click(screen.getByRole("menuitem", { name }));
    expect(session.screen.asked).toEqual(asked);
  });

  it.each(["production", "unknown", "scratch", "developer_edition"] as const)("of kind %s is never refreshed", async (environment) => {
    const { user } = await detail({ environment });
    await user.click(screen.getByRole("button", { name: "More for this org" }));
    expect(screen.queryByRole("menuitem", { name: /refreshed/ })).toBeNull();
  });

  it("is pinned to the top, and says that it is", async () => {
    const { user, shell } = await detail();
    await user.click(screen.getByRole("button", { name: "More for this org" }));
    await user.click(screen.getByRole("menuitem", { name: "Pin to the top" }));
    expect(shell.called("edit_orgs")).toEqual([{ orgs: ["org-acu"], edit: { change: "pin", on: true } }]);
  });

  it("that is pinned says so, and can be unpinned", async () => {
    const { user, shell } = await detail({ isPinned: true });
    expect(screen.getByText("Stands at the top")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "More for this org" }));
    await user.click(screen.getByRole("menuitem", { name: "Unpin" }));
    expect(shell.called("edit_orgs")).toEqual([{ orgs: ["org-acu"], edit: { change: "pin", on: false } }]);
  });

  it("opens in the browser", async () => {
    const { user, shell } = await detail();
    await user.click(screen.getByRole("button", { name: "Open org" }));
    expect(shell.called("open_org")).toEqual([{ org: "org-acu" }]);
  });

  it("shows that it is being opened", async () => {
    const { user, shell } = await detail();
    const held = shell.hold("open_org");
    const button = screen.getByRole("button", { name: "Open org" });
    await user.click(button);
    expect(button).toHaveAttribute("aria-disabled", "true");
    held.answer();
    await settle();
    expect(button).not.toHaveAttribute("aria-disabled");
  });
});

const fact = (name: string) => within(screen.getByText(name, { selector: "dt" }).parentElement as HTMLElement);

describe("how an org is treated", () => {
  it("says its guard, where that comes from, and until when it is passed", async () => {
    const openUntil = Date.now() + 10 * MINUTE;
    await detail({ environment: "production", guard: { level: "second_enter", chosen: null, openUntil } });
    expect(fact("Guard").getByText(/Enter once more, by its kind/)).toBeVisible();
    expect(fact("Guard").getByText(/^Passed\. Nothing is asked until /)).toBeVisible();
  });

  it("leads from its guard to the choice of another", async () => {
    const { user, session } = await detail({ guard: { level: "read_name", chosen: "read_name", openUntil: null } });
    expect(fact("Guard").getByText("Type the short code, as chosen")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Change the guard…" }));
    expect(session.screen.asked).toEqual({ ask: "edit_many", orgs: ["org-acu"], change: "guard" });
  });

  it("says when it was used last, by whichever of its apps", async () => {
    const apps = [app({ lastUsed: Date.now() - 90 * MINUTE }), app({ id: "app-2", lastUsed: Date.now() - 5 * MINUTE })];
    await detail({ apps });
    expect(fact("Last used").getByText("5 minutes ago")).toBeVisible();
  });

  it("never used says so", async () => {
    await detail({ apps: [] });
    expect(fact("Last used").getByText("Not used yet")).toBeVisible();
  });

  it("is kept alive by a switch that says what that means", async () => {
    const { user, shell } = await detail();
    const box = screen.getByRole("checkbox", { name: "Keep its sign-ins alive" });
    expect(box).not.toBeChecked();
    expect(box).toHaveAccessibleDescription(/about once a week/);
    await user.click(box);
    expect(shell.called("edit_orgs")).toEqual([{ orgs: ["org-acu"], edit: { change: "keep_alive", on: true } }]);
  });

  it("is not shown as kept alive where that was refused", async () => {
    const { user, shell } = await detail();
    shell.refuse("edit_orgs", { code: "registry_unwritable", reference: "7f3a" });
    const box = screen.getByRole("checkbox", { name: "Keep its sign-ins alive" });
    await user.click(box);
    await settle();
    expect(box).not.toBeChecked();
    expect(screen.getByRole("alert")).toHaveTextContent("7f3a");
  });
});

describe("what went wrong in one org", () => {
  it("is not shown in the next", async () => {
    const { user, shell } = await openWindow([org(), org({ id: "org-2", name: "SIT", code: "act", apps: [] })], (there) =>
      there.refuse("edit_orgs", { code: "registry_unwritable", reference: "7f3a" }),
    );
    await user.click(screen.getByRole("button", { name: /^Acme Retail, UAT sandbox, 1 app/ }));
    await user.click(screen.getByRole("checkbox", { name: "Keep its sign-ins alive" }));
    await settle();
    expect(screen.getByText("7f3a")).toBeVisible();
    await user.click(screen.getByRole("button", { name: /^Acme Retail, SIT, / }));
    await settle();
    expect(screen.getByRole("heading", { name: "SIT" })).toBeVisible();
    expect(screen.queryByText("7f3a")).toBeNull();
    expect(shell.called("edit_orgs")).toHaveLength(1);
  });
});

describe("notes", () => {
  const field = () => screen.getByRole("textbox", { name: "Notes" });

  it("are saved when the field is left, once, and say so", async () => {
    const { user, shell } = await detail({ notes: "VPN" });
    expect(field()).toHaveAccessibleDescription(/no secrets here/);
    await user.type(field(), " first");
    await user.tab();
    await settle();
    expect(shell.called("write_notes")).toEqual([{ org: "org-acu", notes: "VPN first" }]);
    expect(screen.getByText("Notes saved.")).toBeVisible();
    field().focus();
    await user.tab();
    expect(shell.called("write_notes"), "nothing was changed").toHaveLength(1);
  });

  it("are saved by the keys for it, and keep the keyboard", async () => {
    const { user, shell } = await detail();
    await user.type(field(), "Ask Bo first");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await settle();
    expect(shell.called("write_notes")).toEqual([{ org: "org-acu", notes: "Ask Bo first" }]);
    expect(field()).toHaveFocus();
  });

  it("with a secret in them are refused beside the field", async () => {
    const { user, shell, container } = await detail();
    shell.refuse("write_notes", { code: "field", refused: { field: "notes", problem: "holds_secret" } });
    await user.type(field(), "secret");
    await user.tab();
    await settle();
    expect(field()).toHaveAccessibleDescription(/^This looks like a token or a secret/);
    await expectAccessible(container);
  });

  it("say how much is left, near the end", async () => {
    const { user } = await detail({ notes: "x".repeat(1799) });
    expect(screen.queryByText(/characters left/)).toBeNull();
    await user.type(field(), "y");
    expect(screen.getByText("200 characters left")).toBeVisible();
  });
});

describe("the activity of an org", () => {
  const at = Date.now() - 3 * MINUTE;
  const entry = (more: Partial<ActivityView> = {}): ActivityView => ({
    at, org: "org-acu", named: "Acme Retail · UAT", app: "Rehearsal Tool", deed: "copied", detail: "curl", ...more,
  });

  it("is asked for when somebody wants to see it, and shows the last fifty", async () => {
    const { user, shell, container } = await detail();
    shell.on("list_activity", () => [entry(), ...Array.from({ length: 60 }, () => entry({ deed: "failed", detail: "unreachable" }))]);
    expect(shell.called("list_activity")).toEqual([]);
    await user.click(screen.getByText("Activity"));
    const list = within(await screen.findByRole("list", { name: "Activity" }));
    expect(shell.called("list_activity")).toEqual([{ org: "org-acu" }]);
    expect(list.getAllByRole("listitem")).toHaveLength(50);
    expect(list.getByText("Token copied (curl)")).toBeVisible();
    expect(list.getAllByText("3 minutes ago")[0]).toBeVisible();
    expect(list.getAllByText("Failed: Salesforce could not be reached")[0]).toBeVisible();
    await expectAccessible(container);
  });

  it("may be nothing yet", async () => {
    const { user, shell } = await detail();
    shell.on("list_activity", () => []);
    await user.click(screen.getByText("Activity"));
    expect(await screen.findByText("Nothing yet")).toBeVisible();
  });
});

describe("a sandbox that was refreshed", () => {
  const refreshedAt = Date.UTC(2026, 10, 20, 12);

  it("says since when, and goes on with the guide that was begun for it", async () => {
    const { user, shell } = await detail({ refreshedAt, guides: [progress()] });
    expect(screen.getByText(/^This sandbox was refreshed on 20 Nov 2026.*made anew\.$/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Go on with the set-up" }));
    expect(shell.called("open_guide")).toEqual([{ guide: "guide-acu" }]);
  });

  it("offers another guide where there is none any more", async () => {
    const { user, session } = await detail({ refreshedAt });
    await user.click(screen.getByRole("button", { name: "Go on with the set-up" }));
    expect(session.screen.asked).toEqual({ ask: "set_up", org: "org-acu" });
  });
});
