import { screen } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { org } from "../testing/fixtures";
import { expectAccessible, openWindow, settle } from "../testing/window";
import type { Shape } from "../wire/Shape";

async function opened(copyAs: Shape = "token") {
  const there = await openWindow([org({ copyAs })]);
  await there.user.click(screen.getByRole("button", { name: /Rehearsal Tool, fresh/ }));
  return there;
}

describe("copying in another shape", () => {
  it("offers all seven, and copies the one that is picked", async () => {
    const { user, shell, container } = await opened();
    await user.click(screen.getByRole("button", { name: "Copy as…" }));
    const names = screen.getAllByRole("menuitemradio").map((item) => item.textContent.trim());
    expect(names).toEqual([
      "Token",
      "Authorization: Bearer …",
      "Instance URL",
      ".env: token and instance URL",
      "curl example",
      "JSON",
      "Postman environment",
    ]);
    await expectAccessible(container);
    await user.click(screen.getByRole("menuitemradio", { name: "curl example" }));
    expect(shell.called("copy_token")).toEqual([{ app: "app-acu", shape: "curl" }]);
  });

  it("begins with the one that was chosen last, and the button names it", async () => {
    const { user, shell } = await opened("env");
    await user.click(screen.getByRole("button", { name: "Copy as .env" }));
    const [first] = screen.getAllByRole("menuitemradio");
    expect(first).toHaveAccessibleName(".env: token and instance URL");
    expect(first).toBeChecked();
    expect(first).toHaveFocus();
    expect(screen.getAllByRole("menuitemradio", { checked: true })).toHaveLength(1);
    await user.keyboard("{Enter}");
    expect(shell.called("copy_token")).toEqual([{ app: "app-acu", shape: "env" }]);
  });

  it("leaves the first button to the token, whatever was chosen last", async () => {
    const { user, shell } = await opened("env");
    await user.click(screen.getByRole("button", { name: "Copy fresh token" }));
    expect(shell.called("copy_token")).toEqual([{ app: "app-acu", shape: "token" }]);
  });

  it("says of the instance URL that it was copied: it is no secret, and no clock runs", async () => {
    const { user } = await opened();
    await user.click(screen.getByRole("button", { name: "Copy as…" }));
    await user.click(screen.getByRole("menuitemradio", { name: "Instance URL" }));
    await settle();
    expect(screen.getByText("Instance URL copied.")).toBeVisible();
  });
});
