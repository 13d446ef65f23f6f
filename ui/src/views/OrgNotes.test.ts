import { screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { org } from "../testing/fixtures";
import { expectAccessible, openWindow, settle } from "../testing/window";

const field = () => screen.getByRole("textbox", { name: "Notes" });
const uat = () => screen.getByRole("button", { name: /^Acme Retail, UAT sandbox, 1 app/ });
const sit = () => screen.getByRole("button", { name: /^Acme Retail, SIT, / });

describe("notes that are left for another org", () => {
  const two = () => [org({ notes: "VPN" }), org({ id: "org-2", name: "SIT", code: "act", apps: [], notes: "Bo" })];

  it("are not lost where they were refused: that is said, and leads back to them", async () => {
    const { user, shell, container } = await openWindow(two());
    shell.refuse("write_notes", { code: "field", refused: { field: "notes", problem: "holds_secret" } });
    await user.click(uat());
    await user.type(field(), " 00D!token");
    await user.click(sit());
    await settle();
    expect(field()).toHaveValue("Bo");
    const alert = within(screen.getByRole("region", { name: "Messages" })).getByRole("alert");
    expect(alert).toHaveTextContent(/^The notes of Acme Retail UAT are not saved\. This looks like a token or a secret/);
    await expectAccessible(container);
    await user.click(screen.getByRole("button", { name: "Show notes" }));
    await settle();
    expect(field()).toHaveValue("VPN 00D!token");
    expect(field()).toHaveAccessibleDescription(/^This looks like a token or a secret/);
  });

  it("are saved without a word where they were taken", async () => {
    const { user, shell } = await openWindow(two());
    await user.click(uat());
    await user.type(field(), ", Bo");
    await user.click(sit());
    await settle();
    expect(shell.called("write_notes")).toEqual([{ org: "org-acu", notes: "VPN, Bo" }]);
    expect(screen.queryByRole("button", { name: "Show notes" })).toBeNull();
  });
});
