import { screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { app, org } from "../testing/fixtures";
import type { Shell } from "../testing/shell";
import { expectAccessible, openWindow, settle } from "../testing/window";

const adding = () => within(screen.getByRole("dialog", { name: "Add an External Client App" }));
const editing = () => within(screen.getByRole("dialog", { name: "Edit Rehearsal Tool" }));

async function add(prepare?: (shell: Shell) => void) {
  const opened = await openWindow([org({ apps: [] })], prepare);
  await opened.user.click(screen.getByRole("button", { name: "Add an External Client App to Acme Retail UAT" }));
  await settle();
  return opened;
}

async function edit(prepare?: (shell: Shell) => void) {
  const opened = await openWindow([org()], prepare);
  screen.getByRole("button", { name: /Rehearsal Tool, fresh/ }).focus();
  await opened.user.keyboard("e");
  await settle();
  return opened;
}

describe("adding an app", () => {
  it("has no field that could hold a secret", async () => {
    const { user } = await add();
    const names = () => adding().getAllByRole("textbox").map((box) => box.getAttribute("aria-label") ?? (box as HTMLInputElement).labels?.[0]?.textContent);
    expect(names()).toEqual(["Name of the app", "Consumer Key", "Callback URL", "OAuth Scopes"]);
    await user.click(adding().getByRole("button", { name: "Paste Consumer Secret" }));
    await settle();
    expect(names()).toEqual(["Name of the app", "Consumer Key", "Callback URL", "OAuth Scopes"]);
    expect(document.querySelectorAll('input[type="password"], textarea, [contenteditable]')).toHaveLength(0);
  });

  it("takes key and secret by Paste, shows a hint of each, and offers to sign in", async () => {
    const { user, shell, container } = await add((shell) =>
      shell.on("add_app", () => {
        shell.tell({ what: "orgs", orgs: [org({ apps: [app({ id: "app-new", name: "Tool", grant: null, status: { word: "sign_in" } })] })] });
        return "app-new";
      }),
    );
    await user.type(adding().getByRole("textbox", { name: "Name of the app" }), "Tool");
    await user.click(adding().getByRole("button", { name: "Paste Consumer Key" }));
    await user.click(adding().getByRole("button", { name: "Paste Consumer Secret" }));
    await settle();
    expect(adding().getByText("••••••••9F0C")).toBeVisible();
    expect(adding().getByText("Consumer Secret, hidden")).toBeInTheDocument();
    await expectAccessible(container);
    await user.click(adding().getByRole("button", { name: "Save app" }));
    await settle();
    expect(shell.called("add_app")[0]).toMatchObject({
      org: "org-acu",
      form: { key: { from: "pasted", draft: "draft-key" }, secret: { from: "pasted", draft: "draft-secret" } },
    });
    expect(screen.getByRole("heading", { name: "Sign in: Tool" })).toBeVisible();
    expect(screen.getByText("App saved. Sign in once, and tokens can be copied.")).toBeVisible();
  });

  it("lets the key be typed, and the secret be none", async () => {
    const { user, shell } = await add();
    await user.type(adding().getByRole("textbox", { name: "Consumer Key" }), "3MVG9abc");
    await user.click(adding().getByRole("checkbox", { name: "The app does not require the secret" }));
    expect(adding().queryByRole("button", { name: "Paste Consumer Secret" })).toBeNull();
    await user.click(adding().getByRole("button", { name: "Save app" }));
    expect(shell.called("add_app")[0]).toMatchObject({ form: { key: { from: "typed", key: "3MVG9abc" }, secret: { from: "none" } } });
  });

  it("asks where the secret comes from, beside it", async () => {
    const { user, shell } = await add();
    await user.click(adding().getByRole("button", { name: "Save app" }));
    await settle();
    const paste = adding().getByRole("button", { name: "Paste Consumer Secret" });
    expect(paste).toHaveAccessibleDescription(/^Paste the Consumer Secret, or say below/);
    expect(paste).toHaveFocus();
    expect(shell.called("add_app")).toEqual([]);
  });

  it("says beside the key that it looks like the secret", async () => {
    const { user } = await add((shell) =>
      shell.refuse("paste_credential", { code: "field", refused: { field: "consumer_key", problem: "looks_like_secret" } }),
    );
    await user.click(adding().getByRole("button", { name: "Paste Consumer Key" }));
    await settle();
    expect(adding().getByRole("textbox", { name: "Consumer Key" })).toHaveAccessibleDescription(
      "This looks like the Consumer Secret. Copy the Consumer Key and paste again.",
    );
  });

  it.each([
    ["app_name", "empty", "Name of the app", /^Enter the app’s name/],
    ["callback_url", "not_loopback", "Callback URL", /^Keyperch can only listen on this computer/],
    ["scopes", "characters", "OAuth Scopes", /^Scopes have no quotation marks/],
    ["consumer_key", "empty", "Consumer Key", /^Copy the Consumer Key/],
  ] as const)("says beside the field what is wrong: %s", async (field, problem, name, description) => {
    const { user, shell } = await add((shell) => shell.refuse("add_app", { code: "field", refused: { field, problem } }));
    await user.click(adding().getByRole("checkbox", { name: "The app does not require the secret" }));
    await user.click(adding().getByRole("button", { name: "Save app" }));
    await settle();
    expect(shell.called("add_app")).toHaveLength(1);
    expect(adding().getByRole("textbox", { name })).toHaveAccessibleDescription(description);
    expect(adding().getByRole("textbox", { name })).toHaveFocus();
  });

  it("says what each scope is called in Setup, as they are typed", async () => {
    const { user } = await add();
    expect(adding().getByText("Perform requests at any time (refresh_token, offline_access)")).toBeVisible();
    const box = adding().getByRole("textbox", { name: "OAuth Scopes" });
    await user.clear(box);
    await user.type(box, "web constructor");
    expect(adding().getByText("Manage user data via Web browsers (web)")).toBeVisible();
    expect(adding().getByText(/^Not a scope that Keyperch knows/)).toBeVisible();
  });

  it("can wait: the org is there all the same", async () => {
    const { user } = await add();
    await user.click(adding().getByRole("button", { name: "Not now" }));
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

describe("editing an app", () => {
  it("keeps what is stored, and shows that it is", async () => {
    const { user, shell, container } = await edit();
    expect(editing().getAllByText("Stored")).toHaveLength(2);
    expect(editing().queryByRole("textbox", { name: "Consumer Key" })).toBeNull();
    await expectAccessible(container);
    await user.click(editing().getByRole("button", { name: "Save app" }));
    await settle();
    expect(shell.called("edit_app")[0]).toMatchObject({ app: "app-acu", form: { key: { from: "kept" }, secret: { from: "kept" } } });
    expect(screen.getByText("Rehearsal Tool saved.")).toBeVisible();
  });

  it("warns that a new key ends the sign-in", async () => {
    const { user } = await edit();
    expect(editing().queryByText(/new key ends/)).toBeNull();
    await user.click(editing().getByRole("button", { name: "Type it instead" }));
    expect(editing().getByText("A new key ends the sign-in of this app.")).toBeVisible();
    expect(editing().getByRole("textbox", { name: "Consumer Key" })).toHaveValue("");
  });
});
