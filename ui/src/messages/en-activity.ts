// English: what was done with an org, line by line, without any value.

import type { Deed } from "../wire/Deed";
import type { Failure } from "../wire/Failure";
import { plural } from "./plural";

const deeds: Record<Exclude<Deed, "copied" | "failed">, string> = {
  renewed: "New token",
  signed_in: "Signed in",
  signed_out: "Signed out",
  opened: "Org opened",
  handed_over: "Handed over",
  kept_alive: "Kept alive",
  refreshed: "Sandbox refreshed",
  removed: "Removed",
  restored: "Brought back",
};

/** What holds a token, by its shape. */
const ofTokens: Record<string, string> = {
  bearer: "Bearer header",
  env: ".env",
  curl: "curl",
  json: "JSON",
  postman: "Postman environment",
  set: "set",
};

const others: Record<string, string> = {
  instance_url: "Instance URL",
  key: "Consumer Key",
  secret: "Consumer Secret",
  consumer_key: "Consumer Key",
  consumer_secret: "Consumer Secret",
  hand_over: "Hand-over",
  rehearsal_tool: "Rehearsal Tool",
};

/** Why something failed, in a few words: the record has no more than the kind of failure. */
const failed: Record<Failure["code"], string> = {
  cancelled: "cancelled",
  field: "a field was refused",
  template: "the template was refused",
  gone: "it was not there any more",
  in_use: "it was in use",
  sign_in_running: "another sign-in was under way",
  timed_out: "the browser was waited for too long",
  port_taken: "the port was taken",
  browser_not_found: "the browser was not found",
  refused: "Salesforce said no",
  needs_sign_in: "it needed a sign-in",
  other_org: "another org answered",
  other_user: "another user signed in",
  not_brought: "what was pasted brought nothing",
  clock_off: "this computer’s clock was wrong",
  foreign_instance: "the answer did not come from Salesforce",
  host_unknown: "the address was not found",
  unreachable: "Salesforce could not be reached",
  tls_refused: "the connection was not safe",
  proxy_unreachable: "the proxy did not answer",
  proxy_authentication: "the proxy wanted to know who asks",
  captive_portal: "the network wanted a log-in first",
  not_salesforce: "something else answered instead of Salesforce",
  server_trouble: "Salesforce had a problem",
  keychain_locked: "the keychain was locked",
  keychain_frozen: "the keychain did not answer",
  keychain_absent: "there was no keychain",
  keychain_refused: "the keychain refused",
  registry_unwritable: "the list could not be written",
  registry_newer: "the list is of a newer Keyperch",
  registry_damaged: "the list was damaged",
  registry_on_network: "the list lies on a network drive",
  clipboard_unavailable: "the clipboard could not be used",
  file_unusable: "the file could not be used",
  confirm_production: "production was not confirmed",
  guarded: "the guard was not passed",
  not_unlocked: "this computer did not say who sat there",
  unexpected: "something went wrong in Keyperch",
};

const why: Record<string, string> = failed;

/** "Token copied (curl)", "Handed over (Rehearsal Tool)", "Failed: Salesforce could not be reached". */
function deed(what: Deed, detail: string): string {
  if (what === "failed") return detail === "" ? "Failed" : `Failed: ${why[detail] ?? detail}`;
  if (what !== "copied") return detail === "" ? deeds[what] : `${deeds[what]} (${others[detail] ?? detail})`;
  const shape = ofTokens[detail];
  if (shape !== undefined) return `Token copied (${shape})`;
  return detail === "" || detail === "token" || detail === "new_token" ? "Token copied" : `${others[detail] ?? detail} copied`;
}

export const activity = {
  activity: {
    menu: "Activity…",
    title: "Activity",
    text: "What was done with your orgs on this computer, without any value. Nobody else sees it.",
    nothing: "Nothing yet",
    loading: "Looking it up…",
    filter: "Filter",
    filterHint: "By client, org, app or what was done.",
    noMatch: (query: string) => `Nothing here matches “${query}”.`,
    shown: (count: number) => plural(count, "entry", "entries"),
    again: "Look again",
    clear: "Clear…",
    sure: "Clear all activity? This cannot be undone. What was done stays done; only this list is emptied.",
    really: "Clear all activity",
    deed,
  },
};
