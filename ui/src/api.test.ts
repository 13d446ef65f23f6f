import { describe, expect, it } from "vitest";

import * as api from "./api";
import { Shell } from "./testing/shell";
import type { AppForm } from "./wire/AppForm";
import type { Change } from "./wire/Change";
import type { DeployForm } from "./wire/DeployForm";
import type { OrgForm } from "./wire/OrgForm";
import type { ProxyForm } from "./wire/ProxyForm";
import type { SetForm } from "./wire/SetForm";
import type { SignInForm } from "./wire/SignInForm";

const orgForm: OrgForm = { address: "a", client: "c", name: "n", code: "", environment: null };
const appForm: AppForm = {
  name: "n",
  flow: { flow: "authorization_code" },
  callbackUrl: "http://localhost:33333",
  furtherCallbacks: "",
  scopes: "api",
  key: { from: "typed", key: "3MVG9" },
  secret: { from: "none" },
};
const firefox = { browser: "firefox", profile: null, isPrivate: true };
const signInForm: SignInForm = { browser: firefox, withDeviceCode: false, freshLogIn: true, accept: "pinned", thenCopy: "token" };
const deployForm: DeployForm = { through: "a", isDryRun: true, isProductionConfirmed: false };
const setForm: SetForm = { name: "n", code: "", shape: "env", apps: ["a"] };
const proxy: ProxyForm = { choice: "manual", address: "proxy.acme.example:3128", username: "", password: { from: "none" } };

describe("the doors", () => {
  const doors: [string, () => Promise<unknown>, Record<string, unknown>][] = [
    ["read_address", () => api.readAddress("x"), { pasted: "x" }],
    ["paste_address", () => api.pasteAddress(), {}],
    ["check_address", () => api.checkAddress("x"), { pasted: "x" }],
    ["add_org", () => api.addOrg(orgForm), { form: orgForm }],
    ["edit_org", () => api.editOrg("o", orgForm), { org: "o", form: orgForm }],
    ["remove_orgs", () => api.removeOrgs(["o"], true), { orgs: ["o"], signOut: true }],
    ["undo_removal", () => api.undoRemoval("r"), { removal: "r" }],
    ["edit_orgs", () => api.editOrgs(["o"], { change: "pin", on: true }), { orgs: ["o"], edit: { change: "pin", on: true } }],
    ["fold_clients", () => api.foldClients(["c"], true), { clients: ["c"], folded: true }],
    ["sort_list", () => api.sortList("recent"), { sort: "recent" }],
    ["refresh_orgs", () => api.refreshOrgs(["o"]), { orgs: ["o"] }],
    ["cancel_refresh", () => api.cancelRefresh(), {}],
    ["dismiss_refresh", () => api.dismissRefresh(), {}],
    ["open_org", () => api.openOrg("o"), { org: "o" }],
    ["open_setup", () => api.openSetup("o", "login_history"), { org: "o", page: "login_history" }],
    ["add_beside", () => api.addBeside("a"), { app: "a" }],
    ["copy_words", () => api.copyWords("w"), { text: "w" }],
    ["make_private_key", () => api.makePrivateKey("n"), { name: "n" }],
    ["choose_private_key", () => api.choosePrivateKey("n"), { name: "n" }],
    ["unlock_private_key", () => api.unlockPrivateKey("d", "n"), { draft: "d", name: "n" }],
    ["save_certificate", () => api.saveCertificate({ of: "app", app: "a" }), { of: { of: "app", app: "a" } }],
    ["check_connection", () => api.checkConnection("a"), { app: "a" }],
    ["wait_until_ready", () => api.waitUntilReady("a"), { app: "a" }],
    ["stop_waiting_until_ready", () => api.stopWaitingUntilReady(), {}],
    ["network", () => api.network(), {}],
    ["set_network", () => api.setNetwork(proxy), { form: proxy }],
    ["paste_proxy_password", () => api.pasteProxyPassword(), {}],
    ["choose_ca", () => api.chooseCa(), {}],
    ["forget_ca", () => api.forgetCa(), {}],
    ["add_app", () => api.addApp("o", appForm), { org: "o", form: appForm }],
    ["edit_app", () => api.editApp("a", appForm), { app: "a", form: appForm }],
    ["remove_app", () => api.removeApp("a", false), { app: "a", signOut: false }],
    ["paste_credential", () => api.pasteCredential("secret"), { credential: "secret" }],
    ["copy_credential", () => api.copyCredential("a", "key"), { app: "a", credential: "key" }],
    ["copy_detail", () => api.copyDetail("a", "host"), { app: "a", detail: "host" }],
    ["start_sign_in", () => api.startSignIn("a", signInForm), { app: "a", form: signInForm }],
    ["cancel_sign_in", () => api.cancelSignIn(), {}],
    ["extend_sign_in", () => api.extendSignIn(), {}],
    ["reopen_sign_in", () => api.reopenSignIn(firefox), { browser: firefox }],
    ["paste_callback", () => api.pasteCallback(), {}],
    ["copy_sign_in_link", () => api.copySignInLink(), {}],
    ["dismiss_sign_in", () => api.dismissSignIn(), {}],
    ["list_browsers", () => api.listBrowsers(), {}],
    ["sign_out", () => api.signOut("a"), { app: "a" }],
    ["copy_token", () => api.copyToken("a", "token"), { app: "a", shape: "token" }],
    ["clear_clipboard", () => api.clearClipboard(), {}],
    ["open_template", () => api.openTemplate(), {}],
    ["revoke_all", () => api.revokeAll(), {}],
    ["keep_in_memory", () => api.keepInMemory(), {}],
    ["use_backup", () => api.useBackup(), {}],
    ["start_empty", () => api.startEmpty(), {}],
    ["quit_anyway", () => api.quitAnyway(), {}],
    ["stay", () => api.stay(), {}],
    ["try_upkeep", () => api.tryUpkeep(), {}],
    ["give_up_telling", () => api.giveUpTelling(), {}],
    ["self_check", () => api.selfCheck(), {}],
    ["forget_orphans", () => api.forgetOrphans(), {}],
    ["pass_guard", () => api.passGuard(["o"], { by: "again" }), { orgs: ["o"], proof: { by: "again" } }],
    ["can_unlock_device", () => api.canUnlockDevice(), {}],
    ["write_notes", () => api.writeNotes("o", "n"), { org: "o", notes: "n" }],
    ["rename_client", () => api.renameClient("c", "n"), { client: "c", name: "n" }],
    ["mark_refreshed", () => api.markRefreshed("o"), { org: "o" }],
    ["ask_server", () => api.askServer("a"), { app: "a" }],
    ["list_activity", () => api.listActivity(null), { org: null }],
    ["clear_activity", () => api.clearActivity(), {}],
    ["save_set", () => api.saveSet(null, setForm), { set: null, form: setForm }],
    ["remove_set", () => api.removeSet("s"), { set: "s" }],
    ["copy_set", () => api.copySet("s"), { set: "s" }],
    ["quick_settings", () => api.quickSettings(), {}],
    ["set_quick", () => api.setQuick("Ctrl+Alt+K", false), { shortcut: "Ctrl+Alt+K", instantCodes: false }],
    ["looks_at_start", () => api.looksAtStart(), {}],
    ["set_looks_at_start", () => api.setLooksAtStart(true), { on: true }],
    ["list_recipes", () => api.listRecipes(), {}],
    ["begin_guide", () => api.beginGuide("o", "rehearsal_tool"), { org: "o", recipe: "rehearsal_tool" }],
    ["open_guide", () => api.openGuide("g"), { guide: "g" }],
    ["close_guide", () => api.closeGuide(), {}],
    ["remove_guide", () => api.removeGuide("g"), { guide: "g" }],
    ["answer_guide", () => api.answerGuide("g", "run_as", "v"), { guide: "g", answer: "run_as", value: "v" }],
    ["copy_line", () => api.copyLine("g", "l"), { guide: "g", line: "l" }],
    ["claim_line", () => api.claimLine("g", "l", true), { guide: "g", line: "l", isDone: true }],
    ["open_line", () => api.openLine("g", "l"), { guide: "g", line: "l" }],
    ["look_before", () => api.lookBefore("g"), { guide: "g" }],
    ["paste_into_guide", () => api.pasteIntoGuide("g", "key"), { guide: "g", credential: "key" }],
    ["catch_copied", () => api.catchCopied("g"), { guide: "g" }],
    ["stop_catching", () => api.stopCatching(), {}],
    ["make_guide_certificate", () => api.makeGuideCertificate("g"), { guide: "g" }],
    ["prove_guide", () => api.proveGuide("g", signInForm), { guide: "g", form: signInForm }],
    ["read_drift", () => api.readDrift("g"), { guide: "g" }],
    ["read_credentials", () => api.readCredentials("g"), { guide: "g" }],
    ["show_companion", () => api.showCompanion(true, false), { isShown: true, isPinned: false }],
    ["save_metadata", () => api.saveMetadata("g", "zip"), { guide: "g", shape: "zip" }],
    ["deploy_guide", () => api.deployGuide("g", deployForm), { guide: "g", form: deployForm }],
    ["cancel_deploy", () => api.cancelDeploy(), {}],
    ["dismiss_deploy", () => api.dismissDeploy(), {}],
    ["hand_over", () => api.handOver("a", "rehearsal_tool"), { app: "a", tool: "rehearsal_tool" }],
    [
      "sign_in_for_tool",
      () => api.signInForTool("a", "rehearsal_tool", signInForm),
      { app: "a", tool: "rehearsal_tool", form: signInForm },
    ],
    [
      "copy_hand_over",
      () => api.copyHandOver("a", "rehearsal_tool", "bash"),
      { app: "a", tool: "rehearsal_tool", shell: "bash" },
    ],
    ["finish_hand_over", () => api.finishHandOver("a", "rehearsal_tool"), { app: "a", tool: "rehearsal_tool" }],
    ["save_postman", () => api.savePostman("a", true), { app: "a", withSecrets: true }],
    ["save_template", () => api.saveTemplate("a"), { app: "a" }],
    ["quick_find", () => api.quickFind("acu"), { query: "acu" }],
    ["quick_prepare", () => api.quickPrepare("a"), { app: "a" }],
    [
      "quick_copy",
      () => api.quickCopy({ pick: "set", set: "s" }, "token"),
      { pick: { pick: "set", set: "s" }, shape: "token" },
    ],
    ["quick_open", () => api.quickOpen("o"), { org: "o" }],
    ["quick_hide", () => api.quickHide(), {}],
    ["quick_notify", () => api.quickNotify("Copied", "x", true), { title: "Copied", text: "x", isLoud: true }],
    ["quick_to_main", () => api.quickToMain("a", "bearer"), { app: "a", shape: "bearer" }],
  ];

  it.each(doors)("%s gets exactly the arguments that were agreed", async (command, knock, args) => {
    const shell = new Shell();
    await knock();
    expect(shell.calls).toEqual([{ command, args }]);
  });

  it("leaves no door untested but those for changes", () => {
    const functions = Object.values(api).filter((value) => typeof value === "function");
    const notDoors = [api.watch, api.quickWatch, api.failureOf];
    expect(functions).toHaveLength(doors.length + notDoors.length);
  });

  it("hands on every change that is told", async () => {
    const shell = new Shell();
    const heard: Change[] = [];
    await api.watch((change) => heard.push(change));
    shell.tell({ what: "failed", failure: { code: "gone" } });
    expect(heard.map(({ what }) => what)).toEqual(["orgs", "sign_in", "clipboard", "upkeep", "failed"]);
  });
});

describe("a refused command", () => {
  it("rejects with the failure as it came", async () => {
    new Shell().refuse("open_org", { code: "keychain_locked", prompt: "unanswered" });
    await expect(api.openOrg("o")).rejects.toEqual({ code: "keychain_locked", prompt: "unanswered" });
  });

  it.each([["not allowed by ACL"], [undefined], [null], [{ message: "x" }], [{ code: 7 }]])(
    "is unexpected when the doors themselves refuse: %j",
    (why) => {
      expect(api.failureOf(why)).toEqual({ code: "unexpected", reference: "window" });
    },
  );
});
