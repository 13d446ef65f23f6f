import { describe, expect, it } from "vitest";

import { asked, deploy, guideWith } from "../testing/fixtures-deploy";
import { Shell } from "../testing/shell";
import type { GuideView } from "../wire/GuideView";
import { Deploy } from "./deploy.svelte";

const form = { through: "app-acu", isDryRun: true, isProductionConfirmed: false };

function made(guide: GuideView | null = guideWith([])) {
  const shell = new Shell();
  return { shell, deploy: new Deploy(() => guide) };
}

describe("an app that is made", () => {
  it("is made only after a dry run that went well, through the same sign-in", () => {
    const { deploy: state } = made();
    state.heard(deploy({ is: "running" }));
    expect(state.isTriedOut("guide-1", "app-acu"), "not yet").toBe(false);
    state.heard(deploy({ is: "succeeded" }));
    expect(state.isTriedOut("guide-1", "app-acu")).toBe(true);
    expect(state.isTriedOut("guide-1", "app-other"), "another user may not").toBe(false);
    expect(state.isTriedOut("guide-2", "app-acu"), "another app").toBe(false);
    state.heard(deploy({ is: "rejected" }));
    expect(state.isTriedOut("guide-1", "app-acu")).toBe(false);
    state.heard(deploy({ is: "succeeded" }, { isDryRun: false }));
    expect([state.isTriedOut("guide-1", "app-acu"), state.isMade("guide-1"), state.isMade("guide-2")]).toEqual([false, true, false]);
  });

  it.each([
    [{ is: "sending" }, true],
    [{ is: "running" }, true],
    [{ is: "cancelling" }, true],
    [{ is: "reading_back" }, true],
    [{ is: "succeeded" }, false],
    [{ is: "cancelled" }, false],
    [{ is: "rejected" }, false],
    [{ is: "failed", failure: { code: "gone" } }, false],
    [{ is: "unknown", failure: { code: "gone" } }, false],
  ] as const)("%o is under way: %s", (state, isRunning) => {
    const { deploy: of } = made();
    of.heard(deploy(state));
    expect(of.isRunning).toBe(isRunning);
  });

  it("is told first what the guide still needs to know, and nothing that was left empty", async () => {
    const { shell, deploy: state } = made();
    await state.run("guide-1", { contact_email: " ana@acme.com ", run_as: " " }, form);
    expect(shell.calls).toEqual([
      { command: "answer_guide", args: { guide: "guide-1", answer: "contact_email", value: "ana@acme.com" } },
      { command: "deploy_guide", args: { guide: "guide-1", form } },
    ]);
  });

  it("is not begun with an answer that was refused, and that is said where it was given", async () => {
    const { shell, deploy: state } = made(guideWith([asked()]));
    const refused = { field: "contact_email", problem: "not_an_email" } as const;
    shell.refuse("answer_guide", { code: "field", refused });
    await state.run("guide-1", { contact_email: "ana" }, form);
    expect(shell.called("deploy_guide")).toEqual([]);
    expect([state.problemOf("contact_email"), state.troubleWith("guide-1")]).toEqual([refused, null]);
  });

  it("says what is wrong with a field that nobody is asked for", async () => {
    const { shell, deploy: state } = made();
    const failure = { code: "field", refused: { field: "api_name", problem: "taken" } } as const;
    shell.refuse("deploy_guide", failure).refuse("save_metadata", failure);
    await state.run("guide-1", {}, form);
    await state.save("guide-1", {}, "zip");
    expect([state.troubleWith("guide-1"), state.troubleSaving("guide-1")]).toEqual([failure, failure]);
  });

  it("goes on when nobody looks; how it ended is put away once it was seen", () => {
    const { shell, deploy: state } = made();
    state.heard(deploy({ is: "running" }));
    state.leave();
    expect([state.of("guide-1") !== null, shell.called("dismiss_deploy").length]).toEqual([true, 0]);
    state.heard(deploy({ is: "succeeded" }));
    state.leave();
    expect([state.of("guide-1"), shell.called("dismiss_deploy").length]).toEqual([null, 1]);
  });

  it("can be cancelled, and says why that could not be told", async () => {
    const { shell, deploy: state } = made();
    shell.refuse("cancel_deploy", { code: "unreachable", host: "acme.my.salesforce.com" });
    state.heard(deploy({ is: "running" }));
    await state.cancel();
    expect(state.cancelling.failure?.code).toBe("unreachable");
    state.heard(deploy({ is: "cancelled" }));
    expect(state.cancelling.failure).toBeNull();
  });
});

describe("what a guide still needs to know", () => {
  const runAs = asked({ id: "run-as", field: "run_as", answer: "run_as" });

  it.each([
    ["nothing, where all was told", guideWith([asked({ value: "ana@acme.com" })], "ana@acme.com"), []],
    ["what was not answered yet", guideWith([asked(), runAs]), ["contact_email", "run_as"]],
    ["not what can be left out", guideWith([asked(), asked({ field: "custom_scopes", answer: "custom_scopes", isNeeded: false })]), ["contact_email"]],
    ["a contact in any case", guideWith([runAs]), ["contact_email", "run_as"]],
    ["nothing that is known, where another guide is open", null, []],
  ])("is %s", (_what, guide, answers) => {
    expect(made(guide).deploy.neededBy("guide-1")).toEqual(answers);
  });

  it("is also what was refused", async () => {
    const { shell, deploy: state } = made(guideWith([asked({ value: "ana@acme.com" })], "ana@acme.com"));
    shell.refuse("deploy_guide", { code: "field", refused: { field: "contact_email", problem: "not_an_email" } });
    await state.run("guide-1", {}, form);
    expect(state.neededBy("guide-1")).toEqual(["contact_email"]);
  });
});

describe("the metadata", () => {
  it("is saved after what it needs was told; that nobody said where is not a success", async () => {
    const { shell, deploy: state } = made();
    shell.on("save_metadata", () => true);
    await state.save("guide-1", { contact_email: "ana@acme.com" }, "source_folder");
    expect([shell.called("answer_guide").length, state.saved]).toEqual([1, "source_folder"]);
    shell.on("save_metadata", () => false);
    await state.save("guide-1", {}, "zip");
    expect(state.saved).toBeNull();
    expect(shell.called("save_metadata").map(({ shape }) => shape)).toEqual(["source_folder", "zip"]);
  });
});
