import { describe, expect, it } from "vitest";

import { app } from "../testing/fixtures";
import { Shell } from "../testing/shell";
import type { AppForm } from "../wire/AppForm";
import { AppFormState } from "./app-form.svelte";

const added = (shell: Shell): AppForm | undefined => shell.called("add_app")[0]?.["form"] as AppForm | undefined;
const edited = (shell: Shell): AppForm | undefined => shell.called("edit_app")[0]?.["form"] as AppForm | undefined;

describe("a new app", () => {
  it("begins with what the Rehearsal Tool's guide registers", () => {
    const form = new AppFormState({ addTo: "org-acu", template: null });
    expect([form.callbackUrl, form.scopes]).toEqual(["http://localhost:33333", "api refresh_token sfap_api"]);
  });

  it("begins with a template's values where it has any", () => {
    const template = { client: "", address: "", orgName: "", appName: "My app", callbackUrl: "http://localhost:1717/x", scopes: "", recipe: null, flow: "authorization_code" as const, answers: {} };
    const form = new AppFormState({ addTo: "org-acu", template });
    expect([form.name, form.callbackUrl, form.scopes]).toEqual(["My app", "http://localhost:1717/x", "api refresh_token sfap_api"]);
  });

  it("begins as the kind of app that a template says", () => {
    const template = { client: "", address: "", orgName: "", appName: "", callbackUrl: "", scopes: "", recipe: null, flow: "client_credentials" as const, answers: {} };
    const form = new AppFormState({ addTo: "org-acu", template });
    expect([form.flow.way, form.scopes]).toEqual(["client_credentials", "api"]);
  });

  it("is saved with a key that was typed and a secret that was pasted", async () => {
    const shell = new Shell();
    const form = new AppFormState({ addTo: "org-acu", template: null });
    form.name = "Tool";
    form.typedKey = "3MVG9abc";
    await form.paste("secret");
    expect(await form.save()).toBe("app-new");
    expect(shell.called("add_app")[0]?.["org"]).toBe("org-acu");
    expect(added(shell)).toEqual({
      name: "Tool",
      flow: { flow: "authorization_code" },
      callbackUrl: "http://localhost:33333",
      furtherCallbacks: "",
      scopes: "api refresh_token sfap_api",
      key: { from: "typed", key: "3MVG9abc" },
      secret: { from: "pasted", draft: "draft-secret" },
    });
  });

  it("takes a pasted key, of which only a hint is known here", async () => {
    const shell = new Shell();
    const form = new AppFormState({ addTo: "org-acu", template: null });
    form.notRequired = true;
    await form.paste("key");
    expect(form.key).toEqual({ from: "pasted", hint: { lastFour: "NkoM", fingerprint: "0a1b2c3d" } });
    await form.save();
    expect(added(shell)?.key).toEqual({ from: "pasted", draft: "draft-key" });
    expect(added(shell)?.secret).toEqual({ from: "none" });
  });

  it("asks where the secret comes from before anything is sent", async () => {
    const shell = new Shell();
    const form = new AppFormState({ addTo: "org-acu", template: null });
    expect(await form.save()).toBeNull();
    expect(form.isSecretMissing).toBe(true);
    expect(shell.called("add_app")).toEqual([]);
    await form.paste("secret");
    expect(form.isSecretMissing).toBe(false);
  });

  it("can go back from a pasted key to a typed one", async () => {
    new Shell();
    const form = new AppFormState({ addTo: "org-acu", template: null });
    await form.paste("key");
    form.typeKey();
    expect(form.key).toBeNull();
  });

  it("tells beside the right field what was pasted in the wrong place", async () => {
    new Shell().refuse("paste_credential", { code: "field", refused: { field: "consumer_key", problem: "looks_like_secret" } });
    const form = new AppFormState({ addTo: "org-acu", template: null });
    await form.paste("key");
    expect(form.errors.of("consumer_key")?.problem).toBe("looks_like_secret");
    expect([form.key, form.pasting]).toEqual([null, null]);
  });

  it("keeps what was pasted when it could not be saved", async () => {
    const shell = new Shell().refuse("add_app", { code: "keychain_locked", prompt: "unanswered" });
    const form = new AppFormState({ addTo: "org-acu", template: null });
    await form.paste("secret");
    expect(await form.save()).toBeNull();
    expect(form.errors.failure).toEqual({ code: "keychain_locked", prompt: "unanswered" });
    shell.on("add_app", () => "app-1");
    expect(await form.save()).toBe("app-1");
    expect(added(shell)?.secret).toEqual({ from: "pasted", draft: "draft-secret" });
  });
});

describe("an app that is changed", () => {
  it("keeps its key and secret unless new ones are given", async () => {
    const shell = new Shell();
    const form = new AppFormState({ edit: app() });
    expect(form.key?.from).toBe("kept");
    expect(form.isNewKey).toBe(false);
    expect(await form.save()).toBe("app-acu");
    expect(edited(shell)).toMatchObject({ key: { from: "kept" }, secret: { from: "kept" }, scopes: "api refresh_token sfap_api" });
  });

  it("warns of a new key, and sends it", async () => {
    const shell = new Shell();
    const form = new AppFormState({ edit: app() });
    form.typeKey();
    form.typedKey = "3MVG9new";
    expect(form.isNewKey).toBe(true);
    await form.save();
    expect(edited(shell)?.key).toEqual({ from: "typed", key: "3MVG9new" });
  });

  it("can lose its secret, and knows that it had none", async () => {
    const shell = new Shell();
    const form = new AppFormState({ edit: app() });
    form.notRequired = true;
    await form.save();
    expect(edited(shell)?.secret).toEqual({ from: "none" });
    expect(new AppFormState({ edit: app({ secret: null }) }).notRequired).toBe(true);
  });
});

describe("the scopes", () => {
  it("are one list, however they are separated", () => {
    const form = new AppFormState({ addTo: "org-acu", template: null });
    form.scopes = " api,refresh_token\napi  web ";
    expect(form.scopeList).toEqual(["api", "refresh_token", "web"]);
  });
});

describe("another way to sign in", () => {
  it("brings its own scopes, as long as nobody has touched them", () => {
    const form = new AppFormState({ addTo: "org-acu", template: null });
    form.chooseWay("client_credentials");
    expect(form.scopes).toBe("api");
    form.scopes = "api web";
    form.chooseWay("jwt_bearer");
    expect(form.scopes).toBe("api web");
  });

  it("by itself cannot do without the secret", async () => {
    const shell = new Shell();
    const form = new AppFormState({ edit: app({ secret: null }) });
    form.chooseWay("client_credentials");
    expect(await form.save()).toBeNull();
    expect(form.isSecretMissing).toBe(true);
    expect(shell.called("edit_app")).toEqual([]);
  });

  it("with an assertion leaves a stored secret where it is", async () => {
    const shell = new Shell();
    const form = new AppFormState({ edit: app() });
    form.chooseWay("jwt_bearer");
    await form.flow.make("Tool");
    await form.save();
    expect(edited(shell)?.secret).toEqual({ from: "kept" });
  });
});
