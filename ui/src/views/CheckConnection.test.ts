import { screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { diagnosis, org, refused } from "../testing/fixtures";
import type { Shell } from "../testing/shell";
import { expectAccessible, openWindow, settle } from "../testing/window";

const dialog = () => within(screen.getByRole("dialog", { name: "Check the connection of Rehearsal Tool" }));
const summary = () => dialog().getByRole("status");

async function open(prepare: (shell: Shell) => void = () => undefined) {
  const opened = await openWindow([org()], prepare);
  await opened.user.click(screen.getByRole("button", { name: /Rehearsal Tool, fresh/ }));
  await opened.user.click(screen.getByRole("button", { name: "More for this app" }));
  await opened.user.click(screen.getByRole("menuitem", { name: "Check this connection…" }));
  await settle();
  return opened;
}

describe("the check of a connection", () => {
  it("has one line a check, each with its word, its note, and what mends it", async () => {
    const { user, shell, container } = await open();
    expect(shell.called("check_connection")).toEqual([{ app: "app-acu" }]);
    expect(summary()).toHaveTextContent("1 thing does not work.");
    const lines = dialog().getAllByRole("listitem").map((line) => line.textContent.replace(/\s+/g, " ").trim());
    expect(lines[0]).toBe("Keychain keeps what it is given: in order");
    expect(lines[1]).toContain("Certificate issued by DigiCert TLS RSA SHA256 2020 CA1");
    expect(lines.some((line) => line.includes("Not granted: sfap_api"))).toBe(true);
    await user.click(dialog().getByText("The Callback URL in Salesforce is different from ours"));
    await user.click(dialog().getByRole("button", { name: "Open External Client App Manager" }));
    expect(shell.called("open_setup")).toEqual([{ org: "org-acu", page: "external_client_app_manager" }]);
    await expectAccessible(container);
  });

  it("shows how far it is, and can be run again", async () => {
    const { user, shell } = await open((shell) => shell.hold("check_connection"));
    expect(summary()).toHaveTextContent("Checking…");
    expect(dialog().queryByRole("button", { name: "Copy report…" }), "there is none yet").toBeNull();
    shell.tell({ what: "diagnosis", diagnosis: diagnosis({ isFinished: false, checks: diagnosis().checks.slice(0, 2) }) });
    await settle();
    expect(summary()).toHaveTextContent("Checking… 2 done");
    await user.click(dialog().getByRole("button", { name: "Check again" }));
    expect(shell.called("check_connection"), "one at a time").toHaveLength(1);
  });

  it.each([
    ["Everything is in order.", []],
    ["It works. There is something to know.", [{ check: "proxy", verdict: { is: "warned", note: { says: "no_proxy" } } }]],
    ["Nothing wrong was found. 1 thing could not be checked.", [{ check: "secret", verdict: { is: "cannot_tell" } }]],
    [
      "Nothing wrong was found. Nobody is signed in. 2 things could not be checked.",
      [
        { check: "grant", verdict: { is: "warned", note: { says: "nobody_signed_in" } } },
        { check: "api", verdict: { is: "cannot_tell" } },
        { check: "scopes", verdict: { is: "cannot_tell" } },
      ],
    ],
  ] as const)("says: %s", async (text, checks) => {
    await open((shell) => shell.on("check_connection", () => diagnosis({ checks: [...checks] })));
    expect(summary()).toHaveTextContent(text);
  });

  it("does not say of somebody who is not signed in that it works", async () => {
    await open((shell) =>
      shell.on("check_connection", () =>
        diagnosis({ checks: [{ check: "grant", verdict: { is: "warned", note: { says: "nobody_signed_in" } } }] }),
      ),
    );
    expect(dialog().getByRole("listitem")).toHaveTextContent(/^Sign-in is alive: not signed in$/);
    expect(summary()).toHaveTextContent(/^Nothing wrong was found. Nobody is signed in.$/);
  });

  it.each([
    ["Edit app", refused("wrong_secret", "invalid_client", "", "exchange", [{ cause: "secret_wrong", page: null, value: null }]), "Edit Rehearsal Tool"],
    ["Edit org", refused("not_this_domain", "invalid_grant", "", "exchange", [{ cause: "my_domain_only", page: null, value: null }]), /^Edit /],
  ] as const)("leads to %s where a cause says so", async (name, failure, form) => {
    const { user } = await open((shell) =>
      shell.on("check_connection", () => diagnosis({ checks: [{ check: "secret", verdict: { is: "failed", failure } }] })),
    );
    expect(dialog().getByText(new RegExp(`press ${name} below`))).toBeInTheDocument();
    await user.click(dialog().getByRole("button", { name }));
    await settle();
    expect(screen.getByRole("dialog", { name: form })).toBeVisible();
  });

  it("shows the whole report before it can be copied", async () => {
    const { user, shell, container } = await open();
    await user.click(dialog().getByRole("button", { name: "Copy report…" }));
    await settle();
    expect(shell.called("copy_words")).toEqual([]);
    const shown = dialog().getByText(/^Keyperch: check of a connection/);
    expect(shown).toHaveTextContent("code redirect_uri_mismatch");
    await expectAccessible(container);
    await user.click(dialog().getByRole("button", { name: "Copy this report" }));
    expect(shell.called("copy_words")).toEqual([{ text: shown.textContent }]);
    await user.click(dialog().getByRole("button", { name: "Back to the checks" }));
    await settle();
    expect(dialog().getByRole("button", { name: "Copy report…" })).toHaveFocus();
  });

  it("that cannot be made says why", async () => {
    await open((shell) => shell.refuse("check_connection", { code: "gone" }));
    expect(dialog().getByRole("alert")).toHaveTextContent("This is no longer here");
  });
});
