// English: the companion that goes through Setup beside the browser, and what leads to it.

import type { Credential } from "../wire/Credential";
import type { Environment } from "../wire/Environment";
import type { ProofStep } from "../wire/ProofStep";
import type { RecipeFlow } from "../wire/RecipeFlow";
import type { SetupLabel } from "../wire/SetupLabel";
import type { Sureness } from "../wire/Sureness";
import type { Tick } from "../wire/Tick";
import type { Why } from "../wire/Why";
import { recipes } from "./en-recipes";
import { advice, whys } from "./en-whys";
import { label, phrase, type Phrase } from "./phrase";
import { plural } from "./plural";
import { scopeLabel, setupLabels } from "./setup-labels";

const ticks: Record<Tick, string> = {
  copied: "copied",
  claimed: "you said so",
  proved: "verified by Salesforce",
  refuted: "Salesforce says otherwise",
};

const sure: Record<Sureness, string> = {
  official: "Documented by Salesforce.",
  reported: "Reported by several people; Salesforce does not document it.",
  recalled: "Told from experience; your org may differ.",
};

/** The steps of a proof, each as a sentence. */
const steps: { [S in ProofStep["step"]]: (step: Extract<ProofStep, { step: S }>, flow: RecipeFlow) => string } = {
  signed_in: () => "Salesforce gave a token",
  scope: ({ scope }) => `Granted: ${scopeLabel(scope) ?? scope}`,
  stays_signed_in: () => "It stays signed in",
  renewed: (_step, flow) => (flow === "authorization_code" ? "It renews by itself" : "A second token was given"),
  call: () => "The API answers",
};

function stepOf(step: ProofStep, flow: RecipeFlow): string {
  // The table pairs every step with the words for exactly that one, which the compiler cannot follow here.
  const words = steps[step.step] as (step: ProofStep, flow: RecipeFlow) => string;
  return words(step, flow);
}

/** What Setup shows that is no refusal, and which of our reasons explains it. */
const signs: Partial<Record<Why, { title: string; sign: string }>> = {
  pkce_off_where_it_can_be: {
    title: "A box is greyed out",
    sign: "To change this required setting, contact Support; grayed out, locked, PKCE, Proof Key, Refresh Token Rotation",
  },
  manager_not_app_manager: {
    title: "There is no button “New External Client App”",
    sign: "New Connected App, App Manager, External Client App Settings, permission",
  },
  api_name_rules: { title: "The API Name is refused", sign: "underscore, developer name, must begin with a letter" },
  http_only_for_localhost: {
    title: "The Callback URL is refused",
    sign: "must use secure HTTPS or a custom URI scheme, http, localhost",
  },
  secret_can_be_seen_again: {
    title: "The Consumer Secret is not shown any more",
    sign: "verification code, verify your identity, Consumer Details, hidden",
  },
  not_yet_ready: {
    title: "Salesforce does not know the new app yet",
    sign: "We couldn't load the external client app, not found, wait, minutes",
  },
  pre_authorized: {
    title: "Nobody can sign in since the policy was changed",
    sign: "Admin approved users are pre-authorized, Permitted Users, not approved, access",
  },
  username_password_not_for_apps: {
    title: "There is no way to sign in with username and password",
    sign: "username-password flow, grant_type password, security token",
  },
};

const credentials: Record<Credential, string> = { key: "Consumer Key", secret: "Consumer Secret" };

export const guide = {
  recipes,

  firstRun: {
    title: "Keep your Salesforce app keys in one safe place",
    promise: "Keys, secrets and tokens stay in this computer’s keychain.",
    connect: "Connect the Rehearsal Tool",
    connectHint: "Walks you through Salesforce Setup, click by click, and tries it out at the end. About 10 minutes.",
    addOrg: "Add an org I already have keys for",
    other: "Set up another app…",
    openTemplate: "Open a template…",
    template: "Got a file from a colleague? It fills in the forms for you.",
    notSalesforce: "Not made by Salesforce.",
  },

  setUp: {
    ask: "Set up an app…",
    title: "Set up an app",
    what: "What is it for?",
    where: "In which org?",
    newOrg: "Another org, not in the list yet",
    begin: "Begin",
    sections: (count: number) => `${count} sections.`,
    begun: "Set-ups",
    progress: (percent: number) => `Set-up ${percent} %`,
    proven: "Set-up proven",
    row: (client: string, org: string, app: string, percent: number) =>
      `${client} ${org}, ${app}, set-up ${percent} percent, continue`,
    goOn: "Continue",
    goOnWith: (app: string) => `Continue the set-up of ${app}`,
    show: "Show",
    showAgain: (app: string) => `Show the set-up of ${app}`,
    remove: "Remove…",
    removeOf: (app: string) => `Remove the set-up of ${app}`,
    removeTitle: (app: string) => `Remove the set-up of ${app}?`,
    removeText: (hasApp: boolean) =>
      hasApp
        ? "Only the list of what was done is deleted. The app stays in Keyperch and in Salesforce."
        : "Only the list of what was done is deleted. In Salesforce everything stays as it is.",
    removeGo: "Remove the set-up",
    removed: (app: string) => `Set-up of ${app}`,
  },

  guide: {
    title: (app: string, org: string) => `${app}: ${org}`,
    section: (at: number, of: number) => `Section ${at} of ${of}`,
    done: (done: number, of: number) => `${done} of ${of} done`,
    far: (done: number, of: number) => `${done}/${of}`,
    pin: "Stay over other windows",
    close: "Close, and go on later",
    more: "More for this set-up",
    create: "Create it for me…",
    compare: "Read the settings from Salesforce",
    remove: "Remove this set-up…",
    dated: (date: string) => `This guide was last held against Salesforce on ${date}.`,
    way: "How it signs in",

    ticks,
    opened: "opened",
    unseen: "no token can see this",
    sure,
    whys,
    advice,
    why: "Why?",
    source: (source: string) => `Known from: ${source}.`,
    cannotBeProven: "No token can see this: only you know whether it is done.",

    open: (page: string) => `Open ${page}`,
    orType: (words: string): Phrase => phrase`or type ${label(words)} into ${label("Quick Find")}`,
    openYourself: (words: string): Phrase => phrase`Log in to the org, open Setup and type ${label(words)} into ${label("Quick Find")}`,
    press: (what: string): Phrase => phrase`Press ${label(what)}`,
    copy: (field: string, value: string) => `Copy ${field}, ${value}`,
    copied: (field: string) => `${field} copied.`,
    into: (field: string): Phrase => phrase`Paste into ${label(field)}`,
    under: (field: string): Phrase => phrase`Select under ${label(field)}`,
    given: (field: string): Phrase => phrase`In the next value for ${label(field)} already:`,
    forField: (field: string): Phrase => phrase`Goes into ${label(field)}`,
    signsFor: "Assertions are signed for",
    itself: (field: string): Phrase => phrase`${label(field)} fills itself:`,
    choose: (choice: string, field: string): Phrase => phrase`Choose ${label(choice)} under ${label(field)}`,
    chooseDays: (choice: string, days: string, field: string): Phrase =>
      phrase`Choose ${label(choice)} under ${label(field)}, and enter ${days} days`,
    scope: (name: string): Phrase => phrase`Add ${label(name)}`,
    /** Said once, above what is done in a part of the page. */
    parts: { oauth_scopes: "Select each on the left, then move it over with the arrow." } as Partial<Record<SetupLabel, string>>,
    /** What is done with a value where its field is in a list, or on a page, that nobody can be led to. */
    leads: {
      trusted_domains: phrase`Type ${label(setupLabels.trusted_domains)} into ${label("Quick Find")}, and add this to that list; the written guide does not name its page`,
      cors: phrase`Add this to the list of ${label(setupLabels.cors)}: press the button for a new entry, and look for the field that asks for an origin`,
    } as Partial<Record<SetupLabel, Phrase>>,
    leaveOut: (name: string): Phrase => phrase`Leave out ${label(name)}, although a written guide adds it`,
    tick: (what: string): Phrase => phrase`Tick ${label(what)}`,
    untick: (what: string): Phrase => phrase`Untick ${label(what)}`,
    leave: (what: string): Phrase => phrase`Leave ${label(what)} as it is`,
    otherwise: "In some orgs:",
    greyedOut: "Greyed out? Leave it",
    greyedOutOf: (what: string) => `Greyed out? Leave it: ${what}`,
    notGreyedOut: "It is not greyed out",
    notGreyedOutOf: (what: string) => `It is not greyed out: ${what}`,
    change: "Change…",
    changeOf: (field: string) => `Change ${field}`,
    keep: "Use this",
    optional: "Not needed to go on.",
    look: "Look again",
    looking: "Looking…",

    credentials,
    brought: "Here",
    pasteOf: (credential: Credential) => `Paste ${credentials[credential]}`,
    pasteHint: "Copy it in Salesforce, then press Paste.",
    secretOptional: "Not needed here: a signed assertion is sent without it.",
    swapped: "Key and secret had changed places. Both are where they belong now.",
    read: "Read key and secret from Salesforce",
    kept: "This org gives key and secret to nobody by this way. Copy them in Setup.",
    catch: "Catch what I copy",
    catchHint:
      "For two minutes Keyperch looks at the clipboard for a Consumer Key and a Consumer Secret only. Whatever else is there is neither kept nor used. It stops as soon as it has both.",
    catching: "Watching the clipboard for a Consumer Key and Secret only.",
    catchLeft: (time: string) => `${time} left`,
    /** After the clipboard was watched: what came of it. */
    watched: (hasKey: boolean, hasSecret: boolean) =>
      hasKey && hasSecret
        ? "Key and secret are here. Nothing is watched any more."
        : hasKey
          ? "Only the Consumer Key is here; the secret is not. Nothing is watched any more."
          : hasSecret
            ? "Only the Consumer Secret is here; the key is not. Nothing is watched any more."
            : "Neither key nor secret came. Nothing is watched any more.",

    certificateLater: "This comes after the Consumer Key: the private key is kept with its app.",
    makeCertificate: "Make key and certificate",
    makeHint: "The private key goes straight into the keychain and is never shown.",

    bar: "Try it out",
    prove: "Check and sign in",
    proveByItself: "Check and connect",
    needsKey: "Bring the Consumer Key first: step “Key and secret”.",
    stuck: "Stuck on a step?",
  },

  proof: {
    title: "Trying it out",
    wrong: "Not everything works yet",
    stepOf,
    request: "Request",
    answer: "Answer",
    connected: (organization: string, environment: Environment, username: string, isProduction: boolean) =>
      `Connected to ${organization}${isProduction ? ` (${environment === "unknown" ? "treated as production" : "PRODUCTION"})` : ""} as ${username}`,
    what: "Everything that a token can show was tried, just now.",
    handOver: "Hand over…",
    done: "Done",
    again: "Try again",
    back: "Back to the steps",
  },

  drift: {
    title: "What Salesforce says",
    hint: "Needs a sign-in that may see Setup. It only reads.",
    at: (time: string) => `Read ${time}.`,
    summary: (other: number, unread: number) =>
      [
        other === 0 ? "Nothing is otherwise." : `${plural(other, "setting is", "settings are")} otherwise.`,
        ...(unread === 0 ? [] : [`${unread} could not be read: that is no mistake of yours.`]),
      ].join(" "),
  },

  stuck: {
    title: "Stuck on a step?",
    ask: "What does your screen say?",
    hint: "A code or a few words of the message, for example redirect_uri_mismatch.",
    found: (count: number) => plural(count, "explanation", "explanations"),
    none: "Nothing known says that. Try fewer words, or only the code.",
    often: "What people meet most often:",
    signs,
  },
};
