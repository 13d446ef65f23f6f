// English: the ways in which an app gets its tokens.

import type { Audience } from "../wire/Audience";
import type { FlowView } from "../wire/FlowView";
import { label, phrase } from "./phrase";
import { setup } from "./setup-labels";

const ways: Record<FlowView["flow"], { name: string; means: string }> = {
  authorization_code: {
    name: "A person in the browser",
    means: "You sign in once and press Allow. The tokens act as you, and renew by themselves.",
  },
  client_credentials: {
    name: "The app itself",
    means: "Nobody signs in: the app acts as one user whom an admin names in Setup. Also called client credentials.",
  },
  jwt_bearer: {
    name: "A signed assertion",
    means: "Nobody signs in: Keyperch signs for one user with a private key. Also called JWT bearer.",
  },
};

const audiences: Record<Audience, string> = {
  login: "login: production, Developer Edition",
  test: "test: sandboxes, scratch orgs",
};

export const flows = {
  flows: {
    title: "How Keyperch signs in",
    ways,
    others: "Why not with username and password?",
    passwordFlow:
      "External Client Apps do not take username and password. A tool would also have to keep a person’s password.",
    implicitFlow:
      "The implicit flow puts the token into an address, where others can read it, and it cannot renew. A person in the browser does the same safely.",

    itself: {
      myDomain: "Works only at the org’s own My Domain. The Consumer Secret is required.",
      switches: phrase`Two switches in Setup: ${label(setup.clientCredentials)} under ${label(setup.settings)}, ${label(setup.flowEnablement)}, and once more under ${label(setup.policies)}, ${label(setup.flowPolicies)}.`,
      runAs: phrase`There, ${label(setup.runAs)} must name the user as whom the app acts: the exact username, not an e-mail address.`,
    },

    username: "Username",
    usernameHint: "Exactly as in Setup, under Users. In a sandbox it usually ends with the sandbox’s name.",
    audience: "Made out to",
    byKind: (audience: Audience) => `By the kind of org: ${audiences[audience]}`,
    audiences,
    approved: phrase`The user must be approved: in the app’s ${label(setup.policies)}, ${label(setup.permittedUsers)} is ${label(setup.preAuthorized)}, with a permission set that the user has.`,

    key: "Private key",
    keyHint: "It goes straight into the keychain and is never shown.",
    make: "Make a key and certificate",
    choose: "Choose a key file…",
    another: "Another key:",
    locked: "This file is locked. Copy its passphrase, then press Paste passphrase.",
    unlock: "Paste passphrase",
    keepStored: "Keep the stored key",
    keepMade: "Keep the key of before",
    made: "Ready. It is kept when you save.",
    stored: "Stored",

    certificate: "Certificate",
    bits: (bits: number) => `RSA, ${bits} bits`,
    fingerprint: "Fingerprint (SHA-256)",
    ends: "Valid until",
    ended: "It has ended. Make a new key, and upload its certificate.",
    save: "Save certificate (.crt)…",
    saved: "Certificate saved. Upload it in Setup.",
    upload: phrase`Upload it in Setup: open your app, ${label(setup.settings)}, ${label(setup.edit)}, ${label(setup.flowEnablement)}, ${label(setup.jwtFlow)}.`,
  },
};
