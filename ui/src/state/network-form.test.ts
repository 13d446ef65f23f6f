import { describe, expect, it } from "vitest";

import { network } from "../testing/fixtures";
import { Shell } from "../testing/shell";
import type { ProxyForm } from "../wire/ProxyForm";
import type { ProxyView } from "../wire/ProxyView";
import { NetworkFormState } from "./network-form.svelte";

const manual: ProxyView = { choice: "manual", address: "proxy.acme.example:3128", username: "ana", hasPassword: true };
const sent = (shell: Shell): ProxyForm | undefined => shell.called("set_network").at(-1)?.["form"] as ProxyForm | undefined;

async function opened(proxy: ProxyView = { choice: "system" }) {
  const shell = new Shell().on("network", () => network({ proxy }));
  const form = new NetworkFormState();
  await form.load();
  return { shell, form };
}

describe("the way through the network", () => {
  it("begins as it is set, and is sent back without what it does not need", async () => {
    const { shell, form } = await opened();
    expect(form.choice).toBe("system");
    expect(await form.save()).toBe(true);
    expect(sent(shell)).toEqual({ choice: "system" });
    form.choice = "none";
    await form.save();
    expect(sent(shell)).toEqual({ choice: "none" });
  });

  it("keeps the password that is stored, takes a pasted one by its name, or forgets it", async () => {
    const { shell, form } = await opened(manual);
    const named = { choice: "manual", address: "proxy.acme.example:3128", username: "ana" };
    shell.on("set_network", () => network({ proxy: manual }));
    await form.save();
    expect(sent(shell)).toEqual({ ...named, password: { from: "kept" } });
    await form.pastePassword();
    expect(form.password).toBe("pasted");
    await form.save();
    expect(sent(shell)).toEqual({ ...named, password: { from: "pasted", draft: "draft-password" } });
    expect(form.password, "stored by now").toBe("kept");
    form.forgetPassword();
    await form.save();
    expect(sent(shell)).toEqual({ ...named, password: { from: "none" } });
  });

  it("says at the field what is wrong with it", async () => {
    const { shell, form } = await opened();
    shell.refuse("set_network", { code: "field", refused: { field: "proxy_address", problem: "proxy", reason: "socks" } });
    expect(await form.save()).toBe(false);
    expect(form.errors.of("proxy_address")).toMatchObject({ problem: "proxy", reason: "socks" });
  });

  it("trusts a file at once, without touching what else is being typed", async () => {
    const { shell, form } = await opened();
    form.choice = "manual";
    form.address = "half typ";
    shell.on("choose_ca", () => network({ authorities: [{ name: "Acme Inspection CA", until: 0 }] }));
    await form.chooseCa();
    expect(form.view?.authorities).toHaveLength(1);
    expect([form.choice, form.address]).toEqual(["manual", "half typ"]);
    shell.on("choose_ca", () => null);
    await form.chooseCa();
    expect(form.view?.authorities, "nobody chose a file").toHaveLength(1);
    await form.forgetCa();
    expect(form.view?.authorities).toEqual([]);
  });

  it("says of a file that it is none", async () => {
    const { shell, form } = await opened();
    shell.refuse("choose_ca", { code: "field", refused: { field: "extra_ca", problem: "not_pem" } });
    await form.chooseCa();
    expect(form.errors.of("extra_ca")?.problem).toBe("not_pem");
    shell.on("choose_ca", () => null);
    await form.chooseCa();
    expect(form.errors.of("extra_ca")).toBeUndefined();
  });
});
