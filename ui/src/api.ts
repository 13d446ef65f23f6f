// The doors to the program behind the window: one line each, and the only file that names Tauri.
//
// A refused command rejects with a `Failure`. No secret crosses here, in either direction, but a consumer key that a
// person typed.

import { Channel, invoke } from "@tauri-apps/api/core";

import type { ActivityView } from "./wire/ActivityView";
import type { AddressView } from "./wire/AddressView";
import type { Answer } from "./wire/Answer";
import type { AppForm } from "./wire/AppForm";
import type { BrowserChoice } from "./wire/BrowserChoice";
import type { BrowserView } from "./wire/BrowserView";
import type { CertificateOf } from "./wire/CertificateOf";
import type { Change } from "./wire/Change";
import type { ClientAppId } from "./wire/ClientAppId";
import type { ClientId } from "./wire/ClientId";
import type { Credential } from "./wire/Credential";
import type { DeployForm } from "./wire/DeployForm";
import type { Detail } from "./wire/Detail";
import type { DiagnosisView } from "./wire/DiagnosisView";
import type { DraftId } from "./wire/DraftId";
import type { DraftView } from "./wire/DraftView";
import type { Failure } from "./wire/Failure";
import type { GuardProof } from "./wire/GuardProof";
import type { GuideId } from "./wire/GuideId";
import type { HandOverView } from "./wire/HandOverView";
import type { KeyFileView } from "./wire/KeyFileView";
import type { LineId } from "./wire/LineId";
import type { MetadataShape } from "./wire/MetadataShape";
import type { NetworkView } from "./wire/NetworkView";
import type { OrgForm } from "./wire/OrgForm";
import type { OrgId } from "./wire/OrgId";
import type { OrgsEdit } from "./wire/OrgsEdit";
import type { Pick } from "./wire/Pick";
import type { PrivateKeyView } from "./wire/PrivateKeyView";
import type { ProxyForm } from "./wire/ProxyForm";
import type { QuickChange } from "./wire/QuickChange";
import type { QuickSettings } from "./wire/QuickSettings";
import type { QuickView } from "./wire/QuickView";
import type { RecipeId } from "./wire/RecipeId";
import type { RecipeView } from "./wire/RecipeView";
import type { RemovalId } from "./wire/RemovalId";
import type { RevokedView } from "./wire/RevokedView";
import type { SelfCheckView } from "./wire/SelfCheckView";
import type { SetCopied } from "./wire/SetCopied";
import type { SetForm } from "./wire/SetForm";
import type { SetId } from "./wire/SetId";
import type { SetupPage } from "./wire/SetupPage";
import type { Shape } from "./wire/Shape";
import type { Shell } from "./wire/Shell";
import type { SignInForm } from "./wire/SignInForm";
import type { Sort } from "./wire/Sort";
import type { Told } from "./wire/Told";
import type { Tool } from "./wire/Tool";

const call = <T>(command: string, args: Record<string, unknown> = {}): Promise<T> =>
  invoke<T>(command, args).catch((why: unknown) => Promise.reject(failureOf(why)));

/** What a command was refused with. Anything but a `Failure` comes from the doors themselves. */
export function failureOf(why: unknown): Failure {
  const isFailure = typeof why === "object" && why !== null && "code" in why && typeof why.code === "string";
  return isFailure ? (why as Failure) : { code: "unexpected", reference: "window" };
}

export const watch = (onChange: (change: Change) => void) => call<void>("watch", { changes: new Channel(onChange) });

export const readAddress = (pasted: string) => call<AddressView>("read_address", { pasted });
export const pasteAddress = () => call<AddressView>("paste_address");
export const checkAddress = (pasted: string) => call<void>("check_address", { pasted });
export const addOrg = (form: OrgForm) => call<OrgId>("add_org", { form });
export const editOrg = (org: OrgId, form: OrgForm) => call<void>("edit_org", { org, form });
export const removeOrgs = (orgs: OrgId[], signOut: boolean) => call<void>("remove_orgs", { orgs, signOut });
export const undoRemoval = (removal: RemovalId) => call<void>("undo_removal", { removal });
export const editOrgs = (orgs: OrgId[], edit: OrgsEdit) => call<void>("edit_orgs", { orgs, edit });
export const foldClients = (clients: ClientId[], folded: boolean) => call<void>("fold_clients", { clients, folded });
export const sortList = (sort: Sort) => call<void>("sort_list", { sort });
export const refreshOrgs = (orgs: OrgId[]) => call<void>("refresh_orgs", { orgs });
export const cancelRefresh = () => call<void>("cancel_refresh");
export const dismissRefresh = () => call<void>("dismiss_refresh");
export const openOrg = (org: OrgId) => call<void>("open_org", { org });
export const openSetup = (org: OrgId, page: SetupPage) => call<void>("open_setup", { org, page });

export const addApp = (org: OrgId, form: AppForm) => call<ClientAppId>("add_app", { org, form });
export const editApp = (app: ClientAppId, form: AppForm) => call<void>("edit_app", { app, form });
export const addBeside = (app: ClientAppId) => call<ClientAppId>("add_beside", { app });
export const removeApp = (app: ClientAppId, signOut: boolean) => call<void>("remove_app", { app, signOut });
export const pasteCredential = (credential: Credential) => call<DraftView>("paste_credential", { credential });
export const copyCredential = (app: ClientAppId, credential: Credential) =>
  call<void>("copy_credential", { app, credential });
export const copyDetail = (app: ClientAppId, detail: Detail) => call<void>("copy_detail", { app, detail });
export const copyWords = (text: string) => call<void>("copy_words", { text });

export const makePrivateKey = (name: string) => call<PrivateKeyView>("make_private_key", { name });
export const choosePrivateKey = (name: string) => call<KeyFileView | null>("choose_private_key", { name });
export const unlockPrivateKey = (draft: DraftId, name: string) =>
  call<PrivateKeyView>("unlock_private_key", { draft, name });
export const saveCertificate = (of: CertificateOf) => call<boolean>("save_certificate", { of });

export const startSignIn = (app: ClientAppId, form: SignInForm) => call<void>("start_sign_in", { app, form });
export const cancelSignIn = () => call<void>("cancel_sign_in");
export const extendSignIn = () => call<void>("extend_sign_in");
export const reopenSignIn = (browser: BrowserChoice | null) => call<void>("reopen_sign_in", { browser });
export const copySignInLink = () => call<void>("copy_sign_in_link");
export const pasteCallback = () => call<void>("paste_callback");
export const dismissSignIn = () => call<void>("dismiss_sign_in");
export const listBrowsers = () => call<BrowserView[]>("list_browsers");
export const signOut = (app: ClientAppId) => call<Told>("sign_out", { app });
export const revokeAll = () => call<RevokedView>("revoke_all");

export const checkConnection = (app: ClientAppId) => call<DiagnosisView>("check_connection", { app });
export const waitUntilReady = (app: ClientAppId) => call<void>("wait_until_ready", { app });
export const stopWaitingUntilReady = () => call<void>("stop_waiting_until_ready");

export const network = () => call<NetworkView>("network");
export const setNetwork = (form: ProxyForm) => call<NetworkView>("set_network", { form });
export const pasteProxyPassword = () => call<DraftView>("paste_proxy_password");
export const chooseCa = () => call<NetworkView | null>("choose_ca");
export const forgetCa = () => call<NetworkView>("forget_ca");

export const copyToken = (app: ClientAppId, shape: Shape) => call<void>("copy_token", { app, shape });
export const clearClipboard = () => call<void>("clear_clipboard");

export const listRecipes = () => call<RecipeView[]>("list_recipes");
export const beginGuide = (org: OrgId, recipe: RecipeId) => call<GuideId>("begin_guide", { org, recipe });
export const openGuide = (guide: GuideId) => call<void>("open_guide", { guide });
export const closeGuide = () => call<void>("close_guide");
export const removeGuide = (guide: GuideId) => call<void>("remove_guide", { guide });
export const answerGuide = (guide: GuideId, answer: Answer, value: string) =>
  call<void>("answer_guide", { guide, answer, value });
export const copyLine = (guide: GuideId, line: LineId) => call<void>("copy_line", { guide, line });
export const claimLine = (guide: GuideId, line: LineId, isDone: boolean) => call<void>("claim_line", { guide, line, isDone });
export const openLine = (guide: GuideId, line: LineId) => call<void>("open_line", { guide, line });
export const lookBefore = (guide: GuideId) => call<void>("look_before", { guide });
export const pasteIntoGuide = (guide: GuideId, credential: Credential) =>
  call<void>("paste_into_guide", { guide, credential });
export const catchCopied = (guide: GuideId) => call<void>("catch_copied", { guide });
export const stopCatching = () => call<void>("stop_catching");
export const makeGuideCertificate = (guide: GuideId) => call<void>("make_guide_certificate", { guide });
export const proveGuide = (guide: GuideId, form: SignInForm) => call<void>("prove_guide", { guide, form });
export const readDrift = (guide: GuideId) => call<void>("read_drift", { guide });
export const readCredentials = (guide: GuideId) => call<boolean>("read_credentials", { guide });
export const showCompanion = (isShown: boolean, isPinned: boolean) => call<void>("show_companion", { isShown, isPinned });

export const saveMetadata = (guide: GuideId, shape: MetadataShape) => call<boolean>("save_metadata", { guide, shape });
export const deployGuide = (guide: GuideId, form: DeployForm) => call<void>("deploy_guide", { guide, form });
export const cancelDeploy = () => call<void>("cancel_deploy");
export const dismissDeploy = () => call<void>("dismiss_deploy");

export const handOver = (app: ClientAppId, tool: Tool) => call<HandOverView>("hand_over", { app, tool });
export const signInForTool = (app: ClientAppId, tool: Tool, form: SignInForm) =>
  call<void>("sign_in_for_tool", { app, tool, form });
export const copyHandOver = (app: ClientAppId, tool: Tool, shell: Shell) => call<void>("copy_hand_over", { app, tool, shell });
export const finishHandOver = (app: ClientAppId, tool: Tool) => call<void>("finish_hand_over", { app, tool });
export const savePostman = (app: ClientAppId, withSecrets: boolean) => call<boolean>("save_postman", { app, withSecrets });
export const saveTemplate = (app: ClientAppId) => call<boolean>("save_template", { app });

export const openTemplate = () => call<void>("open_template");

export const keepInMemory = () => call<void>("keep_in_memory");
export const useBackup = () => call<void>("use_backup");
export const startEmpty = () => call<void>("start_empty");
export const quitAnyway = () => call<void>("quit_anyway");
export const stay = () => call<void>("stay");
export const tryUpkeep = () => call<void>("try_upkeep");
export const giveUpTelling = () => call<void>("give_up_telling");
export const selfCheck = () => call<SelfCheckView>("self_check");
export const forgetOrphans = () => call<SelfCheckView>("forget_orphans");

export const passGuard = (orgs: readonly OrgId[], proof: GuardProof) => call<void>("pass_guard", { orgs, proof });
export const canUnlockDevice = () => call<boolean>("can_unlock_device");

export const writeNotes = (org: OrgId, notes: string) => call<void>("write_notes", { org, notes });
export const renameClient = (client: ClientId, name: string) => call<void>("rename_client", { client, name });
export const markRefreshed = (org: OrgId) => call<GuideId>("mark_refreshed", { org });
export const askServer = (app: ClientAppId) => call<void>("ask_server", { app });
export const listActivity = (org: OrgId | null) => call<ActivityView[]>("list_activity", { org });
export const clearActivity = () => call<void>("clear_activity");

export const saveSet = (set: SetId | null, form: SetForm) => call<SetId>("save_set", { set, form });
export const removeSet = (set: SetId) => call<void>("remove_set", { set });
export const copySet = (set: SetId) => call<SetCopied>("copy_set", { set });

export const quickSettings = () => call<QuickSettings>("quick_settings");
export const setQuick = (shortcut: string | null, instantCodes: boolean) =>
  call<QuickSettings>("set_quick", { shortcut, instantCodes });
export const looksAtStart = () => call<boolean>("looks_at_start");
export const setLooksAtStart = (on: boolean) => call<void>("set_looks_at_start", { on });

export const quickWatch = (onChange: (change: QuickChange) => void) =>
  call<void>("quick_watch", { changes: new Channel(onChange) });
export const quickFind = (query: string) => call<QuickView>("quick_find", { query });
export const quickPrepare = (app: ClientAppId) => call<void>("quick_prepare", { app });
export const quickCopy = (pick: Pick, shape: Shape) => call<SetCopied | null>("quick_copy", { pick, shape });
export const quickOpen = (org: OrgId) => call<void>("quick_open", { org });
export const quickHide = () => call<void>("quick_hide");
export const quickNotify = (title: string, text: string, isLoud: boolean) =>
  call<void>("quick_notify", { title, text, isLoud });
export const quickToMain = (app: ClientAppId, shape: Shape) => call<void>("quick_to_main", { app, shape });
