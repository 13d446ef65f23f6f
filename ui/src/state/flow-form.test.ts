import { describe, expect, it } from "vitest";

import { certificate, jwtApp, privateKey } from "../testing/fixtures";
import { Shell } from "../testing/shell";
import { Errors } from "./errors.svelte";
import { audienceOf, FlowFormState } from "./flow-form.svelte";

const fresh = () => {
  const errors = new Errors();
  const form = new FlowFormState(errors, null, "uat");
  form.way = "jwt_bearer";
  return { errors, form };
};

describe("whom an assertion is for", () => {
  it.each([
    ["production", "login"],
    ["unknown", "login"],
    ["developer_edition", "login"],
    ["uat", "test"],
    ["scratch", "test"],
  ] as const)("in an org of kind %s: %s", (environment, audience) => {
    expect(audienceOf(environment)).toBe(audience);
  });
});

describe("a private key", () => {
  it("that was made waits elsewhere: here is its name, and its certificate", async () => {
    const shell = new Shell();
    const { form } = fresh();
    form.username = "ana@acme.com.uat";
    expect(form.lacks()).toBe(true);
    await form.make("Tool");
    expect(shell.called("make_private_key")).toEqual([{ name: "Tool" }]);
    expect(form.lacks()).toBe(false);
    expect(form.key).toMatchObject({ isKept: false, certificate: certificate() });
    expect(form.form()).toEqual({
      flow: "jwt_bearer",
      username: "ana@acme.com.uat",
      audience: null,
      key: { from: "draft", draft: "draft-key-pair" },
    });
  });

  it("in a locked file waits for its passphrase, which does not pass through here", async () => {
    const shell = new Shell().on("choose_private_key", () => ({ is: "locked", draft: "draft-file" }));
    const { form, errors } = fresh();
    await form.choose("Tool");
    expect([form.locked, form.key]).toEqual(["draft-file", null]);
    shell.refuse("unlock_private_key", { code: "field", refused: { field: "passphrase", problem: "wrong_passphrase" } });
    await form.unlock("Tool");
    expect(errors.of("passphrase")?.problem).toBe("wrong_passphrase");
    shell.on("unlock_private_key", () => privateKey());
    await form.unlock("Tool");
    expect(shell.called("unlock_private_key").at(-1)).toEqual({ draft: "draft-file", name: "Tool" });
    expect(errors.of("passphrase")).toBeUndefined();
    expect([form.locked, form.key?.of]).toEqual([null, { of: "draft", draft: "draft-key-pair" }]);
  });

  it("that is stored does not count while another one is locked, and can be kept instead", async () => {
    new Shell().on("choose_private_key", () => ({ is: "locked", draft: "draft-file" }));
    const form = new FlowFormState(new Errors(), jwtApp(), "uat");
    await form.choose("Tool");
    expect([form.lacks(), form.isKeyMissing]).toEqual([true, true]);
    form.keepKey();
    expect([form.locked, form.isKeyMissing, form.lacks()]).toEqual([null, false, false]);
    expect(form.form()).toMatchObject({ key: { from: "kept" } });
  });

  it("is as it was when nobody chose a file", async () => {
    new Shell().on("choose_private_key", () => null);
    const { form } = fresh();
    await form.choose("Tool");
    expect([form.locked, form.key, form.working]).toEqual([null, null, null]);
  });

  it("is fetched once at a time", async () => {
    const shell = new Shell();
    const held = shell.hold("make_private_key");
    const { form } = fresh();
    const making = form.make("Tool");
    await form.choose("Tool");
    expect(shell.called("choose_private_key")).toEqual([]);
    held.answer(privateKey());
    await making;
    expect(form.working).toBeNull();
  });

  it("that is stored stays, with what was said of it", () => {
    const form = new FlowFormState(new Errors(), jwtApp(), "uat");
    expect(form.audience, "what the org's kind says needs no word").toBeNull();
    expect(form.form()).toMatchObject({ username: "integration@acme.com.uat", key: { from: "kept" } });
    expect(new FlowFormState(new Errors(), jwtApp(), "production").audience).toBe("test");
  });
});

describe("a certificate", () => {
  it("is saved where the person says, and only then counts as saved", async () => {
    const shell = new Shell().on("save_certificate", () => false);
    const form = new FlowFormState(new Errors(), jwtApp(), "uat");
    await form.saveCertificate();
    expect(shell.called("save_certificate")).toEqual([{ of: { of: "app", app: "app-acu" } }]);
    expect(form.isSaved).toBe(false);
    shell.on("save_certificate", () => true);
    await form.saveCertificate();
    expect(form.isSaved).toBe(true);
    await form.make("Tool");
    expect(form.isSaved, "that was another one").toBe(false);
  });
});
