import { screen } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { org } from "../testing/fixtures";
import { expectAccessible, openSession, show } from "../testing/window";
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
    ["Edit org", { ask: "edit_org", org: "org-acu" }],
    ["Remove…", { ask: "remove_org", org: "org-acu" }],
  ])("%s asks first", async (name, asked) => {
    const { user, session } = await detail();
    await user.click(screen.getByRole("button", { name }));
    expect(session.screen.asked).toEqual(asked);
  });

  it("opens in the browser", async () => {
    const { user, shell } = await detail();
    await user.click(screen.getByRole("button", { name: "Open org" }));
    expect(shell.called("open_org")).toEqual([{ org: "org-acu" }]);
  });
});
