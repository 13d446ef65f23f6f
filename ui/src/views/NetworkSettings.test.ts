import { screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { network, org } from "../testing/fixtures";
import type { Shell } from "../testing/shell";
import { expectAccessible, openWindow, settle } from "../testing/window";

const dialog = () => within(screen.getByRole("dialog", { name: "Network settings" }));

async function open(prepare: (shell: Shell) => void = () => undefined) {
  const opened = await openWindow([org()], prepare);
  await opened.user.click(screen.getByRole("button", { name: "More" }));
  await opened.user.click(screen.getByRole("menuitem", { name: "Network settings…" }));
  await settle();
  return opened;
}

describe("the network settings", () => {
  it("say what this computer says, and go away once they are saved", async () => {
    const { user, shell, container } = await open((shell) =>
      shell.on("network", () => network({ systemProxy: "proxy.acme.example:3128" })),
    );
    expect(dialog().getByRole("radio", { name: "As this computer says" })).toBeChecked();
    expect(dialog().getByText("It says: proxy.acme.example:3128")).toBeVisible();
    expect(dialog().queryByRole("textbox")).toBeNull();
    await expectAccessible(container);
    await user.click(dialog().getByRole("radio", { name: "No proxy" }));
    await user.click(dialog().getByRole("button", { name: "Save" }));
    await settle();
    expect(shell.called("set_network")).toEqual([{ form: { choice: "none" } }]);
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByText("Network settings saved.")).toBeVisible();
  });

  it("take a proxy by hand, and its password by Paste alone", async () => {
    const { user, shell, container } = await open();
    await user.click(dialog().getByRole("radio", { name: "This proxy" }));
    await user.type(dialog().getByRole("textbox", { name: "Proxy" }), "proxy.acme.example:3128");
    await user.type(dialog().getByRole("textbox", { name: "Username" }), "ana");
    await user.click(dialog().getByRole("button", { name: "Paste password" }));
    await settle();
    expect(dialog().getByText("Pasted. It is kept when you save.")).toBeVisible();
    expect(dialog().getAllByRole("textbox"), "none for the password").toHaveLength(2);
    expect(document.querySelectorAll('input[type="password"]')).toHaveLength(0);
    await expectAccessible(container);
    await user.click(dialog().getByRole("button", { name: "Save" }));
    expect(shell.called("set_network")).toEqual([
      { form: { choice: "manual", address: "proxy.acme.example:3128", username: "ana", password: { from: "pasted", draft: "draft-password" } } },
    ]);
  });

  it("say beside the field what is wrong, and the keyboard is there", async () => {
    const { user } = await open((shell) =>
      shell.refuse("set_network", { code: "field", refused: { field: "proxy_address", problem: "proxy", reason: "script" } }),
    );
    await user.click(dialog().getByRole("radio", { name: "This proxy" }));
    await user.click(dialog().getByRole("button", { name: "Save" }));
    await settle();
    const field = dialog().getByRole("textbox", { name: "Proxy" });
    expect(field).toHaveAccessibleDescription(/^This is a script that names proxies/);
    expect(field).toHaveFocus();
  });

  it("name whose certificates are trusted besides, and can trust them no more", async () => {
    const trusted = network({
      authorities: [{ name: "Acme Inspection CA", until: Date.UTC(2030, 0, 1) }],
      authoritiesOfStart: [{ name: "Practice CA", until: 0 }],
    });
    const { user, shell, container } = await open((shell) => shell.on("network", () => trusted));
    const list = within(dialog().getByRole("list", { name: "Trusted certificate authorities" }));
    expect(list.getByText("Acme Inspection CA")).toBeVisible();
    expect(list.getByText("(given at the start, by KEYPERCH_EXTRA_CA)")).toBeVisible();
    await expectAccessible(container);
    await user.click(dialog().getByRole("button", { name: "Trust them no more" }));
    await settle();
    expect(shell.called("forget_ca")).toHaveLength(1);
    expect(list.queryByText("Acme Inspection CA")).toBeNull();
  });

  it("say of a file that there is no certificate in it", async () => {
    const { user } = await open((shell) =>
      shell.refuse("choose_ca", { code: "field", refused: { field: "extra_ca", problem: "no_certificate" } }),
    );
    await user.click(dialog().getByRole("button", { name: "Choose a file…" }));
    await settle();
    expect(dialog().getByRole("button", { name: "Choose a file…" })).toHaveAccessibleDescription(/^There is no certificate in this file/);
  });

  it("that cannot be read say why, and can be asked for again", async () => {
    const { user, shell } = await open((shell) => shell.refuse("network", { code: "registry_unwritable", reference: "7f3a" }));
    expect(dialog().getByRole("alert")).toHaveTextContent("7f3a");
    shell.on("network", () => network());
    await user.click(dialog().getByRole("button", { name: "Try again" }));
    await settle();
    expect(dialog().getByRole("radio", { name: "No proxy" })).toBeVisible();
  });
});
