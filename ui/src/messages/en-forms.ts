// English: the forms, and the questions before something is ended or removed.

import { label, phrase } from "./phrase";
import { plural } from "./plural";
import { setup } from "./setup-labels";

export const forms = {
  addOrg: {
    title: "Add an org",
    titleFor: (recipe: string) => `${recipe}: which org?`,
    editTitle: (org: string) => `Edit ${org}`,
    address: "Paste any address from this org",
    addressHint: "The line in the browser’s address bar is fine.",
    pasteAddress: "Paste address",
    answered: "Salesforce answered",
    asking: "Asking Salesforce…",
    noAnswer: (why: string) => `${why}. You can save the org all the same.`,
    already: (name: string) => `You have this org already: ${name}.`,
    openIt: "Open it",
    generic:
      "This is the log-in page for all orgs. The org’s own address works better: sign in and copy it from there.",
    newHost: "A new address ends the sign-ins of this org’s apps.",
    client: "Client",
    clientHint: "Groups your orgs.",
    name: "Name",
    code: "Code",
    codeHint: "Empty: made for you.",
    kind: "Kind of org",
    byAddress: (word: string) => `By its address: ${word}`,
    byAddressAlone: "By its address",
    unknownKind: "The address does not tell. It is treated as production until the first sign-in.",
    use: "How will it be used?",
    useKeys: "I have the Consumer Key of an app",
    useRecipe: (recipe: string) => `Show me how to make an app: ${recipe}`,
    next: "Add and continue",
    save: "Save",
    fromTemplate: "Filled in from a template. Look it over before you add it.",
  },

  appForm: {
    title: "Add an External Client App",
    editTitle: (app: string) => `Edit ${app}`,
    to: (org: string) => `In ${org}`,
    name: "Name of the app",
    nameHint: "Any name, for example as in Salesforce.",
    where: phrase`In ${label(setup.manager)}, open your app: ${label(setup.settings)}, ${label(setup.oauthSettings)}, ${label(setup.keyAndSecret)}.`,
    key: "Consumer Key",
    secret: "Consumer Secret",
    pasteKey: "Paste Consumer Key",
    pasteSecret: "Paste Consumer Secret",
    secretHint: "Copy it in Salesforce, then press Paste. It goes straight into the keychain and is never shown.",
    pasted: "Pasted",
    stored: "Stored",
    typeInstead: "Type it instead",
    notRequired: "The app does not require the secret",
    secretMissing: "Paste the Consumer Secret, or say below that the app does not require it.",
    newKey: "A new key ends the sign-in of this app.",
    asInSetup: "Exactly as in Setup",
    callback: "Callback URL",
    callbackHint: "Letter by letter as in Setup: no slash at the end unless Setup has one.",
    furtherTitle: "Further callback URLs",
    further: "Further callback URLs, one a line",
    furtherHint:
      "Only those that the app has in Setup too. They are tried in this order when the port of the first one is taken.",
    scopes: "OAuth Scopes",
    scopesHint: "Separated by spaces. The same as in Setup:",
    unknownScope: "Not a scope that Keyperch knows. It is asked for as it is.",
    save: "Save app",
    later: "Not now",
  },

  signOut: {
    title: (app: string) => `Sign out of ${app}?`,
    text: "Salesforce ends this sign-in, and its tokens are deleted here. The app, its key and its secret stay.",
    go: "Sign out",
  },

  remove: {
    title: (name: string) => `Remove ${name}?`,
    app: "Its key, secret and tokens are deleted from this computer. In Salesforce the app stays as it is.",
    org: (apps: number) =>
      apps === 0
        ? "It is deleted from this computer. In Salesforce it stays as it is."
        : `It is deleted from this computer with ${plural(apps, "app", "apps")}, and their keys, secrets and tokens. In Salesforce they stay as they are.`,
    undo: "You can undo this for 10 seconds. Nothing is deleted, and nobody is signed out, before that.",
    signOut: "Also sign out at Salesforce",
    signOutHint: "Without this, the sign-in lives on at Salesforce until it ends there.",
    go: "Remove",
  },
};
