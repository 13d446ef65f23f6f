// From a failure to what a person reads and can press. Both tables are complete, or this does not compile.

import { t } from "./messages";
import { pressedIn, type Phrase } from "./messages/phrase";
import type { Words } from "./messages/words";
import type { CauseView } from "./wire/CauseView";
import type { Failure } from "./wire/Failure";
import type { FlowView } from "./wire/FlowView";
import type { Meaning } from "./wire/Meaning";
import type { Refusal } from "./wire/Refusal";

/** What can be pressed. */
export type Action = keyof typeof t.failure.actions;

/** The first is the one that most likely helps. */
export type Actions = readonly [Action, ...Action[]];

/** A failure, explained. */
export interface Explanation extends Words {
  actions: Actions;
  /** What it may come from, the likeliest first; each is a step of its own. */
  causes: readonly CauseView[];
  /** How certain that is. */
  sure: string | null;
  /** Salesforce's own words, where nobody knows better. */
  quote: string | null;
  /** What support asks for: name and value, no secret. */
  details: readonly (readonly [string, string])[];
}

const actionsByCode: { [C in Exclude<Failure["code"], "refused">]: Actions } = {
  cancelled: ["try_again"],
  field: ["close"],
  template: ["open_template"],
  gone: ["close"],
  in_use: ["try_again"],
  sign_in_running: ["show_sign_in"],
  timed_out: ["try_again", "check_connection", "edit_app"],
  not_brought: ["close"],
  port_taken: ["try_again"],
  browser_not_found: ["try_again"],
  needs_sign_in: ["sign_in"],
  // What else can be done about these two is offered with both names in sight.
  other_org: ["edit_org"],
  other_user: ["sign_out"],
  clock_off: ["try_again", "check_connection"],
  foreign_instance: ["edit_org"],
  host_unknown: ["try_again", "edit_org", "network"],
  unreachable: ["try_again", "network", "check_connection"],
  tls_refused: ["try_again", "network", "check_connection"],
  proxy_unreachable: ["network", "try_again"],
  proxy_authentication: ["network", "try_again"],
  captive_portal: ["try_again"],
  not_salesforce: ["try_again", "network"],
  server_trouble: ["try_again"],
  keychain_locked: ["try_again"],
  keychain_frozen: ["try_again"],
  keychain_absent: ["try_again"],
  keychain_refused: ["try_again"],
  registry_unwritable: ["try_again"],
  registry_newer: ["close"],
  registry_damaged: ["close"],
  registry_on_network: ["close"],
  clipboard_unavailable: ["try_again"],
  file_unusable: ["try_again"],
  confirm_production: ["try_again"],
  guarded: ["try_again"],
  not_unlocked: ["try_again"],
  unexpected: ["try_again"],
};

const actionsByMeaning: { [M in Meaning]: Actions } = {
  unknown_key: ["try_again", "edit_app", "edit_org"],
  callback_mismatch: ["try_again", "edit_app"],
  pkce_missing: ["try_again"],
  denied: ["try_again"],
  app_blocked: ["try_again"],
  not_permitted: ["try_again"],
  lacks_permission: ["try_again"],
  unexplained: ["try_again", "edit_app"],
  not_in_this_org: ["try_again", "edit_app", "edit_org"],
  scope_not_allowed: ["try_again", "edit_app"],
  user_inactive: ["try_again"],
  org_inactive: ["try_again"],
  too_many: ["try_again"],
  flow_off: ["try_again", "edit_app"],
  wrong_secret: ["try_again", "edit_app"],
  code_spent: ["try_again"],
  pkce_mismatch: ["try_again"],
  login_failed: ["try_again", "edit_app"],
  grant_ended: ["sign_in"],
  busy: ["try_again"],
  ip_restricted: ["try_again"],
  api_forbidden: ["sign_in", "edit_app"],
  no_run_as: ["try_again"],
  not_this_domain: ["edit_org", "try_again"],
  no_scopes: ["try_again"],
  bad_assertion: ["try_again", "edit_app"],
  wrong_audience: ["edit_app", "try_again"],
  not_pre_authorized: ["try_again", "edit_app"],
  refresh_scope_missing: ["try_again"],
  device_code_ended: ["try_again"],
  org_gone: ["edit_org", "edit_app", "try_again"],
  api_limit: ["try_again"],
  password_expired: ["try_again"],
  salesforce_trouble: ["try_again"],
  our_mistake: ["try_again"],
};

/** What Salesforce refuses while it does not know yet what was just made or changed. */
const ofNewApps: readonly (Meaning | null)[] = ["unknown_key", "callback_mismatch"];

const ofKeychain: readonly Failure["code"][] = [
  "keychain_locked",
  "keychain_frozen",
  "keychain_absent",
  "keychain_refused",
];

/** Says what a failure means, where it is mended, and what can be pressed; of an app that signs in in this way. */
export function explain(failure: Failure, flow: FlowView["flow"] = "authorization_code"): Explanation {
  if (failure.code === "refused") return explainRefusal(failure.refusal);
  const nothingOfSalesforces = { causes: [], sure: null, quote: null };
  return {
    ...wordsOf(failure, flow),
    ...nothingOfSalesforces,
    actions: actionsByCode[failure.code],
    details: detailsOf(failure),
  };
}

function wordsOf(failure: Exclude<Failure, { code: "refused" }>, flow: FlowView["flow"]): Words {
  // Where nobody signs in, nobody signed in as somebody else.
  const table = flow === "authorization_code" ? t.failures : { ...t.failures, ...t.failuresByItself };
  // The table pairs every code with the words for exactly that failure, which the compiler cannot follow here.
  const words = table[failure.code] as (failure: Failure) => Words;
  return words(failure);
}

function explainRefusal(refusal: Refusal): Explanation {
  const { meaning, description, error, causes, sure } = refusal;
  const details: [string, string][] = [
    [t.failure.error, error],
    [t.failure.description, description],
    [t.failure.stage, t.failure.stages[refusal.stage]],
  ];
  if (meaning === null) {
    const quote = [error, description].filter((text) => text !== "").join(": ");
    return { ...t.unknownRefusal, actions: withPressed(["try_again"], causes), causes, sure: null, quote, details };
  }
  return {
    ...t.refusals[meaning],
    steps: causes.length === 0 ? t.withoutCause : [],
    actions: withPressed(actionsByMeaning[meaning], causes),
    causes,
    sure: sure === null ? null : t.sureness[sure],
    quote: null,
    details,
  };
}

/** What a cause tells a person to press has to be there, whichever refusal it stands under. */
function withPressed(actions: Actions, causes: readonly CauseView[]): Actions {
  const pressed = new Set(causes.flatMap(({ cause }) => pressedIn(t.causes[cause].mend)));
  return [...actions, ...[...pressed].filter((action) => !actions.includes(action))];
}

function detailsOf(failure: Failure): [string, string][] {
  const details: [string, string][] = [[t.failure.code, failure.code]];
  if ("host" in failure) details.push([t.failure.atHost, failure.host]);
  if ("status" in failure) details.push([t.failure.httpStatus, String(failure.status)]);
  if ("prompt" in failure) details.push([t.failure.reason, failure.prompt]);
  if ("lacking" in failure) details.push([t.failure.reason, failure.lacking]);
  if ("kind" in failure) details.push([t.failure.fileSystem, failure.kind]);
  if ("port" in failure) details.push([t.failure.port, String(failure.port)]);
  if ("reason" in failure) details.push([t.failure.reason, failure.reason]);
  if ("why" in failure) details.push([t.failure.reason, failure.why]);
  if ("issuer" in failure && failure.issuer !== null) details.push([t.failure.issuer, failure.issuer]);
  if ("proxy" in failure) details.push([t.failure.proxy, failure.proxy]);
  if ("seconds" in failure) details.push([t.failure.seconds, String(failure.seconds)]);
  if ("reference" in failure) details.push([t.failure.reference, failure.reference]);
  return details;
}

/** Whether the keychain is what failed: then memory alone can take its place for this once. */
export const isOfKeychain = ({ code }: Failure): boolean => ofKeychain.includes(code);

/** Whether waiting may mend it: then Salesforce can be asked again until it knows what is new. */
export const mayBecomeReady = (failure: Failure): boolean =>
  failure.code === "refused" && ofNewApps.includes(failure.refusal.meaning);

/** Whether a step shows a value of the app that is meant, and so is empty without one. */
export const isAboutApp = (step: Phrase): boolean =>
  typeof step !== "string" && step.some((piece) => typeof piece === "object" && ("exact" in piece || "scopes" in piece));
