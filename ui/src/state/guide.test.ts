import { beforeEach, describe, expect, it } from "vitest";

import { guide as view, progress, proof } from "../testing/guides";
import { Shell } from "../testing/shell";
import { Guide } from "./guide.svelte";

let shell: Shell;
let guide: Guide;

beforeEach(() => {
  shell = new Shell();
  guide = new Guide();
});

describe("the companion", () => {
  it("is shown when a set-up opens, and the window is as it was when it closes", () => {
    guide.heard(view());
    guide.heard(view({}, { "basic.name": "copied" }));
    guide.heard(null);
    expect(shell.called("show_companion")).toEqual([
      { isShown: true, isPinned: true },
      { isShown: false, isPinned: true },
    ]);
  });

  it("stays over other windows or not, as the person wants", () => {
    guide.heard(view());
    guide.pin(false);
    expect(shell.called("show_companion").at(-1)).toEqual({ isShown: true, isPinned: false });
  });

  it("is open on a desktop that lets no window be narrowed, too", async () => {
    shell.refuse("show_companion", { code: "unexpected", reference: "window" });
    guide.heard(view());
    await Promise.resolve();
    expect(guide.trouble).toBeNull();
    expect(guide.view).not.toBeNull();
  });
});

describe("the recipes", () => {
  it("are looked for beside a line at work, which is left as it is", async () => {
    guide.heard(view());
    const work = shell.hold("paste_into_guide");
    const pasted = guide.paste("credentials.key", "key");
    await guide.lookForRecipes();
    expect(guide.recipes.map(({ recipe }) => recipe)).toEqual(["rehearsal_tool"]);
    expect(guide.pending).toBe("credentials.key");
    work.refuse({ code: "clipboard_unavailable" });
    await pasted;
    await guide.lookForRecipes();
    expect(guide.trouble).toEqual({ line: "credentials.key", failure: { code: "clipboard_unavailable" } });
  });

  it("can be chosen where nobody said which there are, and nothing is made of it", async () => {
    guide.heard(view());
    shell.refuse("list_recipes", { code: "unexpected", reference: "recipes" });
    await guide.lookForRecipes();
    expect(guide.recipes).toEqual([]);
    expect(guide.trouble).toBeNull();
  });
});

describe("the highlight", () => {
  it("moves on with what is done", async () => {
    guide.heard(view({ current: "basic" }));
    expect(guide.next?.id).toBe("basic.name");
    await guide.copy("basic.name");
    guide.heard(view({ current: "basic" }, { "basic.name": "copied" }));
    expect(guide.next?.id).toBe("basic.email");
    expect(shell.called("copy_line")).toEqual([{ guide: "guide-acu", line: "basic.name" }]);
  });

  it("does not move for what could not be done; that is said at its line", async () => {
    guide.heard(view({ current: "basic" }));
    shell.refuse("copy_line", { code: "clipboard_unavailable" });
    expect(await guide.copy("basic.name")).toBe(false);
    expect(guide.next?.id).toBe("basic.name");
    expect(guide.trouble).toEqual({ line: "basic.name", failure: { code: "clipboard_unavailable" } });
  });

  it("begins anew with another set-up", async () => {
    guide.heard(view({ current: "basic" }));
    await guide.copy("basic.email");
    guide.heard(view({ progress: progress({ id: "guide-other" }) }));
    expect(guide.next?.id).toBe("open.page");
  });
});

describe("the proof", () => {
  const form = { browser: null, withDeviceCode: false, freshLogIn: false, accept: "pinned", thenCopy: null } as const;

  it("is shown from the press of the button, and put away on request", async () => {
    guide.heard(view());
    await guide.prove(form);
    expect(shell.called("prove_guide")).toEqual([{ guide: "guide-acu", form }]);
    expect(guide.isProofShown).toBe(true);
    guide.putAway();
    expect(guide.isProofShown).toBe(false);
  });

  it("that could not begin is not shown", async () => {
    guide.heard(view());
    shell.refuse("prove_guide", { code: "sign_in_running" });
    await guide.prove(form);
    expect(guide.isProofShown).toBe(false);
    expect(guide.proving.failure).toEqual({ code: "sign_in_running" });
  });

  it("that is under way is shown again by a page that was loaded anew; one that is over is not", () => {
    guide.heard(view({ proof: proof() }));
    expect(guide.isProofShown).toBe(false);
    guide.heard(null);
    guide.heard(view({ proof: proof({ isFinished: false, connected: null }) }));
    expect(guide.isProofShown).toBe(true);
  });

  it("that was put away stays so, whatever is still told of it", () => {
    guide.heard(view({ proof: proof({ isFinished: false, connected: null }) }));
    guide.putAway();
    guide.heard(view({ proof: proof({ isFinished: false, connected: null }) }));
    expect(guide.isProofShown).toBe(false);
  });

  it("is not put away by what failed beside it, but makes room where none is under way", () => {
    guide.heard(view({ proof: proof({ isFinished: false, connected: null }) }));
    guide.didNotBegin();
    expect(guide.isProofShown).toBe(true);
    guide.heard(view({ proof: proof() }));
    guide.didNotBegin();
    expect(guide.isProofShown).toBe(false);
  });
});

describe("key and secret", () => {
  it("are caught while that is switched on", async () => {
    guide.heard(view());
    await guide.catch(true);
    await guide.catch(false);
    expect(shell.called("catch_copied")).toEqual([{ guide: "guide-acu" }]);
    expect(shell.called("stop_catching")).toEqual([{}]);
  });

  it("that an org keeps to itself are said to be kept", async () => {
    guide.heard(view());
    shell.on("read_credentials", () => false);
    await guide.readCredentials();
    expect(guide.areCredentialsKept).toBe(true);
    shell.on("read_credentials", () => true);
    await guide.readCredentials();
    expect(guide.areCredentialsKept).toBe(false);
  });
});
