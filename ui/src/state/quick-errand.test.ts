import { describe, expect, it, vi } from "vitest";

import { refused } from "../testing/fixtures";
import { acmeAll, production, QuickShell, uat } from "../testing/quick";
import { settle } from "../testing/window";
import type { Failure } from "../wire/Failure";
import type { GuardLevel } from "../wire/GuardLevel";
import { copyToken, QuickErrand, type Deed } from "./quick-errand.svelte";

const bearer: Deed = { do: "copy", shape: "bearer" };
const guarded = (level: GuardLevel, orgs = ["org-acp"]): Failure => ({ code: "guarded", orgs, level });

/** A guard that is shut until somebody passes it. */
function shut(shell: QuickShell, level: GuardLevel, command = "quick_copy") {
  let isOpen = false;
  shell.on(command, () => (isOpen ? null : Promise.reject(guarded(level))));
  shell.on("pass_guard", () => {
    isOpen = true;
  });
}

async function begun(row = production(), deed = copyToken, prepare: (shell: QuickShell) => void = () => undefined) {
  const shell = new QuickShell();
  prepare(shell);
  const errand = new QuickErrand();
  errand.begin(row, deed);
  await settle();
  await settle();
  return { shell, errand };
}

describe("a copy", () => {
  it("is asked for in its shape, and leaves nothing to say", async () => {
    const { shell, errand } = await begun(uat(), bearer);
    expect(shell.called("quick_copy")).toEqual([{ pick: uat().pick, shape: "bearer" }]);
    expect(errand.step).toBeNull();
  });

  it("says whom it waits for, once it takes long", async () => {
    vi.useFakeTimers();
    const shell = new QuickShell();
    const held = shell.hold("quick_copy");
    const errand = new QuickErrand();
    errand.begin(uat(), copyToken);
    vi.advanceTimersByTime(799);
    expect(errand.step).toMatchObject({ at: "asking", isSlow: false });
    vi.advanceTimersByTime(2);
    expect(errand.step).toMatchObject({ at: "asking", isSlow: true });
    held.answer(null);
    await settle();
    expect(errand.step).toBeNull();
  });

  it("is one at a time", async () => {
    const { shell, errand } = await begun(uat(), copyToken, (shell) => void shell.hold("quick_copy"));
    errand.begin(production(), copyToken);
    await settle();
    expect(shell.called("quick_copy")).toHaveLength(1);
  });

  it("that is dropped says nothing any more", async () => {
    const shell = new QuickShell();
    const held = shell.hold("quick_copy");
    const errand = new QuickErrand();
    errand.begin(uat(), copyToken);
    errand.drop();
    held.refuse({ code: "keychain_frozen" });
    await settle();
    expect(errand.step).toBeNull();
  });

  it("that failed is tried again", async () => {
    const { shell, errand } = await begun(uat(), bearer, (shell) =>
      shell.refuse("quick_copy", { code: "unreachable", host: "acme.my.salesforce.com" }),
    );
    expect(errand.step).toMatchObject({ at: "failed", failure: { code: "unreachable" } });
    errand.begin(uat(), copyToken);
    await settle();
    expect(shell.called("quick_copy")[1], "in the shape that was wanted").toEqual({ pick: uat().pick, shape: "bearer" });
  });
});

describe("a guard that wants a second Enter", () => {
  it("is passed by it, and the copy is asked for again", async () => {
    const { shell, errand } = await begun(production(), bearer, (shell) => shut(shell, "second_enter"));
    expect(errand.step).toMatchObject({ at: "again", orgs: ["org-acp"] });
    expect(shell.called("pass_guard")).toEqual([]);
    errand.begin(production(), copyToken);
    await settle();
    expect(shell.called("pass_guard")).toEqual([{ orgs: ["org-acp"], proof: { by: "again" } }]);
    expect(shell.called("quick_copy").map(({ shape }) => shape)).toEqual(["bearer", "bearer"]);
    expect(errand.step).toBeNull();
  });

  it("is not passed by Enter on another row", async () => {
    const { shell, errand } = await begun(production(), copyToken, (shell) => shut(shell, "second_enter"));
    errand.begin(acmeAll(), copyToken);
    await settle();
    expect(shell.called("pass_guard")).toEqual([]);
    expect(errand.of(production())).toBeNull();
  });

  it("guards opening an org as well", async () => {
    const { shell, errand } = await begun(production(), { do: "open" }, (shell) => shut(shell, "second_enter", "quick_open"));
    errand.begin(production(), copyToken);
    await settle();
    expect(shell.called("quick_open")).toEqual([{ org: "org-acp" }, { org: "org-acp" }]);
    expect(shell.called("quick_copy")).toEqual([]);
  });
});

describe("a guard that asks this computer", () => {
  it("is asked at once", async () => {
    const { shell, errand } = await begun(production(), copyToken, (shell) => shut(shell, "device_unlock"));
    expect(shell.called("pass_guard")).toEqual([{ orgs: ["org-acp"], proof: { by: "device" } }]);
    expect(shell.called("quick_copy")).toHaveLength(2);
    expect(errand.step).toBeNull();
  });

  it("says so while it is asked", async () => {
    const { errand } = await begun(production(), copyToken, (shell) => {
      shell.refuse("quick_copy", guarded("device_unlock"));
      shell.hold("pass_guard");
    });
    expect(errand.step?.at).toBe("device");
    expect(errand.isBusy).toBe(true);
  });

  it("is asked once: who is refused is told", async () => {
    const refusing = await begun(production(), copyToken, (shell) => {
      shell.refuse("quick_copy", guarded("device_unlock"));
      shell.refuse("pass_guard", { code: "not_unlocked", why: "refused" });
    });
    expect(refusing.errand.step).toMatchObject({ at: "failed", failure: { code: "not_unlocked" } });
    const deaf = await begun(production(), copyToken, (shell) => {
      shell.refuse("quick_copy", guarded("device_unlock"));
    });
    expect(deaf.shell.called("pass_guard")).toHaveLength(1);
    expect(deaf.errand.step).toMatchObject({ at: "failed", failure: { code: "guarded" } });
  });
});

describe("a guard that asks a computer which cannot ask", () => {
  it.each(["not_here", "not_installed"] as const)("leaves it to the short code: %s", async (why) => {
    const { shell, errand } = await begun(production(), bearer, (shell) => {
      shut(shell, "device_unlock");
      shell.refuse("pass_guard", { code: "not_unlocked", why });
    });
    expect(errand.step).toMatchObject({ at: "name", orgs: ["org-acp"], wrong: null, isChecking: false });
    shut(shell, "device_unlock");
    errand.typed = "acp";
    errand.name();
    await settle();
    expect(shell.called("pass_guard").at(-1)).toEqual({ orgs: ["org-acp"], proof: { by: "code", code: "acp" } });
    expect(shell.called("quick_copy").at(-1)).toEqual({ pick: production().pick, shape: "bearer" });
    expect(errand.step).toBeNull();
  });
});

describe("a guard that wants the short code", () => {
  const named = () => begun(production(), copyToken, (shell) => shut(shell, "read_name"));

  it("is passed by typing it", async () => {
    const { shell, errand } = await named();
    errand.name();
    expect(shell.called("pass_guard"), "nothing is typed yet").toEqual([]);
    errand.typed = " acp ";
    errand.name();
    await settle();
    expect(shell.called("pass_guard")).toEqual([{ orgs: ["org-acp"], proof: { by: "code", code: "acp" } }]);
    expect(errand.step).toBeNull();
  });

  it("says what is wrong with another, and lets it be typed anew", async () => {
    const { shell, errand } = await named();
    shell.refuse("pass_guard", { code: "field", refused: { field: "code", problem: "not_the_code" } });
    errand.typed = "acu";
    errand.name();
    await settle();
    expect(errand.step).toMatchObject({ at: "name", isChecking: false, wrong: { problem: "not_the_code" } });
    expect(errand.typed).toBe("");
    expect(shell.called("quick_copy")).toHaveLength(1);
  });
});

describe("what is done in the window", () => {
  it.each([
    ["a sign-in", uat({ status: { word: "sign_in" } })],
    ["a change in Setup", uat({ status: { word: "problem", failure: { code: "gone" } } })],
  ])("%s is gone on with there at once, when it is known", async (_what, row) => {
    const { shell } = await begun(row, bearer);
    expect(shell.called("quick_to_main")).toEqual([{ app: "app-acu", shape: "bearer" }]);
    expect(shell.called("quick_copy")).toEqual([]);
  });

  it.each<[string, Failure]>([
    ["needs a sign-in", { code: "needs_sign_in", app: "app-acu" }],
    ["is refused", refused("unknown_key", "invalid_client_id", "client identifier invalid")],
  ])("a copy that %s says so first", async (_what, failure) => {
    const { shell, errand } = await begun(uat(), copyToken, (shell) => shell.refuse("quick_copy", failure));
    expect(shell.called("quick_to_main")).toEqual([]);
    errand.begin(uat(), copyToken);
    await settle();
    expect(shell.called("quick_to_main")).toEqual([{ app: "app-acu", shape: "token" }]);
  });

  it("is not done for a set, or to open an org", async () => {
    const set = await begun(acmeAll(), copyToken, (shell) =>
      shell.refuse("quick_copy", { code: "needs_sign_in", app: "app-acu" }),
    );
    set.errand.begin(acmeAll(), copyToken);
    await settle();
    expect(set.shell.called("quick_copy")).toHaveLength(2);
    const open = await begun(uat({ status: { word: "sign_in" } }), { do: "open" });
    expect(open.shell.called("quick_open")).toEqual([{ org: "org-acu" }]);
  });

  it("can fail as anything can", async () => {
    const { errand } = await begun(uat({ status: { word: "sign_in" } }), copyToken, (shell) =>
      shell.refuse("quick_to_main", { code: "gone" }),
    );
    expect(errand.step).toMatchObject({ at: "failed", failure: { code: "gone" } });
  });
});
