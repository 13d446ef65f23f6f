// English: the quick switcher, and the message that it becomes.

import type { Shape } from "../wire/Shape";
import { plural } from "./plural";

const shapes: Record<Shape, string> = {
  token: "Token",
  bearer: "Authorization: Bearer …",
  instance_url: "Instance URL",
  env: "Token and URL as .env",
  curl: "curl command",
  json: "JSON",
  postman: "Postman environment",
};

export const quick = {
  quick: {
    field: "Find an org",
    hint: "Code, client, org or user",
    rows: "Orgs",
    tokens: (count: number) => plural(count, "token", "tokens"),
    /** A row, for ears. */
    set: (name: string, tokens: number) => `set ${name}, ${plural(tokens, "token", "tokens")}`,
    nothingTyped: "Type a few letters of a code, a client, an org or a user.",
    noOrgs: "No orgs yet. Add one in Keyperch.",
    opening: "Opening…",
    asking: "Asking Salesforce…",
    device: "This computer asks who you are…",
    checking: "Checking…",
    again: (kind: string) => `Press Enter again: ${kind}`,
    /** Where a set has production orgs among others. */
    withProduction: "with PRODUCTION",
    goOn: (title: string) => `${title}. Enter goes on in Keyperch.`,
    tryAgain: (title: string) => `${title}. Enter tries again.`,
    readName: (name: string) => `Type the short code of ${name}`,
    readNameHint: (kind: string, isSet: boolean) =>
      isSet ? `${kind}. It is the set’s short code, beside its name in Keyperch.` : `${kind}. It stands beside the org’s name in Keyperch.`,
    copyAs: (name: string) => `Copy ${name} as`,
    shapes,
    keys: (command: string) => [
      ["Enter", "Copy"],
      ["Shift+Enter", "Bearer"],
      [`${command}+Enter`, "Open"],
      ["Right", "More"],
      ["Esc", "Close"],
    ],
    /** In the shapes of a row, and where its short code is typed. */
    keysOfOne: [
      ["Enter", "Copy"],
      ["Esc", "Back"],
    ],
    enter: "Enter",
    nth: (command: string, number: number) => `${command}+${number}`,
    /** The head of a notification: what it is about, in a glance. */
    noticeTitle: (isProduction: boolean) => (isProduction ? "PRODUCTION copied" : "Copied"),
    /** What became of a set, where the message of a single token does not say enough. */
    setCopied: (name: string, copied: number, of: number, isProduction: boolean, seconds: number) => {
      const how = copied === of ? plural(of, "token", "tokens") : `${copied} of ${plural(of, "token", "tokens")}`;
      const loudly = isProduction ? ", PRODUCTION among them" : "";
      // The message has room for two lines.
      return `${how} of ${name} copied${loudly}. Clears in ${seconds} s.`;
    },
  },
};
