// English: what went wrong outside Salesforce's refusals, and what to do about it.

import type { Lacking } from "../wire/Lacking";
import type { NotBrought } from "../wire/NotBrought";
import type { NotUnlocked } from "../wire/NotUnlocked";
import { problem } from "./en-fields";
import { ofNetwork } from "./en-network";
import { exact, phrase } from "./phrase";
import type { FailureWords, Words } from "./words";

const keep = "Nothing was changed.";

const lacking: Record<Lacking, Words> = {
  bus: {
    title: "Keyperch was started outside a desktop session",
    what: "The system keychain can be asked only from within one. Keys and tokens are never written to a file instead.",
    steps: ["End Keyperch.", "Then start it from within your desktop: from its menu, or from a terminal window there."],
  },
  service: {
    title: "There is no system keychain",
    what: "Keyperch keeps keys and tokens in the computer’s keychain. It never writes them to a file instead.",
    steps: ["On Linux, install and start GNOME Keyring, KWallet or KeePassXC.", "Then try again."],
  },
  collection: {
    title: "There is no keyring yet",
    what: "The system keychain is there, but no keyring was ever made in it to keep anything in.",
    steps: [
      "Open “Passwords and Keys” and make a password keyring called Login.",
      "Make it the default keyring.",
      "Then try again.",
    ],
  },
};

/** Why this computer could not say who sits at it. */
const notUnlocked: Record<NotUnlocked, string> = {
  not_here: "Keyperch knows no way to ask that on this computer.",
  not_installed: "This computer’s service for it does not know Keyperch: it was not installed from its package.",
  refused: "Nobody answered, or the answer was wrong. Nothing left Keyperch.",
};

/** Why what was pasted is no answer of the browser's. */
const notBrought: Record<NotBrought, Omit<Words, "title">> = {
  empty: {
    what: "There is no text on the clipboard.",
    steps: ["Copy the whole line in the browser’s address bar, then press Paste the address again."],
  },
  sign_in_page: {
    what: "This is a page of Salesforce’s that says neither yes nor no, such as its log-in page.",
    steps: ["Go on there: log in and press Allow. Or copy the address of the page that shows the error."],
  },
  other_attempt: {
    what: "This is the answer to another sign-in, not to this one.",
    steps: ["Close the old tabs, press Open again, and copy the address that comes then."],
  },
  unknown: {
    what: "Neither an address that leads back here nor an error of Salesforce’s is in it.",
    steps: ["Copy the whole line in the address bar, or all the text of the file, then press Paste the address again."],
  },
};

/** What is said otherwise of an app that signs in by itself. */
export const failuresByItself: Pick<FailureWords, "other_org" | "other_user"> = {
  other_org: ({ expected, answered, host }) => ({
    title: "The app is in another org now",
    what: `It signed in to ${answered} at ${host}, but this entry is ${expected}. Nothing was saved, and that sign-in was ended.`,
    steps: ["Was the sandbox refreshed? Then use it from now on."],
  }),
  other_user: ({ expected, answered }) => ({
    title: "The app acts as another user",
    what: `The app now acts as ${answered}, ${
      expected === "" ? "not as the user of the last sign-in" : `but this entry is ${expected}`
    }. Nothing was saved, and that sign-in was ended.`,
    steps: ["Did an admin name another user in Setup? Then use that one from now on."],
  }),
};

export const failures: FailureWords = {
  ...ofNetwork,
  cancelled: () => ({
    title: "Sign-in cancelled",
    what: "Nothing was saved.",
    steps: ["Start again whenever you like."],
  }),
  field: ({ refused }) => ({ title: "One entry needs a change", what: problem(refused), steps: [keep] }),
  template: ({ refused }) => ({
    title: "This file cannot be used as a template",
    what: {
      unreadable: () => "The file cannot be read.",
      too_large: () => "The file is far larger than any template.",
      not_a_template: () => "It is not a Keyperch template, or something in it is not as it should be.",
      newer: () => "It was made by a newer Keyperch.",
    }[refused.reason](),
    steps: [
      refused.reason === "not_a_template"
        ? `Look at this place in the file: ${refused.place}`
        : refused.reason === "newer"
          ? `Update Keyperch. The file has version ${refused.version}.`
          : "Choose another file, or ask whoever gave it to you.",
    ],
  }),
  gone: () => ({
    title: "This is no longer here",
    what: "It was removed or has ended in the meantime.",
    steps: ["Go back to the list."],
  }),
  in_use: () => ({
    title: "Its tokens are in use",
    what: "Another copy, or another Keyperch, is just using them and has not come to an end.",
    steps: ["Is the keychain asking for its password? Answer it.", "Then try again."],
  }),
  sign_in_running: () => ({
    title: "Another sign-in is under way",
    what: "Only one can run at a time, because both would use the same port.",
    steps: ["Finish or cancel the other one, then try again."],
  }),
  timed_out: () => ({
    title: "The sign-in took too long",
    what: "Nobody came back from the browser in time. Nothing was saved.",
    steps: [
      "Did the browser show an error of Salesforce’s? Then the Consumer Key or the Callback URL is the likely reason.",
      phrase`The Callback URL in Setup must be exactly ${exact("callback_url")}`,
      "Could the browser not open localhost? Try another browser.",
    ],
  }),
  not_brought: ({ why }) => ({ title: "This is not what was looked for", ...notBrought[why] }),
  port_taken: ({ port, holder }) => ({
    title: `Another program is using port ${port}`,
    what:
      holder === null
        ? "Keyperch needs it for a moment to hear back from the browser."
        : `It is ${holder}. Keyperch needs the port for a moment to hear back from the browser.`,
    steps: [
      port === 33333
        ? "The Rehearsal Tool’s own sign-in uses the same port. Finish it, or close the tool."
        : "Close the program that listens there.",
      "Then try again.",
    ],
  }),
  browser_not_found: () => ({
    title: "The browser could not be opened",
    what: "This computer did not start it.",
    steps: [
      "Try again, and choose another browser.",
      "If there is no other: set a default browser in this computer's settings, then try again.",
    ],
  }),
  needs_sign_in: () => ({
    title: "You need to sign in first",
    what: "There is no sign-in for this app that still works.",
    steps: ["Sign in once in your browser. Then tokens can be copied again."],
  }),
  other_org: ({ expected, answered, host }) => ({
    title: "That was another org",
    what: `You signed in to ${answered} at ${host}, but this entry is ${expected}. Nothing was saved, and that sign-in was ended.`,
    steps: ["Which of the two did you mean? Choose below."],
  }),
  other_user: ({ expected, answered }) => ({
    title: "You signed in as somebody else",
    what:
      expected === ""
        ? `You signed in as ${answered}, not as the user of the last sign-in. Nothing was saved, and that sign-in was ended.`
        : `You signed in as ${answered}, but this entry is ${expected}. Nothing was saved, and that sign-in was ended.`,
    steps: ["Which of the two did you mean? Choose below."],
  }),
  keychain_locked: ({ prompt }) => ({
    title: "The system keychain is locked",
    what: {
      unanswered: "The computer asked for the keychain’s password, and nobody answered.",
      dismissed: "The question for the keychain’s password was closed, or could not be shown.",
    }[prompt],
    steps: {
      unanswered: ["Try again.", "When the computer asks, type the password. Its question may lie behind this window."],
      dismissed: [
        "Try again, and type the password when the computer asks.",
        "No question comes? Unlock the keychain in its own program, such as “Passwords and Keys”, then try again.",
      ],
    }[prompt],
  }),
  keychain_frozen: () => ({
    title: "The system keychain does not answer",
    what: "Another window may be asking for your password.",
    steps: ["Look for that window and answer it.", "No such window? Log out of the computer and in again."],
  }),
  keychain_absent: (failure) => lacking[failure.lacking],
  keychain_refused: () => ({
    title: "The system keychain refused",
    what: "It did not keep or give back what it was asked for. Nothing was lost.",
    steps: ["Try again.", "Does it stay? Log out of the computer and in again."],
  }),
  registry_unwritable: () => ({
    title: "The list of orgs cannot be saved",
    what: "The disk may be full, Keyperch’s folder may be out of reach, or another Keyperch may be running.",
    steps: ["Free some space, make the folder writable, or close the other one.", "Then start Keyperch again."],
  }),
  registry_newer: () => ({
    title: "The list of orgs was made by a newer Keyperch",
    what: "This version cannot read it, and leaves it as it is.",
    steps: ["Update Keyperch, then start it again."],
  }),
  registry_damaged: ({ backup }) => ({
    title: "The list of orgs is damaged",
    what: "It cannot be read. Nothing has been deleted: the damaged file is set aside, not overwritten, and keys and tokens are still in the keychain.",
    steps:
      backup === null
        ? [
            "There is no copy that Keyperch made. Start with an empty list, and add your orgs again.",
            "Have a backup of your own? Put it in the place of the file, then start Keyperch again.",
          ]
        : [
            "Use the copy that Keyperch made. What was changed after it is not in it.",
            "Or start with an empty list, and add your orgs again.",
          ],
  }),
  registry_on_network: ({ kind }) => ({
    title: "Keyperch’s folder is on a network drive",
    what: `Locks and writes cannot be relied on there (${kind}), so Keyperch keeps nothing in it.`,
    steps: ["Set KEYPERCH_DATA_DIR to a folder on this computer.", "Then start Keyperch again."],
  }),
  clipboard_unavailable: () => ({
    title: "The clipboard cannot be used",
    what: "This desktop did not let Keyperch read or write it.",
    steps: ["Click into this window and try again."],
  }),
  file_unusable: () => ({
    title: "The file cannot be used",
    what: "It cannot be read or written there, or it is far too large. Nothing was changed.",
    steps: ["Choose another file, or another folder.", "Is it on a drive that is full, or that only lets you look?"],
  }),
  confirm_production: () => ({
    title: "This changes a production org",
    what: "Nothing was changed yet. Keyperch asks before it makes something in production.",
    steps: ["Say yes to the change in production, then try again."],
  }),
  guarded: () => ({
    title: "This org is guarded",
    what: "Nothing left Keyperch yet. It asks before anything of this org does.",
    steps: ["Try again, and answer what is asked."],
  }),
  not_unlocked: ({ why }) => ({
    title: "This computer did not say who you are",
    what: notUnlocked[why],
    steps: ["Try again, or choose another guard for this org."],
  }),
  unexpected: () => ({
    title: "Something went wrong in Keyperch",
    what: "This was not foreseen. Nothing was lost.",
    steps: ["Try again.", "Does it stay? Send the reference below to the makers of Keyperch."],
  }),
};
