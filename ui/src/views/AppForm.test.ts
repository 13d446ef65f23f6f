import { screen, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { app, jwtApp, org } from "../testing/fixtures";
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
    const names = () => adding().getAllByRole("textbox", { hidden: true }).map((box) => box.getAttribute("aria-label") ?? (box as HTMLInputElement).labels?.[0]?.textContent);
    const fields = ["Name of the app", "Consumer Key", "Callback URL", "Further callback URLs, one a line", "OAuth Scopes"];
    expect(names()).toEqual(fields);
    await user.click(adding().getByRole("button", { name: "Paste Consumer Secret" }));
    await settle();
    expect(names()).toEqual(fields);
    await user.click(adding().getByRole("radio", { name: "A signed assertion" }));
    expect(names(), "nor a private key").toEqual(["Name of the app", "Username", "Consumer Key", "OAuth Scopes"]);
    expect(document.querySelectorAll('input[type="password"], [contenteditable]')).toHaveLength(0);
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

describe("how an app signs in", () => {
  const way = (name: string) => adding().getByRole("radio", { name });

  it("is by a person, unless somebody says otherwise; two ways are explained and not offered", async () => {
    const { user } = await add();
    expect(way("A person in the browser")).toBeChecked();
    expect(way("The app itself")).toHaveAccessibleDescription(/acts as one user whom an admin names/);
    expect(adding().getAllByRole("radio")).toHaveLength(3);
    await user.click(adding().getByText("Why not with username and password?"));
    expect(adding().getByText(/^External Client Apps do not take username and password/)).toBeVisible();
    expect(adding().getByText(/^The implicit flow puts the token into an address/)).toBeVisible();
  });

  it("by itself needs its secret, two switches and a user, and no callback", async () => {
    const { user, shell, container } = await add();
    await user.click(way("The app itself"));
    expect(adding().getByText("“Run As (Username)”")).toBeVisible();
    expect(adding().getByText(/only at the org’s own My Domain/)).toBeVisible();
    expect(adding().queryByRole("checkbox", { name: "The app does not require the secret" })).toBeNull();
    expect(adding().queryByRole("textbox", { name: "Callback URL" })).toBeNull();
    expect(adding().getByRole("textbox", { name: "OAuth Scopes" })).toHaveValue("api");
    await expectAccessible(container);
    await user.click(adding().getByRole("button", { name: "Save app" }));
    await settle();
    expect(shell.called("add_app"), "the secret is missing").toEqual([]);
    await user.click(adding().getByRole("button", { name: "Paste Consumer Secret" }));
    await user.click(adding().getByRole("button", { name: "Save app" }));
    expect(shell.called("add_app")[0]).toMatchObject({ form: { flow: { flow: "client_credentials" }, scopes: "api" } });
  });

  it("with an assertion makes key and certificate, saves the certificate, and says where it belongs", async () => {
    const { user, shell, container } = await add();
    await user.type(adding().getByRole("textbox", { name: "Name of the app" }), "Tool");
    await user.click(way("A signed assertion"));
    expect(adding().queryByRole("button", { name: "Paste Consumer Secret" }), "none is sent").toBeNull();
    await user.click(adding().getByRole("button", { name: "Save app" }));
    await settle();
    const make = adding().getByRole("button", { name: "Make a key and certificate" });
    expect(make).toHaveAccessibleDescription("Make a key, or choose a key file.");
    expect(make).toHaveFocus();
    expect(shell.called("add_app")).toEqual([]);

    await user.click(make);
    await settle();
    expect(adding().getByText("Ready. It is kept when you save.")).toBeVisible();
    expect(adding().getByText("RSA, 2048 bits", { exact: false })).toBeVisible();
    expect(adding().getByText("“Enable JWT Bearer Flow”")).toBeVisible();
    await expectAccessible(container);
    await user.click(adding().getByRole("button", { name: "Save certificate (.crt)…" }));
    await settle();
    expect(shell.called("save_certificate")).toEqual([{ of: { of: "draft", draft: "draft-key-pair" } }]);
    expect(adding().getByText("Certificate saved. Upload it in Setup.")).toBeVisible();

    await user.type(adding().getByRole("textbox", { name: "Username" }), "ana@acme.com.uat");
    await user.selectOptions(adding().getByRole("combobox", { name: "Made out to" }), "login: production, Developer Edition");
    await user.click(adding().getByRole("button", { name: "Save app" }));
    expect(shell.called("add_app")[0]).toMatchObject({
      form: {
        flow: { flow: "jwt_bearer", username: "ana@acme.com.uat", audience: "login", key: { from: "draft", draft: "draft-key-pair" } },
        secret: { from: "none" },
        scopes: "api refresh_token",
      },
    });
  });

  it("with a key file that is locked asks for its passphrase by Paste alone", async () => {
    const { user, shell, container } = await add((shell) => shell.on("choose_private_key", () => ({ is: "locked", draft: "draft-file" })));
    await user.click(way("A signed assertion"));
    await user.click(adding().getByRole("button", { name: "Choose a key file…" }));
    await settle();
    expect(adding().getByText(/^This file is locked/)).toBeVisible();
    shell.refuse("unlock_private_key", { code: "field", refused: { field: "passphrase", problem: "wrong_passphrase" } });
    await user.click(adding().getByRole("button", { name: "Paste passphrase" }));
    await settle();
    expect(adding().getByRole("button", { name: "Paste passphrase" })).toHaveAccessibleDescription(/^This passphrase does not open the file/);
    await expectAccessible(container);
  });
});

describe("further callback URLs", () => {
  it("are given one a line, and what is wrong with them is said where they are", async () => {
    const { user, shell } = await add((shell) =>
      shell.refuse("add_app", { code: "field", refused: { field: "further_callbacks", problem: "not_loopback" } }),
    );
    await user.click(adding().getByText("Further callback URLs"));
    const box = adding().getByRole("textbox", { name: "Further callback URLs, one a line" });
    await user.type(box, "http://localhost:1717/OauthRedirect{Enter}http://localhost:7171/");
    await user.click(adding().getByRole("checkbox", { name: "The app does not require the secret" }));
    await user.click(adding().getByRole("button", { name: "Save app" }));
    await settle();
    expect(shell.called("add_app")[0]).toMatchObject({
      form: { furtherCallbacks: "http://localhost:1717/OauthRedirect\nhttp://localhost:7171/" },
    });
    expect(box).toHaveAccessibleDescription(/^Keyperch can only listen on this computer/);
    expect(box).toHaveFocus();
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

  it("is not saved while a key file is locked, and goes on with the stored key if asked to", async () => {
    const { user, shell } = await openWindow([org({ apps: [jwtApp()] })], (shell) =>
      shell.on("choose_private_key", () => ({ is: "locked", draft: "draft-file" })),
    );
    screen.getByRole("button", { name: /Rehearsal Tool, fresh/ }).focus();
    await user.keyboard("e");
    await settle();
    await user.click(editing().getByRole("button", { name: "Choose a key file…" }));
    await settle();
    await user.click(editing().getByRole("button", { name: "Save app" }));
    await settle();
    expect(shell.called("edit_app"), "which of the two keys is meant?").toEqual([]);
    expect(editing().getByRole("alert")).toHaveTextContent("Copy the passphrase of the key file, then press Paste passphrase.");
    await user.click(editing().getByRole("button", { name: "Keep the stored key" }));
    await settle();
    await user.click(editing().getByRole("button", { name: "Save app" }));
    expect(shell.called("edit_app")[0]).toMatchObject({ form: { flow: { key: { from: "kept" } } } });
  });

  it("warns that a new key ends the sign-in", async () => {
    const { user } = await edit();
    expect(editing().queryByText(/new key ends/)).toBeNull();
    await user.click(editing().getByRole("button", { name: "Type it instead" }));
    expect(editing().getByText("A new key ends the sign-in of this app.")).toBeVisible();
    expect(editing().getByRole("textbox", { name: "Consumer Key" })).toHaveValue("");
  });
});
