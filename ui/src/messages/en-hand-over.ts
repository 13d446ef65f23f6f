// English: an app is handed over, to a tool, to Postman, to a ticket or to a colleague.

import type { Shell } from "../wire/Shell";
import type { Tool } from "../wire/Tool";
import { label, phrase } from "./phrase";
import { setup } from "./setup-labels";

const tools: Record<Tool, string> = { rehearsal_tool: "the Rehearsal Tool" };

const shells: Record<Shell, string> = {
  power_shell: "PowerShell",
  cmd: "Command Prompt (cmd)",
  bash: "bash, zsh (Linux, macOS)",
};

export const handOver = {
  handOver: {
    title: (app: string) => `Hand over ${app}`,
    menu: "Hand over…",
    to: "Hand it over to",
    receivers: {
      tool: { name: "The Rehearsal Tool", means: "A sign-in of its own, as commands to paste." },
      postman: { name: "Postman", means: "An environment file." },
      ticket: { name: "A ticket", means: "What was set up, in words, without any secret." },
      colleague: { name: "A colleague", means: "A template that fills in the forms, without any secret." },
    },
    saved: "Saved.",
    tools,
    shells,

    tool: {
      byItself:
        "The Rehearsal Tool needs the sign-in of a person, and this app gets its tokens by itself. Set up an app for the tool in this org; the guide of that name shows how.",
      loading: "Looking for the tool’s sign-in…",
      lookAgain: "Look again",
      why: "The Rehearsal Tool gets a sign-in of its own. Two programs that share one sign-in end each other’s: each renewal makes the other’s token worthless, and Salesforce then ends both.",
      ours: "Keyperch’s own sign-in stays as it is, and never leaves this computer.",
      whoever: "The tool acts as whoever signs in now.",
      go: "Sign in for the Rehearsal Tool",
      goInstead: "Cancel it and sign in for the Rehearsal Tool",
      starting: "Getting ready…",
      notSignedIn: "The tool has no sign-in yet",
      before: (when: string, who: string | null) =>
        `Handed over ${when}${who === null ? "" : `, signed in as ${who}`}. Its tokens are no longer on this computer. To give it new ones, sign in for it again.`,

      signedIn: (who: string | null) => `Signed in for the Rehearsal Tool${who === null ? "" : ` as ${who}`}`,
      once: "Its tokens wait here until the tool has them.",
      notRefreshable: phrase`It does not stay signed in: the tool works until its token ends, and then needs a new one. To change that, add ${label("Perform requests at any time (refresh_token, offline_access)")} under ${label(setup.scopes)}, and sign in for it again.`,
      shell: "Where you start the tool",
      commands: (shell: string) => `Commands for ${shell}`,
      dots: "The dots are the secrets. They are put in when you copy.",
      copy: "Copy the commands",
      paste: "Paste them at once, and close that window when the tool is done.",
      history: {
        power_shell:
          "The first line turns PowerShell’s history file off for this window. Paste with the right mouse button, so that it runs before the others.",
        cmd: "The Command Prompt keeps what was typed only while its window is open.",
        bash: "Each line begins with a space, so that a history that leaves such lines out (HISTCONTROL=ignorespace, in zsh HIST_IGNORE_SPACE) does not keep it.",
      } satisfies Record<Shell, string>,
      production: "It is told that the org is production, because Salesforce says so.",
      productionGuessed: "It is told that the org is production. That is a guess from the address: nobody has asked Salesforce yet.",
      sandbox: "It is not told that the org is production, because Salesforce says that it is none.",
      sandboxGuessed:
        "It is not told that the org is production. That is a guess from the address: nobody has asked Salesforce yet.",
      noSecret: "No Consumer Secret is stored, so none is among them.",
      oneByOne: "Where the tool asks for key and secret one by one:",
      who: "Who renews what",
      renews: "The Rehearsal Tool renews its own sign-in from now on. Keyperch renews Keyperch’s, and never touches the tool’s.",
      end: phrase`Each can be ended alone in Setup, under ${label(setup.usage)}.`,
      again: "Sign in for it once more",
      againHint:
        "Each sign-in that a tool has taken counts among the five that Salesforce keeps for a person in one app. Once there are five, the next ends the oldest.",
      finish: "The Rehearsal Tool has them",
      finishHint: "Its tokens are then deleted on this computer. The tool’s sign-in lives on.",
    },

    postman: {
      text: "The file has the addresses, the scopes and, where a browser comes back, the Callback URL. Import it in Postman under “Environments”.",
      withSecrets: "With key and secret",
      withSecretsHint: "Whoever has this file can use the app. Delete it when it is imported.",
      without: "Without them: type key and secret in Postman, as secret variables.",
      save: "Save the file…",
    },

    ticket: {
      text: "This is the whole record. There is no secret or token in it, and of the key only its end.",
      copy: "Copy this record",
      copied: "Record copied. Paste it into the ticket.",
    },

    colleague: {
      text: "The file has the names, the org’s address, the Callback URL, the scopes and, of what was answered in a guide, what names nobody. There is no key, secret or token in it.",
      then: "Your colleague opens it with Open template…, and has the forms filled in. If the app was set up by a guide, that guide begins.",
      save: "Save the template…",
    },

    facts: {
      title: "Sign-ins of other tools",
      names: { rehearsal_tool: "Rehearsal Tool" } satisfies Record<Tool, string>,
      handedOver: (when: string) => `Handed over ${when}. The tool renews it.`,
      waits: "Waits here to be handed over.",
    },
  },

  ticket: {
    title: "External Client App: record of the set-up",
    org: "Org",
    myDomain: "My Domain",
    orgId: "Org ID",
    app: "External Client App",
    way: "Signs in",
    callback: "Callback URL",
    key: (lastFour: string) => `Consumer Key: ends in ${lastFour}`,
    scopes: "OAuth Scopes granted",
    asked: "OAuth Scopes to ask for",
    missing: "Not granted",
    signedIn: "Signed in",
    asOn: (who: string, when: string) => `as ${who}, ${when}`,
    nobody: "nobody yet",
    proven: "Proven",
    proofs: {
      token: (when: string) => `Salesforce gave or accepted a token, ${when}`,
      scopes: "every scope that was asked for was granted",
      stays: "Salesforce lets the sign-in renew by itself",
      guide: "every step of the set-up guide’s proof",
    },
    nothingProven: "nothing yet",
    tool: (tool: string, who: string | null, when: string, isHandedOver: boolean) =>
      `Sign-in for ${tool}: ${who === null ? "" : `as ${who}, `}${when}, ${isHandedOver ? "handed over" : "not handed over yet"}`,
    written: "Written",
    by: "by Keyperch",
    harmless: "No key, secret or token is in this record.",
  },
};
