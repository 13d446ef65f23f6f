// English: the check of a connection, its report, and the message for an admin.

import type { Check } from "../wire/Check";
import type { Note } from "../wire/Note";
import type { Verdict } from "../wire/Verdict";
import { apart } from "./en-network";
import { plural } from "./plural";

const checks: Record<Check, string> = {
  keychain: "Keychain keeps what it is given",
  port: "Port for the browser’s answer is free",
  proxy: "Proxy lets requests through",
  tls: "Connection is safe",
  domain: "An org answers at this address",
  clock: "Clock agrees with Salesforce’s",
  key_and_callback: "Org knows the Consumer Key and Callback URL",
  secret: "Consumer Secret is right",
  grant: "Sign-in is alive",
  api: "Token opens the API",
  scopes: "Every scope was granted",
};

const verdicts: Record<Verdict["is"], string> = {
  passed: "in order",
  warned: "works, with a note",
  failed: "does not work",
  cannot_tell: "cannot be checked from here",
  not_needed: "not needed",
};

const notes: { [S in Note["says"]]: (note: Extract<Note, { says: S }>) => string } = {
  issuer: ({ issuer }) => `Certificate issued by ${issuer}`,
  proxy: ({ proxy }) => `Through ${proxy}`,
  no_proxy: () => "No proxy is used",
  clock_off: ({ seconds }) => `This computer’s clock is ${apart(seconds)} ${seconds > 0 ? "ahead" : "behind"}`,
  callback: ({ callback }) => callback,
  no_secret_needed: () => "The app requires none",
  nobody_signed_in: () => "not signed in",
  ends: ({ at }) => `Token ends ${time.format(at)}, as Salesforce says`,
  missing_scopes: ({ scopes }) => `Not granted: ${scopes.join(", ")}`,
};

const time = new Intl.DateTimeFormat("en-GB", { timeStyle: "short" });

function wordsOf(note: Note): string {
  // The table pairs every note with the words for exactly that one, which the compiler cannot follow here.
  const words = notes[note.says] as (note: Note) => string;
  return words(note);
}

/** Whether all that is amiss is that nobody is signed in: that neither works nor fails. */
const isSignedOut = (verdict: Verdict): boolean =>
  verdict.is === "warned" && verdict.note.says === "nobody_signed_in";

/** What a check found, in a word or two. */
const wordOf = (verdict: Verdict): string =>
  verdict.is === "warned" && isSignedOut(verdict) ? wordsOf(verdict.note) : verdicts[verdict.is];

/** What a check has to say beside that, if anything. */
function noteOf(verdict: Verdict): string | null {
  if (!("note" in verdict) || verdict.note === null || isSignedOut(verdict)) return null;
  return wordsOf(verdict.note);
}

/** What is said where nothing failed, but not all is known to be good. */
function notAllKnown(isNobodyThere: boolean, untold: number): string {
  const signedOut = isNobodyThere ? " Nobody is signed in." : "";
  const rest = untold === 0 ? "" : ` ${plural(untold, "thing", "things")} could not be checked.`;
  return `Nothing wrong was found.${signedOut}${rest}`;
}

export const check = {
  check: {
    title: (app: string) => `Check the connection of ${app}`,
    text: "Looks at everything that a token needs. No sign-in is used up.",
    checks,
    isSignedOut,
    wordOf,
    noteOf,
    line: (check: Check, verdict: Verdict) => `${checks[check]}: ${wordOf(verdict)}`,
    checking: "Checking…",
    looking: (done: number) => `Checking… ${done} done`,
    allPassed: "Everything is in order.",
    failed: (count: number) => (count === 1 ? "1 thing does not work." : `${count} things do not work.`),
    notAllKnown,
    noted: "It works. There is something to know.",
    again: "Check again",
    report: "Copy report…",
    preview: "This is the whole report. There is no name, secret or token in it, and of the key only its end.",
    copy: "Copy this report",
    back: "Back to the checks",
    copied: "Report copied.",
  },

  report: {
    title: "Keyperch: check of a connection",
    time: "Time",
    host: "Host",
    hostKinds: { myDomain: "My Domain", login: "log-in page for all orgs" },
    kind: "Kind of org",
    way: "Signs in",
    key: (lastFour: string) => `Consumer Key ends in ${lastFour}`,
    code: (code: string) => `code ${code}`,
    unfinished: "Not finished.",
  },

  adminMessage: {
    copy: "Copy a message for my admin",
    copied: "Message copied. Paste it into an e-mail or a ticket.",
    hello: "Hello,",
    app: (app: string) => `I cannot connect through the External Client App “${app}”.`,
    where: "Where to look in Salesforce Setup, the likeliest first:",
    org: (host: string) => `Org: ${host}`,
    code: (code: string, description: string) =>
      `Salesforce’s code: ${code}${description === "" ? "" : ` (${description})`}`,
    page: (page: string) => `page “${page}”`,
    thanks: "Thank you.",
  },
};
