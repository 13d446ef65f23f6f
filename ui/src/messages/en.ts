// English. All words that a person sees; no component has any of its own.

import type { Cleared } from "../wire/Cleared";
import type { Copied } from "../wire/Copied";
import type { Detail } from "../wire/Detail";
import type { Environment } from "../wire/Environment";
import type { Stage } from "../wire/Stage";
import { activity } from "./en-activity";
import { check } from "./en-check";
import { deploy } from "./en-deploy";
import { settings } from "./en-settings";
import { failures, failuresByItself } from "./en-failures";
import { problem } from "./en-fields";
import { flows } from "./en-flows";
import { forms } from "./en-forms";
import { guard } from "./en-guard";
import { guide } from "./en-guide";
import { handOver } from "./en-hand-over";
import { list } from "./en-list";
import { many } from "./en-many";
import { network } from "./en-network";
import { org } from "./en-org";
import { quick } from "./en-quick";
import { quickSettings } from "./en-quick-settings";
import { causes, refusals, sureness, unknownRefusal, withoutCause } from "./en-refusals";
import { sets } from "./en-sets";
import { signIn } from "./en-sign-in";
import { upkeep } from "./en-upkeep";
import { label, phrase } from "./phrase";
import { plural } from "./plural";
import { setup } from "./setup-labels";

const environments: Record<Environment, { short: string; word: string; band: string }> = {
  production: { short: "PROD", word: "Production", band: "PRODUCTION" },
  full_copy: { short: "FULL", word: "Full copy sandbox", band: "SANDBOX: FULL COPY" },
  uat: { short: "UAT", word: "UAT sandbox", band: "SANDBOX: UAT" },
  integration: { short: "INT", word: "Integration sandbox", band: "SANDBOX: INTEGRATION" },
  development: { short: "DEV", word: "Development sandbox", band: "SANDBOX: DEVELOPMENT" },
  sandbox: { short: "SANDBOX", word: "Sandbox", band: "SANDBOX" },
  scratch: { short: "SCRATCH", word: "Scratch org", band: "SCRATCH ORG" },
  developer_edition: { short: "DEV ED", word: "Developer Edition", band: "DEVELOPER EDITION" },
  unknown: { short: "PROD?", word: "Unknown, treated as production", band: "UNKNOWN, TREATED AS PRODUCTION" },
};

const isProduction = (environment: Environment): boolean =>
  environment === "production" || environment === "unknown";

const details: Record<Detail, string> = {
  callback_url: "Callback URL",
  host: "My Domain",
  instance_url: "Instance URL",
  organization_id: "Org ID",
  username: "Username",
};

const copied: Record<Copied, string> = {
  token: "Token",
  new_token: "New token",
  consumer_key: "Consumer Key",
  consumer_secret: "Consumer Secret",
  sign_in_link: "Sign-in link",
  hand_over: "Hand-over",
  bearer: "Bearer header",
  env: ".env lines",
  curl: "curl command",
  json: "JSON",
  postman: "Postman environment",
  set: "Tokens",
};

const loudly: Record<Copied, string> = {
  token: "PRODUCTION token",
  new_token: "New PRODUCTION token",
  consumer_key: "PRODUCTION Consumer Key",
  consumer_secret: "PRODUCTION Consumer Secret",
  sign_in_link: "PRODUCTION sign-in link",
  hand_over: "PRODUCTION hand-over",
  bearer: "PRODUCTION Bearer header",
  env: "PRODUCTION .env lines",
  curl: "PRODUCTION curl command",
  json: "PRODUCTION JSON",
  postman: "PRODUCTION Postman environment",
  set: "PRODUCTION tokens",
};

const whatWasCopied = (what: Copied, environment: Environment): string =>
  (isProduction(environment) ? loudly : copied)[what];

const cleared: Record<Cleared, string> = {
  cleared: "Clipboard cleared.",
  not_ours: "The clipboard already holds something else; nothing cleared.",
  refused:
    "This desktop does not let Keyperch clear the clipboard in the background. Copy something else to replace it.",
};

const stages: Record<Stage, string> = {
  authorize: "in the browser",
  exchange: "when the token was fetched",
  refresh: "when the token was renewed",
  client_credentials: "when the app asked for a token by itself",
  jwt_bearer: "when a token was asked for with a signed assertion",
  device_code: "when the device code was waited for",
  api: "when the token was used",
};

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const time = new Intl.DateTimeFormat("en-GB", { timeStyle: "short" });
const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });
const moment = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

/** How long ago something was, in the largest unit that fits. */
function ago(milliseconds: number): string {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  if (minutes < 1) return "just now";
  if (minutes < 60) return relative.format(-minutes, "minute");
  if (minutes < 60 * 24) return relative.format(-Math.floor(minutes / 60), "hour");
  return relative.format(-Math.floor(minutes / (60 * 24)), "day");
}

export const en = {
  lang: "en",
  name: "Keyperch",
  environments,
  isProduction,
  details,
  problem,
  failures,
  failuresByItself,
  refusals,
  unknownRefusal,
  causes,
  sureness,
  withoutCause,
  ago,
  moment: (milliseconds: number) => moment.format(milliseconds),
  time: (milliseconds: number) => time.format(milliseconds),
  minutes: (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`,
  day: (milliseconds: number) => day.format(milliseconds),
  pane: "Details",
  close: "Close",
  cancel: "Cancel",
  back: "Back",
  paste: "Paste",
  copyOf: (what: string) => `Copy ${what}`,
  whose: (client: string, org: string) => `${client} · ${org}`,

  statuses: {
    fresh: { word: "Fresh", means: "Copies at once." },
    renews: { word: "Renews", means: "Asks Salesforce for a new token, then copies it." },
    sign_in: { word: "Sign in", means: "You sign in in your browser first, then it copies." },
    server: { word: "Server", means: "Asks Salesforce for a token as the app itself, then copies it." },
    not_ready: { word: "Not ready yet", means: "Salesforce does not know the new app yet. Keyperch asks again every minute." },
    offline: { word: "Offline", means: "Salesforce could not be reached at the last try. A copy tries again." },
    problem: { word: "Problem", means: "Something needs a change before a token can be copied." },
  },

  header: {
    search: "Search orgs, apps, users, codes",
    addOrg: "Add org",
    openTemplate: "Open template…",
    shortcuts: "Keyboard shortcuts",
    more: "More",
    network: "Network settings…",
    selfCheck: "Self-check…",
    revokeAll: "Revoke all sign-ins…",
  },

  nothingSelected: {
    title: "Choose an org or an app",
    hint: "Arrow keys move in the list. Enter copies a fresh token.",
  },

  app: {
    copy: "Copy fresh token",
    copying: "Getting the token…",
    signIn: "Sign in",
    signInAgain: "Sign in again",
    openOrg: "Open org",
    edit: "Edit app",
    signOut: "Sign out…",
    remove: "Remove…",
    signedInAs: "Signed in as",
    unknownUser: (id: string) => `user ${id}`,
    neverSignedIn: "Not signed in yet",
    since: "Signed in on",
    staysSignedIn: "Stays signed in",
    way: "Signs in",
    itsUser: "For user",
    runAs: "Acts as",
    runAsWhom: "the user named in the app’s policies",
    audience: "Made out to",
    madeFor: "For",
    madeForUs: "Keyperch",
    madeForHint: "Every other tool should have a sign-in of its own.",
    tokenEnds: "Token ends",
    alsoGranted: "granted, not asked for",
    more: "More for this app",
    check: "Check this connection…",
    device: "Sign in with a device code…",
    yes: "Yes, renews by itself",
    no: "No, you sign in each time",
    signsInByItself: "Keyperch signs in by itself, then it copies.",
    fetches: "Yes, fetches each token by itself",
    theApp: "External Client App",
    theOrg: "Org",
    key: "Consumer Key",
    secret: "Consumer Secret",
    hidden: (what: string) => `${what}, hidden`,
    endsIn: (lastFour: string) => `ends in ${lastFour}`,
    fingerprint: (digits: string) => `fingerprint ${digits}`,
    noSecret: "None stored. The app does not require one.",
    noSecretHere: "None stored.",
    scopes: "OAuth Scopes",
    allScopes: "Whatever the app allows",
    missing: "not granted",
    instance: "Instance URL",
    organization: "Company",
    code: "Code",
    whatToDo: "Show what to do",
  },

  missingScopes: {
    title: (count: number) => `Signed in, but ${plural(count, "scope is", "scopes are")} missing`,
    where: phrase`In the app’s ${label(setup.settings)}, under ${label(setup.scopes)}, add: ${{ scopes: "missing" }}`,
    then: "Then sign in again.",
  },
  notRefreshable: {
    title: "You will be asked to sign in each time",
    where: phrase`To stay signed in, add ${label("Perform requests at any time (refresh_token, offline_access)")} under ${label(setup.scopes)} in the app’s ${label(setup.settings)}, and to the scopes here.`,
  },

  org: {
    apps: "External Client Apps",
    noApps: "No app yet. Add the External Client App that you made in this org.",
    addApp: "Add an External Client App",
    open: "Open org",
    about: "About this org",
  },

  ...list.words,
  ...forms,
  ...guard,
  ...guide,
  ...upkeep,
  ...activity,
  ...org,
  ...many,
  ...sets,
  ...quickSettings,

  ...signIn,
  ...flows,
  ...check,
  ...network,
  ...deploy,
  ...settings,
  ...handOver,
  ...quick,

  failure: {
    title: "What went wrong",
    where: "What to do",
    likeliest: "The likeliest cause comes first.",
    openPage: (page: string) => `Open ${page}`,
    openYourself: (page: string) => `Log in to the org, open Setup there and find ${page}.`,
    exactly: (what: string) => `${what}, exactly:`,
    eachOf: (what: string) => `${what}, each of:`,
    signsInAt: "This entry signs in at:",
    theUser: "The user:",
    checkEveryMinute: "Check every minute and tell me",
    support: "Details for support",
    copyDetails: "Copy details",
    time: "Time",
    ways: {
      expected: "This entry",
      answered: "You signed in to",
      answeredAs: "You signed in as",
      privately: "Try again in a private window",
      privatelyHint: "Salesforce asks who you are, whoever is logged in elsewhere.",
      acceptUser: (user: string) => `Use ${user} from now on`,
      actsAs: "The app acts as",
      itsOrg: "The app signed in to",
      acceptItself: {
        other_user: "This entry is theirs then. Keyperch signs in once more by itself.",
        other_org: "A refreshed sandbox is another org under the same name. Keyperch signs in once more by itself.",
      },
      acceptUserHint: "This entry is theirs then. Sign in once more to confirm.",
      acceptOrg: "It is the same: the sandbox was refreshed",
      acceptOrgHint: "A refreshed sandbox is another org under the same name. Sign in once more to confirm.",
      keepUser: "Keep both",
      keepUserHint: "Adds a second entry with the same key and secret, for the other user.",
      keepOrg: "Keep both: add the other org",
      keepOrgHint: (host: string) => `Opens the form for ${host}.`,
    },
    code: "Code",
    error: "Salesforce’s code",
    description: "Salesforce’s words",
    stage: "When",
    stages,
    reference: "Reference",
    reason: "Reason",
    fileSystem: "File system",
    httpStatus: "HTTP status",
    atHost: "Host",
    port: "Port",
    issuer: "Issuer",
    proxy: "Proxy",
    seconds: "Seconds apart",
    actions: {
      try_again: "Try again",
      sign_in: "Sign in again",
      edit_app: "Edit app",
      edit_org: "Edit org",
      open_template: "Choose another file",
      show_sign_in: "Show that sign-in",
      sign_out: "Sign out here",
      network: "Network settings",
      check_connection: "Check this connection",
      close: "Close",
    },
  },

  clipboard: {
    empty: "Nothing from Keyperch on the clipboard",
    holds: (what: Copied, environment: Environment, org: string) => `${whatWasCopied(what, environment)} for ${org}`,
    clears: (seconds: number) => `Clipboard clears in ${plural(seconds, "second", "seconds")}`,
    in: (seconds: number) => `clears in ${seconds} s`,
    clearNow: "Clear now",
    region: "Clipboard",
  },

  toast: {
    region: "Messages",
    dismiss: "Dismiss",
    copied: (what: Copied, environment: Environment, org: string, seconds: number) =>
      `${whatWasCopied(what, environment)} for ${org} copied. Clears in ${plural(seconds, "second", "seconds")}.`,
    detail: (detail: Detail) => `${details[detail]} copied.`,
    cleared,
    signedIn: (org: string, user: string | null, environment: Environment) =>
      `Signed in to ${isProduction(environment) ? "PRODUCTION " : ""}${org}${user === null ? "" : ` as ${user}`}.`,
    cancelled: "Sign-in cancelled. Nothing was saved.",
    signedOut: (org: string) => `Signed out of ${org} at Salesforce.`,
    notToldYet: "Signed out here. Salesforce could not be reached; it will be told as soon as it can be.",
    removed: (name: string) => `${name} removed from this computer.`,
    removal: list.removed,
    undo: "Undo",
    broughtBack: list.broughtBack,
    pinned: (name: string, on: boolean) => `${name} ${on ? "pinned" : "no longer pinned"}.`,
    saved: (name: string) => `${name} saved.`,
    text: {
      report: check.check.copied,
      admin: check.adminMessage.copied,
      details: "Details copied.",
      address: "Address copied.",
      scopes: "Scopes copied.",
      username: "Username copied.",
      ticket: handOver.handOver.ticket.copied,
      command: quickSettings.quickSettings.commandCopied,
    },
    ready: signIn.readiness.readyFor,
    gaveUp: signIn.readiness.gaveUpOn,
    signIn: signIn.readiness.signIn,
    notesNotSaved: (name: string) => `The notes of ${name} are not saved`,
    showNotes: "Show notes",
    failed: (title: string, what: string) => `${title}. ${what}`,
    whatToDo: "What to do",
  },
};

/** The words, in whatever language. */
export type Messages = typeof en;
