// English: a sign-in, from the plan to its end, and the wait until Salesforce knows a new app.

import type { Hint } from "../wire/Hint";
import { label, phrase } from "./phrase";
import { plural } from "./plural";
import { setup } from "./setup-labels";

/** What each browser does to go back to http for localhost. The first line is for all. */
const cures: Record<Hint, { title: string; what: string; cures: readonly (readonly [string, string])[] }> = {
  forced_https: {
    title: "The browser insists on https for localhost",
    what: "It came back here by https, and the Callback URL begins with http. Try another browser or a private window below, or change this and press Open again:",
    cures: [
      [
        "Chrome, Edge, Brave, Chromium",
        "Open chrome://net-internals/#hsts, go to “Delete domain security policies”, type localhost and press Delete. Turn off “Always use secure connections” in the settings.",
      ],
      [
        "Firefox",
        "In the settings, under “HTTPS-Only Mode”, add an exception for http://localhost. Then open the history, right-click localhost and choose “Forget About This Site”.",
      ],
      [
        "Safari",
        "Quit Safari. In the Library folder, open Cookies and delete HSTS.plist. Then start it again.",
      ],
    ],
  },
};

export const signIn = {
  plan: {
    title: (app: string) => `Sign in: ${app}`,
    reasons: {
      asked: "",
      added: "App saved. Sign in once, and tokens can be copied.",
      to_copy: "To copy a token you need to sign in first. The token is copied right after.",
      ended: "Salesforce has ended the last sign-in. Sign in again, and the token is copied right after.",
      private_window: "This time in a private window, and Salesforce asks for the log-in anew.",
      accepted: "Whoever signs in now is kept from then on.",
      ready: "Salesforce now accepts the app.",
    },
    noPrivateWindow: "This time Salesforce asks for the log-in anew, whoever is logged in.",
    host: "You will sign in at",
    hostByItself: "Keyperch will sign in at",
    compare: "Compare this with the address in your browser before you type a password.",
    whatHappens: phrase`Your browser opens. Sign in as usual, then press ${label(setup.allow)}. Then come back here.`,
    byItself: "No browser opens and nobody signs in: Keyperch asks Salesforce directly.",
    device:
      "Keyperch shows a code. You type it on a page of Salesforce’s, in any browser, on this or another computer, and log in there.",
    phishing: {
      title: "Only type a code that you asked for yourself, here, now",
      what: "Whoever sends you a code by mail, chat or telephone wants to be let in as you. Delete it.",
    },
    org: "Org",
    kind: "Kind of org",
    user: "Expected user",
    itsUser: "For user",
    runAs: "Acts as",
    runAsWhom: "the user named in the app’s policies",
    way: "Signs in",
    scopes: "Asks for",
    scopesByItself: "Expects",
    callback: "Comes back to",
    browser: "Browser",
    profile: "Profile",
    ownProfile: "The one that it opens by itself",
    privately: (name: string) => `In its ${name}`,
    privatelyHint: "Nobody is logged in there yet: you choose who signs in.",
    noPrivate: (browser: string) => `${browser} cannot be asked for a private window.`,
    freshly: "Ask for the log-in anew",
    freshlyHint: "Even if somebody is logged in to Salesforce in that browser.",
    defaultBrowser: "Default browser",
    go: "Continue in browser",
    connect: "Connect",
    getCode: "Get a code",
    notNow: "Not now",
    other: (name: string) => `A sign-in to ${name} is under way. Cancel it and start this one?`,
    goInstead: "Cancel it and continue",
  },

  waiting: {
    title: (org: string) => `Signing in to ${org}`,
    titleFor: (org: string, tool: string) => `Signing in to ${org} for ${tool}`,
    steps: {
      before_browser: ["Getting ready", "Waiting for you", "Getting the token"],
      browser: ["Browser opened", "Waiting for you", "Getting the token"],
      device_code: ["Getting a code", "Waiting for you", "Getting the token"],
      by_itself: ["Getting ready", "Getting the token"],
    },
    states: { done: "done", now: "now", next: "to come" },
    opening: "Getting ready…",
    checks: "Looked at beforehand",
    host: "Signing in at",
    listens: "Comes back to",
    finish: (browser: string | null) =>
      browser === null ? "Finish in your browser." : `Finish in your browser (${browser}).`,
    fetching: "Thank you. Getting the token…",
    asking: "Asking Salesforce for the token…",
    left: (time: string) => `${time} left`,
    user: "Expected user:",
    openAgain: "Open again",
    copyLink: "Copy link",
    otherBrowser: "Other browser",
    profileOf: (browser: string, profile: string) => `${browser}, ${profile}`,
    cancel: "Cancel",
    cancelKey: "Esc",
    moreTime: "Need more time?",
    fiveMinutes: "+5 minutes",
    announce: (minutes: number) =>
      `Waiting for the browser. ${minutes < 1 ? "Less than a minute" : plural(minutes, "minute", "minutes")} left`,
    announceCode: (minutes: number) =>
      `Waiting for the code to be typed. ${minutes < 1 ? "Less than a minute" : plural(minutes, "minute", "minutes")} left`,
    cures,
    nothing: "Nothing happening?",
    bring:
      "Does the browser show an error, or a page that it cannot open? Copy the whole line in its address bar, then press:",
    paste: "Paste the address",
    error: {
      sees: "I see an error in the browser",
      means: "Then Salesforce does not send you back here, but Keyperch can read what it says. It looks like one of these:",
      signs: [
        ["A page that says OAuth error", "Copy the whole line in its address bar, then press Paste the address above."],
        ["An empty download called authorize", "Open it with a text editor and copy all of it, then press Paste the address above."],
        [
          "The log-in page goes round in circles",
          "There is nothing to copy: close its tabs, then open a private window under “Other browser” below.",
        ],
      ],
    },
    localhost: {
      sees: "The browser says it cannot open localhost",
      means:
        "Copy the whole line in its address bar and press Paste the address above. Some browsers turn http into https: then another browser, or a private window, helps too.",
    },
    wrongUser: {
      sees: "I am signed in as the wrong user",
      means:
        "Open a private window under “Other browser” below: nobody is logged in there. Is there none? Cancel, and start again with “Ask for the log-in anew”.",
    },
    noBrowser: {
      sees: "No browser opened",
      means: "Press Copy link and paste it into the address bar of any browser on this computer.",
    },
  },

  deviceCode: {
    type: "Type this code",
    at: "on this page of Salesforce’s",
    spelt: (code: string) => code.split("").join(" "),
    copyAddress: "Copy the address",
    open: "Open the page",
    waits: "Keyperch goes on by itself as soon as Salesforce has the code.",
  },

  done: {
    title: (org: string) => `Signed in to ${org}`,
    all: "All scopes were granted.",
    stays: "You stay signed in: tokens renew by themselves.",
    byItself: "Keyperch fetches each token by itself.",
    finish: "Done",
  },

  readiness: {
    title: "Salesforce does not know this yet",
    what: "A new app, or a changed one, takes 2 to 10 minutes, now and then longer. Keyperch asks again every minute.",
    next: (seconds: number) => (seconds === 0 ? "Asking now…" : `Asks again in ${seconds} s`),
    until: (time: string) => `Goes on until ${time}`,
    stop: "Stop asking",
    ready: "Salesforce now accepts the app.",
    readyFor: (app: string) => `Salesforce now accepts the app ${app}.`,
    signIn: "Sign in",
    gaveUp: "Salesforce still refuses",
    gaveUpOn: (app: string) => `Salesforce still refuses the app ${app}.`,
    show: "Show what to do",
    put: "Close",
  },
};
