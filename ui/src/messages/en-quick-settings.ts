// English: how the quick switcher is reached, and how eager it is.

import type { ShortcutState } from "../wire/ShortcutState";

export const quickSettings = {
  quickSettings: {
    menu: "Quick switcher…",
    title: "Quick switcher",
    text: "A small window over whatever you are doing: three letters and Enter put a fresh token on the clipboard.",
    loading: "Looking up the settings…",
    keys: "Keys that bring it",
    noKeys: "None",
    states: {
      works: "They work wherever you are.",
      none: "No keys are set.",
      taken: "Another program has these keys. Press others, or take one of these:",
      not_keys: "These are no keys that can be claimed. Press others.",
      not_here: "This desktop lets no program claim keys for itself.",
    } satisfies Record<ShortcutState, string>,
    record: "Press the new keys",
    recording: "Press them now. Esc leaves them as they are.",
    held: (keys: string) => `${keys}+…`,
    take: (keys: string) => `Take ${keys}`,
    forget: "No keys",
    wayland: "Set a shortcut in your desktop’s keyboard settings that runs this command:",
    elsewhere: "A shortcut of your desktop’s keyboard settings can run this command instead:",
    command: "Command",
    commandCopied: "Command copied.",
    instant: "Instant codes",
    instantMeans:
      "The exact code of an org is copied without Enter. Never in production, and never in an org that asks for a guard. Who mistypes a code copies another org’s token.",
    atStart: "Look at all orgs at the start",
    atStartMeans:
      "When Keyperch starts, it asks Salesforce for a fresh token for each org. That counts as a use of each sign-in, and stands in each org’s Login History.",
  },
};
