import { beforeEach, describe, expect, it, vi } from "vitest";

import { org } from "../testing/fixtures";
import { Shell } from "../testing/shell";
import { settle } from "../testing/window";
import type { Failure } from "../wire/Failure";
import { Guard } from "./guard.svelte";
import { OrgFormState } from "./org-form.svelte";

const HOST = "acme--uat.sandbox.my.salesforce.com";
const wrongAddress: Failure = {
  code: "field",
  refused: { field: "address", problem: "address", reason: "not_salesforce" },
};
const form = (more: Partial<ConstructorParameters<typeof OrgFormState>[0]> = {}) =>
  new OrgFormState({ orgs: [], guard: new Guard(), mainName: "Production", ...more });

describe("an address", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  it("is read after a pause in the typing, then asked of Salesforce", async () => {
    const shell = new Shell();
    const checked = shell.hold("check_address");
    const state = form();
    for (const letter of ["a", "ac", "acme"]) {
      state.address = letter;
      state.typed();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(shell.calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(250);
    expect(shell.called("read_address")).toEqual([{ pasted: "acme" }]);
    expect(state.seen?.host).toBe(HOST);
    expect(state.answer).toEqual({ is: "asking" });
    checked.answer();
    await settle();
    expect(shell.called("check_address")).toEqual([{ pasted: `https://${HOST}` }]);
    expect(state.answer).toEqual({ is: "yes" });
  });

  it("is not called wrong while it is being typed, but after a while it is", async () => {
    new Shell().refuse("read_address", wrongAddress);
    const state = form();
    state.address = "https://exam";
    state.typed();
    await vi.advanceTimersByTimeAsync(300);
    expect(state.errors.of("address")).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1500);
    expect(state.errors.of("address")?.problem).toBe("address");
    state.typed();
    expect(state.errors.of("address"), "typing goes on").toBeUndefined();
  });

  it("is called wrong at once when the field is left", async () => {
    new Shell().refuse("read_address", wrongAddress);
    const state = form();
    state.address = "https://example.com";
    await state.read("aloud");
    expect(state.errors.of("address")?.problem).toBe("address");
  });

  it("counts as it stands last: a slow answer to an older one is not believed", async () => {
    const shell = new Shell();
    const slow = shell.hold("read_address");
    const state = form();
    state.address = "old";
    void state.read("aloud");
    shell.on("read_address", () => ({ host: "new.my.salesforce.com", isMyDomain: true, environment: "production", already: null }));
    state.address = "new";
    await state.read("aloud");
    slow.answer({ host: HOST, isMyDomain: true, environment: "uat", already: null });
    await settle();
    expect(state.seen?.host).toBe("new.my.salesforce.com");
  });

  it("comes from the clipboard without its path", async () => {
    const shell = new Shell();
    const state = form();
    await state.paste();
    expect(state.address).toBe(`https://${HOST}`);
    expect(shell.called("read_address"), "it was understood already").toEqual([]);
    expect(state.answer).toEqual({ is: "yes" });
  });

  it("tells why a paste was no use", async () => {
    new Shell().refuse("paste_address", { code: "field", refused: { field: "address", problem: "nothing_to_paste" } });
    const state = form();
    await state.paste();
    expect(state.errors.of("address")?.problem).toBe("nothing_to_paste");
    expect(state.address).toBe("");
  });

  it("may be saved although Salesforce does not answer", async () => {
    new Shell().refuse("check_address", { code: "unreachable", host: HOST });
    const state = form();
    await state.paste();
    expect(state.answer).toEqual({ is: "no", failure: { code: "unreachable", host: HOST } });
    expect(await state.save()).toBe("org-new");
  });
});

describe("names", () => {
  it("are suggested from the address, but never over what was typed", async () => {
    new Shell();
    const state = form();
    state.client = "My client";
    await state.paste();
    expect([state.client, state.name]).toEqual(["My client", "UAT"]);
  });

  it("are not put under the hands of somebody who is about to type one", async () => {
    new Shell();
    const state = form();
    state.held = "client";
    await state.paste();
    expect([state.client, state.name]).toEqual(["", "UAT"]);
  });

  it("follow the address for as long as nobody has touched them", async () => {
    const shell = new Shell();
    const state = form();
    await state.paste();
    expect([state.client, state.name]).toEqual(["Acme", "UAT"]);
    shell.on("paste_address", () => ({ host: "boreal.my.salesforce.com", isMyDomain: true, environment: "production", already: null }));
    await state.paste();
    expect([state.client, state.name]).toEqual(["Boreal", "Production"]);
  });
});

describe("saving", () => {
  it("sends what is in the form", async () => {
    const shell = new Shell();
    const state = form();
    Object.assign(state, { address: HOST, client: "Acme", name: "UAT", code: "acu", environment: "uat" });
    expect(await state.save()).toBe("org-new");
    expect(shell.called("add_org")).toEqual([
      { form: { address: HOST, client: "Acme", name: "UAT", code: "acu", environment: "uat" } },
    ]);
  });

  it("happens once, however often it is pressed", async () => {
    const shell = new Shell();
    const held = shell.hold("add_org");
    const state = form();
    const first = state.save();
    expect(await state.save()).toBeNull();
    held.answer("org-1");
    expect(await first).toBe("org-1");
    expect(shell.called("add_org")).toHaveLength(1);
  });

  it("tells what is wrong with which field, and forgets it with the next try", async () => {
    const shell = new Shell().refuse("add_org", { code: "field", refused: { field: "code", problem: "taken" } });
    const state = form();
    expect(await state.save()).toBeNull();
    expect(state.errors.of("code")?.problem).toBe("taken");
    shell.refuse("add_org", { code: "registry_unwritable", reference: "1" });
    await state.save();
    expect(state.errors.of("code")).toBeUndefined();
    expect(state.errors.failure).toEqual({ code: "registry_unwritable", reference: "1" });
    expect(state.isSaving).toBe(false);
  });

  it("changes an org that is there, and warns when its address is another", async () => {
    const shell = new Shell();
    const other = org({ id: "org-other", name: "Production" });
    const state = form({ org: org({ chosenEnvironment: "uat" }), orgs: [org(), other] });
    await settle();
    expect([state.address, state.client, state.name, state.code, state.environment]).toEqual([
      `https://${HOST}`,
      "Acme Retail",
      "UAT",
      "acu",
      "uat",
    ]);
    expect(state.isNewHost).toBe(false);
    shell.on("read_address", () => ({ host: "acme.my.salesforce.com", isMyDomain: true, environment: "production", already: "org-other" }));
    state.address = "acme.my.salesforce.com";
    await state.read("aloud");
    expect([state.isNewHost, state.already?.name]).toEqual([true, "Production"]);
    expect([state.client, state.name], "a saved name is nobody's suggestion").toEqual(["Acme Retail", "UAT"]);
    expect(await state.save()).toBe("org-acu");
    expect(shell.called("edit_org")[0]?.["org"]).toBe("org-acu");
  });

  it("does not call an org its own twin", async () => {
    new Shell().on("read_address", () => ({ host: HOST, isMyDomain: true, environment: "uat", already: "org-acu" }));
    const state = form({ org: org(), orgs: [org()] });
    await settle();
    expect(state.already).toBeNull();
  });
});

describe("a template", () => {
  it("fills the form, and its address is read at once", async () => {
    const shell = new Shell();
    const template = { client: "Acme", address: HOST, orgName: "Testing", appName: "", callbackUrl: "", scopes: "", recipe: null, flow: "authorization_code" as const, answers: {} };
    const state = form({ template });
    await settle();
    expect([state.client, state.name, state.seen?.host]).toEqual(["Acme", "Testing", HOST]);
    expect(shell.called("read_address")).toEqual([{ pasted: HOST }]);
  });
});
